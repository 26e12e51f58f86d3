"""The hub's end of the link: what edges sent, in order, once, from whom it says it is."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import Self

import zmq

from edge.link.door import Door
from edge.link.keys import CurveKeys
from edge.link.line import file_of, link_context, router
from edge.link.reception import (
    Authorise,
    HubWords,
    LinkHealth,
    Received,
    Reception,
    RowCounts,
)
from edge.link.stream import HaveSeq
from edge.link.wire import HEARTBEAT_S, Lane
from edge.link.zap import Zap
from twin.clock import Clock

LOOKS_PER_MESSAGE = 4  # bad messages may not hold the loop longer than this many good ones


class LinkReceiver:
    """Two ROUTERs with CURVE, one per lane. Used with `async with`; raises LinkError on entry.

    The callables are those of `HubWords`; most_links: sites that may connect at one time.
    """

    def __init__(
        self,
        *,
        telemetry: str,
        alarms: str,
        keys: CurveKeys,
        authorised: Authorise,
        have_seq: HaveSeq,
        points_crc: Callable[[str], int],
        row_counts: RowCounts | None = None,
        most_links: int = 256,
        now: Clock = time.time_ns,
    ) -> None:
        self._urls = {Lane.ALARM: alarms, Lane.TELEMETRY: telemetry}
        self._keys = keys
        self._most_links = most_links
        self._doors: dict[Lane, Door] = {}
        hub = HubWords(authorised, have_seq, points_crc, row_counts, now)
        self._reception = Reception(hub, self._doors)

    async def __aenter__(self) -> Self:
        self._context = link_context(self._most_links)
        self._zap = Zap(self._context, self._reception.admits)
        try:
            for lane, url in self._urls.items():
                self._doors[lane] = Door(lane, router(self._context, url, keys=self._keys))
        except BaseException:
            self._close()
            raise
        self._wake = asyncio.Event()
        self._beating = asyncio.create_task(self._beat(), name="link receiver")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._beating.cancel()
        await asyncio.gather(self._beating, return_exceptions=True)
        self._close()

    def _close(self) -> None:
        self._zap.close()
        self._context.destroy(linger=0)

    @property
    def endpoints(self) -> tuple[str, str]:
        """The telemetry and the alarm URL, with the ports that were really given."""
        return self._bound(Lane.TELEMETRY), self._bound(Lane.ALARM)

    def _bound(self, lane: Lane) -> str:
        last = self._doors[lane].socket.get(zmq.LAST_ENDPOINT)
        return last.decode().rstrip("\0") if isinstance(last, bytes) else str(last)

    async def receive(self, most: int, wait_s: float) -> list[Received]:
        """Up to `most` messages, the alarm lane first; empty after `wait_s` seconds of silence."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + wait_s
        while True:
            await asyncio.sleep(0)  # a busy link must not keep the rest of the loop waiting
            self._wake.clear()
            found = self._drain(most)
            if found or loop.time() >= deadline:
                return found
            await self._wait(deadline)

    async def _wait(self, deadline: float) -> None:
        """Until a socket has something to tell. It is watched only now: a socket that nobody
        drains would wake the loop without end."""
        loop = asyncio.get_running_loop()
        files = [file_of(door.socket) for door in self._doors.values()]
        for file in files:
            loop.add_reader(file, self._wake.set)
        try:
            async with asyncio.timeout_at(deadline):
                await self._wake.wait()
        except TimeoutError:
            return
        finally:
            for file in files:
                loop.remove_reader(file)

    def _drain(self, most: int) -> list[Received]:
        found: list[Received] = []
        now = time.monotonic()
        for door in self._doors.values():  # in the order of _urls: alarms first
            for _ in range(LOOKS_PER_MESSAGE * most):
                letter = door.read() if len(found) < most else None
                if letter is None:
                    break
                received = self._reception.take(door, letter, now)
                if received is not None:
                    found.append(received)
            else:
                self._wake.set()
        return found

    def acknowledge(self, done: Iterable[Received]) -> None:
        """These are durably committed: tell their edges, who may then delete them."""
        self._reception.acknowledge(done)
        self._wake.set()  # a send may swallow the sign that something came

    def give_back(self, undone: Sequence[Received]) -> None:
        """These could not be committed: their edges are asked to send them again."""
        self._reception.give_back(undone)
        self._wake.set()

    def health(self) -> list[LinkHealth]:
        """Every site that was ever heard of or refused, by id."""
        return self._reception.health()

    def outlook(self, site: str) -> bytes:
        """What the edge of a site forecasts by itself, see `wire.Heartbeat`."""
        return self._reception.outlook(site)

    @property
    def refused(self) -> Counter[str]:
        """How many connections and messages were refused, by reason."""
        return self._reception.refused

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_S / 2)
            self._reception.beat()
            self._wake.set()
