"""One case through one model, into one folder."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from app.simulation.zone import run_zone
from sim.errors import SimError
from sim.fire.case import Case

Report = Callable[[str], None]


class Runner(Protocol):
    """Runs a case, writes into a folder, tells progress, gives the summary."""

    def __call__(
        self, case: Case, folder: Path, *, every: float, report: Report
    ) -> dict[str, object]:
        """Raises SimError."""


MODELS: Mapping[str, Runner] = {"zone": run_zone}


def run_case(
    case: Case, model: str, folder: Path, *, every: float, report: Report
) -> dict[str, object]:
    """Run `case` through `model`, one of MODELS, into `folder`. Raises SimError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SimError(
            f"no folder can be made: {error}", where=str(folder), remedy="Choose another --out"
        ) from error
    if every > case.duration:
        raise SimError(
            f"no row every {every:g} s in {case.duration:g} s",
            where=case.id,
            remedy="Lower --every or raise the duration",
        )
    return MODELS[model](case, folder, every=every, report=report)
