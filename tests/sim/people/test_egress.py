"""How long people need to leave: the simulation, the estimate, and when which is used."""

import sys
import time

import numpy as np
import pytest
import shapely
from air_parts import LIMITS

from app.library import layouts
from sim.people.egress import (
    EgressTable,
    Method,
    bucket,
    estimate,
    occupancy,
    required_times,
    shares,
    simulate,
    smoke_factor,
)
from sim.people.floor import Exit, FloorPlan, floor_plan

EGRESS = LIMITS.egress


@pytest.fixture(scope="module")
def kitchen() -> FloorPlan:
    return floor_plan(layouts()["k-m"], EGRESS)


def test_twelve_people_leave_the_kitchen_by_each_door(kitchen: FloorPlan) -> None:
    for one in kitchen.exits:
        walks = simulate(kitchen, one, 12, EGRESS)
        assert walks.method is Method.JUPEDSIM
        assert len(walks.times) == 12 * 5
        assert 3.0 < walks.quantile(0.95) < 40.0


def test_simulation_and_estimate_are_of_the_same_size(kitchen: FloorPlan) -> None:
    one = kitchen.exits[0]
    walked = simulate(kitchen, one, 24, EGRESS).quantile(0.95)
    told = estimate(kitchen, one, 24, EGRESS).quantile(0.95)
    assert 0.5 < walked / told < 2.0


def test_the_same_seeds_give_the_same_times(kitchen: FloorPlan) -> None:
    one = kitchen.exits[0]
    first = simulate(kitchen, one, 8, EGRESS, seeds=(1, 2))
    assert first.times.tolist() == simulate(kitchen, one, 8, EGRESS, seeds=(1, 2)).times.tolist()


def test_nobody_is_stuck_at_the_gap_between_the_tables(kitchen: FloorPlan) -> None:
    walks = [simulate(kitchen, kitchen.exits[0], 26, EGRESS, seeds=(seed,)) for seed in (1, 3, 4)]
    assert {walk.method for walk in walks} == {Method.JUPEDSIM}


def test_the_estimate_serves_when_the_library_is_absent(
    kitchen: FloorPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jupedsim", None)
    assert simulate(kitchen, kitchen.exits[0], 4, EGRESS).method is Method.ESTIMATE


def test_the_estimate_serves_when_the_time_is_up(kitchen: FloorPlan) -> None:
    walks = simulate(kitchen, kitchen.exits[0], 24, EGRESS, most_wall=0.0)
    assert walks.method is Method.ESTIMATE


def test_the_estimate_serves_when_people_do_not_fit() -> None:
    small = floor_plan(layouts()["k-s"], EGRESS)
    assert simulate(small, small.exits[0], 256, EGRESS).method is Method.ESTIMATE


@pytest.mark.parametrize("people", [1, 12, 62, 256])
def test_the_estimate_is_there_at_once(kitchen: FloorPlan, people: int) -> None:
    estimate(kitchen, kitchen.exits[0], people, EGRESS)  # distances are kept from here on
    began = time.process_time()
    estimate(kitchen, kitchen.exits[0], people, EGRESS)
    assert time.process_time() - began < 0.05


def test_walkers_pass_a_door_as_people_in_experiments_do() -> None:
    room, goal = shapely.box(0, 0, 8, 8), shapely.box(8.2, 3.5, 8.8, 4.5)
    floor = shapely.union_all([room, shapely.box(8, 3.5, 8.2, 4.5), goal])
    door = Exit("D", (8.1, 4.0, 0.0), 1.0, "room", "", goal)
    walks = simulate(FloorPlan("hall", floor, room, (door,)), door, 60, EGRESS, seeds=(1,))
    out = np.sort(walks.times)
    flow = 40 / (out[49] - out[9])
    assert walks.method is Method.JUPEDSIM
    assert 1.3 <= flow <= 1.9  # persons/s through 1 m; SFPE 1.3, Seyfried et al. 2009 1.9


def test_more_people_never_leave_sooner(kitchen: FloorPlan) -> None:
    last = [estimate(kitchen, kitchen.exits[1], n, EGRESS).quantile(0.95) for n in (6, 24, 96)]
    assert last == sorted(last)


def test_a_door_lets_no_more_through_than_its_flow(kitchen: FloorPlan) -> None:
    one = kitchen.exits[1]
    times = np.sort(estimate(kitchen, one, 96, EGRESS, seeds=(1,)).times)
    flow = EGRESS.door_flow.at * (one.width - 2 * EGRESS.door_edge.at)
    assert (np.diff(times) >= 1 / flow - 1e-9).all()


def test_required_time_is_what_is_left_of_the_wait_and_the_walk(kitchen: FloorPlan) -> None:
    walks = estimate(kitchen, kitchen.exits[0], 12, EGRESS)
    fresh = required_times(walks, EGRESS)
    late = required_times(walks, EGRESS, warned=120.0)
    assert late.tolist() == walks.times.tolist()
    seen = required_times(walks, EGRESS, warned=120.0, are_seen=True)
    assert (seen - late).tolist() == pytest.approx([EGRESS.before_moving_low.at] * len(late))
    assert (fresh - walks.times >= EGRESS.before_moving_low.at).all()
    assert (fresh - walks.times <= EGRESS.before_moving_high.at).all()
    detected_later = required_times(walks, EGRESS, warned=-30.0)
    assert (detected_later - fresh).tolist() == pytest.approx([30.0] * len(fresh))


def test_smoke_slows_people_but_never_stops_them() -> None:
    factors = smoke_factor(np.array([0.0, 1.0, 5.0, 100.0]))
    assert factors[0] == 1.0
    assert factors[1] == pytest.approx(1 - 0.057 / 0.706)
    assert (np.diff(factors) <= 0).all()
    assert factors[-1] == 0.1


def test_the_shift_counts_when_the_camera_does_not() -> None:
    assert occupancy(None, 26) == 26
    assert occupancy(7.0, 26) == 7
    assert occupancy(0.0, 26) == 1


def test_counts_go_up_to_the_next_bucket() -> None:
    assert [bucket(n) for n in (1, 5, 13, 256, 257)] == [1, 6, 16, 256, 300]


def test_everyone_has_a_nearest_way_out(kitchen: FloorPlan) -> None:
    assert sum(shares(kitchen, 13).values()) == 13


def test_the_table_answers_at_once_and_better_after_it_has_computed(kitchen: FloorPlan) -> None:
    table = EgressTable(kitchen, EGRESS)
    assert {walks.method for walks in table.look_up(5).values()} == {Method.ESTIMATE}
    table.compute(5)
    assert {walks.method for walks in table.look_up(6).values()} == {Method.JUPEDSIM}
    assert table.look_up(6)["DOOR-01"] is table.look_up(5)["DOOR-01"]
