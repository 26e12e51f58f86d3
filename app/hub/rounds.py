"""What the hub does by the clock: the twin's tick, a look at the links, the figures."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import numpy as np

from app.feed.contract import Kpi
from app.feed.server import FeedServer
from app.hub.ingest import Ingest
from app.hub.parts import Parts
from app.hub.presence import CONNECTED, Presence
from app.hub.scribe import touched
from app.hub.store.records import Change, Entry
from edge.link.receiver import LinkReceiver
from twin.events import Outcome
from twin.quality import Severity, severity

log = logging.getLogger(__name__)

LOOK_S = 1.0


class Rounds:
    """Each method runs until cancelled; a failure is logged once, counted, and tried again."""

    def __init__(self, parts: Parts, ingest: Ingest) -> None:
        self._parts, self._ingest = parts, ingest
        self._presence = Presence(parts.alarms.points, parts.twin.latest, parts.clock())
        self._storage = ""

    async def tick(self, every_s: float) -> None:
        """Delays, shelf expiry and loss of data, about five times a second."""
        while True:
            await asyncio.sleep(every_s)
            await self._guarded("tick", self._tick)

    async def look(self, receiver: LinkReceiver, feed: FeedServer) -> None:
        """Links and figures, once a second."""
        while True:
            await asyncio.sleep(LOOK_S)
            await self._guarded("look", lambda: self._look(receiver, feed))

    async def _tick(self) -> None:
        outcome = self._parts.twin.tick(self._parts.clock())
        if len(touched(outcome)) or outcome.incidents:
            await self._parts.settle(Change(), [outcome])

    async def _look(self, receiver: LinkReceiver, feed: FeedServer) -> None:
        parts, now = self._parts, self._parts.clock()
        rows, entries, said = self._presence.look(receiver.health(), self._ingest.lags, now)
        for entry in entries:
            parts.twin.link(entry.site, now, connected=entry.text == CONNECTED)
        outcomes: list[Outcome] = []
        if len(said):  # not device data: journalled, shown, judged by the rules, never stored
            outcomes.append(parts.twin.apply(said, now))
        entries.extend(self._storage_entries(now))
        if entries or outcomes:
            await parts.settle(Change(entries=tuple(entries)), outcomes, rows)
        elif rows:
            parts.board.post(links=rows)
        parts.board.post(kpi=self._kpi(receiver, feed, now))

    def _storage_entries(self, now: int) -> list[Entry]:
        """The journal tells of a failing disk as soon as it can be written again."""
        failing, before = self._parts.metrics.storage_failing, self._storage
        self._storage = failing or before
        if before and not failing:
            self._storage = ""
            return [Entry(now, now, "system", "", text=f"storage recovered from: {before}")]
        return []

    def _kpi(self, receiver: LinkReceiver, feed: FeedServer, now: int) -> Kpi:
        metrics, latest = self._parts.metrics, self._parts.twin.latest
        bad = severity(latest.quality) >= Severity.BAD
        heard = latest.source_time > 0
        return Kpi(
            server_time=now,
            edges_connected=self._presence.connected,
            points_live=int(np.count_nonzero(~bad)),
            points_bad=int(np.count_nonzero(bad & heard)),
            samples_per_s=metrics.samples.per_second(now),
            samples_stored=metrics.stored,
            alarms_10min=metrics.annunciations.last_10min(now),
            ingest_p99_ms=metrics.ingest_ms.quantile(0.99),
            refused=receiver.refused.total() + feed.refused.total(),
        )

    async def _guarded(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        faults = self._parts.metrics.faults
        try:
            await work()
        except Exception:
            if not faults[name]:
                log.exception("the hub's %s failed; it is tried again", name)
            faults[name] += 1
