"""The body of an asset, and the parts that many bodies share: counters, cells, door lines."""

from dataclasses import dataclass

import numpy as np

from app.screens.scene3d.mesh import Mesh, box, joined, wire
from twin.site.model import Box

NOTHING = joined([])


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """The body of one asset; `mark` is drawn as lines on the floor (a door's swing)."""

    solid: Mesh = NOTHING
    ghost: Mesh = NOTHING
    mark: Mesh = NOTHING


def counter(body: Box, *, top: float = 0.04, splash: float = 0.0) -> Mesh:
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


def cells(body: Box, pitch: float) -> list[tuple[float, float, float]]:
    """Centres (x, y) and free half width of equal cells along the longer side."""
    (x, y, _), (dx, dy, _) = body.at, body.size
    count = max(1, round(max(dx, dy) / pitch))
    share = (np.arange(count) + 0.5) / count
    if dx >= dy:
        return [(x + s * dx, y + dy * 0.46, min(dx / count, dy) / 2) for s in share]
    return [(x + dx * 0.5, y + s * dy, min(dy / count, dx) / 2) for s in share]


def loop(x: float, y: float, dx: float, dy: float, z: float) -> Mesh:
    """A closed level line."""
    return wire([(x, y, z), (x + dx, y, z), (x + dx, y + dy, z), (x, y + dy, z), (x, y, z)])


def panel(
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
