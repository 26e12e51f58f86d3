"""Where a driver puts samples and the edge takes them, as batches, in its own time."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Iterable, Sequence
from time import time_ns

import numpy as np

from connectors.base import Counters
from twin.clock import NS_PER_S, Clock
from twin.quality import Quality
from twin.samples import SampleBatch, batch_of

FUTURE_NS = 5 * NS_PER_S  # a device's clock may run ahead by this much before we stop believing it
LATE_NS = NS_PER_S
NEVER = 2**63
HISTORY_BATCHES = 8  # read back and not yet taken
Sample = tuple[int, float, int, int, int]


class Outlet:
    """Samples on their way to the reader, in order, with times that never run backwards.

    Everything is called in the event loop. Of every point the source time of live samples grows
    strictly, so that a reader that keeps the newest never loses one: a device whose clock was set
    back, runs ahead, or is behind the moment when its loss was noticed, is given the edge's time
    and counted `retimed`. Only a sample that waited on its way keeps a time before our own mark.
    """

    def __init__(
        self, n_points: int, *, room: int = 20_000, flush_s: float = 0.05, clock: Clock = time_ns
    ) -> None:
        self.counters = Counters()
        self.clock = clock
        self._room, self._flush_s = room, flush_s
        self._pending: list[Sample] = []
        self._place: dict[int, int] = {}  # row to its place in pending, only while coalescing
        self._history: deque[SampleBatch] = deque()
        self._last_time = [0] * n_points
        self._device_time = [0] * n_points
        self._lag = [NEVER] * n_points  # of the newest sample, from source to arrival
        self._last_value = [float("nan")] * n_points
        self._filled, self._taken = asyncio.Event(), asyncio.Event()
        self._taken.set()
        self._closed = False

    def put(
        self,
        row: int,
        value: float,
        quality: int,
        source_time: int | None,
        attested: int | None = None,
    ) -> None:
        """One sample of the device; a source time of None is the edge's time.

        attested: when the device said that a value that may be old still holds (ns UTC); it takes
        the place of a source time that is not news.
        """
        self.counters.received += 1
        arrival, last = self.clock(), self._last_time[row]
        if attested is not None and (source_time is None or source_time <= last):
            source_time = max(attested, last + 1)
        if source_time is None:
            source_time = max(arrival, last + 1)
        elif source_time > arrival + FUTURE_NS or (
            source_time <= last and not self._is_late(row, source_time, arrival)
        ):
            self.counters.retimed += 1
            source_time = max(arrival, last + 1)
        self._store((row, value, quality, source_time, arrival))
        if source_time > self._device_time[row]:
            self._device_time[row], self._lag[row] = source_time, arrival - source_time

    def device_time(self, row: int) -> int:
        """Source time of the point's newest sample that came from the device, 0 without one."""
        return self._device_time[row]

    def mark(self, rows: Iterable[int], quality: Quality, since: int | None = None) -> None:
        """Say of points what the device cannot say: the last value with another quality, valid
        `since` then (ns UTC, default now) but after their last sample."""
        arrival = self.clock()
        for row in rows:
            after = max(self._last_time[row] + 1, arrival if since is None else since)
            self._store((row, self._last_value[row], quality, after, arrival))

    def put_history(self, rows: Sequence[int], columns: Sequence[Sequence[float]]) -> None:
        """Samples read back from a device's history: rows (n,), columns are values, qualities
        and source times (n,) each, per point oldest first. They keep their own times."""
        if not rows:
            return
        value, quality, source_time = columns
        self.counters.received += len(rows)
        self._history.append(batch_of(rows, value, quality, source_time, self.clock()))
        self._filled.set()

    @property
    def is_closed(self) -> bool:
        """True when no more samples are wanted: a driver ends its talk."""
        return self._closed

    @property
    def is_full(self) -> bool:
        """True while the reader is so slow that a driver should not take more."""
        return len(self._pending) >= self._room or len(self._history) >= HISTORY_BATCHES

    async def has_room(self) -> None:
        """Wait until the reader has taken enough."""
        while self.is_full and not self._closed:
            self._taken.clear()
            await self._taken.wait()

    def close(self) -> None:
        """No more samples; the reader gets what is left and then an end."""
        self._closed = True
        self._filled.set()
        self._taken.set()

    async def batches(self) -> AsyncGenerator[SampleBatch, None]:
        """Batches until closed, at most one every flush_s; an isolated sample waits for nothing."""
        loop = asyncio.get_running_loop()
        next_flush = loop.time()
        while True:
            await self._filled.wait()
            if not self._closed and (wait := next_flush - loop.time()) > 0:
                await asyncio.sleep(wait)
            next_flush = loop.time() + self._flush_s
            for batch in self._take():
                self.counters.emitted += len(batch)
                yield batch
            if self._closed and not self._pending and not self._history:
                return

    def _is_late(self, row: int, source_time: int, arrival: int) -> bool:
        """Whether a sample from before our own mark is one that waited on its way: newer than
        all that the device had said, and longer under way than its clock's error explains."""
        lag = arrival - source_time
        return source_time > self._device_time[row] and lag > self._lag[row] + LATE_NS

    def _store(self, sample: Sample) -> None:
        row = sample[0]
        if sample[3] > self._last_time[row]:
            self._last_value[row], self._last_time[row] = sample[1], sample[3]
        if len(self._pending) < self._room:
            self._pending.append(sample)
        elif row in self._place:
            self.counters.coalesced += 1
            self._pending[self._place[row]] = sample
        else:  # the first of its point beyond the room: at most n points more than the room
            self._place[row] = len(self._pending)
            self._pending.append(sample)
        self._filled.set()

    def _take(self) -> list[SampleBatch]:
        batches = list(self._history)
        self._history.clear()
        if self._pending:
            point, value, quality, source, arrival = zip(*self._pending, strict=True)
            batches.append(batch_of(np.array(point), value, quality, source, arrival))
            self._pending, self._place = [], {}
        if not self._closed:
            self._filled.clear()
        self._taken.set()
        return batches
