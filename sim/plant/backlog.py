"""Samples of instruments whose line is down, kept until it is there again."""

import numpy as np

from twin.quality import Quality
from twin.samples import EMPTY, SampleBatch, batch_of


class Backlog:
    """What a radio gateway stores while it cannot send, by row."""

    def __init__(self) -> None:
        self._kept: dict[int, list[tuple[int, float]]] = {}
        self._back: set[int] = set()

    def keep(self, row: int, value: float, time: int) -> None:
        """Store one sample, time ns UTC."""
        self._kept.setdefault(row, []).append((time, value))

    def line_is_back(self, row: int) -> None:
        """The next burst tells what was stored for this row."""
        self._back.add(row)

    def burst(self, now: int) -> SampleBatch:
        """All that was stored for lines that are there again, with the times of measuring."""
        if not self._back:
            return EMPTY
        rows = sorted(self._back)
        self._back.clear()
        told = [(row, time, value) for row in rows for time, value in self._kept.pop(row, ())]
        if not told:
            return EMPTY
        point, time, value = (np.array(column) for column in zip(*told, strict=True))
        return batch_of(point, value, Quality.GOOD, time, now)
