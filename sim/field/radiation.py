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


def exchange(
    surfaces: Surfaces,
    at: NDArray[np.int64],
    holes: Apertures,
    gas: tuple[Floats, Floats, Floats],
    flames: list[tuple[tuple[float, float, float], float]],
    ambient: float,
) -> Exchange:
    """One room. at: its rows in `surfaces`; gas: volume m3, temperature K and absorption 1/m of
    its cells; flames: where and how many W each radiates."""
    area, emissivity = surfaces.area[at], surfaces.emissivity[at]
    direct, lost, pool = np.zeros(at.size), 0.0, 0.0
    for source, power in flames:
        on_walls = view(source, surfaces.middle[at], surfaces.axis[at], area)
        on_holes = view(source, holes.middle, holes.axis, holes.area)
        total = on_walls.sum() + on_holes.sum()
        if total <= 0.0:
            pool += power
            continue
        direct += power * on_walls / total
        lost += float(power * on_holes.sum() / total)
    pool += float(((1.0 - emissivity) * direct).sum())
    volume, temperature, kappa = gas
    glow = 4.0 * kappa * STEFAN_BOLTZMANN * temperature**4
    black = STEFAN_BOLTZMANN * surfaces.temperature[at] ** 4
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
