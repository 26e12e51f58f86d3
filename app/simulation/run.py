"""One case through one model, into one folder."""

import importlib
from pathlib import Path
from typing import Protocol

from app.simulation.wishes import Wishes
from sim.errors import SimError
from sim.fire.case import Case


class Runner(Protocol):
    """Runs a case, writes into a folder, tells progress, gives the summary."""

    def __call__(self, case: Case, folder: Path, wishes: Wishes) -> dict[str, object]:
        """Raises SimError."""


MODELS = {
    "field": ("app.simulation.field", "run_field"),
    "zone": ("app.simulation.zone", "run_zone"),
    "foam": ("app.simulation.foam", "run_foam"),
    "surrogate": ("app.simulation.surrogate", "run_surrogate"),
}
"""Where the runner of a model is; it is imported only when it is asked for."""


def run_case(case: Case, model: str, folder: Path, wishes: Wishes) -> dict[str, object]:
    """Run `case` through `model`, one of MODELS, into `folder`. Raises SimError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SimError(
            f"no folder can be made: {error}", where=str(folder), remedy="Choose another --out"
        ) from error
    if wishes.every > case.duration:
        raise SimError(
            f"no row every {wishes.every:g} s in {case.duration:g} s",
            where=case.id,
            remedy="Lower --every or raise the duration",
        )
    module, name = MODELS[model]
    runner: Runner = getattr(importlib.import_module(module), name)
    left_out = [] if model == "zone" else beyond_fields(case)
    for one in left_out:
        wishes.report(f"left out, only --model zone tells of it: {one}")
    summary = runner(case, folder, wishes)
    return {**summary, "left_out": left_out} if left_out else summary


def beyond_fields(case: Case) -> list[str]:
    """What a case says that only `zone` runs: gas that leaks, fires in ducts."""
    leaks = [f"leak {one.id}" for one in case.leaks]
    return leaks + [f"duct fire {one.id}" for one in case.duct_fires]
