"""A folder of results as `emberwall sim run` leaves it, of a few cells."""

import json
from pathlib import Path

import numpy as np

from app.simulation.vtk_xml import write_collection, write_grid

SHAPE = (6, 4, 5)  # nx, ny, nz


def write_result(folder: Path, *, times: tuple[float, ...] = (0.0, 30.0)) -> Path:
    """A run as `emberwall sim run` leaves it: temperature rises with height and time."""
    fields = folder / "fields"
    fields.mkdir(parents=True)
    nz = SHAPE[2]
    lines = tuple(np.linspace(0, n * 0.5, n + 1) for n in SHAPE)
    z = np.broadcast_to((np.arange(nz) + 0.5) * 0.5, SHAPE)
    region = np.ones(SHAPE)
    region[:2, :2, :1] = 0.0
    files = {}
    for time_s in times:
        cells = {
            "temperature": 293.15 + time_s * z,
            "soot": 1e-5 * z,
            "velocity": np.ones((*SHAPE, 3)),
            "region": region,
        }
        name = f"field_{round(time_s):04d}.vtr"
        write_grid(fields / name, lines=lines, cells=cells)
        files[time_s] = name
    write_collection(fields / "fields.pvd", files)
    (folder / "summary.json").write_text(json.dumps({"case": "room", "model": "field"}))
    return folder
