"""What the log of a solver says: how far it is, and whether it still makes sense."""

import math
import re
from enum import StrEnum

from msgspec import Struct

HOTTEST, COLDEST = 3000.0, 150.0
"""K; gas outside these is a computation that has lost its footing, not a fire."""
SHORTEST_STEP = 1e-6
"""s; below it a run would not end."""
SHORT_STEPS = 20

TIME = re.compile(r"^Time = ([-+.\deE]+)s?$")
STEP = re.compile(r"^deltaT = (\S+)$")
COURANT = re.compile(r"^Courant Number mean: (\S+) max: (\S+)$")
RESIDUAL = re.compile(r"Solving for (\w+), Initial residual = ([^,\s]+),")
EXTREMES = re.compile(r"^\s*min/max\(T\) = (\S+?),? (\S+)$")
CPU = re.compile(r"^ExecutionTime = (\S+) s")
FATAL = ("FOAM FATAL", "MPI_ABORT")
CRASHES = ("sigFpe::sigHandler", "sigFpeHandler", "sigSegv::sigHandler", "sigSegvHandler")
"""In the trace of a solver that divided by nothing; the words differ from build to build."""


class RunState(StrEnum):
    """Where a run is. All from FINISHED on are ends."""

    PREPARING = "preparing"
    RUNNING = "running"
    COLLECTING = "collecting"
    FINISHED = "finished"
    CANCELLED = "cancelled"  # results up to `time` are kept, a restart goes on from there
    OUT_OF_TIME = "out of time"  # the same, the wall-clock limit was reached
    DIVERGED = "diverged"
    FAILED = "failed"

    @property
    def is_end(self) -> bool:
        """Nothing more will happen."""
        return self not in (RunState.PREPARING, RunState.RUNNING, RunState.COLLECTING)


class Progress(Struct, frozen=True, kw_only=True):
    """How a run stands. time, end: simulated s; step: s; residual: of the pressure; hottest: K;
    cpu_s of the solver, wall_s since the start; stored: times kept on disk, known at the end;
    message: why it ended badly."""

    state: RunState
    time: float = 0.0
    end: float = 0.0
    step: float = 0.0
    courant: float = 0.0
    residual: float = 0.0
    hottest: float = 0.0
    cpu_s: float = 0.0
    wall_s: float = 0.0
    stored: int = 0
    message: str = ""

    @property
    def share(self) -> float:
        """Simulated part of the whole, 0 to 1."""
        return min(self.time / self.end, 1.0) if self.end > 0 else 0.0


class LogReader:
    """Reads a solver's log line by line. `trouble` says why the run makes no sense any more."""

    def __init__(self) -> None:
        self.time = self.step = self.courant = self.residual = self.hottest = self.cpu_s = 0.0
        self.trouble = ""
        self.fatal: list[str] = []
        self._short = 0

    def feed(self, line: str) -> bool:
        """Take in one line; True when it begins a new time step."""
        if self.fatal or any(word in line for word in FATAL):
            self.fatal.append(line.strip())
            return False
        self._check(not any(word in line for word in CRASHES), "the solver lost its numbers")
        if found := TIME.match(line):
            self.time = float(found[1])
            return True
        if found := RESIDUAL.search(line):
            self._residual(found[1], _number(found[2]))
        elif found := COURANT.match(line):
            self.courant = _number(found[2])
            self._check(math.isfinite(self.courant), "the Courant number is not finite")
        elif found := STEP.match(line):
            self._step(_number(found[1]))
        elif found := EXTREMES.match(line):
            self._extremes(_number(found[1]), _number(found[2]))
        elif found := CPU.match(line):
            self.cpu_s = _number(found[1])
        return False

    def _check(self, holds: bool, otherwise: str) -> None:
        if not holds and not self.trouble:
            self.trouble = f"{otherwise} at {self.time:g} s"

    def _residual(self, name: str, value: float) -> None:
        self._check(math.isfinite(value), f"the residual of {name} is not finite")
        if name.endswith("_rgh"):
            self.residual = value

    def _step(self, value: float) -> None:
        self.step = value
        self._short = self._short + 1 if value < SHORTEST_STEP else 0
        self._check(
            self._short < SHORT_STEPS, f"the time step has collapsed below {SHORTEST_STEP:g} s"
        )

    def _extremes(self, low: float, high: float) -> None:
        self.hottest = high
        holds = low > COLDEST and high < HOTTEST
        self._check(holds, f"gas temperatures range from {low:g} to {high:g} K")


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
