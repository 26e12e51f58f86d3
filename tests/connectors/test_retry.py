import asyncio
import logging
from contextlib import aclosing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.base import ConnectorError, LinkState
from connectors.outlet import Outlet
from connectors.retry import Backoff, Line
from twin.quality import Quality

AT_ONCE = Backoff(first_s=0.001, cap_s=0.001)


class Script:
    """A dialogue that does what it is told, one act per attempt, and then waits."""

    def __init__(self, *acts: str) -> None:
        self._acts = list(acts)
        self.done = asyncio.Event()

    async def talk(self, line: Line) -> None:
        act = self._acts.pop(0) if self._acts else "wait"
        if act == "refuse":
            raise ConnectorError("nothing answers", where="here", remedy="Look")
        line.live()
        if act == "wait":
            self.done.set()
            await asyncio.Event().wait()
        line.end_gap()
        raise ConnectionError("gone")


async def play(*acts: str) -> tuple[Line, Outlet]:
    outlet = Outlet(1)
    line, script, attempts = Line("BJ-001/plc", [0], outlet, AT_ONCE), Script(*acts), []
    task = asyncio.create_task(line.keep(script, lambda: attempts.append(1)))
    await asyncio.wait_for(script.done.wait(), 2)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert len(attempts) == len(acts)
    return line, outlet


@given(st.integers(0, 1000), st.floats(0, 1))
def test_waits_grow_and_stay_below_the_cap(attempt: int, chance: float) -> None:
    backoff = Backoff(first_s=0.5, cap_s=15.0, jitter=0.3)
    assert 0.35 <= backoff.delay_s(attempt, chance) <= 15.0
    assert backoff.delay_s(attempt, chance) <= backoff.delay_s(attempt + 1, chance)


@pytest.mark.expects_log("lost")
async def test_a_loss_is_told_once_however_many_attempts(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "connectors")
    await play("drop", "refuse", "refuse", "refuse")
    told = [record.levelname for record in caplog.records if record.name == "connectors.retry"]
    assert told == ["WARNING", "INFO"]


@pytest.mark.expects_log("lost")
async def test_a_second_loss_is_told_again(caplog: pytest.LogCaptureFixture) -> None:
    await play("drop", "drop")
    assert len([r for r in caplog.records if "lost" in r.getMessage()]) == 2


@pytest.mark.expects_log("lost")
async def test_never_reached_is_a_fault_and_its_own_quality() -> None:
    outlet = Outlet(1)
    line = Line("BJ-001/plc", [0], outlet, Backoff(first_s=60.0))
    task = asyncio.create_task(line.keep(Script("refuse"), lambda: None))
    async with aclosing(outlet.batches()) as batches:
        batch = await anext(batches)
    assert batch.quality.tolist() == [Quality.BAD_NOT_CONNECTED]
    assert line.state is LinkState.FAULT
    assert outlet.counters.faults == {"BJ-001/plc": "nothing answers. Look"}
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.mark.expects_log("lost")
async def test_recovery_clears_the_fault() -> None:
    line, outlet = await play("drop", "refuse")
    assert outlet.counters.faults == {}
    assert line.is_live
