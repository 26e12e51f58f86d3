"""How far a model is from measurements: bias and relative scatter, as NIST states them.

Source: McGrattan, Toman, Quantifying the predictive uncertainty of complex numerical models,
Metrologia 48, 2011. ln(model / measured) is taken as normal; the scatter of the experiment, known
apart, is removed from the scatter of all points.
"""

import math
from collections.abc import Sequence

import numpy as np
from msgspec import Struct

EXPERIMENT_SIGMA = {
    "T_upper rise": 0.07,
    "T_lower rise": 0.07,
    "ceiling jet T rise": 0.07,
    "plume T rise": 0.07,
    "layer depth": 0.05,
    "opening flow": 0.08,
    "O2 drop": 0.08,
    "CO2 rise": 0.08,
    "CO rise": 0.19,
    "pressure": 0.23,
    "sprinkler activation": 0.06,
    "target heat flux": 0.11,
    "surface heat flux": 0.11,
}
"""Relative standard deviation of the measurements, by quantity. Source: README of the data and
NIST's table of CFAST's errors (sprinklers); opening flow: as for velocity."""


class Statistics(Struct, frozen=True, kw_only=True):
    """n points; bias and sigma of the model (relative), mean_abs_pct of the plain error.

    sigma_experiment: what was removed. n_not_positive: points that no logarithm takes, part of
    mean_abs_pct only. None where there are too few points (bias: 1, sigma: 2).
    """

    n: int
    bias: float | None
    sigma: float | None
    mean_abs_pct: float | None
    sigma_experiment: float
    n_not_positive: int = 0


def statistics(
    measured: Sequence[float], predicted: Sequence[float], sigma_experiment: float
) -> Statistics:
    """Bias and relative standard deviation of a model, pairs in the same order.

    Where the points scatter less than the experiment alone, half of the variance is given to each
    side, as NIST does: sigma_E = min(sigma_E, u / sqrt(2)).
    """
    e, m = np.asarray(measured, float), np.asarray(predicted, float)
    kept = e != 0
    error = float(np.mean(np.abs(m[kept] / e[kept] - 1))) * 100 if kept.any() else None
    positive = (e > 0) & (m > 0)
    bias, sigma, removed = _log_statistics(np.log(m[positive] / e[positive]), sigma_experiment)
    return Statistics(
        n=len(e),
        bias=bias,
        sigma=sigma,
        mean_abs_pct=error,
        sigma_experiment=removed,
        n_not_positive=int((~positive).sum()),
    )


def _log_statistics(
    ratios: np.ndarray, sigma_experiment: float
) -> tuple[float | None, float | None, float]:
    if not len(ratios):
        return None, None, sigma_experiment
    mean = float(ratios.mean())
    if len(ratios) < 2:
        return math.exp(mean), None, sigma_experiment
    total = float(ratios.std(ddof=1))
    experiment = min(sigma_experiment, total / math.sqrt(2))
    model = math.sqrt(max(0.0, total**2 - experiment**2))
    return math.exp(mean + model**2 / 2 - experiment**2 / 2), model, experiment
