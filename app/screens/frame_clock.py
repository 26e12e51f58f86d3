"""Our own frame rate: takes the newest snapshot at most 20 times a second, only when it is new,
and measures how long a source event took until it stood on the screen."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QTimer, Signal

from app.feed.snapshot import Snapshot
from twin.clock import NS_PER_MS

FRAME_MS = 50
BINS, FIRST_MS, LAST_MS = 400, 0.5, 3_600_000.0
EDGES = np.geomspace(FIRST_MS, LAST_MS, BINS - 1)
RECENT_S = 30


class Feed(Protocol):
    """Whoever has a newest snapshot."""

    @property
    def newest(self) -> Snapshot:
        """The newest snapshot; reading it never waits."""
        ...


@dataclass(frozen=True, slots=True)
class Latency:
    """Source event to painted pixel over n values, ms. NaN when n is 0."""

    p50_ms: float
    p99_ms: float
    n: int


class LatencyHistogram:
    """Counts in geometric bins (4 % wide): memory does not grow with time."""

    def __init__(self) -> None:
        self._counts: npt.NDArray[np.int64] = np.zeros(BINS, dtype=np.int64)

    def add(self, spans_ms: npt.NDArray[np.float64]) -> None:
        """Count spans, (k,) ms."""
        self._counts += np.bincount(np.searchsorted(EDGES, spans_ms), minlength=BINS)

    def merge(self, other: "LatencyHistogram") -> None:
        """Add the counts of another."""
        self._counts += other._counts

    def read(self) -> Latency:
        """Percentiles, each the upper edge of its bin."""
        total = int(self._counts.sum())
        if total == 0:
            return Latency(float("nan"), float("nan"), 0)
        reached = np.cumsum(self._counts)
        p50, p99 = (
            float(EDGES[min(int(np.searchsorted(reached, share * total)), BINS - 2)])
            for share in (0.50, 0.99)
        )
        return Latency(p50, p99, total)


class FrameClock(QObject):
    """Emits `frame(snapshot)` for a new snapshot; `painted` closes the measurement of a frame."""

    frame = Signal(object)

    def __init__(
        self,
        feed: Feed,
        parent: QObject | None = None,
        *,
        clock: Callable[[], int] = time.time_ns,
        interval_ms: int = FRAME_MS,
    ) -> None:
        super().__init__(parent)
        self._feed, self._clock = feed, clock
        self._shown: Snapshot | None = None
        self._pending: Snapshot | None = None
        self._seen = 0
        self._all = LatencyHistogram()
        self._recent: list[tuple[int, LatencyHistogram]] = []
        self._timer = QTimer(self, interval=interval_ms)
        self._timer.timeout.connect(self.tick)

    def start(self) -> None:
        """Begin to tick."""
        self._timer.start()

    def stop(self) -> None:
        """No more frames."""
        self._timer.stop()

    def tick(self) -> None:
        """Take the newest snapshot when it is another than the one shown."""
        snapshot = self._feed.newest
        if snapshot is not self._shown:
            self._shown = self._pending = snapshot
            self.frame.emit(snapshot)

    def painted(self) -> None:
        """The window has put the last frame on the screen."""
        snapshot, self._pending = self._pending, None
        if snapshot is None or snapshot.tables is None or not snapshot.full_values:
            return
        # The first full set after a Welcome holds values up to a heartbeat old: not an event.
        after = max(self._seen, snapshot.full_values)
        self._seen = snapshot.version
        new = (snapshot.value_version > after) & (snapshot.quality >> np.uint32(30) == 0)
        times = snapshot.source_time[new]
        times = times[times > 0]
        if len(times):
            now = self._clock()
            self._count((now - times) / NS_PER_MS, now)

    def latency(self) -> Latency:
        """Since the start or the last `reset`."""
        return self._all.read()

    def recent(self) -> Latency:
        """Over the last 30 s."""
        whole = LatencyHistogram()
        for _, second in self._recent:
            whole.merge(second)
        return whole.read()

    def reset(self) -> None:
        """Forget what was measured."""
        self._all, self._recent = LatencyHistogram(), []

    def _count(self, spans_ms: npt.NDArray[np.float64], now: int) -> None:
        self._all.add(spans_ms)
        second = now // 1_000_000_000
        if not self._recent or self._recent[-1][0] != second:
            self._recent.append((second, LatencyHistogram()))
            self._recent = [r for r in self._recent if r[0] > second - RECENT_S]
        self._recent[-1][1].add(spans_ms)
