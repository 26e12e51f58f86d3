"""What the model lacks beside the sensors now, carried into the forecast.

A zone model misses a layer by some kelvin, and goes on missing it the same way: what the heads of a
room show beyond the members is added to the members' course. What changed in it over the last
minute goes on a little, and it fades where no head tells any more.
"""

from collections import deque
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from sim.forecast.prior import spread

FloatArray = npt.NDArray[np.float64]

RECENT = 60.0  # s, over which a change of what is lacking counts
ROUNDS = 3  # least number of rounds that show a change
STEEPEST = 1.0  # K/s
GOES_ON = 30.0  # s, for which it goes on
FADES = 120.0  # s, in which it is forgotten once no head tells
GROWS = 0.03  # share of the rise by which a forecast is more uncertain after one minute


@dataclass(slots=True)
class Anchor:
    """Lacking (K) in each of `rooms` rooms by time, s."""

    rooms: int
    _lacking: list[deque[tuple[float, float]]] = field(init=False)

    def __post_init__(self) -> None:
        self._lacking = [deque() for _ in range(self.rooms)]

    def adopt(self, now: float, room: int, lacking: float) -> None:
        """What the heads of a room showed at `now` beyond the members, K."""
        own = self._lacking[room]
        own.append((now, lacking))
        while own[0][0] < now - RECENT - 1e-6:
            own.popleft()

    def carried(self, now: float, times: FloatArray, room: int) -> FloatArray:
        """K to be added at times (t,) s after `now`."""
        own = self._lacking[room]
        if not own:
            return np.zeros(len(times))
        told, lacking = np.array(own).T
        age = now - told[-1]
        kept = np.exp(-max(age - RECENT, 0.0) / FADES)
        slope = 0.0
        if len(own) >= ROUNDS and age < RECENT:
            slope = float(np.clip(np.polyfit(told - now, lacking, 1)[0], -STEEPEST, STEEPEST))
        return np.asarray(kept * (lacking[-1] + slope * GOES_ON * (1 - np.exp(-times / GOES_ON))))

    def rises(self, now: float, times: FloatArray, rise: FloatArray, *, seed: int) -> FloatArray:
        """Rises of layers (m, t, c), K, at times (t,) s after `now`, with what the model lacks and
        the doubt that grows with time. Where a rise falls, what is lacking falls with it."""
        chance = spread(len(rise), np.random.default_rng([seed, 6]))
        doubt = 1.0 + GROWS * np.sqrt(times / 60.0) * chance[:, None]
        found = np.empty_like(rise)
        for room in range(self.rooms):
            own = rise[:, :, room]
            first = max(float(np.median(own[:, 0])), 1.0)
            share = np.clip(own / first, 0.0, 1.0)
            lacking = self.carried(now, times, room)
            whole = own + share * lacking
            found[:, :, room] = np.maximum(whole, np.minimum(own, 0.0)) * np.maximum(doubt, 0.0)
        return found
