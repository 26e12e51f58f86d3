"""The durable outbox as the event loop sees it: the file behind one worker thread.

A disk's fsync takes milliseconds, sometimes seconds. It happens in the worker, one at a time.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

from edge.link.cargo import Draft, Kept
from edge.link.wire import Lane
from edge.outbox_file import OutboxError, OutboxFile, Stream, StreamCount

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")

MOST_BYTES = 4 * 2**30
ACKNOWLEDGE_S = 0.5  # deletions are gathered; one forgotten by a crash is confirmed again


class Outbox:
    """Keeps what was accepted until the hub has it. Used with `async with`.

    `counts`: per lane and site the last number and all that was ever accepted, kept in the same
    transaction as the messages. `waiting`: messages of a stream that the hub has not confirmed.
    """

    def __init__(self, path: Path, *, most_bytes: int = MOST_BYTES) -> None:
        self._path = path
        self._most_bytes = most_bytes
        self._confirmed: dict[Stream, int] = {}
        self._acknowledged: dict[Stream, int] = {}
        self._failing = False

    async def __aenter__(self) -> Self:
        """Open the file. Raises OutboxError."""
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="outbox")
        try:
            self._file = await self._run(OutboxFile, self._path, most_bytes=self._most_bytes)
            waiting = await self._run(self._file.backlog)
        except BaseException:
            self._worker.shutdown()
            raise
        self._confirmed = {
            stream: count.last_seq - waiting.get(stream, 0)
            for stream, count in self._file.counts.items()
        }
        self._sweep = asyncio.create_task(self._acknowledge_often(), name="outbox")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._sweep.cancel()
        await asyncio.gather(self._sweep, return_exceptions=True)
        try:
            await self._delete_acknowledged()
        finally:
            await self._run(self._file.close)
            self._worker.shutdown()

    @property
    def epoch(self) -> int:
        """Drawn once when the file was made; numbers of messages mean something only within it."""
        return self._file.epoch

    @property
    def counts(self) -> Mapping[Stream, StreamCount]:
        """Per lane and site, the last number given and how much was accepted."""
        return self._file.counts

    def last_seq(self, lane: Lane, site: str) -> int:
        """The newest number of a stream, 0 before the first."""
        return self.counts.get((lane, site), StreamCount()).last_seq

    def waiting(self, lane: Lane, site: str) -> int:
        """Messages of a stream that the hub has not yet confirmed."""
        return self.last_seq(lane, site) - self._confirmed.get((lane, site), 0)

    async def append(self, drafts: Sequence[Draft]) -> list[Kept]:
        """Keep all of these or none; on return they are on the disk. Raises OutboxFull."""
        return await self._run(self._file.append, drafts)

    async def pending(self, lane: Lane, site: str, *, after: int, most: int) -> list[Kept]:
        """Up to `most` messages with a number above `after`, in order."""
        return await self._run(self._file.pending, lane, site, after=after, most=most)

    def acknowledge(self, lane: Lane, site: str, seq: int) -> None:
        """The hub has everything up to and including `seq`; it is deleted within a second."""
        stream = (lane, site)
        if seq > self._confirmed.get(stream, 0):
            self._confirmed[stream] = self._acknowledged[stream] = seq

    async def renew(self, epoch: int) -> None:
        """Draw a new epoch if `epoch` is still the present one, see OutboxFile.renew."""
        if epoch == self.epoch:
            self._acknowledged.clear()
            self._confirmed = {}
            await self._run(self._file.renew)

    async def _acknowledge_often(self) -> None:
        while True:
            await asyncio.sleep(ACKNOWLEDGE_S)
            await self._delete_acknowledged()

    async def _delete_acknowledged(self) -> None:
        if not self._acknowledged:
            return
        through, self._acknowledged = self._acknowledged, {}
        try:
            await self._run(self._file.acknowledge, through)
            self._failing = False
        except OutboxError as error:
            self._acknowledged = {**through, **self._acknowledged}
            if not self._failing:
                log.warning("confirmed messages stay in the outbox: %s", error)
            self._failing = True

    async def _run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._worker, lambda: work(*args, **kwargs))
