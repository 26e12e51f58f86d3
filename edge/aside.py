"""One thread of its own for work that may take long, fail or never end; the loop goes on."""

import asyncio
import queue
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeVar

T = TypeVar("T")

END_S = 2.0  # a thread that still works then is left to end with the process


class Aside:
    """Does one thing at a time. Used with `async with`. `is_free`: set unless the last thing
    still runs, although nobody may be waiting for it any more."""

    def __init__(self, name: str) -> None:
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self.is_free = asyncio.Event()
        self.is_free.set()

    async def __aenter__(self) -> Self:
        self._thread.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._work.put(None)
        await asyncio.to_thread(self._thread.join, END_S)

    async def do(self, work: Callable[[], T], *, limit_s: float) -> T:
        """What `work` gives. Raises what it raises; TimeoutError when it takes longer, which does
        not end it. Nothing else may be asked until `is_free`."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        self.is_free.clear()

        def told(result: T | None, error: BaseException | None) -> None:
            self.is_free.set()
            if answer.cancelled():
                return
            if error is not None:
                answer.set_exception(error)
            else:
                answer.set_result(result)  # type: ignore[arg-type]  # None only with an error

        def job() -> None:
            result, error = None, None
            try:
                result = work()
            except BaseException as one:  # whatever it is, it is told where it was asked for
                error = one
            if not loop.is_closed():
                loop.call_soon_threadsafe(told, result, error)

        self._work.put(job)
        return await asyncio.wait_for(answer, limit_s)

    def _run(self) -> None:
        while (job := self._work.get()) is not None:
            job()
