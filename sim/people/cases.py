"""Written cases with a key (`resources/advice/cases.yaml`), and how far the advice agrees.

A case takes a base and says what differs. null: unknown; never: not within the horizon; a list:
one number per forecast. untenable_s and walking_s: one entry per way out.
"""

from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct

from sim.errors import CaseError
from sim.people.advice import advise
from sim.people.criteria import Criteria
from sim.people.limits import load_table
from sim.people.model import Verdict
from sim.people.situation import Quantity, Situation, WayOut

Told = float | str | list[float | str] | None
Plain = dict[str, object]


class _Entry(Struct, frozen=True, forbid_unknown_fields=True):
    id: int
    base: str
    set: Plain
    key: Verdict
    why: str


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    bases: dict[str, Plain]
    cases: tuple[_Entry, ...]


class WrittenCase(Struct, frozen=True):
    """One situation and what a person with the criteria in hand advises, and why."""

    id: int
    situation: Situation
    key: Verdict
    why: str


class Disagreement(Struct, frozen=True):
    """A case in which the advice is not that of the key."""

    id: int
    key: Verdict
    advised: Verdict
    why: str


def load_cases(path: Path) -> tuple[WrittenCase, ...]:
    """The cases in a file. Raises CaseError or SiteFileError naming the file and the case."""
    file = load_table(path, _File)
    return tuple(_written(entry, file.bases, path) for entry in file.cases)


def advice_agreement(
    cases: Sequence[WrittenCase], criteria: Criteria
) -> tuple[int, int, tuple[Disagreement, ...]]:
    """How many advices are those of the key, of how many, and the others."""
    wrong = tuple(
        Disagreement(case.id, case.key, advised, case.why)
        for case in cases
        if (advised := advise(case.situation, criteria).verdict) is not case.key
    )
    return len(cases) - len(wrong), len(cases), wrong


def _written(entry: _Entry, bases: dict[str, Plain], path: Path) -> WrittenCase:
    try:
        told = {**bases[entry.base], **entry.set}
        situation = _situation(told)
    except (KeyError, TypeError, ValueError) as error:
        raise CaseError(
            f"case {entry.id} cannot be read: {error}",
            where=str(path),
            remedy="See sim/people/situation.py for the names",
        ) from error
    return WrittenCase(entry.id, situation, entry.key, entry.why)


def _situation(told: Plain) -> Situation:
    ways = _ways_out(told.pop("untenable_s"), told.pop("walking_s"))
    return Situation(ways_out=ways, **{name: _fact(value) for name, value in told.items()})  # type: ignore[arg-type]  # names and values are those of a file


def _fact(value: object) -> object:
    return value if value is None or isinstance(value, bool | int) else _quantity(value)


def _quantity(value: object) -> Quantity:
    numbers = msgspec.convert(value, Told)
    if isinstance(numbers, list):
        return np.array([_number(one) for one in numbers])
    return None if numbers is None else _number(numbers)


def _number(value: float | str) -> float:
    if value == "never":
        return np.inf
    return float(value)


def _ways_out(untenable: object, walking: object) -> tuple[WayOut, ...]:
    """One way per entry; null in place of a list says that nothing is known of any."""
    if untenable is None or walking is None:
        return ()
    pairs = zip(
        msgspec.convert(untenable, list[object]),
        msgspec.convert(walking, list[object]),
        strict=True,
    )
    return tuple(WayOut(untenable_s=_quantity(u), walking_s=_quantity(w)) for u, w in pairs)
