"""Fields as VTK XML files: boxes (.vtu), grids of straight lines (.vtr), series of them (.pvd).

Source: VTK file formats, XML; arrays inline, base64 with a leading UInt64 count of bytes.
"""

import base64
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating]
Lines = tuple[Sequence[float] | FloatArray, ...]
Box = tuple[tuple[float, float, float], tuple[float, float, float]]
"""Lowest and highest corner, m."""

_HEXAHEDRON = 12
_NAMES = {"f": "Float", "i": "Int", "u": "UInt"}


def write_boxes(path: Path, boxes: Sequence[Box], cells: Mapping[str, Sequence[float]]) -> None:
    """Boxes as hexahedra of an unstructured grid, with one value per box and name."""
    points = np.array([corner for box in boxes for corner in _corners(box)], dtype=np.float32)
    count = len(boxes)
    data = "".join(_array(name, np.asarray(values, np.float32)) for name, values in cells.items())
    topology = (
        _array("connectivity", np.arange(8 * count, dtype=np.int64))
        + _array("offsets", 8 * np.arange(1, count + 1, dtype=np.int64))
        + _array("types", np.full(count, _HEXAHEDRON, dtype=np.uint8))
    )
    piece = (
        f'<Piece NumberOfPoints="{8 * count}" NumberOfCells="{count}">'
        f"<CellData>{data}</CellData>"
        f"<Points>{_array('points', points.reshape(-1, 3))}</Points>"
        f"<Cells>{topology}</Cells></Piece>"
    )
    _write(path, "UnstructuredGrid", f"<UnstructuredGrid>{piece}</UnstructuredGrid>")


def write_grid(path: Path, *, lines: Lines, cells: Mapping[str, FloatArray]) -> None:
    """Values in the cells of a grid of straight lines: (nx, ny, nz), vectors (nx, ny, nz, 3).

    lines: where the cells begin and end along x, y and z, m, one more each than there are cells.
    """
    nx, ny, nz = (len(line) - 1 for line in lines)
    extent = f"0 {nx} 0 {ny} 0 {nz}"
    data = "".join(_array(name, _cell_order(values)) for name, values in cells.items())
    axes = "".join(
        _array(name, np.asarray(line, np.float32)) for name, line in zip("xyz", lines, strict=True)
    )
    grid = (
        f'<RectilinearGrid WholeExtent="{extent}"><Piece Extent="{extent}">'
        f"<CellData>{data}</CellData><Coordinates>{axes}</Coordinates></Piece></RectilinearGrid>"
    )
    _write(path, "RectilinearGrid", grid)


def _cell_order(values: FloatArray) -> NDArray[np.float32]:
    """(cells,) or (cells, 3), x running fastest."""
    turned = np.asarray(values, np.float32).transpose(2, 1, 0, *range(3, values.ndim))
    return turned.reshape(-1, *values.shape[3:])


def write_collection(path: Path, files: Mapping[float, str]) -> None:
    """A series of files by time, s; `files` relative to the folder of `path`."""
    entries = "".join(
        f'<DataSet timestep="{time:g}" part="0" file={quoteattr(name)}/>'
        for time, name in sorted(files.items())
    )
    _write(path, "Collection", f"<Collection>{entries}</Collection>")


def _corners(box: Box) -> list[tuple[float, float, float]]:
    (x, y, z), (a, b, c) = box
    floor = [(x, y), (a, y), (a, b), (x, b)]
    return [(*corner, z) for corner in floor] + [(*corner, c) for corner in floor]


def _array(name: str, values: NDArray[np.generic]) -> str:
    raw = np.ascontiguousarray(values).tobytes()
    encoded = base64.b64encode(np.uint64(len(raw)).tobytes() + raw).decode()
    kind = f"{_NAMES[values.dtype.kind]}{8 * values.dtype.itemsize}"
    parts = values.shape[1] if values.ndim == 2 else 1
    head = f'type="{kind}" Name={quoteattr(name)} NumberOfComponents="{parts}" format="binary"'
    return f"<DataArray {head}>{encoded}</DataArray>"


def _write(path: Path, kind: str, inner: str) -> None:
    head = f'<VTKFile type="{kind}" version="1.0" byte_order="LittleEndian" header_type="UInt64">'
    path.write_text(f'<?xml version="1.0"?>\n{head}{inner}</VTKFile>\n', encoding="utf-8")
