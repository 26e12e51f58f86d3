"""A full outbox slows the devices down; it loses nothing and never holds an alarm back."""

import asyncio
import time
from pathlib import Path

import numpy as np
import pytest
from link_ends import SITE, small_fleet, until

from edge.intake import Intake
from edge.link.cargo import Kept
from edge.link.wire import Lane
from edge.outbox import Outbox
from edge.station import News, Station
from twin.events import ConditionChanges
from twin.samples import EMPTY, batch_of

STATION = Station(small_fleet("BJ-001", "SH-014"), now=0)
FLIP = ConditionChanges(
    np.array([0], np.uint32), np.array([True]), np.array([1], np.int64), np.array([41.0])
)


def some_samples(n: int = 4000) -> News:
    return News(batch_of(np.zeros(n), np.arange(n), 0, 0, 0), None)


@pytest.mark.expects_log("until the outbox has room")
async def test_a_full_outbox_holds_the_devices_and_lets_alarms_pass(tmp_path: Path) -> None:
    kept: list[Kept] = []
    async with Outbox(tmp_path / "o.db", most_bytes=1_000_000) as outbox:
        intake = Intake(STATION.alarms, outbox, kept.extend, flush_s=0.0, clock=time.time_ns)
        working = asyncio.create_task(intake.run())
        taken = 0

        async def read_the_device() -> None:
            nonlocal taken
            while True:
                await intake.keep(some_samples())
                taken += 1

        reading = asyncio.create_task(read_the_device())
        await until(lambda: "bound" in intake.trouble)
        async with asyncio.timeout(1.0):
            await intake.keep(News(EMPTY, FLIP))
        full = taken
        assert outbox.counts[Lane.TELEMETRY, SITE].accepted == 4000 * full
        outbox.acknowledge(Lane.TELEMETRY, SITE, full)
        await until(lambda: taken > full)  # what was held goes in by itself
        await stopped(reading, working)
    numbers = [k.seq for k in kept if k.draft.lane is Lane.TELEMETRY]
    assert numbers == list(range(1, len(numbers) + 1))


async def test_samples_of_several_sites_become_messages_of_each_with_its_own_rows(
    tmp_path: Path,
) -> None:
    kept: list[Kept] = []
    async with Outbox(tmp_path / "o.db") as outbox:
        intake = Intake(STATION.alarms, outbox, kept.extend, flush_s=0.0, clock=time.time_ns)
        working = asyncio.create_task(intake.run())
        first = STATION.points.rows_of("SH-014").start
        await intake.keep(News(batch_of([first + 1, 0, first], [1.0, 2.0, 3.0], 0, 0, 0), None))
        await stopped(working)
    rows = {k.draft.site: np.frombuffer(k.draft.payload, "<u4", k.draft.n).tolist() for k in kept}
    assert rows == {"BJ-001": [0], "SH-014": [1, 0]}


async def stopped(*tasks: "asyncio.Task[None]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
