"""One lane of an edge's end of the link: greets, sends in order within a window, starts over."""

import asyncio
import logging
import random
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from edge.link.cargo import Keeper, Kept
from edge.link.line import Line, Socket
from edge.link.wire import (
    HEARTBEAT_S,
    HELLO_FIRST,
    LEASE_S,
    VERSION,
    Ack,
    Conditions,
    DownHeader,
    Heartbeat,
    Hello,
    Lane,
    Refused,
    Telemetry,
    Welcome,
    WireError,
    decode_down,
    encode,
)
from twin.errors import EmberwallError

log = logging.getLogger(__name__)

WINDOW = 64  # messages of one site under way at a time
TICK_S = 0.5
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.25, 15.0
GREET_AGAIN_S = 2.0
REFUSED_PAUSE_S = 5.0
NOTHING_TOLD = -1

Rejected = Callable[[str], int]
OutlookOf = Callable[[str], bytes]


def none_rejected(site: str) -> int:
    """For a sender whose sites have no devices to reject anything from."""
    return 0


def no_outlook(site: str) -> bytes:
    """For a sender of an edge that forecasts nothing."""
    return b""


@dataclass(slots=True)
class Outgoing:
    """One site's stream. `sent`: last number under way; `acked`: last number confirmed;
    times are monotonic seconds; `refusal`: why the hub will not have it, empty if it will."""

    site: str
    points: int
    epoch: int = 0
    is_open: bool = False
    sent: int = 0
    acked: int = 0
    greet_at: float = 0.0
    said: float = 0.0
    told_backlog: int = 0
    told_rejected: int = NOTHING_TOLD
    told_outlook: bytes = b""
    refusal: str = ""

    @property
    def room(self) -> int:
        """How many more messages may be under way."""
        return WINDOW - (self.sent - self.acked) if self.is_open else 0


class LaneSender:
    """`dial` makes a connecting socket; `sites`: `wire.rows_crc` of every site; `rejected`:
    count of a site's rejected samples; `outlook`, `run`: see `wire.Heartbeat`, `wire.Hello`."""

    def __init__(
        self,
        lane: Lane,
        dial: Callable[[], Socket],
        outbox: Keeper,
        sites: Mapping[str, int],
        *,
        rejected: Rejected = none_rejected,
        outlook: OutlookOf = no_outlook,
        run: int = 0,
    ) -> None:
        self._lane = lane
        self._dial = dial
        self._outbox = outbox
        self._rejected = rejected
        self._outlook = outlook
        self._run = run
        self._streams = {site: Outgoing(site, points) for site, points in sites.items()}
        self._work = asyncio.Event()
        self._line: Line | None = None
        self._heard = 0.0
        self._is_over = False
        self._pause = FIRST_PAUSE_S
        self._outdated: int | None = None
        self.refusal = ""

    def is_connected(self, site: str) -> bool:
        """True while the hub takes this site's messages."""
        return self._streams[site].is_open

    def refusal_of(self, site: str) -> str:
        """Why the hub refuses this site, empty if it does not."""
        return self._streams[site].refusal or self.refusal

    def offer(self, kept: Iterable[Kept]) -> None:
        """Messages fresh in the outbox: those whose turn it is go out without being read back."""
        for one in kept:
            stream = self._streams[one.draft.site]
            if one.seq != stream.sent + 1 or stream.room <= 0 or not self._send(stream, one):
                self._work.set()

    def nudge(self) -> None:
        """There is something to tell at once."""
        self._work.set()

    async def run(self) -> None:
        """Connect, serve, and after a loss connect again, until cancelled."""
        while True:
            try:
                await self._session()
            except Exception:
                log.exception("link %s failed, trying again", self._lane.value)
            await asyncio.sleep(self._pause * random.uniform(0.5, 1.5))  # noqa: S311 - no secret
            self._pause = min(2 * self._pause, LONGEST_PAUSE_S)

    async def _session(self) -> None:
        self._is_over = False
        self._heard = time.monotonic()
        self._line = Line(self._dial(), self._take)
        try:
            for stream in self._streams.values():
                self._greet(stream)
            while not self._is_over and time.monotonic() - self._heard < LEASE_S:
                if self._outdated is not None:
                    await self._outbox.renew(self._outdated)
                    self._outdated = None
                self._tick()
                await self._fill()
                try:
                    async with asyncio.timeout(TICK_S):
                        await self._work.wait()
                except TimeoutError:
                    continue
        finally:
            self._line.close()
            self._line = None
            for stream in self._streams.values():
                stream.is_open = False

    def _greet(self, stream: Outgoing) -> None:
        stream.is_open = False
        stream.epoch = self._outbox.epoch
        stream.greet_at = time.monotonic() + GREET_AGAIN_S
        last = self._outbox.last_seq(self._lane, stream.site)
        site, points = stream.site, stream.points
        hello = Hello(VERSION, site, self._lane, stream.epoch, last, points, self._run)
        self._say(stream, hello)

    def _tick(self) -> None:
        now = time.monotonic()
        for stream in self._streams.values():
            is_renewed = stream.epoch != self._outbox.epoch
            if stream.is_open and not is_renewed:
                self._beat(stream, now)
            elif is_renewed or now >= stream.greet_at:
                self._greet(stream)

    def _beat(self, stream: Outgoing, now: float) -> None:
        """A busy stream needs no heartbeat, but the hub shall know of a backlog and of rejected
        samples, and one that waits in vain for an Ack finds out soon whether a restarted hub
        wants a Hello."""
        rejected = self._rejected(stream.site)
        under_way = stream.sent - stream.acked
        backlog = max(0, self._outbox.waiting(self._lane, stream.site) - under_way)
        is_telling = max(backlog, stream.told_backlog) > WINDOW and backlog != stream.told_backlog
        outlook = self._outlook(stream.site)
        is_telling |= outlook != stream.told_outlook
        is_telling |= rejected != stream.told_rejected or (backlog == 0 != stream.told_backlog)
        is_unanswered = stream.sent > stream.acked and now - self._heard >= TICK_S
        if is_telling or is_unanswered or now - stream.said >= HEARTBEAT_S:
            stream.told_backlog, stream.told_rejected = backlog, rejected
            stream.told_outlook = outlook
            self._say(stream, Heartbeat(stream.site, time.time_ns(), backlog, rejected, outlook))

    async def _fill(self) -> None:
        """Send what waits in the outbox as far as the windows allow."""
        self._work.clear()
        for stream in self._streams.values():
            while stream.room > 0 and stream.sent < self._outbox.last_seq(self._lane, stream.site):
                after = stream.sent
                try:
                    kept = await self._outbox.pending(
                        self._lane, stream.site, after=after, most=stream.room
                    )
                except EmberwallError as error:
                    log.error("outbox cannot be read, trying again: %s", error)  # noqa: TRY400
                    return
                if stream.sent != after or not stream.is_open:
                    continue  # the hub asked for another place meanwhile
                if not kept or not all(self._send(stream, one) for one in kept):
                    return

    def _send(self, stream: Outgoing, kept: Kept) -> bool:
        d = kept.draft
        kind = Telemetry if self._lane is Lane.TELEMETRY else Conditions
        header = kind(d.site, stream.epoch, kept.seq, d.n, d.crc, d.sent)
        is_sent = self._say(stream, header, d.payload)
        if is_sent:
            stream.sent = kept.seq
        return is_sent

    def _say(
        self,
        stream: Outgoing,
        header: Hello | Telemetry | Conditions | Heartbeat,
        payload: bytes = b"",
    ) -> bool:
        if self._line is None or not self._line.send(encode(header, payload)):
            return False
        stream.said = time.monotonic()
        return True

    def _take(self, parts: list[bytes]) -> None:
        try:
            header = decode_down(parts[0])
        except WireError as error:
            log.warning("the hub says what this edge cannot read: %s", error)
            self._is_over = True
            self._work.set()
            return
        self._heard = time.monotonic()
        self._obey(header)

    def _obey(self, header: DownHeader) -> None:
        stream = self._streams.get(header.site)
        if isinstance(header, Refused):
            self._on_refused(stream, header)
        elif stream is None or isinstance(header, Heartbeat):
            return
        elif header.epoch == stream.epoch and isinstance(header, Welcome):
            self._on_welcome(stream, header)
        elif header.epoch == stream.epoch and isinstance(header, Ack):
            self._confirm(stream, header.seq)

    def _on_welcome(self, stream: Outgoing, welcome: Welcome) -> None:
        """Whatever was under way, the hub continues after `have_seq`."""
        if welcome.have_seq > self._outbox.last_seq(self._lane, stream.site):
            log.error("outbox of %s is older than the hub's memory of it", stream.site)
            self._outdated = stream.epoch
            self._work.set()
            return
        if self.refusal or stream.refusal:
            log.info("link of %s is taken again", stream.site)
        self.refusal = stream.refusal = ""
        self._pause = FIRST_PAUSE_S
        stream.is_open = True
        stream.told_rejected = NOTHING_TOLD
        stream.sent = stream.acked = welcome.have_seq
        self._confirm(stream, welcome.have_seq)

    def _confirm(self, stream: Outgoing, seq: int) -> None:
        stream.acked = max(seq, stream.acked)
        stream.sent = max(stream.sent, stream.acked)
        self._outbox.acknowledge(self._lane, stream.site, seq)
        if stream.sent < self._outbox.last_seq(self._lane, stream.site):
            self._work.set()

    def _on_refused(self, stream: Outgoing | None, refused: Refused) -> None:
        now = time.monotonic()
        if stream is not None and refused.reason == HELLO_FIRST:
            if stream.is_open:
                self._greet(stream)
            return
        before = self.refusal if stream is None else stream.refusal
        if refused.reason != before:
            log.warning("hub refuses %s: %s. %s", refused.site, refused.reason, refused.remedy)
        if stream is not None:
            stream.refusal = refused.reason
            stream.is_open = False
            stream.greet_at = now + REFUSED_PAUSE_S * random.uniform(0.5, 1.5)  # noqa: S311
            return
        self.refusal = refused.reason
        self._is_over = True
        self._work.set()
