"""Flows through hatches, fans and hoods, told after a zone run: they close its balance of mass."""

import msgspec
import numpy as np
import pytest
from zone_cases import BOARD, DOOR, fire, hood

from sim.fire.case import OUTSIDE, Case, Compartment, Fan, Hatch, Opening
from sim.fire.constants import GAS_CONSTANT
from sim.fire.vent_flows import VentFlows, vent_flows
from sim.fire.zone import simulate
from sim.fire.zone_run import ZoneRun

LOW = Compartment(id="room", size=(4.0, 4.0, 2.4), ceiling=(BOARD,), walls=(BOARD,))
HIGH = Compartment(id="high", at=(0.0, 0.0, 2.4), size=(4.0, 4.0, 2.4), walls=(BOARD,))
HOUSE = Case(
    id="house",
    duration=300.0,
    compartments=(LOW, HIGH),
    openings=(DOOR, Opening(id="window", of="high", bottom=1.0, height=1.0, width=0.8)),
    hatches=(Hatch(id="stair", upper="high", lower="room", area=1.0),),
    fans=(Fan(id="fan", of="high", to=OUTSIDE, flow=0.2, of_height=2.2),),
    hoods=(hood(0.3),),
    fires=(fire(((0.0, 0.0), (60.0, 2e5))),),
)


def run_of(case: Case, every: float = 1.0) -> tuple[ZoneRun, VentFlows]:
    run = simulate(case, every)
    return run, vent_flows(case, run)


def held(run: ZoneRun) -> np.ndarray:
    """kg of gas in every room (n, c)."""
    height = run.layer_height[0]
    layers = height / run.lower_temperature[0] + (2.4 - height) / run.upper_temperature[0]
    return (HOUSE.pressure + run.pressure[0]) / GAS_CONSTANT * 16.0 * layers


def test_what_passes_a_hatch_closes_the_balance_of_the_room_above() -> None:
    run, flows = run_of(HOUSE)
    window = run.flow_in[0, :, 1] - run.flow_out[0, :, 1]
    density = HOUSE.pressure / (GAS_CONSTANT * run.upper_temperature[0, :, 1])
    into = window + flows.up[:, 0] - flows.down[:, 0] - flows.fan[:, 0] * density
    off = (into - np.gradient(held(run)[:, 1]))[5:-5]
    # while the fire grows, steps are shorter than the second by which the layers are taken earlier
    assert np.abs(off).max() < 0.03 * flows.up.max()
    assert np.abs(off[60:]).max() < 0.01 * flows.up.max()


def test_rows_further_apart_tell_the_same() -> None:
    fine, coarse = run_of(HOUSE)[1], run_of(HOUSE, every=10.0)[1]
    # the first row has none before it to tell how its layers were a step earlier
    assert coarse.up[1:, 0] == pytest.approx(fine.up[19::10, 0], rel=0.02)


def test_fans_and_hoods_follow_their_curve_and_stall() -> None:
    still = ((0.0, 0.0), (100.0, 0.0), (100.01, 1.0))
    moved = msgspec.structs.replace(HOUSE.fans[0], running=still)
    run, flows = run_of(msgspec.structs.replace(HOUSE, fans=(moved,)))
    assert (flows.fan[run.time < 100.0] == 0.0).all()
    assert flows.fan[run.time > 101.0] == pytest.approx(0.2, rel=0.02)
    assert flows.hood[50:] == pytest.approx(0.3, rel=0.02)
    strong = (msgspec.structs.replace(HOUSE.fans[0], flow=3.0),)
    shut = msgspec.structs.replace(
        HOUSE, openings=(DOOR,), hatches=(), fires=(), hoods=(), fans=strong
    )
    assert run_of(shut)[1].fan[-1, 0] < 0.3, "a room without a way in gives no air"


def test_a_case_without_vents_has_no_columns() -> None:
    bare = msgspec.structs.replace(HOUSE, hatches=(), fans=(), hoods=())
    flows = run_of(bare, every=100.0)[1]
    shapes = (flows.up.shape, flows.down.shape, flows.fan.shape, flows.hood.shape)
    assert shapes == ((3, 0),) * 4
