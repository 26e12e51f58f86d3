"""Openings and hatches as holes between regions of the grid."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.cfd.space import FIRST_ROOM, OUTER, Box, room_box
from sim.errors import CaseError
from sim.fire.case import OUTSIDE, Case, Hatch, Opening

TOUCH = 0.5
"""An opening may stand this far (m) from the wall that it is meant for."""
LONGEST_PASSAGE = 2 * TOUCH
"""m, wall or slab between two rooms that an opening joins."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A hole between two regions: the air in `box` along `axis`, from region `of` to region `to`.

    direction: +1 when the axis leads out of `of`, else -1; outer: the air outside before it, or
    None; turned: the case says it from the other side.
    """

    id: str
    box: Box
    axis: int
    direction: int
    of: int
    to: int
    outer: Box | None
    turned: bool = False


def gaps_of(case: Case, margin: float) -> tuple[Gap, ...]:
    """Every opening and hatch that is open at the start. Raises CaseError for one that changes
    during the run or stands in no wall."""
    index = {room.id: FIRST_ROOM + n for n, room in enumerate(case.compartments)}
    found: list[Gap] = []
    for opening in case.openings:
        share = _steady(opening.open, case.duration, f"opening {opening.id}, open")
        if share > 0:
            found.append(_opening_gap(case, opening, share, index, margin, found))
    for hatch in case.hatches:
        share = _steady(hatch.open, case.duration, f"hatch {hatch.id}, open")
        if share > 0:
            found.append(_hatch_gap(case, hatch, share, index, margin))
    return tuple(found)


def _steady(curve: Sequence[tuple[float, float]], end: float, where: str) -> float:
    """The one value that a curve keeps until `end`."""
    times = np.array([t for t, _ in curve])
    values = np.array([v for _, v in curve])
    seen = np.interp(np.append(times[(times > 0) & (times < end)], [0.0, end]), times, values)
    if np.ptp(seen) > 0:
        raise CaseError(
            f"changes during the run from {seen.min():g} to {seen.max():g}",
            where=where,
            remedy="OpenFOAM runs keep their openings: end the run before the change, or set it",
        )
    return float(seen[0])


def _opening_gap(
    case: Case,
    opening: Opening,
    share: float,
    index: dict[str, int],
    margin: float,
    taken: Sequence[Gap],
) -> Gap:
    turned = opening.of == OUTSIDE
    inner, other = (opening.to, opening.of) if turned else (opening.of, opening.to)
    room = room_box(case.compartment(inner))
    beyond = None if other == OUTSIDE else room_box(case.compartment(other))
    axis, direction = _wall(case, opening, room, beyond, taken)
    if beyond is not None:
        _near(_behind(room, beyond, axis, direction), inner, other, f"opening {opening.id}, to")
    along = 1 - axis
    middle = _middle(opening, room, beyond, along)
    width = opening.width * share
    base = room.low[2] + opening.bottom
    wall = room.high[axis] if direction > 0 else room.low[axis]
    flat = room.moved(axis, wall, wall).moved(along, middle - width / 2, middle + width / 2)
    flat = flat.moved(2, base, base + opening.height)
    _inside(flat, room, (along, 2), f"opening {opening.id}")
    box, outer = _through(flat, room, beyond, axis, direction, margin)
    to = OUTER if other == OUTSIDE else index[other]
    return Gap(opening.id, box, axis, direction, index[inner], to, outer, turned)


def _wall(
    case: Case, opening: Opening, room: Box, beyond: Box | None, taken: Sequence[Gap]
) -> tuple[int, int]:
    """Axis and direction of the wall that an opening stands in."""
    walls = [(1, -1), (0, -1), (1, 1), (0, 1)]
    if opening.at is not None:
        axis = 1 if opening.along == "x" else 0
        distance = {d: abs(_face(room, axis, d) - opening.at[axis]) for d in (-1, 1)}
        nearest = min(distance, key=lambda d: distance[d])
        if distance[nearest] > TOUCH:
            raise CaseError(
                f"stands {distance[nearest]:.2f} m from the nearest wall of {opening.of}",
                where=f"opening {opening.id}, at",
                remedy="Put its corner on the wall, and say along which axis the wall runs",
            )
        return axis, nearest
    if beyond is not None:
        return min(walls, key=lambda wall: _apart(room, beyond, *wall))
    free = [wall for wall in walls if _is_free(case, opening, room, *wall)]
    used = {(gap.axis, gap.direction) for gap in taken if gap.to == OUTER}
    unused = [wall for wall in free if wall not in used]
    if not free:
        raise CaseError(
            "no wall of its room leads outside",
            where=f"opening {opening.id}, to",
            remedy="Name the room behind it, or give its place",
        )
    return (unused or free)[0]


def _face(room: Box, axis: int, direction: int) -> float:
    return room.high[axis] if direction > 0 else room.low[axis]


def _apart(room: Box, beyond: Box, axis: int, direction: int) -> float:
    """How far the other room is from a wall, m; infinite when it is not behind it."""
    return abs(_behind(room, beyond, axis, direction))


def _behind(room: Box, beyond: Box, axis: int, direction: int) -> float:
    """The same, negative where it begins before the wall."""
    across = 1 - axis
    overlap = min(room.high[across], beyond.high[across]) - max(
        room.low[across], beyond.low[across]
    )
    away = direction * (_face(beyond, axis, -direction) - _face(room, axis, direction))
    return away if overlap > 0 else float("inf")


def _is_free(case: Case, opening: Opening, room: Box, axis: int, direction: int) -> bool:
    if room.high[1 - axis] - room.low[1 - axis] < opening.width:
        return False
    others = [room_box(c) for c in case.compartments if room_box(c) != room]
    return all(_apart(room, other, axis, direction) > TOUCH for other in others)


def _middle(opening: Opening, room: Box, beyond: Box | None, along: int) -> float:
    if opening.at is not None:
        return opening.at[along] + opening.width / 2
    low, high = room.low[along], room.high[along]
    if beyond is not None:
        low, high = max(low, beyond.low[along]), min(high, beyond.high[along])
    return (low + high) / 2


def _near(apart: float, inner: str, other: str, where: str) -> None:
    """Rooms that an opening joins have a wall between them, no corridor."""
    if apart > LONGEST_PASSAGE:
        far = f"{apart:.1f} m apart" if apart < float("inf") else "not behind one wall"
        raise CaseError(
            f"{inner} and {other} are {far}",
            where=where,
            remedy="Let the rooms touch, add the room between them, or use the zone model",
        )


def _inside(flat: Box, room: Box, axes: Iterable[int], where: str) -> None:
    for axis in axes:
        if flat.low[axis] < room.low[axis] - 1e-6 or flat.high[axis] > room.high[axis] + 1e-6:
            raise CaseError(
                f"reaches from {flat.low[axis]:.2f} to {flat.high[axis]:.2f} m along "
                f"{'xyz'[axis]}, its wall from {room.low[axis]:.2f} to {room.high[axis]:.2f} m",
                where=where,
                remedy="Make it smaller or move it into the wall",
            )


def _through(
    flat: Box, room: Box, beyond: Box | None, axis: int, direction: int, margin: float
) -> tuple[Box, Box | None]:
    """The passage to the other side, and the air outside before it."""
    near = _face(room, axis, direction)
    if beyond is not None:
        far = _face(beyond, axis, -direction)
        return flat.moved(axis, min(near, far), max(near, far)), None
    far = near + direction * margin
    outer = flat.grown(margin).moved(axis, min(near, far), max(near, far))
    if axis != 2:
        outer = outer.moved(2, max(room.low[2], outer.low[2]), outer.high[2])
    return flat, outer


def _hatch_gap(case: Case, hatch: Hatch, share: float, index: dict[str, int], margin: float) -> Gap:
    turned = hatch.lower == OUTSIDE
    inner, other = (hatch.upper, hatch.lower) if turned else (hatch.lower, hatch.upper)
    room = room_box(case.compartment(inner))
    beyond = None if other == OUTSIDE else room_box(case.compartment(other))
    direction = -1 if turned else 1
    half = (hatch.area * share) ** 0.5 / 2
    if beyond is not None:
        apart = direction * (_face(beyond, 2, -direction) - _face(room, 2, direction))
        _near(apart, inner, other, f"hatch {hatch.id}")
    x, y = hatch.at or _shared_middle(room, beyond)
    wall = _face(room, 2, direction)
    flat = Box((x - half, y - half, wall), (x + half, y + half, wall))
    _inside(flat, room, (0, 1), f"hatch {hatch.id}")
    box, outer = _through(flat, room, beyond, 2, direction, margin)
    to = OUTER if other == OUTSIDE else index[other]
    return Gap(hatch.id, box, 2, direction, index[inner], to, outer, turned)


def _shared_middle(room: Box, beyond: Box | None) -> tuple[float, float]:
    other = beyond or room
    x, y = (
        (max(room.low[axis], other.low[axis]) + min(room.high[axis], other.high[axis])) / 2
        for axis in (0, 1)
    )
    return x, y
