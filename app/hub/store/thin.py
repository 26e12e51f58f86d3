"""A long history as few samples, without hiding what a person must see."""

import numpy as np

from app.hub.store.codec import History
from twin.quality import Severity, severity
from twin.samples import Int64Array


def thin(history: History, most: int) -> History:
    """At most `most` (>= 8) of the samples, keeping per stretch of time the lowest and highest
    value, the first sample, and one of the worst quality, so that a Bad span never vanishes."""
    n, per_bucket = len(history), 4
    if n <= most:
        return history
    buckets = max(1, max(most, 8) // per_bucket)
    starts = _starts(history.time, buckets)
    finite = np.isfinite(history.value)
    low = _first_extreme(np.where(finite, history.value, np.inf), starts, smallest=True)
    high = _first_extreme(np.where(finite, history.value, -np.inf), starts, smallest=False)
    worst = _first_extreme(severity(history.quality).astype(np.float64), starts, smallest=False)
    bad = severity(history.quality[worst]) >= Severity.UNCERTAIN
    chosen = np.unique(np.concatenate([starts, low, high, worst[bad]]))
    return History(history.time[chosen], history.value[chosen], history.quality[chosen])


def _starts(time: Int64Array, buckets: int) -> Int64Array:
    """First sample of every stretch that holds any, stretches equal in time."""
    span = float(time[-1]) - float(time[0]) + 1.0
    bucket = ((time.astype(np.float64) - float(time[0])) / span * buckets).astype(np.int64)
    bucket = np.clip(bucket, 0, buckets - 1)
    return np.flatnonzero(np.concatenate([[True], bucket[1:] != bucket[:-1]])).astype(np.int64)


def _first_extreme(
    value: np.ndarray[tuple[int], np.dtype[np.float64]], starts: Int64Array, *, smallest: bool
) -> Int64Array:
    """Place of the first smallest (or largest) value of every stretch."""
    reduce = np.minimum.reduceat if smallest else np.maximum.reduceat
    extreme = reduce(value, starts)
    lengths = np.diff(np.append(starts, len(value)))
    hit = value == np.repeat(extreme, lengths)
    places = np.where(hit, np.arange(len(value)), len(value))
    return np.minimum.reduceat(places, starts).astype(np.int64)
