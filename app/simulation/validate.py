"""The verdicts on our models: runs with progress, one JSON, tables and plots in a folder."""

import importlib
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from app.simulation.wishes import Report
from sim.errors import CaseError, SimError
from sim.fire.correlations import FILE, Agreement, check_correlations
from sim.validate.compare import CaseResult, Job, Model, case_of, judge, judge_all, read_jobs
from sim.validate.markdown import markdown
from sim.validate.plots import plot_verdict
from sim.validate.report import Verdict, verdict
from sim.validate.steckler import SETTINGS as STECKLER_SETTINGS
from sim.validate.tables import find_data
from sim.validate.transient import SETTINGS as TRANSIENT_SETTINGS

MODELS = {
    "zone": ("sim.validate.zone_probe", "zone_model"),
    "field": ("sim.validate.field_probe", "field_model"),
}


CONSTANTS: Mapping[str, tuple[str, ...]] = {
    "zone": (
        "sim.fire.constants",
        "sim.fire.burning",
        "sim.fire.exchange",
        "sim.fire.jet",
        "sim.fire.kernel",
        "sim.fire.openings",
        "sim.fire.plan",
        "sim.fire.state",
        "sim.fire.streams",
        "sim.fire.surfaces",
        "sim.fire.zone",
    ),
    "field": (
        "sim.validate.field_probe",
        "sim.field.advance",
        "sim.field.flame",
        "sim.field.grid",
        "sim.field.model",
        "sim.field.plant",
        "sim.field.radiation",
        "sim.field.rows",
        "sim.field.setting",
        "sim.field.step",
        "sim.field.walls",
        "sim.field.zones",
    ),
}
"""Modules whose numbers a model runs with; all are printed with the verdict."""


@dataclass(frozen=True, slots=True)
class Request:
    """Which models on which fires; `only`: part of DATASET/CASE; field_budget: wall seconds."""

    data: Path
    models: tuple[str, ...]
    only: str = ""
    workers: int = 2
    field_budget: float = 1800.0


def validate(request: Request, report: Report) -> dict[str, Verdict]:
    """A verdict per model. Raises SimError when the data cannot be used or a model is missing."""
    folder = find_data(request.data)
    jobs = [job for job in read_jobs(folder) if request.only in f"{job.dataset}/{job.name}"]
    if not jobs:
        raise SimError(
            f"no fire is called {request.only!r}", where=str(folder), remedy="Correct --only"
        )
    return {name: _one(name, jobs, folder, request, report) for name in request.models}


def write_verdicts(verdicts: Mapping[str, Verdict], folder: Path | None) -> str:
    """The JSON of all verdicts; with a folder also written there, with tables and plots.

    The first model's verdict lies at the top, and every model's under its name; the points only
    under the name.
    """
    plain = {name: msgspec.to_builtins(one) for name, one in verdicts.items()}
    first = {key: value for key, value in next(iter(plain.values())).items() if key != "points"}
    encoded = msgspec.json.format(msgspec.json.encode({**first, **plain})).decode()
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "validation.json").write_text(encoded, encoding="utf-8")
        (folder / "validation.md").write_text(markdown(verdicts.values()), encoding="utf-8")
        for one in verdicts.values():
            plot_verdict(one, folder / "plots")
    return encoded


def constants(modules: Iterable[str]) -> dict[str, object]:
    """Every number of physics that the modules define in capitals; whole numbers are layout."""
    found: dict[str, object] = {}
    for module in modules:
        for name, value in vars(importlib.import_module(module)).items():
            if name.isupper() and isinstance(value, float):
                found.setdefault(name, value)
    return dict(sorted(found.items()))


def _one(name: str, jobs: list[Job], folder: Path, request: Request, report: Report) -> Verdict:
    began = time.perf_counter()
    if name == "field":
        results, not_run = _within_budget(jobs, request.field_budget, report)
    else:
        results, not_run = _judged(name, jobs, request.workers, report), []
    return verdict(
        name,
        sorted(results, key=lambda one: (one.dataset, one.case)),
        folder,
        settings={
            "steckler": STECKLER_SETTINGS,
            "transient": TRANSIENT_SETTINGS,
            "reading": getattr(importlib.import_module(MODELS[name][0]), "SETTINGS", {}),
            "constants": constants(CONSTANTS[name]),
        },
        wall_s=time.perf_counter() - began,
        not_run=not_run,
        correlations=_correlations(folder, report) if name == "zone" else (),
    )


def _correlations(folder: Path, report: Report) -> list[Agreement]:
    """Our formulas against the table, where there is one."""
    if not (folder / FILE).is_file():
        return []
    try:
        return check_correlations(folder)
    except CaseError as error:
        report(f"correlations not checked: {error}")
        return []


def _model(name: str) -> Model:
    """A model's function; its module is imported only when it is asked for."""
    if name not in MODELS:
        raise SimError(
            f"the {name} model cannot be judged yet", where="sim validate", remedy="Use zone"
        )
    module, function = MODELS[name]
    model: Model = getattr(importlib.import_module(module), function)
    return model


def _judged(name: str, jobs: list[Job], workers: int, report: Report) -> list[CaseResult]:
    results = []
    for done, one in enumerate(judge_all(_model(name), jobs, workers=workers), start=1):
        _tell(report, f"{name} {done}/{len(jobs)}", one)
        results.append(one)
    return results


def _within_budget(
    jobs: list[Job], budget: float, report: Report
) -> tuple[list[CaseResult], list[str]]:
    """Fires one after another, the small ones first, until the wall seconds are used up; the
    names of the rest. The model itself uses all cores."""
    model = _model("field")
    ordered = sorted(jobs, key=_size)
    results: list[CaseResult] = []
    began = time.perf_counter()
    for done, job in enumerate(ordered):
        if time.perf_counter() - began > budget:
            return results, [f"{one.dataset}/{one.name}" for one in ordered[done:]]
        one = judge(model, job)
        _tell(report, f"field {done + 1}/{len(jobs)}", one)
        results.append(one)
    return results, []


def _size(job: Job) -> tuple[bool, float]:
    """Steckler first, then by volume and duration; a case that cannot be comes last."""
    try:
        case = case_of(job)
    except SimError:
        return True, float("inf")
    volume = sum(room.size[0] * room.size[1] * room.size[2] for room in case.compartments)
    return job.steckler is None, volume * case.duration


def _tell(report: Report, progress: str, one: CaseResult) -> None:
    failed = f"  FAILED {one.failed}" if one.failed else ""
    report(f"{progress} {one.dataset}/{one.case} {one.wall_s:.2f} s{failed}")
