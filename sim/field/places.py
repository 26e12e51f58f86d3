"""Where openings and hatches are: rectangles in walls and floors, in world coordinates."""

import math
from dataclasses import dataclass

from sim.errors import SimError
from sim.fire.case import OUTSIDE, Case, Compartment, Curve, Hatch, Opening, Position

TOUCH = 0.35
"""Walls of two rooms that are no further apart (m) are one wall."""


@dataclass(frozen=True, slots=True)
class Hole:
    """A rectangle from low to high (m) with no extent along its axis.

    sign: +1 when flow along the axis leaves `of`; outward: +1 or -1 when the outside lies behind
    it along the axis, 0 between two rooms; open: fraction over time.
    """

    id: str
    axis: int
    low: Position
    high: Position
    area: float
    sign: float
    outward: int
    open: Curve


def hole_of_opening(case: Case, opening: Opening) -> Hole:
    """The rectangle of a door or window. Raises SimError when it is in no wall of its room."""
    swapped = opening.of == OUTSIDE
    room = _room(case, opening.to if swapped else opening.of, opening.id)
    other = OUTSIDE if swapped else opening.to
    axis = 1 if opening.along == "x" else 0
    run = 1 - axis
    plane, outward = _wall(case, room, other, axis, opening)
    start = opening.at[run] if opening.at else _centred(case, room, other, run, opening.width)
    if not _within(room, run, start, opening.width):
        raise SimError(
            f"opening reaches from {start:.2f} m over {opening.width:.2f} m, beyond its wall",
            where=opening.id, remedy="Correct `at` or `width` of the opening",
        )  # fmt: skip
    low, high = [0.0, 0.0, room.at[2] + opening.bottom], [0.0, 0.0, 0.0]
    low[axis] = high[axis] = plane
    low[run], high[run] = start, start + opening.width
    high[2] = min(low[2] + opening.height, room.at[2] + room.size[2])
    if high[2] <= low[2]:
        raise SimError(
            "opening begins above the ceiling", where=opening.id, remedy="Correct `bottom`"
        )
    return Hole(
        opening.id,
        axis,
        (low[0], low[1], low[2]),
        (high[0], high[1], high[2]),
        opening.width * (high[2] - low[2]),
        float(-outward if swapped else outward),
        outward if other == OUTSIDE else 0,
        opening.open,
    )


def hole_of_hatch(case: Case, hatch: Hatch) -> Hole:
    """A hatch as a square in the ceiling of `lower`, in its middle when no place is told."""
    upward = hatch.lower != OUTSIDE
    room = _room(case, hatch.lower if upward else hatch.upper, hatch.id)
    plane = room.at[2] + (room.size[2] if upward else 0.0)
    half = 0.5 * math.sqrt(hatch.area)
    middle = hatch.at or (room.at[0] + 0.5 * room.size[0], room.at[1] + 0.5 * room.size[1])
    outward = (1 if upward else -1) if OUTSIDE in (hatch.lower, hatch.upper) else 0
    low = (middle[0] - half, middle[1] - half, plane)
    high = (middle[0] + half, middle[1] + half, plane)
    return Hole(hatch.id, 2, low, high, hatch.area, 1.0, outward, hatch.open)


def _room(case: Case, name: str, where: str) -> Compartment:
    try:
        return case.compartment(name)
    except KeyError as error:
        raise SimError(
            f"no compartment {name!r}", where=where, remedy="Name a compartment of this case"
        ) from error


def _wall(
    case: Case, room: Compartment, other: str, axis: int, opening: Opening
) -> tuple[float, int]:
    """Coordinate of the wall across `axis` and the way out of the room through it."""
    sides = ((room.at[axis], -1), (room.at[axis] + room.size[axis], 1))
    if other != OUTSIDE:
        beyond = _room(case, other, opening.id)
        facing = ((beyond.at[axis] + beyond.size[axis], -1), (beyond.at[axis], 1))
        gaps = [abs(a[0] - b[0]) for a, b in zip(sides, facing, strict=True)]
        if min(gaps) > TOUCH:
            raise SimError(
                f"{room.id} and {other} share no wall across {'xy'[axis]}", where=opening.id,
                remedy="Correct `along`, or let the walls of the two compartments touch",
            )  # fmt: skip
        return sides[gaps.index(min(gaps))]
    if opening.at is not None:
        return min(sides, key=lambda side: abs(side[0] - opening.at[axis]))  # type: ignore[index]
    return min(sides, key=lambda side: _shared(case, room, axis, side[0]))


def _shared(case: Case, room: Compartment, axis: int, plane: float) -> int:
    """How many other rooms touch this wall."""
    others = [one for one in case.compartments if one.id != room.id]
    ends = [(one.at[axis], one.at[axis] + one.size[axis]) for one in others]
    return sum(min(abs(plane - a), abs(plane - b)) <= TOUCH for a, b in ends)


def _centred(case: Case, room: Compartment, other: str, run: int, width: float) -> float:
    """Start of an opening in the middle of the wall that both sides share."""
    low, high = room.at[run], room.at[run] + room.size[run]
    if other != OUTSIDE:
        beyond = case.compartment(other)
        low = max(low, beyond.at[run])
        high = min(high, beyond.at[run] + beyond.size[run])
    return 0.5 * (low + high - width)


def _within(room: Compartment, run: int, start: float, width: float) -> bool:
    slack = 0.01
    return start >= room.at[run] - slack and start + width <= room.at[run] + room.size[run] + slack
