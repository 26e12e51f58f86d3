"""One point over time: history from the hub and the live tail from snapshots."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.feed.contract import TrendAnswer
from app.feed.snapshot import Snapshot
from twin.clock import NS_PER_S
from twin.quality import severity

Float64Array = npt.NDArray[np.float64]
Int64Array = npt.NDArray[np.int64]
UInt32Array = npt.NDArray[np.uint32]
BoolArray = npt.NDArray[np.bool_]

KEPT = 20_000
SPANS_S = (120.0, 180.0, 240.0, 300.0, 360.0, 480.0, 600.0)  # in steps: an axis must not creep
LEAD_NS = 10_000_000_000
SPARSE = 2.5  # periods without a sample, after which the last value is known to have held


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
        first = max(self._begin(), int(np.searchsorted(self._time, now - span)) - 1)
        time, quality = self._time[first:], self._quality[first:]
        bad = severity(quality) >= 2
        value = np.where(bad, np.nan, self._value[first:])
        return Curve(time, value, _gaps(time, bad, now))

    def span_s(self, now: int) -> float:
        """The shortest of SPANS_S that shows all there is, s."""
        self._settle()
        begin = self._begin()
        age_s = (now - int(self._time[begin])) / NS_PER_S if len(self._time) else 0.0
        return next((span for span in SPANS_S if span >= age_s), SPANS_S[-1])

    def _begin(self) -> int:
        """Where the record begins: a moment of waiting before the first good value is no gap."""
        good = np.flatnonzero(severity(self._quality) < 2)
        if len(good) == 0 or self._time[good[0]] - self._time[0] > LEAD_NS:
            return 0
        return int(good[0])

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


def held(curve: Curve, *, now: int, period: int, until_now: bool) -> Curve:
    """What to draw of values sent by exception: one that was silent for long held until a period
    (ns) before the next, and with `until_now` the last one holds still."""
    time, value = curve.time, curve.value
    if len(time) == 0:
        return curve
    late = np.flatnonzero(np.diff(time) > SPARSE * period) + 1
    time = np.insert(curve.time, late, curve.time[late] - period)
    value = np.insert(curve.value, late, curve.value[late - 1])
    if until_now and now > time[-1]:
        time, value = np.append(time, now), np.append(value, value[-1])
    return Curve(time, value, curve.gaps)


def _gaps(time: Int64Array, bad: BoolArray, now: int) -> tuple[tuple[int, int], ...]:
    """Spans from the first bad sample to the next good one."""
    if not bad.any():
        return ()
    edges = np.flatnonzero(np.diff(np.concatenate([[False], bad, [False]]).astype(np.int8)))
    ends = [int(time[i]) if i < len(time) else now for i in edges[1::2].tolist()]
    return tuple(zip(time[edges[::2]].tolist(), ends, strict=True))
