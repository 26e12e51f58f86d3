"""One Steckler room end to end through OpenFOAM: case, run, balance, layers, beside what was
measured.

The burner of the experiment ran until nothing changed. The run is shorter: its walls conduct as
after those 1,800 s, and its last half is averaged.
"""

import os
import shutil
import tempfile
from pathlib import Path

import msgspec
import numpy as np

from sim.cfd.errors import FoamMissingError
from sim.cfd.installation import find_openfoam
from sim.cfd.job import run_foam
from sim.cfd.results import FoamRun, column, read_run
from sim.cfd.settings import FoamSettings
from sim.cfd.watch import Progress
from sim.cfd.write import write_foam
from sim.errors import SimError
from sim.field.doorway import flow_of_tree, neutral_plane
from sim.field.layers import reduce_tree
from sim.validate.steckler import (
    DURATION,
    ROOM,
    Measured,
    steckler_case,
    steckler_measured,
    steckler_rows,
)
from sim.validate.tables import Row, find_data, read_table

DATA = "EMBERWALL_VALIDATION"
TEST = "Steckler_14"
CELL = 0.2  # m
SIMULATED = 200.0  # s
WALL_LIMIT = 900.0  # s
TREE = (2.5, 0.3)
"""m; the thermocouple tree stood in a front corner, 0.3 m from both walls."""


def bench_foam(
    data: Path | None = None,
    *,
    test: str = TEST,
    cell: float = CELL,
    simulated: float = SIMULATED,
) -> dict[str, object]:
    """Figures of one run, or `skipped` with the reason. data: the folder of measured fires, else
    the one named by EMBERWALL_VALIDATION. Raises SimError when the run fails or has no balance."""
    try:
        installation = find_openfoam()
    except FoamMissingError as missing:
        return {"skipped": str(missing)}
    if data is None and not os.environ.get(DATA):
        return {"skipped": f"no measured fires: name their folder in {DATA}"}
    folder = find_data(data or Path(os.environ[DATA]))
    row = _row(folder, test)
    place = Path(tempfile.mkdtemp(prefix="emberwall-foam-"))
    try:
        run, end = _run(row, place, cell=cell, simulated=simulated)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return {
        "test": test,
        "openfoam": installation.version,
        "cell_m": cell,
        "simulated_s": simulated,
        "wall_s": round(end.wall_s, 1),
        "cpu_s": round(end.cpu_s, 1),
        **_figures(run, steckler_measured(row), _heights(folder, test)),
    }


def _row(folder: Path, test: str) -> Row:
    for row in steckler_rows(folder):
        if row.text("test") == test:
            return row
    raise SimError(
        f"there is no test {test}", where=str(folder / "steckler.csv"), remedy="Name one of its"
    )


def _heights(folder: Path, test: str) -> list[float]:
    """Where the room's thermocouples hung, m above the floor, rising."""
    rows = read_table(folder / "steckler_profiles.csv")
    own = [row for row in rows if row.text("test") == test]
    return sorted(row.number("height_m") for row in own if row.optional("T_room_C") is not None)


def _run(row: Row, place: Path, *, cell: float, simulated: float) -> tuple[FoamRun, Progress]:
    case = msgspec.structs.replace(steckler_case(row), duration=simulated)
    settings = FoamSettings(cell=cell, walls_heated=DURATION, wall_limit=WALL_LIMIT)
    written = write_foam(case, place, settings)
    end = run_foam(written)
    return read_run(written), end


def _figures(run: FoamRun, measured: Measured, heights: list[float]) -> dict[str, object]:
    late = run.time >= run.time[-1] / 2
    height, profile = column(run, TREE, ROOM)
    tree = np.interp(heights, height, profile[late].mean(axis=0))
    upper, lower, layer = reduce_tree(heights, tree, run.case.compartment(ROOM).size[2])
    rise = upper - run.case.ambient
    out, into = float(run.flow_out[late, 0].mean()), float(run.flow_in[late, 0].mean())
    read_out, read_in = _read_flows(run, late, heights, tree)
    return {
        "solver": run.solver,
        "cells": int((run.region > 0).sum()),
        "upper_rise_k": round(rise, 1),
        "upper_rise_measured_k": measured.upper_rise,
        "upper_rise_error_pct": _percent(rise, measured.upper_rise),
        "lower_rise_k": round(lower - run.case.ambient, 1),
        "layer_height_m": round(layer, 3),
        "layer_height_measured_m": measured.layer_height,
        "layer_height_error_m": _less(layer, measured.layer_height),
        "flow_out_kg_s": round(out, 3),
        "flow_out_error_pct": _percent(out, measured.flow_out),
        "flow_in_kg_s": round(into, 3),
        "flow_in_error_pct": _percent(into, measured.flow_in),
        "flow_out_as_read_error_pct": _percent(read_out, measured.flow_out),
        "flow_in_as_read_error_pct": _percent(read_in, measured.flow_in),
        "heat_balance_error_pct": round(100 * run.balance.heat_error, 2),
        "mass_balance_error_pct": round(100 * run.balance.mass_error, 2),
        "wall_share_pct": round(100 * run.balance.lost / run.balance.released, 1),
        "notes": list(run.notes),
    }


def _read_flows(
    run: FoamRun, late: np.ndarray, heights: list[float], tree: np.ndarray
) -> tuple[float, float]:
    """kg/s out and in as the tables tell them: from the tree and the height of the neutral plane
    in the middle of the doorway, in the wall y = 0."""
    hole, room = run.case.openings[0], run.case.compartments[0]
    i, j, _ = run.cell((room.size[0] / 2, 1e-3, room.size[2] / 2))
    bottom, top = hole.bottom, hole.bottom + hole.height
    level = run.centres[2]
    within = (level > bottom) & (level < top)
    inward = run.velocity[late, i, j - 1 : j + 1, :, 1].mean(axis=(0, 1))[within]
    return flow_of_tree(
        heights,
        tree,
        outside=run.case.ambient,
        neutral=neutral_plane(level[within], -inward),
        opening=(bottom, top, hole.width),
    )


def _percent(ours: float, measured: float | None) -> float | None:
    return None if not measured else round(100 * (ours / measured - 1), 1)


def _less(ours: float, measured: float | None) -> float | None:
    return None if measured is None else round(ours - measured, 3)
