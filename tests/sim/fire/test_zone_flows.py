from typing import Any

import numpy as np
import pytest
from zone_cases import DOOR, case, fire, hood, room

from sim.fire.case import OUTSIDE, Case, Fan, Hatch, Opening
from sim.fire.constants import (
    FLOW_COEFFICIENT,
    FULL_FLOW,
    GAS_CONSTANT,
    GRAVITY,
    HATCH_COEFFICIENT,
    STALL,
)
from sim.fire.openings import SLABS, opening_slabs
from sim.fire.plan import LEAN, MIXING
from sim.fire.zone import ZoneModel, ZoneRun, simulate

AIR = 101325.0 / GAS_CONSTANT  # kg K/m3
SOFT = 0.04
"""At a few pascals the laminar pressure, which keeps Newton smooth, takes 2 to 3 % of a flow."""


def slabs_of(
    pressure: float, inside: float, outside: float, *, bottom: float = 0.0, top: float = 2.0
) -> tuple[float, float]:
    """kg/s/m out of and into a room of one temperature."""
    slabs = np.zeros((SLABS, 5))
    warm, cold = AIR / inside, AIR / outside
    count = opening_slabs(
        bottom, top, pressure, 0.0, 0.0, 0.0, 3.0, 3.0, warm, warm, cold, cold, slabs
    )
    flow = slabs[:count, 0]
    return float(flow[flow > 0].sum()), float(-flow[flow < 0].sum())


@pytest.mark.parametrize(("inside", "neutral"), [(400.0, 1.0), (600.0, 0.9), (1200.0, 0.7)])
def test_two_ways_through_a_door_follow_the_closed_formula(inside: float, neutral: float) -> None:
    warm, cold = AIR / inside, AIR / 293.15
    lifting = GRAVITY * (cold - warm)
    out, into = slabs_of(-lifting * neutral, inside, 293.15)
    formula = FLOW_COEFFICIENT * 2 / 3 * np.sqrt(2 * lifting)
    assert out == pytest.approx(formula * np.sqrt(warm) * (2.0 - neutral) ** 1.5, rel=SOFT)
    assert into == pytest.approx(formula * np.sqrt(cold) * neutral**1.5, rel=SOFT)


def test_one_way_through_a_door_is_bernoulli() -> None:
    out, into = slabs_of(50.0, 293.15, 293.15)
    assert into == 0.0
    expected = FLOW_COEFFICIENT * 2.0 * np.sqrt(2 * AIR / 293.15 * 50.0)
    assert out == pytest.approx(expected, rel=0.01)  # the laminar pressure takes 0.5 %


def test_flow_turns_with_the_pressure() -> None:
    out, into = slabs_of(3.0, 350.0, 350.0)
    back = slabs_of(-3.0, 350.0, 350.0)
    assert (out, into) == pytest.approx(back[::-1])


def steady(one: Case) -> ZoneRun:
    return simulate(one, every=10.0)


def test_as_much_air_comes_in_as_smoke_goes_out_when_steady() -> None:
    run = steady(case())
    fuel = 100e3 / 4e7
    assert run.flow_out[0, -1, 0] == pytest.approx(run.flow_in[0, -1, 0] + fuel, rel=0.005)


def test_a_hood_takes_its_volume_through_the_door() -> None:
    run = steady(case(fires=(), hoods=(hood(1.0),)))
    density = AIR / 293.15
    assert run.flow_in[0, -1, 0] - run.flow_out[0, -1, 0] == pytest.approx(density, rel=0.02)


@pytest.mark.parametrize(("of", "to", "sign"), [("room", OUTSIDE, -1), (OUTSIDE, "room", 1)])
def test_a_fan_moves_its_volume(of: str, to: str, sign: int) -> None:
    heights: dict[str, Any] = {"of_height": 1.0} if of == "room" else {"to_height": 1.0}
    fan = Fan(id="fan", of=of, to=to, flow=0.5, **heights)
    run = steady(case(fires=(), fans=(fan,)))
    net = run.flow_out[0, -1, 0] - run.flow_in[0, -1, 0]
    assert net == pytest.approx(sign * 0.5 * AIR / 293.15, rel=0.01)


def test_a_hood_too_strong_for_its_room_finds_a_steady_pressure() -> None:
    """Between where it gives its full flow and where it stalls; no ripple from step to step."""
    tight = room(leak_area=0.03)
    run = steady(case(1e3, openings=(), compartments=(tight,), hoods=(hood(flow=2.0),)))
    late = run.pressure[0, -60:, 0]
    assert -STALL < late.mean() < -FULL_FLOW
    assert np.ptp(late) < 1.0


def test_a_fan_counted_in_cool_air_moves_that_mass_of_hot_gas() -> None:
    fan = Fan(id="fan", of="room", to=OUTSIDE, flow=0.3, of_height=2.2, counted_at=293.15)
    run = steady(case(200e3, fans=(fan,)))
    assert run.upper_temperature[0, -1, 0] > 400.0
    net = run.flow_in[0, -1, 0] - run.flow_out[0, -1, 0] + 200e3 / 4e7
    assert net == pytest.approx(0.3 * AIR / 293.15, rel=0.01)


@pytest.mark.parametrize(("side", "least", "most"), [(2.8, 0.03, 0.3), (20.0, 0.0, 0.03)])
def test_a_plume_leans_in_the_draught_of_a_near_door(
    side: float, least: float, most: float
) -> None:
    """Share by which leaning cools the layer of a square room with a door of 2 m."""
    rise = []
    for lean in (0.0, MIXING[LEAN]):
        one = room(size=(side, side, 2.5))
        burner = fire(at=(side / 2, side / 2, 0.3))
        model = ZoneModel([case(compartments=(one,), fires=(burner,))])
        model.plan.mixing[:, LEAN] = lean
        rise.append(float(model.run(600.0, 60.0).upper_temperature[0, -1, 0]) - 293.15)
    assert least < 1.0 - rise[1] / rise[0] < most


def test_a_leak_lets_a_closed_room_breathe() -> None:
    tight = steady(case(20e3, openings=()))
    leaking = steady(case(20e3, openings=(), compartments=(room(leak_area=0.02),)))
    assert np.abs(tight.pressure).max() > 1e4
    assert np.abs(leaking.pressure).max() < 500.0


def test_a_hatch_to_the_sky_lets_smoke_out_as_an_orifice() -> None:
    low = Opening(id="low", of="room", height=2.0, width=2.0)
    hatch = Hatch(id="sky", upper=OUTSIDE, lower="room", area=0.3)
    run = steady(case(openings=(low,), hatches=(hatch,)))
    upper, height = run.upper_temperature[0, -1, 0], run.layer_height[0, -1, 0]
    cold, warm = AIR / 293.15, AIR / upper
    under = (
        run.pressure[0, -1, 0] + GRAVITY * (cold - AIR / run.lower_temperature[0, -1, 0]) * height
    )
    under += GRAVITY * (cold - warm) * (2.5 - height)
    expected = HATCH_COEFFICIENT * 0.3 * np.sqrt(2 * warm * under)
    gone = run.flow_in[0, -1, 0] - run.flow_out[0, -1, 0] + 100e3 / 4e7
    assert gone == pytest.approx(expected, rel=SOFT)


def test_smoke_rises_through_a_hatch_into_the_room_above() -> None:
    above = room("above", at=(0.0, 0.0, 2.5), leak_area=0.02)
    hatch = Hatch(id="stair", upper="above", lower="room", area=1.0)
    run = steady(case(openings=(), compartments=(room(leak_area=0.02), above), hatches=(hatch,)))
    assert run.upper_temperature[0, -1, 1] > 300.0
    assert run.upper_co2[0, -1, 1] > 1e-3


def test_a_hatch_draws_through_a_thin_layer_under_the_ceiling() -> None:
    """The hot film that is left when a fire is out does not feed the hatch alone: no ripple."""
    above = room("above", at=(0.0, 0.0, 2.5))
    out = Opening(id="window", of="above", bottom=0.5, height=1.0, width=1.0)
    hatch = Hatch(id="stair", upper="above", lower="room", area=0.5)
    burst = ((0.0, 100e3), (300.0, 100e3), (301.0, 0.0))
    run = simulate(
        case(burst, openings=(DOOR, out), compartments=(room(), above), hatches=(hatch,)), every=1.0
    )
    after = run.pressure[0, 400:, :]
    assert np.abs(after).max() < 20.0
    assert run.imbalance[0] < 100.0
