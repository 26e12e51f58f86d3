"""A grid and a case become columns: the Fields and the multigrid Grids at the start of a run."""

import numpy as np
from numpy.typing import NDArray

from sim.field.grid import Grid
from sim.field.rows import Flat
from sim.field.state import (
    COLUMNS,
    DENSITY,
    DENSITY_NEXT,
    DRAG_X,
    FLUID,
    FREE_X,
    GRID_COLUMNS,
    OPENED_X,
    PER_TRACER,
    REACH_X,
    RED,
    SHARE,
    SHRINK_X,
    SOLVED,
    UNLIMITED,
    WIDTH,
    Grids,
    Table,
)

GAS = 287.05
"""Specific gas constant of air, J/kg/K."""
HEAT = 1010.0
"""Specific heat of air at constant pressure, J/kg/K, mean of 290 to 500 K."""
BESIDE = 2
"""Cells around an opening in which momentum keeps its slopes: limiters there cost a doorway of four
cells a fiftieth of its flow."""
WALL_DRAG = 0.0026
"""Skin friction coefficient: log law at the middle of a 0.2 m cell at 1 m/s (y+ about 300)."""


def padded(values: NDArray[np.generic], fill: float = 0.0) -> Flat:
    """Cells (nz, ny, nx) as a flat padded column."""
    box = np.full(tuple(n + e for n, e in zip(values.shape, (4, 2, 2), strict=True)), fill, "f4")
    box[2:-2, 1:-1, 1:-1] = values
    return box.ravel()


def padded_faces(values: NDArray[np.generic], axis: int) -> Flat:
    """Faces of one axis as a flat padded column: each with the cell above it."""
    shape = list(values.shape)
    shape[2 - axis] -= 1
    box = np.zeros((shape[0] + 4, shape[1] + 2, shape[2] + 2), np.float32)
    nz, ny, nx = values.shape
    box[2 : 2 + nz, 1 : 1 + ny, 1 : 1 + nx] = values
    return box.ravel()


def inner(values: Flat, cells: tuple[int, int, int]) -> Flat:
    """The cells (nz, ny, nx) of a flat padded column, a view."""
    nx, ny, nz = cells
    return values.reshape(nz + 4, ny + 2, nx + 2)[2:-2, 1:-1, 1:-1]


def inner_faces(values: Flat, cells: tuple[int, int, int], axis: int) -> Flat:
    """The faces of one axis of a flat padded column, a view."""
    nx, ny, nz = (n + (1 if axis == a else 0) for a, n in enumerate(cells))
    box = values.reshape(cells[2] + 4, cells[1] + 2, cells[0] + 2)
    return box[2 : 2 + nz, 1 : 1 + ny, 1 : 1 + nx]


def _widths(grid: Grid) -> list[Flat]:
    """Cell widths along x, y, z over the padded box; the pads are as wide as their neighbour."""
    shape = tuple(len(grid.edges[axis]) - 1 + e for axis, e in ((2, 4), (1, 2), (0, 2)))
    columns = []
    for axis, pad in ((0, 1), (1, 1), (2, 2)):
        width = np.pad(np.diff(grid.edges[axis]), pad, mode="edge").astype(np.float32)
        view = [1, 1, 1]
        view[2 - axis] = width.size
        columns.append(np.ascontiguousarray(np.broadcast_to(width.reshape(view), shape)))
    return columns


def _reach(width: Flat, axis: int) -> Flat:
    """1 / distance between the middles on both sides of the low face."""
    along = 2 - axis
    before = np.roll(width, 1, along)
    return np.ascontiguousarray(2.0 / (width + before), dtype=np.float32).ravel()


def wall_drag(grid: Grid, axis: int) -> Flat:
    """Skin friction on the faces of one axis, 1/m: walls that bound their edges."""
    total = np.zeros(grid.opened[axis].shape)
    for other in range(3):
        if other == axis:
            continue
        shut = ~grid.opened[other]
        low = np.take(shut, range(shut.shape[2 - other] - 1), 2 - other)
        high = np.take(shut, range(1, shut.shape[2 - other]), 2 - other)
        width = np.diff(grid.edges[other])
        view = [1, 1, 1]
        view[2 - other] = width.size
        walls = (low.astype(float) + high) / width.reshape(view)
        pad = [(1, 1) if one == 2 - axis else (0, 0) for one in range(3)]
        wide = np.pad(walls, pad)
        first = np.take(wide, range(wide.shape[2 - axis] - 1), 2 - axis)
        second = np.take(wide, range(1, wide.shape[2 - axis]), 2 - axis)
        total += 0.5 * (first + second)
    return padded_faces(0.5 * WALL_DRAG * 2.0 * total, axis)


def _beside_openings(grid: Grid) -> NDArray[np.bool_]:
    """Cells that lie within BESIDE of an opening, on both of its sides."""
    found = np.zeros(grid.kind.shape, bool)
    for cut in grid.holes:
        spans = []
        for axis, at in ((2, cut.k), (1, cut.j), (0, cut.i)):
            past = BESIDE if axis == cut.hole.axis else BESIDE + 1
            spans.append(slice(max(int(at.min()) - BESIDE, 0), int(at.max()) + past))
        found[tuple(spans)] = True
    return found


def _filter_share(fluid: Flat, cells: tuple[int, int, int]) -> Flat:
    """1 / sum of the weights of the eddy viscosity's test filter (1, 2, 1 along every axis) that
    lie in gas, 0 outside gas."""
    nx, ny, nz = cells
    total = fluid.reshape(nz + 4, ny + 2, nx + 2)
    inside = total > 0.0
    for axis in range(3):
        total = 2.0 * total + np.roll(total, 1, axis) + np.roll(total, -1, axis)
    return np.asarray(np.where(inside, 1.0 / np.maximum(total, 1.0), 0.0), np.float32).ravel()


def make_fields(grid: Grid, *, density: NDArray[np.float64], ambient: float, tracers: int) -> Table:
    """Gas at rest with the given density (nz, ny, nx), ambient density beyond."""
    widths = _widths(grid)
    table = np.zeros((COLUMNS + PER_TRACER * tracers, widths[0].size), np.float32)
    table[DENSITY] = table[DENSITY_NEXT] = padded(density, ambient)
    table[FLUID] = padded(grid.fluid)
    table[SHARE] = _filter_share(table[FLUID], grid.cells)
    table[WIDTH] = np.cbrt(widths[0] * widths[1] * widths[2]).ravel() * table[FLUID]
    table[UNLIMITED] = padded(_beside_openings(grid))
    for axis in range(3):
        table[OPENED_X + axis] = padded_faces(grid.opened[axis], axis)
        free = grid.opened[axis] & ~grid.boundary[axis]
        table[FREE_X + axis] = padded_faces(free, axis)
        table[DRAG_X + axis] = wall_drag(grid, axis)
        table[SHRINK_X + axis] = 1.0 / widths[axis].ravel()
        table[REACH_X + axis] = _reach(widths[axis], axis)
    return table


def make_grids(grid: Grid) -> Grids:
    """Empty levels of the multigrid, halved until two cells are left along every axis."""
    cells = [grid.cells]
    while max(cells[-1]) > 2:
        cells.append(tuple((n + 1) // 2 if n > 2 else n for n in cells[-1]))  # type: ignore[arg-type]
    sizes = [(nx + 2) * (ny + 2) * (nz + 2) for nx, ny, nz in cells]
    start = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    table = np.zeros((GRID_COLUMNS, start[-1] + cells[0][0] + 8), np.float32)
    solved = grid.fluid.astype(np.float32)
    for level, (nx, ny, nz) in enumerate(cells):
        box = np.zeros((nz + 2, ny + 2, nx + 2), np.float32)
        box[1:-1, 1:-1, 1:-1] = solved
        table[SOLVED, start[level] : start[level + 1]] = box.ravel()
        table[RED, start[level] : start[level + 1]] = np.indices(box.shape).sum(0).ravel() % 2
        for axis in range(3):
            if level + 1 < len(cells) and solved.shape[axis] > cells[level + 1][2 - axis]:
                solved = np.maximum.reduceat(solved, range(0, solved.shape[axis], 2), axis)
    return Grids(table, np.array(cells, np.int64), start)
