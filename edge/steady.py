"""A clock that never runs backwards."""

import time

from twin.clock import Clock


class SteadyClock:
    """Wall time, ns UTC, except after the wall clock was set back: then half as fast as it until
    the two meet again. So values stay in order, delays still end, and nothing falls silent.

    monotonic: any clock that cannot be set, ns.
    """

    def __init__(self, wall: Clock = time.time_ns, monotonic: Clock = time.monotonic_ns) -> None:
        self._wall, self._monotonic = wall, monotonic
        self._now, self._at = wall(), monotonic()

    def __call__(self) -> int:
        """The time now."""
        at = self._monotonic()
        passed, self._at = at - self._at, at
        self._now = max(self._wall(), self._now + passed // 2)
        return self._now
