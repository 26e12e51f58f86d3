"""How fast a value rises, robust against noise.

The mean of every 4 s of source time is one bucket; a bucket without a sample holds the value
before it. When a bucket is over, the rate is the median of the slopes between all pairs of the
last ten buckets (Theil 1950, Sen 1968), which up to three wild buckets cannot move.
"""

import numpy as np
import numpy.typing as npt

from twin.alarm.columns import rounds
from twin.clock import NS_PER_S

Float64Array = npt.NDArray[np.float64]
Int64Array = npt.NDArray[np.int64]

BUCKET = 4 * NS_PER_S
BUCKETS = 10
FEWEST = 6  # buckets before a rate is given: 24 s
_LATER, _EARLIER = np.tril_indices(BUCKETS, -1)
_PER_MINUTE = 60.0 * NS_PER_S / BUCKET / (_LATER - _EARLIER)


class Rates:
    """Rates of r points. `gap` (r,) ns: after a longer silence a rate starts anew."""

    def __init__(self, gap: Int64Array) -> None:
        r = len(gap)
        self._gap = gap
        self._ring = np.full((r, BUCKETS), np.nan)  # closed buckets, newest last
        self._bucket = np.full(r, -1, dtype=np.int64)
        self._sum = np.zeros(r)
        self._count = np.zeros(r)
        self._held = np.full(r, np.nan)
        self._time = np.zeros(r, dtype=np.int64)

    def feed(
        self, track: Int64Array, value: Float64Array, time: Int64Array
    ) -> tuple[Int64Array, Float64Array]:
        """Adopt good samples (k,), per track oldest first. Places of the samples that closed a
        bucket, ascending, and the rates per minute they gave; none before 24 s of data."""
        places, rates = [_NO_PLACES], [_NO_RATES]
        bucket = time // BUCKET
        for chosen in rounds(track):
            closing = chosen[bucket[chosen] != self._bucket[track[chosen]]]
            if len(closing):
                rate = self._close(track[closing], bucket[closing], time[closing])
                given = ~np.isnan(rate)
                places.append(closing[given])
                rates.append(rate[given])
            rows = track[chosen]
            self._sum[rows] += value[chosen]
            self._count[rows] += 1
            self._held[rows], self._time[rows] = value[chosen], time[chosen]
        found = np.concatenate(places)
        order = np.argsort(found, kind="stable")
        return found[order], np.concatenate(rates)[order]

    def _close(self, rows: Int64Array, bucket: Int64Array, time: Int64Array) -> Float64Array:
        """Shift the closed buckets in, empty the current one; the rates, NaN for too little."""
        with np.errstate(invalid="ignore"):
            mean = self._sum[rows] / self._count[rows]  # 0/0 before the first sample
        held = np.repeat(self._held[rows, None], BUCKETS - 1, axis=1)
        line = np.concatenate([self._ring[rows], mean[:, None], held], axis=1)
        by = np.minimum(bucket - self._bucket[rows], BUCKETS)
        ring = np.take_along_axis(line, np.arange(BUCKETS) + by[:, None], axis=1)
        ring[time - self._time[rows] > self._gap[rows]] = np.nan
        self._ring[rows] = ring
        self._bucket[rows] = bucket
        self._sum[rows] = self._count[rows] = 0.0
        return theil_sen(ring)


def theil_sen(ring: Float64Array) -> Float64Array:
    """Median slope per minute of every row (k, 10) of 4 s buckets, oldest first; (k,), NaN where
    fewer than six buckets are filled."""
    slopes = np.sort((ring[:, _LATER] - ring[:, _EARLIER]) * _PER_MINUTE, axis=1)  # NaN last
    filled = np.count_nonzero(~np.isnan(ring), axis=1)
    pairs = filled * (filled - 1) // 2
    at = np.arange(len(ring))
    middle = (slopes[at, np.maximum(pairs - 1, 0) // 2] + slopes[at, pairs // 2]) / 2
    return np.where(filled >= FEWEST, middle, np.nan)


_NO_PLACES = np.empty(0, dtype=np.int64)
_NO_RATES = np.empty(0, dtype=np.float64)
