"""What each kind of asset looks like: simple, recognisable, built from its box.

A form has a solid part and a ghost part; ghosts (walls, hood, duct) let people see what is
behind and below them.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.screens.scene3d.mesh import Mesh, box, cylinder, frustum, joined, ring, wire
from twin.site.model import Asset, AssetKind, Box

FloatArray = npt.NDArray[np.float64]

OVERHEAD = 2.0  # what hangs higher is a ghost, so that it hides nothing, m
UP = np.array([0.0, 0.0, 1.0])
NOTHING = joined([])


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """The body of one asset; `mark` is drawn as lines on the floor (a door's swing)."""

    solid: Mesh = NOTHING
    ghost: Mesh = NOTHING
    mark: Mesh = NOTHING


def form_of(asset: Asset, room: tuple[float, float, float]) -> Form:
    """The form of an asset; `room` is the layout's size, for what turns towards its middle."""
    if asset.kind is AssetKind.DOOR:
        return _door(asset.box, room)
    if asset.kind is AssetKind.CAMERA:
        return _camera(asset.box, room)
    form = FORMS[asset.kind](asset.box)
    if asset.box.at[2] < OVERHEAD:
        return form
    return Form(ghost=joined([form.solid, form.ghost]), mark=form.mark)


def _ghost(body: Box) -> Form:
    return Form(ghost=box(body.at, body.size))


def _hood(body: Box) -> Form:
    dx, dy, dz = body.size
    skirt = min(0.18, dz / 3)
    x, y, z = body.at
    low = box(body.at, (dx, dy, skirt))
    high = frustum((x, y, z + skirt), (dx, dy, dz - skirt), top=(0.12 * dx, 0.28 * dy))
    return Form(ghost=joined([low, high]))


def _duct(body: Box) -> Form:
    axis = int(np.argmax(body.size))
    start, end = np.array(body.at), np.array(body.at) + body.size
    parts = [box(body.at, body.size)]
    for place in np.arange(start[axis] + 0.9, end[axis] - 0.3, 0.9):  # a flange every sheet
        low, high = start.copy(), end.copy()
        low[axis] = high[axis] = place
        parts.append(_rectangle(low, high, axis))
    return Form(ghost=joined(parts))


def _rectangle(low: FloatArray, high: FloatArray, axis: int) -> Mesh:
    u, v = [k for k in range(3) if k != axis]
    path = np.tile(low, (5, 1))
    path[[1, 2], u] = high[u]
    path[[2, 3], v] = high[v]
    return wire(path)


def _counter(body: Box, *, top: float = 0.04, splash: float = 0.0) -> Mesh:
    """A closed body under a slab; the splash stands along the far long side."""
    (x, y, z), (dx, dy, dz) = body.at, body.size
    toe = min(0.1, dz / 5)
    parts = [
        box((x + 0.03, y + 0.03, z), (dx - 0.06, dy - 0.06, toe)),
        box((x, y, z + toe), (dx, dy, dz - toe - top)),
        box((x - 0.01, y - 0.01, z + dz - top), (dx + 0.02, dy + 0.02, top)),
    ]
    if splash > 0:
        parts.append(box((x, y + dy - 0.04, z + dz), (dx, 0.04, splash)))
    return joined(parts)


def _cells(body: Box, pitch: float) -> list[tuple[float, float, float]]:
    """Centres (x, y) and free half width of equal cells along the longer side."""
    (x, y, _), (dx, dy, _) = body.at, body.size
    count = max(1, round(max(dx, dy) / pitch))
    share = (np.arange(count) + 0.5) / count
    if dx >= dy:
        return [(x + s * dx, y + dy * 0.46, min(dx / count, dy) / 2) for s in share]
    return [(x + dx * 0.5, y + s * dy, min(dy / count, dx) / 2) for s in share]


def _wok(body: Box) -> Form:
    top = body.at[2] + body.size[2]
    parts = [_counter(body, splash=0.28)]
    for x, y, half in _cells(body, 0.9):
        rim = 0.82 * half
        parts += [
            cylinder((x, y, top), (x, y, top + 0.05), rim * 0.72),
            cylinder((x, y, top + 0.05), (x, y, top + 0.17), rim * 0.62, end_radius=rim),
            ring((x, y, top + 0.171), rim * 0.8),
            ring((x, y, top + 0.171), rim * 0.4),
        ]
    return Form(solid=joined(parts))


def _fryer(body: Box) -> Form:
    (x, y, z), (dx, dy, dz) = body.at, body.size
    top = z + dz
    parts = [_counter(body, splash=0.32)]
    for k in range(2):
        left = x + dx * (0.07 + 0.46 * k)
        vat_x, vat_y = dx * 0.40, dy * 0.62
        low = y + dy * 0.12
        parts += [
            box((left, low, top), (vat_x, vat_y, 0.05)),
            _loop(left + 0.03, low + 0.03, vat_x - 0.06, vat_y - 0.06, top + 0.052),
            _loop(left + 0.07, low + 0.10, vat_x - 0.14, vat_y - 0.20, top + 0.053),
            wire(
                [
                    (left + vat_x / 2, low + 0.05, top + 0.06),
                    (left + vat_x / 2, low - 0.22, top + 0.22),
                ]
            ),
        ]
    parts.append(_panel(x, y, z, dx, dz, columns=2))
    return Form(solid=joined(parts))


def _loop(x: float, y: float, dx: float, dy: float, z: float) -> Mesh:
    return wire([(x, y, z), (x + dx, y, z), (x + dx, y + dy, z), (x, y + dy, z), (x, y, z)])


def _panel(
    x: float, y: float, z: float, dx: float, dz: float, *, columns: int = 1, rows: int = 1
) -> Mesh:
    """Door lines on the front, the side towards smaller y."""
    low, high = z + 0.14 * dz, z + 0.88 * dz
    parts = []
    for k in range(columns):
        for j in range(rows):
            left = x + dx * (k + 0.07) / columns
            right = x + dx * (k + 0.93) / columns
            base = low + (high - low) * (j + 0.04) / rows
            top = low + (high - low) * (j + 0.96) / rows
            front = y - 0.012
            corners = [(left, base), (right, base), (right, top), (left, top), (left, base)]
            parts.append(wire([(a, front, b) for a, b in corners]))
    return joined(parts)


def _griddle(body: Box) -> Form:
    (x, y, z), (dx, dy, dz) = body.at, body.size
    plate = box((x + 0.05, y + 0.08, z + dz), (dx - 0.1, dy - 0.2, 0.04))
    splash = _counter(body, splash=0.22)
    return Form(solid=joined([splash, plate, _panel(x, y, z, dx, dz, columns=2)]))


def _steamer(body: Box) -> Form:
    (x, y, z), (dx, _, dz) = body.at, body.size
    if dz > 1.3:
        front = _panel(x, y, z, dx, dz, rows=3)
        return Form(solid=joined([box(body.at, body.size), front]))
    parts = [_counter(body)]
    for cx, cy, half in _cells(body, 0.7):
        for level in range(3):
            low = z + dz + 0.13 * level
            parts.append(cylinder((cx, cy, low), (cx, cy, low + 0.12), half * 0.78))
    return Form(solid=joined(parts))


def _cupboard(columns: int, rows: int) -> Callable[[Box], Form]:
    def build(body: Box) -> Form:
        (x, y, z), (dx, _, dz) = body.at, body.size
        front = _panel(x, y, z, dx, dz, columns=columns, rows=rows)
        return Form(solid=joined([box(body.at, body.size), front]))

    return build


def _table(body: Box) -> Form:
    (x, y, z), (dx, dy, dz) = body.at, body.size
    leg = 0.05
    feet = [
        box((x + a * (dx - leg), y + b * (dy - leg), z), (leg, leg, dz - 0.04))
        for a in (0, 1)
        for b in (0, 1)
    ]
    slabs = [
        box((x, y, z + dz - 0.05), (dx, dy, 0.05)),
        box((x + leg, y + leg, z + 0.22 * dz), (dx - 2 * leg, dy - 2 * leg, 0.03)),
    ]
    return Form(solid=joined([*feet, *slabs]))


def _shelf(body: Box) -> Form:
    (x, y, z), (dx, dy, dz) = body.at, body.size
    posts = [
        box((x + a * (dx - 0.04), y + b * (dy - 0.04), z), (0.04, 0.04, dz))
        for a in (0, 1)
        for b in (0, 1)
    ]
    boards = [box((x, y, z + dz * k), (dx, dy, 0.03)) for k in (0.08, 0.36, 0.64, 0.94)]
    return Form(solid=joined([*posts, *boards]))


def _sink(body: Box) -> Form:
    top = body.at[2] + body.size[2]
    parts = [_counter(body, splash=0.2)]
    for x, y, half in _cells(body, 0.8):
        side = half * 1.3
        parts.append(_loop(x - side / 2, y - side / 2, side, side, top + 0.003))
        parts.append(
            _loop(x - side / 2 + 0.05, y - side / 2 + 0.05, side - 0.1, side - 0.1, top + 0.004)
        )
    return Form(solid=joined(parts))


def _axis(body: Box) -> tuple[FloatArray, FloatArray, float]:
    """Start, end and radius of the round body along the longest side of a box."""
    size = np.array(body.size)
    long = int(np.argmax(size))
    middle = np.array(body.at) + size / 2
    start, end = middle.copy(), middle.copy()
    start[long], end[long] = body.at[long], body.at[long] + size[long]
    return start, end, float(max(np.sort(size)[:2].mean() / 2, 0.02))


def _pipe(body: Box) -> Form:
    start, end, radius = _axis(body)
    return Form(solid=cylinder(start, end, min(radius, 0.12), sides=10))


def _fan(body: Box) -> Form:
    (x, y, z), (dx, dy, dz) = body.at, body.size
    radius = 0.46 * min(dx, dy, dz) if dz > 0 else 0.1
    middle = (x + dx / 2, y + dy / 2, z + dz / 2)
    along = np.array([1.0, 0, 0]) if dx >= dy else np.array([0, 1.0, 0])
    half = along * max(dx, dy) / 2
    drum = cylinder(np.subtract(middle, half), np.add(middle, half), radius)
    inner = [
        cylinder(np.add(middle, half), np.add(middle, half * 1.02), radius * 0.62),
        box((x, y, z), (dx, dy, max(dz / 2 - radius, 0.04))),
    ]
    return Form(solid=joined([drum, *inner]))


def _damper(body: Box) -> Form:
    (x, y, z), (dx, dy, dz) = body.at, body.size
    blade = wire([(x, y, z), (x + dx, y + dy, z + dz)])
    return Form(ghost=joined([box(body.at, body.size), blade]))


def _valve(body: Box) -> Form:
    (x, y, z), (dx, dy, dz) = body.at, body.size
    middle = np.array([x + dx / 2, y + dy / 2, z + 0.4 * dz])
    along = np.array([dx / 2, 0, 0]) if dx >= dy else np.array([0, dy / 2, 0])
    wide = max(min(dx, dy, dz) * 0.5, 0.04)
    top = middle + 0.6 * dz * UP
    parts = [
        cylinder(middle - along, middle, wide, end_radius=wide * 0.25, sides=12),
        cylinder(middle, middle + along, wide * 0.25, end_radius=wide, sides=12),
        cylinder(middle, top, wide * 0.15, sides=8),
        cylinder(top, top + 0.03 * UP, wide, sides=14),
    ]
    return Form(solid=joined(parts))


def _bottle(body: Box) -> Form:
    (x, y, z), (dx, dy, dz) = body.at, body.size
    count = max(1, round(max(dx, dy) / max(min(dx, dy), 0.05)))
    parts = []
    for k in range(count):
        share = (k + 0.5) / count
        cx = x + dx * (share if dx >= dy else 0.5)
        cy = y + dy * (0.5 if dx >= dy else share)
        radius = 0.45 * min(dx, dy)
        parts += [
            cylinder((cx, cy, z), (cx, cy, z + 0.74 * dz), radius),
            cylinder(
                (cx, cy, z + 0.74 * dz), (cx, cy, z + 0.88 * dz), radius, end_radius=radius * 0.4
            ),
            cylinder((cx, cy, z + 0.88 * dz), (cx, cy, z + dz), radius * 0.3, sides=10),
        ]
    return Form(solid=joined(parts))


def _tank(body: Box) -> Form:
    (x, y, z), (dx, dy, dz) = body.at, body.size
    if min(dx, dy) < 0.55 * max(dx, dy):
        return Form(
            solid=joined(
                [box(body.at, body.size), _loop(x + 0.1, y + 0.1, dx - 0.2, dy - 0.2, z + dz)]
            )
        )
    centre, radius = (x + dx / 2, y + dy / 2), min(dx, dy) / 2
    low, high = z + 0.04 * dz, z + 0.92 * dz
    parts = [
        cylinder((*centre, z), (*centre, low), radius * 0.9),
        cylinder((*centre, low), (*centre, high), radius, sides=32),
        cylinder((*centre, high), (*centre, z + dz), radius, end_radius=radius * 0.5, sides=32),
    ]
    return Form(solid=joined(parts))


def _plinth(body: Box, height: float) -> Mesh:
    (x, y, z), (dx, dy, _) = body.at, body.size
    return box((x, y, z), (dx, dy, height))


def _pump(body: Box) -> Form:
    (x, y, z), (dx, dy, dz) = body.at, body.size
    base = 0.12 * dz
    long = 0 if dx >= dy else 1
    along = np.array([1.0, 0, 0]) if long == 0 else np.array([0, 1.0, 0])
    middle = np.array([x + dx / 2, y + dy / 2, z + base + 0.42 * (dz - base)])
    radius = min(0.42 * (dz - base), 0.48 * min(dx, dy))
    half = 0.22 * body.size[long]
    parts = [
        _plinth(body, base),
        cylinder(middle - along * half, middle + along * half, radius),
        cylinder(middle, middle + 0.58 * (dz - base) * UP, radius * 0.34, sides=14),
        cylinder(
            middle + along * half, middle + along * body.size[long] / 2, radius * 0.42, sides=14
        ),
        cylinder(
            middle - along * body.size[long] / 2, middle - along * half, radius * 0.2, sides=10
        ),
    ]
    return Form(solid=joined(parts))


def _motor(body: Box) -> Form:
    (x, y, z), (dx, dy, dz) = body.at, body.size
    base = 0.1 * dz
    long = 0 if dx >= dy else 1
    along = np.array([1.0, 0, 0]) if long == 0 else np.array([0, 1.0, 0])
    middle = np.array([x + dx / 2, y + dy / 2, z + base + (dz - base) / 2])
    radius = min(0.46 * (dz - base), 0.46 * min(dx, dy))
    half = 0.44 * body.size[long]
    parts = [_plinth(body, base), cylinder(middle - along * half, middle + along * half, radius)]
    for share in np.linspace(-0.7, 0.5, 7):  # cooling fins
        place = middle + along * half * share
        parts.append(cylinder(place, place + along * 0.02, radius * 1.06, sides=18))
    lid = middle + radius * 0.8 * UP - np.array([0.09, 0.09, 0.0])
    parts.append(box(lid, (0.18, 0.18, 0.12)))
    return Form(solid=joined(parts))


def _suppression(body: Box) -> Form:
    (x, y, z), (dx, dy, dz) = body.at, body.size
    if dz < 0.35:
        return _pipe(body)
    inner = Box((x + 0.1 * dx, y + 0.1 * dy, z), (0.8 * dx, 0.8 * dy, 0.9 * dz))
    bottle = _bottle(inner).solid
    return Form(solid=bottle, ghost=box(body.at, body.size))


def _door(body: Box, room: tuple[float, float, float]) -> Form:
    """Leaf frame and its swing on the floor, into the room."""
    (x, y, z), (dx, dy, _) = body.at, body.size
    width = max(dx, dy)
    inward = (
        -1.0 if (y + dy / 2 if dx >= dy else x + dx / 2) > room[1 if dx >= dy else 0] / 2 else 1.0
    )
    turn = np.linspace(0, np.pi / 2, 16)
    along, across = width * np.cos(turn), inward * width * np.sin(turn)
    hinge = (x, y + dy / 2) if dx >= dy else (x + dx / 2, y)
    step = (along, across) if dx >= dy else (across, along)
    arc = np.column_stack([hinge[0] + step[0], hinge[1] + step[1], np.full(16, z + 0.012)])
    leaf = np.array([[*hinge, z + 0.012], arc[-1]])
    return Form(ghost=box(body.at, body.size), mark=joined([wire(arc), wire(leaf)]))


def _camera(body: Box, room: tuple[float, float, float]) -> Form:
    """A small housing and the cone that it sees, towards the middle of the floor."""
    middle = np.array(body.at) + np.array(body.size) / 2
    look = np.array([room[0] / 2, room[1] / 2, 0.4 * middle[2]]) - middle
    look /= np.linalg.norm(look)
    side = np.cross(look, [0, 0, 1.0])
    side /= max(float(np.linalg.norm(side)), 1e-6)
    up = np.cross(side, look)
    far = middle + 0.75 * look
    corners = [
        far + 0.32 * a * side + 0.2 * b * up for a, b in ((1, 1), (-1, 1), (-1, -1), (1, -1))
    ]
    cone = [wire([middle, corner]) for corner in corners]
    housing = cylinder(middle - 0.1 * look, middle + 0.08 * look, 0.06, sides=12)
    return Form(solid=housing, mark=joined([*cone, wire([*corners, corners[0]])]))


FORMS: dict[AssetKind, Callable[[Box], Form]] = {
    AssetKind.WALL: _ghost,
    AssetKind.WINDOW: _ghost,
    AssetKind.TABLE: _table,
    AssetKind.WOK: _wok,
    AssetKind.FRYER: _fryer,
    AssetKind.GRIDDLE: _griddle,
    AssetKind.STEAMER: _steamer,
    AssetKind.OVEN: _cupboard(1, 2),
    AssetKind.HOOD: _hood,
    AssetKind.DUCT: _duct,
    AssetKind.FAN: _fan,
    AssetKind.DAMPER: _damper,
    AssetKind.VALVE: _valve,
    AssetKind.PIPE: _pipe,
    AssetKind.CYLINDER: _bottle,
    AssetKind.SUPPRESSION: _suppression,
    AssetKind.CABINET: _cupboard(1, 1),
    AssetKind.PUMP: _pump,
    AssetKind.MOTOR: _motor,
    AssetKind.TANK: _tank,
    AssetKind.FRIDGE: _cupboard(2, 1),
    AssetKind.SINK: _sink,
    AssetKind.SHELF: _shelf,
}
