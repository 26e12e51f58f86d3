"""One point's samples, kept by their own time."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from twin.clock import NS_PER_S
from twin.quality import Severity, severity_of

FloatArray = npt.NDArray[np.float64]


@dataclass(slots=True)
class Track:
    """Samples of one point, by source time: ns, values; those that are not Good are left out.
    bad_since: the first of them after the newest Good one."""

    time: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)
    bad_since: int | None = None

    def at(self, now: int) -> tuple[int, float] | None:
        """Newest sample at `now`; None when there is none or the point has turned Bad."""
        if self.bad_since is not None and self.bad_since <= now:
            return None
        place = bisect_right(self.time, now)
        return (self.time[place - 1], self.value[place - 1]) if place else None

    def adopt(self, time: int, value: float, quality: int) -> None:
        """One sample. One that comes late is put in its place."""
        if severity_of(quality) is not Severity.GOOD or not np.isfinite(value):
            if not self.time or time >= self.time[-1]:
                self.bad_since = time if self.bad_since is None else min(self.bad_since, time)
            return
        place = bisect_right(self.time, time)
        self.time.insert(place, time)
        self.value.insert(place, value)
        if self.bad_since is not None and time > self.bad_since:
            self.bad_since = None

    def since(self, code: float, now: int) -> int | None:
        """When the point took the value that it has at `now`, if that is `code`."""
        place = bisect_right(self.time, now)
        if not place or self.value[place - 1] != code:
            return None
        while place > 1 and self.value[place - 2] == code:
            place -= 1
        return self.time[place - 1]

    def highest(self, now: int) -> float | None:
        """The greatest value up to `now`."""
        return max(self.value[: bisect_right(self.time, now)], default=None)

    def before(self, time: int, span: int) -> float | None:
        """Median of the values in the span before `time`, else of the first values at all."""
        chosen = self.value[bisect_left(self.time, time - span) : bisect_right(self.time, time)]
        if chosen:
            return float(np.median(chosen))
        return self.value[0] if self.value else None

    def last(self, now: int) -> tuple[int, float] | None:
        """Newest good sample up to `now`, even if the point has turned Bad since."""
        place = bisect_right(self.time, now)
        return (self.time[place - 1], self.value[place - 1]) if place else None

    def first_over(self, limit: float, now: int) -> int | None:
        """When the point first showed `limit` or more, ns UTC, up to `now`."""
        values = self.value[: bisect_right(self.time, now)]
        place = next((n for n, value in enumerate(values) if value >= limit), None)
        return None if place is None else self.time[place]

    def course(self, start: int, now: int) -> tuple[FloatArray, FloatArray]:
        """Seconds before `now` (negative) and values of the samples since `start`."""
        place = slice(bisect_left(self.time, start), bisect_right(self.time, now))
        times = (np.array(self.time[place], dtype=np.int64) - now) / NS_PER_S
        return times, np.array(self.value[place], dtype=np.float64)
