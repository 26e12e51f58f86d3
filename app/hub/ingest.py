"""Received, decided, durable, acknowledged, shown: in this order and no other.

While one group is being fsynced the next is received, decoded and given to the twin; at most
IN_FLIGHT groups wait for their commit, so a slow disk slows the edges down and not the memory.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import numpy as np

from app.hub.parts import Parts
from app.hub.scribe import decided
from app.hub.store.errors import StoreError
from app.hub.store.records import Change, Committed, HighWater
from edge.link.receiver import LinkReceiver
from edge.link.reception import Received
from edge.link.wire import Lane
from twin.alarm.table import AlarmTable
from twin.clock import NS_PER_MS
from twin.events import ConditionChanges, Outcome
from twin.samples import EMPTY, SampleBatch

log = logging.getLogger(__name__)

MOST_MESSAGES = 512  # of one group
WAIT_S = 0.5
IN_FLIGHT = 2


@dataclass(frozen=True, slots=True)
class Group:
    """Messages that are committed together, as rows of the fleet's tables."""

    messages: Sequence[Received]
    samples: SampleBatch
    conditions: ConditionChanges | None


class Grouping:
    """From rows of a site's tables to rows of the fleet's."""

    def __init__(self, alarms: AlarmTable) -> None:
        points = alarms.points
        sites = np.arange(len(points.fleet.sites))
        alarm_first = np.searchsorted(alarms.site, sites)
        self._first = {
            site.id: (int(points.site_first[k]), int(alarm_first[k]))
            for k, site in enumerate(points.fleet.sites)
        }

    def group(self, messages: Sequence[Received]) -> Group:
        """All messages as one group, order kept; conditions before samples."""
        return Group(messages, self._samples(messages), self._conditions(messages))

    def _samples(self, messages: Sequence[Received]) -> SampleBatch:
        sent = [(m.batch, self._first[m.site][0]) for m in messages if m.batch is not None]
        if not sent:
            return EMPTY
        batches = [batch for batch, _ in sent]
        offsets = np.repeat(
            np.array([first for _, first in sent], dtype=np.uint32), [len(b) for b in batches]
        )
        return SampleBatch(
            np.concatenate([b.point for b in batches]) + offsets,
            np.concatenate([b.value for b in batches]),
            np.concatenate([b.quality for b in batches]),
            np.concatenate([b.source_time for b in batches]),
            np.concatenate([b.arrival_time for b in batches]),
        )

    def _conditions(self, messages: Sequence[Received]) -> ConditionChanges | None:
        sent = [
            (m.conditions, self._first[m.site][1]) for m in messages if m.conditions is not None
        ]
        if not sent:
            return None
        return ConditionChanges(
            np.concatenate([c.alarm + np.uint32(first) for c, first in sent]),
            np.concatenate([c.active for c, _ in sent]),
            np.concatenate([c.source_time for c, _ in sent]),
            np.concatenate([c.value for c, _ in sent]),
        )


class Ingest:
    """The road from the link into the store.

    `committed`: last durable number by (site, lane, epoch), what the link asks for when an edge
    comes back; `lags`: age of a site's newest sample when it was committed, ms; `on_samples`:
    told of every committed group, rows of the fleet's table.
    """

    def __init__(self, parts: Parts, committed: dict[tuple[str, Lane, int], int]) -> None:
        self._parts = parts
        self._grouping = Grouping(parts.alarms)
        self._room = asyncio.Semaphore(IN_FLIGHT)
        self.committed = committed
        self.lags: dict[str, float] = {}
        self.on_samples: Callable[[SampleBatch], None] = lambda _: None

    def have_seq(self, site: str, lane: Lane, epoch: int) -> int:
        """Everything up to this number is durable; 0 for none."""
        return self.committed.get((site, lane, epoch), 0)

    @asynccontextmanager
    async def at_rest(self) -> AsyncIterator[None]:
        """Nothing is taken from the link while inside, and all that was taken is committed."""
        taken = 0
        try:
            for _ in range(IN_FLIGHT):
                await self._room.acquire()
                taken += 1
            yield
        finally:
            for _ in range(taken):
                self._room.release()

    async def run(self, receiver: LinkReceiver) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            before: asyncio.Task[None] | None = None
            while True:
                await self._room.acquire()
                messages = await receiver.receive(MOST_MESSAGES, WAIT_S)
                if not messages:
                    self._room.release()
                    continue
                started = time.perf_counter()
                group = self._grouping.group(messages)
                outcomes = self._decide(group)
                future = self._parts.committer.submit(self._change(group, outcomes))
                work = self._finish(receiver, group, outcomes, future, before, started)
                before = tasks.create_task(work, name="ingest-group")

    def _decide(self, group: Group) -> list[Outcome]:
        """What the twin makes of it. Whatever fails in a rule, the samples are still kept."""
        parts, now = self._parts, self._parts.clock()
        outcomes: list[Outcome] = []
        try:
            if group.conditions is not None:
                outcomes.append(parts.twin.conditions(group.conditions, now))
            if len(group.samples):
                outcomes.append(parts.twin.apply(group.samples, now))
        except Exception:
            if not parts.metrics.faults["twin"]:
                log.exception("the twin failed on a group; its samples are stored all the same")
            parts.metrics.faults["twin"] += 1
        return outcomes

    def _change(self, group: Group, outcomes: list[Outcome]) -> Change:
        newest: dict[tuple[str, Lane, int], int] = {}
        stored: dict[str, tuple[int, int]] = {}
        for one in group.messages:
            newest[one.site, one.lane, one.epoch] = one.seq
            samples, messages = stored.get(one.site, (0, 0))
            count = 0 if one.batch is None else len(one.batch)
            stored[one.site] = (samples + count, messages + 1)
        marks = tuple(HighWater(s, lane.value, epoch, q) for (s, lane, epoch), q in newest.items())
        now = self._parts.clock()
        change = Change(received=now, samples=group.samples, high_water=marks, stored=stored)
        return decided(change, outcomes, self._parts.scribe)

    async def _finish(
        self,
        receiver: LinkReceiver,
        group: Group,
        outcomes: list[Outcome],
        future: "asyncio.Future[Committed]",
        before: "asyncio.Task[None] | None",
        started: float,
    ) -> None:
        """After the commit, in the order received: acknowledge, remember, show."""
        try:
            if before is not None:
                await asyncio.wait([before])
            done = await future
        except StoreError:
            receiver.give_back(group.messages)
            return
        finally:
            self._room.release()
        receiver.acknowledge(group.messages)
        parts = self._parts
        if done.log_id:
            self.on_samples(group.samples)
            ids = parts.point_id[group.samples.point]
            parts.historian.add(done.log_id, done.received, ids, group.samples)
        self._count(group, outcomes, time.perf_counter() - started)
        parts.show(outcomes, done)

    def _count(self, group: Group, outcomes: list[Outcome], took_s: float) -> None:
        metrics, now = self._parts.metrics, self._parts.clock()
        metrics.samples.add(len(group.samples), now)
        metrics.stored += len(group.samples)
        metrics.ingest_ms.add(1e3 * took_s)
        metrics.older += sum(o.older for o in outcomes)
        metrics.rejected += sum(o.rejected for o in outcomes)
        for one in group.messages:
            self.committed[one.site, one.lane, one.epoch] = one.seq
            if one.batch is not None and len(one.batch):
                self.lags[one.site] = (now - int(one.batch.source_time[-1])) / NS_PER_MS
