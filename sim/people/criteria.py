"""The written criteria: one table that people read (`resources/advice/criteria.yaml`) and arrays
execute."""

import math
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt
from msgspec import Meta, Struct

from sim.errors import CaseError
from sim.people.limits import load_table
from sim.people.situation import FACTS, Facts

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]


class Op(StrEnum):
    """How a fact is held against the limit."""

    ABOVE = "above"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BELOW = "below"
    IS = "is"


COMPARE = {
    Op.ABOVE: np.greater,
    Op.AT_LEAST: np.greater_equal,
    Op.AT_MOST: np.less_equal,
    Op.BELOW: np.less,
    Op.IS: np.equal,
}
RISING = (Op.ABOVE, Op.AT_LEAST)


class Criterion(Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the table. `code` names the sentence that screens translate."""

    code: str
    of: str
    op: Op
    limit: float
    unit: str
    source: str

    def holds(self, facts: Facts) -> BoolArray | None:
        """For each member (m,), or None when the fact is unknown."""
        value = facts[self.of]
        return None if value is None else np.asarray(COMPARE[self.op](value, self.limit))

    def value_at(self, facts: Facts, share: float) -> float | None:
        """The value that `share` of the members reach or pass in the direction of the criterion;
        0: the farthest, 1: what all of them reach. None when unknown."""
        value = facts[self.of]
        if value is None:
            return None
        ordered = np.sort(value)[::-1] if self.op in RISING else np.sort(value)
        return float(ordered[max(0, math.ceil(share * len(ordered)) - 1)])


class Criteria(Struct, frozen=True, forbid_unknown_fields=True):
    """When to leave (any of `evacuate`, in `evacuate_share` of the members or more) and when a
    hand attempt is allowed (all of `extinguish` and none of `evacuate`, in every member)."""

    evacuate_share: Annotated[float, Meta(gt=0, le=1)]
    evacuate: Annotated[tuple[Criterion, ...], Meta(min_length=1)]
    extinguish: Annotated[tuple[Criterion, ...], Meta(min_length=1)]


def load_criteria(path: Path) -> Criteria:
    """The criteria in a file. Raises CaseError or SiteFileError naming file and field."""
    criteria = load_table(path, Criteria)
    for one in (*criteria.evacuate, *criteria.extinguish):
        if one.of not in FACTS:
            raise CaseError(
                f"criterion {one.code} asks for {one.of!r}, which is no fact",
                where=str(path),
                remedy=f"One of {', '.join(FACTS)}",
            )
    return criteria
