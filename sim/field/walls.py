"""Surfaces of the rooms: heat from the gas into layered walls, one slab per cell face.

Conduction is implicit on a few nodes from the surface outwards; a slab knows nothing of its
neighbours. The far side loses heat to the surroundings at the starting temperature.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.field.grid import Grid
from sim.fire.case import Case, Compartment, Material
from sim.fire.constants import CONVECTION_FLAT, CONVECTION_OUTSIDE, CONVECTION_WALL

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
FORCED = 5.5
"""W/m2/K at 1 m/s: 0.037 Re^0.8 Pr^(1/3) k / L of a turbulent boundary layer, L = 1 m, air 330 K
(Incropera), with speed^0.8."""
NODES = 8
FIRST = 20.0
"""s; the first node is half as thick as heat creeps in this time."""


@dataclass(slots=True)
class Slabs:
    """Surfaces of one build-up: their places in the surface table, temperature (nodes, n) K;
    inverse (nodes, nodes): one implicit time step; near: W/m2/K from the surface to node 0;
    first: J/m2/K of node 0; back: what the surroundings add per step, K."""

    which: Integers
    temperature: Floats
    inverse: Floats
    near: float
    warming: Floats
    back: Floats


@dataclass(slots=True)
class Surfaces:
    """Columns of length n. cell: row in the flattened (nz, ny, nx); area m2; room; axis the face
    looks along and side (-1 below, +1 above the cell); middle (n, 3) m; emissivity;
    temperature K of the surface itself; slabs: the conduction behind it."""

    cell: Integers
    area: Floats
    room: Integers
    axis: Integers
    side: Integers
    middle: Floats
    emissivity: Floats
    temperature: Floats
    slabs: list[Slabs]

    def convection(self, gas: Floats, speed: Floats) -> Floats:
        """W/m2/K: the larger of free and forced convection."""
        free = np.where(self.axis == 2, CONVECTION_FLAT, CONVECTION_WALL)
        free = free * np.cbrt(np.abs(gas - self.temperature))
        return np.maximum(free, FORCED * speed**0.8)

    def step(self, gas: Floats, speed: Floats, radiation: Floats) -> Floats:
        """Conduct for one time step; radiation: W/m2 net into the surface. Returns the W/m2 that
        the gas lost."""
        coefficient = self.convection(gas, speed)
        taken = np.empty_like(gas)
        for one in self.slabs:
            at = one.which
            h = coefficient[at]
            surface = (one.near * one.temperature[0] + h * gas[at] + radiation[at]) / (one.near + h)
            taken[at] = h * (gas[at] - surface)
            self.temperature[at] = surface
            heating = taken[at] + radiation[at]
            load = one.temperature + one.warming[:, None] * heating[None, :] + one.back[:, None]
            one.temperature = one.inverse @ load
        return taken


def make_surfaces(case: Case, grid: Grid, dt: float, haste: float) -> Surfaces:
    """Every wall face of every room that has layers. haste: the walls' heat capacity is divided
    by it, which brings a steady state sooner and does not change it."""
    parts = []
    for number, room in enumerate(case.compartments):
        for axis in range(3):
            for side in (-1, 1):
                layers = _layers(room, axis, side)
                if layers:
                    parts.append((number, axis, side, layers, _faces(grid, number, axis, side)))
    cells = [one[4] for one in parts]
    which = np.concatenate(cells) if cells else np.zeros(0, np.int64)
    columns = [
        np.concatenate([np.full(c.size, p[n]) for p, c in zip(parts, cells, strict=True)])
        if cells else np.zeros(0, np.int64) for n in range(3)
    ]  # fmt: skip
    nx, ny, _ = grid.cells
    k, j, i = which // (nx * ny), which // nx % ny, which % nx
    middle = np.stack([grid.middles[0][i], grid.middles[1][j], grid.middles[2][k]], -1)
    widths = [np.diff(one) for one in grid.edges]
    dx, dy, dz = widths[0][i], widths[1][j], widths[2][k]
    area = np.where(columns[1] == 0, dy * dz, np.where(columns[1] == 1, dx * dz, dx * dy))
    for axis, width in enumerate((dx, dy, dz)):
        middle[:, axis] += np.where(columns[1] == axis, 0.5 * width * columns[2], 0.0)
    slabs, emissivity, start = [], np.zeros(which.size), 0
    for part in parts:
        at = np.arange(start, start + part[4].size)
        slabs.append(_slabs(part[3], at, case.inside, dt * haste))
        emissivity[at] = part[3][0].emissivity
        start += at.size
    temperature = np.full(which.size, case.inside)
    return Surfaces(
        which, area, columns[0], columns[1], columns[2], middle, emissivity, temperature, slabs
    )


def _layers(room: Compartment, axis: int, side: int) -> tuple[Material, ...]:
    if axis < 2:
        return room.walls
    return room.floor if side < 0 else room.ceiling


def _faces(grid: Grid, number: int, axis: int, side: int) -> Integers:
    """Cells of a room with a closed face on this side that ends the room."""
    along = 2 - axis
    count = grid.kind.shape[along]
    inside = (grid.kind == number) & ~grid.solid
    opened = np.take(grid.opened[axis], np.arange(count) + (1 if side > 0 else 0), along)
    beyond = np.roll(grid.kind, -side, along)
    edge = [slice(None)] * 3
    edge[along] = slice(-1, None) if side > 0 else slice(0, 1)
    beyond[tuple(edge)] = -9
    return np.flatnonzero(inside & ~opened & (beyond != number)).astype(np.int64)


def _slabs(layers: tuple[Material, ...], which: Integers, start: float, dt: float) -> Slabs:
    """Nodes that grow from the surface outwards, and the matrix of one implicit step."""
    thick = sum(one.thickness for one in layers)
    creep = np.sqrt(layers[0].conductivity / layers[0].density / layers[0].specific_heat * FIRST)
    first = min(0.5 * creep, thick / NODES)
    growth = 1.0
    for _ in range(60):
        total = first * sum(growth**n for n in range(NODES))
        growth *= (thick / total) ** (1.0 / NODES)
    width = first * growth ** np.arange(NODES)
    width *= thick / width.sum()
    edges = np.concatenate([[0.0], np.cumsum(width)])
    ends = np.concatenate([[0.0], np.cumsum([one.thickness for one in layers])])
    top = np.minimum(edges[1:, None], ends[None, 1:])
    share = np.maximum(top - np.maximum(edges[:-1, None], ends[None, :-1]), 0.0)
    capacity = share @ np.array([one.density * one.specific_heat for one in layers])
    resistance = share @ np.array([1.0 / one.conductivity for one in layers])
    between = 1.0 / (0.5 * resistance[:-1] + 0.5 * resistance[1:])
    outer = 1.0 / (0.5 * resistance[-1] + 1.0 / CONVECTION_OUTSIDE)
    matrix = np.eye(NODES)
    for n in range(NODES - 1):
        for a, b in ((n, n + 1), (n + 1, n)):
            matrix[a, a] += dt * between[n] / capacity[a]
            matrix[a, b] -= dt * between[n] / capacity[a]
    matrix[-1, -1] += dt * outer / capacity[-1]
    back = np.zeros(NODES)
    back[-1] = dt * outer / capacity[-1] * start
    warming = np.zeros(NODES)
    warming[0] = dt / capacity[0]
    return Slabs(
        which, np.full((NODES, which.size), start), np.asarray(np.linalg.inv(matrix), np.float64),
        2.0 / float(resistance[0]), warming, back,
    )  # fmt: skip
