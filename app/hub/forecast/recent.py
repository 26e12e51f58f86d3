"""The last minutes of samples of the sites that are forecast."""

from collections import deque

import numpy as np

from twin.samples import EMPTY, SampleBatch, concatenate

MOST_SAMPLES = 60_000  # of one site, 2 MB: 15 min of a kitchen's 54 points at 1.2 samples/s each


class Recent:
    """Samples of one site in the order they came; the oldest go when time or room is over.

    `count` counts all that ever came, so that a reader who knows its number asks `since` it.
    """

    def __init__(self, span_ns: int) -> None:
        self._span = span_ns
        self._batches: deque[SampleBatch] = deque()
        self._held = 0
        self.count = 0

    def add(self, batch: SampleBatch) -> None:
        """Samples that came."""
        if not len(batch):
            return
        self._batches.append(batch)
        self._held += len(batch)
        self.count += len(batch)
        newest = int(batch.source_time.max())
        while len(self._batches) > 1 and self._is_over(newest):
            self._held -= len(self._batches.popleft())

    def since(self, number: int) -> SampleBatch:
        """Samples after the first `number`, as far as they are kept."""
        missing = self.count - number
        parts: list[SampleBatch] = []
        for one in reversed(self._batches):
            if missing <= 0:
                break
            parts.append(one if len(one) <= missing else one.select(np.arange(-missing, 0)))
            missing -= len(one)
        return concatenate(parts[::-1]) if parts else EMPTY

    def until(self, instant: int) -> SampleBatch:
        """Kept samples of up to an instant, ns UTC."""
        kept = self.since(0)
        return kept.select(kept.source_time <= instant)

    def reaches(self, instant: int) -> bool:
        """True if the samples kept begin before an instant."""
        return bool(self._batches) and int(self._batches[0].source_time.min()) <= instant

    def _is_over(self, newest: int) -> bool:
        first = self._batches[0]
        old = int(first.source_time.max()) < newest - self._span
        return old or self._held > MOST_SAMPLES
