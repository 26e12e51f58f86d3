"""Small rooms for the tests of the zone model."""

from typing import Any

import msgspec

from sim.fire.case import Case, Compartment, Curve, Fire, Hood, Material, Opening

BOARD = Material(conductivity=0.16, density=800.0, specific_heat=1000.0, thickness=0.0125)
DOOR = Opening(id="door", of="room", height=2.0, width=0.8)


def room(name: str = "room", **changes: Any) -> Compartment:
    """4 x 4 x 2.5 m of plasterboard."""
    plain = Compartment(
        id=name, size=(4.0, 4.0, 2.5), ceiling=(BOARD,), walls=(BOARD,), floor=(BOARD,)
    )
    return msgspec.structs.replace(plain, **changes)


def fire(hrr: float | Curve = 100e3, **changes: Any) -> Fire:
    """In the middle of the room, steady when `hrr` is a number."""
    curve = hrr if isinstance(hrr, tuple) else ((0.0, hrr),)
    plain = Fire(id="fire", compartment="room", at=(2.0, 2.0, 0.3), area=0.2, hrr=curve)
    return msgspec.structs.replace(plain, **changes)


def hood(flow: float) -> Hood:
    """Over the fire."""
    return Hood(id="hood", compartment="room", at=(1.0, 1.0, 1.8), size=(2.0, 2.0, 0.5), flow=flow)


def case(hrr: float | Curve = 100e3, **changes: Any) -> Case:
    """One room, one door, one fire."""
    plain = Case(
        id="case", duration=600.0, compartments=(room(),), openings=(DOOR,), fires=(fire(hrr),)
    )
    return msgspec.structs.replace(plain, **changes)


def three_rooms(**changes: Any) -> Case:
    """In a row; the fire in the first, the outside at the last."""
    rooms = (room(), room("next", at=(4.0, 0.0, 0.0)), room("last", at=(8.0, 0.0, 0.0)))
    doors = (
        Opening(id="first", of="room", to="next", height=2.0, width=0.8),
        Opening(id="second", of="next", to="last", height=2.0, width=0.8),
        Opening(id="out", of="last", height=2.0, width=0.8),
    )
    return case(compartments=rooms, openings=doors, **changes)
