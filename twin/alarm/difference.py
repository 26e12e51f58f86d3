"""The value of one point less that of another, each held until its next sample."""

import numpy as np
import numpy.typing as npt

from twin.alarm.columns import grouped, spread
from twin.alarm.conditions import Looks
from twin.alarm.watches import Input, Watches
from twin.samples import SampleBatch
from twin.state.latest import BAD

Float64Array = npt.NDArray[np.float64]
Int64Array = npt.NDArray[np.int64]
UInt32Array = npt.NDArray[np.uint32]
BoolArray = npt.NDArray[np.bool_]


class Differences:
    """Watches that compare two points. `is_part` (n,): the point takes part in one."""

    def __init__(self, watches: Watches, points: int) -> None:
        self._watch = np.flatnonzero(watches.input == Input.DIFFERENCE)
        d = len(self._watch)
        self._sides = np.concatenate([watches.point[self._watch], watches.other[self._watch]])
        self._first, self._places = grouped(self._sides, points)
        self.is_part = np.bincount(self._sides, minlength=points) > 0
        self._held = np.full(2 * d, np.nan)  # last value of every side, NaN while Bad
        self._time = np.zeros(d, dtype=np.int64)

    def adopt(self, value: Float64Array, quality: UInt32Array) -> None:
        """Start from the newest values of all points, (n,)."""
        self._held = np.where(quality < BAD, value, np.nan)[self._sides]

    def looks(self, batch: SampleBatch, chosen: Int64Array) -> Looks:
        """What the samples at the chosen places (k,) say of the differences. A look's time never
        runs backwards, though two points' samples may."""
        index, side = spread(self._first, self._places, batch.point[chosen])
        d = len(self._watch)
        order = np.argsort(side % d, kind="stable")
        index, side = index[order], side[order]
        pair, position = side % d, chosen[index]
        value = np.where(batch.quality[position] < BAD, batch.value[position], np.nan)
        left = self._carried(pair, side, value, 0)
        right = self._carried(pair, side, value, d)
        difference = left - right
        time = _running(batch.source_time[position], pair, self._time)
        self._held[side] = value  # of a repeated side, numpy keeps the last
        self._time[pair] = time
        return Looks(self._watch[pair], position, difference, np.isnan(difference), time)

    def _carried(
        self, pair: Int64Array, side: Int64Array, value: Float64Array, shift: int
    ) -> Float64Array:
        """The value of one side at every look: its newest in this batch, else the held one."""
        place = np.arange(len(pair))
        own = side == pair + shift
        newest = np.maximum.accumulate(np.where(own, place, -1))
        begin = np.searchsorted(pair, pair, side="left")  # pairs are sorted
        return np.where(newest >= begin, value[newest], self._held[pair + shift])


def _running(time: Int64Array, pair: Int64Array, before: Int64Array) -> Int64Array:
    """Running maximum of time per pair (sorted), not below what the pair had before."""
    result = np.maximum(time, before[pair])
    if not np.any((pair[1:] == pair[:-1]) & (result[1:] < result[:-1])):
        return result
    rank = np.unique(result, return_inverse=True)
    lifted = rank[1].astype(np.int64) + len(time) * pair
    return rank[0][np.maximum.accumulate(lifted) - len(time) * pair]
