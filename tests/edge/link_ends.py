"""Both ends of a real link on loopback, with keys in real files."""

import asyncio
import socket
import time
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from edge.link.cargo import Draft
from edge.link.keys import Authorised, CurveKeys, make_keys
from edge.link.receiver import LinkReceiver
from edge.link.reception import Received
from edge.link.sender import HubAddress
from edge.link.wire import Lane, pack_samples
from twin.samples import batch_of
from twin.site.model import (
    Box,
    CameraSource,
    Fleet,
    Layout,
    LayoutKind,
    Limit,
    Limits,
    MqttSource,
    Name,
    Point,
    Priority,
    Site,
    Source,
    Tenant,
    Zone,
)

POINTS = 7  # what both sides believe about the rows of every site here
SITE = "BJ-001"


@dataclass
class Hub:
    """A hub that commits to memory: `have` is what it would still know after a restart."""

    folder: Path
    keys: CurveKeys = field(default_factory=make_keys)
    have: dict[tuple[str, Lane, int], int] = field(default_factory=dict)
    stored: list[Received] = field(default_factory=list)
    points: dict[str, int] = field(default_factory=lambda: {SITE: POINTS, "SH-014": POINTS})
    urls: tuple[str, str] = ("tcp://127.0.0.1:*", "tcp://127.0.0.1:*")

    def choose_ports(self) -> None:
        """Give the hub an address before it listens."""
        with socket.socket() as one, socket.socket() as other:
            for each in (one, other):
                each.bind(("127.0.0.1", 0))
            first, second = one.getsockname()[1], other.getsockname()[1]
        self.urls = (f"tcp://127.0.0.1:{first}", f"tcp://127.0.0.1:{second}")

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[LinkReceiver]:
        """A receiver, on the same ports each time."""
        receiver = LinkReceiver(
            telemetry=self.urls[0],
            alarms=self.urls[1],
            keys=self.keys,
            authorised=Authorised(self.folder),
            have_seq=lambda site, lane, epoch: self.have.get((site, lane, epoch), 0),
            points_crc=self.points.__getitem__,
            row_counts=lambda site: (60, 200),
        )
        async with receiver:
            self.urls = receiver.endpoints
            yield receiver

    @property
    def address(self) -> HubAddress:
        return HubAddress(*self.urls, self.keys.public_key)

    def commit(self, received: list[Received]) -> None:
        """Store, as a hub's database would, before anything is acknowledged."""
        self.stored += received
        for one in received:
            self.have[one.site, one.lane, one.epoch] = one.seq

    async def take(self, receiver: LinkReceiver, count: int, *, within: float = 8.0) -> None:
        """Receive, commit and acknowledge until `count` messages are stored."""
        await self.take_until(receiver, lambda: len(self.stored) >= count, within=within)

    async def take_until(
        self, receiver: LinkReceiver, is_true: Callable[[], bool], *, within: float = 8.0
    ) -> None:
        """Receive, commit and acknowledge until something is true."""
        deadline = time.monotonic() + within
        while not is_true():
            assert time.monotonic() < deadline, f"{len(self.stored)} messages came"
            received = await receiver.receive(256, 0.05)
            self.commit(received)
            receiver.acknowledge(received)


def telemetry(value: float = 0.0, *, n: int = 1, site: str = SITE) -> Draft:
    """A message with n samples of n points, all of one value."""
    batch = batch_of(np.arange(n), np.full(n, value), 0, time.time_ns(), time.time_ns())
    payload = pack_samples(batch)
    return Draft(site, Lane.TELEMETRY, n, zlib.crc32(payload), time.time_ns(), payload)


def alarm(site: str = SITE) -> Draft:
    """A message of the alarm lane with no conditions in it."""
    return Draft(site, Lane.ALARM, 0, zlib.crc32(b""), time.time_ns(), b"")


async def until(is_true: Callable[[], bool], *, within: float = 5.0) -> None:
    """Wait for a fact, with a deadline."""
    async with asyncio.timeout(within):
        while not is_true():  # noqa: ASYNC110 - any fact, there is no event for it
            await asyncio.sleep(0.01)


def small_fleet(*sites: str, connections: dict[str, str] | None = None) -> Fleet:
    """Kitchens of five points: a gas head with limits, three temperatures, a camera's score."""
    names = sites or (SITE,)
    word = Name("", "")
    zone = Zone("Z1", word, Box((0.0, 0.0, 0.0), (6.0, 4.0, 3.0)))

    def point(tag: str, source: Source, limits: Limits | None = None, **more: float) -> Point:
        return Point(
            tag=tag,
            name=word,
            kind="temperature",
            zone="Z1",
            at=(1.0, 1.0, 2.0),
            unit="degC",
            range=(-50.0, 1e9),
            period_s=0.2,
            deadband=more.get("deadband", 0.5),
            heartbeat_s=10.0,
            source=source,
            limits=limits or Limits(),
        )

    gas = Limits(H=Limit(40.0, Priority.P1), HH=Limit(60.0, Priority.P0))
    layout = Layout(
        id="K-T",
        name=word,
        kind=LayoutKind.KITCHEN,
        size=(6.0, 4.0, 3.0),
        camera=((0.0, 0.0, 5.0), (1.0, 1.0, 0.0)),
        zones=(zone,),
        assets=(),
        points=(
            point("TT-01", MqttSource("radio", "TT-01")),
            point("TT-02", MqttSource("radio", "TT-02"), deadband=0.0),
            point("TT-03", MqttSource("radio", "TT-03"), deadband=10.0),
            point("GD-01", MqttSource("radio", "GD-01"), gas),
            point("CAM-01", CameraSource("camera", "smoke")),
        ),
        connections=connections or {},
    )
    return Fleet(
        tenants=(Tenant("demo", word),),
        layouts={"K-T": layout},
        sites=tuple(
            Site(id=name, name=word, layout="K-T", city=word, lon=116.0, lat=40.0) for name in names
        ),
    )
