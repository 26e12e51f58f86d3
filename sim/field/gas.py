"""The gas of a case on a grid: its columns at one time, and how they are read."""

import numpy as np
from numpy.typing import NDArray

from sim.field.fuel import kinds_of, share
from sim.field.grid import OUTDOORS, Grid
from sim.field.setting import GAS, inner, inner_faces, make_fields
from sim.field.state import COLUMNS, DENSITY, PER_TRACER, U
from sim.fire.case import Case


class Gas:
    """table: the columns (state.py); kinds: fuels, a tracer each, kind_of_fire their row for every
    fire; rooms: cells of every compartment; zones (nz, ny, nx): connected spaces by number, gauge:
    Pa of those that are sealed; outside: density beyond the grid, kg/m3; volume m3 of cells."""

    def __init__(self, case: Case, grid: Grid) -> None:
        self.case, self.grid, self.time = case, grid, 0.0
        self.kinds, self.kind_of_fire = kinds_of(case)
        self.outside = case.pressure / (GAS * case.ambient)
        indoors = (grid.kind > OUTDOORS) & grid.fluid
        density = np.where(indoors, case.pressure / (GAS * case.inside), self.outside)
        self.table = make_fields(
            grid, density=density, ambient=self.outside, tracers=len(self.kinds)
        )
        self.volume = grid.volume
        self.rooms = [
            np.flatnonzero((grid.kind == n) & grid.fluid) for n in range(len(case.compartments))
        ]
        self.zones = np.full(grid.kind.shape, -1, np.int64)
        self.gauge: dict[int, float] = {}

    @property
    def density(self) -> NDArray[np.float32]:
        """kg/m3, (nz, ny, nx)."""
        return inner(self.table[DENSITY], self.grid.cells)

    @property
    def temperature(self) -> NDArray[np.float32]:
        """K, (nz, ny, nx)."""
        pressure = np.full(self.density.shape, self.case.pressure, np.float32)
        for zone, gauge in self.gauge.items():
            pressure[self.zones == zone] += gauge
        return np.asarray(pressure / (np.float32(GAS) * self.density), np.float32)

    @property
    def velocity(self) -> NDArray[np.float32]:
        """m/s at the cell middles, (3, nz, ny, nx)."""
        parts = []
        for axis in range(3):
            faces = inner_faces(self.table[U + axis], self.grid.cells, axis)
            n = faces.shape[2 - axis]
            low = np.take(faces, range(n - 1), 2 - axis)
            parts.append(0.5 * (low + np.take(faces, range(1, n), 2 - axis)))
        return np.stack(parts).astype(np.float32)

    def speed_at(self, cells: NDArray[np.int64]) -> NDArray[np.float32]:
        """m/s at the middles of cells, rows of the flattened (nz, ny, nx)."""
        nx, ny, _ = self.grid.cells
        k, j, i = cells // (nx * ny), cells // nx % ny, cells % nx
        sy, sz = nx + 2, (nx + 2) * (ny + 2)
        at = (k + 2) * sz + (j + 1) * sy + i + 1
        parts = [0.5 * (self.table[U + a][at] + self.table[U + a][at + s])
                 for a, s in enumerate((1, sy, sz))]  # fmt: skip
        return np.asarray(np.linalg.norm(np.stack(parts), axis=0), np.float32)

    def fraction(self, name: str) -> NDArray[np.float32]:
        """Mass fraction of a gas or of soot, (nz, ny, nx)."""
        rows = self.table[COLUMNS::PER_TRACER]
        tracers = np.stack([inner(one, self.grid.cells) for one in rows]) if len(rows) else (
            np.zeros((0, *self.density.shape), np.float32)
        )  # fmt: skip
        return share(self.kinds, tracers, name)

    @property
    def mass(self) -> float:
        """kg of gas."""
        return float((self.density * self.volume)[self.grid.fluid].sum(dtype=float))
