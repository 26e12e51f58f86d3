"""What the model lacks beside the sensors is carried on."""

import numpy as np
import pytest

from sim.fire.case import Case, Compartment, Fire, Opening
from sim.forecast.anchor import Anchor
from sim.forecast.ensemble import largest_fire

TIMES = np.linspace(0.0, 600.0, 61)
STEADY = np.full((40, 61, 1), 50.0)


def anchor(lacking: list[float]) -> Anchor:
    """Heads over a steady layer of 50 K, every 20 s, as members have it."""
    own = Anchor(1)
    for n, value in enumerate(lacking):
        own.adopt(20.0 * n, 0, value, 50.0 + value)
    return own


def told(values: list[float]) -> Anchor:
    """Heads that the members match."""
    own = Anchor(1)
    for n, value in enumerate(values):
        own.adopt(20.0 * n, 0, 0.0, value)
    return own


def test_what_is_lacking_is_added_for_the_whole_horizon() -> None:
    found = anchor([10.0, 10.0, 10.0]).rises(40.0, TIMES, STEADY, seed=1)
    assert np.median(found[:, :, 0], axis=0) == pytest.approx(np.full(61, 60.0), abs=0.5)


def test_the_band_grows_with_time() -> None:
    found = anchor([0.0]).rises(0.0, TIMES, STEADY, seed=1)
    assert found[:, 0].std() == 0.0
    assert found[:, 6].std() < 0.5 * found[:, -1].std()


def test_a_change_goes_on_for_half_a_minute_and_no_longer() -> None:
    carried = anchor([0.0, 4.0, 8.0]).carried(40.0, TIMES, 0)
    assert carried[0] == pytest.approx(8.0)
    assert carried[-1] == pytest.approx(8.0 + 0.2 * 30.0, abs=0.1)


def test_it_fades_once_no_head_tells() -> None:
    own = anchor([10.0, 10.0, 10.0])
    assert own.carried(40.0 + 600.0, TIMES, 0)[0] < 0.5


def test_it_falls_with_the_fire() -> None:
    out = STEADY * np.exp(-TIMES / 30.0)[None, :, None]
    found = anchor([10.0, 10.0, 10.0]).rises(40.0, TIMES, out, seed=1)
    assert np.abs(found[:, -1]).max() < 0.1


def test_what_rises_goes_on_rising_for_some_minutes() -> None:
    found = np.median(told([40.0, 45.0, 50.0]).rises(40.0, TIMES, STEADY, seed=1)[:, :, 0], axis=0)
    assert found[0] == pytest.approx(50.0)
    assert 54.0 < found[6] < 65.0
    assert found[60] - found[30] < found[30] - found[0]


def test_a_trend_follows_a_power_of_time_as_layers_over_growing_fires_do() -> None:
    grown = [20.0 * (1.0 + n) ** (4 / 3) for n in range(4)]
    trend = told(grown).trend(60.0, TIMES, 0)
    assert trend is not None
    assert trend[0] == pytest.approx(grown[-1])
    steps = np.diff(np.log(trend))
    assert (steps > 0).all()
    assert (np.diff(steps) < 0).all()
    assert trend[-1] <= grown[-1] * (1 + 600 / 90) ** (4 / 3) + 1e-9


def test_a_trend_that_falls_never_falls_below_nothing() -> None:
    trend = told([90.0, 70.0, 50.0]).trend(40.0, TIMES, 0)
    assert trend is not None
    assert (np.diff(trend) < 0).all()
    assert 0.0 < trend[-1] < 1.0


@pytest.mark.parametrize("own", [told([5.0, 8.0]), told([])])
def test_two_rounds_are_no_trend_while_little_is_told(own: Anchor) -> None:
    assert own.trend(20.0, TIMES, 0) is None


def test_two_rounds_are_a_trend_once_they_tell_of_a_fire() -> None:
    trend = told([20.0, 40.0]).trend(20.0, TIMES, 0)
    assert trend is not None
    assert trend[6] > 60.0


def test_silence_ends_a_trend() -> None:
    assert told([40.0, 45.0, 50.0]).trend(101.0, TIMES, 0) is None


def test_a_what_if_is_moved_as_far_as_its_base() -> None:
    own = told([40.0, 45.0, 50.0])
    base = own.rises(40.0, TIMES, STEADY, seed=1)
    hotter = own.rises(40.0, TIMES, STEADY + 20.0, seed=1, base=False)
    assert np.median(hotter - base, axis=0)[1:, 0] == pytest.approx(np.full(60, 20.0), abs=1.0)


def test_a_cabinet_burns_no_more_than_a_few_times_what_its_slots_feed() -> None:
    hall = Compartment(id="hall", size=(10.0, 7.0, 4.0))
    cabinet = Compartment(id="cabinet", size=(0.6, 0.6, 2.0))
    door = Opening(id="door", of="hall", width=1.8, height=2.4)
    slot = Opening(id="slot", of="hall", to="cabinet", width=0.4, height=0.1)

    def largest(room: str) -> float:
        fire = Fire(id="fire", compartment=room, at=(0.3, 0.3, 0.5), area=0.1, hrr=((0.0, 0.0),))
        case = Case(id="two", compartments=(hall, cabinet), openings=(door, slot), fires=(fire,))
        return largest_fire(case)

    assert largest("cabinet") < 0.2e6 < 5e6 < largest("hall")
