"""What must be more when something else is more, what must be equal, and what must stay."""

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zone_cases import DOOR, case, fire, hood, room, three_rooms

from sim.fire.case import Case, Opening
from sim.fire.zone import ZoneModel, ZoneRun, simulate

FEW = settings(max_examples=10, deadline=None, derandomize=True)
SAME = 1e-9
"""Relative: the same sums in the same order."""
PACE = 0.1
"""K and centimetres by which runs with other time steps may differ."""


def pair(first: Case, second: Case) -> ZoneRun:
    return ZoneModel([first, second]).run(300.0, every=10.0)


@FEW
@given(hrr=st.floats(1e3, 7e5), more=st.floats(1.05, 3.0), width=st.floats(0.3, 2.0))
def test_a_larger_fire_never_gives_a_cooler_layer(hrr: float, more: float, width: float) -> None:
    """As long as the smaller one has the air it wants through the narrowest door, 744 kW: beyond,
    the larger one loses its oxygen first and may burn less for a while."""
    door = msgspec.structs.replace(DOOR, width=width)
    run = pair(case(hrr, openings=(door,)), case(hrr * more, openings=(door,)))
    assert (run.upper_temperature[1] - run.upper_temperature[0]).min() > -PACE


@FEW
@given(hrr=st.floats(1e4, 3e5), width=st.floats(0.6, 1.2), wider=st.floats(1.2, 2.5))
def test_a_wider_door_cools_a_fire_that_has_its_air(hrr: float, width: float, wider: float) -> None:
    """Only then: a fire that wants air burns better behind a wider door. And once the layer has
    reached the door, after a minute."""
    doors = [msgspec.structs.replace(DOOR, width=w) for w in (width, width * wider)]
    run = pair(case(hrr, openings=(doors[0],)), case(hrr, openings=(doors[1],)))
    assert run.hrr[:, -1, 0] == pytest.approx(hrr, rel=0.01)
    assert (run.upper_temperature[1] - run.upper_temperature[0])[6:].max() < PACE


@FEW
@given(hrr=st.floats(1e4, 3e5), flow=st.floats(0.1, 2.0))
def test_a_running_hood_never_leaves_more_smoke(hrr: float, flow: float) -> None:
    run = pair(case(hrr, hoods=(hood(0.0),)), case(hrr, hoods=(hood(flow),)))
    depth = 2.5 - run.layer_height[..., 0]
    smoke = run.upper_soot[..., 0] * depth
    assert (smoke[1] - smoke[0]).max() <= 1e-3 * smoke[0].max()


@FEW
@given(hrr=st.floats(2e4, 3e5), height=st.floats(2.4, 3.5), more=st.floats(0.3, 2.0))
def test_smoke_comes_down_later_below_a_higher_ceiling(
    hrr: float, height: float, more: float
) -> None:
    cases = [
        case(hrr, compartments=(room(size=(6.0, 5.0, h), leak_area=0.02),), openings=())
        for h in (height, height + more)
    ]
    layer = ZoneModel(cases).run(300.0, every=1.0).layer_height[..., 0]
    low = layer < 1.8
    assert low[0].any()
    assert low[0].argmax() < (low[1].argmax() if low[1].any() else len(low[1]))


def test_equal_rooms_on_both_sides_get_equal_layers() -> None:
    rooms = (room(), room("west", at=(-4.0, 0.0, 0.0)), room("east", at=(4.0, 0.0, 0.0)))
    doors = tuple(
        Opening(id=f"{a} {b}", of=a, to=b, height=2.0, width=0.8)
        for a, b in (("room", "west"), ("room", "east"), ("west", "OUTSIDE"), ("east", "OUTSIDE"))
    )
    run = simulate(case(compartments=rooms, openings=doors), every=10.0)
    for name in ("upper_temperature", "lower_temperature", "layer_height", "upper_co2"):
        values = getattr(run, name)
        assert values[..., 1] == pytest.approx(values[..., 2], rel=1e-4)


def three_members() -> list[Case]:
    return [three_rooms(fires=(fire(hrr),)) for hrr in (2e4, 1e5, 9e5)]


def test_members_give_what_single_runs_give() -> None:
    together = ZoneModel(three_members()).run(300.0, every=10.0)
    for k, member in enumerate(three_members()):
        alone = ZoneModel([member]).run(300.0, every=10.0)
        for name in ("upper_temperature", "layer_height", "flow_out", "hrr"):
            assert getattr(together, name)[k] == pytest.approx(getattr(alone, name)[0], rel=SAME)


def test_a_run_in_two_parts_is_the_run_in_one() -> None:
    whole = ZoneModel(three_members()).run(200.0, every=10.0)
    model = ZoneModel(three_members())
    model.run(100.0, every=10.0)
    kept = model.state()
    first = model.run(200.0, every=10.0)
    model.restore(kept)
    again = model.run(200.0, every=10.0)
    assert model.time == pytest.approx(200.0)
    assert (first.upper_temperature == again.upper_temperature).all()
    assert whole.upper_temperature[:, 10:] == pytest.approx(first.upper_temperature, rel=SAME)


def test_stopping_every_second_changes_nothing() -> None:
    whole = ZoneModel(three_members()).run(120.0, every=1.0)
    model = ZoneModel(three_members())
    parts = [model.run(model.time + 1.0).upper_temperature for _ in range(120)]
    assert np.concatenate(parts, axis=1) == pytest.approx(whole.upper_temperature, rel=SAME)


def test_selected_members_go_on_as_they_were() -> None:
    model = ZoneModel(three_members())
    model.run(100.0, every=10.0)
    kept = model.state()
    whole = model.run(200.0, every=10.0)
    model.restore(kept)
    model.select([2, 0, 2])
    chosen = model.run(200.0, every=10.0)
    assert (chosen.upper_temperature == whole.upper_temperature[[2, 0, 2]]).all()
    assert (chosen.energy_error < 1e-3).all()


@pytest.mark.parametrize("fires", [(), (fire(0.0),)])
def test_without_a_fire_nothing_happens(fires: tuple[()]) -> None:
    run = simulate(three_rooms(fires=fires, duration=1800.0), every=30.0)
    for name in ("upper_temperature", "lower_temperature", "surface"):
        assert getattr(run, name) == pytest.approx(293.15, abs=1e-3)
    assert np.abs(run.pressure).max() < 0.05
    assert max(run.flow_out.max(), run.flow_in.max()) < 0.01
    assert (run.upper_soot == 0.0).all()


def test_cold_air_from_outside_fills_a_room_from_below() -> None:
    run = simulate(case(fires=(), ambient=263.15), every=10.0)
    assert run.flow_in[0, :, 0].max() > 0.1
    assert run.lower_temperature[0, -1, 0] < run.upper_temperature[0, -1, 0] < 293.15
    assert run.lower_temperature.min() > 263.15
