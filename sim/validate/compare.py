"""Run a model on measured fires and set each number beside what was measured."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from msgspec import Struct

from sim.errors import SimError
from sim.fire.case import Case
from sim.validate.metric import Metric, Missing, Probe, evaluate, read_metrics
from sim.validate.steckler import (
    OPENING,
    ROOM,
    STEADY,
    steckler_case,
    steckler_measured,
    steckler_rows,
)
from sim.validate.tables import Row
from sim.validate.transient import Tables, as_tabled, read_transient, transient_case

Model = Callable[[Case], Probe]
STECKLER = "steckler"

log = logging.getLogger(__name__)


class Point(Struct, frozen=True, kw_only=True):
    """One measured number beside a model's; `predicted` is None where `missing` says why.

    as_tabled: with the windows open that count as ducts (see `transient.py`), as CFAST had them.
    """

    dataset: str
    case: str
    quantity: str
    group: str
    location: str
    unit: str
    measured: float
    predicted: float | None = None
    as_tabled: float | None = None
    missing: str = ""


class CaseResult(Struct, frozen=True, kw_only=True):
    """What came of one fire: its points, wall seconds, and why it failed if it did."""

    dataset: str
    case: str
    points: tuple[Point, ...]
    wall_s: float
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """One fire to run: a Steckler test, or tables with the numbers measured in them."""

    dataset: str
    name: str
    steckler: Row | None = None
    tables: Tables | None = None
    metrics: tuple[Metric, ...] = ()


def read_jobs(folder: Path) -> list[Job]:
    """All fires of a folder, Steckler first. Raises DataError, CaseError."""
    jobs = [Job(STECKLER, row.text("test"), steckler=row) for row in steckler_rows(folder)]
    metrics = read_metrics(folder)
    for dataset, tables in read_transient(folder):
        name = tables.case.text("case")
        own = tuple(m for m in metrics if (m.dataset, m.case) == (dataset, name))
        jobs.append(Job(dataset, name, tables=tables, metrics=own))
    return jobs


def case_of(job: Job) -> Case:
    """The case that a fire's tables describe. Raises DataError, CaseError."""
    if job.steckler is not None:
        return steckler_case(job.steckler)
    assert job.tables is not None
    return transient_case(job.tables)


def judge(model: Model, job: Job) -> CaseResult:
    """Run one fire and read its numbers; a fire that fails says why and keeps its points."""
    began = time.perf_counter()
    try:
        points = _points(model, job)
    except Exception as error:  # a model under test may fail in any way; it is counted
        if not isinstance(error, SimError):
            log.debug("a model failed", exc_info=True)
        wall = time.perf_counter() - began
        return _failed(job, f"{type(error).__name__}: {error}", wall=wall)
    wall = time.perf_counter() - began
    return CaseResult(dataset=job.dataset, case=job.name, points=tuple(points), wall_s=wall)


def _failed(job: Job, why: str, *, wall: float) -> CaseResult:
    """The result of a fire that gave nothing: every number it should have given is missing."""
    try:
        entries = _expected(job)
    except SimError:  # the line itself cannot be read; `why` says so
        entries = []
    points = tuple(_point(job, entry, Missing("its run failed")) for entry in entries)
    return CaseResult(dataset=job.dataset, case=job.name, points=points, wall_s=wall, failed=why)


def judge_all(model: Model, jobs: Sequence[Job], *, workers: int = 2) -> Iterator[CaseResult]:
    """Every fire's result as it comes, in `workers` processes (1: here and now).

    With more than one process the model must be a function of a module. When a process dies, the
    fires that it and its pool still had are given as failed.
    """
    if workers == 1:
        yield from (judge(model, job) for job in jobs)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        asked = {pool.submit(judge, model, job): job for job in jobs}
        for done in as_completed(asked):
            try:
                yield done.result()
            except BrokenExecutor:
                yield _failed(asked[done], "its process died", wall=0.0)


def reasons(results: Iterable[CaseResult]) -> dict[str, int]:
    """How many numbers were not computed, by quantity and reason."""
    counts = Counter(
        f"{point.group}: {point.missing}"
        for result in results
        for point in result.points
        if point.predicted is None
    )
    return dict(sorted(counts.items()))


Entry = tuple[str, str, str, str, float]
"""quantity, group, location, unit, measured"""


def _points(model: Model, job: Job) -> list[Point]:
    case = case_of(job)
    probe = model(case)
    if job.steckler is not None:
        return _steckler_points(job, job.steckler, case, probe)
    assert job.tables is not None
    other, seen = case, probe
    if job.tables.ducts:
        other = transient_case(as_tabled(job.tables))
        seen = model(other)
    return [
        _point(
            job,
            _entry(one),
            evaluate(one, case, probe),
            tabled=evaluate(one, other, seen),
        )
        for one in job.metrics
    ]


def _point(
    job: Job,
    entry: Entry,
    value: float | Missing,
    *,
    tabled: float | Missing | None = None,
) -> Point:
    quantity, group, location, unit, measured = entry
    tabled = value if tabled is None else tabled
    return Point(
        dataset=job.dataset,
        case=job.name,
        quantity=quantity,
        group=group,
        location=location,
        unit=unit,
        measured=measured,
        predicted=_given(value),
        as_tabled=_given(tabled),
        missing=value.reason if isinstance(value, Missing) else "",
    )


def _given(value: float | Missing) -> float | None:
    return None if isinstance(value, Missing) else value


def _entry(metric: Metric) -> Entry:
    return (metric.quantity, metric.group, metric.location, metric.unit, metric.measured)


def _expected(job: Job) -> list[Entry]:
    if job.steckler is not None:
        return _steckler_entries(job.steckler)
    return [_entry(metric) for metric in job.metrics]


def _steckler_entries(row: Row) -> list[Entry]:
    found = steckler_measured(row)
    entries: list[tuple[str, str, str, float | None]] = [
        ("T_upper rise", "upper", "K", found.upper_rise),
        ("T_lower rise", "lower", "K", found.lower_rise),
        ("layer height", "interface", "m", found.layer_height),
        ("layer depth", "interface", "m", found.layer_depth),
        ("opening flow", "out", "kg/s", found.flow_out),
        ("opening flow", "in", "kg/s", found.flow_in),
    ]
    return [
        (quantity, _steckler_group(quantity, place), place, unit, measured)
        for quantity, place, unit, measured in entries
        if measured is not None
    ]


def _steckler_group(quantity: str, place: str) -> str:
    return f"Steckler {quantity} {place}" if quantity == "opening flow" else f"Steckler {quantity}"


def _steckler_points(job: Job, row: Row, case: Case, probe: Probe) -> list[Point]:
    ambient, height = case.ambient, case.compartments[0].size[2]
    upper = _steady(probe, probe.upper_temperature(ROOM))
    lower = _steady(probe, probe.lower_temperature(ROOM))
    layer = _steady(probe, probe.layer_height(ROOM))
    flows = probe.flow(OPENING) or (None, None)
    values = {
        ("T_upper rise", "upper"): _less(upper, ambient),
        ("T_lower rise", "lower"): _less(lower, ambient),
        ("layer height", "interface"): layer,
        ("layer depth", "interface"): layer if isinstance(layer, Missing) else height - layer,
        ("opening flow", "out"): _steady(probe, flows[0]),
        ("opening flow", "in"): _steady(probe, flows[1]),
    }
    return [_point(job, one, values[one[0], one[2]]) for one in _steckler_entries(row)]


def _less(value: float | Missing, amount: float) -> float | Missing:
    return value if isinstance(value, Missing) else value - amount


def _steady(probe: Probe, series: np.ndarray | None) -> float | Missing:
    if series is None:
        return Missing("the model does not offer this")
    last = probe.time >= probe.time[-1] - STEADY
    value = float(series[last].mean())
    return value if np.isfinite(value) else Missing("the model gave no finite number")
