"""The algebra of the filter: members moved by what sensors say. No fire, no units.

Sources: ensemble Kalman filter, Evensen 1994; half a gain for the anomalies, Sakov and Oke 2008.
"""

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
RIDGE = 1e-9


def update(
    members: FloatArray, shown: FloatArray, told: FloatArray, variance: FloatArray
) -> FloatArray:
    """Members (m, p) after observations told (k,) of variance (k,), where members would show
    shown (m, k). Quantities whose correlation with a sensor may be chance are not moved by it.

    Raises ValueError for shapes that do not fit or a variance that is not positive.
    """
    if shown.shape != (len(members), len(told)) or variance.shape != told.shape:
        raise ValueError(f"{members.shape}, {shown.shape}, {told.shape}, {variance.shape}")
    if not (variance > 0).all():
        raise ValueError("a variance must be above 0")
    if not len(told):
        return members.copy()
    count = len(members)
    mean, expected = members.mean(axis=0), shown.mean(axis=0)
    own, theirs = members - mean, shown - expected
    cross = own.T @ theirs / (count - 1)
    cross *= _beyond_chance(own, theirs, cross, count)
    among = theirs.T @ theirs / (count - 1) + np.diag(variance)
    gain = np.linalg.solve(among + RIDGE * np.trace(among) * np.eye(len(told)), cross.T).T
    return np.asarray(mean + gain @ (told - expected) + own - 0.5 * theirs @ gain.T)


def _beyond_chance(
    own: FloatArray, theirs: FloatArray, cross: FloatArray, count: int
) -> FloatArray:
    """Factor 0 to 1 for each pair (p, k): how far its correlation stands above that of noise."""
    size = np.sqrt((own**2).sum(axis=0) / (count - 1))[:, None]
    size = size * np.sqrt((theirs**2).sum(axis=0) / (count - 1))[None, :]
    correlation = np.abs(cross) / np.maximum(size, 1e-30)
    chance = 1.0 / np.sqrt(count - 1)
    return np.asarray(np.clip((correlation - chance) / chance, 0.0, 1.0))


def surprise(shown: FloatArray, told: FloatArray, variance: FloatArray) -> FloatArray:
    """Innovation of each sensor (k,) over the spread that members and noise explain."""
    total = shown.var(axis=0, ddof=1) + variance
    return np.asarray((told - shown.mean(axis=0)) / np.sqrt(total))
