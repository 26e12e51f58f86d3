"""What keeps the files of a hub small and its start quick: flush, checkpoint, trim, retention."""

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable

from app.hub.ingest import Ingest
from app.hub.parts import Parts
from app.hub.settings import HubSettings
from app.hub.store.database import Database
from app.hub.store.retention import first_day_kept

log = logging.getLogger(__name__)

LOOK_S = 1.0
SWEEP_S = 3600.0


class Upkeep:
    """Runs beside ingest. A failure is logged once, counted, and tried again at the next turn."""

    def __init__(
        self, parts: Parts, ingest: Ingest, database: Database, settings: HubSettings
    ) -> None:
        self._parts, self._ingest, self._database = parts, ingest, database
        self._settings = settings
        self._marked = 0
        self._flushed = 0

    async def run(self) -> None:
        """Until cancelled."""
        settings, clock = self._settings, asyncio.get_running_loop().time
        checkpointed = flushed = clock()
        swept = -SWEEP_S
        while True:
            await asyncio.sleep(LOOK_S)
            now = clock()
            full = self._parts.historian.buffered >= settings.flush_samples
            if full or now - flushed >= settings.flush_s:
                await self._guarded("flush", self.flush)
                flushed = clock()
            if full or now - checkpointed >= settings.checkpoint_s:
                await self._guarded("checkpoint", self.checkpoint)
                checkpointed = clock()
            if now - swept >= SWEEP_S:
                await self._guarded("retention", self.sweep)
                swept = now

    async def flush(self) -> None:
        """Write what waits in memory into day files."""
        through = await asyncio.wrap_future(self._parts.historian.flush())
        self._flushed = max(self._flushed, through)
        await self._trim()

    async def checkpoint(self) -> None:
        """Keep the twin as it is now. Ingest rests meanwhile, so that the twin holds exactly the
        committed log rows."""
        async with self._ingest.at_rest():
            await self._parts.committer.settled()
            log_id, data = self._database.log_id, self._parts.twin.export()
        await self._database.checkpoint(log_id, self._parts.clock(), data)
        self._marked = log_id
        await self._trim()

    async def sweep(self) -> None:
        """Unlink the days that are older than the retention."""
        first = first_day_kept(self._parts.clock(), self._settings.retention_days)
        gone = await asyncio.wrap_future(self._parts.historian.forget(first))
        if gone:
            log.info("%d days of history are past their retention and gone", gone)

    async def _trim(self) -> None:
        """Delete log rows that day files and a checkpoint hold."""
        through = min(self._marked, self._flushed)
        if through:
            await self._database.trim(through)

    async def _guarded(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        faults = self._parts.metrics.faults
        try:
            await work()
        except (sqlite3.Error, OSError) as error:
            if not faults[name]:
                log.warning("%s failed and is tried again: %s", name, error)
            faults[name] += 1
