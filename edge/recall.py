"""What an edge's points showed over the last minutes: pictures of all of them."""

from collections import deque

import numpy as np
import numpy.typing as npt

from twin.clock import NS_PER_S
from twin.quality import Severity, severity_of
from twin.state.latest import LatestValues

FloatArray = npt.NDArray[np.float64]

EVERY = 2 * NS_PER_S
KEPT = 300 * NS_PER_S
NORMAL = (210 * NS_PER_S, 90 * NS_PER_S)  # before an alarm, where nothing burnt yet


class Recall:
    """Pictures (n points,), NaN where a value was not Good, about EVERY 2 s for five minutes."""

    def __init__(self, latest: LatestValues) -> None:
        self._latest = latest
        self._kept: deque[tuple[int, FloatArray]] = deque()

    def keep(self, now: int) -> None:
        """Take a picture if one is due; now: ns UTC."""
        if self._kept and 0 <= now - self._kept[-1][0] < EVERY:
            return
        self._kept.append((now, self.now()))
        while now - self._kept[0][0] > KEPT:
            self._kept.popleft()

    def now(self) -> FloatArray:
        """The values as they stand."""
        good = [severity_of(int(one)) is Severity.GOOD for one in self._latest.quality]
        return np.where(good, self._latest.value, np.nan)

    def at(self, time: int) -> FloatArray | None:
        """The newest picture up to `time`, None when there is none."""
        return next((values for at, values in reversed(self._kept) if at <= time), None)

    def normal(self, alarm: int) -> FloatArray:
        """Before an alarm at `alarm`, ns UTC: medians, else the oldest picture, else now."""
        early, late = (alarm - one for one in NORMAL)
        chosen = [values for at, values in self._kept if early <= at <= late]
        if not chosen:
            return self._kept[0][1] if self._kept else self.now()
        table = np.array(chosen)
        known = ~np.isnan(table).all(axis=0)
        found = np.full(table.shape[1], np.nan)
        found[known] = np.nanmedian(table[:, known], axis=0)
        return found
