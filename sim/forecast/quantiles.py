"""From members to the three numbers that travel."""

import numpy as np
import numpy.typing as npt

from sim.forecast.parts import Series
from sim.people.model import QUANTILES

FloatArray = npt.NDArray[np.float64]


def series(values: FloatArray) -> Series:
    """Quantiles over members of (m, t)."""
    low, median, high = np.quantile(values, QUANTILES, axis=0)
    return Series(*(tuple(np.round(row, 3).tolist()) for row in (low, median, high)))


def three(values: FloatArray) -> tuple[float, float, float]:
    """5, 50 and 95 % of members (m,)."""
    low, median, high = np.quantile(values, QUANTILES)
    return round(float(low), 3), round(float(median), 3), round(float(high), 3)


def last_over(times: FloatArray, over: npt.NDArray[np.bool_]) -> FloatArray:
    """From when on members over (m, t) are so no more, s of times (t,), inf for never; the first
    time for one that never was."""
    after = np.where(over, np.arange(1, len(times) + 1), 0).max(axis=1)
    return np.asarray(np.append(times, np.inf)[after])
