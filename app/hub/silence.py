"""The points of a lost edge: Bad while nobody hears them, and back to what they were.

An edge that was only cut off sends what has moved beyond its dead-band and nothing else, so a
point without a newer sample is as it was. That holds within one run of the edge: after its restart
every point is sent anew, and nothing is assumed here.
"""

import numpy as np
import numpy.typing as npt

from edge.link.reception import LinkHealth
from twin.quality import Quality
from twin.samples import EMPTY, SampleBatch, UInt32Array
from twin.site.table import PointTable
from twin.state.latest import LatestValues

BoolArray = npt.NDArray[np.bool_]

UNKNOWN_RUN = 0


class Silence:
    """Remembers the quality of every point that the hub itself turned Bad, by row (n,)."""

    def __init__(self, points: PointTable, latest: LatestValues) -> None:
        self._points, self._latest = points, latest
        self._before = np.zeros(len(points), dtype=np.uint32)
        self._since = np.zeros(len(points), dtype=np.int64)  # arrival time of our own Bad, 0: none
        self._run: dict[str, int] = {}

    def begin(self, site: str, now: int, run: int = UNKNOWN_RUN) -> SampleBatch:
        """The site's last values as BadNoCommunication.

        Their source time is that of the newest sample of the site: when it was last heard, by its
        own clock, so that its first sample after the return is newer whatever the hub's clock is.
        """
        rows = self._rows(site)
        rows = rows[self._latest.source_time[rows] > 0]  # never heard: still waiting, not lost
        if self._run.get(site, run) != run:
            self._since[rows] = 0  # what was remembered belongs to an earlier run
        fresh = rows[~self._is_ours(rows)]
        self._before[fresh] = self._latest.quality[fresh]
        self._since[rows] = now
        self._run[site] = run
        quality = np.full(len(rows), Quality.BAD_NO_COMMUNICATION, dtype=np.uint32)
        return self._said(rows, quality, int(self._latest.source_time[rows].max(initial=0)), now)

    def end(self, one: LinkHealth, now: int) -> SampleBatch:
        """What the points of a connected site become again, once its backlog is committed."""
        if one.site not in self._run or not one.is_caught_up:
            return EMPTY
        run, rows = self._run.pop(one.site), self._rows(one.site)
        ours = rows[self._is_ours(rows)]
        self._since[rows] = 0
        if not len(ours) or run == UNKNOWN_RUN or run != one.run:
            return EMPTY
        # Later than our own Bad by the least step: an equal time would turn no condition.
        heard = int(self._latest.source_time[ours].max()) + 1
        return self._said(ours, self._before[ours], heard, now)

    def _rows(self, site: str) -> UInt32Array:
        own = self._points.rows_of(site)
        return np.arange(own.start, own.stop, dtype=np.uint32)

    def _is_ours(self, rows: UInt32Array) -> BoolArray:
        """Which points still say what the hub itself said, (k,)."""
        said = self._latest.quality[rows] == Quality.BAD_NO_COMMUNICATION
        since = self._since[rows]
        ours: BoolArray = said & (since > 0) & (self._latest.arrival_time[rows] == since)
        return ours

    def _said(
        self, rows: UInt32Array, quality: UInt32Array, source_time: int, now: int
    ) -> SampleBatch:
        return SampleBatch(
            rows,
            self._latest.value[rows],
            quality,
            np.full(len(rows), source_time, dtype=np.int64),
            np.full(len(rows), now, dtype=np.int64),
        )
