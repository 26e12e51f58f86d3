"""What openings, hatches, fans and hoods of a case may not say."""

import math
from collections.abc import Iterator, Sequence

from sim.fire.case import OUTSIDE, Case, Compartment, Fan, Hatch, Hood, Opening
from sim.fire.check_places import SLACK, Rooms, fractions, inside, told, unknown
from twin.site.faults import Fault
from twin.site.yaml_tree import Path

WALL = 0.5
"""m; how far an opening may lie from the face of its room: the thickness of a wall."""
MOST_CHANGED, SMALL = 0.25, 20.0
"""Share of a room's air that a fan may move in a second, 900 air changes an hour, and m3 as which
a smaller room counts. Kitchens are aired 20 to 60 times an hour, so m3/h in place of m3/s show."""


def _ends(path: Path, fields: tuple[str, str], ends: tuple[str, str], rooms: Rooms) -> list[Fault]:
    """Faults of the two sides of a vent."""
    known = f"Use {OUTSIDE} or one of {', '.join(rooms)}"
    faults = [
        Fault((*path, field), f"there is no compartment {end!r}", known)
        for field, end in zip(fields, ends, strict=True)
        if end != OUTSIDE and end not in rooms
    ]
    if not faults and ends[0] == ends[1]:
        faults.append(Fault((*path, fields[1]), "both sides are the same", known))
    return faults


def opening_faults(one: Opening, path: Path, rooms: Rooms, case: Case) -> Iterator[Fault]:
    """Faults of a door or window: its two sides, its height, its place in a wall."""
    wrong = _ends(path, ("of", "to"), (one.of, one.to), rooms)
    yield from wrong
    yield from fractions(one.open, (*path, "open"))
    if one.along not in ("x", "y"):
        yield Fault((*path, "along"), f"{one.along!r} is no direction of a wall", "Use x or y")
    elif not wrong:
        yield from _height_faults(one, path, rooms)
        for name in (one.of, one.to):
            if name != OUTSIDE:
                yield from _place_faults(one, path, rooms[name])


def _height_faults(one: Opening, path: Path, rooms: Rooms) -> Iterator[Fault]:
    """An opening lies between floor and ceiling of both its rooms."""
    own = rooms.get(one.of) or rooms[one.to]
    low = own.at[2] + one.bottom
    for name in (one.of, one.to):
        if name == OUTSIDE:
            continue
        room = rooms[name]
        if low + one.height > room.at[2] + room.size[2] + SLACK:
            yield Fault(
                (*path, "height"),
                f"its top is {low + one.height - room.at[2]:g} m above the floor of "
                f"{name!r}, which is {room.size[2]:g} m high",
                "Lower `bottom` or `height`",
            )
        if low < room.at[2] - SLACK:
            yield Fault(
                (*path, "bottom"),
                f"it begins {room.at[2] - low:g} m below the floor of {name!r}",
                "Raise `bottom`: it counts from the floor of `of`",
            )


def _place_faults(one: Opening, path: Path, room: Compartment) -> Iterator[Fault]:
    """An opening that says where it is lies in a wall of its room; any fits the longest wall."""
    along = 0 if one.along == "x" else 1
    across = 1 - along
    if one.at is None:
        if one.width > max(room.size[0], room.size[1]) + SLACK:
            yield Fault(
                (*path, "width"),
                f"{one.width:g} m is wider than any wall of {room.id!r}",
                "Give the width in metres",
            )
        return
    low, high = room.at[along], room.at[along] + room.size[along]
    if one.at[along] < low - SLACK - WALL or one.at[along] + one.width > high + SLACK + WALL:
        yield Fault(
            (*path, "at"),
            f"it spans {one.at[along]:g} to {one.at[along] + one.width:g} m along {one.along}, "
            f"the wall of {room.id!r} {low:g} to {high:g} m",
            "Move it into the wall or make it narrower",
        )
    faces = (room.at[across], room.at[across] + room.size[across])
    if min(abs(one.at[across] - face) for face in faces) > WALL:
        axis = "xy"[across]
        yield Fault(
            (*path, "at"),
            f"{axis} = {one.at[across]:g} m is in no wall of {room.id!r}",
            f"Its walls stand at {axis} = {faces[0]:g} and {faces[1]:g} m",
        )


def hatch_faults(one: Hatch, path: Path, rooms: Rooms, case: Case) -> Iterator[Fault]:
    """Faults of a hole in a floor."""
    yield from _ends(path, ("upper", "lower"), (one.upper, one.lower), rooms)
    yield from fractions(one.open, (*path, "open"))
    for name in (one.upper, one.lower):
        if name in rooms and one.area > rooms[name].size[0] * rooms[name].size[1] * 1.001:
            yield Fault(
                (*path, "area"),
                f"{one.area:g} m2 is more than the floor of {name!r}",
                "Give the free area in m2",
            )
        if name in rooms and one.at is not None and not _under(rooms[name], one.at):
            yield _beside(one.at, path, rooms[name])
    if {one.upper, one.lower} <= rooms.keys() and _is_lower(rooms[one.upper], rooms[one.lower]):
        yield Fault(
            (*path, "upper"), f"{one.upper!r} lies below {one.lower!r}", "Change upper and lower"
        )


def _under(room: Compartment, at: tuple[float, float]) -> bool:
    """Whether a place seen from above lies in a room."""
    return inside(room, (*at, room.at[2]))


def _beside(at: tuple[float, float], path: Path, room: Compartment) -> Fault:
    low, high = room.at[:2], (room.at[0] + room.size[0], room.at[1] + room.size[1])
    return Fault(
        (*path, "at"),
        f"{told(at)} is beside {room.id!r}, seen from above",
        f"Give its middle within {told(low)} to {told(high)}, or leave `at` out",
    )


def _is_lower(room: Compartment, other: Compartment) -> bool:
    return room.at[2] < other.at[2] - SLACK


def fan_faults(one: Fan, path: Path, rooms: Rooms, case: Case) -> Iterator[Fault]:
    """Faults of a fan."""
    yield from _ends(path, ("of", "to"), (one.of, one.to), rooms)
    yield from fractions(one.running, (*path, "running"))
    for field, name in (("of_height", one.of), ("to_height", one.to)):
        height = getattr(one, field)
        if height is None or name not in rooms:
            continue
        if not -SLACK <= height <= rooms[name].size[2] + SLACK:
            yield Fault(
                (*path, field),
                f"{height:g} m is not between floor and ceiling of {name!r}",
                f"Give 0 to {rooms[name].size[2]:g} m",
            )
    joined = [rooms[name] for name in (one.of, one.to) if name in rooms]
    yield from _flow_faults(one.flow, path, joined)


def _flow_faults(flow: float, path: Path, joined: Sequence[Compartment]) -> Iterator[Fault]:
    """A flow that no fan moves through the smallest of its rooms: m3/h or L/s, most likely."""
    room = min(joined, key=_volume, default=None)
    if room is None:
        return
    most = MOST_CHANGED * max(_volume(room), SMALL)
    if flow > most:
        yield Fault(
            (*path, "flow"),
            f"{flow:g} m3/s would change the {_volume(room):.3g} m3 of air in {room.id!r} "
            f"{3600 * flow / _volume(room):.3g} times an hour",
            f"Give m3/s, at most {most:.3g} here: {flow:g} m3/h are {flow / 3600:.3g} m3/s",
        )


def _volume(room: Compartment) -> float:
    return math.prod(room.size)


def hood_faults(one: Hood, path: Path, rooms: Rooms, case: Case) -> Iterator[Fault]:
    """Faults of a hood."""
    yield from fractions(one.running, (*path, "running"))
    if one.compartment not in rooms:
        yield unknown(path, one.compartment, rooms)
    else:
        yield from _flow_faults(one.flow, path, [rooms[one.compartment]])
        top = tuple(a + b for a, b in zip(one.at, one.size, strict=True))
        for corner in (one.at, top):
            if not inside(rooms[one.compartment], corner):
                yield Fault(
                    (*path, "at"),
                    f"the hood reaches out of {one.compartment!r} at {told(corner)}",
                    "Give world coordinates within the room",
                )
                return
