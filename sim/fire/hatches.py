"""Holes in floors and ceilings: what presses through them and what dense gas exchanges."""

from math import sqrt

from sim.fire.burning import heat_ceiling
from sim.fire.compiled import compiled
from sim.fire.constants import CP, GRAVITY, HATCH_COEFFICIENT, LAMINAR_PRESSURE
from sim.fire.plan import SINK
from sim.fire.state import LOWER, RL, RU, TL, TU, UPPER, Z, carry, curve_at, joins_upper
from sim.fire.streams import entrained_around_core


@compiled
def hatch_flow(plan, gas, pressure, time, outside, h):  # type: ignore[no-untyped-def]
    """Net flow downwards from the upper to the lower room, kg/s, its derivative to the pressure
    difference, and the mass flow exchanged both ways when dense gas lies over light gas.

    Source: Cooper 1989 (VENTCF), without its viscous terms.
    """
    a, b = plan.hatch_ends[h, 0], plan.hatch_ends[h, 1]
    area = plan.hatch[h, 0] * curve_at(plan.hatch_curve[h], time)
    if area <= 0.0:
        return 0.0, 0.0, 0.0
    level = plan.room[b, 2] + plan.room[b, 1] if b >= 0 else plan.room[a, 2]
    pa = _at_level(plan, gas, pressure, a, level, outside)
    pb = _at_level(plan, gas, pressure, b, level, outside)
    above = hatch_gas(plan, gas, a, h, False, outside)[1]
    below = hatch_gas(plan, gas, b, h, True, outside)[1]
    dp = pa - pb
    density = above if dp > 0.0 else below
    size = abs(dp) + LAMINAR_PRESSURE
    factor = HATCH_COEFFICIENT * area * sqrt(2.0 * density)
    flow = factor * (sqrt(size) - sqrt(LAMINAR_PRESSURE))
    slope = factor * 0.5 / sqrt(size)
    exchange = 0.0
    heavier = above - below
    if heavier > 0.0:
        mean = 0.5 * (above + below)
        flood = 0.2427 * GRAVITY * heavier * 1.15 * sqrt(area)
        most = 0.1 * mean * sqrt(2.0 * GRAVITY * heavier / mean * sqrt(area)) * area
        exchange = most * max(0.0, 1.0 - abs(dp) / max(flood, 1e-9))
    return (flow if dp > 0.0 else -flow), slope, exchange


@compiled
def hatch_gas(plan, gas, c, h, upper, outside):  # type: ignore[no-untyped-def]
    """What a hatch draws from the room below it (upper) or above it: the share of the layer at it,
    density and temperature. A layer thinner than half the hatch is drawn through."""
    if c < 0:
        return 0.0, outside[1], outside[0]
    thick = plan.room[c, 1] - gas[c, Z] if upper else gas[c, Z]
    share = min(max(thick / (0.5 * sqrt(plan.hatch[h, 0])), 0.0), 1.0)
    up = share if upper else 1.0 - share
    density = up * gas[c, RU] + (1.0 - up) * gas[c, RL]
    return share, density, up * gas[c, TU] + (1.0 - up) * gas[c, TL]


@compiled
def _at_level(plan, gas, pressure, c, level, outside):  # type: ignore[no-untyped-def]
    """Pressure of a side at an absolute level, gauge to outside air at level 0."""
    if c < 0:
        return -GRAVITY * outside[1] * level
    floor, layer = plan.room[c, 2], gas[c, Z]
    height = level - floor
    low = min(height, layer)
    weight = gas[c, RL] * low + gas[c, RU] * (height - low)
    return pressure[c] - GRAVITY * outside[1] * floor - GRAVITY * weight


@compiled
def move_through_hatches(plan, state, gas, pressure, time, dt, outside, jets, rate, kinds, ledger):  # type: ignore[no-untyped-def]
    """Carry what passes horizontal openings. Warm gas that rises joins the upper layer above, cold
    gas that sinks the lower one below; both entrain on their way."""
    for h in range(plan.hatch.shape[0]):
        a, b = plan.hatch_ends[h, 0], plan.hatch_ends[h, 1]
        flow, _, exchange = hatch_flow(plan, gas, pressure, time, outside, h)
        area = plan.hatch[h, 0] * curve_at(plan.hatch_curve[h], time)
        down = max(flow, 0.0) + exchange
        up = max(-flow, 0.0) + exchange
        low, _, above = hatch_gas(plan, gas, a, h, False, outside)
        high, _, below = hatch_gas(plan, gas, b, h, True, outside)
        if down > 0.0:
            share = joins_upper(gas, b, above) if b >= 0 else 0.0
            _through(gas, state, a, False, low, b, share, down, outside, rate, kinds, ledger)
            if b >= 0:
                way = plan.room[b, 1] - gas[b, Z]
                part = area * down / (down + up)
                cold = (1.0 - share) * down
                extra = entrained_around_core(cold, gas[b, TU] - above, way, part)
                extra = min(plan.mixing[SINK] * extra, 0.1 * state[b, UPPER] / dt)
                carry(rate, kinds, state, ledger, b, True, b, 0.0, extra, gas[b, TU])
        if up > 0.0:
            share = joins_upper(gas, a, below) if a >= 0 else 0.0
            _through(gas, state, b, True, high, a, share, up, outside, rate, kinds, ledger)
            if a >= 0:
                part = area * up / (down + up)
                extra = entrained_around_core(share * up, below - gas[a, TL], gas[a, Z], part)
                extra = min(extra, 0.1 * state[a, LOWER] / dt)
                carry(rate, kinds, state, ledger, a, False, a, 1.0, extra, gas[a, TL])
                warmth = max(CP * up * (below - gas[a, TL]), 1.0)
                excess = CP * up * (below - gas[a, TU])
                heat_ceiling(jets, a, warmth, excess, plan.room[a, 1], plan.room[a, 0], gas[a, TU])


@compiled
def _through(gas, state, source, upper, near, target, share, mass, outside, rate, kinds, ledger):  # type: ignore[no-untyped-def]
    """Carry a hatch's flow, a share of it from the layer near the hatch, the rest from beyond."""
    for part in range(2):
        moved = mass * (near if part == 0 else 1.0 - near)
        if source < 0:
            moved = mass if part == 0 else 0.0
        from_upper = upper if part == 0 else not upper
        if moved > 0.0:
            warm = outside[0]
            if source >= 0:
                warm = gas[source, TU] if from_upper else gas[source, TL]
            carry(rate, kinds, state, ledger, source, from_upper, target, share, moved, warm)
