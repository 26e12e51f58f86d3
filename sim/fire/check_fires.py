"""What fires, detectors and obstacles of a case may not say."""

from collections.abc import Iterator

from sim.fire.case import Case, Detector, Fire, Obstacle
from sim.fire.check_places import Rooms, inside, out_of_room, told, unknown, within
from twin.site.faults import Fault
from twin.site.yaml_tree import Path

MOST_HRR = 1e10  # W


def fire_faults(one: Fire, path: Path, rooms: Rooms, case: Case) -> Iterator[Fault]:
    """Faults of a fire: its curve, its place, its fuel."""
    yield from within(
        one.hrr, (*path, "hrr"), low=0.0, high=MOST_HRR, what="heat release in W",
        remedy=f"Give 0 to {MOST_HRR:g} W",
    )  # fmt: skip
    if one.compartment not in rooms:
        yield unknown(path, one.compartment, rooms)
    else:
        room = rooms[one.compartment]
        if not inside(room, one.at):
            yield out_of_room(path, one.at, room)
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


def detector_faults(one: Detector, path: Path, rooms: Rooms, case: Case) -> Iterator[Fault]:
    """Faults of a detector."""
    if one.compartment not in rooms:
        yield unknown(path, one.compartment, rooms)
    elif not inside(rooms[one.compartment], one.at):
        yield out_of_room(path, one.at, rooms[one.compartment])
    if one.activation <= case.inside:
        yield Fault(
            (*path, "activation"),
            f"{one.activation:g} K is not above the air at the start",
            "Give kelvin: 341.15 is 68 C",
        )


def obstacle_faults(one: Obstacle, path: Path, rooms: Rooms, case: Case) -> Iterator[Fault]:
    """An obstacle stands in a room."""
    middle = tuple(a + b / 2 for a, b in zip(one.at, one.size, strict=True))
    if not any(inside(room, middle) for room in rooms.values()):
        yield Fault((*path, "at"), f"{told(middle)} is in no room", "Give world coordinates")
