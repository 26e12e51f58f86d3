"""The order of all commits: what ingest, ticker and operators changed, as few transactions."""

import asyncio
import logging
import sqlite3
from collections import deque

from app.hub.metrics import Metrics
from app.hub.store.database import Database
from app.hub.store.errors import StoreError
from app.hub.store.records import Change, Committed

log = logging.getLogger(__name__)

RETRY_S = (0.1, 0.25, 0.5, 1.0)  # then every second: a full disk may be freed at any time
MOST_AT_ONCE = 64


class Committer:
    """Commits in the order submitted; what piles up during one fsync shares the next.

    A database that refuses (full disk) is asked again for ever, in order: until it takes the
    change nobody is told that it is safe. A change that cannot be written at all fails alone.
    """

    def __init__(self, database: Database, metrics: Metrics) -> None:
        self._database, self._metrics = database, metrics
        self._waiting: deque[tuple[Change, asyncio.Future[Committed]]] = deque()
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    async def settled(self) -> None:
        """Wait until all that was submitted is durable."""
        await self._idle.wait()

    def submit(self, change: Change) -> "asyncio.Future[Committed]":
        """Take a change; the future is done when it is durable. It raises StoreError if the
        change itself cannot be written."""
        future: asyncio.Future[Committed] = asyncio.get_running_loop().create_future()
        self._waiting.append((change, future))
        self._wake.set()
        self._idle.clear()
        return future

    async def run(self) -> None:
        """Commit until cancelled; what was submitted and not committed is cancelled too."""
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                while self._waiting:
                    most = min(MOST_AT_ONCE, len(self._waiting))
                    await self._commit([self._waiting.popleft() for _ in range(most)])
                self._idle.set()
        finally:
            for _, future in self._waiting:
                future.cancel()
            self._waiting.clear()

    async def _commit(self, group: list[tuple[Change, asyncio.Future[Committed]]]) -> None:
        tries = 0
        while True:
            try:
                done = await self._database.commit([change for change, _ in group])
            except sqlite3.OperationalError as error:
                self._say_failing(error)
                await asyncio.sleep(RETRY_S[min(tries, len(RETRY_S) - 1)])
                tries += 1
            except (sqlite3.Error, OverflowError, ValueError, TypeError) as error:
                await self._one_by_one(group, error)
                return
            else:
                break
        self._say_well()
        for (_, future), committed in zip(group, done, strict=True):
            if not future.done():
                future.set_result(committed)

    async def _one_by_one(
        self, group: list[tuple[Change, asyncio.Future[Committed]]], error: Exception
    ) -> None:
        if len(group) > 1:
            for one in group:
                await self._commit([one])
            return
        self._metrics.faults["unwritable"] += 1
        log.error("a change cannot be written: %s", error)
        failure = StoreError(
            f"it cannot be written ({error})",
            where="hub.db",
            remedy="Report this with the hub's log; nothing of it was stored",
        )
        failure.__cause__ = error
        if not group[0][1].done():
            group[0][1].set_exception(failure)

    def _say_failing(self, error: sqlite3.OperationalError) -> None:
        self._metrics.faults["storage"] += 1
        if not self._metrics.storage_failing:
            log.error("storage fails, nothing is acknowledged until it recovers: %s", error)
        self._metrics.storage_failing = str(error)

    def _say_well(self) -> None:
        if self._metrics.storage_failing:
            log.info("storage has recovered")
            self._metrics.storage_failing = ""
