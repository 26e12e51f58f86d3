"""A site of a few points on one connection, and a reader of what its connector says."""

import asyncio
import contextlib
import math
from collections.abc import AsyncIterator, Callable, Iterable

from connectors.base import Connector
from connectors.options import Options
from connectors.registry import connect
from connectors.retry import Backoff
from twin.quality import Severity, severity_of
from twin.samples import SampleBatch
from twin.site.model import Fleet, Layout, LayoutKind, Name, Point, Site, Source, Tenant
from twin.site.table import PointTable, point_table

SITE = "BJ-001"
NOWHERE = (0.0, 0.0, 0.0)
HASTY = Options(
    request_s=0.8,
    keepalive_s=0.3,
    flush_s=0.02,
    retry_fault_s=1.0,
    backoff=Backoff(first_s=0.1, cap_s=0.4),
)


def point(tag: str, source: Source, *, period_s: float = 0.1, heartbeat_s: float = 60.0) -> Point:
    return Point(
        tag=tag,
        name=Name(tag, tag),
        kind="test",
        zone="hall",
        at=NOWHERE,
        unit="1",
        range=(-1e9, 1e9),
        period_s=period_s,
        heartbeat_s=heartbeat_s,
        source=source,
    )


def table(points: Iterable[Point]) -> PointTable:
    layout = Layout(
        id="small",
        name=Name("小", "small"),
        kind=LayoutKind.KITCHEN,
        size=NOWHERE,
        camera=(NOWHERE, NOWHERE),
        zones=(),
        assets=(),
        points=tuple(points),
    )
    site = Site(
        id=SITE, name=Name("店", "shop"), layout="small", city=Name("京", "BJ"), lon=0.0, lat=0.0
    )
    return point_table(
        Fleet(
            tenants=(Tenant("demo", Name("演", "demo")),), layouts={"small": layout}, sites=(site,)
        )
    )


class Reader:
    """Takes all samples of a connector and remembers them by tag."""

    def __init__(self, device: Connector, points: PointTable) -> None:
        self.device, self._tags = device, points.tags
        self.batches: list[SampleBatch] = []
        self.seen: dict[str, list[tuple[float, int, int, int]]] = {tag: [] for tag in points.tags}
        self._runs = asyncio.Event()
        self._runs.set()

    async def run(self) -> None:
        async for batch in self.device.samples():
            self.batches.append(batch)
            columns = (batch.value, batch.quality, batch.source_time, batch.arrival_time)
            rows = zip(batch.point.tolist(), *(c.tolist() for c in columns), strict=True)
            for row, *sample in rows:
                self.seen[self._tags[row]].append(tuple(sample))
            await self._runs.wait()

    def pause(self) -> None:
        self._runs.clear()

    def resume(self) -> None:
        self._runs.set()

    def value(self, tag: str) -> float:
        return self.seen[tag][-1][0] if self.seen[tag] else math.nan

    def quality(self, tag: str) -> int:
        return self.seen[tag][-1][1] if self.seen[tag] else -1

    def is_good(self, *tags: str) -> bool:
        return all(self.quality(tag) == 0 for tag in tags)

    def is_bad(self, *tags: str) -> bool:
        return all(
            self.seen[tag] and severity_of(self.quality(tag)) is Severity.BAD for tag in tags
        )

    async def until(self, what: Callable[[], bool], within_s: float = 5.0) -> float:
        """Wait for it; how long it took, s."""
        loop = asyncio.get_running_loop()
        start = loop.time()
        while not what():
            assert loop.time() - start < within_s, self._story()
            await asyncio.sleep(0.01)
        return loop.time() - start

    def _story(self) -> str:
        last = {tag: seen[-1:] for tag, seen in self.seen.items()}
        return f"{self.device.state} {self.device.counters} {last}"


@contextlib.asynccontextmanager
async def reading(url: str, points: PointTable, options: Options = HASTY) -> AsyncIterator[Reader]:
    """A connector at work and its reader."""
    device = connect("line", url, points=points, site_id=SITE, options=options)
    reader = Reader(device, points)
    async with device:
        task = asyncio.create_task(reader.run())
        try:
            yield reader
        finally:
            reader.resume()
            await asyncio.sleep(0)
    await asyncio.wait_for(task, 2.0)
