"""Killed at any moment, the hub has everything it acknowledged, and nothing twice."""

import asyncio
import signal
import sys
import time
from pathlib import Path

import msgspec
import numpy as np
import psutil
import pytest
from hub_ends import ALARMS, FLEET, Edge, running_edge, running_hub, samples, screen, until

from app.feed.contract import Forecasts, Trend, TrendAnswer
from app.hub.settings import LOOPBACK, HubAddress
from app.hub.store.reader import Reader
from sim.forecast.model import Forecast
from twin.samples import batch_of

KILLS = 3


async def start(
    directory: Path, telemetry: str, alarms: str, *more: str
) -> tuple[asyncio.subprocess.Process, HubAddress]:
    ready = directory / "hub.json"
    ready.unlink(missing_ok=True)
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(Path(__file__).with_name("hub_process.py")), str(directory), telemetry,
        alarms, *more,
    )  # fmt: skip
    await until(lambda: ready.exists() or process.returncode is not None, limit_s=30.0)
    return process, msgspec.json.decode(ready.read_bytes(), type=HubAddress)


async def send_for(edge: Edge, seconds: float, first: int) -> int:
    """Samples 0, 1, 2 ... on every point, one alarm condition up and down with each."""
    number, end = first, time.monotonic() + seconds
    rows = np.arange(len(ALARMS.points))
    while time.monotonic() < end:
        times = 1_790_000_000_000_000_000 + (number + np.arange(5)) * 1_000_000
        await edge.send(
            batch_of(
                np.tile(rows, 5),
                np.repeat(np.arange(number, number + 5, dtype=float) % 190, len(rows)),
                0,
                np.repeat(times, len(rows)),
                time.time_ns(),
            )
        )
        await edge.tell(1, active=bool(number // 5 % 2), at=int(times[0]))
        number += 5
        await asyncio.sleep(0.005)
    return number


@pytest.mark.system
async def test_killed_at_any_moment_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    process, hub = await start(tmp_path, LOOPBACK, LOOPBACK)
    sent = 0
    async with running_edge(hub, tmp_path) as edge:
        for kill in range(KILLS):
            sent = await send_for(edge, 0.5 + 0.3 * kill, sent)
            process.send_signal(signal.SIGKILL)
            await process.wait()
            process, hub = await start(tmp_path, hub.telemetry, hub.alarms)
        sent = await send_for(edge, 0.3, sent)
        await edge.delivered()
    process.send_signal(signal.SIGKILL)
    await process.wait()

    async with running_hub(tmp_path, FLEET) as again, screen(again) as one:
        expected = [k % 190 for k in range(sent)]
        for row in range(len(ALARMS.points)):
            await one.ask(Trend(row, row, 0, 2**62, most=20_000))
            answer = await one.next(TrendAnswer)
            assert isinstance(answer, TrendAnswer)
            assert np.frombuffer(answer.value, "<f8").tolist() == expected
    reader = Reader(tmp_path / "hub.db")
    assert reader.verify_journal().holds
    flips = reader.journal_page(before=0, most=1000, incident="")
    reader.close()
    times = [w.entry.source_time for w in flips if w.entry.kind == "alarm"]
    assert len(times) == len(set(times)) == sent // 5 - 1  # the first said what was known


@pytest.mark.system
async def test_a_killed_hub_takes_its_forecast_workers_along_and_goes_on(tmp_path: Path) -> None:
    acts = tmp_path / "acts"
    acts.mkdir()
    process, hub = await start(tmp_path, LOOPBACK, LOOPBACK, str(acts))
    async with running_edge(hub, tmp_path) as edge:
        await edge.send(samples([0], [240.0]))
        before = await newest_forecast(hub)
        workers = psutil.Process(process.pid).children()
        assert len(workers) == 2
        (acts / "hang").touch()  # busy for ever, so they cannot notice by themselves
        await asyncio.sleep(0.5)
        process.send_signal(signal.SIGKILL)
        await process.wait()
        await until(lambda: not any(map(is_alive, workers)), limit_s=3.0)
        (acts / "hang").unlink()
        process, hub = await start(tmp_path, hub.telemetry, hub.alarms, str(acts))
        again = await newest_forecast(hub, after=before.number + 1)
    process.send_signal(signal.SIGKILL)
    await process.wait()
    assert again.incident == before.incident


async def newest_forecast(hub: HubAddress, *, after: int = 0) -> Forecast:
    async with screen(hub) as one:
        while True:
            news = await one.next(Forecasts)
            assert isinstance(news, Forecasts)
            found = [forecast for forecast in news.forecasts if forecast.number > after]
            if found:
                return found[-1]


def is_alive(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
