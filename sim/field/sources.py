"""What acts on the gas for one tick: fires, walls and radiation, fans and hoods, tightness."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.field.flame import REFRESH, Flame, burns, make_flame
from sim.field.gas import Gas
from sim.field.plant import curve_at, make_movers, stalled
from sim.field.radiation import Apertures, Views, absorption, exchange
from sim.field.setting import GAS, HEAT, inner
from sim.field.state import COLUMNS, GAIN, PER_TRACER, SINK, SLOW, TRACER_GAIN
from sim.field.walls import make_surfaces
from sim.field.zones import relax

Floats = NDArray[np.float64]
Radiators = list[tuple[tuple[float, float, float], float]]
"""Of one room: where its flames radiate from, m, and how many W."""


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


class Sources:
    """The sources of one gas. released: W of every fire now; ledger: sums since the start."""

    def __init__(self, gas: Gas, *, tick: float, haste: float) -> None:
        self.ledger = Ledger()
        self.surfaces = make_surfaces(gas.case, gas.grid, tick, haste)
        self.movers = make_movers(gas.case, gas.grid)
        self.flames: list[Flame | None] = [None] * len(gas.case.fires)
        self.released = np.zeros(len(gas.case.fires))
        self.held = gas.volume * gas.grid.fluid  # m3 of gas in every cell
        self.views = [Views() for _ in gas.rooms]

    def kept(self) -> dict[str, NDArray[Any]]:
        """What `adopt` needs: sums, heat in the walls, the size of each flame."""
        slabs = {f"slab_{n}": one.temperature for n, one in enumerate(self.surfaces.slabs)}
        return {
            "ledger": np.array(astuple(self.ledger)),
            "released": self.released,
            "flames": np.array([np.nan if one is None else one.hrr for one in self.flames]),
            "surface": self.surfaces.temperature,
            **slabs,
        }

    def adopt(self, kept: Mapping[str, NDArray[Any]], gas: Gas) -> None:
        """Go on from what other sources of the same case and grid `kept`."""
        for field, value in zip(fields(self.ledger), kept["ledger"].tolist(), strict=True):
            setattr(self.ledger, field.name, value)
        self.released[:] = kept["released"]
        self.surfaces.temperature[:] = kept["surface"]
        for n, slab in enumerate(self.surfaces.slabs):
            slab.temperature[:] = kept[f"slab_{n}"]
        for n, hrr in enumerate(kept["flames"].tolist()):
            fire = gas.case.fires[n]
            room = [one.id for one in gas.case.compartments].index(fire.compartment)
            self.flames[n] = None if np.isnan(hrr) else make_flame(gas.grid, room, fire, hrr)

    def act(self, gas: Gas, apertures: list[Apertures], dt: float) -> None:
        """Renew heat, sinks and gains for the next dt seconds. apertures: of every room."""
        shape = gas.density.shape
        heat, sink, gain = np.zeros(shape), np.zeros(shape), np.zeros(shape)
        tracer_gain = np.zeros((len(gas.kinds), *shape))
        temperature = gas.temperature.astype(float)
        radiators = self._burn(gas, heat, tracer_gain, temperature)
        self.ledger.convected += float(heat.sum()) * dt
        self.ledger.released += float(self.released.sum()) * dt
        heat -= self._walls(gas, heat, temperature, radiators, apertures, dt)
        heat /= gas.volume
        expansion = heat / (HEAT / GAS * gas.case.pressure)
        self._move(gas, sink, gain, expansion, tracer_gain, dt)
        self._seal(gas, sink, gain, expansion, dt)
        cells = gas.grid.cells
        inner(gas.table[SLOW], cells)[:] = expansion
        inner(gas.table[SINK], cells)[:] = sink
        inner(gas.table[GAIN], cells)[:] = gain
        for n in range(len(gas.kinds)):
            row = gas.table[COLUMNS + n * PER_TRACER + TRACER_GAIN]
            inner(row, cells)[:] = tracer_gain[n] / gas.volume
        if self.movers or gas.gauge:
            self.ledger.blown += float(((gain - sink * gas.density) * self.held).sum()) * dt
        self.ledger.expanded += float((expansion * self.held).sum()) * dt

    def _burn(
        self, gas: Gas, heat: Floats, tracer_gain: Floats, temperature: Floats
    ) -> list[Radiators]:
        """Adds every fire's heat W and burnt fuel kg/s; what each room's flames radiate."""
        radiators: list[Radiators] = [[] for _ in gas.rooms]
        oxygen = gas.fraction("oxygen")
        names = [one.id for one in gas.case.compartments]
        for n, fire in enumerate(gas.case.fires):
            asked = curve_at(fire.hrr, gas.time)
            self.released[n] = 0.0
            if asked <= 0.0:
                continue
            room = names.index(fire.compartment)
            flame = self.flames[n]
            if flame is None or abs(asked - flame.hrr) > REFRESH * flame.hrr:
                flame = self.flames[n] = make_flame(gas.grid, room, fire, asked)
            around = flame.around
            fed = burns(float(oxygen[around].mean()), float(temperature[around].mean()))
            real = self.released[n] = asked * fed
            heat[flame.cells] += (1.0 - fire.radiative_fraction) * real * flame.share
            burnt = real / fire.heat_of_combustion
            tracer_gain[gas.kind_of_fire[n]][flame.cells] += burnt * flame.share
            radiators[room].append((flame.middle, fire.radiative_fraction * real))
        return radiators

    def _walls(
        self,
        gas: Gas,
        burning: Floats,
        temperature: Floats,
        radiators: list[Radiators],
        apertures: list[Apertures],
        dt: float,
    ) -> Floats:
        """W that walls and radiation take from every cell."""
        surfaces = self.surfaces
        hot = temperature.ravel()
        into, taken = np.zeros(surfaces.cell.size), np.zeros(temperature.size)
        soot, triatomic = _smoke(gas)
        volume, flaming = gas.volume.ravel(), burning.ravel() > 0.0
        for n, cells in enumerate(gas.rooms):
            at = np.flatnonzero(surfaces.room == n)
            beam = _beam(gas.case.compartments[n].size)
            kappa = absorption(soot[cells], triatomic[cells], hot[cells], beam)
            kappa[flaming[cells]] = 0.0
            inside = (volume[cells], hot[cells], kappa)
            flames = self.views[n].flames(surfaces, at, apertures[n], radiators[n])
            answer = exchange(surfaces, at, apertures[n], inside, flames, gas.case.ambient)
            into[at] = answer.into
            taken[cells] -= answer.gas * volume[cells]
            self.ledger.radiated_out += answer.lost * dt
        speed = gas.speed_at(surfaces.cell).astype(float)
        flux = surfaces.step(hot[surfaces.cell], speed, into)
        np.add.at(taken, surfaces.cell, flux * surfaces.area)
        self.ledger.walls += float(((flux + into) * surfaces.area).sum()) * dt
        return taken.reshape(temperature.shape)

    def _move(
        self,
        gas: Gas,
        sink: Floats,
        gain: Floats,
        expansion: Floats,
        tracer_gain: Floats,
        dt: float,
    ) -> None:
        """Fans and hoods."""
        density, volume, zones = gas.density.ravel(), gas.volume.ravel(), gas.zones.ravel()
        for one in self.movers:
            pressures = [
                gas.gauge.get(int(zones[c[0]]), 0.0) if c.size else 0.0
                for c in (one.drawn, one.blown)
            ]
            share = curve_at(one.running, gas.time) * stalled(pressures[1] - pressures[0])
            carried, mixture = gas.outside, np.zeros(len(gas.kinds))
            if one.drawn.size:
                carried = float(np.average(density[one.drawn], weights=volume[one.drawn]))
            flow = one.volume(carried) * share
            if flow <= 0.0:
                continue
            if one.drawn.size:
                rate = flow / volume[one.drawn].sum()
                sink.ravel()[one.drawn] += rate
                expansion.ravel()[one.drawn] -= rate
                for n in range(len(gas.kinds)):
                    tracer = inner(gas.table[COLUMNS + n * PER_TRACER], gas.grid.cells)
                    mixture[n] = float(np.average(tracer.ravel()[one.drawn]))
            if one.blown.size:
                rate = flow / volume[one.blown].sum()
                gain.ravel()[one.blown] += rate * carried
                expansion.ravel()[one.blown] += rate
                for n in range(len(gas.kinds)):
                    tracer_gain[n].ravel()[one.blown] += (
                        rate * carried * mixture[n] * volume[one.blown]
                    )

    def _seal(self, gas: Gas, sink: Floats, gain: Floats, expansion: Floats, dt: float) -> None:
        """Background pressure of spaces without an opening: what does not fit goes into it."""
        for zone in gas.gauge:
            at = gas.zones == zone
            volume = gas.volume[at]
            total = float(volume.sum())
            rooms = np.unique(gas.grid.kind[at])
            crack = sum(gas.case.compartments[int(n)].leak_area for n in rooms if n >= 0)
            wanted = float((expansion[at] * volume).sum())
            density = float((gas.density[at] * volume).sum()) / total
            before = gas.gauge[zone]
            gas.gauge[zone], leak = relax(
                before, wanted, volume=total, crack=crack, pressure=gas.case.pressure,
                density=density if before > 0 else gas.outside, dt=dt,
            )  # fmt: skip
            if leak > 0.0:
                sink[at] += leak / total
            else:
                gain[at] -= leak / total * gas.outside
            expansion[at] -= wanted / total


def _beam(size: tuple[float, float, float]) -> float:
    """Mean beam length of a box, m."""
    x, y, z = size
    return 3.6 * x * y * z / (2.0 * (x * y + x * z + y * z))


def _smoke(gas: Gas) -> tuple[Floats, Floats]:
    """Soot kg/m3 and mole fraction of CO2 and H2O of every cell, flat."""
    soot = gas.fraction("soot") * gas.density
    triatomic = gas.fraction("co2") * (28.96 / 44.01) + gas.fraction("h2o") * (28.96 / 18.015)
    return soot.ravel().astype(float), triatomic.ravel().astype(float)
