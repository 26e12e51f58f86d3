"""Fires that may burn in a site's kitchen, and how well each fits what its sensors show.

Importance sampling: the same fires are drawn in every round, weighed anew by the readings of the
last minute, and nothing is remembered. Each is run from its ignition by the surrogate itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sim.fire.constants import EXTINCTION, VISIBILITY_FACTOR
from sim.fire.growth import COEFFICIENT
from sim.forecast.sensors import Air, Kind, Sensor, shown
from sim.surrogate.features import COLUMN, HORIZONS, LEAST_HEAT
from sim.surrogate.outputs import LAYER, LONGEST, O2, RISE, VISIBILITY, FloatArray

BACK = (0.0, 20.0, 40.0)  # s before now at which readings are held against a fire
KNOTS = np.array([0.0, *HORIZONS])  # s since ignition
FREEDOM = 4.0  # of Student's t: one wrong sensor does not decide
MISFIT = 0.3  # relative error of a jet or plume at a place
UNDER_HOOD = 8.0  # K; what a running hood leaves for a head is known no better
SEEN = 5e3  # W; our choice: heads of EN 54-10 see 0.1 m2 of heptane at 12 to 25 m
UNSEEN = 4.0  # by so much less likely (logarithm) is a fire that no flame head could see
LEAST_DISTINCT = 25.0  # fires that must remain of weight, else the readings are trusted less
SMALLEST, LARGEST = 5e4, 4e6  # W, of a peak
PER_FACTOR = 1.5e6  # W per m^2.5 that air through the openings can feed; Kawagoe 1958
BEFORE_ALARM = 240.0  # s, by which a fire may be older than its alarm
OLDEST = float(HORIZONS[-1])
CAPTURE, RADIATIVE = (0.4, 0.95), (0.22, 0.43)
PER_AREA, AREAS = 1e6, (0.06, 1.4)  # W/m2 by which a peak tells the size of a fire, and m2

BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """Chances of m fires, each (m,) in 0 to 1 and shuffled on its own; normal (m,): standard
    normal; doors (m, d)."""

    growth: FloatArray
    peak: FloatArray
    age: FloatArray
    seat: FloatArray
    capture: FloatArray
    radiative: FloatArray
    normal: FloatArray
    doors: FloatArray


def draws(count: int, doors: int, seed: int) -> Draws:
    """Drawn once: the same fires are weighed in every round."""
    rng = np.random.default_rng([seed, 8])
    even = [rng.permutation((np.arange(count) + 0.5) / count) for _ in range(6)]
    return Draws(
        growth=even[0], peak=even[1], age=even[2], seat=even[3], capture=even[4],
        radiative=even[5], normal=rng.standard_normal(count), doors=rng.random((count, doors)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Fires:
    """m fires: coefficient W/s2, peak W, age s since ignition, each (m,); seat (m, 3); inside K;
    course (m, 4, knots): what the surrogate says of each from its ignition, see OUTPUTS; height
    of the room, its floor, m; hood m3/s (0: none draws)."""

    coefficient: FloatArray
    peak: FloatArray
    age: FloatArray
    radiative: FloatArray
    seat: FloatArray
    course: FloatArray
    inside: float
    height: float
    floor: float
    hood: float

    def hrr(self, at: FloatArray) -> FloatArray:
        """Heat release `at` s (m,) after ignition, W; 0 before."""
        since = np.maximum(at, 0.0)
        return np.asarray(np.minimum(self.coefficient * since**2, self.peak), dtype=np.float64)

    def state(self, at: FloatArray) -> FloatArray:
        """What the course says `at` s (m,) after ignition, (m, 4). Between the ignition and the
        first minute a rise follows the heat release, a layer the root of time."""
        where = np.clip(np.searchsorted(KNOTS, at, side="right") - 1, 0, len(KNOTS) - 2)
        member = np.arange(len(at))
        low, high = self.course[member, :, where], self.course[member, :, where + 1]
        share = np.clip((at - KNOTS[where]) / (KNOTS[where + 1] - KNOTS[where]), 0.0, 1.0)
        early = where == 0
        first = np.maximum(self.hrr(np.full(len(at), KNOTS[1])), 1.0)
        part = np.repeat(share[:, None], 4, axis=1)
        part[early, RISE] = (self.hrr(at) / first)[early] ** (2 / 3)
        part[early, LAYER] = np.sqrt(share[early])
        return np.asarray(low + part * (high - low), dtype=np.float64)


def size(rows: FloatArray, chances: Draws) -> None:
    """Fill in what differs between fires at one seat: growth, peak, area, radiation, and the most
    that a hood takes of each."""
    slow, fast = COEFFICIENT["slow"], COEFFICIENT["ultra-fast"]
    factor = rows[:, COLUMN["opening_factor"]]
    most = np.clip(PER_FACTOR * factor, 6 * SMALLEST, LARGEST)
    peak = SMALLEST * (most / SMALLEST) ** chances.peak
    rows[:, COLUMN["growth"]] = slow * (fast / slow) ** chances.growth
    rows[:, COLUMN["peak"]] = peak
    rows[:, COLUMN["fire_area"]] = np.clip(peak / PER_AREA, *AREAS)
    rows[:, COLUMN["radiative_fraction"]] = _between(RADIATIVE, chances.radiative)
    draws = rows[:, COLUMN["hood_flow"]] > 0
    rows[:, COLUMN["hood_capture"]] = np.where(draws, _between(CAPTURE, chances.capture), 1.0)


def ages(chances: Draws, warned: float) -> FloatArray:
    """Seconds since ignition, (m,), `warned` s after the alarm: rather young, 0 among them, since
    oil alarms before it burns."""
    oldest = min(warned + BEFORE_ALARM, OLDEST)
    return np.asarray(oldest * chances.age**1.5, dtype=np.float64)


def _between(ends: tuple[float, float], share: FloatArray) -> FloatArray:
    return np.asarray(ends[0] + (ends[1] - ends[0]) * share, dtype=np.float64)


def weigh(
    fires: Fires, sensors: Sequence[Sensor], told: Sequence[Mapping[int, float]], *, flames: bool
) -> FloatArray:
    """Weights (m,), sum 1. told: change of each sensor, by its number, BACK s before now; flames:
    whether a flame head sees them."""
    score = -UNSEEN * (flames & (fires.hrr(fires.age) < SEEN))
    for back, changes in zip(BACK, told, strict=False):
        for n, value in _hottest(sensors, changes).items():
            sensor = sensors[n]
            expected = shown(sensor, air_of(fires, fires.age - back - sensor.lag))
            score = score + _fit(sensor, expected, value, hooded=fires.hood > 0) / len(told)
    power = 1.0
    while True:
        weight = np.exp(power * (score - score.max()))
        weight /= weight.sum()
        if 1.0 / float((weight**2).sum()) >= min(LEAST_DISTINCT, 0.2 * len(weight)):
            return np.asarray(weight, dtype=np.float64)
        power *= 0.7


def _fit(sensor: Sensor, expected: FloatArray, value: float, *, hooded: bool) -> FloatArray:
    """Log-likelihood (m,) of one reading."""
    size = np.maximum(np.abs(expected), abs(value))
    noise = max(sensor.noise, UNDER_HOOD) if hooded and sensor.kind is Kind.HEAD else sensor.noise
    variance = noise**2 + (max(sensor.share, MISFIT) * size) ** 2
    off = (value - expected) ** 2 / variance
    told = -0.5 * (FREEDOM + 1) * np.log1p(off / FREEDOM) - 0.5 * np.log(variance)
    return np.asarray(told, dtype=np.float64)


def _hottest(sensors: Sequence[Sensor], changes: Mapping[int, float]) -> dict[int, float]:
    """The reading of each kind that shows most: others may stand in a draught or behind a beam."""
    best: dict[Kind, int] = {}
    for n, change in changes.items():
        kind = sensors[n].kind
        if kind not in best or change > changes[best[kind]]:
            best[kind] = n
    return {n: changes[n] for n in best.values()}


def resampled(weight: FloatArray, count: int) -> IntArray:
    """Numbers of `count` fires in proportion to their weights, evenly spaced; Kitagawa 1996."""
    at = (np.arange(count) + 0.5) / count
    found = np.searchsorted(np.cumsum(weight), at)
    return np.asarray(np.minimum(found, len(weight) - 1), dtype=np.intp)


def air_of(fires: Fires, at: FloatArray) -> Air:
    """The air of each fire's room `at` s (m,) after ignition, as sensors meet it."""
    state = fires.state(at)
    rise, sight = np.maximum(state[:, RISE], 0.0), state[:, VISIBILITY]
    soot = np.where(sight < LONGEST, VISIBILITY_FACTOR / (EXTINCTION * sight), 0.0)
    zero, one = np.zeros((len(at), 1)), np.ones((len(at), 1))
    return Air(
        upper=(fires.inside + rise)[:, None], lower=fires.inside * one,
        layer=state[:, LAYER][:, None], upper_soot=soot[:, None], lower_soot=zero,
        upper_co=zero, lower_co=zero, floor=np.array([fires.floor]),
        height=np.array([fires.height]), hrr=fires.hrr(at)[:, None], seat=fires.seat[:, None, :],
        hood=np.full(len(at), fires.hood), hooded=np.array([fires.hood > 0]),
        radiative=fires.radiative, scale=one, inside=fires.inside,
    )  # fmt: skip


def present(fires: Fires, chosen: IntArray) -> FloatArray:
    """hrr W, rise K, layer m, o2 and sight m now of the chosen fires, (n, 5)."""
    state, hrr = fires.state(fires.age)[chosen], fires.hrr(fires.age)[chosen]
    columns = (state[:, n] for n in (RISE, LAYER, O2, VISIBILITY))
    return np.column_stack([np.maximum(hrr, LEAST_HEAT), *columns])


def in_room(sensor: Sensor) -> Sensor:
    """The sensor as the only room's."""
    return replace(sensor, room=0)
