"""`hub.db`: one writer in one thread of its own, and a reader beside it."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import TypeVar, TypeVarTuple

from app.hub.store import registry
from app.hub.store.reader import Reader
from app.hub.store.records import Change, Committed
from app.hub.store.writer import Writer, open_database
from sim.forecast.model import Forecast
from twin.samples import UInt32Array
from twin.site.table import PointTable

Result = TypeVar("Result")
Given = TypeVarTuple("Given")


class Database:
    """Used with `async with`; every write runs in the writer's thread, in the order asked for."""

    def __init__(self, path: Path, points: PointTable, *, log_from: int = 0) -> None:
        connection = open_database(path)
        self.point_id: UInt32Array = registry.register(connection, points)
        self._connection = connection
        self._writer = Writer(connection, self.point_id, log_from=log_from)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="hub-writer")
        self.reader = Reader(path)

    async def __aenter__(self) -> "Database":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Finish the commit in hand and close the file."""
        self._thread.shutdown(wait=True)
        self.reader.close()
        self._connection.close()

    @property
    def log_id(self) -> int:
        """Last row of the arrival log."""
        return self._writer.log_id

    async def commit(self, changes: Sequence[Change]) -> list[Committed]:
        """Make all changes durable, or none. Raises sqlite3.Error, on a full disk for one."""
        return await self._run(self._writer.commit, changes)

    async def checkpoint(self, log_id: int, time: int, data: bytes) -> None:
        """Keep a whole twin that holds everything up to log row `log_id`."""
        await self._run(self._writer.checkpoint, log_id, time, data)

    async def forecast(self, forecast: Forecast) -> None:
        """Keep one forecast."""
        await self._run(self._writer.forecast, forecast)

    async def trim(self, through: int) -> int:
        """Delete log rows up to `through`; gives how many went."""
        return await self._run(self._writer.trim, through)

    async def _run(self, work: Callable[[*Given], Result], *given: *Given) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *given)
