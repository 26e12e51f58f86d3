"""Rooms of a layout: zones with no wall between them are one room; doors lead from one to another.

Any drawing gives rooms: a room without a door keeps its cracks, a door in no wall is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sim.errors import CaseError
from twin.site.model import Asset, AssetKind, Layout, Zone

FLOOR = 0.5  # m, a zone that begins higher is no room to stand in
SHARED = 0.3  # m of common edge that makes neighbours
WALLED = 0.5  # share of the common edge that a wall must cover to part them
TOUCHING = 0.15  # m between the edges of neighbours, at most
REACH = 0.35  # m on both sides of a door where its rooms are looked for

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Room:
    """Zones that are one room. box: west, south, east, north of all; area m2 on the floor."""

    id: str
    zones: tuple[Zone, ...]
    box: Rectangle
    floor: float
    height: float
    area: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a place stands in one of its zones."""
        return any(_inside(_ground(zone.box.at, zone.box.size), x, y) for zone in self.zones)


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge of a room: along x (0) or y (1), where it lies across that, from and to, m."""

    along: int
    line: float
    span: tuple[float, float]

    @property
    def length(self) -> float:
        """m."""
        return self.span[1] - self.span[0]


def rooms_of(layout: Layout) -> tuple[Room, ...]:
    """Rooms in the order of their first zone. Raises CaseError when no zone has a floor."""
    zones = [z for z in layout.zones if z.box.at[2] < FLOOR and min(z.box.size) > 0]
    if not zones:
        raise CaseError(
            "no zone stands on the floor", where=f"layout {layout.id}",
            remedy="Draw at least one room from z = 0",
        )  # fmt: skip
    walls = [_ground(a.box.at, a.box.size) for a in layout.assets if a.kind is AssetKind.WALL]
    group = list(range(len(zones)))
    for a in range(len(zones)):
        for b in range(a + 1, len(zones)):
            if _open_between(zones[a], zones[b], walls):
                old, new = group[b], group[a]
                group = [new if g == old else g for g in group]
    names = dict.fromkeys(group)
    return tuple(_room([z for z, g in zip(zones, group, strict=True) if g == n]) for n in names)


def room_at(rooms: Sequence[Room], x: float, y: float) -> int | None:
    """Number of the room that holds a place."""
    return next((n for n, room in enumerate(rooms) if room.holds(x, y)), None)


def nearest_room(rooms: Sequence[Room], x: float, y: float) -> int:
    """Number of the room that holds a place, or is next to it."""

    def distance(n: int) -> float:
        west, south, east, north = rooms[n].box
        across = max(west - x, 0.0, x - east)
        return across + max(south - y, 0.0, y - north)

    found = room_at(rooms, x, y)
    return found if found is not None else min(range(len(rooms)), key=distance)


def free_edges(room: Room, rooms: Sequence[Room], layout: Layout) -> tuple[Edge, ...]:
    """Edges of a room along which no wall is drawn and no other room lies, the longest first: there
    the building goes on beyond the drawing."""
    walls = [_ground(a.box.at, a.box.size) for a in layout.assets if a.kind is AssetKind.WALL]
    west, south, east, north = room.box
    edges = (
        Edge(0, south, (west, east)), Edge(0, north, (west, east)),
        Edge(1, west, (south, north)), Edge(1, east, (south, north)),
    )  # fmt: skip
    free = [
        one for one in edges
        if _covered(walls, one.along, one.line, one.span) < WALLED * one.length
        and not any(_meets(one, other.box) for other in rooms if other is not room)
    ]  # fmt: skip
    return tuple(sorted(free, key=lambda one: -one.length))


def _meets(edge: Edge, box: Rectangle) -> bool:
    along, across = edge.along, 1 - edge.along
    common = min(edge.span[1], box[along + 2]) - max(edge.span[0], box[along])
    beside = box[across] - TOUCHING < edge.line < box[across + 2] + TOUCHING
    return beside and common > SHARED


def sides(door: Asset, rooms: Sequence[Room]) -> tuple[int | None, int | None]:
    """Rooms on both sides of a door or window, None for outside."""
    (x, y, _), (width, depth, _) = door.box.at, door.box.size
    middle_x, middle_y = x + width / 2, y + depth / 2
    if width >= depth:
        reach = depth / 2 + REACH
        return (
            room_at(rooms, middle_x, middle_y - reach), room_at(rooms, middle_x, middle_y + reach)
        )  # fmt: skip
    reach = width / 2 + REACH
    return room_at(rooms, middle_x - reach, middle_y), room_at(rooms, middle_x + reach, middle_y)


def _room(zones: list[Zone]) -> Room:
    boxes = [_ground(zone.box.at, zone.box.size) for zone in zones]
    box = (
        min(b[0] for b in boxes), min(b[1] for b in boxes),
        max(b[2] for b in boxes), max(b[3] for b in boxes),
    )  # fmt: skip
    areas = [(b[2] - b[0]) * (b[3] - b[1]) for b in boxes]
    height = sum(a * z.box.size[2] for a, z in zip(areas, zones, strict=True)) / sum(areas)
    name = zones[0].id if len(zones) == 1 else "+".join(zone.id for zone in zones)
    return Room(name, tuple(zones), box, zones[0].box.at[2], height, sum(areas))


def _ground(at: tuple[float, float, float], size: tuple[float, float, float]) -> Rectangle:
    return at[0], at[1], at[0] + size[0], at[1] + size[1]


def _inside(box: Rectangle, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _open_between(one: Zone, other: Zone, walls: Sequence[Rectangle]) -> bool:
    a, b = (_ground(z.box.at, z.box.size) for z in (one, other))
    for along in (0, 1):
        low, high = max(a[along], b[along]), min(a[along + 2], b[along + 2])
        across = 1 - along
        touching = min(abs(a[across + 2] - b[across]), abs(b[across + 2] - a[across])) < TOUCHING
        if high - low < SHARED or not touching:
            continue
        line = a[across + 2] if abs(a[across + 2] - b[across]) < TOUCHING else a[across]
        if _covered(walls, along, line, (low, high)) < WALLED * (high - low):
            return True
    return False


def _covered(
    walls: Sequence[Rectangle], along: int, line: float, run: tuple[float, float]
) -> float:
    """Metres of a line that walls stand on."""
    across = 1 - along
    spans = sorted(
        (max(w[along], run[0]), min(w[along + 2], run[1]))
        for w in walls
        if w[across] - TOUCHING <= line <= w[across + 2] + TOUCHING
        and w[along + 2] - w[along] > w[across + 2] - w[across]
    )
    total, end = 0.0, run[0]
    for low, high in spans:
        total += max(high - max(low, end), 0.0)
        end = max(end, high)
    return total
