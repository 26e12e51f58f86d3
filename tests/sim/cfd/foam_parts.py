"""Small fires that several files need."""

from msgspec.structs import replace

from sim.cfd.settings import FoamSettings
from sim.fire.case import Case, Compartment, Curve, Fire, Material, Opening

BOARD = Material(conductivity=0.1, density=200.0, specific_heat=1000.0, thickness=0.013)
COARSE = FoamSettings(cell=0.4, margin=0.8, write_every=5.0, wall_limit=60.0)


def room_case(*, duration: float = 20.0, hrr: Curve = ((0.0, 60e3),), width: float = 0.74) -> Case:
    """A room of 2.8 x 2.8 x 2.13 m, a door in the middle of y = 0, a burner in the middle."""
    return Case(
        id="room",
        duration=duration,
        compartments=(
            Compartment(
                id="room", size=(2.8, 2.8, 2.13), ceiling=(BOARD,), walls=(BOARD,), floor=(BOARD,)
            ),
        ),
        openings=(
            Opening(id="door", of="room", height=1.83, width=width, at=(1.4 - width / 2, 0.0)),
        ),
        fires=(Fire(id="burner", compartment="room", at=(1.4, 1.4, 0.0), area=0.07, hrr=hrr),),
    )


def two_rooms(*, wall: float = 0.0) -> Case:
    """The same room with a second one behind it, a door of 0.74 x 2 m between them."""
    case = room_case()
    behind = Compartment(id="behind", at=(0.0, 2.8 + wall, 0.0), size=(2.8, 3.0, 2.13))
    between = Opening(id="between", of="room", to="behind", height=2.0, width=0.74)
    return replace(
        case,
        compartments=(*case.compartments, behind),
        openings=(*case.openings, between),
    )
