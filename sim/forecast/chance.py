"""How an unknown fire may go on: the chances that drift and forecast share. Roots in W^0.5."""

import numpy as np
import numpy.typing as npt

from sim.forecast.prior import LEAST, even, log_even, spread

FloatArray = npt.NDArray[np.float64]

DYING = 0.1  # share of the most that it gave for minutes, below which a fire is taken to go out
GOES_OUT = 60.0  # s
LEAPS, LITTLE = 4.0, 0.1  # of the root, and share of the largest one


def dying(roots: FloatArray, reached: float, times: FloatArray) -> FloatArray:
    """Factor (m, t) on roots (m,) at times (t,) s ahead: a fire that has lost most of the heat that
    it `reached` was put out and goes out."""
    lost = roots[:, None] ** 2 < DYING * reached**2
    return np.where(lost, np.exp(-times / (2.0 * GOES_OUT)), 1.0)


def declined(left: FloatArray, times: FloatArray, decay: float) -> FloatArray:
    """Factor (m, t) on roots at times (t,) s ahead of fires that burn on for `left` (m,) s: what
    nobody hears of ends some day. decay: s."""
    over = np.maximum(times - np.maximum(left, 0.0)[:, None], 0.0)
    return np.asarray(np.exp(-over / (2.0 * decay)))


def anywhere(
    roots: FloatArray, most: float, step: float, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Roots (m,) of a fire that is known to be another one than was thought, with roots (m,) at
    hand: from next to nothing to LEAPS times as much, or to the largest, `most`, where there was
    hardly one. And their slopes: what took it there over `step`, s, goes on in part."""
    known = float(np.median(roots))
    top = most if known < LITTLE * most else min(LEAPS * known, most)
    found = log_even(min(LEAST**0.5, top / 2), top, len(roots), rng)
    return found, np.asarray(even(len(roots), rng) * (found - known) / step)


def relaxed(
    own: FloatArray, mean: FloatArray, width: FloatArray, kept: float, rng: np.random.Generator
) -> FloatArray:
    """Columns (m, k) drawn back towards their means (k,), with chance of spread `width` (k,)."""
    chance = np.column_stack([spread(len(own), rng) for _ in width])
    return np.asarray(mean + kept * (own - mean) + (1.0 - kept**2) ** 0.5 * width * chance)
