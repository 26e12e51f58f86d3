"""Forecasts on their way into `hub.db`: behind the screens, never in anybody's way."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable

from msgspec.structs import replace

from app.hub.metrics import Metrics
from sim.forecast.model import Forecast

Store = Callable[[Forecast], Awaitable[None]]
MOST_WAITING = 64  # a disk slower than the workers costs old forecasts, not memory


class Keeper:
    """Stores forecasts one after the other, without their maps: those are drawn anew from the
    next one. `numbers`: highest number given so far, by incident."""

    def __init__(self, store: Store, metrics: Metrics, numbers: dict[str, int]) -> None:
        self._store, self._metrics = store, metrics
        self._waiting: asyncio.Queue[Forecast] = asyncio.Queue()
        self.numbers = numbers

    def number(self, incident: str, count: int = 1) -> int:
        """The first of the next `count` numbers of an incident."""
        first = self.numbers.get(incident, 0) + 1
        self.numbers[incident] = first + count - 1
        return first

    def keep(self, forecast: Forecast) -> None:
        """Store it when its turn comes; when too many wait, the oldest is dropped and counted."""
        if self._waiting.qsize() >= MOST_WAITING:
            self._waiting.get_nowait()
            self._metrics.faults["forecasts not stored"] += 1
        self._waiting.put_nowait(replace(forecast, heat=()))

    async def run(self) -> None:
        """Until cancelled. A disk that refuses is counted; the committer tells of it."""
        while True:
            forecast = await self._waiting.get()
            try:
                await self._store(forecast)
            except sqlite3.Error:
                self._metrics.faults["forecasts not stored"] += 1
