"""Three rooms of Steckler, Quintiere and Rinkinen 1982 with their numbers beside them."""

import numpy as np
import pytest
from zone_cases import case

from sim.fire.case import Case, Compartment, Fire, Material, Opening
from sim.fire.zone import simulate

FIBRE = Material(conductivity=0.1, density=200.0, specific_heat=1000.0, thickness=0.013)
BOARD = Material(conductivity=0.12, density=720.0, specific_heat=1250.0, thickness=0.0127)
SIZE = (2.8, 2.8, 2.13)
RADIUS = 0.15


def steckler(x: float, y: float, ambient: float) -> Case:
    burner = Fire(
        id="burner", compartment="room", at=(x, y, 0.02), area=np.pi * RADIUS**2,
        hrr=((0.0, 62.9e3),), radiative_fraction=0.2, heat_of_combustion=5e7, carbon=1.0,
        hydrogen=4.0, soot_yield=0.0, co_yield=0.0,
    )  # fmt: skip
    room = Compartment(id="room", size=SIZE, ceiling=(FIBRE,), walls=(FIBRE,), floor=(BOARD,))
    return case(
        duration=1800.0, ambient=ambient, inside=ambient, compartments=(room,), fires=(burner,),
        openings=(Opening(id="door", of="room", height=1.83, width=0.74),),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("at", "ambient_c", "upper_c", "layer"),
    [
        pytest.param((1.4, 1.4), 29.6, 115.3, 0.78, id="test 14, middle"),
        pytest.param((2.65, 2.65), 30.7, 160.4, 1.19, id="test 210, corner"),
        pytest.param((1.4, 2.65), 23.0, 136.9, 1.09, id="test 510, wall"),
    ],
)
def test_a_measured_room(
    at: tuple[float, float], ambient_c: float, upper_c: float, layer: float
) -> None:
    run = simulate(steckler(*at, ambient_c + 273.15), every=60.0)
    rise = run.upper_temperature[0, -1, 0] - 273.15 - ambient_c
    assert rise == pytest.approx(upper_c - ambient_c, rel=0.12)
    assert run.layer_height[0, -1, 0] == pytest.approx(layer, abs=0.12)
