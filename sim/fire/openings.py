"""Flow through a vertical opening between two rooms of two layers, by Bernoulli.

Rooms are described by gauge pressure at their floor, floor level, layer height and the density and
temperature of both layers. The pressure difference is a straight line between breakpoints, so
every slab is integrated exactly. Source: Emmons, SFPE Handbook; Rockett 1976.
"""

from math import sqrt

from sim.fire.compiled import compiled
from sim.fire.constants import FLOW_COEFFICIENT, GRAVITY, LAMINAR_PRESSURE

SLABS = 6  # at most: two interfaces and a neutral plane in each of three parts


@compiled
def _below(z: float, floor: float, layer: float, lower: float, upper: float) -> float:
    """Weight of the gas between the floor of a room and level z, Pa."""
    d = z - floor
    if d <= 0.0:
        return GRAVITY * lower * d
    if d <= layer:
        return GRAVITY * lower * d
    return GRAVITY * (lower * layer + upper * (d - layer))


@compiled
def slab_flow(p1, p2, height, density):  # type: ignore[no-untyped-def]
    """Flow per width, kg/s/m, and its derivative to pressure, of a slab whose pressure difference
    runs from p1 to p2 (Pa, both of one sign or zero)."""
    a, b = abs(p1), abs(p2)
    if a > b:
        a, b = b, a
    a += LAMINAR_PRESSURE
    b += LAMINAR_PRESSURE
    ra, rb = sqrt(a), sqrt(b)
    soft = sqrt(LAMINAR_PRESSURE)
    mean = 2.0 / 3.0 * (a + ra * rb + b) / (ra + rb) - soft
    if mean < 0.0:
        mean = 0.0
    slope = 1.0 / (ra + rb)
    factor = FLOW_COEFFICIENT * sqrt(2.0 * density) * height
    return factor * mean, factor * slope


@compiled
def opening_slabs(  # type: ignore[no-untyped-def]
    bottom, top, pa, pb, za, zb, la, lb, rla, rua, rlb, rub, slabs
):
    """Fill `slabs` (SLABS, 5) and return how many: flow (kg/s/m, positive from a to b), derivative,
    middle height, 1.0 when it leaves an upper layer, height of the slab. Levels are absolute, m;
    za, zb floors; la, lb layer heights above them; r.. densities."""
    z0 = bottom
    n = 0
    ia, ib = za + la, zb + lb
    first, second = (ia, ib) if ia < ib else (ib, ia)
    while z0 < top - 1e-9:
        z1 = top
        if first > z0 + 1e-9 and first < z1:
            z1 = first
        if second > z0 + 1e-9 and second < z1:
            z1 = second
        d0 = pa - pb - _below(z0, za, la, rla, rua) + _below(z0, zb, lb, rlb, rub)
        d1 = pa - pb - _below(z1, za, la, rla, rua) + _below(z1, zb, lb, rlb, rub)
        zm = z1
        if d0 * d1 < 0.0:
            zm = z0 + (z1 - z0) * d0 / (d0 - d1)
        for part in range(2):
            if part == 0:
                lo, hi, plo = z0, zm, d0
                phi = d1 if zm == z1 else 0.0
            else:
                if zm == z1:
                    break
                lo, hi, plo, phi = zm, z1, 0.0, d1
            if hi - lo < 1e-9:
                continue
            sign = 1.0 if plo + phi > 0.0 else -1.0
            middle = 0.5 * (lo + hi)
            if sign > 0.0:
                is_upper = middle > ia
                density = rua if is_upper else rla
            else:
                is_upper = middle > ib
                density = rub if is_upper else rlb
            flow, slope = slab_flow(plo, phi, hi - lo, density)
            slabs[n, 0] = sign * flow
            slabs[n, 1] = slope
            slabs[n, 2] = middle
            slabs[n, 3] = 1.0 if is_upper else 0.0
            slabs[n, 4] = hi - lo
            n += 1
        z0 = z1
    return n
