"""Scenario files: what happens to which instrument, when, and what Emberwall must make of it.

A scenario is a YAML file that a person can read beside the table it was written from. `tracks`
names instruments by tag (or by pattern, `GD-*`) and gives key points `[time s, value]`, where a
value is a number or a word. Time 0 is the ignition, the leak or the trigger. The words:

Bad      the sensor is destroyed           lost    its line is dead, the gateway says so
stale    nothing comes any more            late    nothing comes now, all comes in one burst later
sat      at the top of its range           freeze  repeats the value of this moment
normal   back to normal running         isolated taken out of service by a person
"""

import re
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from twin.errors import SiteFileError
from twin.site.model import Identifier, LayoutKind, Name, Positive, Priority
from twin.site.yaml_tree import Tree, read_yaml

Word = Literal["Bad", "lost", "stale", "late", "sat", "freeze", "isolated", "normal"]
Key = tuple[float, float | Word]
Keys = Annotated[tuple[Key, ...], Meta(min_length=1)]
Place = tuple[str | int, ...]
S = TypeVar("S")


class Truth(StrEnum):
    """What really happens in a scenario, the ground truth of every evaluation."""

    FIRE = "fire"
    GAS = "gas"
    FAULT = "fault"
    NUISANCE = "nuisance"


class Ramp(StrEnum):
    """How a value gets from one key to the next.

    linear: straight line; step: stays and jumps at the next key. A point with codes always steps.
    """

    LINEAR = "linear"
    STEP = "step"


class After(StrEnum):
    """What follows the scenario's end: back to normal running, or as it is until someone stops it.
    Between its last key and the end an instrument keeps the last key's value."""

    RELAX = "relax"
    HOLD = "hold"


class Track(Struct, frozen=True, forbid_unknown_fields=True):
    """One instrument's part. Before its first key the instrument shows normal running."""

    at: Keys
    ramp: Ramp = Ramp.LINEAR
    after: After | None = None


class Expectation(Struct, frozen=True, forbid_unknown_fields=True):
    """What must be said, and until which script time.

    alarm: an alarm id without the site, e.g. `GD-01/H`; without one, any alarm of that priority.
    never: nothing of that priority or a more urgent one may be shown until then.
    """

    by_s: float
    priority: Priority
    alarm: str | None = None
    truth: Truth | None = None
    never: bool = False


class ScenarioHead(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A scenario whose tracks are still unread, so that an error can name its instrument.

    Times are seconds of script time. layouts: ids of the drawings it was written for, empty for
    any of its kind; demo_from_s: where a demonstration begins, default the start; speed: script
    seconds per second; relax_s: time constant of the return to normal running.
    """

    id: Identifier
    name: Name
    truth: Truth
    priority: Priority
    about: str
    kind: LayoutKind = LayoutKind.KITCHEN
    layouts: tuple[Identifier, ...] = ()
    starts_s: float
    ends_s: float
    demo_from_s: float | None = None
    speed: Positive = 1.0
    relax_s: Positive = 60.0
    after: After = After.RELAX
    tracks: dict[str, Any]  # read one by one in parse_scenario
    expect: tuple[Expectation, ...] = ()

    @property
    def begins_s(self) -> float:
        """Where a demonstration begins."""
        return self.starts_s if self.demo_from_s is None else self.demo_from_s


class Scenario(ScenarioHead, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A scenario with its ground truth, every track read."""

    tracks: dict[str, Track]


def parse_scenario(text: str, *, source: str) -> Scenario:
    """The scenario in a YAML text. Raises SiteFileError naming `source`:line and the field."""
    tree = read_yaml(text, source)
    head = _convert(tree.data, ScenarioHead, tree, ())
    tracks = {
        tag: _convert(_spelled_out(raw), Track, tree, ("tracks", tag))
        for tag, raw in head.tracks.items()
    }
    for tag, track in tracks.items():
        _check_order(tag, track, tree)
    if not head.starts_s <= head.ends_s:
        raise _error("ends before it starts", tree, ("ends_s",))
    fields = {name: getattr(head, name) for name in ScenarioHead.__struct_fields__}
    return Scenario(**(fields | {"tracks": tracks}))


def load_scenario(path: Path) -> Scenario:
    """The scenario in a file. Raises SiteFileError."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SiteFileError(
            f"cannot be read ({error.strerror})", where=f"{path}:1", remedy="Check the path"
        ) from error
    return parse_scenario(text, source=str(path))


def _spelled_out(raw: object) -> object:
    return {"at": raw} if isinstance(raw, list) else raw


def _check_order(tag: str, track: Track, tree: Tree) -> None:
    times = [time for time, _ in track.at]
    for place, (one, two) in enumerate(pairwise(times), start=1):
        if two <= one:
            where: Place = ("tracks", tag, "at", place)
            raise _error(f"time {two:g} s does not follow {one:g} s", tree, where)


def _convert(data: object, kind: type[S], tree: Tree, path: Place) -> S:
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        what, _, inner = str(error).partition(" - at `$")
        raise _error(what, tree, path + _steps(inner.rstrip("`"))) from error


def _steps(path: str) -> Place:
    """`.at[2][1]` as ("at", 2, 1)."""
    found = re.findall(r"\.([A-Za-z_]\w*)|\[(\d+)\]", path)
    return tuple(name or int(number) for name, number in found)


def _error(what: str, tree: Tree, path: Place) -> SiteFileError:
    field_name = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path).lstrip(".")
    line = tree.line(path)
    if path[2:3] == ("at",):  # keys written without their name
        line = max(line, tree.line((*path[:2], *path[3:])))
    return SiteFileError(
        what,
        where=f"{tree.source}:{line} {field_name}".rstrip(),
        remedy="Correct this field; resources/scenarios/README.md explains each one",
    )
