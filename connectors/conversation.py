"""The one implementation of the connector's contract; the protocols differ in their dialogues."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from types import TracebackType
from typing import Self

from connectors.base import Counters, LinkState
from connectors.outlet import Outlet
from connectors.retry import Dialogue, Line
from twin.quality import Quality
from twin.samples import SampleBatch

CANCEL_AGAIN_S = 5.0  # longer than any farewell takes
WORST_FIRST = (
    LinkState.FAULT,
    LinkState.STALE,
    LinkState.STARTING,
    LinkState.BACKFILLING,
    LinkState.LIVE,
)


class Conversation:
    """Talks on one or more lines (one for each peer that can fail alone) into one outlet."""

    def __init__(
        self, connection: str, talks: Sequence[tuple[Line, Dialogue]], outlet: Outlet
    ) -> None:
        self._connection, self._talks, self._outlet = connection, talks, outlet
        self._tasks: list[asyncio.Task[None]] = []
        self._stopped = False

    @property
    def connection(self) -> str:
        """The connection's id in the site file."""
        return self._connection

    @property
    def state(self) -> LinkState:
        """The worst state of all lines."""
        if self._stopped:
            return LinkState.STOPPED
        states = {line.state for line, _ in self._talks}
        return next((state for state in WORST_FIRST if state in states), LinkState.LIVE)

    @property
    def counters(self) -> Counters:
        """What happened so far."""
        return self._outlet.counters

    def samples(self) -> AsyncIterator[SampleBatch]:
        """Batches as they come, until the connector is closed. One reader."""
        return self._outlet.batches()

    async def __aenter__(self) -> Self:
        for line, dialogue in self._talks:
            self._outlet.mark(line.rows, Quality.BAD_WAITING_FOR_INITIAL_DATA)
            task = asyncio.create_task(line.keep(dialogue, self._reconnecting), name=line.where)
            self._tasks.append(task)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._outlet.close()
        pending = set(self._tasks)
        while pending:
            # Up to Python 3.11 wait_for, which the libraries use, may swallow a cancellation.
            for task in pending:
                task.cancel()
            _, pending = await asyncio.wait(pending, timeout=CANCEL_AGAIN_S)
        self._stopped = True

    def _reconnecting(self) -> None:
        self._outlet.counters.reconnects += 1
