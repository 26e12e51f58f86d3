"""The flame as a volume of heat: as high as Heskestad's flame, as wide as the burning surface."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError
from sim.field.grid import Grid
from sim.fire.case import Fire
from sim.fire.constants import FLAME_LIMIT, O2_LIMIT, O2_LIMIT_WIDTH
from sim.fire.formulas import heskestad_flame_height

Integers = NDArray[np.intp]
Floats = NDArray[np.float64]
REFRESH = 0.05
"""The flame volume is made anew when the heat release has changed by this share."""


@dataclass(frozen=True, slots=True)
class Flame:
    """Cells (k, j, i) of a flame, the share of the heat in each; the cells around its lower half,
    where its air comes from; middle: where it radiates from, m; hrr it was made for, W."""

    cells: tuple[Integers, Integers, Integers]
    share: Floats
    around: tuple[Integers, Integers, Integers]
    middle: tuple[float, float, float]
    hrr: float


def make_flame(grid: Grid, room: int, fire: Fire, hrr: float) -> Flame:
    """The flame of a fire. Raises SimError when no gas lies above the burning surface."""
    half = 0.5 * math.sqrt(fire.area)
    diameter = math.sqrt(4.0 * fire.area / math.pi)
    height = max(heskestad_flame_height(max(hrr, 1e3), diameter), 0.1)
    usable = (grid.kind == room) & ~grid.solid
    base = _base(grid, usable, fire)
    spans = (
        _overlap(grid.edges[2], base, base + height),
        _overlap(grid.edges[1], fire.at[1] - half, fire.at[1] + half),
        _overlap(grid.edges[0], fire.at[0] - half, fire.at[0] + half),
    )
    weight = spans[0][:, None, None] * spans[1][None, :, None] * spans[2][None, None, :]
    weight = np.where(usable, weight, 0.0)
    if weight.sum() <= 0.0:
        raise SimError(
            "no gas above the burning surface", where=fire.id,
            remedy="Put the fire inside its compartment and outside obstacles",
        )  # fmt: skip
    cells = np.nonzero(weight)
    near = np.zeros(weight.shape, bool)
    near[
        cells[0].min() : (cells[0].min() + cells[0].max()) // 2 + 1,
        max(cells[1].min() - 1, 0) : cells[1].max() + 2,
        max(cells[2].min() - 1, 0) : cells[2].max() + 2,
    ] = True
    middle = (fire.at[0], fire.at[1], base + height / 3.0)
    around = np.nonzero(near & usable)
    return Flame(
        (cells[0], cells[1], cells[2]),
        weight[cells] / weight.sum(),
        (around[0], around[1], around[2]),
        middle,
        hrr,
    )


def _base(grid: Grid, usable: NDArray[np.bool_], fire: Fire) -> float:
    """Height of the burning surface, lifted out of an obstacle it may stand on."""
    x, y, _ = grid.middles
    i, j = int(abs(x - fire.at[0]).argmin()), int(abs(y - fire.at[1]).argmin())
    free = usable[:, j, i] & (grid.edges[2][1:] > fire.at[2] + 1e-6)
    if not free.any():
        return fire.at[2]
    return max(fire.at[2], float(grid.edges[2][int(np.argmax(free))]))


def _overlap(edges: Floats, low: float, high: float) -> Floats:
    """Length of every cell that lies between low and high."""
    return np.asarray(np.maximum(np.minimum(edges[1:], high) - np.maximum(edges[:-1], low), 0.0))


def burns(oxygen: float, temperature: float) -> float:
    """Share of a fire that air of this oxygen (kg/kg) and temperature feeds; Beyler."""
    limit = O2_LIMIT * max(FLAME_LIMIT - temperature, 0.0) / (FLAME_LIMIT - 293.15)
    return 0.5 * (1.0 + math.tanh((oxygen - limit) / O2_LIMIT_WIDTH))
