"""An edge's outlooks in one process: which alarm asks for one, and whatever the model does."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest
from link_ends import until

from app.library import load_fleet, resource
from edge import outlook as edge_outlook
from edge.outlook import Outlooks
from edge.settings import own_fleet
from edge.station import Station
from sim.surrogate.outlook import Outlook
from sim.surrogate.site import Readings
from twin.quality import Quality
from twin.samples import SampleBatch

SITE = "BJ-001"
MODEL = resource("models", "kitchen.onnx")
SLOW_S = 20.0  # on a busy machine


class Maker:
    """A site's model that does as it is told; it stands here for computations that go wrong,
    which the real one does not do at will."""

    def __init__(self, act: Callable[[], None]) -> None:
        self._act = act
        self.asked: list[Readings] = []

    def outlook(self, readings: Readings) -> Outlook:
        self.asked.append(readings)
        self._act()
        return Outlook(site=SITE, made_at=readings.now, alarm=readings.alarm)


def station() -> Station:
    return Station(own_fleet(load_fleet(), (SITE,)), now=time.time_ns())


def shows(at: Station, tag: str, value: float) -> None:
    now = np.array([time.time_ns()])
    row = np.array([at.points.row(SITE, tag)], dtype=np.uint32)
    quality = np.array([Quality.GOOD], dtype=np.uint32)
    at.apply(SampleBatch(row, np.array([value]), quality, now, now), int(now[0]))


@asynccontextmanager
async def running(outlooks: Outlooks) -> AsyncIterator[Outlooks]:
    task = asyncio.create_task(outlooks.run())
    try:
        yield outlooks
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def outlooks_of(at: Station, model: Path = MODEL) -> Outlooks:
    return Outlooks(at, model, every_s=0.1, clock=time.time_ns)


async def test_it_comes_with_the_alarm_is_renewed_and_goes_with_it() -> None:
    at = station()
    async with running(outlooks_of(at)) as outlooks:
        await until(lambda: outlooks.is_ready, within=SLOW_S)
        shows(at, "HD-01", 28.0)
        shows(at, "TT-HOOD-02", 60.0)
        assert outlooks.message(SITE) == b""
        shows(at, "TT-OIL-01", 320.0)
        await until(lambda: bool(outlooks.newest), within=SLOW_S)
        await until(lambda: outlooks.newest[SITE].reason == "", within=SLOW_S)
        first = outlooks.newest[SITE]
        await until(lambda: outlooks.newest[SITE].made_at > first.made_at, within=SLOW_S)
        assert b'"upper_c"' in outlooks.message(SITE)
        shows(at, "TT-OIL-01", 150.0)
        await until(lambda: not outlooks.newest, within=SLOW_S)
        assert outlooks.faults == 0


@pytest.mark.parametrize(("tag", "value"), [("GD-01", 60.0), ("RC-01", 900.0)])
async def test_gas_or_a_machine_alone_ask_for_none(tag: str, value: float) -> None:
    at = station()
    async with running(outlooks_of(at)) as outlooks:
        shows(at, tag, value)
        at.tick(time.time_ns() + 60 * 10**9)
        assert at.active()
        await asyncio.sleep(0.5)
        assert outlooks.newest == {}


def fail() -> None:
    raise RuntimeError("no such luck")


@pytest.mark.expects_log("no outlook")
@pytest.mark.parametrize(
    ("act", "what"),
    [(fail, "RuntimeError: no such luck"), (lambda: time.sleep(1.0), "took longer than 0.2 s")],
)
async def test_a_computation_that_goes_wrong_is_counted_and_told(
    monkeypatch: pytest.MonkeyPatch, act: Callable[[], None], what: str
) -> None:
    maker, at = Maker(act), station()
    monkeypatch.setattr(edge_outlook, "LIMIT_S", 0.2)
    monkeypatch.setattr(edge_outlook, "_load", lambda model, where: {SITE: maker})
    async with running(outlooks_of(at)) as outlooks:
        shows(at, "TT-OIL-01", 320.0)
        await until(lambda: outlooks.faults >= 2, within=SLOW_S)
        assert what in outlooks.trouble
        assert what in outlooks.newest[SITE].reason
        maker._act = lambda: None
        await until(lambda: outlooks.newest[SITE].reason == "", within=SLOW_S)
        assert outlooks.trouble == ""
        assert maker.asked[0].values["TT-OIL-01"] == 320.0


@pytest.mark.expects_log("no outlook")
async def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    at = station()
    async with running(outlooks_of(at, tmp_path / "none.onnx")) as outlooks:
        shows(at, "TT-OIL-01", 320.0)
        await until(lambda: outlooks.faults == 1, within=SLOW_S)
        assert "none.json" in outlooks.newest[SITE].reason
        assert not outlooks.is_ready
