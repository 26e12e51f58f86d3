"""A case through the 3D field model: layers of every room, flows, the fields as VTK."""

import math
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from app.simulation.plots import write_series
from app.simulation.series import Series, extremes
from app.simulation.vtk_xml import write_collection, write_grid
from app.simulation.wishes import Report, Wishes
from sim.field.run import FieldRun, simulate_field
from sim.fire.case import Case
from sim.validate.field_probe import FieldProbe

TOLD_EVERY = 0.05
"""Share of the run after which progress is told again."""


def run_field(case: Case, folder: Path, wishes: Wishes) -> dict[str, object]:
    """Run, write into `folder`, give the summary. Raises CaseError, SimError."""
    wishes.report("preparing; the first run on a machine also compiles the model")
    limit = WallLimit(wishes.wall_limit, wishes.stopped)
    run = simulate_field(
        case,
        cell=wishes.cell,
        every=max(wishes.every, case.duration / 60),
        limit_s=math.inf,
        threads=wishes.processes if wishes.processes > 1 else None,
        on_progress=_Teller(wishes.report, case.duration),
        cancelled=limit,
        keep=folder / "state",
    )
    if limit.is_reached and run.ended == "cancelled":
        run = replace(run, ended="out of time")
    if run.resumed:
        wishes.report(f"went on from {run.resumed:.1f} s, where an earlier run had come to")
    series = field_series(run)
    write_series(series, folder, title=f"{case.id}: field model")
    write_fields(run, folder / "fields")
    end = f"it ended {run.ended} at {run.time[-1]:.0f} s"
    short = [] if run.ended == "done" else [f"{end}: the same command goes on from there"]
    for problem in short:
        wishes.report(problem)
    return {
        "model": "field",
        "case": case.id,
        "problems": short,
        "simulated_s": float(run.time[-1]),
        "duration_s": case.duration,
        "wall_s": run.wall_s,
        "cpu_s": run.cpu_s,
        "cells": run.cells,
        "cell_m": run.cell,
        "steps": run.steps,
        "mass_error": run.mass_error,
        "energy_error": run.energy_error,
        "activation_s": {
            one.id: float(seconds) if np.isfinite(seconds) else None
            for one, seconds in zip(case.detectors, run.activation, strict=True)
        },
        "quantities": {one.name: {"unit": one.unit, "places": extremes(one)} for one in series},
    }


def field_series(run: FieldRun) -> list[Series]:
    """Layers reduced from the mean profile of every room, flows, heat release."""
    probe = FieldProbe(run, tree=False)
    rooms = [room.id for room in run.case.compartments]
    series = [
        Series(name, unit, run.time, {room: read(room) for room in rooms})
        for name, unit, read in (
            ("upper_temperature", "K", probe.upper_temperature),
            ("lower_temperature", "K", probe.lower_temperature),
            ("layer_height", "m", probe.layer_height),
            ("pressure", "Pa", probe.pressure),
        )
    ]
    vents = [opening.id for opening in run.case.openings]
    vents += [hatch.id for hatch in run.case.hatches]
    for name, flow in (("flow_out", run.flow_out), ("flow_in", run.flow_in)):
        series.append(Series(name, "kg/s", run.time, _columns(vents, flow)))
    fires = [fire.id for fire in run.case.fires]
    series.append(Series("heat_release_rate", "W", run.time, _columns(fires, run.hrr)))
    return [one for one in series if one.columns]


def write_fields(run: FieldRun, folder: Path) -> None:
    """Temperature, velocity, visibility, CO and oxygen at every stored time, NaN in solids."""
    folder.mkdir(exist_ok=True)
    visibility = run.visibility
    files = {}
    for place, moment in enumerate(run.time):
        name = f"field_{place:04d}.vtr"
        cells = {
            "temperature": run.temperature[place],
            "visibility": visibility[place],
            "co": run.co[place],
            "oxygen": run.oxygen[place],
        }
        turned = {key: _turned(run, values) for key, values in cells.items()}
        turned["velocity"] = np.stack(
            [_turned(run, run.velocity[place, axis]) for axis in range(3)], axis=-1
        )
        write_grid(folder / name, lines=run.grid.edges, cells=turned)
        files[float(moment)] = name
    write_collection(folder / "fields.pvd", files)


def _columns(names: list[str], values: np.ndarray) -> dict[str, np.ndarray]:
    return {name: values[:, place] for place, name in enumerate(names)}


def _turned(run: FieldRun, values: np.ndarray) -> np.ndarray:
    """(nz, ny, nx) as (nx, ny, nz), NaN outside the gas."""
    return np.where(run.grid.fluid, values, np.nan).transpose(2, 1, 0)


class WallLimit:
    """Whether a run shall end: a person wants it, or `seconds` have passed since its first step.
    Compiling comes before that step and does not count."""

    def __init__(
        self,
        seconds: float,
        stopped: Callable[[], bool],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._seconds, self._stopped, self._clock = seconds, stopped, clock
        self._began: float | None = None
        self.is_reached = False

    def __call__(self) -> bool:
        """Asked after every step."""
        now = self._clock()
        self._began = now if self._began is None else self._began
        self.is_reached = now - self._began > self._seconds
        return self.is_reached or self._stopped()


class _Teller:
    """Tells how far a run is, now and then."""

    def __init__(self, report: Report, duration: float) -> None:
        self._report, self._duration, self._next = report, duration, 0.0

    def __call__(self, share: float) -> None:
        if share < min(self._next, 1.0):
            return
        self._next = share + TOLD_EVERY
        self._report(f"{share * self._duration:.0f} of {self._duration:.0f} s")
