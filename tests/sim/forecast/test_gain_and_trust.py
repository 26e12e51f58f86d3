"""The filter's algebra on a toy, and who is believed."""

import numpy as np
import pytest

from sim.forecast.gain import surprise, update
from sim.forecast.trust import Trust, agreed

RNG = np.random.default_rng(5)
NOBODY_LOCAL = np.zeros(5, dtype=np.bool_)
ONE_GROUP = np.zeros(5, dtype=np.intp)


def test_a_linear_toy_comes_out_as_kalman_has_it() -> None:
    members = RNG.normal(10.0, 2.0, (4000, 1))
    moved = update(members, members.copy(), np.array([14.0]), np.array([4.0]))
    assert moved.mean() == pytest.approx(12.0, abs=0.15)  # 4000 members: 2 / 63 of chance
    assert moved.std() == pytest.approx(1.5, abs=0.15)  # half a gain: 1 - 0.5 / 2, above sqrt(2)


def test_without_an_observation_nothing_moves() -> None:
    members = RNG.normal(size=(50, 3))
    moved = update(members, np.zeros((50, 0)), np.zeros(0), np.zeros(0))
    assert np.array_equal(moved, members)


def test_a_quantity_that_has_nothing_to_do_with_a_sensor_stays() -> None:
    members = RNG.normal(size=(400, 2))
    moved = update(members, members[:, :1].copy(), np.array([3.0]), np.array([0.01]))
    assert moved[:, 0].mean() == pytest.approx(3.0, abs=0.1)
    assert moved[:, 1].mean() == pytest.approx(members[:, 1].mean(), abs=0.3)


@pytest.mark.parametrize("variance", [0.0, -1.0])
def test_a_sensor_without_error_is_refused(variance: float) -> None:
    members = RNG.normal(size=(20, 1))
    with pytest.raises(ValueError, match="variance"):
        update(members, members, np.array([1.0]), np.array([variance]))


def test_surprise_counts_spreads() -> None:
    shown = RNG.normal(0.0, 3.0, (5000, 1))
    assert surprise(shown, np.array([10.0]), np.array([16.0]))[0] == pytest.approx(2.0, rel=0.05)


def rounds(trust: Trust, off: list[float], times: int = 4) -> np.ndarray:
    for k in range(times):
        told = np.arange(5.0) + k
        factor = trust.judge(np.arange(5), told, np.array(off), ONE_GROUP, NOBODY_LOCAL)
    return factor


def test_one_that_disagrees_with_all_others_is_not_listened_to() -> None:
    trust = Trust(5)
    factor = rounds(trust, [0.1, -0.2, 0.0, 9.0, 0.3])
    assert trust.liars().tolist() == [3]
    assert np.isinf(factor[3])
    assert np.isfinite(np.delete(factor, 3)).all()


def test_a_fire_that_surprises_all_makes_no_liars() -> None:
    trust = Trust(5)
    rounds(trust, [7.0, 7.5, 6.8, 7.2, 7.1])
    assert not len(trust.liars())


def test_what_hangs_near_the_fire_may_be_hotter_than_its_peers() -> None:
    trust = Trust(5)
    local = np.ones(5, dtype=np.bool_)
    for k in range(4):
        told = np.arange(5.0) + k
        trust.judge(np.arange(5), told, np.array([0.0, 0, 0, 9, 0]), ONE_GROUP, local)
    assert not len(trust.liars())


def test_a_stuck_sensor_loses_its_trust() -> None:
    trust = Trust(5)
    for k in range(10):
        told = np.array([k, k, k, 4.0, k], dtype=np.float64)
        off = np.array([0.0, 0.1, 0.0, -1.8, 0.1])
        trust.judge(np.arange(5), told, off, ONE_GROUP, NOBODY_LOCAL)
    assert trust.liars().tolist() == [3]


def test_trust_comes_back() -> None:
    trust = Trust(5)
    rounds(trust, [0.0, 0.0, 0.0, 9.0, 0.0])
    rounds(trust, [0.0] * 5, times=20)
    assert not len(trust.liars())


def test_one_that_the_air_below_it_denies_loses_its_trust() -> None:
    trust, two = Trust(5), np.arange(2)
    for k in range(4):
        denied = np.array([False, True])
        told, off = np.array([40.0, -3.0 + k]), np.array([0.1, -2.0])
        trust.judge(two, told, off, ONE_GROUP[:2], NOBODY_LOCAL[:2], denied)
    assert trust.liars().tolist() == [1]


@pytest.mark.parametrize(
    ("off", "together"),
    [([5.0], 5.0), ([5.0, 4.0], 4.0), ([5.0, -1.0], 0.0), ([0.1, 9.0, 0.3], 0.3)],
)
def test_what_surprises_one_of_two_surprises_nobody(off: list[float], together: float) -> None:
    assert agreed(np.array(off), ONE_GROUP[: len(off)]).tolist() == [together]
