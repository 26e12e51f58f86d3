"""The room that the field tests burn."""

from sim.fire.case import Case, Compartment, Fire, Material, Opening

BOARD = (Material(conductivity=0.17, density=790.0, specific_heat=1000.0, thickness=0.013),)


def room_case(*, leak: float = 0.0, door: bool = True, hrr: float = 60e3) -> Case:
    """A room of 3 x 3 x 2.4 m with the fire in its middle and a door in the middle of a wall."""
    room = Compartment(
        id="room", size=(3.0, 3.0, 2.4), ceiling=BOARD, walls=BOARD, floor=BOARD, leak_area=leak
    )
    fire = Fire(
        id="fire", compartment="room", at=(1.5, 1.5, 0.1), area=0.16, hrr=((0.0, hrr),),
        soot_yield=0.02, co_yield=0.01,
    )  # fmt: skip
    doors = (Opening(id="door", of="room", height=1.8, width=0.8),) if door else ()
    return Case(id="room", compartments=(room,), openings=doors, fires=(fire,))
