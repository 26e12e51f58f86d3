"""One point over time: history from the hub and the live tail from snapshots."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.feed.contract import TrendAnswer
from app.feed.snapshot import Snapshot
from twin.quality import severity

Float64Array = npt.NDArray[np.float64]
Int64Array = npt.NDArray[np.int64]
UInt32Array = npt.NDArray[np.uint32]
BoolArray = npt.NDArray[np.bool_]

KEPT = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """time (k,) ns UTC, value (k,) with NaN where quality was Bad; gaps: spans (start, end) in
    ns without a good value; the last one may reach `now`."""

    time: Int64Array
    value: Float64Array
    gaps: tuple[tuple[int, int], ...]


class TrendModel:
    """Samples of one point, oldest first."""

    def __init__(self, row: int) -> None:
        self.row = row
        self._time: Int64Array = np.zeros(0, dtype=np.int64)
        self._value: Float64Array = np.zeros(0, dtype=np.float64)
        self._quality: UInt32Array = np.zeros(0, dtype=np.uint32)
        self._tail: list[tuple[int, float, int]] = []

    def __len__(self) -> int:
        return len(self._time) + len(self._tail)

    def history(self, answer: TrendAnswer) -> None:
        """Put history before the live tail; what the tail already has wins."""
        self._settle()
        time = np.frombuffer(answer.time, dtype="<i8").astype(np.int64)
        value = np.frombuffer(answer.value, dtype="<f8").astype(np.float64)
        quality = np.frombuffer(answer.quality, dtype="<u4").astype(np.uint32)
        first = self._time[0] if len(self._time) else np.iinfo(np.int64).max
        older = time < first
        self._time = np.concatenate([time[older], self._time])
        self._value = np.concatenate([value[older], self._value])
        self._quality = np.concatenate([quality[older], self._quality])

    def refresh(self, snapshot: Snapshot) -> bool:
        """Append the newest sample when it is newer than the last; True when it was."""
        if self.row >= len(snapshot.source_time):
            return False
        time = int(snapshot.source_time[self.row])
        if time == 0 or time <= self._last_time():
            return False
        self._tail.append((time, float(snapshot.value[self.row]), int(snapshot.quality[self.row])))
        return True

    def window(self, *, now: int, span: int) -> Curve:
        """Samples of the last `span` ns and one before, so that the line enters from the edge."""
        self._settle()
        first = max(0, int(np.searchsorted(self._time, now - span)) - 1)
        time, quality = self._time[first:], self._quality[first:]
        bad = severity(quality) >= 2
        value = np.where(bad, np.nan, self._value[first:])
        return Curve(time, value, _gaps(time, bad, now))

    def _last_time(self) -> int:
        if self._tail:
            return self._tail[-1][0]
        return int(self._time[-1]) if len(self._time) else 0

    def _settle(self) -> None:
        if not self._tail:
            return
        time, value, quality = zip(*self._tail, strict=True)
        self._tail = []
        self._time = np.concatenate([self._time, np.array(time, dtype=np.int64)])[-KEPT:]
        self._value = np.concatenate([self._value, np.array(value, dtype=np.float64)])[-KEPT:]
        self._quality = np.concatenate([self._quality, np.array(quality, dtype=np.uint32)])[-KEPT:]


def _gaps(time: Int64Array, bad: BoolArray, now: int) -> tuple[tuple[int, int], ...]:
    """Spans from the first bad sample to the next good one."""
    if not bad.any():
        return ()
    edges = np.flatnonzero(np.diff(np.concatenate([[False], bad, [False]]).astype(np.int8)))
    ends = [int(time[i]) if i < len(time) else now for i in edges[1::2].tolist()]
    return tuple(zip(time[edges[::2]].tolist(), ends, strict=True))
