"""What a gauge receives: known enclosures, a point source, and the sense of every share."""

import numpy as np
import pytest
from zone_cases import case, fire, room

from sim.fire.case import Case
from sim.fire.constants import STEFAN_BOLTZMANN
from sim.fire.target import heat_flux, jet_coefficient
from sim.fire.zone import simulate
from sim.fire.zone_run import ZoneRun

LONG = np.full((1, 1, 1), 1.0)


def still(upper: float, lower: float, layer: float, soot: float = 0.0, hrr: float = 0.0) -> ZoneRun:
    """One instant of a room whose surfaces have the temperature of the gas beside them."""
    none = np.zeros((1, 1, 1))
    surface = np.array([[[[upper, upper, lower, lower]]]])
    air = dict.fromkeys(("upper_co", "lower_co", "lower_soot", "upper_co2", "lower_co2"), none)
    return ZoneRun(
        time=np.array([1.0]), upper_temperature=LONG * upper, lower_temperature=LONG * lower,
        layer_height=LONG * layer, pressure=none, upper_o2=none, lower_o2=none,
        upper_soot=LONG * soot, surface=surface, flow_out=none, flow_in=none, hrr=LONG * hrr,
        mass_error=none[0, 0], energy_error=none[0, 0], imbalance=none[0, 0], **air,
    )  # fmt: skip


def received(run: ZoneRun, at: tuple[float, float, float], *, whole: bool = False) -> float:
    return float(heat_flux(run, quiet(), "room", at, convection=whole)[0, 0])


def quiet(radiative: float = 0.3) -> Case:
    return case(fires=(fire(radiative_fraction=radiative),), openings=())


@pytest.mark.parametrize("at", [(2.0, 2.0, 0.0), (0.0, 2.0, 1.0), (2.0, 1.0, 2.5), (1.0, 1.0, 1.2)])
def test_in_a_room_of_one_temperature_a_gauge_receives_a_black_bodys(
    at: tuple[float, float, float],
) -> None:
    expected = STEFAN_BOLTZMANN * (500.0**4 - 293.15**4)
    assert received(still(500.0, 500.0, 1.2), at) == pytest.approx(expected, rel=1e-6)


def test_the_floor_sees_a_black_layer_by_the_view_of_its_underside() -> None:
    """Middle of 4 x 4 m to the parallel square 1 m above it: 0.83 (Howell's catalogue, B-4)."""
    seen = received(still(600.0, 293.15, 1.0, soot=1.0), (2.0, 2.0, 0.0))
    half = 2.0  # each quarter: a square of 2 m at 1 m
    root = np.sqrt(1.0 + half**2)
    view = 4.0 / (2.0 * np.pi) * 2.0 * half / root * np.arctan(half / root)
    assert view == pytest.approx(0.83, abs=0.02)
    expected = view * STEFAN_BOLTZMANN * (600.0**4 - 293.15**4)
    assert seen == pytest.approx(expected, rel=0.04)  # 64 rays


def test_a_far_flame_is_a_point_source() -> None:
    """100 kW from 1.9 m aside, the flame 0.3 to 0.9 m above the floor."""
    run = still(293.15, 293.15, 2.4, hrr=100e3)
    expected = 0.3 * 100e3 / (4.0 * np.pi * 1.9**2)
    assert received(run, (0.1, 2.0, 0.6)) == pytest.approx(expected, rel=0.1)


def test_smoke_between_flame_and_gauge_dims_it() -> None:
    clear = still(293.15, 293.15, 0.2, hrr=100e3)
    thick = still(293.15, 293.15, 0.2, soot=5e-4, hrr=100e3)
    assert received(thick, (0.1, 2.0, 1.0)) < 0.8 * received(clear, (0.1, 2.0, 1.0))


def test_a_burning_room_heats_its_ceiling_most_where_the_jet_turns() -> None:
    burning = case(200e3)
    run = simulate(burning, every=60.0)
    above, beside, floor = (
        heat_flux(run, burning, "room", at)[0, -1]
        for at in ((2.0, 2.2, 2.5), (0.2, 0.2, 2.5), (0.2, 0.2, 0.0))
    )
    assert above > beside > floor > 100.0
    bare = heat_flux(run, burning, "room", (2.0, 2.2, 2.5), convection=False)[0, -1]
    assert bare < above


def test_a_gauge_in_a_room_without_fire_faces_up() -> None:
    rooms = (room(), room("next", at=(4.0, 0.0, 0.0)))
    two = case(compartments=rooms, openings=())
    run = simulate(two, every=60.0)
    assert np.abs(heat_flux(run, two, "next", (6.0, 2.0, 1.0))).max() < 50.0


def test_the_ceiling_jets_coefficient_meets_itself_at_a_fifth_of_the_height() -> None:
    near, far = (float(jet_coefficient(np.array(200e3), 2.5, ratio)) for ratio in (0.199, 0.201))
    assert near == pytest.approx(far, rel=0.15)  # Cooper's two branches join loosely
    assert float(jet_coefficient(np.array(200e3), 2.5, 0.0)) > near
