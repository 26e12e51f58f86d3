import numpy as np
import pytest

from sim.fire import growth, suppression
from sim.fire.suppression import Discharge, suppressed

TIME = np.arange(0.0, 901.0)
FIRE = growth.t_squared(TIME, growth.COEFFICIENT["fast"], peak=2e6)


def test_a_sprinklered_fire_falls_by_the_published_law() -> None:
    hrr = suppressed(TIME, FIRE, suppression.sprinkler(120.0, density=0.2))
    known = FIRE[120] * np.exp(-60.0 / (3.0 * 0.2**-1.85))
    assert hrr[180] == pytest.approx(known)
    light = suppressed(TIME, FIRE, Discharge(at=120.0))
    assert light[220] == pytest.approx(FIRE[120] * np.exp(-2.3))


def test_more_water_is_never_worse_and_outside_its_range_it_is_refused() -> None:
    assert suppression.sprinkler_constant(0.07) == pytest.approx(410.0, rel=0.01)  # Evans
    constants = suppression.sprinkler_constant(np.array([0.03, 0.1, 0.2, 0.3]))
    assert (np.diff(constants) < 0).all()
    with pytest.raises(ValueError, match="density"):
        suppression.sprinkler_constant(1.0)


@pytest.mark.parametrize("action", [
    suppression.sprinkler(150.0, density=0.07), suppression.wet_chemical(60.0, reach=0.6),
    suppression.extinguisher(80.0), Discharge(), Discharge(at=30.0, constant=9.0, lasts=15.0),
])  # fmt: skip
def test_suppression_never_adds_heat_nor_acts_before_its_time(action: Discharge) -> None:
    hrr = suppressed(TIME, FIRE, action)
    assert (hrr <= FIRE + 1e-9).all()
    assert (hrr >= 0).all()
    before = float(action.at) > TIME
    assert (hrr[before] == FIRE[before]).all()


def test_an_extinguisher_works_on_a_small_fire_and_not_on_a_big_one() -> None:
    early, late = suppressed(TIME, FIRE, suppression.extinguisher(np.array([60.0, 200.0])))
    assert early[80] < 0.05 * FIRE[60]
    assert (late == FIRE).all()
    assert early[300] > 1e6  # what was not out grows again once the agent is spent


def test_what_is_out_of_reach_burns_on() -> None:
    hrr = suppressed(TIME, FIRE, suppression.wet_chemical(100.0, reach=0.7))
    assert hrr[400] == pytest.approx(0.3 * FIRE[400], rel=1e-6)


def test_members_keep_their_own_times() -> None:
    times = np.array([50.0, 100.0, np.inf])
    hrr = suppressed(TIME, FIRE, suppression.wet_chemical(times))
    assert hrr.shape == (3, len(TIME))
    assert (hrr[2] == FIRE).all()
    assert (np.diff(hrr[:, -1]) >= 0).all()


def test_a_share_above_1_is_refused() -> None:
    with pytest.raises(ValueError, match="reach"):
        suppressed(TIME, FIRE, suppression.wet_chemical(10.0, reach=1.2))
