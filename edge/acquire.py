"""Which samples are news: what moved beyond its dead-band, changed quality, or was due anyway."""

import numpy as np
import numpy.typing as npt

from twin.samples import SampleBatch
from twin.site.table import PointTable

BoolArray = npt.NDArray[np.bool_]
Int64Array = npt.NDArray[np.int64]


class Acquisition:
    """Compares every sample with the last one SENT of its point, so that whoever holds the last
    sent value is never further from the truth than the dead-band.

    Sent always: the first sample; a new quality; one that is a heartbeat away from the last sent,
    in either direction of time (a clock may be set back); one older than the last sent.
    """

    def __init__(self, points: PointTable) -> None:
        n = len(points)
        self._deadband = points.deadband
        # A device read once per heartbeat is never read on the dot: due is what is nearly due.
        self._heartbeat = points.heartbeat - np.minimum(points.period, points.heartbeat) // 2
        self._seen = np.zeros(n, dtype=np.bool_)
        self._value = np.full(n, np.nan)
        self._quality = np.zeros(n, dtype=np.uint32)
        self._time = np.zeros(n, dtype=np.int64)

    def accept(self, batch: SampleBatch, always: BoolArray) -> SampleBatch:
        """The samples to send, in their order. always (n points,): points sent in any case."""
        chosen = np.zeros(len(batch), dtype=np.bool_)
        for places in _rounds(batch.point):
            chosen[places] = self._accept_distinct(batch.select(places), always)
        return batch if chosen.all() else batch.select(chosen)

    def _accept_distinct(self, batch: SampleBatch, always: BoolArray) -> BoolArray:
        """Which samples to send, (n,); no point occurs twice."""
        rows = batch.point
        value, last = batch.value, self._value[rows]
        with np.errstate(invalid="ignore"):  # infinity less infinity
            near = np.abs(value - last) <= self._deadband[rows]
        near |= (value == last) | (np.isnan(value) & np.isnan(last))
        age = batch.source_time - self._time[rows]
        known = (
            self._seen[rows]
            & near
            & (batch.quality == self._quality[rows])
            & (age >= 0)
            & (age < self._heartbeat[rows])
        )
        chosen: BoolArray = ~known | always[rows]
        self._remember(batch.select(chosen))
        return chosen

    def _remember(self, sent: SampleBatch) -> None:
        self._seen[sent.point] = True
        self._value[sent.point] = sent.value
        self._quality[sent.point] = sent.quality
        self._time[sent.point] = sent.source_time


def _rounds(rows: npt.NDArray[np.uint32]) -> list[Int64Array]:
    """Places of the first sample of every point, then of every second one, and so on."""
    n = len(rows)
    order = np.argsort(rows, kind="stable")
    is_first = np.ones(n, dtype=np.bool_)
    is_first[1:] = rows[order[1:]] != rows[order[:-1]]
    if is_first.all():
        return [np.arange(n)] if n else []
    starts = np.flatnonzero(is_first)
    turn = np.arange(n) - np.repeat(starts, np.diff([*starts, n]))
    by_turn = np.argsort(turn, kind="stable")
    ends = np.cumsum(np.bincount(turn))[:-1]
    return [np.sort(order[part]) for part in np.split(by_turn, ends)]
