"""Committed samples that are not yet in a day file, readable by point.

New samples come as segments in arrival order; the historian's worker sorts them into blocks by
point. A reader takes the lists as they are: neither segments nor blocks ever change.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from app.hub.store.codec import History
from app.hub.store.day_file import DAY_NS
from twin.samples import Float64Array, Int64Array, SampleBatch, UInt32Array

Int32Array = npt.NDArray[np.int32]
OLDEST_DAYS = 100  # a source time older than this before its receipt is filed with the oldest


@dataclass(frozen=True, slots=True)
class Segment:
    """Samples of log rows `first` to `last`: point ids and columns (n,); day (n,) int32, the
    day file each belongs to; by_point: sorted by point, else in arrival order."""

    first: int
    last: int
    point: UInt32Array
    value: Float64Array
    quality: UInt32Array
    time: Int64Array
    day: Int32Array
    by_point: bool = False

    def __len__(self) -> int:
        return len(self.point)

    def of_point(self, point: int) -> "Segment":
        """The samples of one point, in arrival order."""
        if self.by_point:
            first = int(np.searchsorted(self.point, point, side="left"))
            last = int(np.searchsorted(self.point, point, side="right"))
            return self.select(slice(first, last))
        return self.select(np.flatnonzero(self.point == point))

    def select(self, chosen: slice | Int64Array | npt.NDArray[np.bool_]) -> "Segment":
        """The samples at the chosen places."""
        return Segment(
            self.first,
            self.last,
            self.point[chosen],
            self.value[chosen],
            self.quality[chosen],
            self.time[chosen],
            self.day[chosen],
            self.by_point,
        )

    def history(self) -> History:
        """The columns that the historian keeps."""
        return History(self.time, self.value, self.quality)


def segment_of(log_id: int, received: int, point: UInt32Array, batch: SampleBatch) -> Segment:
    """Samples of one log row; `point` (n,) are stable point ids, `received` the hub's time, ns.

    A source time far off its receipt is filed near the receipt, so that a broken clock in a
    device cannot scatter day files over centuries; the sample keeps its source time.
    """
    return Segment(
        log_id, log_id, point, batch.value, batch.quality, batch.source_time,
        file_day(batch.source_time, received),
    )  # fmt: skip


def file_day(source_time: Int64Array, received: int) -> Int32Array:
    """Day file of every sample, days since 1970, (n,) to (n,)."""
    today = received // DAY_NS
    return np.clip(source_time // DAY_NS, today - OLDEST_DAYS, today + 1).astype(np.int32)


def sorted_block(segments: list[Segment]) -> Segment:
    """All segments as one, sorted by point, arrival order kept within a point."""
    point = np.concatenate([s.point for s in segments])
    order = np.argsort(point, kind="stable")
    return Segment(
        segments[0].first,
        segments[-1].last,
        point[order],
        np.concatenate([s.value for s in segments])[order],
        np.concatenate([s.quality for s in segments])[order],
        np.concatenate([s.time for s in segments])[order],
        np.concatenate([s.day for s in segments])[order],
        by_point=True,
    )


def by_day(block: Segment) -> list[tuple[int, list[tuple[int, History]]]]:
    """(day, [(point, history sorted by time)]) of a block sorted by point."""
    found = []
    for day in np.unique(block.day).tolist():
        own = (
            block if len(block.day) and (block.day == day).all() else block.select(block.day == day)
        )
        edges = np.flatnonzero(np.diff(own.point)) + 1
        starts = [0, *edges.tolist(), len(own)]
        parts = [
            (int(own.point[a]), own.select(slice(a, b)).history().sorted())
            for a, b in pairwise(starts)
        ]
        found.append((day, parts))
    return found
