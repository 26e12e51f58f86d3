"""A run of OpenFOAM seen from outside: start it, ask how it stands, cancel it, wait for its end."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec
import psutil

from sim.cfd.child import CANCEL_FILE, PROGRESS_FILE
from sim.cfd.errors import FoamRunError
from sim.cfd.installation import Installation, find_openfoam
from sim.cfd.watch import Progress, RunState
from sim.cfd.write import FoamCase

GRACE_S = 20.0
"""So long a run may take to store its last state once it has been told to stop."""
POLL_S = 0.1


class FoamJob:
    """One run in a process of its own. Use it with `with`: leaving kills what is still running.

    A folder that holds results is continued from the latest time.
    """

    def __init__(self, written: FoamCase, installation: Installation | None = None) -> None:
        self._folder = written.folder
        self._limit = written.card.settings.wall_limit + GRACE_S
        self._end = written.case.duration
        self._installation = installation or find_openfoam()
        self._stop_by = float("inf")

    def __enter__(self) -> Self:
        for name in (PROGRESS_FILE, CANCEL_FILE):
            (self._folder / name).unlink(missing_ok=True)
        self._began = time.monotonic()
        with (self._folder / "child.logfile").open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
                [sys.executable, "-W", "ignore", "-m", "sim.cfd.child", str(self._folder)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                process_group=0,  # a Ctrl-C at our terminal is ours: the run is told to store
                env=self._installation.environment() | {"PYTHONPATH": _root()},
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._kill()

    def poll(self) -> Progress:
        """How it stands now. Kills a run that is past its limit."""
        running = self._process.poll() is None
        told = self._told()
        if not running and not told.state.is_end:
            return self._died(told)
        if running and time.monotonic() > min(self._began + self._limit, self._stop_by):
            self._kill()
            cancelled = self._stop_by < float("inf")
            state = RunState.CANCELLED if cancelled else RunState.OUT_OF_TIME
            return msgspec.structs.replace(told, state=state, message="killed: it did not stop")
        if running and told.state.is_end:  # its last word is said, the process is leaving
            return msgspec.structs.replace(told, state=RunState.COLLECTING)
        return told

    def cancel(self) -> None:
        """Ask it to store what it has and stop; it is killed when it does not within GRACE_S."""
        (self._folder / CANCEL_FILE).touch()
        self._stop_by = min(self._stop_by, time.monotonic() + GRACE_S)

    def wait(
        self,
        on_progress: Callable[[Progress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Progress:
        """Its end, which comes within the wall-clock limit and GRACE_S; cancelled: asked often, a
        yes cancels it."""
        while not (progress := self.poll()).state.is_end:
            if cancelled is not None and cancelled() and self._stop_by == float("inf"):
                self.cancel()
            if on_progress is not None:
                on_progress(progress)
            time.sleep(POLL_S)
        return progress

    def _told(self) -> Progress:
        try:
            content = (self._folder / PROGRESS_FILE).read_bytes()
            return msgspec.json.decode(content, type=Progress)
        except (OSError, msgspec.MsgspecError):
            return Progress(state=RunState.PREPARING, end=self._end)

    def _died(self, told: Progress) -> Progress:
        """The process is gone; its last word may have come since it was read."""
        again = self._told()
        if again.state.is_end:
            return again
        said = (self._folder / "child.logfile").read_text(errors="replace").strip()
        last = said.splitlines()[-1] if said else f"exit code {self._process.returncode}"
        return msgspec.structs.replace(told, state=RunState.FAILED, message=last)

    def _kill(self) -> None:
        """End the process and all that it has started, and see them gone."""
        below: list[psutil.Process] = []
        with contextlib.suppress(psutil.NoSuchProcess):
            below = psutil.Process(self._process.pid).children(recursive=True)
        if self._process.poll() is None:
            self._process.kill()
        for member in below:
            with contextlib.suppress(psutil.NoSuchProcess):
                member.kill()
        self._process.wait(timeout=GRACE_S)
        psutil.wait_procs(below, timeout=GRACE_S)


def run_foam(
    written: FoamCase,
    on_progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Progress:
    """Run a written case to its end, its limit, its failure or until `cancelled` says yes, and wait
    for it. Raises FoamRunError when it diverged or failed, FoamMissingError when there is no
    OpenFOAM."""
    with FoamJob(written) as job:
        end = job.wait(on_progress, cancelled)
    if end.state in (RunState.DIVERGED, RunState.FAILED):
        raise FoamRunError(
            f"the run {end.state}: {end.message}",
            where=str(written.folder),
            remedy=f"Look at {_newest_log(written.folder)} there; try smaller cells, or "
            "check that heat release (W) and flows (m3/s) are what was meant",
        )
    return end


def _newest_log(folder: Path) -> str:
    """PyFoam gives every restart a log of its own."""
    return max((one.name for one in folder.glob("solver.logfile*")), default="child.logfile")


def _root() -> str:
    return str(Path(__file__).resolve().parents[2])
