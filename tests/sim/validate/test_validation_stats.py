"""Bias and scatter come out as they were put in, by NIST's formulas."""

import math

import numpy as np
import pytest

from sim.validate.stats import statistics


def test_a_known_bias_and_scatter_are_found() -> None:
    random = np.random.default_rng(1)
    truth = random.uniform(50, 300, 20_000)
    measured = truth * np.exp(random.normal(0, 0.07, truth.size))
    predicted = 1.1 * truth * np.exp(random.normal(0, 0.2, truth.size))
    found = statistics(measured.tolist(), predicted.tolist(), 0.07)
    assert found.sigma == pytest.approx(0.2, rel=0.03)  # 3 standard errors of 20,000 points
    expected = 1.1 * math.exp(0.2**2 / 2 - 0.07**2 / 2)
    assert found.bias == pytest.approx(expected, rel=0.01)


def test_scatter_below_that_of_the_experiment_is_shared() -> None:
    found = statistics([100.0, 100.0, 100.0], [99.0, 100.0, 101.0], 0.07)
    total = np.log([0.99, 1.0, 1.01]).std(ddof=1)
    assert found.sigma == pytest.approx(total / math.sqrt(2))
    assert found.sigma_experiment == pytest.approx(total / math.sqrt(2))


def test_three_points_by_hand() -> None:
    found = statistics([1.0, 2.0, 4.0], [2.0, 2.0, 2.0], 0.1)
    total = math.log(2)  # logs of the ratios are ln 2, 0, -ln 2
    model = math.sqrt(total**2 - 0.01)
    assert found.sigma == pytest.approx(model)
    assert found.bias == pytest.approx(math.exp(model**2 / 2 - 0.005))
    assert found.mean_abs_pct == pytest.approx(50.0)


def test_points_without_a_logarithm_are_counted_and_kept_in_the_plain_error() -> None:
    found = statistics([10.0, 10.0, 10.0], [10.0, 10.0, -10.0], 0.07)
    assert (found.n, found.n_not_positive) == (3, 1)
    assert found.bias == pytest.approx(1.0)
    assert found.mean_abs_pct == pytest.approx(200 / 3)


@pytest.mark.parametrize("n", [0, 1])
def test_too_few_points_say_so(n: int) -> None:
    found = statistics([10.0] * n, [12.0] * n, 0.07)
    assert found.n == n
    assert found.sigma is None
    assert found.bias == (pytest.approx(1.2) if n else None)
