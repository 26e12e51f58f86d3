"""Reads a folder of `emberwall sim run`: `summary.json`, a `.pvd` series, grids `.vtr` or `.vti`.

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

from app.screens.view_models.results import Grid3, as_people_read
from twin.errors import EmberwallError

UNITS = {
    "temperature": "K", "t": "K", "velocity": "m/s", "u": "m/s", "pressure": "Pa", "p_rgh": "Pa",
    "visibility": "m", "soot": "kg/m3", "co": "mol/mol", "oxygen": "kg/kg", "heat": "W/m3",
    # OpenFOAM's own names: shares by mass
    "o2": "kg/kg", "co2": "kg/kg", "h2o": "kg/kg", "n2": "kg/kg",
}  # fmt: skip
MOST_BYTES, MOST_CELLS = 2_000_000_000, 600
KINDS = (".vtr", ".vti")
REGION = "region"  # 0: solid
Lines = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]


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
            "it holds layers of rooms but no 3D grid" if zone else "it holds no grid (.vtr, .vti)",
            where=str(folder),
            remedy="Open a run of `--model field` or `--model foam`",
        )
    times, files = zip(*sorted(series.items()), strict=True)
    name = str(summary.get("case", folder.name))
    return Result(folder, name, str(summary.get("model", "")), times, files, summary)


def read_frame(result: Result, number: int) -> Grid3:
    """One grid of the series. Raises ResultError when the file cannot be read."""
    return read_grid(result.files[number], result.times_s[number])


def _unit(name: str) -> str:
    """OpenFOAM writes SOOT in capitals, as a share by mass; the field model kg/m3."""
    return "kg/kg" if name == "SOOT" else UNITS.get(name.casefold(), "")


def read_grid(path: Path, time_s: float) -> Grid3:
    """One grid with values in its cells, temperatures as degC; cells of unequal size are read
    onto equal ones, each from the cell that its middle lies in."""
    if not path.is_file() or path.stat().st_size > MOST_BYTES:
        raise ResultError("the grid is missing or larger than 2 GB", where=str(path),
                          remedy="Run the case again with fewer cells")  # fmt: skip
    lines, data = _read(path)
    shape = tuple(len(line) - 1 for line in reversed(lines))
    places, spacing = _even(lines)
    values, units = {}, dict[str, str]()
    solid: npt.NDArray[np.bool_] | None = None
    for name, flat in data.items():
        cube = _cube(flat, shape)
        if cube is None:
            continue
        cube = cube[np.ix_(*reversed(places))]
        if name.casefold() == REGION:
            solid = standing_below_gas(cube >= 0.5)  # walls and ceilings would hide the room
            continue
        values[name], units[name] = as_people_read(name, cube, _unit(name))
    if not values:
        raise ResultError("the grid holds no values", where=str(path), remedy="Run the case again")
    if solid is None:
        solid = standing_below_gas(np.isfinite(next(iter(values.values()))))
    if solid.all():
        solid = None
    origin = (float(lines[0][0]), float(lines[1][0]), float(lines[2][0]))
    return Grid3(time_s, origin, spacing, values, units, solid)


def standing_below_gas(gas: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Cells without gas that have gas above them (nz, ny, nx): appliances and tables, but not
    what lies beyond the building."""
    above = np.maximum.accumulate(gas[::-1], axis=0)[::-1]
    return np.asarray(~gas & above)


def _read(path: Path) -> tuple[Lines, dict[str, npt.NDArray[np.float64]]]:
    """Grid lines along x, y, z and the arrays of the cells by name."""
    from vtkmodules.util.numpy_support import vtk_to_numpy  # heavy: only where a result is shown
    from vtkmodules.vtkIOXML import vtkXMLImageDataReader, vtkXMLRectilinearGridReader

    is_image = path.suffix == ".vti"
    reader = vtkXMLImageDataReader() if is_image else vtkXMLRectilinearGridReader()
    reader.SetFileName(str(path))
    reader.Update()
    grid = reader.GetOutput()
    cells = grid.GetCellData()
    found = {
        cells.GetArrayName(k): vtk_to_numpy(cells.GetArray(k))
        for k in range(cells.GetNumberOfArrays())
    }
    if is_image:
        each = zip(grid.GetOrigin(), grid.GetSpacing(), grid.GetDimensions(), strict=True)
        x, y, z = (o + s * np.arange(max(n, 2)) for o, s, n in each)
    else:
        axes = (grid.GetXCoordinates(), grid.GetYCoordinates(), grid.GetZCoordinates())
        x, y, z = (vtk_to_numpy(axis).astype(np.float64) for axis in axes)
    if min(len(x), len(y), len(z)) < 2:
        raise ResultError("the grid has no cells", where=str(path), remedy="Run the case again")
    return (x, y, z), found


def _even(lines: Lines) -> tuple[list[npt.NDArray[np.intp]], tuple[float, float, float]]:
    """Which cell every one of equal cells lies in, along x, y, z, and how large those are."""
    places, sizes = [], []
    for line in lines:
        length = float(line[-1] - line[0])
        typical = float(np.median(np.diff(line)))
        count = int(np.clip(round(length / max(typical, 1e-6)), 1, MOST_CELLS))
        middles = line[0] + (np.arange(count) + 0.5) * length / count
        places.append(np.clip(np.searchsorted(line, middles) - 1, 0, len(line) - 2))
        sizes.append(length / count)
    return places, (sizes[0], sizes[1], sizes[2])


def _cube(flat: npt.NDArray[np.float64], shape: tuple[int, ...]) -> npt.NDArray[np.float32] | None:
    """Values (nz, ny, nx); the length of a vector; None when the number of values is wrong."""
    if flat.ndim == 2:
        flat = np.linalg.norm(flat, axis=1)
    if flat.size != np.prod(shape):
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
    grids = sorted((p for kind in KINDS for p in folder.rglob(f"*{kind}")), key=_number)
    return {_number(path) if len(grids) > 1 else 0.0: path for path in grids}


def _collection(path: Path) -> dict[float, Path]:
    try:
        root = ET.fromstring(path.read_text("utf-8"))  # noqa: S314  # the user's own file
    except (OSError, ET.ParseError) as error:
        raise ResultError(str(error), where=str(path), remedy="Run the case again") from error
    found = {}
    for entry in root.iter("DataSet"):
        name, time = entry.get("file", ""), entry.get("timestep", "")
        if name.endswith(KINDS):
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
