"""The newest value of every point, as columns that any number of readers follow."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from twin.clock import NS_PER_S
from twin.quality import Quality
from twin.samples import SampleBatch
from twin.site.table import PointTable

Float64Array = npt.NDArray[np.float64]
Int64Array = npt.NDArray[np.int64]
UInt32Array = npt.NDArray[np.uint32]
BoolArray = npt.NDArray[np.bool_]

BAD = np.uint32(0x8000_0000)
MOST_AHEAD = 60 * NS_PER_S  # a device clock further ahead of the edge's than this is not believed


@dataclass(frozen=True, slots=True)
class Update:
    """What one batch did. `batch`: known points only, quality judged, in the order it came;
    newer (n,): the sample became its point's newest value; older, rejected: counts."""

    batch: SampleBatch
    newer: BoolArray
    older: int
    rejected: int


class LatestValues:
    """Columns over n points: value float64, quality uint32, source_time and arrival_time int64.

    `version` (n,) int64 grows with every change of a row, so a reader keeps the number that
    `current` had at its last look and asks `changed_since`.
    """

    def __init__(self, points: PointTable) -> None:
        n = len(points)
        self.value = np.full(n, np.nan)
        self.quality = np.full(n, Quality.BAD_WAITING_FOR_INITIAL_DATA, dtype=np.uint32)
        self.source_time = np.zeros(n, dtype=np.int64)
        self.arrival_time = np.zeros(n, dtype=np.int64)
        self.version = np.zeros(n, dtype=np.int64)
        self.current = 0
        self._low, self._high = points.low, points.high

    def __len__(self) -> int:
        return len(self.value)

    def changed_since(self, version: int) -> Int64Array:
        """Rows that changed after `current` was `version`, ascending."""
        return np.flatnonzero(self.version > version)

    def touch(self) -> None:
        """Mark every row as changed."""
        self.current += 1
        self.version[:] = self.current

    def update(self, batch: SampleBatch) -> Update:
        """Adopt the samples. Several samples of one point count in the order they come; a sample
        with an older source time than its point's newest changes nothing and is counted."""
        came = len(batch)
        if came and int(batch.point.max()) >= len(self):
            batch = batch.select(batch.point < len(self))
        unknown = came - len(batch)
        batch, outside = self._judged(batch)
        newer = batch.source_time >= self.source_time[batch.point]
        newer &= ~_behind_in_batch(batch.point, batch.source_time)
        older = len(batch) - int(np.count_nonzero(newer))
        self._adopt(batch.select(newer) if older else batch)
        return Update(batch, newer, older, outside + unknown)

    def _adopt(self, batch: SampleBatch) -> None:
        self.current += 1
        rows = batch.point
        self.value[rows] = batch.value  # of a repeated row, numpy keeps the last
        self.quality[rows] = batch.quality
        self.source_time[rows] = batch.source_time
        self.arrival_time[rows] = batch.arrival_time
        self.version[rows] = self.current

    def _judged(self, batch: SampleBatch) -> tuple[SampleBatch, int]:
        """The batch with the quality and time that the twin believes, and how many samples are
        outside their EURange (OPC 10000-8, 5.3.2.3)."""
        value, rows = batch.value, batch.point
        inside = (value >= self._low[rows]) & (value <= self._high[rows])  # False for NaN
        odd = ~inside & (batch.quality < BAD)
        ahead = batch.source_time > batch.arrival_time + MOST_AHEAD
        ahead &= batch.arrival_time > 0
        if not (odd.any() or ahead.any()):
            return batch, 0
        quality = batch.quality.copy()
        quality[odd] = Quality.BAD_OUT_OF_RANGE
        undecoded = odd & np.isnan(value)
        quality[undecoded] = Quality.BAD_DECODING_ERROR
        time = np.where(ahead, batch.arrival_time, batch.source_time)
        judged = SampleBatch(rows, value, quality, time, batch.arrival_time)
        return judged, int(np.count_nonzero(odd & ~undecoded))


def _behind_in_batch(point: UInt32Array, time: Int64Array) -> BoolArray:
    """Which samples come after a newer one of their point in the same batch, (n,)."""
    n = len(point)
    behind = np.zeros(n, dtype=np.bool_)
    if n < 2 or bool(np.all(time[1:] >= time[:-1])):
        return behind
    order = np.argsort(point, kind="stable")
    rows, times = point[order], time[order]
    same = rows[1:] == rows[:-1]
    if not np.any(same & (times[1:] < times[:-1])):
        return behind
    # Running maximum per point: ranks leave room to put every point above the one before.
    rank = np.unique(times, return_inverse=True)[1].astype(np.int64)
    lifted = rank + n * np.concatenate([[0], np.cumsum(~same)])
    behind[order] = lifted < np.maximum.accumulate(lifted)
    return behind
