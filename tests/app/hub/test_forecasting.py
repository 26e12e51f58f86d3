"""The hub's forecasts with real worker processes: soon, again and again, whatever dies.

The model is the stand-in of `support/forecast_worker.py`; fires are tested where the model is.
"""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
from hub_ends import (
    ALARMS,
    FLEET,
    Edge,
    Screen,
    running_edge,
    running_hub,
    samples,
    screen,
    small_fleet,
    until,
)
from support import forecast_worker

from app.feed.contract import (
    Acknowledge,
    Answer,
    CloseIncident,
    Forecasts,
    ForecastStage,
    ForecastState,
    ForecastStates,
    FromHub,
    Reset,
    WhatIf,
)
from app.feed.mirror import Mirror
from app.hub.settings import ForecastSettings
from app.hub.store.reader import Reader
from sim.forecast.model import Forecast, Lever, Pull
from twin.alarm.table import alarm_table
from twin.site.model import Fleet
from twin.site.table import point_table

pytestmark = pytest.mark.system
H, HH = (ALARMS.row_by_id[f"K-001/TT-1/{kind}"] for kind in ("H", "HH"))
QUICK = ForecastSettings(enabled=True, refresh_s=0.3, job_limit_s=1.0, start_limit_s=30.0)
DOUBLE = (Pull(Lever.FIRE_SIZE, value=2.0),)


@dataclass
class Show:
    """What one screen sees of the forecasts, message by message."""

    one: Screen
    mirror: Mirror = field(default_factory=Mirror)
    came: list[Forecast] = field(default_factory=list)
    stages: list[ForecastState] = field(default_factory=list)

    async def until(self, holds: Callable[[], object], *, limit_s: float = 10.0) -> float:
        """Follow the feed until a statement holds; seconds it took."""
        began = time.monotonic()
        async with asyncio.timeout(limit_s):
            while not holds():
                message = await self.one.next(object, limit_s=limit_s)
                self._adopt(message)
        return time.monotonic() - began

    def _adopt(self, message: FromHub) -> None:
        if isinstance(message, Forecasts | ForecastStates):
            self.mirror.apply(message, now=0)
        if isinstance(message, Forecasts):
            self.came.extend(message.forecasts)
        if isinstance(message, ForecastStates):
            self.stages.extend(message.rows)

    def newest(self, site: str = "K-001") -> Forecast | None:
        return self.mirror.newest.forecasts.get(site)

    def what_ifs(self, site: str = "K-001") -> tuple[Forecast, ...]:
        return self.mirror.newest.what_ifs.get(site, ())

    def stage(self, site: str = "K-001") -> ForecastState:
        idle = ForecastState(site=site, stage=ForecastStage.IDLE)
        return self.mirror.newest.forecast_states.get(site, idle)

    async def ask(self, request: object) -> Answer:
        await self.one.ask(request)
        while True:
            message = await self.one.next(object)
            self._adopt(message)
            if isinstance(message, Answer):
                return message


@dataclass
class House:
    """A hub with stand-in workers, an edge, a screen."""

    edge: Edge
    show: Show
    folder: Path

    def worker_does(self, what: str, said: str = "") -> None:
        """From its next job on; see `support/forecast_worker.py`."""
        draft = self.folder.parent / "draft"
        draft.write_text(said)
        draft.rename(self.folder / what)

    def worker_behaves(self) -> None:
        for path in self.folder.iterdir():
            path.unlink()


def workers() -> list[psutil.Process]:
    """Worker processes of this test's hub."""
    found = []
    for child in psutil.Process().children():
        try:
            if any("forecast_worker" in word for word in child.cmdline()):
                found.append(child)
        except psutil.Error:
            continue
    return found


@asynccontextmanager
async def house(
    directory: Path, fleet: Fleet = FLEET, settings: ForecastSettings = QUICK
) -> AsyncIterator[House]:
    folder = directory / "acts"
    folder.mkdir(exist_ok=True)
    command = (sys.executable, forecast_worker.__file__, str(folder))
    alarms = alarm_table(point_table(fleet))
    async with (
        running_hub(directory, fleet, command, forecast=settings) as hub,
        running_edge(hub, directory, alarms) as edge,
        screen(hub) as one,
    ):
        yield House(edge, Show(one), folder)


async def burn(at: House, *, row: int = 0, value: float = 240.0) -> None:
    await at.edge.send(samples([row], [value]))


async def test_a_p0_is_forecast_within_two_seconds_and_again(tmp_path: Path) -> None:
    async with house(tmp_path) as at:
        await until(lambda: len(workers()) == 2)
        await asyncio.sleep(1.0)  # warmed up long before the fire, as in life
        await at.edge.send(samples([1, 2], [20.0, 21.0]))  # before the fire, from history
        await at.edge.delivered()
        await burn(at)
        assert await at.show.until(at.show.newest) < 2.0
        first = at.show.newest()
        assert first is not None
        assert (first.number, first.base, first.used) == (1, 0, ("0", "1", "2"))
        await burn(at, value=450.0)
        took = await at.show.until(lambda: len(at.show.came) >= 4)
        assert took < 4.0
        numbers = [one.number for one in at.show.came]
        assert numbers == sorted(numbers)
        state = at.show.stage()
        assert state.stage is ForecastStage.RUNNING
        assert 0 < state.first_after_s < 2.0
        await at.show.until(lambda: at.show.came[-1].hrr_kw.median == (450.0,))
    reader = Reader(tmp_path / "hub.db")
    page = reader.journal_page(before=0, most=200, incident="")
    kept = reader.forecasts(first.incident)
    reader.close()
    lines = [w.entry.text for w in reversed(page) if w.entry.kind == "forecast"]
    assert lines[0].startswith("first: extinguish, fire 240 kW")
    assert [line.split(",")[0] for line in lines[1:]] == ["verdict: extinguish to evacuate"]
    assert [one.number for one in kept] == sorted({one.number for one in kept})
    assert kept[0] == first


async def test_a_forecast_of_few_members_is_followed_by_the_next_at_once(tmp_path: Path) -> None:
    seldom = ForecastSettings(refresh_s=30.0, job_limit_s=1.0, start_limit_s=30.0, members=1000)
    async with house(tmp_path, settings=seldom) as at:
        await burn(at)  # the stand-in always says that it has 256
        await at.show.until(at.show.newest)
        await at.show.until(lambda: at.show.came[-1].number == 2, limit_s=2.0)
        with pytest.raises(TimeoutError):
            await at.show.until(lambda: at.show.came[-1].number > 2, limit_s=1.0)


async def test_a_what_if_stands_beside_its_base(tmp_path: Path) -> None:
    async with house(tmp_path) as at:
        await burn(at)
        await at.show.until(at.show.newest)
        answer = await at.show.ask(WhatIf(1, "K-001", DOUBLE))
        assert answer.ok
        await at.show.until(at.show.what_ifs)
        (branch,) = at.show.what_ifs()
        base = next(one for one in at.show.came if one.number == branch.base)
        assert branch.number == int(answer.token)
        assert branch.pulls == DOUBLE
        assert branch.hrr_kw.median[0] == 2.0 * base.hrr_kw.median[0]
        assert base.base == 0


async def test_a_what_if_may_begin_at_an_earlier_instant(tmp_path: Path) -> None:
    async with house(tmp_path) as at:
        await burn(at)
        await at.show.until(at.show.newest)
        instant = time.time_ns()
        await asyncio.sleep(0.1)
        await burn(at, value=450.0)
        await at.show.until(lambda: at.show.came[-1].hrr_kw.median == (450.0,))
        assert (await at.show.ask(WhatIf(1, "K-001", DOUBLE, at=instant))).ok
        await at.show.until(lambda: len(at.show.what_ifs()) == 2)
        base, branch = at.show.what_ifs()
        assert (base.base, base.pulls, branch.base) == (base.number, (), base.number)
        assert base.hrr_kw.median == (240.0,)
        assert branch.hrr_kw.median == (480.0,)
        assert base.made_at == branch.made_at == instant
        newest = at.show.newest()
        assert newest is not None
        assert newest.base == 0


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (WhatIf(1, "K-002", DOUBLE), "no forecast to compare"),
        (WhatIf(1, "NOWHERE", DOUBLE), "no forecast to compare"),
        (WhatIf(1, "K-001", ()), "no lever"),
        (WhatIf(1, "K-001", (Pull(Lever.FIRE_SIZE, value=float("nan")),)), "no number"),
        (WhatIf(1, "K-001", DOUBLE, at=5), "not in the samples"),
        (WhatIf(1, "K-001", DOUBLE, at=2**62), "not in the samples"),
    ],
)
async def test_a_what_if_that_cannot_be_is_refused(
    tmp_path: Path, asked: WhatIf, says: str
) -> None:
    async with house(tmp_path) as at:
        await burn(at)
        await at.show.until(at.show.newest)
        answer = await at.show.ask(asked)
        assert not answer.ok
        assert says in answer.what
        assert answer.remedy


@pytest.mark.expects_log("it died")
async def test_a_killed_worker_is_replaced_and_its_fire_goes_on(tmp_path: Path) -> None:
    async with house(tmp_path) as at:
        await at.edge.send(samples([1, 2], [20.0, 21.0]))
        await burn(at)
        await at.show.until(at.show.newest)
        before = {one.pid for one in workers()}
        for one in workers():
            os.kill(one.pid, signal.SIGKILL)
        seen = len(at.show.came)
        took = await at.show.until(lambda: len(at.show.came) > seen + 1)
        assert took < 8.0
        newest = at.show.newest()
        assert newest is not None
        assert newest.used == ("0", "1", "2"), "a fresh worker is told what was before"
        assert before.isdisjoint(one.pid for one in workers())
        assert at.show.stage().stage is ForecastStage.RUNNING


@pytest.mark.expects_log("no answer within")
async def test_a_worker_that_hangs_is_stopped_and_others_do_not_wait(tmp_path: Path) -> None:
    async with house(tmp_path) as at:
        at.worker_does("hang.K-001")
        await at.edge.send(samples([0, 4], [240.0, 240.0]))
        assert await at.show.until(lambda: at.show.newest("K-002")) < 5.0
        await at.show.until(lambda: at.show.stage().stage is ForecastStage.FAILED)
        assert "no answer" in at.show.stage().reason
        assert at.show.stage().remedy
        at.worker_behaves()
        await at.show.until(at.show.newest)
        await at.show.until(lambda: at.show.stage().stage is ForecastStage.RUNNING)
        assert at.show.stage().failures >= 1


@pytest.mark.parametrize(("what", "says"), [("fail", "no fire fits"), ("lie", "ZeroDivision")])
async def test_a_model_that_fails_says_why_and_is_asked_again(
    tmp_path: Path, what: str, says: str
) -> None:
    async with house(tmp_path) as at:
        at.worker_does(what)
        await burn(at)
        await at.show.until(lambda: at.show.stage().stage is ForecastStage.FAILED)
        assert says in at.show.stage().reason
        alive = {one.pid for one in workers()}
        at.worker_behaves()
        await at.show.until(at.show.newest)
        assert alive == {one.pid for one in workers()}, "the worker itself lives on"


async def test_a_slow_forecast_is_said_to_be_late(tmp_path: Path) -> None:
    slow = ForecastSettings(
        enabled=True, refresh_s=0.3, job_limit_s=20.0, start_limit_s=30.0, workers=1
    )
    async with house(tmp_path, settings=slow) as at:
        at.worker_does("slow", "7")
        await burn(at)
        await at.show.until(lambda: at.show.stage().stage is ForecastStage.LATE)
        assert at.show.stage().reason
        at.worker_behaves()
        await at.show.until(at.show.newest)
        await at.show.until(lambda: at.show.stage().stage is ForecastStage.RUNNING)


async def test_a_hundred_fires_at_once_are_all_forecast_in_turn(tmp_path: Path) -> None:
    sites = tuple(f"K-{k:03}" for k in range(1, 101))
    patient = ForecastSettings(enabled=True, refresh_s=2.0, job_limit_s=20.0, start_limit_s=30.0)
    async with house(tmp_path, small_fleet(sites), patient) as at:
        at.worker_does("slow", "0.15")
        await at.edge.send(samples([4 * k for k in range(100)], [240.0] * 100))
        show = at.show
        await show.until(lambda: len(show.mirror.newest.forecasts) == 100, limit_s=30.0)
        await show.until(
            lambda: all(one.number > 1 for one in show.mirror.newest.forecasts.values()),
            limit_s=30.0,
        )
        counts = [one.number for one in show.mirror.newest.forecasts.values()]
        assert max(counts) - min(counts) <= 1, "nobody gets a second turn before all had one"
        late = [one for one in show.stages if one.stage is ForecastStage.LATE]
        assert any("100 fires share 2 workers" in one.reason for one in late)


async def test_a_restarted_hub_says_what_it_had_and_goes_on(tmp_path: Path) -> None:
    async with house(tmp_path) as at:
        await burn(at)
        await at.show.until(lambda: len(at.show.came) >= 2)
        await asyncio.sleep(0.2)  # the newest is stored
        newest = at.show.newest()
        assert newest is not None
    async with house(tmp_path, settings=QUICK) as at:
        await at.show.until(at.show.newest)
        first = at.show.newest()
        assert first is not None
        assert first.incident == newest.incident
        assert first.number >= newest.number
        await at.show.until(lambda: at.show.came[-1].number > newest.number + 1)
    reader = Reader(tmp_path / "hub.db")
    page = reader.journal_page(before=0, most=200, incident="")
    reader.close()
    lines = [w.entry.text for w in page if w.entry.kind == "forecast"]
    assert len(lines) == 1, "a verdict that did not change is told once"


async def test_a_fire_that_is_over_is_forecast_no_longer(tmp_path: Path) -> None:
    async with house(tmp_path) as at:
        await burn(at)
        await at.show.until(at.show.newest)
        await burn(at, value=20.0)
        await at.edge.delivered()
        incident = at.show.came[-1].incident
        for request in (
            Acknowledge(1, (H, HH)), Reset(2, (HH,)), CloseIncident(3, incident, "oil cooled"),
        ):  # fmt: skip
            assert (await at.show.ask(request)).ok
        await at.show.until(lambda: at.show.stage().stage is ForecastStage.IDLE)
        seen = len(at.show.came)
        await asyncio.sleep(1.0)
        assert not (await at.show.ask(WhatIf(4, "K-001", DOUBLE))).ok
        assert len(at.show.came) == seen


async def test_a_hub_without_forecasts_says_so_and_starts_nothing(tmp_path: Path) -> None:
    off = ForecastSettings(enabled=False)
    async with house(tmp_path, settings=off) as at:
        await burn(at)
        await at.edge.delivered()
        answer = await at.show.ask(WhatIf(1, "K-001", DOUBLE))
        assert not answer.ok
        assert "switched off" in answer.what
        assert workers() == []
        assert at.show.stage().stage is ForecastStage.OFF
        assert at.show.stage().reason


@pytest.mark.expects_log("it died")
async def test_a_worker_that_cannot_start_leaves_the_hub_as_it_is(tmp_path: Path) -> None:
    command = (sys.executable, "-c", "raise SystemExit(3)")
    async with (
        running_hub(tmp_path, FLEET, command, forecast=QUICK) as hub,
        running_edge(hub, tmp_path) as edge,
        screen(hub) as one,
    ):
        show = Show(one)
        await edge.send(samples([0], [240.0]))
        await show.until(lambda: show.stage().reason == "it died")
        assert show.stage().stage is ForecastStage.STARTING
        answer = await show.ask(Acknowledge(1, (H, HH)))
        assert answer.ok
