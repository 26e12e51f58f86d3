"""The doors of processes: a clean stop on SIGINT and SIGTERM, and a screen where one is needed."""

import asyncio
import gc
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable

from app.config import SettingsError

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
    gc.freeze()  # the process ends: to collect the plant's address spaces first took 10 s
    return 0


def check_screen() -> None:
    """Raises SettingsError where no window can be opened; Qt itself would abort without a word."""
    told = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in told):
        raise SettingsError(
            "there is no display to open a window on",
            where="screen",
            remedy="Start it from a desktop, use `emberwall demo --headless`, or set "
            "QT_QPA_PLATFORM=offscreen",
        )
