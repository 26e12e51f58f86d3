"""Reads a folder of `emberwall sim run`: `summary.json`, a `.pvd` series, regular grids `.vti`.

Called in a worker thread; VTK is loaded with the first grid.
"""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app.screens.view_models.results import SOLID, Grid3, in_celsius
from twin.errors import EmberwallError

UNITS = {
    "temperature": "K", "t": "K", "velocity": "m/s", "u": "m/s", "pressure": "Pa", "p_rgh": "Pa",
    "visibility": "m", "soot": "kg/m3", "co": "mol/mol", "o2": "mol/mol", "co2": "mol/mol",
    "heat": "W/m3",
}  # fmt: skip
MOST_BYTES = 2_000_000_000


class ResultError(EmberwallError):
    """A folder that holds no result that can be shown."""


@dataclass(frozen=True, slots=True)
class Result:
    """A series of grids. times_s as long as files, rising; summary: what the run says of itself."""

    folder: Path
    name: str
    model: str
    times_s: tuple[float, ...]
    files: tuple[Path, ...]
    summary: Mapping[str, object] = field(default_factory=dict)


def find_result(folder: Path) -> Result:
    """The series in a folder. Raises ResultError naming what is missing."""
    if not folder.is_dir():
        raise ResultError("there is no such folder", where=str(folder), remedy="Choose another")
    summary = _summary(folder / "summary.json")
    series = _series(folder)
    if not series:
        zone = bool(list(folder.rglob("*.vtu")))
        raise ResultError(
            "it holds layers of rooms but no 3D grid" if zone else "it holds no .vti grid",
            where=str(folder),
            remedy="Open a run of `--model field` or `--model foam`",
        )
    times, files = zip(*sorted(series.items()), strict=True)
    name = str(summary.get("case", folder.name))
    return Result(folder, name, str(summary.get("model", "")), times, files, summary)


def read_frame(result: Result, number: int) -> Grid3:
    """One grid of the series. Raises ResultError when the file cannot be read."""
    return read_grid(result.files[number], result.times_s[number])


def read_grid(path: Path, time_s: float) -> Grid3:
    """One `.vti` with values in its cells or points, temperatures as degC."""
    from vtkmodules.util.numpy_support import vtk_to_numpy  # heavy: only where a result is shown
    from vtkmodules.vtkIOXML import vtkXMLImageDataReader

    if not path.is_file() or path.stat().st_size > MOST_BYTES:
        raise ResultError("the grid is missing or larger than 2 GB", where=str(path),
                          remedy="Run the case again with fewer cells")  # fmt: skip
    reader = vtkXMLImageDataReader()
    reader.SetFileName(str(path))
    reader.Update()
    image = reader.GetOutput()
    in_cells = image.GetCellData().GetNumberOfArrays() > 0
    shape, values = _shape(image.GetDimensions(), in_cells=in_cells), {}
    units: dict[str, str] = {}
    solid: npt.NDArray[np.bool_] | None = None
    data = image.GetCellData() if in_cells else image.GetPointData()
    for k in range(data.GetNumberOfArrays()):
        name = data.GetArrayName(k)
        cube = _cube(vtk_to_numpy(data.GetArray(k)), shape)
        if cube is None:
            continue
        if name.casefold() == SOLID:
            solid = cube > 0.5
            continue
        values[name], units[name] = in_celsius(name, cube, UNITS.get(name.casefold(), ""))
    if not values:
        raise ResultError("the grid holds no values", where=str(path), remedy="Run the case again")
    origin, spacing = image.GetOrigin(), image.GetSpacing()
    if not in_cells:  # points stand at the middles of cells
        origin = tuple(o - s / 2 for o, s in zip(origin, spacing, strict=True))
    return Grid3(time_s, tuple(origin), tuple(spacing), values, units, solid)


def _shape(dimensions: tuple[int, int, int], *, in_cells: bool) -> tuple[int, int, int]:
    less = 1 if in_cells else 0
    nx, ny, nz = (max(n - less, 1) for n in dimensions)
    return nz, ny, nx


def _cube(
    flat: npt.NDArray[np.float64], shape: tuple[int, int, int]
) -> npt.NDArray[np.float32] | None:
    """Values (nz, ny, nx); the length of a vector; None when the number of values is wrong."""
    if flat.ndim == 2:
        flat = np.linalg.norm(flat, axis=1)
    if flat.size != shape[0] * shape[1] * shape[2]:
        return None
    return flat.reshape(shape).astype(np.float32)


def _summary(path: Path) -> dict[str, object]:
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ResultError(str(error), where=str(path), remedy="Run the case again") from error
    return found if isinstance(found, dict) else {}


def _series(folder: Path) -> dict[float, Path]:
    """Grids by time: as a collection says, else by the numbers in their names."""
    for collection in sorted(folder.rglob("*.pvd")):
        found = _collection(collection)
        if found:
            return found
    grids = sorted(folder.rglob("*.vti"), key=_number)
    return {_number(path) if len(grids) > 1 else 0.0: path for path in grids}


def _collection(path: Path) -> dict[float, Path]:
    try:
        root = ET.fromstring(path.read_text("utf-8"))  # noqa: S314  # the user's own file
    except (OSError, ET.ParseError) as error:
        raise ResultError(str(error), where=str(path), remedy="Run the case again") from error
    found = {}
    for entry in root.iter("DataSet"):
        name, time = entry.get("file", ""), entry.get("timestep", "")
        if name.endswith(".vti"):
            found[_time(time, path)] = path.parent / name
    return found


def _time(text: str, path: Path) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise ResultError(
            f"a time is {text!r}", where=str(path), remedy="Run the case again"
        ) from error


def _number(path: Path) -> float:
    digits = re.findall(r"\d+(?:\.\d+)?", path.stem)
    return float(digits[-1]) if digits else 0.0
