"""A small state to serve and a raw client, to hold the feed's server to its word."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from websockets.asyncio.client import ClientConnection, connect

from app.feed.contract import (
    VERSION,
    Acknowledge,
    AlarmRow,
    Alarms,
    Answer,
    FromHub,
    Hello,
    Reply,
    Request,
    Values,
    Welcome,
    encoder,
    from_hub,
)
from app.feed.server import FeedServer
from twin.errors import ActionRefused
from twin.site.model import Fleet

TOKEN = "right"
FLEET = Fleet(tenants=(), layouts={}, sites=())


class SmallState:
    """A board of ten alarms and a desk that acknowledges all but alarm 9."""

    def __init__(self, *, blob: int = 8) -> None:
        self.version = 1
        self.values = 1
        self.blob = blob
        self.rows: dict[int, tuple[int, AlarmRow]] = {}
        self.server: FeedServer | None = None
        self.asked: list[tuple[str, Request]] = []

    def post(self, alarm: int, state: int, by: str = "") -> None:
        self.version += 1
        self.rows[alarm] = (self.version, AlarmRow(alarm, state, True, 1, 1, 1, 1.0, by=by))
        assert self.server is not None
        self.server.notify()

    def welcome(self) -> Welcome:
        return Welcome(VERSION, 1, FLEET)

    def values_version(self) -> int:
        return self.values

    def values_since(self, version: int) -> Values | None:
        return Values(self.values, bytes(self.blob), b"", b"", b"")

    def news_version(self) -> int:
        return self.version

    def news_since(self, version: int) -> tuple[FromHub, ...]:
        return (Alarms(tuple(r for at, r in self.rows.values() if at > version), all=version == 0),)

    async def reply(self, request: Request, operator: str) -> Reply:
        self.asked.append((operator, request))
        if isinstance(request, Acknowledge):
            if 9 in request.alarms:
                raise ActionRefused("it is shelved", where="alarm 9", remedy="Unshelve it")
            for alarm in request.alarms:
                self.post(alarm, 2, operator)
            return Answer(request.request, ok=True)
        raise RuntimeError("not made for this")


@asynccontextmanager
async def serving(state: SmallState) -> AsyncIterator[FeedServer]:
    """The state on a free port."""
    async with FeedServer(state, state, token=TOKEN) as server:
        state.server = server
        yield server


class Client:
    """One raw connection."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def next(self, kind: type) -> FromHub:
        async with asyncio.timeout(5):
            while True:
                message = from_hub.decode(await self.socket.recv(decode=False))
                if isinstance(message, kind):
                    return message

    async def say(self, message: object) -> None:
        await self.socket.send(encoder.encode(message))


@asynccontextmanager
async def client(
    server: FeedServer, *, token: str = TOKEN, version: int = VERSION, rate_hz: float = 20.0,
    operator: str = "ann", most_waiting: int = 16,
) -> AsyncIterator[Client]:  # fmt: skip
    """A client that has said Hello."""
    async with connect(
        server.url, max_size=None, max_queue=most_waiting, close_timeout=0.5
    ) as socket:
        await socket.send(encoder.encode(Hello(version, token, operator, rate_hz)))
        yield Client(socket)
