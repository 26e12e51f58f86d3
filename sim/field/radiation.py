"""Radiation in a room, in the simplest way that keeps the books.

The flame's radiative share falls on the surfaces as from a point one third up the flame; what they
reflect, what they and the hot gas emit, fills the room evenly (one irradiance G per room), is
absorbed by surfaces and gas, and leaves through openings, which are black at ambient temperature.
Everything that is emitted is absorbed somewhere or leaves: G follows from that balance alone.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.field.walls import Surfaces
from sim.fire.constants import SOOT_ABSORPTION, SOOT_DENSITY, STEFAN_BOLTZMANN

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Apertures:
    """Open faces of one room towards elsewhere: area m2, middle (n, 3) m, axis they look along."""

    area: Floats
    middle: Floats
    axis: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Exchange:
    """into: W/m2 net into each surface of the room; gas: W/m3 net into each gas cell; lost: W
    that left through openings."""

    into: Floats
    gas: Floats
    lost: float


def absorption(soot: Floats, triatomic: Floats, temperature: Floats, beam: float) -> Floats:
    """Grey absorption coefficient 1/m; soot kg/m3, triatomic: mole fraction of CO2 and H2O; beam:
    mean beam length m. Soot: Planck mean, Tien. Gas: 0.7 sqrt(p L) fits Hottel's charts within
    0.002-0.2 atm m."""
    bands = np.minimum(0.7 * np.sqrt(np.maximum(triatomic, 0.0) * beam), 0.4)
    return SOOT_ABSORPTION * soot / SOOT_DENSITY * temperature - np.log1p(-bands) / beam


def view(
    source: tuple[float, float, float], middle: Floats, axis: NDArray[np.int64], area: Floats
) -> Floats:
    """Share of a point source's radiation on each face, not yet scaled to a sum of 1."""
    away = middle - np.array(source)
    distance = np.maximum(np.linalg.norm(away, axis=-1), 0.5 * np.sqrt(area))
    across = np.abs(np.take_along_axis(away, axis[:, None], -1)[:, 0])
    return np.asarray(area * across / (4.0 * np.pi * distance**3))


@dataclass(frozen=True, slots=True)
class Beam:
    """What one flame radiates: power W; shares of it on each surface and on all openings, both 0
    when it sees none."""

    power: float
    on_walls: Floats
    on_holes: float


class Views:
    """The shares of one room's flames, made anew when a flame or an opening has changed."""

    def __init__(self) -> None:
        self._holes: Apertures | None = None
        self._known: dict[tuple[float, float, float], tuple[Floats, float]] = {}

    def flames(
        self,
        surfaces: Surfaces,
        at: NDArray[np.int64],
        holes: Apertures,
        flames: list[tuple[tuple[float, float, float], float]],
    ) -> list[Beam]:
        """at: the room's rows in `surfaces`; flames: where, m, and how many W each radiates."""
        if self._holes is not holes:
            self._holes, self._known = holes, {}
        found = {
            one: self._known.get(one) or _shares(surfaces, at, holes, one) for one, _ in flames
        }
        self._known = found
        return [Beam(power, *found[source]) for source, power in flames]


def _shares(
    surfaces: Surfaces,
    at: NDArray[np.int64],
    holes: Apertures,
    source: tuple[float, float, float],
) -> tuple[Floats, float]:
    on_walls = view(source, surfaces.middle[at], surfaces.axis[at], surfaces.area[at])
    on_holes = view(source, holes.middle, holes.axis, holes.area)
    total = on_walls.sum() + on_holes.sum()
    if total <= 0.0:
        return np.zeros(at.size), 0.0
    return on_walls / total, float(on_holes.sum() / total)


def exchange(
    surfaces: Surfaces,
    at: NDArray[np.int64],
    holes: Apertures,
    gas: tuple[Floats, Floats, Floats],
    flames: list[Beam],
    ambient: float,
) -> Exchange:
    """One room. at: its rows in `surfaces`; gas: volume m3, temperature K and absorption 1/m of
    its cells."""
    area, emissivity = surfaces.area[at], surfaces.emissivity[at]
    direct, lost, pool = np.zeros(at.size), 0.0, 0.0
    for one in flames:
        if one.on_holes == 0.0 and not one.on_walls.any():
            pool += one.power
            continue
        direct += one.power * one.on_walls
        lost += one.power * one.on_holes
    pool += float(((1.0 - emissivity) * direct).sum())
    volume, temperature, kappa = gas
    glow = 4.0 * kappa * STEFAN_BOLTZMANN * np.square(np.square(temperature))
    black = STEFAN_BOLTZMANN * np.square(np.square(surfaces.temperature[at]))
    sky = STEFAN_BOLTZMANN * ambient**4
    emitted = (
        pool + (glow * volume).sum() + (area * emissivity * black).sum() + holes.area.sum() * sky
    )
    taken = (4.0 * kappa * volume).sum() + (area * emissivity).sum() + holes.area.sum()
    if taken <= 0.0:
        share = pool / max(float(volume.sum()), 1e-9)
        return Exchange(direct, np.full(volume.size, share), lost)
    even = float(emitted / taken)
    into = emissivity * (direct / area + even - black) if at.size else direct
    return Exchange(into, 4.0 * kappa * even - glow, lost + float(holes.area.sum()) * (even - sky))
