"""What the checks of a case share: where a thing is, whom it names, how a curve may run."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from sim.fire.case import Compartment, Curve
from twin.site.faults import Fault
from twin.site.yaml_tree import Path

Rooms = dict[str, Compartment]

SLACK = 0.02
"""m; plans are rounded to centimetres."""


def unknown(path: Path, name: str, rooms: Rooms) -> Fault:
    """A compartment that is not there."""
    known = f"Use one of {', '.join(rooms)}"
    return Fault((*path, "compartment"), f"there is no compartment {name!r}", known)


def out_of_room(path: Path, at: Sequence[float], room: Compartment) -> Fault:
    """A place that is not in its room."""
    high = tuple(a + b for a, b in zip(room.at, room.size, strict=True))
    return Fault(
        (*path, "at"),
        f"{told(at)} is not in {room.id!r}",
        f"Give world coordinates within {told(room.at)} to {told(high)}",
    )


def inside(room: Compartment, at: Iterable[float]) -> bool:
    """Whether a place lies in a room, within SLACK."""
    return all(
        low - SLACK <= x <= low + extent + SLACK
        for x, low, extent in zip(at, room.at, room.size, strict=True)
    )


def told(at: Iterable[float]) -> str:
    """A place as people write it."""
    return "(" + ", ".join(f"{x:g}" for x in at) + ") m"


def rising(curve: Curve, path: Path) -> Iterator[Fault]:
    """Faults of a curve's times."""
    for place, ((before, _), (after, _)) in enumerate(pairwise(curve)):
        if after <= before:
            yield Fault((*path, place + 1), f"time {after:g} s does not rise", "Give rising times")


def within(
    curve: Curve, path: Path, *, low: float, high: float, what: str, remedy: str
) -> Iterator[Fault]:
    """Faults of a curve that must say something, and values from `low` to `high`."""
    yield from rising(curve, path)
    if not curve:
        yield Fault(path, "the curve is empty", "Give (time s, value) pairs")
    for place, (_, value) in enumerate(curve):
        if not low <= value <= high:
            yield Fault((*path, place), f"{value:g} is no {what}", remedy)


def fractions(curve: Curve, path: Path) -> Iterator[Fault]:
    """Faults of a curve that tells a share, 0 to 1."""
    yield from within(curve, path, low=0.0, high=1.0, what="fraction", remedy="Give 0 to 1")
