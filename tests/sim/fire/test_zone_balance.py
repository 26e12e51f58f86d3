from collections.abc import Callable

import numpy as np
import pytest
from scipy.special import erfc
from zone_cases import BOARD, case, fire, hood, room, three_rooms

from sim.fire.case import OUTSIDE, Case, Fan, Hatch, Material, Opening
from sim.fire.constants import CONVECTION_OUTSIDE
from sim.fire.plan import WALL_NODES, wall_cells
from sim.fire.surfaces import conduct
from sim.fire.zone import simulate

CLOSED = 1e-3
"""Of what has gone through: 0.1 %. Rounding alone is a thousand million times less."""
SMALL = Opening(id="small", of="room", height=1.0, width=0.3)
OUT = Fan(id="out", of="room", to=OUTSIDE, flow=0.5, of_height=2.2)
IN = Fan(id="in", of=OUTSIDE, to="room", flow=0.4, to_height=2.2)
SKY = Hatch(id="sky", upper=OUTSIDE, lower="room", area=1.0)
CASES: dict[str, Callable[[], Case]] = {
    "closed": lambda: case(50e3, openings=()),
    "leaking": lambda: case(50e3, openings=(), compartments=(room(leak_area=0.01),)),
    "one door": case,
    "1 kW": lambda: case(1e3),
    "three rooms": three_rooms,
    "hood": lambda: case(hoods=(hood(0.5),)),
    "hood in a closed room": lambda: case(hoods=(hood(3.0),), openings=()),
    "fans": lambda: case(fans=(OUT, IN)),
    "hatch": lambda: case(hatches=(SKY,)),
    "after flashover": lambda: case(3e6),
    "starved": lambda: case(2e6, openings=(SMALL,)),
    "no loss to walls": lambda: case(compartments=(room(ceiling=(), walls=(), floor=()),)),
    "20 MW": lambda: case(20e6),
    "cold outside": lambda: case(ambient=253.15),
    "two fires": lambda: case(fires=(fire(), fire(5e4, id="second", at=(0.5, 0.5, 0.0)))),
}


@pytest.mark.parametrize("name", CASES)
def test_mass_and_energy_are_closed(name: str) -> None:
    run = simulate(CASES[name](), every=10.0)
    assert run.mass_error[0] < CLOSED
    assert run.energy_error[0] < CLOSED
    assert run.imbalance[0] < 1e3  # W, in the worst step


def heated(layers: tuple[Material, ...], flux: float, seconds: int, *, dt: float = 1.0) -> float:
    """Surface temperature of a wall at 293.15 K under a constant flux, W/m2."""
    capacity, conductance = wall_cells(layers)
    wall, scratch = np.full(WALL_NODES, 293.15), np.zeros((2, WALL_NODES))
    for _ in range(round(seconds / dt)):
        conduct(wall, capacity, conductance, 293.15, flux, 0.0, dt, scratch)
    return float(wall[0])


@pytest.mark.parametrize("seconds", [30, 60, 300, 1200])
def test_a_thick_wall_warms_as_half_a_space(seconds: int) -> None:
    brick = Material(conductivity=0.7, density=1800.0, specific_heat=840.0, thickness=0.3)
    inertia = 0.7 * 1800.0 * 840.0
    rise = 2 * 1000.0 * np.sqrt(seconds / (np.pi * inertia))
    assert heated((brick,), 1000.0, seconds) - 293.15 == pytest.approx(rise, rel=0.04)


def test_a_thick_wall_in_hot_gas_warms_as_half_a_space() -> None:
    brick = Material(conductivity=0.7, density=1800.0, specific_heat=840.0, thickness=0.3)
    capacity, conductance = wall_cells((brick,))
    wall, scratch = np.full(WALL_NODES, 293.15), np.zeros((2, WALL_NODES))
    for _ in range(600):
        conduct(wall, capacity, conductance, 293.15, 25.0 * (593.15 - wall[0]), 25.0, 1.0, scratch)
    b = 25.0 * np.sqrt(600.0 / (0.7 * 1800.0 * 840.0))
    assert wall[0] - 293.15 == pytest.approx(300.0 * (1 - np.exp(b * b) * erfc(b)), rel=0.02)


def test_a_wall_ends_at_the_resistance_of_its_layers() -> None:
    fibre = Material(conductivity=0.04, density=40.0, specific_heat=1000.0, thickness=0.03)
    resistance = 0.0125 / 0.16 + 0.03 / 0.04 + 1.0 / CONVECTION_OUTSIDE
    end = heated((BOARD, fibre), 100.0, 200_000, dt=100.0)
    assert end - 293.15 == pytest.approx(100.0 * resistance, rel=1e-3)
