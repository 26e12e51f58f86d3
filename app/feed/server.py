"""The hub's side of the feed: one WebSocket per screen, msgpack, loopback unless told otherwise.

Every client has one task that sends what changed, at the client's own rate, and one that reads
requests. What a client has not seen is worked out from the version it saw last, so a slow one
costs no memory: it gets the newest state later.
"""

import asyncio
import hmac
import ipaddress
import logging
import math
from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from types import TracebackType

import msgspec
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from app.feed.contract import (
    VERSION,
    Answer,
    FromClient,
    Hello,
    Reply,
    Request,
    encoder,
    from_client,
)
from app.feed.source import FeedDesk, FeedSource
from twin.errors import EmberwallError

log = logging.getLogger(__name__)
_handshakes = logging.getLogger(f"{__name__}.handshake")
_handshakes.setLevel(logging.CRITICAL)  # a port scan is not worth a traceback each

HELLO_S = 5.0
SEND_S = 20.0  # a client that takes nothing for so long is gone
MOST_CLIENTS = 64
MOST_REQUESTS = 32  # in work at once, of one client
MOST_BYTES = 1 << 20  # of one request
NEWS_GAP_S = 0.02  # in a flood, news go out 50 times a second and not once per change
SLOWEST_HZ, FASTEST_HZ = 0.1, 30.0
POLICY, PROTOCOL, TRY_LATER = 1008, 1002, 1013  # RFC 6455, 7.4.1; 1013 IANA


class FeedError(EmberwallError):
    """The feed cannot be served, or a client breaks its rules."""


@dataclass(eq=False, slots=True)
class _Client:
    socket: ServerConnection
    hello: Hello
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    free: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_REQUESTS))

    @property
    def period(self) -> float:
        """Seconds between two sets of values."""
        rate = self.hello.rate_hz
        return 1.0 / min(max(rate, SLOWEST_HZ), FASTEST_HZ) if math.isfinite(rate) else 1.0

    async def send(self, data: bytes) -> None:
        async with asyncio.timeout(SEND_S):
            await self.socket.send(data)


class FeedServer:
    """Used with `async with`; `url` is then the address and `notify` tells that news came.

    Raises FeedError at the start for an address that is not loopback without `allow_remote`,
    and for one that cannot be bound. `refused` counts what clients did wrong, by reason.
    """

    def __init__(
        self,
        source: FeedSource,
        desk: FeedDesk,
        *,
        token: str,
        host: str = "127.0.0.1",
        port: int = 0,
        allow_remote: bool = False,
    ) -> None:
        _check_address(host, token, allow_remote=allow_remote)
        self._source, self._desk, self._token = source, desk, token.encode()
        self._host, self._port = host, port
        self._clients: set[_Client] = set()
        self._server: Server | None = None
        self._encoded = _Encoded()
        self.refused: Counter[str] = Counter()

    async def __aenter__(self) -> "FeedServer":
        try:
            self._server = await serve(
                self._handle, self._host, self._port, compression=None, max_size=MOST_BYTES,
                logger=_handshakes, close_timeout=1.0,
            )  # fmt: skip
        except OSError as error:
            raise FeedError(
                f"the feed cannot listen ({error.strerror})",
                where=f"{self._host}:{self._port}",
                remedy="Choose another feed_port, or 0 for a free one",
            ) from error
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    @property
    def url(self) -> str:
        """Where clients connect."""
        assert self._server is not None
        host, port = next(iter(self._server.sockets)).getsockname()[:2]
        return f"ws://[{host}]:{port}" if ":" in host else f"ws://{host}:{port}"

    @property
    def clients(self) -> int:
        """Clients that were welcomed and are there."""
        return len(self._clients)

    def notify(self) -> None:
        """News came: every client is told now, not at its next turn."""
        for client in self._clients:
            client.wake.set()

    async def _handle(self, socket: ServerConnection) -> None:
        """The door of one connection: nothing that a client does gets past it."""
        try:
            hello = await self._hello(socket)
            if hello is not None:
                await self._serve(_Client(socket, hello))
        except (ConnectionClosed, TimeoutError):
            return
        except Exception:
            log.exception("a feed connection failed")
            self.refused["hub error"] += 1

    async def _hello(self, socket: ServerConnection) -> Hello | None:
        """The client's first word, None when it was refused."""
        try:
            async with asyncio.timeout(HELLO_S):
                hello = _decode(await socket.recv())
        except TimeoutError:
            await self._refuse(socket, _Objection("no hello", POLICY, "Say Hello within 5 s"))
            return None
        objection = self._objection(hello)
        if objection is not None:
            await self._refuse(socket, objection)
            return None
        return hello if isinstance(hello, Hello) else None

    def _objection(self, hello: FromClient | None) -> "_Objection | None":
        if not isinstance(hello, Hello):
            return _Objection("garbage", PROTOCOL, "The first message must be Hello")
        if not hmac.compare_digest(hello.token.encode("utf-8", "replace"), self._token):
            return _Objection("wrong token", POLICY, "Wrong token: use the one in hub.json")
        if hello.version != VERSION:
            reason = f"Feed version {VERSION} here, {hello.version} there: update the older side"
            return _Objection("wrong version", PROTOCOL, reason)
        if len(self._clients) >= MOST_CLIENTS:
            return _Objection("too many", TRY_LATER, f"{MOST_CLIENTS} screens are here: close one")
        return None

    async def _refuse(self, socket: ServerConnection, objection: "_Objection") -> None:
        if not self.refused[objection.kind]:
            log.info("feed client refused: %s", objection.reason)
        self.refused[objection.kind] += 1
        await socket.close(objection.code, objection.reason)

    async def _serve(self, client: _Client) -> None:
        await client.send(encoder.encode(self._source.welcome()))
        self._clients.add(client)
        sender = asyncio.create_task(self._send(client), name="feed-sender")
        try:
            await self._read(client)
        finally:
            self._clients.discard(client)
            sender.cancel()
            await asyncio.gather(sender, return_exceptions=True)

    async def _send(self, client: _Client) -> None:
        """What changed, for as long as the client is there: news when they come, values in turn."""
        clock = asyncio.get_running_loop().time
        news = values = 0
        due = clock()
        try:
            while True:
                client.wake.clear()
                news = await self._send_news(client, news)
                if clock() >= due:
                    values = await self._send_values(client, values)
                    due = max(due + client.period, clock())
                await asyncio.sleep(NEWS_GAP_S)
                await _wait(client.wake, due - clock())
        except (ConnectionClosed, TimeoutError):
            client.socket.transport.abort()
        except Exception:
            log.exception("the feed could not serve a client")
            await client.socket.close(1011, "The hub failed: see its log")

    async def _send_news(self, client: _Client, seen: int) -> int:
        version = self._source.news_version()
        if version != seen:
            key = ("news", seen, version)
            if (data := self._encoded.get(key)) is None:
                messages = [encoder.encode(m) for m in self._source.news_since(seen)]
                data = self._encoded.keep(key, messages)
            for one in data:
                await client.send(one)
        return version

    async def _send_values(self, client: _Client, seen: int) -> int:
        version = self._source.values_version()
        if version != seen:
            key = ("values", seen, version)
            if (data := self._encoded.get(key)) is None:
                message = self._source.values_since(seen)
                data = self._encoded.keep(key, [encoder.encode(message)] if message else [])
            for one in data:
                await client.send(one)
        return version

    async def _read(self, client: _Client) -> None:
        async with asyncio.TaskGroup() as group:
            try:
                async for data in client.socket:
                    request = _decode(data)
                    if request is None or isinstance(request, Hello):
                        objection = _Objection("garbage", PROTOCOL, "This is no request")
                        await self._refuse(client.socket, objection)
                        return
                    await client.free.acquire()
                    group.create_task(self._reply(client, request), name="feed-request")
            except ConnectionClosed:
                return

    async def _reply(self, client: _Client, request: Request) -> None:
        try:
            await client.send(encoder.encode(await self._answer(client, request)))
        except (ConnectionClosed, TimeoutError):
            return  # whoever asked is gone; what was asked for is done and journalled
        finally:
            client.free.release()

    async def _answer(self, client: _Client, request: Request) -> Reply:
        try:
            return await self._desk.reply(request, client.hello.operator)
        except EmberwallError as refusal:
            return Answer(request.request, ok=False, what=refusal.what, remedy=refusal.remedy)
        except Exception:
            if not self.refused["hub error"]:
                log.exception("a request of a screen failed")
            self.refused["hub error"] += 1
            return Answer(
                request.request, ok=False, what="The hub could not do this",
                remedy="Look into the hub's log",
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Objection:
    """Why a client is sent away: what is counted, the close code and what the client reads."""

    kind: str
    code: int
    reason: str


class _Encoded:
    """The last few encoded messages, for clients that saw the same version."""

    _MOST = 8

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int, int], list[bytes]] = OrderedDict()

    def get(self, key: tuple[str, int, int]) -> list[bytes] | None:
        return self._kept.get(key)

    def keep(self, key: tuple[str, int, int], data: list[bytes]) -> list[bytes]:
        self._kept[key] = data
        if len(self._kept) > self._MOST:
            self._kept.popitem(last=False)
        return data


async def _wait(event: asyncio.Event, limit_s: float) -> None:
    try:
        async with asyncio.timeout(max(0.0, limit_s)):
            await event.wait()
    except TimeoutError:
        return


def _decode(data: str | bytes) -> FromClient | None:
    """A client's message, None for garbage."""
    try:
        return from_client.decode(data) if isinstance(data, bytes) else None
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _check_address(host: str, token: str, *, allow_remote: bool) -> None:
    try:
        is_loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback and not allow_remote:
        raise FeedError(
            "the feed is for this machine only and is not encrypted",
            where=host,
            remedy="Bind 127.0.0.1, or set allow_remote inside a protected network",
        )
    if not token:
        raise FeedError(
            "no token", where=host, remedy="Set feed_token, or leave it out for a drawn one"
        )
