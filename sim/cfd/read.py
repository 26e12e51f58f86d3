"""OpenFOAM's result files as arrays."""

import re
from pathlib import Path

import numpy as np

from sim.cfd.errors import FoamResultError
from sim.cfd.space import FloatArray

TIME = re.compile(r"\d+(\.\d+)?(e[-+]?\d+)?")
INTERNAL = re.compile(r"internalField\s+(uniform|nonuniform\s+List<\w+>)\s*")


def result_times(folder: Path) -> list[tuple[float, str]]:
    """(time s, name of its folder) of all stored results after the start, rising."""
    times = [
        (float(place.name), place.name)
        for place in folder.iterdir()
        if TIME.fullmatch(place.name) and (place / "T").exists()
    ]
    return sorted(pair for pair in times if pair[0] > 0)


def internal_field(path: Path, cells: int, *, parts: int = 1) -> FloatArray:
    """The values inside one field file, (cells,) or (cells, parts). Raises FoamResultError."""
    try:
        text = path.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise _broken(path, str(error)) from error
    found = INTERNAL.search(text)
    if found is None:
        raise _broken(path, "it has no internalField")
    if found[1] == "uniform":
        value = np.array(
            text[found.end() : text.index(";", found.end())].strip("() ").split(), float
        )
        return np.broadcast_to(value if parts > 1 else value[0], _shape(cells, parts)).copy()
    start = text.index("(", found.end()) + 1
    stop = text.find(")\n;" if parts == 1 else ")\n)\n", start)
    if stop < 0:
        raise _broken(path, "it ends in the middle")
    block = text[start : stop + 1] if parts > 1 else text[start:stop]
    values = np.array(block.replace("(", " ").replace(")", " ").split(), dtype=np.float64)
    if values.size != cells * parts:
        raise _broken(path, f"{values.size} numbers for {cells} places of {parts}")
    return values.reshape(_shape(cells, parts))


def _shape(cells: int, parts: int) -> tuple[int, ...]:
    return (cells,) if parts == 1 else (cells, parts)


def _broken(path: Path, what: str) -> FoamResultError:
    return FoamResultError(what, where=str(path), remedy="Run the case again")


def watched(folder: Path, name: str) -> FloatArray:
    """Rows (time s, value) of one watched total, over all restarts. Raises FoamResultError."""
    starts = sorted((folder / "postProcessing" / name).glob("*/*.dat"), key=_start)
    if not starts:
        raise _broken(folder / "postProcessing" / name, "it is not there")
    rows = np.empty((0, 2))
    for path in starts:
        more = _rows(path)
        if more.size:
            rows = np.concatenate([rows[rows[:, 0] < more[0, 0]], more])
    return rows


def _start(path: Path) -> float:
    return float(path.parent.name)


def _rows(path: Path) -> FloatArray:
    lines = [line.split() for line in path.read_text().splitlines() if line[:1] not in ("#", "")]
    try:
        return np.array(
            [[float(a), float(b)] for a, b in (line for line in lines if len(line) == 2)]
        )
    except ValueError as error:
        raise _broken(path, str(error)) from error
