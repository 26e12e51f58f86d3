"""Air, gas, water and what moves them: hoods, ducts, fans, valves, bottles, pumps."""

import numpy as np
import numpy.typing as npt

from app.screens.scene3d.form import Form, loop
from app.screens.scene3d.mesh import Mesh, box, cylinder, frustum, joined, wire
from twin.site.model import Box

FloatArray = npt.NDArray[np.float64]

UP = np.array([0.0, 0.0, 1.0])


def hood_form(body: Box) -> Form:
    """A skirt under a slanted top."""
    dx, dy, dz = body.size
    skirt = min(0.18, dz / 3)
    x, y, z = body.at
    low = box(body.at, (dx, dy, skirt))
    high = frustum((x, y, z + skirt), (dx, dy, dz - skirt), top=(0.12 * dx, 0.28 * dy))
    return Form(ghost=joined([low, high]))


def duct_form(body: Box) -> Form:
    """A box with a flange every sheet."""
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


def _axis(body: Box) -> tuple[FloatArray, FloatArray, float]:
    """Start, end and radius of the round body along the longest side of a box."""
    size = np.array(body.size)
    long = int(np.argmax(size))
    middle = np.array(body.at) + size / 2
    start, end = middle.copy(), middle.copy()
    start[long], end[long] = body.at[long], body.at[long] + size[long]
    return start, end, float(max(np.sort(size)[:2].mean() / 2, 0.02))


def pipe_form(body: Box) -> Form:
    """A round body along the longest side."""
    start, end, radius = _axis(body)
    return Form(solid=cylinder(start, end, min(radius, 0.12), sides=10))


def fan_form(body: Box) -> Form:
    """A drum on its feet."""
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


def damper_form(body: Box) -> Form:
    """A frame with its blade."""
    (x, y, z), (dx, dy, dz) = body.at, body.size
    blade = wire([(x, y, z), (x + dx, y + dy, z + dz)])
    return Form(ghost=joined([box(body.at, body.size), blade]))


def valve_form(body: Box) -> Form:
    """Two cones and a hand wheel."""
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


def bottle_form(body: Box) -> Form:
    """Cylinders with necks, as many as stand in the box."""
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


def tank_form(body: Box) -> Form:
    """A round vessel, or a trough when it is long."""
    (x, y, z), (dx, dy, dz) = body.at, body.size
    if min(dx, dy) < 0.55 * max(dx, dy):
        return Form(
            solid=joined(
                [box(body.at, body.size), loop(x + 0.1, y + 0.1, dx - 0.2, dy - 0.2, z + dz)]
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


def pump_form(body: Box) -> Form:
    """A casing with its branch and shaft on a plinth."""
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


def motor_form(body: Box) -> Form:
    """A finned drum on a plinth."""
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


def suppression_form(body: Box) -> Form:
    """A cabinet with bottles, or a pipe with nozzles."""
    (x, y, z), (dx, dy, dz) = body.at, body.size
    if dz < 0.35:
        return pipe_form(body)
    inner = Box((x + 0.1 * dx, y + 0.1 * dy, z), (0.8 * dx, 0.8 * dy, 0.9 * dz))
    bottle = bottle_form(inner).solid
    return Form(solid=bottle, ghost=box(body.at, body.size))
