"""What a case may not say: rooms without size, doors outside their wall, fires that are not there.

Whatever physics can answer is let through: a closed room, a fire larger than its air.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec

from sim.errors import CaseError
from sim.fire.case import (
    OUTSIDE,
    Case,
    Compartment,
    Curve,
    Detector,
    Fan,
    Fire,
    Hatch,
    Hood,
    Obstacle,
    Opening,
)
from twin.site.faults import Fault
from twin.site.yaml_tree import Path

Rooms = dict[str, Compartment]

SLACK = 0.02
"""m; plans are rounded to centimetres."""
WALL = 0.5
"""m; how far an opening may lie from the face of its room: the thickness of a wall."""
SMALLEST, LARGEST = 0.05, 1000.0
"""m, extent of a room."""
COLDEST, HOTTEST = 200.0, 350.0
"""K, air before a fire; a value in Celsius falls outside."""
MOST_HRR = 1e10  # W
LONGEST = 7 * 86400.0  # s
MOST_ENTRIES = 1000


def check_case(case: Case) -> None:
    """Raise CaseError, naming the first field that cannot be and what to do about it."""
    for fault in case_faults(case):
        where = f"{case.id} {spelled(fault.path)}".strip()
        raise CaseError(fault.what, where=where, remedy=fault.remedy)


def case_faults(case: Case) -> list[Fault]:
    """Everything that cannot be, in the order of the fields."""
    typed = _typed(case)
    if typed:
        return typed
    rooms = {room.id: room for room in case.compartments}
    parts: tuple[tuple[str, Sequence[object], Callable[..., Iterator[Fault]]], ...] = (
        ("compartments", case.compartments, _room_faults),
        ("openings", case.openings, _opening_faults),
        ("hatches", case.hatches, _hatch_faults),
        ("fans", case.fans, _fan_faults),
        ("hoods", case.hoods, _hood_faults),
        ("fires", case.fires, _fire_faults),
        ("detectors", case.detectors, _detector_faults),
        ("obstacles", case.obstacles, _obstacle_faults),
    )
    faults = list(_air_faults(case))
    for name, entries, check in parts:
        faults += _ids((name,), entries)
        for place, entry in enumerate(entries):
            faults += check(entry, (name, place), rooms, case)
    return faults


def spelled(path: Path) -> str:
    """`fires[0].hrr` from ("fires", 0, "hrr")."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def _typed(case: Case) -> list[Fault]:
    """Numbers that are none, and values outside the range of their type."""
    plain = msgspec.to_builtins(case)
    faults = [
        Fault(path, f"{value} is no finite number", "Write a finite number")
        for path, value in _leaves(plain, ())
        if isinstance(value, float) and not math.isfinite(value)
    ]
    if faults:
        return faults
    try:
        msgspec.convert(plain, Case)
    except msgspec.ValidationError as error:
        what, _, inner = str(error).partition(" - at `$.")
        return [Fault((inner.rstrip("`"),), what[:1].lower() + what[1:], "Correct this value")]
    return []


def _leaves(data: object, path: Path) -> Iterator[tuple[Path, object]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _leaves(value, (*path, key))
    elif isinstance(data, list | tuple):
        for place, value in enumerate(data):
            yield from _leaves(value, (*path, place))
    else:
        yield path, data


def _air_faults(case: Case) -> Iterator[Fault]:
    for name in ("ambient", "inside"):
        if not COLDEST <= getattr(case, name) <= HOTTEST:
            yield Fault(
                (name,),
                f"{getattr(case, name):g} K is no air before a fire",
                "Give kelvin: 293.15 is 20 C",
            )
    if not 3e4 <= case.pressure <= 1.2e5:
        yield Fault(("pressure",), f"{case.pressure:g} Pa is no air pressure", "Give pascals")
    if case.duration > LONGEST:
        yield Fault(("duration",), f"{case.duration:g} s is more than a week", "Give seconds")
    if not case.compartments:
        yield Fault(("compartments",), "there is no compartment", "Add at least one room")


def _ids(path: Path, entries: Sequence[object]) -> Iterator[Fault]:
    if len(entries) > MOST_ENTRIES:
        yield Fault(path, f"{len(entries)} are too many", f"Give at most {MOST_ENTRIES}")
    seen: set[str] = set()
    for place, entry in enumerate(entries):
        name = str(getattr(entry, "id", ""))
        here = (*path, place, "id")
        if not name.strip():
            yield Fault(here, "the id is empty", "Give it a name")
        elif name in seen:
            yield Fault(here, f"{name!r} is there twice", "Give each its own id")
        elif name == OUTSIDE:
            yield Fault(here, f"{OUTSIDE} is the world around the building", "Choose another id")
        seen.add(name)


def _room_faults(room: Compartment, path: Path, _rooms: Rooms, _case: Case) -> Iterator[Fault]:
    for axis, extent in zip("xyz", room.size, strict=True):
        if not SMALLEST <= extent <= LARGEST:
            yield Fault(
                (*path, "size"),
                f"{extent:g} m along {axis} is no room",
                f"Give {SMALLEST:g} to {LARGEST:g} m",
            )
    if any(abs(corner) > 10 * LARGEST for corner in room.at):
        yield Fault((*path, "at"), "the room is kilometres away", "Give metres")
    walls = 2 * (room.size[0] + room.size[1]) * room.size[2]
    if room.leak_area > walls:
        yield Fault((*path, "leak_area"), "the cracks are larger than the walls", "Give m2")


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


def _opening_faults(one: Opening, path: Path, rooms: Rooms, case: Case) -> Iterator[Fault]:
    wrong = _ends(path, ("of", "to"), (one.of, one.to), rooms)
    yield from wrong
    yield from _fractions(one.open, (*path, "open"))
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


def _hatch_faults(one: Hatch, path: Path, rooms: Rooms, case: Case) -> Iterator[Fault]:
    yield from _ends(path, ("upper", "lower"), (one.upper, one.lower), rooms)
    yield from _fractions(one.open, (*path, "open"))
    for name in (one.upper, one.lower):
        if name in rooms and one.area > rooms[name].size[0] * rooms[name].size[1] * 1.001:
            yield Fault(
                (*path, "area"),
                f"{one.area:g} m2 is more than the floor of {name!r}",
                "Give the free area in m2",
            )


def _fan_faults(one: Fan, path: Path, rooms: Rooms, case: Case) -> Iterator[Fault]:
    yield from _ends(path, ("of", "to"), (one.of, one.to), rooms)
    yield from _fractions(one.running, (*path, "running"))
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


def _hood_faults(one: Hood, path: Path, rooms: Rooms, case: Case) -> Iterator[Fault]:
    yield from _fractions(one.running, (*path, "running"))
    if one.compartment not in rooms:
        yield _unknown(path, one.compartment, rooms)
    else:
        top = tuple(a + b for a, b in zip(one.at, one.size, strict=True))
        for corner in (one.at, top):
            if not _inside(rooms[one.compartment], corner):
                yield Fault(
                    (*path, "at"),
                    f"the hood reaches out of {one.compartment!r} at {_told(corner)}",
                    "Give world coordinates within the room",
                )
                return


def _fire_faults(one: Fire, path: Path, rooms: Rooms, case: Case) -> Iterator[Fault]:
    yield from _curve(one.hrr, (*path, "hrr"))
    if not one.hrr:
        yield Fault((*path, "hrr"), "the curve is empty", "Give (time s, W) pairs")
    for place, (_, hrr) in enumerate(one.hrr):
        if not 0 <= hrr <= MOST_HRR:
            yield Fault(
                (*path, "hrr", place), f"{hrr:g} W is no heat release", f"Give 0 to {MOST_HRR:g} W"
            )
    if one.compartment not in rooms:
        yield _unknown(path, one.compartment, rooms)
    else:
        room = rooms[one.compartment]
        if not _inside(room, one.at):
            yield _out_of_room(path, one.at, room)
        if one.area > room.size[0] * room.size[1] * 1.001:
            yield Fault((*path, "area"), "it is larger than the floor", "Give m2")
    yield from _fuel_faults(one, path)


def _fuel_faults(one: Fire, path: Path) -> Iterator[Fault]:
    mass = 12.011 * one.carbon + 1.008 * one.hydrogen + 15.999 * one.oxygen
    made = one.soot_yield + one.co_yield * 12.011 / 28.01
    if made > 12.011 * one.carbon / mass + 1e-9:
        yield Fault(
            (*path, "soot_yield"),
            "soot and CO hold more carbon than the fuel",
            "Lower soot_yield or co_yield, or correct carbon, hydrogen, oxygen",
        )
    if one.radiative_fraction > 0.9:
        yield Fault(
            (*path, "radiative_fraction"), "hardly any heat rises", "Give 0.2 to 0.6 as measured"
        )


def _detector_faults(one: Detector, path: Path, rooms: Rooms, case: Case) -> Iterator[Fault]:
    if one.compartment not in rooms:
        yield _unknown(path, one.compartment, rooms)
    elif not _inside(rooms[one.compartment], one.at):
        yield _out_of_room(path, one.at, rooms[one.compartment])
    if one.activation <= case.inside:
        yield Fault(
            (*path, "activation"),
            f"{one.activation:g} K is not above the air at the start",
            "Give kelvin: 341.15 is 68 C",
        )


def _obstacle_faults(one: Obstacle, path: Path, rooms: Rooms, case: Case) -> Iterator[Fault]:
    middle = tuple(a + b / 2 for a, b in zip(one.at, one.size, strict=True))
    if not any(_inside(room, middle) for room in rooms.values()):
        yield Fault((*path, "at"), f"{_told(middle)} is in no room", "Give world coordinates")


def _unknown(path: Path, name: str, rooms: Rooms) -> Fault:
    known = f"Use one of {', '.join(rooms)}"
    return Fault((*path, "compartment"), f"there is no compartment {name!r}", known)


def _out_of_room(path: Path, at: Sequence[float], room: Compartment) -> Fault:
    high = tuple(a + b for a, b in zip(room.at, room.size, strict=True))
    return Fault(
        (*path, "at"),
        f"{_told(at)} is not in {room.id!r}",
        f"Give world coordinates within {_told(room.at)} to {_told(high)}",
    )


def _inside(room: Compartment, at: Iterable[float]) -> bool:
    return all(
        low - SLACK <= x <= low + extent + SLACK
        for x, low, extent in zip(at, room.at, room.size, strict=True)
    )


def _told(at: Iterable[float]) -> str:
    return "(" + ", ".join(f"{x:g}" for x in at) + ") m"


def _curve(curve: Curve, path: Path) -> Iterator[Fault]:
    for place, ((before, _), (after, _)) in enumerate(pairwise(curve)):
        if after <= before:
            yield Fault((*path, place + 1), f"time {after:g} s does not rise", "Give rising times")


def _fractions(curve: Curve, path: Path) -> Iterator[Fault]:
    yield from _curve(curve, path)
    if not curve:
        yield Fault(path, "the curve is empty", "Give (time s, fraction) pairs, or leave it out")
    for place, (_, fraction) in enumerate(curve):
        if not 0 <= fraction <= 1:
            yield Fault((*path, place), f"{fraction:g} is no fraction", "Give 0 to 1")
