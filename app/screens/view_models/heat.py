"""Where on the floor plan it is serious: a field from alarms and from values off their band.

Every point that is in alarm or outside its normal band adds a Gaussian bump at its place, unless
it looks from afar or tells a state: the fire is not in the camera, nor in the panel. The field
shows urgency, not temperature; it is no fire model.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.screens.view_models.site_values import PointLine
from twin.quality import Severity
from twin.site.model import Layout

FloatArray = npt.NDArray[np.float32]

CELL_M = 0.125
REACH_M = 1.1  # half the spacing of detectors on a cooking line
WEIGHT = {0: 1.0, 1: 0.7, 2: 0.4, 3: 0.22, -1: 0.0}
FROM_AFAR = ("flame score", "smoke score", "hot spot")
DEVIATION_WEIGHT, STEPS = 0.35, 20


@dataclass(frozen=True, slots=True, eq=False)
class HeatField:
    """field (ny, nx) float32 in 0..1, row 0 at y0; extent (x0, x1, y0, y1) in m."""

    field: FloatArray
    extent: tuple[float, float, float, float]


def heat_field(layout: Layout, lines: Sequence[PointLine]) -> HeatField:
    """Field over the whole floor of a site."""
    width, depth, _ = layout.size
    nx, ny = max(2, round(width / CELL_M)), max(2, round(depth / CELL_M))
    x = (np.arange(nx) + 0.5) * width / nx
    y = (np.arange(ny) + 0.5) * depth / ny
    total = np.zeros((ny, nx))
    for line in lines:
        weight = weight_of(line)
        if weight > 0:
            px, py, _ = line.point.at
            bump_x = np.exp(-0.5 * ((x - px) / REACH_M) ** 2)
            bump_y = np.exp(-0.5 * ((y - py) / REACH_M) ** 2)
            total = 1 - (1 - total) * (1 - weight * np.outer(bump_y, bump_x))
    return HeatField(total.astype(np.float32), (0.0, width, 0.0, depth))


def weight_of(line: PointLine) -> float:
    """How much a point adds at its own place, 0 to 1."""
    if line.point.is_discrete or line.point.kind in FROM_AFAR:
        return 0.0
    # In steps: noise alone must not make a new picture.
    return max(WEIGHT[line.priority], DEVIATION_WEIGHT * round(deviation(line) * STEPS) / STEPS)


def deviation(line: PointLine) -> float:
    """How far a good value stands outside its normal band, 0 in the band, 1 at the end of range."""
    band, (low, high) = line.point.normal, line.point.range
    if band is None or line.severity is Severity.BAD or not np.isfinite(line.value):
        return 0.0
    above = (line.value - band[1]) / max(high - band[1], 1e-9)
    below = (band[0] - line.value) / max(band[0] - low, 1e-9)
    return float(np.clip(max(above, below, 0.0), 0.0, 1.0))
