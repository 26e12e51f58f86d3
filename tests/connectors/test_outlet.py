import asyncio
from contextlib import aclosing

import pytest

from connectors.outlet import FUTURE_NS, Outlet
from twin.quality import Quality
from twin.samples import SampleBatch

SECOND = 1_000_000_000
START = 1_767_355_200 * SECOND


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def drained(outlet: Outlet) -> list[SampleBatch]:
    outlet.close()
    return [batch async for batch in outlet.batches()]


async def times(outlet: Outlet) -> list[int]:
    return [int(t) - START for batch in await drained(outlet) for t in batch.source_time]


async def test_samples_come_out_as_one_batch_in_order(clock: Clock) -> None:
    outlet = Outlet(2, clock=clock)
    outlet.put(1, 5.0, 0, START)
    outlet.put(0, 6.0, 0, START + 1)
    (batch,) = await drained(outlet)
    assert batch.point.tolist() == [1, 0]
    assert batch.value.tolist() == [5.0, 6.0]
    assert outlet.counters.emitted == outlet.counters.received == 2


async def test_a_mark_keeps_the_last_value_and_comes_after_it(clock: Clock) -> None:
    outlet = Outlet(1, clock=clock)
    outlet.put(0, 5.0, 0, START + SECOND)  # the device's clock is a second ahead
    outlet.mark([0], Quality.BAD_NO_COMMUNICATION, since=START)
    (batch,) = await drained(outlet)
    assert batch.value.tolist() == [5.0, 5.0]
    assert batch.source_time.tolist() == [START + SECOND, START + SECOND + 1]


async def test_a_clock_set_back_cannot_hide_new_values(clock: Clock) -> None:
    outlet = Outlet(1, clock=clock)
    outlet.put(0, 1.0, 0, START)
    clock.now += SECOND
    outlet.put(0, 2.0, 0, START - 3600 * SECOND)
    assert outlet.counters.retimed == 1
    assert await times(outlet) == [0, SECOND]


async def test_a_time_in_the_future_is_not_believed(clock: Clock) -> None:
    outlet = Outlet(1, clock=clock)
    outlet.put(0, 1.0, 0, START + FUTURE_NS + 1)
    assert outlet.counters.retimed == 1
    assert await times(outlet) == [0]


async def test_a_sample_that_waited_on_its_way_keeps_its_time(clock: Clock) -> None:
    outlet = Outlet(1, clock=clock)
    outlet.put(0, 1.0, 0, START)
    clock.now += 10 * SECOND
    outlet.mark([0], Quality.BAD_NO_COMMUNICATION, since=START + 5 * SECOND)
    outlet.put(0, 2.0, 0, START + 2 * SECOND)
    assert outlet.counters.retimed == 0
    assert await times(outlet) == [0, 5 * SECOND, 2 * SECOND]


async def test_an_old_value_that_still_holds_is_news_after_a_mark(clock: Clock) -> None:
    outlet = Outlet(1, clock=clock)
    outlet.put(0, 1.0, 0, START)
    clock.now += 10 * SECOND
    outlet.mark([0], Quality.BAD_NO_COMMUNICATION)
    outlet.put(0, 1.0, 0, START, attested=clock.now + 1)
    assert outlet.counters.retimed == 0
    assert await times(outlet) == [0, 10 * SECOND, 10 * SECOND + 1]


async def test_a_full_outlet_keeps_the_newest_of_every_point(clock: Clock) -> None:
    outlet = Outlet(2, room=2, clock=clock)
    for k in range(6):
        outlet.put(k % 2, float(k), 0, START + k)
    assert outlet.is_full
    (batch,) = await drained(outlet)
    assert batch.value.tolist() == [0.0, 1.0, 4.0, 5.0]
    assert (outlet.counters.coalesced, outlet.counters.dropped) == (2, 0)


async def test_a_driver_waits_until_the_reader_has_taken(clock: Clock) -> None:
    outlet = Outlet(1, room=1, clock=clock)
    outlet.put(0, 1.0, 0, START)
    waiting = asyncio.create_task(outlet.has_room())
    await asyncio.sleep(0)
    assert not waiting.done()
    async for _ in outlet.batches():
        outlet.close()
    await waiting


async def test_an_isolated_sample_waits_for_nothing(clock: Clock) -> None:
    outlet = Outlet(1, flush_s=30.0, clock=clock)
    outlet.put(0, 1.0, 0, START)
    async with asyncio.timeout(1.0), aclosing(outlet.batches()) as batches:
        assert len(await anext(batches)) == 1


async def test_history_keeps_its_own_times_and_order(clock: Clock) -> None:
    outlet = Outlet(1, clock=clock)
    outlet.put(0, 9.0, 0, START)
    outlet.put_history([0, 0], ([1.0, 2.0], [0, 0], [START - 2, START - 1]))
    assert await times(outlet) == [-2, -1, 0]
