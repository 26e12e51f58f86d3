"""One worker process as the hub sees it: started, asked, killed when it does not answer."""

import asyncio
import logging
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from contextlib import suppress

import msgspec

from app.hub.forecast.wire import Begin, Done, Job, Ready, framed, receive
from twin.errors import EmberwallError

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "app.hub.forecast.fire_worker")
STOP_S = 2.0
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class WorkerLost(EmberwallError):
    """The worker died, fell silent or spoke nonsense; whatever it knew is gone."""


class WorkerProcess:
    """Used by one task at a time. Raises WorkerLost from everything but `end`, and is dead then."""

    def __init__(self, name: str, command: Sequence[str] = COMMAND) -> None:
        self._name, self._command = name, command
        self._process: Process | None = None

    @property
    def pid(self) -> int:
        """Of the running process, 0 for none."""
        return self._process.pid if self._process is not None else 0

    async def begin(self, word: Begin, *, limit_s: float) -> Ready:
        """Start the process and wait until its model has run once."""
        environment = {**os.environ, **ONE_THREAD, "NUMBA_NUM_THREADS": str(word.threads)}
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, stdin=PIPE, stdout=PIPE, env=environment
            )
        except OSError as error:
            raise self._lost(f"it cannot be started ({error.strerror})") from error
        answer = await self._ask(word, limit_s)
        if not isinstance(answer, Ready):
            raise self._lost("it did not say that it is ready")
        return answer

    async def ask(self, job: Job, *, limit_s: float) -> Done:
        """The answer to a job."""
        answer = await self._ask(job, limit_s)
        if not isinstance(answer, Done) or answer.job != job.id:
            await self.end()
            raise self._lost("it answered another question")
        return answer

    async def end(self) -> None:
        """Kill what is left of it; it holds nothing that must survive."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        try:
            async with asyncio.timeout(STOP_S):
                await process.wait()
        except TimeoutError:
            log.warning("%s does not go away", self._name)

    async def _ask(self, word: Begin | Job, limit_s: float) -> Ready | Done:
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            async with asyncio.timeout(limit_s):
                process.stdin.write(framed(word))
                await process.stdin.drain()
                return await receive(process.stdout)
        except TimeoutError as error:
            await self.end()
            raise self._lost(f"no answer within {limit_s:g} s, it was stopped") from error
        except (OSError, asyncio.IncompleteReadError) as error:
            await self.end()
            raise self._lost("it died") from error
        except (ValueError, msgspec.MsgspecError) as error:
            await self.end()
            raise self._lost(f"it spoke nonsense ({error})") from error

    def _lost(self, what: str) -> WorkerLost:
        return WorkerLost(
            what, where=self._name, remedy="It is started again by itself; see the hub's log"
        )
