"""Fires that turned out to be another one: when that may have begun, and where it may end."""

import numpy as np
import pytest

from sim.fire.case import Case, Compartment, Fire, Opening
from sim.forecast.chance import turned, within
from sim.forecast.ensemble import ROOT, Ensemble
from sim.forecast.prior import BURNERS

MEMBERS = 64
KITCHEN = Case(
    id="toy",
    compartments=(Compartment(id="room", size=(4.0, 3.0, 2.5), leak_area=0.01),),
    openings=(Opening(id="door", of="room", height=2.0, width=0.8),),
    fires=(
        Fire(id="fire", compartment="room", at=(2.0, 1.5, 0.3), area=0.1, hrr=((0.0, 0.0),)),
    ),
)  # fmt: skip


def silent(until: float) -> Ensemble:
    own = Ensemble(KITCHEN, MEMBERS, prior=BURNERS, seed=2, window=120.0)
    for now in np.arange(20.0, until + 1.0, 20.0).tolist():
        own.advance(now, np.zeros(MEMBERS))
    return own


def test_a_fire_that_turned_did_so_at_any_time_of_the_window() -> None:
    times = np.arange(0.0, 121.0, 20.0)
    course, slope = turned(
        times, np.zeros((MEMBERS, 7)), np.full(MEMBERS, 500.0), np.random.default_rng(3)
    )
    assert (course[:, -1] == 500.0).all()
    assert (np.diff(course, axis=1) >= 0.0).all()
    begun = (course > 0.0).mean(axis=0)
    assert begun[1] == pytest.approx(1 / 6, abs=0.05)
    assert begun[3] == pytest.approx(0.5, abs=0.05)
    assert 0.4 < (slope > 0.0).mean() < 0.6


def test_members_leap_from_the_beginning_of_the_window_and_warm_its_air() -> None:
    own = silent(100.0)
    own.leap(120.0, lambda roots: roots)
    assert own.time == 0.0
    for time in own.times[1:].tolist():
        own.follow(time)
    assert own.time == 120.0
    warmest = own.last.upper_temperature[:, -1, 0] - KITCHEN.inside
    assert np.corrcoef(own.unknowns[:, ROOT], warmest)[0, 1] > 0.7
    assert own.unknowns[:, ROOT].max() > 20 * own.unknowns[:, ROOT].min()


def test_what_is_known_to_have_acted_acts_on_a_leap() -> None:
    own = silent(40.0)
    own.leap(60.0, np.zeros_like)
    assert (own.unknowns[:, ROOT] == 0.0).all()


def test_no_two_members_stand_at_the_edge_for_having_gone_beyond_it() -> None:
    roots = np.array([-3.0, 5.0, 10.0, 12.0, 13.0, 25.0])
    assert within(roots, 10.0).tolist() == [0.0, 5.0, 10.0, 8.0, 7.0, 0.0]
