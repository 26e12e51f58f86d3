"""A small fleet, a hub that serves it, an edge that sends to it, a screen that looks at it."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import numpy as np
from websockets.asyncio.client import ClientConnection, connect

from app.feed.contract import VERSION, FromHub, Hello, Values, encoder, from_hub
from app.hub.forecast.process import COMMAND
from app.hub.service import serve_fleet
from app.hub.settings import ForecastSettings, HubAddress, HubSettings
from edge.drafts import condition_drafts, telemetry_drafts
from edge.link import sender
from edge.link.keys import enrol, load_or_make_keys
from edge.link.lane_sender import OutlookOf, no_outlook
from edge.link.line import link_context
from edge.link.sender import LinkSender
from edge.link.wire import rows_crc
from edge.outbox import Outbox
from twin.alarm.table import AlarmTable, alarm_table
from twin.clock import Clock
from twin.events import ConditionChanges
from twin.samples import SampleBatch, batch_of
from twin.site.model import Fleet, decode_fleet
from twin.site.table import point_table


def small_fleet(sites: tuple[str, ...] = ("K-001", "K-002")) -> Fleet:
    def point(tag: str, **more: object) -> dict[str, object]:
        return {
            "tag": tag, "name": {"zh": tag, "en": tag}, "kind": "temperature", "zone": "line",
            "at": [1, 1, 2], "unit": "degC", "range": [-50, 1000], "period_s": 1.0,
            "source": {"protocol": "internal", "output": tag}, **more,
        }  # fmt: skip

    limits = {"H": {"at": 200, "priority": "P2"}, "HH": {"at": 230, "priority": "P0"}}
    layout = {
        "id": "K", "name": {"zh": "厨房", "en": "kitchen"}, "kind": "kitchen", "size": [8, 6, 3],
        "camera": [[4, -6, 5], [4, 3, 1]],
        "zones": [{"id": "line", "name": {"zh": "灶台", "en": "line"},
                   "box": {"at": [0, 0, 0], "size": [8, 2, 3]}}],
        "assets": [],
        "points": [point("TT-1", limits=limits), point("TT-2"), point("PT-1"), point("SW-1")],
    }  # fmt: skip
    fleet = {
        "tenants": [{"id": "demo", "name": {"zh": "演示", "en": "demo"}}],
        "layouts": {"K": layout},
        "sites": [
            {"id": site, "name": {"zh": site, "en": site}, "layout": "K", "lon": 116, "lat": 40,
             "city": {"zh": "北京", "en": "Beijing"}}
            for site in sites
        ],
    }  # fmt: skip
    return decode_fleet(msgspec.msgpack.encode(fleet))


FLEET = small_fleet()
ALARMS = alarm_table(point_table(FLEET))
FAST = {
    "checkpoint_s": 3600.0,
    "tick_s": 0.05,
    "forecast": ForecastSettings(enabled=False),
}


class HubClock:
    """The hub's clock, which a test may put ahead, ns."""

    def __init__(self) -> None:
        self.ahead = 0

    def __call__(self) -> int:
        return time.time_ns() + self.ahead


async def until(holds: Callable[[], object], *, limit_s: float = 10.0) -> None:
    """Wait until a statement holds; fail after the limit."""
    deadline = time.monotonic() + limit_s
    while not holds():
        assert time.monotonic() < deadline, "time is over"
        await asyncio.sleep(0.01)


@asynccontextmanager
async def running_hub(
    directory: Path, fleet: Fleet = FLEET, worker: Sequence[str] = COMMAND,
    clock: Clock = time.time_ns, **more: object,
) -> AsyncIterator[HubAddress]:  # fmt: skip
    """A hub in this process, without forecasts unless told; the address is that of its
    hub.json."""
    settings = HubSettings(directory=directory, **{**FAST, **more})  # type: ignore[arg-type]
    settings.ready_file.unlink(missing_ok=True)
    stop = asyncio.Event()
    task = asyncio.create_task(serve_fleet(settings, fleet, stop, worker=worker, clock=clock))
    try:
        await until(lambda: settings.ready_file.exists() or task.done())
        if task.done():
            task.result()
        yield msgspec.json.decode(settings.ready_file.read_bytes(), type=HubAddress)
    finally:
        stop.set()
        await task


class Edge:
    """One edge that speaks for all sites of the small fleet."""

    def __init__(self, outbox: Outbox, link: LinkSender, alarms: AlarmTable = ALARMS) -> None:
        self._outbox, self._link, self._alarms = outbox, link, alarms

    async def send(self, batch: SampleBatch) -> None:
        """Samples as rows of the fleet's table."""
        drafts = telemetry_drafts(self._alarms, [batch], time.time_ns())
        self._link.offer(await self._outbox.append(drafts))

    async def tell(self, alarm: int, *, active: bool, at: int, value: float = 250.0) -> None:
        """A condition that turned, on the alarm lane."""
        change = ConditionChanges(
            np.array([alarm], np.uint32), np.array([active]), np.array([at]), np.array([value])
        )
        drafts = condition_drafts(self._alarms, [change], time.time_ns())
        self._link.offer(await self._outbox.append(drafts))

    @property
    def _sites(self) -> list[str]:
        return [site.id for site in self._alarms.points.fleet.sites]

    async def delivered(self) -> None:
        """Wait until the hub has acknowledged everything."""
        await until(lambda: not any(self._link.backlog(site) for site in self._sites))


@asynccontextmanager
async def running_edge(
    hub: HubAddress, directory: Path, alarms: AlarmTable = ALARMS,
    outlook: OutlookOf = no_outlook,
) -> AsyncIterator[Edge]:  # fmt: skip
    """An edge with a key of its own, enrolled at the hub in `directory`, and an outbox."""
    sites = tuple(site.id for site in alarms.points.fleet.sites)
    keys = load_or_make_keys(directory / "edge.key")
    enrol(directory / "edges", "edge", keys.public_key, sites)
    context = link_context(16)
    address = sender.HubAddress(hub.telemetry, hub.alarms, hub.public_key)
    try:
        async with Outbox(directory / "outbox.db") as outbox:
            link = LinkSender(
                hub=address, keys=keys, sites={site: rows_crc(alarms, site) for site in sites},
                outbox=outbox, context=context, outlook=outlook,
            )  # fmt: skip
            async with link:
                await until(lambda: all(link.is_connected(site) for site in sites))
                yield Edge(outbox, link, alarms)
    finally:
        context.destroy(linger=0)


class Screen:
    """One connection to the feed, reading what it is asked to wait for."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self._number = 0
        self.seen: list[FromHub] = []

    async def next(self, kind: type, *, limit_s: float = 10.0) -> FromHub:
        """The next message of a kind; all others are kept in `seen`."""
        async with asyncio.timeout(limit_s):
            while True:
                message = from_hub.decode(await self.socket.recv(decode=False))
                self.seen.append(message)
                if isinstance(message, kind):
                    return message

    async def until_qualities(
        self, wanted: dict[int, int], *, limit_s: float = 15.0, since: int | None = None
    ) -> dict[int, int]:
        """Wait until these points have these qualities; all qualities told meanwhile, by row.
        since: number of the message in `seen` from which on they count, default from now on."""
        told: dict[int, int] = {}
        for message in self.seen[len(self.seen) if since is None else since :]:
            told |= _qualities(message)
        async with asyncio.timeout(limit_s):
            while not wanted.items() <= told.items():
                told |= _qualities(await self.next(Values, limit_s=limit_s))
        return told

    async def ask(self, request: object) -> None:
        """Send a request."""
        await self.socket.send(encoder.encode(request))


def _qualities(message: FromHub) -> dict[int, int]:
    if not isinstance(message, Values):
        return {}
    rows = np.frombuffer(message.point, "<u4").tolist()
    return dict(zip(rows, np.frombuffer(message.quality, "<u4").tolist(), strict=True))


@asynccontextmanager
async def screen(hub: HubAddress, operator: str = "ann", **more: object) -> AsyncIterator[Screen]:
    """A screen that has said Hello."""
    async with connect(hub.feed, max_size=None) as socket:
        hello = {"version": VERSION, "token": hub.token, "operator": operator, **more}
        await socket.send(encoder.encode(Hello(**hello)))  # type: ignore[arg-type]
        yield Screen(socket)


def samples(rows: list[int], values: list[float], *, at: int | None = None) -> SampleBatch:
    """Good samples of the fleet's rows, now unless told otherwise."""
    now = time.time_ns() if at is None else at
    return batch_of(rows, values, 0, now, now)
