"""What the model lacks beside the sensors now, carried into the forecast.

A zone model misses a layer by some kelvin, and goes on missing it the same way: what the heads of a
room show beyond the members is added to the members' course. What changed in it over the last
minute goes on a little, and it fades where no head tells any more. For the next minutes the heads'
own trend counts as much as the members: it knows nothing of the fire, and misses nothing either.
"""

from collections import deque
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from sim.forecast.prior import spread

FloatArray = npt.NDArray[np.float64]

RECENT = 60.0  # s, over which a change of what is lacking counts
ROUNDS = 3  # least number of rounds that show a change
PLAIN = 10.0  # K, from which on two rounds will do, and s that lie between them
STEEPEST = 1.0  # K/s
GOES_ON = 30.0  # s, for which it goes on
FADES = 120.0  # s, in which it is forgotten once no head tells
GROWS = 0.05  # share of the rise by which a forecast is more uncertain after one minute
TREND = 0.6  # weight of the heads' trend at first
TREND_S = 300.0  # s, over which it is lost
STARTS = 5.0  # K, from which on a room counts as warmed
BEFORE = 30.0  # s, for which it burnt before that
STEEPEST_POWER = 4 / 3  # of time: a t-squared fire's layer, as its rise goes with Q^(2/3)
LEAST_K = 1.0  # K


@dataclass(slots=True)
class Anchor:
    """Lacking and told (K) in each of `rooms` rooms by time, s."""

    rooms: int
    _told: list[deque[tuple[float, float, float]]] = field(init=False)
    _since: FloatArray = field(init=False)
    _shift: FloatArray = field(init=False)

    def __post_init__(self) -> None:
        self._told = [deque() for _ in range(self.rooms)]
        self._since = np.full(self.rooms, np.nan)
        self._shift = np.zeros((1, self.rooms))

    def adopt(self, now: float, room: int, lacking: float, told: float) -> None:
        """What the heads of a room showed at `now`, K, beyond the members and in all."""
        own = self._told[room]
        own.append((now, lacking, told))
        if told < STARTS:
            self._since[room] = np.nan
        elif np.isnan(self._since[room]):
            self._since[room] = now - BEFORE
        while own[0][0] < now - RECENT - 1e-6:
            own.popleft()

    def carried(self, now: float, times: FloatArray, room: int) -> FloatArray:
        """K to be added at times (t,) s after `now`."""
        own = self._told[room]
        if not own:
            return np.zeros(len(times))
        heard, lacking, _ = np.array(own).T
        age = now - heard[-1]
        kept = np.exp(-max(age - RECENT, 0.0) / FADES)
        slope = 0.0
        if len(own) >= ROUNDS and age < RECENT:
            slope = float(np.clip(np.polyfit(heard - now, lacking, 1)[0], -STEEPEST, STEEPEST))
        return np.asarray(kept * (lacking[-1] + slope * GOES_ON * (1 - np.exp(-times / GOES_ON))))

    def trend(self, now: float, times: FloatArray, room: int) -> FloatArray | None:
        """What the heads' own trend makes of a room, K, at times (t,) s after `now`: a power of the
        time that the room has been warmed, as the layer over a steady or a growing fire is, and an
        exponential where it falls. None when too few rounds were heard of late."""
        own = self._told[room]
        if not own or now - own[-1][0] >= RECENT:
            return None
        plain = own[-1][2] >= PLAIN and own[-1][0] - own[0][0] >= PLAIN
        if len(own) < ROUNDS and not plain:
            return None
        heard, _, told = np.array(own).T
        last = max(float(told[-1]), LEAST_K)
        slope = float(np.polyfit(heard, told, 1)[0]) / last
        since = self._since[room]
        age = BEFORE if np.isnan(since) else max(now - float(since), BEFORE)
        if slope < 0:
            return np.asarray(last * np.exp(slope * times))
        return np.asarray(last * (1.0 + times / age) ** min(slope * age, STEEPEST_POWER))

    def rises(
        self, now: float, times: FloatArray, rise: FloatArray, *, seed: int, base: bool = True
    ) -> FloatArray:
        """Rises of layers (m, t, c), K, at times (t,) s after `now`, with what the model lacks and
        the doubt that grows with time. Where a rise falls, what is lacking falls with it. base:
        nothing is done about the fire; what-ifs take over how far the trend moved the base."""
        whole = np.stack([self._lifted(now, times, rise[:, :, c], c) for c in range(self.rooms)], 2)
        if base:
            self._shift = self._towards_trends(now, times, np.median(whole, axis=0))
        elif len(self._shift) != len(times):
            self._shift = np.zeros((len(times), self.rooms))
        first = np.maximum(np.median(rise[:, 0], axis=0), 1.0)
        whole = whole + np.clip(rise / first, 0.0, 1.0) * self._shift
        chance = spread(len(rise), np.random.default_rng([seed, 6]))
        doubt = 1.0 + GROWS * np.sqrt(times / 60.0) * chance[:, None]
        whole = np.maximum(whole, np.minimum(rise, 0.0))
        return np.asarray(whole * np.maximum(doubt, 0.0)[:, :, None])

    def _lifted(self, now: float, times: FloatArray, own: FloatArray, room: int) -> FloatArray:
        first = max(float(np.median(own[:, 0])), 1.0)
        return np.asarray(own + np.clip(own / first, 0.0, 1.0) * self.carried(now, times, room))

    def _towards_trends(self, now: float, times: FloatArray, median: FloatArray) -> FloatArray:
        """K (t, c) by which the heads' trends move medians (t, c)."""
        shift = np.zeros_like(median)
        weight = TREND * np.exp(-times / TREND_S)
        for room in range(self.rooms):
            trend = self.trend(now, times, room)
            if trend is not None:
                shift[:, room] = weight * (trend - median[:, room])
        return shift
