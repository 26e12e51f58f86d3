"""Kitchens nobody drew: random rooms, doors, hoods, fans and fires, one for each seed.

They span what a site may be, and some of what none is: a closed room with a fire larger than its
air, a door that opens within a second, a hood that takes more than its room gets.
"""

import numpy as np

from sim.fire.case import ALWAYS, OUTSIDE, Case, Compartment, Curve, Fan, Fire, Hood, Material
from sim.fire.case import Opening as Door

GYPSUM = Material(conductivity=0.16, density=800.0, specific_heat=1000.0, thickness=0.0125)
SHEET = Material(conductivity=45.0, density=7850.0, specific_heat=500.0, thickness=0.0015)
CONCRETE = Material(conductivity=1.4, density=2300.0, specific_heat=900.0, thickness=0.15)
KITCHEN = "kitchen"
HIGHEST_DOOR = 2.1  # m


def random_kitchen(seed: int, *, duration: float = 600.0) -> Case:
    """One to four rooms around a kitchen with one fire of 1 kW to 6 MW; the same for one seed."""
    rng = np.random.default_rng(seed)
    size = (rng.uniform(2.5, 14.0), rng.uniform(2.5, 9.0), rng.uniform(2.3, 4.5))
    others = tuple(_side_room(rng, place) for place in range(rng.integers(0, 4)))
    doors = tuple(_side_door(rng, room.id) for room in others)
    return Case(
        id=f"random kitchen {seed}",
        duration=duration,
        ambient=rng.uniform(258.0, 313.0),
        inside=rng.uniform(283.0, 308.0),
        compartments=(_kitchen(rng, size), *others),
        openings=(*_exit(rng, size), *doors),
        fans=_make_up_air(rng, size),
        hoods=_hood(rng, size),
        fires=(_fire(rng, size),),
    )


def _kitchen(rng: np.random.Generator, size: tuple[float, float, float]) -> Compartment:
    walls = GYPSUM if rng.random() < 0.7 else SHEET
    return Compartment(
        id=KITCHEN, size=size, ceiling=(GYPSUM,), walls=(walls,), floor=(CONCRETE,),
        leak_area=float(rng.choice([0.0, 0.005, 0.05])),
    )  # fmt: skip


def _side_room(rng: np.random.Generator, place: int) -> Compartment:
    size = (rng.uniform(1.0, 10.0), rng.uniform(1.0, 10.0), rng.uniform(2.3, 4.0))
    return Compartment(
        id=f"side {place}", at=(20.0 * (place + 1), 0.0, 0.0), size=size,
        ceiling=(GYPSUM,), walls=(GYPSUM,), floor=(CONCRETE,),
        leak_area=float(rng.choice([0.001, 0.01])),
    )  # fmt: skip


def _side_door(rng: np.random.Generator, room: str) -> Door:
    return Door(
        id=f"to {room}", of=KITCHEN, to=room, height=rng.uniform(0.5, HIGHEST_DOOR),
        width=rng.uniform(0.1, 1.0), open=_moved(rng),
    )  # fmt: skip


def _exit(rng: np.random.Generator, size: tuple[float, float, float]) -> tuple[Door, ...]:
    if rng.random() > 0.9:
        return ()
    height = rng.uniform(0.3, min(HIGHEST_DOOR, size[2]))
    return (
        Door(id="exit", of=KITCHEN, height=height, width=rng.uniform(0.05, 2.0), open=_moved(rng)),
    )


def _moved(rng: np.random.Generator) -> Curve:
    """Mostly open; sometimes opened or shut within a second."""
    kind, at = rng.random(), rng.uniform(10.0, 500.0)
    if kind < 0.8:
        return ALWAYS
    first = 0.0 if kind < 0.9 else 1.0
    return ((0.0, first), (at, first), (at + 1.0, 1.0 - first))


def _make_up_air(rng: np.random.Generator, size: tuple[float, float, float]) -> tuple[Fan, ...]:
    if rng.random() > 0.4:
        return ()
    flow = rng.uniform(0.1, 3.0)
    return (
        Fan(id="make-up", of=OUTSIDE, to=KITCHEN, flow=flow, to_height=size[2] - 0.3, area=0.3),
    )


def _hood(rng: np.random.Generator, size: tuple[float, float, float]) -> tuple[Hood, ...]:
    if rng.random() > 0.5:
        return ()
    width, depth, _ = size
    box = (0.6 * width, 0.5 * depth, 0.35)
    flow = rng.uniform(0.2, 4.0)
    return (
        Hood(
            id="hood", compartment=KITCHEN, at=(0.2 * width, 0.4 * depth, 1.9), size=box, flow=flow
        ),
    )


def _fire(rng: np.random.Generator, size: tuple[float, float, float]) -> Fire:
    width, depth, _ = size
    place = (rng.uniform(0.1, width - 0.1), rng.uniform(0.1, depth - 0.1), rng.uniform(0.0, 1.0))
    return Fire(
        id="fire", compartment=KITCHEN, at=place, area=rng.uniform(0.02, 3.0), hrr=_growth(rng),
        soot_yield=rng.uniform(0.0, 0.1), co_yield=rng.uniform(0.0, 0.1),
    )  # fmt: skip


def _growth(rng: np.random.Generator) -> Curve:
    """Steady at once, t squared and steady, or up, steady and suddenly out."""
    most, time = 10.0 ** rng.uniform(3.0, 6.8), rng.uniform(5.0, 400.0)
    shape = rng.integers(3)
    if shape == 0:
        return ((0.0, most),)
    if shape == 1:
        steps = np.linspace(0.0, 1.0, 12)
        return tuple((float(time * s), float(most * s * s)) for s in steps)
    return ((0.0, 0.0), (time, most), (time + 60.0, most), (time + 90.0, 0.0))
