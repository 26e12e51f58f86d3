"""What a case may not say: rooms without size, doors outside their wall, fires that are not there.

Whatever physics can answer is let through: a closed room, a fire larger than its air.
"""

import math
from collections.abc import Callable, Iterator, Sequence

import msgspec

from sim.errors import CaseError
from sim.fire.case import OUTSIDE, Case, Compartment
from sim.fire.check_fires import detector_faults, fire_faults, obstacle_faults
from sim.fire.check_hidden import duct_faults, leak_faults
from sim.fire.check_places import Rooms
from sim.fire.check_ranges import range_faults
from sim.fire.check_vents import fan_faults, hatch_faults, hood_faults, opening_faults
from twin.site.faults import Fault
from twin.site.yaml_tree import Path

SMALLEST, LARGEST = 0.05, 1000.0
"""m, extent of a room."""
COLDEST, HOTTEST = 200.0, 350.0
"""K, air before a fire; a value in Celsius falls outside."""
LONGEST = 7 * 86400.0  # s
MOST_ENTRIES = 1000
NOWHERE = (0.0, 0.0, 0.0)
SHARED, WHOLE = 0.25, 0.95
"""Share of a room that may lie in another one, as rooms that are no boxes are drawn as boxes of
their volume; from where on it stands in it whole."""


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
        ("openings", case.openings, opening_faults),
        ("hatches", case.hatches, hatch_faults),
        ("fans", case.fans, fan_faults),
        ("hoods", case.hoods, hood_faults),
        ("fires", case.fires, fire_faults),
        ("detectors", case.detectors, detector_faults),
        ("obstacles", case.obstacles, obstacle_faults),
        ("leaks", case.leaks, leak_faults),
        ("duct_fires", case.duct_fires, duct_faults),
    )
    faults = [*_air_faults(case), *range_faults(case), *_overlap_faults(case.compartments)]
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
    if not case.id.strip():
        yield Fault(("id",), "the id is empty", "Give the case a name: results are told by it")
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


def _overlap_faults(rooms: Sequence[Compartment]) -> Iterator[Fault]:
    for place, room in enumerate(rooms):
        for other in rooms[:place]:
            share = _shared(room, other)
            if SHARED < share < WHOLE or (share >= WHOLE and not _stands_in(room, other)):
                yield Fault(
                    ("compartments", place, "at"),
                    f"{share:.0%} of the smaller of {room.id!r} and {other.id!r} lies in the other",
                    "Move one of them: rooms touch, or one stands whole in the other; once one "
                    "has its `at`, all need theirs",
                )


def _shared(room: Compartment, other: Compartment) -> float:
    """Share of the smaller of two rooms that lies in the other; 0 for rooms left at the origin,
    which do not say where they are."""
    if room.at == other.at == NOWHERE:
        return 0.0
    sides = [
        min(a + da, b + db) - max(a, b)
        for a, da, b, db in zip(room.at, room.size, other.at, other.size, strict=True)
    ]
    volume = math.prod(max(side, 0.0) for side in sides)
    return volume / max(min(math.prod(room.size), math.prod(other.size)), SMALLEST**3)


def _stands_in(room: Compartment, other: Compartment) -> bool:
    """Whether one of two rooms is clearly the smaller: a cabinet."""
    small, large = sorted((math.prod(room.size), math.prod(other.size)))
    return small < 0.9 * large
