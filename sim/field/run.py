"""A whole field run: from a case to snapshots, means, flows and the books of heat and mass."""

import math
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError
from sim.field.budget import cell_for_budget
from sim.field.checkpoint import Columns, Keeper, key_of
from sim.field.fuel import MOLAR_AIR
from sim.field.grid import Grid, build_grid
from sim.field.links import Links
from sim.field.model import TICK, FieldModel
from sim.fire.case import Case
from sim.fire.case_check import check_case
from sim.fire.constants import EXTINCTION, VISIBILITY_FACTOR

Floats = NDArray[np.float64]
Field = NDArray[np.float32]
CLEAR = 30.0
"""m; visibility is not told beyond it."""
MOST_CELLS = 20_000_000
KEEP_EVERY = 30.0
"""Wall seconds between two states of a run that is kept."""
SMALL = 12_000
"""Cells below which a second thread costs more than it brings."""


@dataclass(frozen=True, slots=True)
class FieldRun:
    """What a run gives. n snapshots at `time` s over cells (nz, ny, nx); v openings then hatches;
    f fires; d detectors; r rooms.

    temperature K, soot kg/m3, co and oxygen (mole and mass fraction), velocity m/s (3, ...): (n,
    ..., nz, ny, nx) float32. mean_temperature (nz, ny, nx) K and mean_out, mean_in (v,) kg/s: over
    the last `averaged` s. flow_out, flow_in (n, v) kg/s: mean since the row before. hrr (n, f) W
    released, heat_lost (n,) W into walls and out by radiation, gauge (n, r) Pa.
    activation (d,) s, NaN when never. mass_error, energy_error relative. cells, cell m, steps,
    wall_s, cpu_s: what it cost; ended: "done", "cancelled" or "out of time". resumed: s simulated
    by an earlier run that was broken off and from which this one went on, 0 when there was none.
    """

    case: Case
    grid: Grid
    time: Floats
    temperature: Field
    soot: Field
    co: Field
    oxygen: Field
    velocity: Field
    mean_temperature: Floats
    averaged: float
    mean_out: Floats
    mean_in: Floats
    flow_out: Floats
    flow_in: Floats
    hrr: Floats
    heat_lost: Floats
    gauge: Floats
    activation: Floats
    mass_error: float
    energy_error: float
    cell: float
    cells: int
    steps: int
    wall_s: float
    cpu_s: float
    ended: str
    resumed: float = 0.0

    @property
    def visibility(self) -> Field:
        """m through smoke, at most CLEAR; light-reflecting signs (Jin; Mulholland, Croarkin)."""
        dark = np.maximum(EXTINCTION * self.soot, VISIBILITY_FACTOR / CLEAR)
        return np.asarray(VISIBILITY_FACTOR / dark, np.float32)

    def column(self, x: float, y: float) -> tuple[Floats, Floats, Floats]:
        """A thermocouple tree: heights m, temperature (n, nz) K over time, and its mean (nz,)."""
        i = int(abs(self.grid.middles[0] - x).argmin())
        j = int(abs(self.grid.middles[1] - y).argmin())
        inside = self.grid.fluid[:, j, i]
        series = self.temperature[:, inside, j, i].astype(float)
        return self.grid.middles[2][inside], series, self.mean_temperature[inside, j, i]

    def at(self, place: tuple[float, float, float]) -> tuple[int, int, int]:
        """The cell (k, j, i) nearest to a place."""
        x, y, z = (int(abs(m - p).argmin()) for m, p in zip(self.grid.middles, place, strict=True))
        return z, y, x


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the output."""

    time: float
    temperature: Field
    soot: Field
    co: Field
    oxygen: Field
    velocity: Field
    out: Floats
    into: Floats
    hrr: Floats
    lost: float
    gauge: Floats


def simulate_field(
    case: Case,
    *,
    cell: float | None = None,
    until: float | None = None,
    every: float = 30.0,
    average: float = 60.0,
    budget_s: float | None = None,
    limit_s: float = 3600.0,
    haste: float = 1.0,
    threads: int | None = None,
    on_progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    keep: Path | None = None,
    keep_every: float = KEEP_EVERY,
) -> FieldRun:
    """Simulate a case for `until` s (its duration by default) with a snapshot every `every` s.

    cell: about this size, m (0.2); with budget_s the finest that fits in so many wall seconds,
    and the run ends after twice the budget with what it has. limit_s: wall seconds after which it
    ends in any case. haste: the walls' heat capacity is divided by it, for steady states. threads:
    None takes a second one for a large grid. on_progress: share done, 0 to 1. keep: folder for the
    run's state every `keep_every` wall seconds and at an early end; a run of the same case and
    numbers that finds one there goes on from it, a run that is done removes it.
    Raises CaseError, or SimError when the flow breaks down.
    """
    check_case(case)
    until = case.duration if until is None else until
    _check(case, cell, until, every, average, haste)
    if budget_s is not None:
        limit_s = min(limit_s, 2.0 * budget_s)
        cell = cell or cell_for_budget(case, until, budget_s)
    grid = build_grid(case, cell or 0.2)
    if grid.kind.size > MOST_CELLS:
        raise SimError(
            f"{grid.kind.size} cells are too many", where=f"{case.id} cell",
            remedy="Use a larger cell",
        )  # fmt: skip
    parts = _threads(threads, grid.kind.size)
    model = FieldModel(case, grid, parts=parts, haste=haste)
    recorder = Recorder(model, until, every, min(average, until))
    numbers = (cell or 0.2, until, every, average, haste)
    keeper = Keeper(recorder, keep, keep_every, key_of(case, *numbers))
    ended = "done"
    while model.time < until - 1e-6:
        model.step(min(TICK, until - model.time))
        recorder.after_step()
        if on_progress is not None:
            on_progress(min(1.0, model.time / until))
        if cancelled is not None and cancelled():
            ended = "cancelled"
            break
        if keeper.wall > limit_s:
            ended = "out of time"
            break
        keeper.after_step()
    keeper.finish(ended)
    return recorder.finish(cell or 0.2, keeper, ended)


def steady_field(
    case: Case,
    *,
    cell: float = 0.2,
    until: float = 180.0,
    average: float = 60.0,
    haste: float = 10.0,
    on_progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> FieldRun:
    """A constant fire until nothing changes: walls ten times as quick to warm, mean of the end.
    Right for walls whose own time (thickness squared over diffusivity) is below 10 x `until`."""
    return simulate_field(
        case,
        cell=cell,
        until=until,
        every=until,
        average=average,
        haste=haste,
        on_progress=on_progress,
        cancelled=cancelled,
    )


def _check(
    case: Case, cell: float | None, until: float, every: float, average: float, haste: float
) -> None:
    smallest = min(min(one.size) for one in case.compartments)
    for name, value, low, high in (
        ("cell", 0.2 if cell is None else cell, 0.01, smallest),
        ("until", until, 1e-3, 1e6),
        ("every", every, TICK, math.inf),
        ("average", average, TICK, math.inf),
        ("haste", haste, 1.0, 1000.0),
    ):
        if not low <= value <= high:
            raise SimError(
                f"{name} is {value}, must lie between {low:g} and {high:g}",
                where=f"{case.id} {name}", remedy="Choose a value within these limits",
            )  # fmt: skip


def _threads(wanted: int | None, cells: int) -> int:
    """Threads that share a step. They meet after every phase and must not wait in a spin: on a
    busy machine that costs ten times the work. OpenMP reads this once, when it starts."""
    for name, value in (("OMP_WAIT_POLICY", "passive"), ("GOMP_SPINCOUNT", "0")):
        os.environ.setdefault(name, value)
    most = min(os.cpu_count() or 1, int(getattr(numba.config, "NUMBA_NUM_THREADS")))  # noqa: B009
    count = min(wanted or (2 if cells >= SMALL else 1), most)
    if count > 1:
        numba.set_num_threads(count)
    return count


class Recorder:
    """Keeps rows and means while a model runs."""

    def __init__(self, model: FieldModel, until: float, every: float, average: float) -> None:
        self.model, self.until, self.every, self.average = model, until, every, average
        self.links = Links(model)
        self.rows: list[Row] = []
        self.passed: list[Floats] = [np.zeros(cut.k.size) for cut in model.grid.holes]
        self.mean_passed = [np.zeros(cut.k.size) for cut in model.grid.holes]
        self.sum = np.zeros(model.grid.kind.shape)
        self.count, self.averaged = 0, 0.0
        self.last_time, self.last_lost = 0.0, 0.0
        self._row()

    def after_step(self) -> None:
        """Take in the state after one tick."""
        model = self.model
        self.links.step(model)
        seconds = model.time - (self.until - self.average)
        for n, (kg, _) in enumerate(model.flows()):
            self.passed[n] += kg
            if seconds > 0.0:
                self.mean_passed[n] += kg
        if seconds > 0.0:
            self.sum += model.temperature
            self.count += 1
            self.averaged = seconds
        if model.time >= len(self.rows) * self.every - 1e-6 or model.time >= self.until - 1e-6:
            self._row()

    def _row(self) -> None:
        model = self.model
        span = max(model.time - self.last_time, TICK)
        ledger = model.ledger
        lost = ledger.walls + ledger.radiated_out
        flows = [split(one) for one in self.passed]
        zones = model.zones.ravel()
        gauge = np.array(
            [model.gauge.get(int(zones[one[0]]), 0.0) if one.size else 0.0 for one in model.rooms]
        )
        self.rows.append(
            Row(
                model.time,
                model.temperature,
                (model.fraction("soot") * model.density).astype(np.float32),
                (model.fraction("co") * (MOLAR_AIR / 28.01)).astype(np.float32),
                model.fraction("oxygen").astype(np.float32),
                model.velocity,
                np.array([out for out, _ in flows]) / span,
                np.array([into for _, into in flows]) / span,
                model.released.copy(),
                (lost - self.last_lost) / span,
                gauge,
            )
        )
        for one in self.passed:
            one[:] = 0.0
        self.last_time, self.last_lost = model.time, lost

    def kept(self) -> dict[str, NDArray[Any]]:
        """What `adopt` needs beside the rows, the model's state with it."""
        means = {f"mean_passed_{n}": one for n, one in enumerate(self.mean_passed)}
        return {
            **self.model.kept(),
            **{f"passed_{n}": one for n, one in enumerate(self.passed)},
            **means,
            "sum": self.sum,
            "sums": np.array([self.count, self.averaged, self.last_time, self.last_lost]),
            "links": self.links.temperature,
            "activation": self.links.activation,
        }

    def kept_rows(self) -> list[Columns]:
        """The rows so far, each as its columns."""
        return [
            {one.name: np.asarray(getattr(row, one.name)) for one in fields(Row)}
            for row in self.rows
        ]

    def adopt(self, kept: Columns, rows: Sequence[Columns]) -> None:
        """Go on from what another recorder of the same run `kept`, model and all."""
        self.model.adopt(kept)
        self.rows = [Row(**{name: _plain(value) for name, value in one.items()}) for one in rows]
        for n in range(len(self.passed)):
            self.passed[n] = kept[f"passed_{n}"]
            self.mean_passed[n] = kept[f"mean_passed_{n}"]
        self.sum = kept["sum"]
        count, self.averaged, self.last_time, self.last_lost = kept["sums"].tolist()
        self.count = int(count)
        self.links.temperature, self.links.activation = kept["links"], kept["activation"]

    def finish(self, cell: float, spent: "Keeper", ended: str) -> FieldRun:
        """The run as columns."""
        model, rows = self.model, self.rows
        if model.time > rows[-1].time + 1e-6:
            self._row()
        seconds = self.averaged if self.count else 1.0
        mean = self.sum / self.count if self.count else model.temperature.astype(float)
        means = [split(one / seconds) for one in self.mean_passed]
        return FieldRun(
            case=model.case,
            grid=model.grid,
            time=np.array([one.time for one in rows]),
            temperature=np.stack([one.temperature for one in rows]),
            soot=np.stack([one.soot for one in rows]),
            co=np.stack([one.co for one in rows]),
            oxygen=np.stack([one.oxygen for one in rows]),
            velocity=np.stack([one.velocity for one in rows]),
            mean_temperature=mean,
            averaged=self.averaged,
            mean_out=np.array([out for out, _ in means]),
            mean_in=np.array([into for _, into in means]),
            flow_out=np.array([one.out for one in rows]),
            flow_in=np.array([one.into for one in rows]),
            hrr=np.array([one.hrr for one in rows]),
            heat_lost=np.array([one.lost for one in rows]),
            gauge=np.array([one.gauge for one in rows]),
            activation=self.links.activation,
            mass_error=model.mass_error,
            energy_error=model.energy_error,
            cell=cell,
            cells=int(model.grid.fluid.sum()),
            steps=int(model.clock[1]),
            wall_s=spent.wall_before + spent.wall,
            cpu_s=spent.cpu_before + spent.cpu,
            ended=ended,
            resumed=spent.resumed,
        )


def _plain(value: NDArray[Any]) -> Any:
    """A row's number or column as it was; the type of each is told by Row."""
    return float(value) if value.ndim == 0 else value


def split(passed: Floats) -> tuple[float, float]:
    """What passed the faces of an opening, as out of and into `of`."""
    return float(passed[passed > 0].sum()), float(-passed[passed < 0].sum())
