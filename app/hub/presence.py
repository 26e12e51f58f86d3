"""Which edges are there. The points of a lost one turn Bad; the journal says so."""

from app.feed.contract import LinkRow
from app.hub.silence import Silence
from app.hub.store.records import Entry
from edge.link.reception import LinkHealth
from twin.clock import NS_PER_S
from twin.samples import SampleBatch, concatenate
from twin.site.table import PointTable
from twin.state.latest import LatestValues

GRACE = 15 * NS_PER_S  # after a start, for edges to come back
CONNECTED = "connected"
LAG_STEP_MS = 250.0  # a smaller change of lag or backlog is not worth a message


class Presence:
    """Compares the link's health with what it was at the last look."""

    def __init__(self, points: PointTable, latest: LatestValues, now: int) -> None:
        """now: when the hub started; sites with values from before get a grace to come back."""
        self._silence = Silence(points, latest)
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
        """(rows that changed, journal lines, what the points of lost and returned sites become)."""
        rows, entries, said = [], [], []
        self._edges = {one.key for one in health if one.connected}
        for one in health:
            if one.connected != (one.site in self._connected):
                entries.append(_entry(one, now))
                if one.connected:
                    self._connected.add(one.site)
                    self._awaited.discard(one.site)
                else:
                    self._connected.discard(one.site)
                    said.append(self._silence.begin(one.site, now, one.run))
            if one.connected:
                said.append(self._silence.end(one, now))
            row = LinkRow(
                one.site, one.connected, one.last_heard, one.backlog,
                round(lags.get(one.site, 0.0), 1), one.rejected, one.reason,
            )  # fmt: skip
            if _differs(self._shown.get(one.site), row):
                self._shown[one.site] = row
                rows.append(row)
        if self._awaited and now - self._started > GRACE:
            for site in sorted(self._awaited):
                entries.append(Entry(now, now, "link", site, text="not back since the hub started"))
                said.append(self._silence.begin(site, now))
            self._awaited.clear()
        return rows, entries, concatenate(said)


def _entry(one: LinkHealth, now: int) -> Entry:
    text = CONNECTED if one.connected else "lost"
    return Entry(now, one.last_heard or now, "link", one.site, text=text)


def _differs(shown: LinkRow | None, row: LinkRow) -> bool:
    return (
        shown is None
        or (shown.connected, shown.reason, shown.rejected)
        != (row.connected, row.reason, row.rejected)
        or abs(shown.lag_ms - row.lag_ms) >= LAG_STEP_MS
        or abs(shown.backlog - row.backlog) > max(10, shown.backlog // 10)
        or row.last_heard - shown.last_heard > 5_000_000_000
    )
