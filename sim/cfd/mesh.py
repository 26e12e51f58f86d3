"""A grid as OpenFOAM's polyMesh: points, faces, owner, neighbour, boundary.

Written directly from the box cells: doors, thin walls, canopies and burners are faces that are
open or not, which blockMesh would need topoSet, subsetMesh and createBaffles for. `checkMesh` is
asked about the result before every run.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.cfd.grid import Grid, Kind, nearest
from sim.cfd.space import AXES, VOID, FloatArray, IntArray
from sim.cfd.text import header


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """points (p, 3) m; faces (f, 4) rows of points; owner (f,), neighbour (internal,); patches:
    (number of the grid's patch, first face, faces) of those that have any; number (nx, ny, nz):
    cell of the mesh, -1 in solids; gap_faces: per gap, its internal faces and the sign that makes
    their flux positive out of the region `of`; patch_area (patches,): m2."""

    points: FloatArray
    faces: IntArray
    owner: IntArray
    neighbour: IntArray
    patches: tuple[tuple[int, int, int], ...]
    number: IntArray
    gap_faces: tuple[tuple[IntArray, IntArray], ...]
    patch_area: FloatArray

    def heights(self, first: int, count: int) -> FloatArray:
        """Heights of the middles of `count` faces from `first` on, m."""
        height: FloatArray = self.points[self.faces[first : first + count], 2].mean(axis=1)
        return height

    def depths(self, first: int, count: int, grid: Grid) -> FloatArray:
        """From the middles of boundary faces to the middles of their cells, m."""
        corners = self.points[self.faces[first : first + count]]
        axis = np.argmin(np.ptp(corners, axis=1), axis=1)
        cells = np.argwhere(self.number.transpose(2, 1, 0) >= 0)[:, ::-1]
        own = cells[self.owner[first : first + count]]
        widths = np.stack([np.diff(grid.lines[a])[own[:, a]] for a in AXES], axis=1)
        depth: FloatArray = widths[np.arange(count), axis] / 2
        return depth


def build_mesh(grid: Grid) -> Mesh:
    """Number cells and faces as OpenFOAM wants them: internal faces by rising owner and
    neighbour, then one boundary after the other."""
    number = _number(grid)
    inner = _Inner(grid, number)
    blocks, patches, areas = [inner.corners], [], np.zeros(len(grid.patches))
    owners, first = [inner.owner], inner.owner.size
    for patch in range(len(grid.patches)):
        corners, owner, area = _boundary(grid, number, patch)
        areas[patch] = area
        if owner.size:
            patches.append((patch, first, int(owner.size)))
            first += owner.size
            blocks.append(corners)
            owners.append(owner)
    used, faces = np.unique(np.concatenate(blocks), return_inverse=True)
    return Mesh(
        points=_points(grid)[used],
        faces=faces.reshape(-1, 4).astype(np.int32),
        owner=np.concatenate(owners),
        neighbour=inner.neighbour,
        patches=tuple(patches),
        number=number,
        gap_faces=inner.gap_faces(),
        patch_area=areas,
    )


def _number(grid: Grid) -> IntArray:
    """Cells in the order in which x runs fastest."""
    gas = (grid.region != VOID).transpose(2, 1, 0)
    number = np.full(gas.shape, -1, dtype=np.int32)
    number[gas] = np.arange(gas.sum(), dtype=np.int32)
    return number.transpose(2, 1, 0)


def _points(grid: Grid) -> FloatArray:
    x, y, z = grid.lines
    zz, yy, xx = np.meshgrid(z, y, x, indexing="ij")
    return np.stack([xx.ravel(), yy.ravel(), zz.ravel()], axis=1)


def _corners(grid: Grid, axis: int, faces: IntArray) -> IntArray:
    """Points (f, 4) of faces (f, 3) of one axis, turning so that their normal points along it."""
    nx, ny = grid.x.size, grid.y.size
    step = (1, nx, nx * ny)
    first = faces @ np.array(step)
    u, v = step[(axis + 1) % 3], step[(axis + 2) % 3]
    corners: IntArray = np.stack([first, first + u, first + u + v, first + v], axis=1)
    return corners.astype(np.int32)


class _Inner:
    """Faces between two cells."""

    def __init__(self, grid: Grid, number: IntArray) -> None:
        self._grid = grid
        at = [np.argwhere(grid.is_open[axis]).astype(np.int32) for axis in AXES]
        low = [number[tuple((f - np.eye(3, dtype=np.int32)[a]).T)] for a, f in enumerate(at)]
        high = [number[tuple(f.T)] for f in at]
        self._at, self._axis = (
            np.concatenate(at),
            np.repeat(AXES, [len(f) for f in at]).astype(np.int32),
        )
        owner, neighbour = np.concatenate(low), np.concatenate(high)
        order = np.lexsort((neighbour, owner))
        self.owner, self.neighbour = owner[order], neighbour[order]
        corners = np.concatenate([_corners(grid, axis, f) for axis, f in enumerate(at)])
        self.corners = corners[order]
        self._at, self._axis = self._at[order], self._axis[order]

    def gap_faces(self) -> tuple[tuple[IntArray, IntArray], ...]:
        return tuple(self._of_gap(n) for n in range(len(self._grid.gaps)))

    def _of_gap(self, n: int) -> tuple[IntArray, IntArray]:
        gap = self._grid.gaps[n]
        near = gap.box.low if gap.direction > 0 else gap.box.high
        wanted = self._axis == gap.axis
        wanted &= self._at[:, gap.axis] == nearest(self._grid.lines[gap.axis], near[gap.axis])
        for axis in AXES:
            if axis != gap.axis:
                part = self._grid.span(axis, gap.box.low[axis], gap.box.high[axis])
                wanted &= (self._at[:, axis] >= part.start) & (self._at[:, axis] < part.stop)
        faces = np.flatnonzero(wanted).astype(np.int32)
        sign = -gap.direction if gap.turned else gap.direction
        return faces, np.full(faces.size, sign, dtype=np.int32)


def _boundary(grid: Grid, number: IntArray, patch: int) -> tuple[IntArray, IntArray, float]:
    """Corners, owners and area of the faces of one patch."""
    corners, owners, area = [], [], 0.0
    for axis in AXES:
        for side, upward in ((grid.low[axis], True), (grid.high[axis], False)):
            at = np.argwhere((side == patch) & ~grid.is_open[axis]).astype(np.int32)
            own = at - np.eye(3, dtype=np.int32)[axis] if upward else at
            keep = (own[:, axis] >= 0) & (own[:, axis] < number.shape[axis])
            at, own = at[keep], own[keep]
            owner = number[tuple(own.T)]
            at, owner = at[owner >= 0], owner[owner >= 0]
            turned = _corners(grid, axis, at)
            corners.append(turned if upward else turned[:, ::-1])
            owners.append(owner)
            widths = [np.diff(grid.lines[a])[at[:, a]] for a in AXES if a != axis]
            area += float((widths[0] * widths[1]).sum())
    owner = np.concatenate(owners)
    order = np.argsort(owner, kind="stable")
    return np.concatenate(corners)[order], owner[order], area


def write_mesh(mesh: Mesh, grid: Grid, folder: Path) -> None:
    """Write constant/polyMesh of a case folder."""
    place = folder / "constant" / "polyMesh"
    place.mkdir(parents=True, exist_ok=True)
    _write(
        place, "points", "vectorField", (f"({x:.9g} {y:.9g} {z:.9g})" for x, y, z in mesh.points)
    )
    _write(place, "faces", "faceList", (f"4({a} {b} {c} {d})" for a, b, c, d in mesh.faces))
    _write(place, "owner", "labelList", map(str, mesh.owner))
    _write(place, "neighbour", "labelList", map(str, mesh.neighbour))
    patches = [
        f"{grid.patches[number].name} {{ type {_type(grid.patches[number].kind)}; "
        f"nFaces {count}; startFace {first}; }}"
        for number, first, count in mesh.patches
    ]
    _write(place, "boundary", "polyBoundaryMesh", patches)


def write_cell_sets(sets: Sequence[tuple[str, IntArray]], folder: Path) -> None:
    """Named sets of cells that sources refer to."""
    place = folder / "constant" / "polyMesh" / "sets"
    place.mkdir(parents=True, exist_ok=True)
    for name, cells in sets:
        _write(place, name, "cellSet", map(str, cells))


def _type(kind: Kind) -> str:
    return "wall" if kind in (Kind.WALL, Kind.SHELL) else "patch"


def _write(place: Path, name: str, kind: str, rows: Iterable[str]) -> None:
    lines = list(rows)
    body = "\n".join(lines)
    (place / name).write_text(f"{header(kind, name)}{len(lines)}\n(\n{body}\n)\n")
