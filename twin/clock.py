"""Words about time. The twin never reads a clock: every `now` is handed in, ns UTC."""

from collections.abc import Callable

NS_PER_S = 1_000_000_000
NS_PER_MS = 1_000_000

Clock = Callable[[], int]


def seconds(span_ns: int) -> float:
    """A span in seconds."""
    return span_ns / NS_PER_S


def nanoseconds(span: float) -> int:
    """A span in seconds as whole nanoseconds."""
    return round(span * NS_PER_S)
