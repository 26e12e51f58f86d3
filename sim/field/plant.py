"""Fans and hoods as sinks and sources of volume in the cells around their grilles."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError
from sim.field.grid import Grid
from sim.fire.case import OUTSIDE, Case, Curve, Fan, Hood
from sim.fire.constants import FULL_FLOW, GAS_CONSTANT, STALL

Integers = NDArray[np.int64]
FACE_SPEED = 2.0
"""m/s; a grille is spread over as many cells as keep the speed into it below this."""


@dataclass(frozen=True, slots=True)
class Mover:
    """Moves `flow` m3/s times `running` from cells to cells (rows of the flattened grid); an
    empty side is the outside. counted: kg/m3 of the gas in which the flow is counted, 0 for that
    of the side it comes from."""

    id: str
    flow: float
    running: Curve
    drawn: Integers
    blown: Integers
    counted: float = 0.0

    def volume(self, density: float) -> float:
        """m3/s at full speed of gas of so many kg/m3."""
        return self.flow * (self.counted / density if self.counted else 1.0)


def make_movers(case: Case, grid: Grid) -> list[Mover]:
    """All fans and hoods of a case."""
    movers = [_fan(case, grid, one) for one in case.fans]
    return movers + [_hood(case, grid, one) for one in case.hoods]


def curve_at(curve: Curve, time: float) -> float:
    """Value of a curve at a time: straight lines, constant outside."""
    times, values = zip(*curve, strict=True)
    return float(np.interp(time, times, values))


def stalled(against: float) -> float:
    """Share of a fan's flow that is left against a pressure, Pa."""
    return min(1.0, max(0.0, (STALL - against) / (STALL - FULL_FLOW)))


def _fan(case: Case, grid: Grid, fan: Fan) -> Mover:
    return Mover(
        fan.id, fan.flow, fan.running,
        _grille(case, grid, fan, fan.of, fan.of_height),
        _grille(case, grid, fan, fan.to, fan.to_height),
        case.pressure / (GAS_CONSTANT * fan.counted_at) if fan.counted_at else 0.0,
    )  # fmt: skip


def _grille(case: Case, grid: Grid, fan: Fan, name: str, height: float | None) -> Integers:
    if name == OUTSIDE:
        return np.zeros(0, np.int64)
    number = [one.id for one in case.compartments].index(name)
    room = case.compartments[number]
    place = fan.place or (room.at[0] + 0.5 * room.size[0], room.at[1] + 0.5 * room.size[1])
    z = room.at[2] + (0.5 * room.size[2] if height is None else height)
    usable = (grid.kind == number) & ~grid.solid
    return _nearest(grid, usable, (place[0], place[1], z), fan.flow, fan.id)


def _hood(case: Case, grid: Grid, hood: Hood) -> Mover:
    """Draws from the cells under the top of the canopy, all along it."""
    number = [one.id for one in case.compartments].index(hood.compartment)
    low, high = hood.at, tuple(a + b for a, b in zip(hood.at, hood.size, strict=True))
    usable = (grid.kind == number) & ~grid.solid
    x, y, z = grid.middles
    inside = (
        ((z > low[2]) & (z < high[2]))[:, None, None]
        & ((y > low[1]) & (y < high[1]))[None, :, None]
        & ((x > low[0]) & (x < high[0]))[None, None, :]
        & usable
    )
    if inside.any():
        top = np.nonzero(inside)[0].max()
        inside[:top] = False
        return Mover(
            hood.id, hood.flow, hood.running, np.flatnonzero(inside), np.zeros(0, np.int64)
        )
    middle = tuple(0.5 * (a + b) for a, b in zip(low, high, strict=True))
    cells = _nearest(grid, usable, (middle[0], middle[1], middle[2]), hood.flow, hood.id)
    return Mover(hood.id, hood.flow, hood.running, cells, np.zeros(0, np.int64))


def _nearest(
    grid: Grid, usable: NDArray[np.bool_], place: tuple[float, float, float], flow: float, name: str
) -> Integers:
    """Enough cells around a place for the flow."""
    cells = np.flatnonzero(usable)
    if cells.size == 0:
        raise SimError("no gas around it", where=name, remedy="Move it out of the obstacles")
    x, y, z = grid.middles
    away = (
        (z - place[2])[:, None, None] ** 2
        + (y - place[1])[None, :, None] ** 2
        + (x - place[0])[None, None, :] ** 2
    ).ravel()[cells]
    width = float(np.median(np.diff(grid.edges[0])))
    count = max(1, math.ceil(flow / FACE_SPEED / width**2))
    return cells[np.argsort(away, kind="stable")[:count]]
