"""The process that holds PyFoam: `python -m sim.cfd.child FOLDER`. Its runners block, so they sit
here, where they can be watched, stopped and killed from outside.

It tells how it stands in FOLDER/progress.json, and stops, keeping what it has, when FOLDER/cancel
appears, when the wall-clock limit is reached, or when its parent is gone.
"""

import os
import sys
import time
from pathlib import Path

import msgspec
import psutil
from PyFoam.Execution.BasicRunner import BasicRunner  # type: ignore[import-untyped]  # PyFoam has no types
from PyFoam.Execution.ParallelExecution import LAMMachine  # type: ignore[import-untyped]  # PyFoam has no types
from PyFoam.RunDictionary.ParsedParameterFile import ParsedParameterFile  # type: ignore[import-untyped]  # PyFoam has no types
from PyFoam.RunDictionary.SolutionDirectory import SolutionDirectory  # type: ignore[import-untyped]  # PyFoam has no types

from sim.cfd.restart import digits, drop_torn, scattered, write_interval
from sim.cfd.watch import LogReader, Progress, RunState
from sim.cfd.write import CARD_FILE, CASE_FILE, FoamCard
from sim.fire.case import Case

PROGRESS_FILE, CANCEL_FILE = "progress.json", "cancel"
TELL_S = 0.25
COLLECT_SHARE = 0.9
"""The solver may use so much of the wall-clock limit of a parallel run; the rest collects."""
REMIND_S = 1.1
LOG_TAIL = 12


class Teller:
    """Writes the progress file, not more often than people can look."""

    def __init__(self, folder: Path, end: float) -> None:
        self._path, self._end = folder / PROGRESS_FILE, end
        self._began, self._told = time.monotonic(), -TELL_S

    @property
    def wall_s(self) -> float:
        """Since the start."""
        return time.monotonic() - self._began

    def tell(self, state: RunState, log: LogReader, message: str = "") -> None:
        """Write now if it is an end or a while has passed."""
        if not state.is_end and self.wall_s - self._told < TELL_S:
            return
        self._told = self.wall_s
        progress = Progress(
            state=state,
            time=log.time,
            end=self._end,
            step=log.step,
            courant=log.courant if log.courant < float("inf") else 0.0,
            residual=log.residual,
            hottest=log.hottest,
            cpu_s=log.cpu_s,
            wall_s=self.wall_s,
            stored=stored_times(self._path.parent) if state.is_end else 0,
            message=message,
        )
        fresh = self._path.with_suffix(".new")
        fresh.write_bytes(msgspec.json.encode(progress))
        fresh.replace(self._path)


class WatchedRunner(BasicRunner):  # type: ignore[misc]  # PyFoam has no types
    """A solver of OpenFOAM that is stopped when it should."""

    def __init__(self, argv: list[str], *, folder: Path, teller: Teller, limit: float, lam: object):
        super().__init__(argv=argv, silent=True, logname="solver", lam=lam)
        self.log = LogReader()
        self.reason: RunState | None = None
        self._folder, self._teller, self._limit = folder, teller, limit
        self._parent = os.getppid()
        self._reminded = 0.0

    def lineHandle(self, line: str) -> None:  # noqa: N802  # PyFoam's own spelling
        """Called by PyFoam with every line of the log."""
        if self.log.feed(line):
            self._teller.tell(RunState.RUNNING, self.log)
            self._look()
        if self.log.trouble and self.reason is not RunState.DIVERGED:
            self.reason = RunState.DIVERGED
            kill_children()

    def _look(self) -> None:
        if self.reason is not None:
            self._remind()
            return
        if (self._folder / CANCEL_FILE).exists() or os.getppid() != self._parent:
            self.reason = RunState.CANCELLED
        elif self._teller.wall_s > self._limit:
            self.reason = RunState.OUT_OF_TIME
        if self.reason is not None:
            self._reminded = self._teller.wall_s
            self.stopGracefully()

    def _remind(self) -> None:
        """OpenFOAM compares whole seconds: a stop written in the second of the last reading is
        not seen until the file is newer."""
        if self._teller.wall_s - self._reminded > REMIND_S:
            self._reminded = self._teller.wall_s
            os.utime(self._folder / "system" / "controlDict")


def stored_times(folder: Path) -> int:
    """How many results after the start a case folder holds."""
    times = SolutionDirectory(str(folder), paraviewLink=False, archive=None).getTimes()
    return sum(float(name) > 0 for name in times)


def kill_children() -> None:
    """End what this process has started."""
    for child in psutil.Process().children(recursive=True):
        try:
            child.kill()
        except psutil.NoSuchProcess:
            continue


def run(folder: Path) -> None:
    """Check, share out, solve and collect one case."""
    card = msgspec.json.decode((folder / CARD_FILE).read_bytes(), type=FoamCard)
    case = msgspec.json.decode((folder / CASE_FILE).read_bytes(), type=Case)
    teller = Teller(folder, case.duration)
    log = LogReader()
    teller.tell(RunState.PREPARING, log)
    drop_torn(folder)
    for argv in _preparation(folder, card, case.duration):
        if complaint := _tool(argv, folder):
            teller.tell(RunState.FAILED, log, complaint)
            return
    state, log, message = _solve(folder, card, teller)
    if card.settings.processes > 1 and state is not RunState.FAILED:
        teller.tell(RunState.COLLECTING, log)
        if complaint := _tool(["reconstructPar", "-newTimes", "-case", str(folder)], folder):
            state, message = RunState.FAILED, complaint
    teller.tell(state, log, message)


def _preparation(folder: Path, card: FoamCard, end: float) -> list[list[str]]:
    control = ParsedParameterFile(str(folder / "system" / "controlDict"))
    control["stopAt"] = "endTime"  # a run that was killed may have left another word
    control["timePrecision"] = max(int(control["timePrecision"]), digits(folder))
    control["writeInterval"] = write_interval(folder, card.settings.write_every, end)
    control.writeFile()
    steps = [["checkMesh", "-constant", "-case", str(folder)]]
    if scattered(folder):
        steps.append(["reconstructPar", "-newTimes", "-case", str(folder)])
    if card.settings.processes > 1:
        steps.append(["decomposePar", "-force", "-latestTime", "-case", str(folder)])
    return steps


def _tool(argv: list[str], folder: Path) -> str:
    """Run one of OpenFOAM's tools; what went wrong, or nothing."""
    runner = BasicRunner(argv=argv, silent=True, logname=argv[0])
    outcome = runner.start()
    text = (folder / f"{argv[0]}.logfile").read_text(errors="replace")
    if argv[0] == "checkMesh" and "Mesh OK" not in text:
        return f"checkMesh finds fault with the mesh: {_tail(text)}"
    return "" if outcome["OK"] else f"{argv[0]} failed: {_tail(text)}"


def _tail(text: str) -> str:
    return " / ".join(line.strip() for line in text.splitlines()[-LOG_TAIL:] if line.strip())


def _solve(folder: Path, card: FoamCard, teller: Teller) -> tuple[RunState, LogReader, str]:
    parallel = card.settings.processes > 1
    runner = WatchedRunner(
        [str(card.solver), "-case", str(folder)],
        folder=folder,
        teller=teller,
        limit=card.settings.wall_limit * (COLLECT_SHARE if parallel else 1.0),
        lam=LAMMachine(nr=card.settings.processes) if parallel else None,
    )
    outcome = runner.start()
    log = runner.log
    if runner.reason is RunState.DIVERGED:
        return RunState.DIVERGED, log, log.trouble
    if not outcome["OK"] or log.fatal or not runner.endSeen:
        said = " / ".join(log.fatal[:LOG_TAIL]) or "it ended without a word"
        return RunState.FAILED, log, f"{card.solver} failed at {log.time:g} s: {said}"
    return runner.reason or RunState.FINISHED, log, ""


if __name__ == "__main__":
    run(Path(sys.argv[1]))
