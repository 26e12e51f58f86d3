"""The floor plan: a grid of one metre, zone borders, and the soft shadow under the equipment."""

import numpy as np
import numpy.typing as npt

from app.screens.scene3d.layers import Float32Array, Image
from app.screens.scene3d.states import Extent
from twin.site.model import AssetKind, Layout

PIXELS_PER_METRE = 20
HANGING = 0.9  # what begins higher above the floor throws no contact shadow, m
SHADOW_ABOVE_FLOOR = 0.006
FLAT = (AssetKind.DOOR, AssetKind.WINDOW, AssetKind.PIPE, AssetKind.VALVE, AssetKind.CAMERA)


def floor_lines(layout: Layout) -> Float32Array:
    """Grid of one metre and the zones' borders, segments (e, 2, 3)."""
    dx, dy, _ = layout.size
    z = 0.003
    across = [[(x, 0, z), (x, dy, z)] for x in np.arange(1.0, dx, 1.0)]
    along = [[(0, y, z), (dx, y, z)] for y in np.arange(1.0, dy, 1.0)]
    return np.array([*across, *along, *_outside(layout)], dtype=np.float32).reshape(-1, 2, 3)


def _outside(layout: Layout) -> list[list[tuple[float, float, float]]]:
    """Borders of zones beyond the walls on this floor: dining room, corridor."""
    dx, dy, _ = layout.size
    segments = []
    for zone in layout.zones:
        (x, y, z), (wide, deep, _) = zone.box.at, zone.box.size
        if z != 0 or (x >= 0 and y >= 0 and x + wide <= dx and y + deep <= dy):
            continue
        loop = [(x, y, 0.0), (x + wide, y, 0.0), (x + wide, y + deep, 0.0), (x, y + deep, 0.0)]
        segments += [[loop[k], loop[(k + 1) % 4]] for k in range(4)]
    return segments


def floor_quad(extent: Extent, z: float) -> Float32Array:
    """The quad of an `Image` whose first row lies at y0, (4, 3)."""
    x0, x1, y0, y1 = extent
    return np.array([(x0, y0, z), (x1, y0, z), (x1, y1, z), (x0, y1, z)], dtype=np.float32)


def floor_shadow(layout: Layout, *, strength: float) -> Image:
    """Darkness where equipment stands near the floor, blurred over about 0.4 m; ambient
    occlusion worked out once, which costs nothing per frame."""
    dx, dy, _ = layout.size
    cover = np.zeros((max(2, round(dy * PIXELS_PER_METRE)), max(2, round(dx * PIXELS_PER_METRE))))
    for asset in layout.assets:
        (x, y, z), (wide, deep, _) = asset.box.at, asset.box.size
        if z > HANGING or asset.kind in FLAT:
            continue
        low, high = _cells(y, deep), _cells(x, wide)
        cover[low[0] : low[1], high[0] : high[1]] = 1.0 - 0.6 * z / HANGING
    pixels = np.zeros((*cover.shape, 4), np.uint8)
    pixels[..., 3] = np.rint(255 * strength * np.clip(_blurred(cover, PIXELS_PER_METRE // 4), 0, 1))
    return Image("shadow", floor_quad((0.0, dx, 0.0, dy), SHADOW_ABOVE_FLOOR), pixels)


def _cells(start: float, length: float) -> tuple[int, int]:
    first = max(0, round(start * PIXELS_PER_METRE))
    return first, max(first + 1, round((start + length) * PIXELS_PER_METRE))


def _blurred(field: npt.NDArray[np.float64], reach: int) -> npt.NDArray[np.float64]:
    """Three passes of a box blur, close to a Gaussian."""
    for _ in range(3):
        for axis in (0, 1):
            padded = np.pad(
                field, [(reach + 1, reach) if k == axis else (0, 0) for k in (0, 1)], "edge"
            )
            total = np.cumsum(padded, axis=axis)
            ahead = np.take(total, range(2 * reach + 1, total.shape[axis]), axis=axis)
            behind = np.take(total, range(total.shape[axis] - 2 * reach - 1), axis=axis)
            field = (ahead - behind) / (2 * reach + 1)
    return field
