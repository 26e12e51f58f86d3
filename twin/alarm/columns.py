"""Small turns of columns that the alarm rooms share."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Int64Array = npt.NDArray[np.int64]


def rounds(keys: npt.NDArray[np.integer]) -> Iterator[Int64Array]:
    """Places of `keys` (n,) in rounds: the first of every key, then the second of every key ...
    so that in one round every key stands at most once."""
    n = len(keys)
    if n == 0:
        return
    order = np.argsort(keys, kind="stable")
    in_order = keys[order]
    starts = np.flatnonzero(np.concatenate([[True], in_order[1:] != in_order[:-1]]))
    lengths = np.diff(np.concatenate([starts, [n]]))
    if len(starts) == n:
        yield np.arange(n)
        return
    nth = np.empty(n, dtype=np.int64)
    nth[order] = np.arange(n) - np.repeat(starts, lengths)
    by_round = np.argsort(nth, kind="stable")
    yield from np.split(by_round, np.cumsum(np.bincount(nth))[:-1])


def grouped(keys: Int64Array, count: int) -> tuple[Int64Array, Int64Array]:
    """Places of `keys` grouped by key: first (count+1,) and places, so that the places of key k
    are places[first[k]:first[k+1]]."""
    places = np.argsort(keys, kind="stable")
    first = np.concatenate([[0], np.cumsum(np.bincount(keys, minlength=count))])
    return first.astype(np.int64), places


def spread(
    first: Int64Array, places: Int64Array, keys: npt.NDArray[np.integer]
) -> tuple[Int64Array, Int64Array]:
    """All members of the groups of `keys` (k,): index into `keys` and member, both (q,)."""
    counts = first[keys.astype(np.int64) + 1] - first[keys]
    index = np.repeat(np.arange(len(keys)), counts)
    within = np.arange(len(index)) - np.repeat(np.cumsum(counts) - counts, counts)
    return index, places[first[keys][index] + within]
