"""A case through OpenFOAM: its own folder, the layers of every room, the fields as VTK."""

import time
from pathlib import Path

import numpy as np

from app.simulation.plots import write_series
from app.simulation.series import Series, extremes
from app.simulation.vtk_xml import write_collection, write_grid
from app.simulation.wishes import Report, Wishes
from sim.cfd import job
from sim.cfd.installation import find_openfoam
from sim.cfd.layers import room_layers
from sim.cfd.library import keep
from sim.cfd.results import FoamRun, read_run
from sim.cfd.settings import FoamSettings
from sim.cfd.watch import Progress, RunState
from sim.cfd.write import write_foam
from sim.fire.case import Case

TOLD_EVERY = 0.05
"""Share of the run after which progress is told again."""


def run_foam(case: Case, folder: Path, wishes: Wishes) -> dict[str, object]:
    """Run, write into `folder`, give the summary. Results whose balance does not close are written
    all the same, with `problems`. Raises CaseError, FoamMissingError (with how to install it),
    FoamRunError, FoamResultError."""
    began = time.perf_counter()
    find_openfoam()  # known before anything is written
    settings = FoamSettings(
        cell=wishes.cell,
        write_every=max(wishes.every, case.duration / 60),
        wall_limit=wishes.wall_limit,
        processes=wishes.processes,
    )
    written = write_foam(case, folder / "openfoam", settings)
    wishes.report(f"{written.card.solver} on {written.card.cells} cells")
    end = job.run_foam(written, _Teller(wishes.report), wishes.stopped)
    if end.state in (RunState.CANCELLED, RunState.OUT_OF_TIME):
        wishes.report(f"{end.state} at {end.time:.1f} s: the same command goes on from there")
    run = read_run(written, believe=True)
    problems = list(run.balance.problems())
    if end.state is RunState.CANCELLED:
        problems.append(f"it ended cancelled at {end.time:.1f} s")
    for problem in problems:
        wishes.report(f"not the whole truth: {problem}")
    series = foam_series(run)
    write_series(series, folder, title=f"{case.id}: OpenFOAM")
    write_fields(run, folder / "fields")
    kept = _kept(run, wishes) if end.state is RunState.FINISHED and not problems else ""
    return {
        "model": "foam",
        "case": case.id,
        "solver": run.solver,
        "cells": written.card.cells,
        "state": str(end.state),
        "simulated_s": end.time,
        "duration_s": case.duration,
        "wall_s": time.perf_counter() - began,
        "problems": problems,
        "kept": kept,
        "heat_error": run.balance.heat_error,
        "mass_error": run.balance.mass_error,
        "notes": list(run.notes),
        "quantities": {one.name: {"unit": one.unit, "places": extremes(one)} for one in series},
    }


def _kept(run: FoamRun, wishes: Wishes) -> str:
    """Where the library has it now, for forecasts of its site to be corrected by; "" without."""
    if wishes.library is None:
        return ""
    entry = keep(run, wishes.library)
    wishes.report(f"kept in {entry.folder}")
    return str(entry.folder)


def foam_series(run: FoamRun) -> list[Series]:
    """Layers of every room, reduced from the mean profile as NIST does, and flows of openings."""
    layers = [room_layers(run, room.id) for room in run.case.compartments]
    series = [
        Series("upper_temperature", "K", run.time, {one.room: one.upper for one in layers}),
        Series("lower_temperature", "K", run.time, {one.room: one.lower for one in layers}),
        Series("layer_height", "m", run.time, {one.room: one.interface for one in layers}),
    ]
    for name, flow in (("flow_out", run.flow_out), ("flow_in", run.flow_in)):
        columns = {opening: flow[:, place] for place, opening in enumerate(run.openings)}
        series.append(Series(name, "kg/s", run.time, columns))
    return [one for one in series if one.columns]


def write_fields(run: FoamRun, folder: Path) -> None:
    """Temperature, velocity and mass fractions at every stored time."""
    folder.mkdir(exist_ok=True)
    files = {}
    for place, moment in enumerate(run.time):
        name = f"field_{place:04d}.vtr"
        cells = {
            "temperature": run.temperature[place],
            "velocity": run.velocity[place],
            "region": run.region.astype(np.float32),
            **{species: values[place] for species, values in run.species.items()},
        }
        write_grid(folder / name, lines=run.lines, cells=cells)
        files[float(moment)] = name
    write_collection(folder / "fields.pvd", files)


class _Teller:
    """Tells how far a run is, now and then."""

    def __init__(self, report: Report) -> None:
        self._report, self._next = report, 0.0

    def __call__(self, progress: Progress) -> None:
        if progress.share < self._next:
            return
        self._next = progress.share + TOLD_EVERY
        self._report(
            f"{progress.state}: {progress.time:.0f} of {progress.end:.0f} s, "
            f"hottest {progress.hottest:.0f} K, {progress.wall_s:.0f} s"
        )
