"""The door of every headless process: one event loop, a clean stop on SIGINT and SIGTERM."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)


def run_until_stopped(work: Callable[[asyncio.Event], Awaitable[None]]) -> int:
    """Run the coroutine function until it returns or a signal asks it to stop; the exit code."""

    async def main() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        await work(stop)

    asyncio.run(main())
    return 0
