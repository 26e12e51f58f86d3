"""The screens' end of the feed: a thread of its own, which keeps the newest snapshot.

The screens read `newest` at their own frame rate and put requests in; nothing else crosses the
border between the threads.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from app.feed.contract import (
    VERSION,
    Answer,
    FromClient,
    Hello,
    JournalAnswer,
    JournalEntry,
    JournalPage,
    Reply,
    Request,
    TrendAnswer,
    Welcome,
    encoder,
    from_hub,
)
from app.feed.mirror import Mirror
from app.feed.snapshot import Connection, ConnectionState, Snapshot
from twin.errors import EmberwallError

log = logging.getLogger(__name__)


BACK_OFF_S = (0.2, 0.5, 1.0, 2.0, 5.0)
WELCOME_S = 10.0
ANSWER_S = 15.0
PING_S = 5.0
PAGE = 200
REFUSED_CODES = (1008, *range(4000, 5000))  # policy violation and private codes: no use in trying


class FeedError(EmberwallError):
    """The hub cannot be reached, refuses us, or does not speak this contract."""


class FeedRefused(FeedError):
    """The hub heard us and said no."""


class FeedClient:
    """Connects to a hub's feed, again and again until stopped. Used with `with` or start/stop."""

    def __init__(
        self,
        url: str,
        *,
        token: str,
        operator: str,
        rate_hz: float = 20.0,
        clock: Callable[[], int] = time.time_ns,
    ) -> None:
        self.url = url
        self._hello = Hello(version=VERSION, token=token, operator=operator, rate_hz=rate_hz)
        self._clock = clock
        self._mirror = Mirror()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="feed-client", daemon=True)
        self._socket: ClientConnection | None = None
        self._waiting: dict[int, Future[Reply]] = {}
        self._numbers = 0

    @property
    def newest(self) -> Snapshot:
        """The newest snapshot; reading it never waits."""
        return self._mirror.newest

    def start(self) -> None:
        """Start the thread. May be called once."""
        self._thread.start()
        self._ready.wait(5.0)

    def stop(self) -> None:
        """End the conversation and the thread; requests still open are answered with a no."""
        if self._loop is not None and self._stop is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(10.0)

    def __enter__(self) -> "FeedClient":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def ask(self, request: Request) -> "Future[Reply]":
        """Send a request from any thread; its number is given here. The future always gets an
        answer: a lost hub or a limit of 15 s answer with a no of their own."""
        future: Future[Reply] = Future()
        if self._loop is None or not self._thread.is_alive():
            future.set_result(_no("the feed is not running", "Start the wall again"))
        else:
            self._loop.call_soon_threadsafe(self._send_soon, request, future)
        return future

    # From here on everything runs in the client's own thread.

    def _run(self) -> None:
        asyncio.run(self._keep_talking())

    async def _keep_talking(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self._ready.set()
        talk = asyncio.create_task(self._talk_again_and_again(), name="feed-talk")
        await self._stop.wait()
        talk.cancel()
        await asyncio.gather(talk, return_exceptions=True)
        self._mirror.connection(Connection(ConnectionState.STOPPED, self._clock()))

    async def _talk_again_and_again(self) -> None:
        failures = 0
        while True:
            before = self.newest.version
            error = await self._talk_once()
            if self.newest.version > before + 3:
                failures = 0  # it was live in between
            self._lost(error, first=failures == 0)
            await asyncio.sleep(BACK_OFF_S[min(failures, len(BACK_OFF_S) - 1)])
            failures += 1

    async def _talk_once(self) -> FeedError:
        """One conversation; gives why it ended."""
        try:
            async with connect(
                self.url, max_size=None, ping_interval=PING_S, ping_timeout=PING_S, proxy=None
            ) as socket:
                await self._converse(socket)
        except FeedError as error:
            return error
        except ConnectionClosed as error:
            return _closed(error, self.url)
        except (OSError, TimeoutError, WebSocketException) as error:
            return FeedError(
                str(error) or type(error).__name__, where=self.url, remedy="Check that the hub runs"
            )
        except msgspec.MsgspecError as error:
            return FeedError(
                f"a message is not of contract {VERSION}: {error}",
                where=self.url,
                remedy="Run hub and wall of the same release",
            )
        finally:
            self._socket = None
            self._answer_all(_no("the hub is not connected", "Wait until the link is back"))
        return FeedError("the hub closed the feed", where=self.url, remedy="It is tried again")

    async def _converse(self, socket: ClientConnection) -> None:
        known = self.newest.journal[-1].id if self.newest.journal else 0
        await socket.send(encoder.encode(self._hello))
        async with asyncio.timeout(WELCOME_S):
            word = from_hub.decode(_binary(await socket.recv()))
        if isinstance(word, Answer) and not word.ok:
            raise FeedRefused(word.what, where=self.url, remedy=word.remedy)
        if not isinstance(word, Welcome) or word.version != VERSION:
            raise FeedRefused(
                "the hub speaks another version", where=self.url, remedy="Update the wall"
            )
        self._mirror.welcome(word, now=self._clock())
        self._socket = socket
        log.info("live: %s, %d sites", self.url, len(word.fleet.sites))
        fill = asyncio.create_task(self._fill_journal(known), name="feed-journal")
        try:
            async for message in socket:
                self._hear(_binary(message))
        finally:
            fill.cancel()
            await asyncio.gather(fill, return_exceptions=True)

    def _hear(self, message: bytes) -> None:
        word = from_hub.decode(message)
        if isinstance(word, Answer | TrendAnswer | JournalAnswer):
            future = self._waiting.pop(word.request, None)
            if future is not None and not future.cancelled():
                future.set_result(word)
        elif not isinstance(word, Welcome):
            self._mirror.apply(word, now=self._clock())

    async def _fill_journal(self, known: int) -> None:
        """Read pages back until they meet what was known before the hub was lost."""
        before, found = 0, list[JournalEntry]()
        while len(found) < 5 * PAGE:
            answer = await asyncio.wrap_future(self._ask_here(JournalPage(0, before, PAGE)))
            if not isinstance(answer, JournalAnswer) or not answer.entries:
                break
            found.extend(answer.entries)
            before = min(entry.id for entry in answer.entries)
            if before <= known + 1 or len(answer.entries) < PAGE or known == 0:
                break
        if found:
            self._mirror.journal(found, now=self._clock())

    def _ask_here(self, request: Request) -> "Future[Reply]":
        future: Future[Reply] = Future()
        self._send_soon(request, future)
        return future

    def _send_soon(self, request: Request, future: "Future[Reply]") -> None:
        if self._socket is None or self._loop is None:
            future.set_result(_no("the hub is not connected", "Wait until the link is back"))
            return
        self._numbers += 1
        number = self._numbers
        self._waiting[number] = future
        numbered: FromClient = msgspec.structs.replace(request, request=number)
        task = self._loop.create_task(self._send(self._socket, numbered), name="feed-send")
        task.add_done_callback(_ignore_lost)
        self._loop.call_later(ANSWER_S, self._too_late, number)

    async def _send(self, socket: ClientConnection, request: FromClient) -> None:
        await socket.send(encoder.encode(request))

    def _too_late(self, number: int) -> None:
        future = self._waiting.pop(number, None)
        if future is not None and not future.done():
            future.set_result(_no(f"no answer within {ANSWER_S:.0f} s", "Look at the hub's log"))

    def _answer_all(self, reply: Answer) -> None:
        waiting, self._waiting = self._waiting, {}
        for future in waiting.values():
            if not future.done():
                future.set_result(reply)

    def _lost(self, error: FeedError, *, first: bool) -> None:
        refused = isinstance(error, FeedRefused)
        state = ConnectionState.REFUSED if refused else ConnectionState.LOST
        old = self.newest.connection
        since = old.since if old.state is state else self._clock()
        self._mirror.connection(Connection(state, since, error.what, error.remedy))
        if first:  # a change of state is logged once, not at every retry
            log.info("not live: %s", error)


def _binary(message: str | bytes) -> bytes:
    return message.encode() if isinstance(message, str) else message


def _no(what: str, remedy: str) -> Answer:
    return Answer(request=0, ok=False, what=what, remedy=remedy)


def _closed(error: ConnectionClosed, url: str) -> FeedError:
    frame = error.rcvd
    if frame is not None and frame.code in REFUSED_CODES:
        return FeedRefused(frame.reason or "refused", where=url, remedy="Check the wall's token")
    return FeedError("the connection was cut", where=url, remedy="It is tried again by itself")


def _ignore_lost(task: "asyncio.Task[None]") -> None:
    """The reader notices a lost hub and answers every open request; here it is only collected."""
    if not task.cancelled():
        task.exception()
