"""The worker processes of one hub: kept alive, given work, given up when they do not answer."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Protocol

from app.hub.forecast.process import COMMAND, WorkerLost, WorkerProcess
from app.hub.forecast.turns import Turn
from app.hub.forecast.wire import Begin, Done, Job

log = logging.getLogger(__name__)

BACK_OFF_S = (0.0, 1.0, 2.0, 5.0, 10.0, 30.0)  # before the next start; the first comes at once
LOOK_S = 0.1
FROM_START = 3.0


class Desk(Protocol):
    """Who has work, and takes the answers."""

    def work(self, worker: int) -> tuple[Turn, Job] | None:
        """The next job for a worker, None when nothing is due."""

    def answered(self, turn: Turn, done: Done) -> None:
        """A job came back."""

    def gone(self, worker: int, turn: Turn, error: WorkerLost) -> None:
        """A worker is lost, with all it knew and the job that it had in hand."""


class Crew:
    """`ready`: workers that can be given work; `pids`: their processes; `losses`: workers that
    died or were stopped since the start; `trouble`: why the last of them was lost."""

    def __init__(
        self, begin: Begin, workers: int, desk: Desk, *, start_limit_s: float, job_limit_s: float,
        command: Sequence[str] = COMMAND,
    ) -> None:  # fmt: skip
        self._begin, self._workers, self._desk = begin, workers, desk
        self._start_limit_s, self._job_limit_s = start_limit_s, job_limit_s
        self._command = command
        self.news = asyncio.Event()
        self.ready: set[int] = set()
        self.pids: dict[int, int] = {}
        self.losses = 0
        self.trouble = ""
        self._tried = asyncio.Event()

    async def run(self) -> None:
        """Until cancelled; no process outlives it."""
        async with asyncio.TaskGroup() as tasks:
            for number in range(self._workers):
                tasks.create_task(self._keep(number), name=f"forecast-worker-{number}")

    async def _keep(self, number: int) -> None:
        if number:  # what the first one compiles is kept in files, and loaded by the others
            await self._tried.wait()
        failures = 0
        while True:
            process = WorkerProcess(f"forecast worker {number}", self._command)
            served = 0
            try:
                await process.begin(self._begin, limit_s=self._start_limit_s)
                self._tried.set()
                self.ready.add(number)
                self.pids[number] = process.pid
                log.info("forecast worker %d is ready", number)
                while True:
                    served += await self._serve(number, process)
            except WorkerLost as error:
                self.losses += 1
                failures = 0 if served else failures + 1
                log.warning("%s", error)
                self.trouble = error.what
                self._tried.set()
            finally:
                self.ready.discard(number)
                self.pids.pop(number, None)
                await process.end()
            await asyncio.sleep(BACK_OFF_S[min(failures, len(BACK_OFF_S) - 1)])

    async def _serve(self, number: int, process: WorkerProcess) -> int:
        """One job, or a short wait for one; how many were answered."""
        given = self._desk.work(number)
        if given is None:
            await self._wait()
            return 0
        turn, job = given
        try:
            done = await process.ask(job, limit_s=self._limit(job))
        except WorkerLost as error:
            self._desk.gone(number, turn, error)
            raise
        self._desk.answered(turn, done)
        return 1

    def _limit(self, job: Job) -> float:
        """A fire that is followed from its alarm takes longer than one more step of it."""
        from_start = job.fresh or job.is_past
        return self._job_limit_s * (FROM_START if from_start else 1.0)

    async def _wait(self) -> None:
        self.news.clear()
        try:
            async with asyncio.timeout(LOOK_S):
                await self.news.wait()
        except TimeoutError:
            return
