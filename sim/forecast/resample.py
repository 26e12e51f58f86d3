"""Members chosen by how well they agree with what was told."""

import numpy as np
import numpy.typing as npt

from sim.forecast.prior import even

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]


def misfit(off: FloatArray, freedom: float = 4.0) -> FloatArray:
    """Minus the log-likelihood (m,) of errors in spreads (m, ...), Student's t: one wrong reading
    does not decide. Not finite: not told."""
    told = np.isfinite(off)
    square = np.where(told, off, 0.0) ** 2
    each = np.where(told, 0.5 * (freedom + 1.0) * np.log1p(square / freedom), 0.0)
    return np.asarray(each.reshape(len(off), -1).sum(axis=1))


def resampled(misfits: FloatArray, count: int, rng: np.random.Generator) -> IntArray:
    """`count` rows in proportion to their likelihood, evenly spaced."""
    weight = np.exp(misfits.min() - misfits)
    edges = np.cumsum(weight) / weight.sum()
    return np.minimum(np.searchsorted(edges, even(count, rng)), len(misfits) - 1)
