"""How an unknown fire may go on: the chances that drift and forecast share. Roots in W^0.5."""

import numpy as np
import numpy.typing as npt

from sim.forecast.prior import AT_ONCE, LEAST, even, log_even, spread

FloatArray = npt.NDArray[np.float64]

DYING = 0.1  # share of the most that it gave for minutes, below which a fire is taken to go out
GOES_OUT = 60.0  # s
LEAPS, LITTLE = 4.0, 0.1  # of the root, and share of the largest one
STILL = 0.5  # share of the members whose fire has not come to its new size yet


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


def anywhere(roots: FloatArray, most: float, rng: np.random.Generator) -> FloatArray:
    """Roots (m,) of a fire that is known to be another one than was thought, with roots (m,) at
    hand: from next to nothing to LEAPS times as much, or to the largest, `most`, where there was
    hardly one."""
    known = float(np.median(roots))
    top = most if known < LITTLE * most else min(LEAPS * known, most)
    return log_even(min(LEAST**0.5, top / 2), top, len(roots), rng)


def turned(
    times: FloatArray, roots: FloatArray, found: FloatArray, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Courses (m, t) of roots (m, t) at times (t,) s that turned to found (m,) some time ago, as
    sensors tell late: at any time, in half of the members at a pace that lasts until now and goes
    on in part. And their slopes now (m,)."""
    count, now = len(found), float(times[-1])
    onset = times[0] + (now - times[0]) * even(count, rng)
    still = even(count, rng) < STILL
    ago = np.maximum(now - onset, AT_ONCE)
    takes = ago * np.where(still, 1.0, even(count, rng))
    share = np.clip((times - onset[:, None]) / takes[:, None], 0.0, 1.0)
    course = roots + share * (found[:, None] - roots)
    course[:, -1] = found
    return course, np.where(still, even(count, rng) * (found - roots[:, -1]) / takes, 0.0)


def relaxed(
    own: FloatArray, mean: FloatArray, width: FloatArray, kept: float, rng: np.random.Generator
) -> FloatArray:
    """Columns (m, k) drawn back towards their means (k,), with chance of spread `width` (k,)."""
    chance = np.column_stack([spread(len(own), rng) for _ in width])
    return np.asarray(mean + kept * (own - mean) + (1.0 - kept**2) ** 0.5 * width * chance)


def within(roots: FloatArray, most: float) -> FloatArray:
    """Roots kept between 0 and `most`. What went beyond comes back by as much: members that all
    stand at the edge know nothing any more."""
    return np.asarray(np.clip(np.where(roots > most, 2.0 * most - roots, roots), 0.0, most))
