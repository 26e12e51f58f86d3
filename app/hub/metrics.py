"""Figures of a running hub: rates and latencies over a window. Times are handed in, ns UTC."""

from collections import Counter, deque

import numpy as np

from twin.clock import NS_PER_S

WINDOW_S = 10
ANNUNCIATION_WINDOW_S = 600


class Rate:
    """Events per second over the last ten seconds."""

    def __init__(self) -> None:
        self._seconds: deque[tuple[int, int]] = deque()

    def add(self, count: int, now: int) -> None:
        """`count` events happened now."""
        second = now // NS_PER_S
        if self._seconds and self._seconds[-1][0] == second:
            count += self._seconds.pop()[1]
        self._seconds.append((second, count))
        self._drop(second)

    def per_second(self, now: int) -> float:
        """Mean over the whole seconds of the window."""
        second = now // NS_PER_S
        self._drop(second)
        whole = [count for at, count in self._seconds if at < second]
        return sum(whole) / WINDOW_S

    def _drop(self, second: int) -> None:
        while self._seconds and self._seconds[0][0] < second - WINDOW_S:
            self._seconds.popleft()


class Latencies:
    """Spans in milliseconds, the newest 4,096 of them."""

    def __init__(self) -> None:
        self._spans: deque[float] = deque(maxlen=4096)

    def add(self, span_ms: float) -> None:
        """One more."""
        self._spans.append(span_ms)

    def quantile(self, share: float) -> float:
        """E.g. 0.99; 0 when there are none."""
        return float(np.quantile(list(self._spans), share)) if self._spans else 0.0


class Annunciations:
    """How many alarms were annunciated in the last ten minutes. Source: ISA-18.2, 16.5."""

    def __init__(self) -> None:
        self._times: deque[int] = deque()

    def add(self, count: int, time: int) -> None:
        """`count` alarms became unacknowledged at `time`, ns UTC."""
        self._times.extend([time] * count)

    def last_10min(self, now: int) -> int:
        """Their number."""
        while self._times and self._times[0] < now - ANNUNCIATION_WINDOW_S * NS_PER_S:
            self._times.popleft()
        return len(self._times)


class Metrics:
    """All figures of one hub. `faults`: what went wrong inside, by name, never reset."""

    def __init__(self) -> None:
        self.samples = Rate()
        self.ingest_ms = Latencies()
        self.alarm_ms = Latencies()
        self.annunciations = Annunciations()
        self.faults: Counter[str] = Counter()
        self.stored = 0
        self.older = 0
        self.rejected = 0
        self.storage_failing = ""
