"""Fire spreads to second items: radiation from what burns, ignition by the dose of flux.

The first fire radiates from a line as tall as its flame, an item from its middle; what hangs in the
first fire's plume is heated by its gas too, and in the flame by the flame. An item ignites when the
time integral of flux^2, counted while the flux is above the critical one, reaches its product: the
law of a thick solid. Then it adds its heat and radiates in turn.

Sources: point source, SFPE Handbook, spread evenly over the flame's height; ignition, critical flux
and temperature of wood panels, Quintiere and Harkleroad, NBSIR 84-2943 (1985), product pi/4 k rho c
(Tig - T0)^2. No shading, all surfaces face the flame: items ignite rather too early.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan, exp, inf, nan, pi, sqrt

import numpy as np
from numba import njit

from sim.fire.arrays import FloatArray, Numbers, not_negative
from sim.fire.case import Curve, Position
from sim.fire.formulas import heskestad_flame_height, heskestad_rise
from sim.fire.growth import COEFFICIENT

FLAME_FLUX = 60e3  # W/m2, within a flame of this size nothing gets more
PLUME_CONVECTION = 30.0  # W/m2/K, a plume against filters and fronts
PLUME_SLOPE = 0.12  # the plume's radius grows so with height; Heskestad, at half of its rise
DECAY_SHARE = 0.4  # of an item's energy is released after its steady burning
ROOM = 298.15  # K


@dataclass(frozen=True, slots=True)
class Kind:
    """What an item is made of and how it burns.

    critical W/m2; product (W/m2)^2 s; coefficient W/s2 of its growth; peak W; energy J; area m2 of
    its base; radiative: share of the heat that it radiates.
    """

    critical: float
    product: float
    coefficient: float
    peak: float
    energy: float
    area: float
    radiative: float = 0.35


def thick_product(inertia: float, ignition: float, *, start: float = ROOM) -> float:
    """Dose that ignites a thick solid, (W/m2)^2 s. inertia k rho c W2 s/m4/K2; ignition K."""
    return pi / 4.0 * inertia * (ignition - start) ** 2


WOOD = thick_product(0.54e6, 663.15)  # plywood 12.7 mm: 390 C, critical 16 kW/m2
CARDBOARD = thick_product(0.10e6, 643.15)  # light corrugated board, ours
GREASE = thick_product(0.17 * 900.0 * 2000.0, 636.15)  # film of oil up to autoignition, ours

KITCHEN = {
    # growth once cabinets caught: ultra-fast (Hamins et al. 2018); 5 m2 of fronts x 300 kW/m2
    "cabinets": Kind(16e3, WOOD, COEFFICIENT["ultra-fast"], 1500e3, 900e6, 1.8),
    # 2 kg of grease on filters and plenum, 1 m2 x 450 kW/m2
    "hood_grease": Kind(12e3, GREASE, COEFFICIENT["ultra-fast"], 450e3, 79e6, 1.0),
    # cartons 1.5 m high on a shelf, 40 kg at 15 MJ/kg
    "packaging_shelf": Kind(10e3, CARDBOARD, COEFFICIENT["ultra-fast"], 2000e3, 600e6, 1.2),
    # wooden pallet or crate, 20 kg at 15 MJ/kg
    "crate": Kind(16e3, WOOD, COEFFICIENT["fast"], 600e3, 300e6, 1.0),
}
"""Peaks and energies are estimates of ours; see the comments. No measured kitchen was at hand."""


@dataclass(frozen=True, slots=True)
class Item:
    """A thing that may catch fire. at: its middle, m, in world coordinates."""

    id: str
    kind: Kind
    at: Position


@dataclass(frozen=True, slots=True)
class Seat:
    """The first fire. at: middle of its surface, m; diameter m; radiative: share of its heat."""

    at: Position
    diameter: float
    radiative: float = 0.35


@dataclass(frozen=True, slots=True)
class Spread:
    """m members, n times, k items: hrr (m, k, n) W of each item; ignition (m, k) s, NaN for never;
    flux (m, k, n) W/m2 on each."""

    hrr: FloatArray
    ignition: FloatArray
    flux: FloatArray

    @property
    def added(self) -> FloatArray:
        """Heat release of all items together, (m, n) W."""
        return np.asarray(self.hrr.sum(axis=1))


def spread(
    time: FloatArray,
    hrr: FloatArray,
    seat: Seat,
    items: Sequence[Item],
    *,
    layer_flux: Numbers = 0.0,
) -> Spread:
    """Which items a fire hrr (n,) or (m, n) W over time (n,) s ignites, and when.

    layer_flux: W/m2 that the hot layer adds on every item, a number, (n,) or (m, n).
    """
    fire = np.atleast_2d(not_negative("hrr", hrr))
    if not (np.diff(time) > 0).all():
        raise ValueError("time must rise")
    layer = np.atleast_2d(not_negative("layer_flux", layer_flux))
    shape = (max(fire.shape[0], layer.shape[0]), len(time))
    kinds = np.array([_numbers(item.kind) for item in items]).reshape(-1, 7)
    places = np.array([item.at for item in items]).reshape(-1, 3)
    series = _spread(
        np.asarray(time, np.float64),
        np.array(np.broadcast_to(fire, shape)),
        np.array(np.broadcast_to(layer, shape)),
        np.array((*seat.at, seat.diameter, seat.radiative)),
        kinds,
        places,
    )
    return Spread(*series)


def to_curve(time: FloatArray, hrr: FloatArray, *, tolerance: float = 0.01) -> Curve:
    """A curve for a case through (n,) values with few points: none is off by more than
    `tolerance` of the peak (Douglas and Peucker's thinning)."""
    keep = np.zeros(len(time), dtype=bool)
    keep[[0, -1]] = True
    allowed = tolerance * float(np.max(hrr))
    parts = [(0, len(time) - 1)]
    while parts:
        a, b = parts.pop()
        line = np.interp(time[a : b + 1], time[[a, b]], hrr[[a, b]])
        off = np.abs(hrr[a : b + 1] - line)
        worst = int(off.argmax())
        if off[worst] > allowed:
            keep[a + worst] = True
            parts += [(a, a + worst), (a + worst, b)]
    return tuple((float(t), float(q)) for t, q in zip(time[keep], hrr[keep], strict=True))


def _numbers(kind: Kind) -> tuple[float, ...]:
    return (
        kind.critical, kind.product, kind.coefficient, kind.peak, kind.energy, kind.area,
        kind.radiative,
    )  # fmt: skip


@njit(cache=True)
def point_source_flux(radiated: float, square_distance: float) -> float:
    """Flux on a surface that faces a point source of `radiated` W, W/m2, at most a flame's."""
    return min(FLAME_FLUX, radiated / (4.0 * pi * max(square_distance, 1e-6)))


@njit(cache=True)
def line_source_flux(radiated: float, height: float, aside: float, above: float) -> float:
    """Flux on a surface that faces a flame `height` m tall, `aside` m from its axis and `above` m
    above its foot, W/m2, at most a flame's: points of equal strength along the axis."""
    if height < 0.01 or aside < 1e-3:
        return point_source_flux(radiated, aside**2 + (above - 0.5 * height) ** 2)
    angle = atan((height - above) / aside) + atan(above / aside)
    return float(min(FLAME_FLUX, radiated * angle / (4.0 * pi * height * aside)))


@njit(cache=True)
def _seat_flux(hrr, seat, place):  # type: ignore[no-untyped-def]
    """Flux of the first fire on a place, W/m2: radiation everywhere, gas above the fire."""
    flame = heskestad_flame_height(hrr, seat[3])
    aside = (place[0] - seat[0]) ** 2 + (place[1] - seat[1]) ** 2
    above = place[2] - seat[2]
    flux = line_source_flux(seat[4] * hrr, flame, sqrt(aside), above)
    if above > 0.0 and sqrt(aside) <= 0.5 * seat[3] + PLUME_SLOPE * above:
        if above <= flame:
            return FLAME_FLUX
        flux += PLUME_CONVECTION * heskestad_rise(hrr, 0.7 * hrr, above, seat[3], ROOM)
    return min(flux, FLAME_FLUX)


@njit(cache=True)
def item_hrr(since: float, coefficient: float, peak: float, energy: float) -> float:
    """Heat release `since` s after ignition, W: t-squared, steady, then exponential decay; its
    integral is the energy."""
    if since <= 0.0:
        return 0.0
    steady = (1.0 - DECAY_SHARE) * energy
    top = min(
        peak, coefficient ** (1 / 3) * (3.0 * steady) ** (2 / 3)
    )  # it may not last to its peak
    grown: float = sqrt(top / coefficient)
    end: float = grown + (steady - top * grown / 3.0) / top
    if since < grown:
        return float(coefficient * since**2)
    if since < end:
        return float(top)
    return float(top * exp(-(since - end) * top / (DECAY_SHARE * energy)))


@njit(cache=True)
def _spread(time, fire, layer, seat, kinds, places):  # type: ignore[no-untyped-def]
    members, n = fire.shape
    count = len(kinds)
    hrr, flux = np.zeros((members, count, n)), np.zeros((members, count, n))
    ignition = np.full((members, count), nan)
    for i in range(members):
        dose = np.zeros(count)
        begin = np.full(count, inf)
        for k in range(n):
            for j in range(count):
                flux[i, j, k] = layer[i, k] + _seat_flux(fire[i, k], seat, places[j])
                for o in range(count):
                    if o != j and k > 0 and hrr[i, o, k - 1] > 0.0:
                        square = ((places[o] - places[j]) ** 2).sum()
                        flux[i, j, k] += point_source_flux(kinds[o, 6] * hrr[i, o, k - 1], square)
                if k > 0 and begin[j] == inf:
                    mean = 0.5 * (flux[i, j, k] + flux[i, j, k - 1])
                    gain = mean**2 * (time[k] - time[k - 1]) if mean > kinds[j, 0] else 0.0
                    if dose[j] + gain >= kinds[j, 1]:
                        part = (kinds[j, 1] - dose[j]) / gain
                        begin[j] = time[k - 1] + part * (time[k] - time[k - 1])
                        ignition[i, j] = begin[j]
                    dose[j] += gain
                hrr[i, j, k] = item_hrr(time[k] - begin[j], kinds[j, 2], kinds[j, 3], kinds[j, 4])
    return hrr, ignition, flux
