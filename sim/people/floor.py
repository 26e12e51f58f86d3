"""The floor that people can walk on, drawn from a site's layout, with its ways out.

A way out is a door in the outer wall of the layout's footprint (0, 0, size): behind it is another
fire compartment or the street. Doors are passable whatever their contact says: a fire door is
pushed open. What stands lower than a head is in the way; a hood is not. Nothing stands before a
door: a drawing that says so is taken as imprecise there.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely  # type: ignore[import-untyped]  # the library has no types
from scipy.sparse import csr_array  # type: ignore[import-untyped]  # nor has this one
from scipy.sparse.csgraph import dijkstra  # type: ignore[import-untyped]

from sim.errors import SimError
from sim.people.limits import EgressLimits
from twin.site.model import Asset, AssetKind, Box, Layout, Zone

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]

PASSABLE = {AssetKind.DOOR, AssetKind.CAMERA, AssetKind.PIPE}
HEAD = 1.9  # m, what hangs higher is walked under
FLOOR = 0.5  # m, a zone that begins higher is no floor
THRESHOLD = 0.6  # m, depth of the place behind a door where a person counts as out
NEAR = 0.1  # m, slack when a drawing's edges are compared
GRID = 0.2  # m, spacing of the walking distances


@dataclass(frozen=True, slots=True)
class Exit:
    """A way out: its door's middle, clear width m, the zones on both sides ("" when not drawn),
    and the place behind it."""

    id: str
    at: tuple[float, float, float]
    width: float
    inside: str
    beyond: str
    target: shapely.Polygon


@dataclass(frozen=True)
class FloorPlan:
    """What can be walked on (one polygon that holds every exit), and where people may stand."""

    id: str
    walkable: shapely.Polygon
    standing: shapely.Polygon
    exits: tuple[Exit, ...]

    @cached_property
    def distances(self) -> "Distances":
        """Walking distances to every exit, computed once."""
        return walking_distances(self)

    def exit(self, name: str) -> Exit:
        """One way out by its id. Raises SimError."""
        for one in self.exits:
            if one.id == name:
                return one
        raise SimError(
            "there is no such way out",
            where=name,
            remedy=f"One of {', '.join(one.id for one in self.exits)}",
        )


@dataclass(frozen=True, slots=True, eq=False)
class Distances:
    """place (k, 2) m, cells of 0.2 m where people may stand; to_exit (e, k) m, inf when a cell is
    cut off. Eight directions: up to 8 % longer than the straight way, the safe side."""

    place: FloatArray
    to_exit: FloatArray

    def nearest(self) -> IntArray:
        """Exit that is nearest to each place (k,)."""
        return np.asarray(self.to_exit.argmin(axis=0))

    def from_place(self, x: float, y: float) -> FloatArray:
        """Distance to each exit (e,) from the place nearest to x, y."""
        cell = np.hypot(self.place[:, 0] - x, self.place[:, 1] - y).argmin()
        return self.to_exit[:, cell]


def floor_plan(layout: Layout, limits: EgressLimits) -> FloorPlan:
    """The plan of a layout: the largest part that a way out leads from; rooms and doors that no way
    joins to it are left out. Raises SimError when no door leads out."""
    footprint = shapely.box(0.0, 0.0, layout.size[0], layout.size[1])
    doors = [asset for asset in layout.assets if asset.kind is AssetKind.DOOR]
    exits = [found for door in doors if (found := _exit(door, layout)) is not None]
    floors = [_ground(zone.box) for zone in layout.zones if zone.box.at[2] < FLOOR]
    inside = shapely.union_all(floors).intersection(footprint)
    walls = shapely.union_all([_ground(a.box) for a in layout.assets if a.kind is AssetKind.WALL])
    things = shapely.union_all([_ground(a.box) for a in layout.assets if _is_in_the_way(a)])
    openings = shapely.union_all([_ground(door.box) for door in doors])
    before = shapely.union_all([_approach(door, limits.narrowest.at) for door in doors])
    free = inside.difference(walls).union(openings).difference(things.difference(before))
    whole = shapely.union_all([free, *(found.target for found in exits)])
    walkable = _part_with_exits(whole, exits, layout, limits.narrowest.at)
    kept = tuple(found for found in exits if walkable.intersects(found.target.centroid))
    standing = _largest(walkable.intersection(footprint))
    return FloorPlan(layout.id, walkable, standing, kept)


def walking_distances(plan: FloorPlan) -> Distances:
    """Shortest ways over a grid around everything that stands in the way."""
    west, south, east, north = plan.walkable.bounds
    columns, rows = np.arange(west, east, GRID), np.arange(south, north, GRID)
    x, y = np.meshgrid(columns + GRID / 2, rows + GRID / 2)
    free = shapely.contains_xy(plan.walkable, x, y)
    number = np.full(free.shape, -1, dtype=np.intp)
    number[free] = np.arange(free.sum())
    graph = _graph(number)
    place = np.stack([x[free], y[free]], axis=1)
    to_exit = np.array([_distance(graph, place, one) for one in plan.exits])
    standing = shapely.contains_xy(plan.standing, place[:, 0], place[:, 1])
    return Distances(place[standing], to_exit[:, standing])


def _distance(graph: csr_array, place: FloatArray, one: Exit) -> FloatArray:
    goal = np.flatnonzero(shapely.contains_xy(one.target, place[:, 0], place[:, 1]))
    return np.asarray(dijkstra(graph, indices=goal, min_only=True), dtype=np.float64)


def _graph(number: IntArray) -> csr_array:
    """Neighbours in eight directions; a diagonal step needs both of its corners free."""
    edges = [_edges(number, down, right) for down, right in ((0, 1), (1, 0), (1, 1), (1, -1))]
    one, other, length = (np.concatenate(column) for column in zip(*edges, strict=True))
    k = number.max() + 1
    rows, columns = np.concatenate([one, other]), np.concatenate([other, one])
    return csr_array((np.concatenate([length, length]), (rows, columns)), shape=(k, k))


def _edges(number: IntArray, down: int, right: int) -> tuple[IntArray, IntArray, FloatArray]:
    rows, columns = number.shape
    here = slice(max(0, -right), columns - max(0, right))
    there = slice(max(0, right), columns + min(0, right))
    above, below = number[: rows - down], number[down:]
    one, other = above[:, here], below[:, there]
    joined = (one >= 0) & (other >= 0) & (above[:, there] >= 0) & (below[:, here] >= 0)
    length = np.full(int(joined.sum()), GRID * np.hypot(down, right))
    return one[joined], other[joined], length


def _exit(door: Asset, layout: Layout) -> Exit | None:
    """The door as a way out, or None when it does not stand in the outer wall."""
    (x, y, _), (dx, dy, _) = door.box.at, door.box.size
    width, depth, _ = layout.size
    middle = (x + dx / 2, y + dy / 2, 0.0)
    sides = {
        (-1, 0): (x, shapely.box(x - THRESHOLD, y, x, y + dy), dy),
        (1, 0): (width - x - dx, shapely.box(x + dx, y, x + dx + THRESHOLD, y + dy), dy),
        (0, -1): (y, shapely.box(x, y - THRESHOLD, x + dx, y), dx),
        (0, 1): (depth - y - dy, shapely.box(x, y + dy, x + dx, y + dy + THRESHOLD), dx),
    }
    for (east, north), (gap, target, clear) in sides.items():
        if abs(gap) <= NEAR:
            out = _zone_at(middle[0] + east * THRESHOLD, middle[1] + north * THRESHOLD, layout)
            within = _zone_at(middle[0] - east * THRESHOLD, middle[1] - north * THRESHOLD, layout)
            return Exit(door.id, middle, clear, within or door.zone, out, target)
    return None


def _zone_at(x: float, y: float, layout: Layout) -> str:
    def holds(zone: Zone) -> bool:
        (x0, y0, z0), (dx, dy, _) = zone.box.at, zone.box.size
        return z0 < FLOOR and x0 <= x <= x0 + dx and y0 <= y <= y0 + dy

    return next((zone.id for zone in layout.zones if holds(zone)), "")


def _is_in_the_way(asset: Asset) -> bool:
    if asset.kind in PASSABLE or asset.kind is AssetKind.WALL:
        return False
    return asset.box.at[2] < HEAD


def _approach(door: Asset, depth: float) -> shapely.Polygon:
    """The floor before and behind a door."""
    (x, y, _), (dx, dy, _) = door.box.at, door.box.size
    if dx >= dy:
        return shapely.box(x, y - depth, x + dx, y + dy + depth)
    return shapely.box(x - depth, y, x + dx + depth, y + dy)


def _ground(box: Box) -> shapely.Polygon:
    (x, y, _), (dx, dy, _) = box.at, box.size
    return shapely.box(x, y, x + dx, y + dy)


def _part_with_exits(
    area: shapely.Geometry, exits: list[Exit], layout: Layout, narrowest: float
) -> shapely.Polygon:
    """The largest part that a way out leads from, without gaps narrower than a person needs."""
    half = narrowest / 2 - 1e-6
    cores = shapely.get_parts(area.buffer(-half, join_style="mitre"))
    wide = [core.buffer(half, join_style="mitre").intersection(area) for core in cores]
    parts = [
        part.simplify(1e-3)
        for part in wide
        if part.geom_type == "Polygon" and any(part.intersects(e.target.centroid) for e in exits)
    ]
    if not parts:
        raise SimError(
            "no door leads out of it",
            where=f"layout {layout.id}",
            remedy="Draw a door in the outer wall, with free floor before it",
        )
    return max(parts, key=lambda part: part.area)


def _largest(area: shapely.Geometry) -> shapely.Polygon:
    return max(
        (part for part in shapely.get_parts(area) if part.geom_type == "Polygon"),
        key=lambda part: part.area,
    )
