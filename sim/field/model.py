"""A field model that runs: the columns, and what acts on them a few times a second.

Fire, fans, walls, radiation, openings and background pressure are renewed every TICK seconds and
held between; the flow takes as many steps as it needs (advance.py).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError
from sim.field.advance import BROKEN, DONE, advance
from sim.field.flame import REFRESH, Flame, burns, make_flame
from sim.field.fuel import Kind, kinds_of, share
from sim.field.grid import OUTDOORS, Grid
from sim.field.plant import curve_at, make_movers, stalled
from sim.field.radiation import Apertures, absorption, exchange
from sim.field.setting import (
    GAS,
    HEAT,
    inner,
    inner_faces,
    make_fields,
    make_grids,
    padded_faces,
    wall_drag,
)
from sim.field.state import (
    COLUMNS,
    DENSITY,
    DRAG_X,
    FREE_X,
    GAIN,
    OPENED_X,
    PER_TRACER,
    REACH_X,
    SINK,
    SLOW,
    TRACER_GAIN,
    U,
)
from sim.field.walls import make_surfaces
from sim.field.zones import label, relax
from sim.fire.case import Case

TICK = 0.5
TURNS, START_TURNS, START = 2, 6, 3.0
"""Conjugate gradient turns per step: the change of the pressure is small from step to step, but
not in the first seconds."""
LONGEST = 0.1
"""s, longest time step."""
Floats = NDArray[np.float64]


@dataclass(slots=True)
class Ledger:
    """Sums since the start. heat: W s by where it went; mass_in, volume_in: kg, m3 through the
    open boundary; blown kg by fans; expanded m3: what the sources asked for."""

    released: float = 0.0
    convected: float = 0.0
    walls: float = 0.0
    radiated_out: float = 0.0
    mass_out: float = 0.0
    volume_out: float = 0.0
    blown: float = 0.0
    expanded: float = 0.0


class FieldModel:
    """One case on one grid. `step(seconds)` advances; columns are read through the properties."""

    def __init__(self, case: Case, grid: Grid, *, parts: int = 1, haste: float = 1.0) -> None:
        self.case, self.grid, self.parts = case, grid, parts
        self.time = 0.0
        self.kinds, self.kind_of_fire = kinds_of(case)
        self.outside = case.pressure / (GAS * case.ambient)
        indoors = (grid.kind > OUTDOORS) & grid.fluid
        density = np.where(indoors, case.pressure / (GAS * case.inside), self.outside)
        self.table = make_fields(
            grid, density=density, ambient=self.outside, tracers=len(self.kinds)
        )
        self.levels = make_grids(grid)
        self.surfaces = make_surfaces(case, grid, TICK, haste)
        self.movers = make_movers(case, grid)
        self.volume = grid.volume
        self.rooms = [
            np.flatnonzero((grid.kind == n) & grid.fluid) for n in range(len(case.compartments))
        ]
        self.flames: list[Flame | None] = [None] * len(case.fires)
        self.released = np.zeros(len(case.fires))
        self.clock = np.array([0.02, 0.0])
        self.ledger = Ledger()
        self._fractions = [math.nan]
        self._faces()
        self.gauge: dict[int, float] = {}
        self._open()
        self.mass_before = self.mass

    # --- columns -----------------------------------------------------------------------------

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

    # --- running -----------------------------------------------------------------------------

    def step(self, seconds: float = TICK) -> None:
        """Renew what acts, then let the flow run. Raises SimError when it breaks down."""
        self._open()
        self._sources(seconds)
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
        """Set openings to their fraction now; when one changes, walls and spaces are found anew."""
        fractions = [curve_at(cut.hole.open, self.time) for cut in self.grid.holes]
        if fractions == self._fractions:
            return
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
        if shut_changed or not hasattr(self, "zones"):
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

    def _sources(self, dt: float) -> None:
        """Heat, sinks and gains of the next dt seconds."""
        shape = self.density.shape
        heat, sink, gain = np.zeros(shape), np.zeros(shape), np.zeros(shape)
        tracer_gain = np.zeros((len(self.kinds), *shape))
        temperature = self.temperature.astype(float)
        radiators = self._burn(heat, tracer_gain, temperature)
        self.ledger.convected += float(heat.sum()) * dt
        heat -= self._walls(heat, temperature, radiators, dt)
        heat /= self.volume
        expansion = heat / (HEAT / GAS * self.case.pressure)
        self._move(sink, gain, expansion, tracer_gain, dt)
        self._seal(sink, gain, expansion, dt)
        cells = self.grid.cells
        inner(self.table[SLOW], cells)[:] = expansion
        inner(self.table[SINK], cells)[:] = sink
        inner(self.table[GAIN], cells)[:] = gain
        for n in range(len(self.kinds)):
            row = self.table[COLUMNS + n * PER_TRACER + TRACER_GAIN]
            inner(row, cells)[:] = tracer_gain[n] / self.volume
        fluid = self.grid.fluid
        self.ledger.blown += float(((gain - sink * self.density) * self.volume)[fluid].sum()) * dt
        self.ledger.expanded += float((expansion * self.volume)[fluid].sum()) * dt

    def _burn(
        self, heat: Floats, tracer_gain: Floats, temperature: Floats
    ) -> list[list[tuple[tuple[float, float, float], float]]]:
        """Adds every fire's heat W and burnt fuel kg/s; what each room's flames radiate."""
        radiators: list[list[tuple[tuple[float, float, float], float]]] = [[] for _ in self.rooms]
        oxygen = self.fraction("oxygen")
        names = [one.id for one in self.case.compartments]
        for n, fire in enumerate(self.case.fires):
            asked = curve_at(fire.hrr, self.time)
            self.released[n] = 0.0
            if asked <= 0.0:
                continue
            room = names.index(fire.compartment)
            flame = self.flames[n]
            if flame is None or abs(asked - flame.hrr) > REFRESH * flame.hrr:
                flame = self.flames[n] = make_flame(self.grid, room, fire, asked)
            around = flame.around
            fed = burns(float(oxygen[around].mean()), float(temperature[around].mean()))
            real = self.released[n] = asked * fed
            heat[flame.cells] += (1.0 - fire.radiative_fraction) * real * flame.share
            burnt = real / fire.heat_of_combustion
            tracer_gain[self.kind_of_fire[n]][flame.cells] += burnt * flame.share
            radiators[room].append((flame.middle, fire.radiative_fraction * real))
        return radiators

    def _walls(
        self,
        burning: Floats,
        temperature: Floats,
        radiators: list[list[tuple[tuple[float, float, float], float]]],
        dt: float,
    ) -> Floats:
        """W that walls and radiation take from every cell."""
        surfaces = self.surfaces
        gas = temperature.ravel()[surfaces.cell]
        speed = np.linalg.norm(self.velocity, axis=0).ravel()[surfaces.cell].astype(float)
        into = np.zeros(surfaces.cell.size)
        taken = np.zeros(temperature.size)
        soot = (self.fraction("soot") * self.density).ravel()
        triatomic = (
            self.fraction("co2") * (28.96 / 44.01) + self.fraction("h2o") * (28.96 / 18.015)
        ).ravel()
        flaming = burning.ravel() > 0.0
        for n, cells in enumerate(self.rooms):
            at = np.flatnonzero(surfaces.room == n)
            size = self.case.compartments[n].size
            beam = (
                3.6
                * size[0]
                * size[1]
                * size[2]
                / (2.0 * (size[0] * size[1] + size[0] * size[2] + size[1] * size[2]))
            )
            hot = temperature.ravel()[cells]
            kappa = absorption(soot[cells].astype(float), triatomic[cells].astype(float), hot, beam)
            kappa[flaming[cells]] = 0.0
            volume = self.volume.ravel()[cells]
            answer = exchange(
                surfaces,
                at,
                self._apertures[n],
                (volume, hot, kappa),
                radiators[n],
                self.case.ambient,
            )
            into[at] = answer.into
            taken[cells] -= answer.gas * volume
            self.ledger.radiated_out += answer.lost * dt
        flux = surfaces.step(gas, speed, into)
        np.add.at(taken, surfaces.cell, flux * surfaces.area)
        self.ledger.walls += float(((flux + into) * surfaces.area).sum()) * dt
        self.ledger.released += float(self.released.sum()) * dt
        return taken.reshape(temperature.shape)

    def _move(
        self, sink: Floats, gain: Floats, expansion: Floats, tracer_gain: Floats, dt: float
    ) -> None:
        """Fans and hoods."""
        density, volume, zones = self.density.ravel(), self.volume.ravel(), self.zones.ravel()
        for one in self.movers:
            pressures = [
                self.gauge.get(int(zones[c[0]]), 0.0) if c.size else 0.0
                for c in (one.drawn, one.blown)
            ]
            flow = (
                one.flow * curve_at(one.running, self.time) * stalled(pressures[1] - pressures[0])
            )
            if flow <= 0.0:
                continue
            carried, mixture = self.outside, np.zeros(len(self.kinds))
            if one.drawn.size:
                rate = flow / volume[one.drawn].sum()
                sink.ravel()[one.drawn] += rate
                expansion.ravel()[one.drawn] -= rate
                carried = float(np.average(density[one.drawn], weights=volume[one.drawn]))
                for n in range(len(self.kinds)):
                    tracer = inner(self.table[COLUMNS + n * PER_TRACER], self.grid.cells)
                    mixture[n] = float(np.average(tracer.ravel()[one.drawn]))
            if one.blown.size:
                rate = flow / volume[one.blown].sum()
                gain.ravel()[one.blown] += rate * carried
                expansion.ravel()[one.blown] += rate
                for n in range(len(self.kinds)):
                    tracer_gain[n].ravel()[one.blown] += (
                        rate * carried * mixture[n] * volume[one.blown]
                    )

    def _seal(self, sink: Floats, gain: Floats, expansion: Floats, dt: float) -> None:
        """Background pressure of spaces without an opening: what does not fit goes into it."""
        for zone in self.gauge:
            at = self.zones == zone
            volume = self.volume[at]
            total = float(volume.sum())
            rooms = np.unique(self.grid.kind[at])
            crack = sum(self.case.compartments[int(n)].leak_area for n in rooms if n >= 0)
            wanted = float((expansion[at] * volume).sum())
            density = float((self.density[at] * volume).sum()) / total
            before = self.gauge[zone]
            self.gauge[zone], leak = relax(
                before, wanted, volume=total, crack=crack, pressure=self.case.pressure,
                density=density if before > 0 else self.outside, dt=dt,
            )  # fmt: skip
            if leak > 0.0:
                sink[at] += leak / total
            else:
                gain[at] -= leak / total * self.outside
            expansion[at] -= wanted / total


def loss(open_share: float) -> float:
    """Loss coefficient of a face that is open in part: what a sharp-edged slot of that share
    loses beyond the grid's own jet, with a contraction of 0.7."""
    if open_share >= 0.995:
        return 0.0
    return float((1.0 / (0.7 * open_share)) ** 2 - 1.0)


__all__ = ["FieldModel", "Kind", "Ledger", "loss"]
