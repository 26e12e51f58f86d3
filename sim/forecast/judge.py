"""Forecast a measured fire as it was played back, and hold each forecast against what happened."""

import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.forecast.assimilate import Assimilation
from sim.forecast.ensemble import Ensemble, joined
from sim.forecast.playback import Playback, Told, at
from sim.forecast.prior import BURNERS
from sim.forecast.score import (
    AHEAD,
    LEAST_RISE,
    Comparison,
    first_alarm,
    measured,
    naive,
)
from sim.forecast.sensors import DEAD_C, Kind
from sim.people.tenability import ZERO_C

FloatArray = npt.NDArray[np.float64]

ROUND_S = 20.0
QUICK_S = 10.0  # s between rounds while a fire is young
YOUNG_S = 120.0  # s after the first alarm
WINDOW_S = 120.0
BEFORE_S = 60.0  # s, for which the filter had watched when a recording begins: some begin hot
EVERY_S = 10.0
HORIZON_S = 600.0
LEAST_BURNING = 0.1  # share of the peak, below which a share of the heat release says nothing


@dataclass(frozen=True, slots=True)
class Settings:
    """How measured fires are forecast: members, forecasts of each fire, seed."""

    members: int = 96
    issues: int = 6
    seed: int = 1


@dataclass(frozen=True, slots=True)
class HeatRelease:
    """The fire at one instant: W true, and the 5, 50, 95 % quantiles found."""

    time: float
    true: float
    low: float
    median: float
    high: float

    @property
    def error(self) -> float:
        """Absolute, over the true one."""
        return abs(self.median - self.true) / self.true


@dataclass(frozen=True, slots=True)
class Judged:
    """One fire: comparisons, its heat release, wall seconds from the first alarm to the first
    forecast (the filter begins with the alarm), and of a refresh: one round and a forecast."""

    dataset: str
    name: str
    comparisons: tuple[Comparison, ...]
    found: tuple[HeatRelease, ...]
    first_s: float
    refresh_s: tuple[float, ...]


def judge(fire: Playback, settings: Settings) -> Judged | None:
    """All forecasts of one fire; None when no alarm ever came."""
    alarm = first_alarm(fire)
    if alarm is None:
        return None
    start = min((float(one.time[0]) for one in fire.told if len(one.time)), default=0.0)
    start = min(start, 0.0) - BEFORE_S
    began = time.perf_counter()
    own = Live(fire, start, settings)
    comparisons: list[Comparison] = []
    found: list[HeatRelease] = []
    spent, first = [], 0.0
    issues = _issues(fire, alarm, start, settings.issues)
    for number in range(1, issues[-1] + 1):
        now = start + number * ROUND_S
        clock = time.perf_counter()
        if now - ROUND_S < alarm + YOUNG_S:
            own.hear(fire.until(now - QUICK_S), now - QUICK_S)
        own.hear(fire.until(now), now)
        if number not in issues:
            continue
        rise = own.ahead(seed=number)
        done = time.perf_counter()
        spent.append(done - clock)
        first = first or done - began
        comparisons += _compared(fire, now, rise)
        found += _released(fire, now, own.ensemble)
    return Judged(fire.dataset, fire.name, tuple(comparisons), tuple(found), first, tuple(spent))


def _issues(fire: Playback, alarm: float, start: float, count: int) -> list[int]:
    """Rounds after which a forecast is made, evenly from the alarm to a minute before the end."""
    first = max(int(np.ceil((alarm - start) / ROUND_S)), 1)
    end = max(float(truth.time[-1]) for truth in fire.truths)
    last = max(int((end - start - AHEAD[0]) // ROUND_S), first)
    return sorted(set(np.linspace(first, last, count).round().astype(int).tolist()))


class Live:
    """The filter of a fire that is played back. It is only ever given what `until` lets through."""

    def __init__(self, fire: Playback, start: float, settings: Settings) -> None:
        self.start, self._settings, self._heard = start, settings, start
        case = fire.case
        self.ensemble = Ensemble(
            case, settings.members, prior=BURNERS, seed=settings.seed, window=WINDOW_S
        )
        self._filter = Assimilation(self.ensemble, tuple(one.sensor for one in fire.told))

    def hear(self, known: Playback, now: float) -> None:
        """One round to `now`, s of the recording, with all that is known by then."""
        before, self._heard = self._heard, now
        told = {n: v for n, one in enumerate(known.told) if (v := newest(one, before)) is not None}
        known.conditions(self.ensemble, now, self.start)
        deadly = DEAD_C - (self.ensemble.case.inside - ZERO_C)
        least = {n: deadly for n, one in enumerate(known.told) if before < one.dead <= now}
        self._filter.step(now - self.start, told, least)

    def ahead(self, *, seed: int) -> FloatArray:
        """Rise of each upper layer over the horizon, K, (m, n, c); the members stay."""
        own = self.ensemble
        times = np.arange(0.0, HORIZON_S + 1.0, EVERY_S)
        with own.kept():
            own.settle()
            own.burn(own.time + times, own.roots_ahead(times, seed=seed))
            run = own.run(own.time + HORIZON_S, EVERY_S)
            run = joined(own.last, run)
            rise = (run.upper_temperature - own.case.inside) * own.scale[:, None, :]
        rise = late(self._filter.felt, rise, own.slow)
        whole = self._filter.anchor.rises(own.time, times, rise, seed=seed)
        return np.asarray(whole[:, 1:], dtype=np.float64)


def late(felt: FloatArray, rise: FloatArray, slow: FloatArray) -> FloatArray:
    """Rises (m, t, c) every EVERY_S as measured, `slow` (m,) s late; felt (m, c): now."""
    found, share = rise.copy(), (1.0 - np.exp(-EVERY_S / slow))[:, None]
    found[:, 0] = felt
    for n in range(1, rise.shape[1]):
        found[:, n] = found[:, n - 1] + share * (rise[:, n] - found[:, n - 1])
    return found


def newest(told: Told, after: float) -> float | None:
    """The last sample later than `after`."""
    return float(told.value[-1]) if len(told.time) and told.time[-1] > after else None


def last_heard(fire: Playback, now: float) -> float:
    """When any head of the building last told something, true or not: what people did after that,
    nothing inside can know."""
    times = [one.time[one.time <= now] for one in fire.told]
    return max((float(own[-1]) for own in times if len(own)), default=now)


def _compared(fire: Playback, now: float, rise: FloatArray) -> list[Comparison]:
    found, heard = [], last_heard(fire, now)
    for truth in fire.truths:
        heads = [
            one for one in fire.told
            if one.sensor.room == truth.room and one.sensor.kind is Kind.LAYER
        ]  # fmt: skip
        for ahead in AHEAD:
            true, simple = measured(truth, now + ahead, ahead), naive(heads, now, ahead)
            if true is None or true < LEAST_RISE or simple is None:
                continue
            column = rise[:, round(ahead / EVERY_S) - 1, truth.room]
            low, median, high = (float(q) for q in np.quantile(column, (0.05, 0.5, 0.95)))
            found.append(
                Comparison(
                    dataset=fire.dataset, case=fire.name, made=now, ahead=ahead, room=truth.room,
                    measured=true, low=low, median=median, high=high, persistence=simple[0],
                    trend=simple[1], hand=any(heard - 5.0 < h < now + ahead for h in fire.hands),
                    blind=all(one.dead <= now for one in heads),
                )
            )  # fmt: skip
    return found


def _released(fire: Playback, now: float, ensemble: Ensemble) -> list[HeatRelease]:
    true, most = at(fire.hrr, now), max(value for _, value in fire.hrr)
    if true < LEAST_BURNING * most:
        return []
    low, median, high = (float(q) for q in np.quantile(ensemble.burnt, (0.05, 0.5, 0.95)))
    return [HeatRelease(now, true, low, median, high)]
