"""Work aside may hang, fail or take long: the loop goes on, and it is told what came of it."""

import asyncio
import threading
import time

import pytest

from edge.aside import Aside


async def test_it_gives_what_the_work_gives_and_raises_what_it_raises() -> None:
    async with Aside("test") as aside:
        assert await aside.do(lambda: 7, limit_s=5.0) == 7
        with pytest.raises(ZeroDivisionError):
            await aside.do(lambda: 1 // 0, limit_s=5.0)
        assert await aside.do(threading.get_ident, limit_s=5.0) != threading.get_ident()


async def test_work_that_does_not_end_is_given_up_and_the_loop_never_waits() -> None:
    end = threading.Event()
    async with Aside("test") as aside:
        beats, slowest = 0, 0.0

        async def beat() -> None:
            nonlocal beats, slowest
            while True:
                before = time.monotonic()
                await asyncio.sleep(0.01)
                beats, slowest = beats + 1, max(slowest, time.monotonic() - before)

        beating = asyncio.create_task(beat())
        with pytest.raises(TimeoutError):
            await aside.do(end.wait, limit_s=0.3)
        beating.cancel()
        assert beats > 5
        assert not aside.is_free.is_set()
        end.set()
        async with asyncio.timeout(5):
            await aside.is_free.wait()
        assert await aside.do(lambda: "again", limit_s=5.0) == "again"
