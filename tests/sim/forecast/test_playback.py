"""Fires played back: what may be known when, and how a forecast is scored."""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.fire.case import Case, Compartment, Fire, Opening
from sim.forecast.ensemble import ROOT, SLOPE
from sim.forecast.judge import Live, Settings, judge, last_heard, late
from sim.forecast.playback import Playback, Told, Truth, frozen, read_playbacks, shut_off
from sim.forecast.score import Comparison, first_alarm, measured, naive
from sim.forecast.sensors import Kind, Sensor

ROOM = Compartment(id="room", size=(4.0, 3.0, 2.5), leak_area=0.01)
DOOR = Opening(
    id="door", of="room", height=2.0, width=0.8, open=((0.0, 1.0), (300.0, 1.0), (301.0, 0.0))
)
CASE = Case(
    id="toy",
    compartments=(ROOM,),
    openings=(DOOR,),
    fires=(Fire(id="fire", compartment="room", at=(2, 1.5, 0.3), area=0.1, hrr=((0, 0),)),),
)
TIME = np.arange(0.0, 600.0, 10.0)
RISE = 60.0 * (1.0 - np.exp(-TIME / 120.0))


def toy(rise: np.ndarray = RISE) -> Playback:
    heads = tuple(
        Told(
            Sensor(tag=f"L{n}", kind=Kind.LAYER, room=0, at=(2.0, 1.5, 2.5), noise=1.0),
            TIME, rise + 0.3 * n, np.inf,
        )
        for n in range(3)
    )  # fmt: skip
    truth = Truth(0, TIME, rise)
    hrr = ((0.0, 50e3), (600.0, 50e3))
    return Playback("toy", "toy", frozen(CASE, 0.0), CASE, heads, (truth,), hrr, (), "")


def heard(fire: Playback, until: float) -> np.ndarray:
    own = Live(fire, 0.0, Settings(members=16, seed=2))
    for now in np.arange(20.0, until + 1.0, 20.0):
        own.hear(fire.until(float(now)), float(now))
    own.ahead(seed=1)
    return own.ensemble.unknowns


def test_nothing_of_the_future_is_let_through() -> None:
    known = toy().until(200.0)
    assert all((one.time <= 200.0).all() for one in known.told)
    assert known.truths == ()
    assert known.hrr == ((0.0, 0.0),)
    assert known.known.openings[0].open[-1] == (200.0, 1.0)


def test_another_future_gives_the_same_members() -> None:
    other = np.where(TIME > 200.0, 400.0, RISE)
    assert np.array_equal(heard(toy(), 200.0), heard(toy(other), 200.0))
    assert not np.array_equal(heard(toy(), 240.0), heard(toy(other), 240.0))


def test_a_toy_fire_is_judged() -> None:
    found = judge(toy(), Settings(members=16, issues=3, seed=2))
    assert found is not None
    assert {one.ahead for one in found.comparisons} <= {60.0, 180.0, 300.0, 600.0}
    assert found.first_s > 0
    assert all(one.low <= one.median <= one.high for one in found.comparisons)


def test_the_alarm_comes_with_half_of_the_heads() -> None:
    assert first_alarm(toy()) == 30.0
    assert first_alarm(toy(0.0 * RISE)) is None


def test_the_truth_is_read_between_near_samples_only() -> None:
    sparse = Truth(0, np.array([0.0, 100.0, 200.0]), np.array([0.0, 10.0, 20.0]))
    assert measured(sparse, 150.0, 180.0) == 15.0
    assert measured(sparse, 150.0, 60.0) is None
    assert measured(sparse, 250.0, 180.0) is None


def test_simple_forecasts_see_no_future_either() -> None:
    straight = toy(0.2 * TIME)
    simple = naive(list(straight.told), 300.0, 60.0)
    assert simple is not None
    assert simple[0] == pytest.approx(60.3)
    assert simple[1] == pytest.approx(72.3)
    changed = toy(np.where(TIME > 300.0, 0.0, 0.2 * TIME))
    assert naive(list(changed.told), 300.0, 60.0) == simple


def test_an_error_is_a_share_of_what_was_measured() -> None:
    one = Comparison(
        dataset="", case="", made=0, ahead=60, room=0, measured=50, low=40, median=45, high=49,
        persistence=50, trend=100, hand=False, blind=False,
    )  # fmt: skip
    assert one.error() == pytest.approx(0.1)
    assert one.error("trend") == pytest.approx(1.0)
    assert not one.is_inside
    assert replace(one, high=51.0).is_inside


def test_a_hand_on_the_burner_is_found() -> None:
    assert shut_off(((0.0, 0.0), (10.0, 1e5), (600.0, 1e5), (601.0, 0.0))) == (600.0,)
    assert shut_off(((0.0, 1e5), (600.0, 0.0))) == ()


@pytest.mark.skipif("EMBERWALL_VALIDATION" not in os.environ, reason="no measured fires given")
def test_measured_fires_have_a_liar_and_die_at_150_c() -> None:
    fires = read_playbacks(Path(os.environ["EMBERWALL_VALIDATION"]) / "fire")
    assert len(fires) > 50
    for fire in fires:
        assert fire.liar in {one.sensor.tag for one in fire.told}
        assert fire.case.fires[0].hrr == ((0.0, 0.0),)
        for one in fire.told:
            assert (one.time < one.dead).all()


def test_members_stand_as_before_whatever_was_done_to_them() -> None:
    live = Live(toy(), 0.0, Settings(members=8))
    live.hear(toy().until(20.0), 20.0)
    own = live.ensemble
    table, seat = own.table(), own.seat.copy()
    with own.kept():
        own.select(np.zeros(8, dtype=np.intp))
        own.advance(40.0, own.drift(40.0))
    assert own.time == 20.0
    assert np.array_equal(own.table(), table)
    assert np.array_equal(own.seat, seat)


def test_what_people_do_after_the_last_word_of_all_heads_counts_as_unknown() -> None:
    assert last_heard(toy(), 595.0) == 590.0
    fire = toy()
    dead = replace(
        fire, told=tuple(replace(o, time=o.time[:20], value=o.value[:20]) for o in fire.told)
    )
    assert last_heard(dead, 595.0) == 190.0


def test_what_is_measured_comes_late_and_ends_where_the_model_does() -> None:
    rise = np.full((2, 61, 1), 80.0)
    found = late(np.full((2, 1), 20.0), rise, np.array([30.0, 60.0]))
    assert (found[:, 0] == 20.0).all()
    assert found[0, 3, 0] == pytest.approx(80.0 - 60.0 * np.exp(-1.0), abs=0.1)
    assert found[0, 3, 0] > found[1, 3, 0]
    assert found[:, -1] == pytest.approx(80.0, abs=0.1)


def test_a_fire_that_nobody_hears_of_declines_in_more_members_with_time() -> None:
    live = Live(toy(), 0.0, Settings(members=40, seed=2))
    for now in np.arange(20.0, 201.0, 20.0):
        live.hear(toy().until(float(now)), float(now))
    own = live.ensemble
    times = np.array([0.0, 60.0, 600.0, 1800.0])
    heard_of = own.roots_ahead(times, seed=1)
    own.silent = own.time
    silent = own.roots_ahead(times, seed=1)
    lower = (silent < 0.9 * heard_of).mean(axis=0)
    assert lower[0] == lower[1] == 0.0
    assert 0.0 < lower[2] < 0.5 < lower[3]


@pytest.mark.parametrize(("left", "goes_out"), [(0.04, True), (0.25, False)])
def test_a_fire_that_lost_nearly_all_its_heat_goes_out(left: float, goes_out: bool) -> None:
    own = Live(toy(), 0.0, Settings(members=8, seed=2)).ensemble
    own.reached = 300.0
    own.unknowns[:, ROOT], own.unknowns[:, SLOPE] = 300.0 * left**0.5, 0.0
    ahead = own.roots_ahead(np.array([0.0, 300.0]), seed=1)
    assert (ahead[:, 1] < 0.2 * ahead[:, 0]).all() == goes_out


def test_a_first_guess_that_was_too_high_is_no_fire_that_went_out() -> None:
    own = Live(toy(), 0.0, Settings(members=8, seed=2)).ensemble
    for until, root in ((20.0, 900.0), (40.0, 300.0), (60.0, 300.0)):
        own.advance(until, np.full(8, root))
        own.adopt(own.table())
    assert 0.1 * own.reached**2 < 300.0**2
