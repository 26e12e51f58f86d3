"""What panels, valves and vats tell of a fire at once."""

import numpy as np
import pytest

from sim.forecast.events import KEEPS_UP, chances, cut, struck
from tests.sim.forecast.test_forecaster import ALARM, S, burning, samples

BIG = np.full(4, 400.0)
REACH = np.array([0.0, 0.5, 0.9, 1.0])


def test_an_agent_leaves_what_it_does_not_reach() -> None:
    out = struck(BIG, REACH, 10.0, 0.0, 70.0)
    assert out**2 == pytest.approx(BIG**2 * (1.0 - REACH), abs=1.0)


def test_in_two_rounds_it_does_as_much_as_in_one() -> None:
    halves = struck(struck(BIG, REACH, 3.0, 0.0, 5.0), REACH, 3.0, 5.0, 10.0)
    assert halves == pytest.approx(struck(BIG, REACH, 3.0, 0.0, 10.0))


def test_gas_cut_leaves_what_the_oil_keeps_up() -> None:
    assert cut(BIG, 0.0, 0.0, 1e4) ** 2 == pytest.approx(np.full(4, KEEPS_UP))
    small = np.full(4, 100.0)
    assert cut(small, 0.0, 0.0, 1e4) == pytest.approx(small)
    assert cut(BIG, 20.0, 0.0, 10.0) == pytest.approx(BIG)


def test_few_agents_fail() -> None:
    own = chances(1000, seed=1)
    assert 0.02 < (own.reach == 0).mean() < 0.08
    assert own.reach[own.reach > 0].min() >= 0.5


def test_a_discharge_is_in_the_next_forecast_before_it_cools() -> None:
    silent, told = burning(40.0), burning(40.0)
    told.observe(samples("SUP-ST", [(-100.0, 0.0), (31.0, 3.0)]), ALARM + 40 * S)
    for own in (silent, told):
        own.forecast(ALARM + 30 * S)
    left = [own.forecast(ALARM + 36 * S).hrr_kw.median[-1] for own in (silent, told)]
    assert left[1] < 0.7 * left[0]
