"""The box grid of a case: edges that follow walls and doors, kinds of cells, open faces.

Arrays here are (nz, ny, nx), faces one longer along their axis. Walls have no thickness: a wall
is a face that is not open, so rooms keep their true size at every cell size.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError
from sim.field.places import Hole, hole_of_hatch, hole_of_opening
from sim.fire.case import Case, Position

DEAD, OUTDOORS = -2, -1
"""Kinds of cells beside the rooms, which carry their number in the case."""
MARGIN = 1.0
"""Metres of the outside that are solved in front of every opening to it."""
HEADROOM = 0.6
"""Metres of the outside above the soffit of an opening."""

Floats = NDArray[np.float64]
Box = tuple[Position, Position]


@dataclass(frozen=True, slots=True)
class Grid:
    """edges: cell edges along x, y, z, m; kind (nz, ny, nx) int16: DEAD, OUTDOORS or the number
    of the compartment; solid (nz, ny, nx) bool; opened: three bool arrays of faces; boundary: the
    open faces towards DEAD cells; holes: what was cut, in the order openings, hatches."""

    edges: tuple[Floats, Floats, Floats]
    kind: NDArray[np.int16]
    solid: NDArray[np.bool_]
    opened: tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]
    boundary: tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]
    holes: tuple["Cut", ...] = field(default=())

    @property
    def cells(self) -> tuple[int, int, int]:
        """nx, ny, nz."""
        return (len(self.edges[0]) - 1, len(self.edges[1]) - 1, len(self.edges[2]) - 1)

    @property
    def middles(self) -> tuple[Floats, Floats, Floats]:
        """Cell middles along x, y, z, m."""
        x, y, z = (0.5 * (one[1:] + one[:-1]) for one in self.edges)
        return x, y, z

    @property
    def volume(self) -> Floats:
        """Cell volumes m3, (nz, ny, nx)."""
        dx, dy, dz = (np.diff(one) for one in self.edges)
        return np.asarray(dz[:, None, None] * dy[None, :, None] * dx[None, None, :])

    @property
    def fluid(self) -> NDArray[np.bool_]:
        """Cells with gas that is solved."""
        return (self.kind > DEAD) & ~self.solid


@dataclass(frozen=True, slots=True)
class Cut:
    """One opening on the grid: its faces (axis, then k, j, i of each), their areas m2, the share
    of them that the true opening covers, and +1 when flow along the axis leaves `of`."""

    hole: Hole
    k: NDArray[np.int64]
    j: NDArray[np.int64]
    i: NDArray[np.int64]
    area: Floats
    share: float
    sign: float


def build_grid(case: Case, cell: float) -> Grid:
    """The grid of a case with cells of about `cell` m. Raises SimError naming what cannot be."""
    holes = [hole_of_opening(case, one) for one in case.openings]
    holes += [hole_of_hatch(case, one) for one in case.hatches]
    outside = [_outdoors(case, one) for one in holes if one.outward]
    low, high = _extent(case, outside)
    edges = tuple(_edges(case, holes, axis, (low[axis], high[axis]), cell) for axis in range(3))
    edges = (edges[0], edges[1], edges[2])
    kind = _kinds(case, outside, edges)
    solid = np.zeros(kind.shape, bool)
    for one in case.obstacles:
        solid[_inside(edges, (one.at, _plus(one.at, one.size)))] = True
    opened, boundary = _faces(kind, solid, low[2] + 1e-9, edges)
    for hood in case.hoods:
        _canopy(edges, opened, hood.at, hood.size)
    for obstacle in case.obstacles:
        _plate(edges, opened, obstacle.at, obstacle.size)
    cuts = tuple(_cut(one, edges, kind, solid, opened) for one in holes)
    return Grid(edges, kind, solid, opened, boundary, cuts)


def _plus(a: Position, b: Position) -> Position:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def _outdoors(case: Case, hole: Hole) -> Box:
    """The part of the outside that is solved in front of one opening."""
    low, high = list(hole.low), list(hole.high)
    for axis in range(3):
        if axis == hole.axis:
            low[axis] -= MARGIN if hole.outward < 0 else 0.0
            high[axis] += MARGIN if hole.outward > 0 else 0.0
        elif axis == 2:
            low[axis], high[axis] = low[axis] - MARGIN, high[axis] + HEADROOM
        else:
            low[axis], high[axis] = low[axis] - MARGIN, high[axis] + MARGIN
    ground = min(one.at[2] for one in case.compartments)
    low[2] = max(low[2], ground)
    return (low[0], low[1], low[2]), (high[0], high[1], high[2])


def _extent(case: Case, outside: Iterable[Box]) -> Box:
    boxes = [(one.at, _plus(one.at, one.size)) for one in case.compartments] + list(outside)
    lows, highs = zip(*boxes, strict=True)
    low = [min(one[axis] for one in lows) for axis in range(3)]
    high = [max(one[axis] for one in highs) for axis in range(3)]
    return (low[0], low[1], low[2]), (high[0], high[1], high[2])


def _edges(
    case: Case, holes: Iterable[Hole], axis: int, ends: tuple[float, float], cell: float
) -> Floats:
    """Edges along one axis: walls exactly, openings unless they come too close to another edge,
    even cells between. The multigrid is quick when walls fall on even cells, margins on fours."""
    walls = [v for one in case.compartments for v in (one.at[axis], one.at[axis] + one.size[axis])]
    doors = [v for one in holes if one.axis != axis for v in (one.low[axis], one.high[axis])]
    inner = (min(walls), max(walls))
    fixed = _apart(walls, [*inner], 0.25 * cell)
    parts = [np.array([ends[0]])]
    if ends[0] < inner[0]:
        parts.append(_even(ends[0], inner[0], cell, 4))
    for a, b in pairwise(fixed):
        points = _apart([one for one in doors if a < one < b], [a, b], 0.45 * cell)
        counts = [max(1, round((q - p) / cell)) for p, q in pairwise(points)]
        if sum(counts) % 2 and sum(counts) > 2:
            counts[len(counts) // 2] += 1
        for p, q, n in zip(points[:-1], points[1:], counts, strict=True):
            parts.append(np.linspace(p, q, n + 1)[1:])
    if ends[1] > inner[1]:
        parts.append(_even(inner[1], ends[1], cell, 4 if axis < 2 else 2))
    return np.concatenate(parts)


def _apart(values: Iterable[float], points: list[float], room: float) -> list[float]:
    """The points with those values that keep their distance, in order."""
    for value in sorted(values):
        if min(abs(value - one) for one in points) >= room:
            points.append(value)
    return sorted(points)


def _even(low: float, high: float, cell: float, step: int) -> Floats:
    """Even edges after `low`; the number of cells is a multiple of `step`."""
    count = step * max(1, round((high - low) / cell / step))
    return np.linspace(low, high, count + 1)[1:]


def _inside(edges: tuple[Floats, Floats, Floats], box: Box) -> tuple[slice, slice, slice]:
    """The cells (k, j, i) between the edges nearest to a box; empty where it is thin."""
    spans = []
    for axis in (2, 1, 0):
        first = int(np.argmin(abs(edges[axis] - box[0][axis])))
        last = int(np.argmin(abs(edges[axis] - box[1][axis])))
        spans.append(slice(first, last))
    return spans[0], spans[1], spans[2]


def _kinds(
    case: Case, outside: Iterable[Box], edges: tuple[Floats, Floats, Floats]
) -> NDArray[np.int16]:
    nx, ny, nz = (len(one) - 1 for one in edges)
    kind = np.full((nz, ny, nx), DEAD, np.int16)
    for box in outside:
        kind[_inside(edges, box)] = OUTDOORS
    for number, one in enumerate(case.compartments):
        where = _inside(edges, (one.at, _plus(one.at, one.size)))
        if kind[where].size == 0:
            raise SimError(
                "compartment is thinner than half a cell", where=one.id,
                remedy="Use a smaller cell or merge it with its neighbour",
            )  # fmt: skip
        kind[where] = number
    return kind


def _faces(
    kind: NDArray[np.int16],
    solid: NDArray[np.bool_],
    ground: float,
    edges: tuple[Floats, Floats, Floats],
) -> tuple[
    tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]],
    tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]],
]:
    """Open faces: same kind on both sides, or the outside towards cells that are not solved."""
    opened, boundary = [], []
    state = np.where(solid, DEAD - 1, kind)
    for axis in range(3):
        along = 2 - axis
        pad = [(1, 1) if one == along else (0, 0) for one in range(3)]
        wide = np.pad(state, pad, constant_values=DEAD)
        low = np.take(wide, range(wide.shape[along] - 1), along)
        high = np.take(wide, range(1, wide.shape[along]), along)
        edge = ((low == OUTDOORS) & (high == DEAD)) | ((low == DEAD) & (high == OUTDOORS))
        if axis == 2:
            edge[edges[2] <= ground] = False
        opened.append(((low == high) & (low > DEAD)) | edge)
        boundary.append(edge)
    return (opened[0], opened[1], opened[2]), (boundary[0], boundary[1], boundary[2])


def _canopy(
    edges: tuple[Floats, Floats, Floats],
    opened: tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]],
    at: Position,
    size: Position,
) -> None:
    """Closes the sides and the top of a hood; it stays open below."""
    k, j, i = _inside(edges, (at, _plus(at, size)))
    opened[0][k, j, i.start] = False
    opened[0][k, j, i.stop] = False
    opened[1][k, j.start, i] = False
    opened[1][k, j.stop, i] = False
    opened[2][k.stop, j, i] = False


def _plate(
    edges: tuple[Floats, Floats, Floats],
    opened: tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]],
    at: Position,
    size: Position,
) -> None:
    """An obstacle thinner than half a cell closes faces instead of cells."""
    k, j, i = _inside(edges, (at, _plus(at, size)))
    if i.start == i.stop:
        opened[0][k, j, i.start] = False
    if j.start == j.stop:
        opened[1][k, j.start, i] = False
    if k.start == k.stop:
        opened[2][k.start, j, i] = False


def _cut(
    hole: Hole,
    edges: tuple[Floats, Floats, Floats],
    kind: NDArray[np.int16],
    solid: NDArray[np.bool_],
    opened: tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]],
) -> Cut:
    """Opens the faces of one opening; one face at least."""
    spans: list[NDArray[np.int64]] = []
    for axis in range(3):
        if axis == hole.axis:
            spans.append(np.array([int(np.argmin(abs(edges[axis] - hole.low[axis])))]))
            continue
        first = int(np.argmin(abs(edges[axis] - hole.low[axis])))
        last = int(np.argmin(abs(edges[axis] - hole.high[axis])))
        if first == last:
            middle = 0.5 * (hole.low[axis] + hole.high[axis])
            first = int(np.clip(np.searchsorted(edges[axis], middle) - 1, 0, len(edges[axis]) - 2))
            last = first + 1
        spans.append(np.arange(first, last))
    k, j, i = (one.ravel() for one in np.meshgrid(spans[2], spans[1], spans[0], indexing="ij"))
    back = [k, j, i]
    back[2 - hole.axis] = back[2 - hole.axis] - 1
    good = np.minimum(*(
        np.where((kind[one[0], one[1], one[2]] > DEAD) & ~solid[one[0], one[1], one[2]], 1, 0)
        if min(a.min() for a in one) >= 0 and i.max() < kind.shape[2] and j.max() < kind.shape[1]
        and k.max() < kind.shape[0] else np.zeros(k.size, int)
        for one in ((k, j, i), (back[0], back[1], back[2]))
    )).astype(bool)  # fmt: skip
    if not good.any():
        raise SimError(
            "opening does not join its two sides on the grid", where=hole.id,
            remedy="Let the walls of the two compartments touch, or use a smaller cell",
        )  # fmt: skip
    k, j, i = k[good], j[good], i[good]
    opened[hole.axis][k, j, i] = True
    widths = [np.diff(one) for one in edges]
    others = [(axis, index) for axis, index in ((0, i), (1, j), (2, k)) if axis != hole.axis]
    area = widths[others[0][0]][others[0][1]] * widths[others[1][0]][others[1][1]]
    return Cut(hole, k, j, i, area, min(1.0, hole.area / float(area.sum())), hole.sign)
