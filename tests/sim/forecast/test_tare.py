"""A low sensor is read as its own change, once the heads above it taught what it lacks."""

import numpy as np
import pytest

from sim.forecast.tare import Tare

ONE = np.array([0], dtype=np.intp)


def taught(told: float, shown: float, rounds: int = 20) -> Tare:
    own = Tare(1)
    for _ in range(rounds):
        own.learn(ONE, np.array([told]), np.full((8, 1), shown), 20.0)
    return own


def test_before_it_learns_a_sensor_is_taken_at_its_word() -> None:
    assert Tare(1).corrected(ONE, np.array([12.0]))[0] == 12.0


@pytest.mark.parametrize(("told", "shown"), [(9.0, 60.0), (80.0, 60.0), (-2.0, 30.0), (20.0, 20.0)])
def test_what_it_always_showed_means_that_nothing_changed(told: float, shown: float) -> None:
    own = taught(told, shown)
    assert own.corrected(ONE, np.array([told]))[0] == pytest.approx(shown, abs=1e-6)


def test_a_fall_is_still_a_fall() -> None:
    assert taught(20.0, 60.0).corrected(ONE, np.array([5.0]))[0] < 30.0


def test_more_than_it_ever_showed_is_stretched_and_less_is_not() -> None:
    own = taught(10.0, 60.0)
    known = own.corrected(ONE, np.array([10.0, 70.0, 3.0]))
    found = [own.stretched(ONE, known[n : n + 1])[0] for n in range(3)]
    assert found == pytest.approx([0.0, np.log(75.0 / 15.0), 0.0], abs=1e-6)
    assert Tare(1).stretched(ONE, np.array([70.0]))[0] == 0.0


def test_it_learns_within_minutes_and_not_from_one_round() -> None:
    own = taught(20.0, 20.0)
    own.learn(ONE, np.array([95.0]), np.full((8, 1), 20.0), 20.0)
    assert own.corrected(ONE, np.array([20.0]))[0] > 15.0
