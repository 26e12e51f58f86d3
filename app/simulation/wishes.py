"""What an engineer asks of a run."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Report = Callable[[str], None]


def never() -> bool:
    """Nobody asks for an early end."""
    return False


@dataclass(frozen=True, slots=True)
class Wishes:
    """every: s between rows and stored fields; cell: size of the cells of a field, m; wall_limit:
    s a run may take; processes: of a parallel run; report: told how far it is; network: file of
    the surrogate, None for the packaged one; library: folder that keeps finished OpenFOAM runs;
    stopped: true once a person wants the run to end with what it has."""

    every: float
    report: Report
    cell: float = 0.2
    wall_limit: float = 3600.0
    processes: int = 1
    network: Path | None = None
    library: Path | None = None
    stopped: Callable[[], bool] = never
