"""Fans and hoods of one step: what they move against the pressures at its end, and from where."""

from sim.fire.burning import stall_slope, stalled
from sim.fire.compiled import compiled
from sim.fire.constants import CP
from sim.fire.state import RL, RU, TL, TU, Z, carry, curve_at


@compiled
def fan_flow(plan, pressure, time, f):  # type: ignore[no-untyped-def]
    """m3/s that a fan moves, and its derivative to the pressure it draws from, m3/s/Pa."""
    full = plan.fan[f, 0] * curve_at(plan.fan_curve[f], time)
    a, b = plan.fan_ends[f, 0], plan.fan_ends[f, 1]
    against = (pressure[b] if b >= 0 else 0.0) - (pressure[a] if a >= 0 else 0.0)
    return full * stalled(against), full * stall_slope(against)


@compiled
def hood_flow(plan, pressure, time, drawn, d):  # type: ignore[no-untyped-def]
    """m3/s that a hood moves beyond the plume it took, and its derivative to its room's pressure.
    drawn (d,): m3/s of plume."""
    full = plan.hood[d, 5] * curve_at(plan.hood_curve[d], time)
    against = -pressure[plan.hood_room[d]]
    flow = full * stalled(against) - drawn[d]
    if flow <= 0.0:
        return 0.0, 0.0
    return flow, full * stall_slope(against)


@compiled
def hood_layer(plan, gas, d):  # type: ignore[no-untyped-def]
    """Whether a hood hangs in the upper layer, and density and temperature of its layer."""
    c = plan.hood_room[d]
    if plan.hood[d, 2] - plan.room[c, 2] > gas[c, Z]:
        return True, gas[c, RU], gas[c, TU]
    return False, gas[c, RL], gas[c, TL]


@compiled
def _grille(plan, gas, c, level, f):  # type: ignore[no-untyped-def]
    """Share of a fan's grille at an absolute level that is in the upper layer of a room."""
    half = 0.5 * plan.fan[f, 3]
    above = level - plan.room[c, 2] + half - gas[c, Z]
    return min(max(above / (2.0 * half), 0.0), 1.0)


@compiled
def _drawn_gas(plan, gas, outside, f, upper):  # type: ignore[no-untyped-def]
    """kg per m3 of its flow that a fan moves out of a layer, and that layer's temperature."""
    a, counted = plan.fan_ends[f, 0], plan.fan[f, 4]
    if a < 0:
        density, warm = outside[1], outside[0]
    elif upper:
        density, warm = gas[a, RU], gas[a, TU]
    else:
        density, warm = gas[a, RL], gas[a, TL]
    return (counted if counted > 0.0 else density), warm


@compiled
def fan_warmth(plan, gas, outside, f):  # type: ignore[no-untyped-def]
    """J that a fan moves with each m3."""
    a = plan.fan_ends[f, 0]
    share = _grille(plan, gas, a, plan.fan[f, 1], f) if a >= 0 else 0.0
    high, hot = _drawn_gas(plan, gas, outside, f, True)
    low, cool = _drawn_gas(plan, gas, outside, f, False)
    return CP * (share * high * hot + (1.0 - share) * low * cool)


@compiled
def move_by_fans(plan, state, gas, pressure, time, outside, rate, kinds, ledger):  # type: ignore[no-untyped-def]
    """Fans move a volume from the layer at their grille; it joins the layer it is blown into."""
    for f in range(plan.fan.shape[0]):
        flow, _ = fan_flow(plan, pressure, time, f)
        if flow <= 0.0:
            continue
        a, b = plan.fan_ends[f, 0], plan.fan_ends[f, 1]
        share = _grille(plan, gas, a, plan.fan[f, 1], f) if a >= 0 else 0.0
        into = _grille(plan, gas, b, plan.fan[f, 2], f) if b >= 0 else 0.0
        for upper in (True, False):
            part = share if upper else 1.0 - share
            if part > 0.0:
                density, warm = _drawn_gas(plan, gas, outside, f, upper)
                mass = part * flow * density
                carry(rate, kinds, state, ledger, a, upper, b, into, mass, warm)


@compiled
def draw_hoods(plan, state, gas, pressure, time, rate, kinds, drawn, ledger):  # type: ignore[no-untyped-def]
    """What a hood moves beyond the plume it took comes from the layer it hangs in."""
    for d in range(plan.hood.shape[0]):
        flow, _ = hood_flow(plan, pressure, time, drawn, d)
        if flow <= 0.0:
            continue
        upper, density, warm = hood_layer(plan, gas, d)
        mass = density * flow
        carry(rate, kinds, state, ledger, plan.hood_room[d], upper, -1, 0.0, mass, warm)
