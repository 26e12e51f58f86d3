"""Normal running of many instruments as a pure function of seed and time, on arrays.

Cooking is a sum of sines with a kitchen's own phases; an instrument sees it through a
first-order lag, which for a sine is an amplitude 1/sqrt(1 + (w tau)^2) and a phase -atan(w tau).
So no state has to be carried from call to call, and the same seed gives the same kitchen however
often and however rarely it is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from sim.plant.instruments import Behaviour, band_of, behaviour_of, resting_code
from twin.clock import NS_PER_S
from twin.site.model import Point

Float64Array = npt.NDArray[np.float64]
Int64Array = npt.NDArray[np.int64]

COOKING_S = np.array([23.0, 61.0, 173.0, 611.0])  # wok tosses, dishes, orders, waves of guests
COOKING_SHARE = np.array([0.25, 0.30, 0.25, 0.20])
THERMOSTAT_S = (90.0, 150.0)
HEATING_SHARE = 0.25  # a fryer heats faster than it cools
SPREAD = sqrt(6.0)  # the difference of two even numbers has a spread of 1 / sqrt(6)
EDGE = 0.03  # normal running keeps this share of the band free at both ends
LOCAL_NS = 8 * 3600 * NS_PER_S  # the whole fleet keeps China standard time
DAY_NS = 24 * 3600 * NS_PER_S
MEALS_H = ((12.0, 1.5), (19.0, 2.0))  # centre and half width of the two meals


@dataclass(frozen=True)
class Running:
    """Coefficients of n instruments. Per sine (n, s): amplitude (unit), pulse (1/s), phase."""

    start: int
    low: Float64Array
    high: Float64Array
    centre: Float64Array
    resolution: Float64Array
    noise: Float64Array
    meal: Float64Array
    amplitude: Float64Array
    pulse: Float64Array
    phase: Float64Array
    saw: Float64Array
    saw_period: Float64Array
    saw_phase: Float64Array
    salt: npt.NDArray[np.uint64]

    def values(self, rows: Int64Array, times: Int64Array) -> Float64Array:
        """What the instruments `rows` show at `times` ns UTC, (m,) and (m,) to (m,)."""
        t = (times - self.start) / NS_PER_S
        sines = np.sin(self.pulse[rows] * t[:, None] + self.phase[rows])
        value = self.centre[rows] + (self.amplitude[rows] * sines).sum(axis=1)
        value += self.saw[rows] * _saw((t / self.saw_period[rows] + self.saw_phase[rows]) % 1.0)
        value += self.meal[rows] * _meal(times)
        value += self.noise[rows] * _noise(self.salt[rows], times)
        return self.shown(rows, np.clip(value, self.low[rows], self.high[rows]))

    def shown(self, rows: Int64Array, values: Float64Array) -> Float64Array:
        """Values rounded to what each instrument can show."""
        step = self.resolution[rows]
        safe = np.where(step > 0, step, 1.0)
        return np.where(step > 0, np.round(np.round(values / safe) * safe, 6), values)


def running_of(kitchens: Sequence[Sequence[Point]], *, seed: int, start: int) -> Running:
    """Coefficients of all points of all kitchens, one kitchen after the other."""
    parts = [
        _Part.of(points, np.random.default_rng([seed, place]))
        for place, points in enumerate(kitchens)
    ]
    joined = [
        np.concatenate([getattr(part, name) for part in parts]) for name in _Part.__annotations__
    ]
    return Running(start, *joined)


@dataclass(frozen=True)
class _Part:
    """One kitchen's coefficients, in the order of Running's fields."""

    low: Float64Array
    high: Float64Array
    centre: Float64Array
    resolution: Float64Array
    noise: Float64Array
    meal: Float64Array
    amplitude: Float64Array
    pulse: Float64Array
    phase: Float64Array
    saw: Float64Array
    saw_period: Float64Array
    saw_phase: Float64Array
    salt: npt.NDArray[np.uint64]

    @classmethod
    def of(cls, points: Sequence[Point], rng: np.random.Generator) -> "_Part":
        n = len(points)
        kinds = [_FIXED if p.is_discrete else behaviour_of(p) for p in points]
        bands = np.array([(resting_code(p),) * 2 if p.is_discrete else band_of(p) for p in points])
        bands = bands.reshape(n, 2).astype(np.float64)
        width = bands[:, 1] - bands[:, 0]

        def column(name: str) -> Float64Array:
            return np.array([getattr(kind, name) for kind in kinds], dtype=np.float64)

        cooking = 2 * np.pi / (COOKING_S * rng.uniform(0.85, 1.15, len(COOKING_S)))
        turn = np.outer(column("lag_s"), cooking)
        own_s = column("wander_s")[:, None] * rng.uniform([0.8, 0.25], [1.2, 0.4], (n, 2))
        weight = column("cooking")[:, None] * COOKING_SHARE / np.sqrt(1 + turn**2)
        own = column("wander")[:, None] * np.array([0.7, 0.3])
        phases = rng.uniform(0, 2 * np.pi, len(COOKING_S)) - np.arctan(turn)
        own_phases = rng.uniform(0, 2 * np.pi, (n, 2))
        return cls(
            low=bands[:, 0] + EDGE * width,
            high=bands[:, 1] - EDGE * width,
            centre=bands[:, 0] + column("centre") * width,
            resolution=column("resolution"),
            noise=column("noise") * width,
            meal=column("meal") * width,
            amplitude=np.hstack([weight, own]) * width[:, None],
            pulse=np.hstack([np.tile(cooking, (n, 1)), 2 * np.pi / own_s]),
            phase=np.hstack([phases, own_phases]),
            saw=column("thermostat") * width,
            saw_period=rng.uniform(*THERMOSTAT_S, n),
            saw_phase=rng.uniform(0, 1, n),
            salt=rng.integers(0, 2**63, n, dtype=np.uint64),
        )


_FIXED = Behaviour(0.0, wander=0.0, noise=0.0)


def _saw(turn: Float64Array) -> Float64Array:
    """On-off control between -1 and 1: up while heating, down while cooling; turn 0 to 1."""
    rising = 2 * turn / HEATING_SHARE - 1
    falling = 1 - 2 * (turn - HEATING_SHARE) / (1 - HEATING_SHARE)
    return np.where(turn < HEATING_SHARE, rising, falling)


def _meal(times: Int64Array) -> Float64Array:
    """How busy the hour is, 0 between meals to 1 at the height of one."""
    hour = ((times + LOCAL_NS) % DAY_NS) / (3600 * NS_PER_S)
    busy: Float64Array = np.zeros(len(hour))
    for centre, width in MEALS_H:
        busy += np.exp(-(((hour - centre) / width) ** 2))
    return busy


def _noise(salt: npt.NDArray[np.uint64], times: Int64Array) -> Float64Array:
    """White noise of mean 0 and spread 1 from instrument and time (splitmix64, Steele 2014)."""
    with np.errstate(over="ignore"):
        x = salt ^ (times.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15))
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        x ^= x >> np.uint64(31)
    high, low = x >> np.uint64(32), x & np.uint64(0xFFFFFFFF)
    even: Float64Array = (high.astype(np.float64) - low.astype(np.float64)) / 2**32
    return even * SPREAD
