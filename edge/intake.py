"""From news to the outbox: gathered for a moment, kept in one transaction, then sent.

Whoever brings samples waits until they are on the disk before it takes more from its device. So a
full disk slows the devices' readers down and loses nothing that was accepted. Alarms are kept by
themselves, at once, and go on when telemetry has reached its bound.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from edge.drafts import condition_drafts, telemetry_drafts
from edge.link.cargo import Draft, Kept
from edge.outbox import Outbox
from edge.outbox_file import OutboxError
from edge.station import News
from twin.alarm.table import AlarmTable
from twin.clock import Clock
from twin.events import ConditionChanges
from twin.samples import SampleBatch

log = logging.getLogger(__name__)
T = TypeVar("T")

RETRY_S = 0.5

Offer = Callable[[Sequence[Kept]], None]


class Basket(Generic[T]):
    """What waits for the next transaction of one lane. `trouble`: why the last one failed."""

    def __init__(
        self, outbox: Outbox, offer: Offer, drafts_of: Callable[[Sequence[T]], list[Draft]]
    ) -> None:
        self._outbox, self._offer, self._drafts_of = outbox, offer, drafts_of
        self._things: list[T] = []
        self._some = asyncio.Event()
        self._kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.trouble = ""

    def put(self, thing: T) -> "asyncio.Future[None]":
        """Take a thing; the future ends when the disk has it."""
        self._things.append(thing)
        self._some.set()
        return asyncio.shield(self._kept)

    async def run(self, pause_s: float) -> None:
        """Keep what comes, at once but at most every `pause_s`, until cancelled."""
        loop = asyncio.get_running_loop()
        next_time = loop.time()
        while True:
            await self._some.wait()
            await asyncio.sleep(next_time - loop.time())
            next_time = loop.time() + pause_s
            await self.empty()

    async def empty(self) -> None:
        """Keep all that was put so far, and try until the disk takes it."""
        things, self._things = self._things, []
        waiting, self._kept = self._kept, asyncio.get_running_loop().create_future()
        self._some.clear()
        drafts = self._drafts_of(things) if things else []
        while drafts:
            try:
                self._offer(await self._outbox.append(drafts))
                break
            except OutboxError as error:
                self._tell(error)
            await asyncio.sleep(RETRY_S)
        if self.trouble:
            log.info("outbox takes messages again")
            self.trouble = ""
        waiting.set_result(None)

    def _tell(self, error: OutboxError) -> None:
        if not self.trouble:
            log.error("nothing is taken from the devices until the outbox has room: %s", error)
        self.trouble = error.what


class Intake:
    """The two baskets of an edge. What is not yet kept when it ends was never accepted."""

    def __init__(
        self, alarms: AlarmTable, outbox: Outbox, offer: Offer, *, flush_s: float, clock: Clock
    ) -> None:
        self._flush_s = flush_s
        self._telemetry = Basket[SampleBatch](
            outbox, offer, lambda batches: telemetry_drafts(alarms, batches, clock())
        )
        self._conditions = Basket[ConditionChanges](
            outbox, offer, lambda changes: condition_drafts(alarms, changes, clock())
        )

    @property
    def trouble(self) -> str:
        """Why nothing can be kept just now, empty when all is well."""
        return self._conditions.trouble or self._telemetry.trouble

    async def run(self) -> None:
        """Keep what comes until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._conditions.run(0.0), name="intake of alarms")
            tasks.create_task(self._telemetry.run(self._flush_s), name="intake of telemetry")

    def put(self, news: News) -> "list[asyncio.Future[None]]":
        """Take news; the futures end when all of it is on the disk."""
        waiting = []
        if news.conditions is not None and len(news.conditions):
            waiting.append(self._conditions.put(news.conditions))
        if len(news.batch):
            waiting.append(self._telemetry.put(news.batch))
        return waiting

    async def keep(self, news: News) -> None:
        """Take news; returns when all of it is on the disk."""
        await asyncio.gather(*self.put(news))
