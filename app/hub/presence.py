"""Which edges are there. A lost one turns its points Bad here and says so in the journal."""

import numpy as np

from app.feed.contract import LinkRow
from app.hub.store.records import Entry
from edge.link.reception import LinkHealth
from twin.clock import NS_PER_S
from twin.quality import Quality
from twin.samples import SampleBatch, concatenate
from twin.site.table import PointTable
from twin.state.latest import LatestValues

GRACE = 15 * NS_PER_S  # after a start, for edges to come back
LAG_STEP_MS = 250.0  # a smaller change of lag or backlog is not worth a message


class Presence:
    """Compares the link's health with what it was at the last look."""

    def __init__(self, points: PointTable, latest: LatestValues, now: int) -> None:
        """now: when the hub started; sites with values from before get a grace to come back."""
        self._points, self._latest = points, latest
        self._started = now
        self._awaited = {
            site.id
            for k, site in enumerate(points.fleet.sites)
            if latest.source_time[points.site_first[k] : points.site_first[k + 1]].any()
        }
        self._shown: dict[str, LinkRow] = {}
        self._connected: set[str] = set()
        self._edges: set[str] = set()

    @property
    def connected(self) -> int:
        """Edges that are there; an edge is a key, it may carry several sites."""
        return len(self._edges)

    def look(
        self, health: list[LinkHealth], lags: dict[str, float], now: int
    ) -> tuple[list[LinkRow], list[Entry], SampleBatch]:
        """(rows that changed, journal lines, what the lost sites' points become)."""
        rows, entries, lost = [], [], []
        self._edges = {one.key for one in health if one.connected}
        for one in health:
            if one.connected != (one.site in self._connected):
                entries.append(_entry(one, now))
                if one.connected:
                    self._connected.add(one.site)
                    self._awaited.discard(one.site)
                else:
                    self._connected.discard(one.site)
                    lost.append(self._silent(one.site, now))
            row = LinkRow(
                one.site, one.connected, one.last_heard, one.backlog,
                round(lags.get(one.site, 0.0), 1), 0, one.reason,
            )  # fmt: skip
            if _differs(self._shown.get(one.site), row):
                self._shown[one.site] = row
                rows.append(row)
        if self._awaited and now - self._started > GRACE:
            for site in sorted(self._awaited):
                entries.append(Entry(now, now, "link", site, text="not back since the hub started"))
                lost.append(self._silent(site, now))
            self._awaited.clear()
        return rows, entries, concatenate(lost)

    def _silent(self, site: str, now: int) -> SampleBatch:
        """The site's last values as BadNoCommunication.

        Their source time is that of the newest sample of the site: when it was last heard, by its
        own clock, so that its first sample after the return is newer whatever the hub's clock is.
        """
        own = self._points.rows_of(site)
        rows = np.arange(own.start, own.stop, dtype=np.uint32)
        rows = rows[self._latest.source_time[rows] > 0]  # never heard: still waiting, not lost
        heard = int(self._latest.source_time[rows].max(initial=0))
        return SampleBatch(
            rows,
            self._latest.value[rows],
            np.full(len(rows), Quality.BAD_NO_COMMUNICATION, dtype=np.uint32),
            np.full(len(rows), heard, dtype=np.int64),
            np.full(len(rows), now, dtype=np.int64),
        )


def _entry(one: LinkHealth, now: int) -> Entry:
    text = "connected" if one.connected else "lost"
    return Entry(now, one.last_heard or now, "link", one.site, text=text)


def _differs(shown: LinkRow | None, row: LinkRow) -> bool:
    return (
        shown is None
        or (shown.connected, shown.reason) != (row.connected, row.reason)
        or abs(shown.lag_ms - row.lag_ms) >= LAG_STEP_MS
        or abs(shown.backlog - row.backlog) > max(10, shown.backlog // 10)
        or row.last_heard - shown.last_heard > 5_000_000_000
    )
