"""How good forecasts of measured fires were, beside those that need no model."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.forecast.playback import Playback, Told, Truth

FloatArray = npt.NDArray[np.float64]

AHEAD = (60.0, 180.0, 300.0, 600.0)
LEAST_RISE = 10.0  # K, below which a share of the rise says nothing
ALARM_RISE = 10.0  # K, of half of the heads in a room: the first alarm
TREND_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One forecast of one layer against what happened. Rises K; hand: people shut the burner off
    between the last word of any head before the forecast and its target; blind: no head of the
    room lived when it was made."""

    dataset: str
    case: str
    made: float
    ahead: float
    room: int
    measured: float
    low: float
    median: float
    high: float
    persistence: float
    trend: float
    hand: bool
    blind: bool

    @property
    def is_inside(self) -> bool:
        """Whether the 90 % band held."""
        return self.low <= self.measured <= self.high

    def error(self, name: str = "median") -> float:
        """Absolute error of a forecast over the measured rise."""
        told: float = getattr(self, name)
        return abs(told - self.measured) / max(self.measured, LEAST_RISE)


def first_alarm(playback: Playback) -> float | None:
    """When half of the heads of a room first stand ALARM_RISE above what they were, s."""
    rooms = {one.sensor.room for one in playback.told}
    times = [_alarm_of([t for t in playback.told if t.sensor.room == room]) for room in rooms]
    found = [one for one in times if one is not None]
    return min(found) if found else None


def _alarm_of(heads: list[Told]) -> float | None:
    firsts = sorted(
        float(one.time[over[0]])
        for one in heads
        if len(over := np.flatnonzero(one.value >= ALARM_RISE))
    )
    needed = (len(heads) + 1) // 2
    return firsts[needed - 1] if len(firsts) >= needed else None


def measured(truth: Truth, time: float, ahead: float) -> float | None:
    """The rise at `time`, between samples no further apart than the forecast reaches."""
    after = int(np.searchsorted(truth.time, time))
    if after >= len(truth.time):
        return None
    before = max(after - 1, 0) if truth.time[after] > time else after
    if truth.time[before] > time or truth.time[after] - truth.time[before] > ahead:
        return None
    return float(np.interp(time, truth.time, truth.rise))


def naive(heads: list[Told], time: float, ahead: float) -> tuple[float, float] | None:
    """Persistence and linear trend of the median head, from samples up to `time`; None before the
    first one. Heads that fell silent count with their last value."""
    series = [(one.time[one.time <= time], one.value[one.time <= time]) for one in heads]
    series = [(t, v) for t, v in series if len(t)]
    if not series:
        return None
    last = float(np.median([v[-1] for _, v in series]))
    slopes = [slope for t, v in series if (slope := _slope(t, v)) is not None]
    trend = last + (float(np.median(slopes)) if slopes else 0.0) * ahead
    return last, max(trend, 0.0)


def _slope(time: FloatArray, value: FloatArray) -> float | None:
    recent = time >= min(time[-1] - TREND_S, time[max(len(time) - 3, 0)])
    if recent.sum() < 2:
        return None
    return float(np.polyfit(time[recent], value[recent], 1)[0])


def mean_pct(comparisons: list[Comparison], name: str = "median") -> float:
    """Mean absolute error, %, nan of none."""
    if not comparisons:
        return float("nan")
    return 100 * float(np.mean([one.error(name) for one in comparisons]))
