"""A field model that runs: the columns, and what acts on them a few times a second.

Fire, fans, walls, radiation, openings and background pressure are renewed every TICK seconds and
held between; the flow takes as many steps as it needs (advance.py).
"""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError
from sim.field.advance import BROKEN, DONE, advance
from sim.field.gas import Gas
from sim.field.grid import OUTDOORS, Grid
from sim.field.plant import curve_at
from sim.field.radiation import Apertures
from sim.field.setting import (
    GAS,
    HEAT,
    make_grids,
    padded_faces,
    wall_drag,
)
from sim.field.sources import Sources
from sim.field.state import (
    AX,
    AY,
    AZ,
    COLUMNS,
    DENSITY,
    DRAG_X,
    EDDY,
    FOUND,
    FREE_X,
    INVERSE,
    OPENED_X,
    PER_TRACER,
    PRESSURE,
    REACH_X,
    TARGET,
    TRACER,
    U,
    V,
    W,
)
from sim.field.zones import label
from sim.fire.case import Case

TICK = 0.5
TURNS, START_TURNS, START = 2, 6, 3.0
"""Conjugate gradient turns per step: the change of the pressure is small from step to step, but
not in the first seconds. One turn keeps the heat balance too, but leaves 0.2 K of noise."""
LONGEST = 0.1
"""s, longest time step."""
KEPT = (DENSITY, U, V, W, PRESSURE, TARGET, EDDY)
KEPT_GRIDS = (AX, AY, AZ, INVERSE, FOUND)
"""Columns that outlive a tick; the others are made anew from the grid or within a step."""
Floats = NDArray[np.float64]


class FieldModel(Gas):
    """One case on one grid. `step(seconds)` advances; columns are read through the properties."""

    def __init__(self, case: Case, grid: Grid, *, parts: int = 1, haste: float = 1.0) -> None:
        super().__init__(case, grid)
        self.parts = parts
        self.levels = make_grids(grid)
        self.sources = Sources(self, tick=TICK, haste=haste)
        self.ledger, self.released = self.sources.ledger, self.sources.released
        self.clock = np.array([0.02, 0.0])
        self._fractions, self._apertures = [math.nan], list[Apertures]()
        self._faces()
        self._open()
        self.mass_before = self.mass

    @property
    def mass_error(self) -> float:
        """What neither passed the boundary nor fans and yet appeared, over the mass at start."""
        ledger = self.ledger
        change = self.mass - self.mass_before + ledger.mass_out - ledger.blown
        return abs(change) / self.mass_before

    @property
    def energy_error(self) -> float:
        """Expansion asked for against volume that left: the heat balance of a low-Mach flow,
        because rho cp T is the same everywhere."""
        ledger = self.ledger
        scale = max(abs(ledger.expanded), abs(ledger.convected) / (HEAT / GAS * self.case.pressure))
        return abs(ledger.volume_out - ledger.expanded) / max(scale, 1e-9)

    def step(self, seconds: float = TICK) -> None:
        """Renew what acts, then let the flow run. Raises SimError when it breaks down."""
        self._open()
        self.sources.act(self, self._apertures, seconds)
        self._watched[2][:] = 0.0
        turns = TURNS if self.time > START else START_TURNS
        limits = (LONGEST, self.outside, turns)
        with np.errstate(all="ignore"):
            ended = advance(
                self.table, self.grid.cells, self.levels, seconds, self.clock,
                limits, self._edges, self._watched, self.parts,
            )  # fmt: skip
        self.time += seconds
        if ended != DONE:
            what = (
                "the flow became NaN" if ended == BROKEN else "the flow became too fast to follow"
            )
            raise SimError(
                f"{what} at {self.time:.1f} s", where=self.case.id,
                remedy="Look at the fire's area and hrr and at fan flows, or use a larger cell",
            )  # fmt: skip
        passed = self._watched[2]
        edge = slice(self._cut_faces, None)
        outward = self._edge_out * self._edge_area
        self.ledger.mass_out += float((passed[0, edge] * outward).sum())
        self.ledger.volume_out += float((passed[1, edge] * outward).sum())

    def flows(self) -> list[tuple[Floats, float]]:
        """kg through every face of each opening since the last step began, positive out of `of`,
        openings first, then hatches; and the opening's share of its faces."""
        passed, start, out = self._watched[2][0], 0, []
        for cut in self.grid.holes:
            part = passed[start : start + cut.k.size]
            out.append((part * cut.area * cut.sign, cut.share))
            start += cut.k.size
        return out

    def kept(self) -> dict[str, NDArray[Any]]:
        """All that a model of the same case and grid needs to go on from here, bit by bit."""
        tracers = range(COLUMNS + TRACER, self.table.shape[0], PER_TRACER)
        return {
            "time": np.array(self.time),
            "clock": self.clock,
            "fields": self.table[[*KEPT, *tracers]],
            "levels": self.levels.table[list(KEPT_GRIDS)],
            "open": np.array(self._fractions),
            "gauge": np.array(list(self.gauge.items()), float).reshape(-1, 2),
            **self.sources.kept(),
        }

    def adopt(self, kept: Mapping[str, NDArray[Any]]) -> None:
        """Go on from what another model `kept`."""
        self._set_openings(kept["open"].tolist())
        self.time = float(kept["time"])
        self.clock[:] = kept["clock"]
        self.table[[*KEPT, *range(COLUMNS + TRACER, self.table.shape[0], PER_TRACER)]] = kept[
            "fields"
        ]
        self.levels.table[list(KEPT_GRIDS)] = kept["levels"]
        self.gauge = {int(zone): float(pressure) for zone, pressure in kept["gauge"]}
        self.sources.adopt(kept, self)

    def _flat(
        self, k: NDArray[np.int64], j: NDArray[np.int64], i: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        nx, ny, _ = self.grid.cells
        return np.asarray(((k + 2) * (ny + 2) + j + 1) * (nx + 2) + i + 1)

    def _faces(self) -> None:
        """Faces to watch: those of the openings, then the open boundary."""
        cells, axes = [], []
        for cut in self.grid.holes:
            cells.append(self._flat(cut.k, cut.j, cut.i))
            axes.append(np.full(cut.k.size, cut.hole.axis))
        self._cut_faces = sum(one.size for one in cells)
        outs, areas = [np.zeros(0)], [np.zeros(0)]
        widths = [np.diff(one) for one in self.grid.edges]
        edge_cells = [np.zeros(0, np.int64)]
        edge_axes = [np.zeros(0, np.int64)]
        padded = np.pad(self.grid.kind, 1, constant_values=-2)
        for axis in range(3):
            k, j, i = np.nonzero(self.grid.boundary[axis])
            edge_cells.append(self._flat(k, j, i))
            edge_axes.append(np.full(k.size, axis))
            outs.append(np.where(padded[k + 1, j + 1, i + 1] == OUTDOORS, -1.0, 1.0))
            index = (i, j, k)
            a, b = (one for one in range(3) if one != axis)
            areas.append(widths[a][index[a]] * widths[b][index[b]])
        self._edge_out, self._edge_area = np.concatenate(outs), np.concatenate(areas)
        edge, edge_axis = np.concatenate(edge_cells), np.concatenate(edge_axes)
        self._edges = (edge, edge_axis, -self._edge_out.astype(np.float32))
        face = np.concatenate([*cells, edge]).astype(np.int64)
        along = np.concatenate([*axes, edge_axis]).astype(np.int64)
        self._watched = (face, along, np.zeros((2, face.size)))

    def _open(self) -> None:
        """Set openings to their fraction now, where it has changed."""
        fractions = [curve_at(cut.hole.open, self.time) for cut in self.grid.holes]
        if fractions != self._fractions:
            self._set_openings(fractions)

    def _set_openings(self, fractions: list[float]) -> None:
        """Openings by their open fraction; walls, spaces and what radiation sees follow."""
        shut_changed = [a > 0 for a in fractions] != [a > 0 for a in self._fractions]
        self._fractions = fractions
        opened = [one.copy() for one in self.grid.opened]
        losses = [np.zeros(one.shape) for one in opened]
        for cut, fraction in zip(self.grid.holes, fractions, strict=True):
            at = (cut.k, cut.j, cut.i)
            opened[cut.hole.axis][at] = fraction > 0.0
            losses[cut.hole.axis][at] = loss(cut.share * max(fraction, 1e-3))
        for axis in range(3):
            self.table[OPENED_X + axis] = padded_faces(opened[axis], axis)
            free = opened[axis] & ~self.grid.boundary[axis]
            self.table[FREE_X + axis] = padded_faces(free, axis)
            self.table[U + axis] *= self.table[OPENED_X + axis]
            extra = padded_faces(0.5 * losses[axis], axis) * self.table[REACH_X + axis]
            self.table[DRAG_X + axis] = wall_drag(self.grid, axis) + extra
        if shut_changed or not self._apertures:
            self.zones, sealed = label(self.grid, opened)
            self.gauge = {one: self.gauge.get(one, 0.0) for one in sealed}
        self._apertures = [self._holes_of(n, fractions) for n in range(len(self.rooms))]

    def _holes_of(self, room: int, fractions: list[float]) -> Apertures:
        """Openings of a room as radiation sees them."""
        areas, middles, axes = [np.zeros(0)], [np.zeros((0, 3))], [np.zeros(0, np.int64)]
        for cut, fraction in zip(self.grid.holes, fractions, strict=True):
            back = [cut.k, cut.j, cut.i]
            back[2 - cut.hole.axis] = back[2 - cut.hole.axis] - 1
            here = (self.grid.kind[cut.k, cut.j, cut.i] == room) | (
                self.grid.kind[tuple(back)] == room
            )
            if fraction > 0.0 and here.any():
                x, y, z = self.grid.middles
                middle = np.stack([x[cut.i], y[cut.j], z[cut.k]], -1)
                middle[:, cut.hole.axis] = cut.hole.low[cut.hole.axis]
                areas.append((cut.area * cut.share * fraction)[here])
                middles.append(middle[here])
                axes.append(np.full(int(here.sum()), cut.hole.axis))
        return Apertures(np.concatenate(areas), np.concatenate(middles), np.concatenate(axes))


def loss(open_share: float) -> float:
    """Loss coefficient of a face that is open in part: what a sharp-edged slot of that share
    loses beyond the grid's own jet, with a contraction of 0.7."""
    if open_share >= 0.995:
        return 0.0
    return float((1.0 / (0.7 * open_share)) ** 2 - 1.0)
