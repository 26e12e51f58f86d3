"""Flows of one time step: pressures by Newton, then what every opening carries."""

from math import sqrt

from sim.fire.burning import burns, heat_ceiling
from sim.fire.compiled import compiled
from sim.fire.constants import (
    CP,
    FUEL_HEAT,
    GAMMA,
    GRAVITY,
    HOT_IGNITION,
)
from sim.fire.fans import fan_flow, fan_warmth, hood_flow, hood_layer
from sim.fire.hatches import hatch_flow, hatch_gas
from sim.fire.openings import opening_slabs
from sim.fire.plan import DRAUGHT, FAR_DRAUGHT, LEAN, SINK
from sim.fire.state import (
    FUEL,
    HL,
    HU,
    LOWER,
    O2,
    PRESSURE,
    RL,
    RU,
    SPECIES,
    TL,
    TU,
    UPPER,
    Z,
    burn_fuel,
    carry,
    curve_at,
    joins_upper,
    warming_share,
)
from sim.fire.streams import entrained, entrained_around_core

NEWTON_STEPS = 40
SHORTEST = 0.02  # share of a Newton step, before it is taken all the same
TOLERANCE = 1.0  # W of a room's heat balance
STANDS, FALLS = 1.0, 5.0  # K colder than the lower layer: still stands, falls at full rate
OVERTURN = 5.0  # s in which a cold layer falls: some times the root of height over gravity


@compiled
def _side(gas, room, c, outside):  # type: ignore[no-untyped-def]
    """Floor, layer height, densities and temperatures (lower, upper) of one side."""
    if c < 0:
        return 0.0, 1e3, outside[1], outside[1], outside[0], outside[0]
    return room[c, 2], gas[c, Z], gas[c, RL], gas[c, RU], gas[c, TL], gas[c, TU]


@compiled
def opening_flows(plan, gas, pressure, time, outside, slabs, counts):  # type: ignore[no-untyped-def]
    """Slabs of every opening, (v, SLABS, 5), for the open width: flow kg/s, its derivative, and the
    slab's area, m2, where `opening_slabs` has its height."""
    for v in range(plan.opening.shape[0]):
        a, b = plan.opening_ends[v, 0], plan.opening_ends[v, 1]
        width = plan.opening[v, 2] * curve_at(plan.opening_curve[v], time)
        counts[v] = 0
        if width <= 0.0:
            continue
        za, la, rla, rua, _, _ = _side(gas, plan.room, a, outside)
        zb, lb, rlb, rub, _, _ = _side(gas, plan.room, b, outside)
        pa = 0.0 if a < 0 else pressure[a]
        pb = 0.0 if b < 0 else pressure[b]
        pa -= GRAVITY * outside[1] * za  # gauge pressures refer to outside at the same level
        pb -= GRAVITY * outside[1] * zb
        counts[v] = opening_slabs(
            plan.opening[v, 0], plan.opening[v, 1], pa, pb, za, zb, la, lb,
            rla, rua, rlb, rub, slabs[v],
        )  # fmt: skip
        for n in range(counts[v]):
            slabs[v, n, 0] *= width
            slabs[v, n, 1] *= width
            slabs[v, n, 4] *= width


@compiled
def solve_pressures(  # type: ignore[no-untyped-def]
    plan,
    state,
    gas,
    time,
    dt,
    outside,
    heat,
    drawn,
    pressure,
    slabs,
    counts,
    balance,
    matrix,
    change,
):
    """Pressures at the end of the step. `heat` (c,): W into each room by all but openings,
    hatches and fans; drawn (d,): m3/s of plume that hoods took already. Returns the largest
    imbalance that remains, W."""
    rooms = state.shape[0]
    worst = before = 1e300
    shrink = 1.0
    for _ in range(NEWTON_STEPS):
        opening_flows(plan, gas, pressure, time, outside, slabs, counts)
        _imbalance(
            plan, state, gas, time, dt, outside, heat, drawn, pressure, slabs, counts, balance,
            matrix,
        )  # fmt: skip
        worst = 0.0
        for c in range(rooms):
            worst = max(worst, abs(balance[c]))
        if worst < TOLERANCE:
            break
        if worst > before and shrink > SHORTEST:
            shrink *= 0.5  # went too far: half of the way back
            for c in range(rooms):
                pressure[c] -= shrink * change[c]
            continue
        before, shrink = worst, 1.0
        _eliminate(matrix, balance, rooms)
        for c in range(rooms):
            most = 500.0 + abs(pressure[c])
            change[c] = min(max(balance[c], -most), most)
            pressure[c] += change[c]
    return worst


@compiled
def _imbalance(  # type: ignore[no-untyped-def]
    plan, state, gas, time, dt, outside, heat, drawn, pressure, slabs, counts, balance, matrix
):
    """Heat that is missing in every room, W, and minus its derivative to the pressures."""
    rooms = state.shape[0]
    for c in range(rooms):
        stiff = plan.room[c, 0] * plan.room[c, 1] / ((GAMMA - 1.0) * dt)
        balance[c] = heat[c] - stiff * (pressure[c] - state[c, PRESSURE])
        for d in range(rooms):
            matrix[c, d] = 0.0
        matrix[c, c] = stiff
    for v in range(plan.opening.shape[0]):
        a, b = plan.opening_ends[v, 0], plan.opening_ends[v, 1]
        for n in range(counts[v]):
            flow, slope, upper = slabs[v, n, 0], slabs[v, n, 1], slabs[v, n, 3] > 0.5
            source = a if flow > 0.0 else b
            warm = outside[0] if source < 0 else gas[source, TU] if upper else gas[source, TL]
            target = b if flow > 0.0 else a
            flame = 0.0
            if upper and source >= 0 and target >= 0:
                flame = _afterburning(state, gas, source, target) * FUEL_HEAT
                flame *= warming_share(gas[target, TU])
            to_a, to_b = (0.0, flame) if flow > 0.0 else (flame, 0.0)
            _couple(balance, matrix, a, b, CP * warm + to_a, CP * warm + to_b, flow, slope)
    for h in range(plan.hatch.shape[0]):
        a, b = plan.hatch_ends[h, 0], plan.hatch_ends[h, 1]
        flow, slope, exchange = hatch_flow(plan, gas, pressure, time, outside, h)
        above = hatch_gas(plan, gas, a, h, False, outside)[2]
        below = hatch_gas(plan, gas, b, h, True, outside)[2]
        warm = above if flow > 0.0 else below
        _couple(balance, matrix, a, b, CP * warm, CP * warm, flow, slope)
        mixed = CP * exchange * (above - below)
        if a >= 0:
            balance[a] -= mixed
        if b >= 0:
            balance[b] += mixed
    for f in range(plan.fan.shape[0]):
        a, b = plan.fan_ends[f, 0], plan.fan_ends[f, 1]
        flow, slope = fan_flow(plan, pressure, time, f)
        warmth = fan_warmth(plan, gas, outside, f)
        _couple(balance, matrix, a, b, warmth, warmth, flow, slope)
    for d in range(plan.hood.shape[0]):
        flow, slope = hood_flow(plan, pressure, time, drawn, d)
        _, density, warm = hood_layer(plan, gas, d)
        warmth = CP * density * warm
        _couple(balance, matrix, plan.hood_room[d], -1, warmth, warmth, flow, slope)


@compiled
def _couple(balance, matrix, a, b, heat_a, heat_b, flow, slope):  # type: ignore[no-untyped-def]
    """A flow out of `a` into `b`, kg/s or m3/s, with the heat, J of each, that they see of it."""
    if a >= 0:
        balance[a] -= heat_a * flow
        matrix[a, a] += heat_a * slope
        if b >= 0:
            matrix[a, b] -= heat_a * slope
    if b >= 0:
        balance[b] += heat_b * flow
        matrix[b, b] += heat_b * slope
        if a >= 0:
            matrix[b, a] -= heat_b * slope


@compiled
def _afterburning(state, gas, source, target):  # type: ignore[no-untyped-def]
    """Share of an upper layer's gas, kg/kg, that is fuel and burns as it passes into a room."""
    if gas[source, TU] <= HOT_IGNITION:
        return 0.0
    fuel = state[source, 4 + FUEL] / state[source, UPPER]
    air = state[target, 4 + SPECIES + O2] / state[target, LOWER]
    return fuel * joins_upper(gas, target, gas[source, TU]) * burns(air, gas[target, TL])


@compiled
def _eliminate(matrix, right, n):  # type: ignore[no-untyped-def]
    """Gauss; the matrix is diagonally dominant, so no pivoting. The answer replaces `right`."""
    for k in range(n):
        for row in range(k + 1, n):
            if matrix[row, k] != 0.0:
                factor = matrix[row, k] / matrix[k, k]
                for col in range(k + 1, n):
                    matrix[row, col] -= factor * matrix[k, col]
                right[row] -= factor * right[k]
    for k in range(n - 1, -1, -1):
        total = right[k]
        for col in range(k + 1, n):
            total -= matrix[k, col] * right[col]
        right[k] = total / matrix[k, k]


@compiled
def move_through_openings(  # type: ignore[no-untyped-def]
    plan, state, gas, outside, dt, slabs, counts, leaning, jets, rate, kinds, through, ledger
):
    """Carry every slab to where it belongs; entrain on the way. through (v, 2): kg/s out of the
    first side and into it."""
    for v in range(plan.opening.shape[0]):
        through[v, 0] = through[v, 1] = 0.0
        height = plan.opening[v, 1] - plan.opening[v, 0]
        for way in range(2):
            rising = warm_rise = level_rise = 0.0
            sinking = warm_sink = level_sink = area_sink = 0.0
            source = plan.opening_ends[v, way]
            target = plan.opening_ends[v, 1 - way]
            for n in range(counts[v]):
                flow = slabs[v, n, 0] if way == 0 else -slabs[v, n, 0]
                if flow <= 0.0:
                    continue
                upper = slabs[v, n, 3] > 0.5
                warm = outside[0] if source < 0 else gas[source, TU] if upper else gas[source, TL]
                share = 0.0
                if target >= 0:
                    share = joins_upper(gas, target, warm)
                    level = slabs[v, n, 2] - plan.room[target, 2]
                    if level < gas[target, Z]:
                        rising += share * flow
                        warm_rise += share * flow * warm
                        level_rise += share * flow * level
                    else:
                        sinking += (1.0 - share) * flow
                        warm_sink += (1.0 - share) * flow * warm
                        level_sink += (1.0 - share) * flow * level
                        area_sink += (1.0 - share) * slabs[v, n, 4]
                moved = carry(rate, kinds, state, ledger, source, upper, target, share, flow, warm)
                through[v, way] += moved
                if upper and source >= 0 and target >= 0:
                    burnt = moved * _afterburning(state, gas, source, target)
                    burn_fuel(target, burnt, gas[target, TU], kinds, rate, ledger)
            if target < 0:
                continue
            if rising > 1e-9:
                warmth = CP * (warm_rise - rising * gas[target, TL])
                reach = max(plan.room[target, 1] - level_rise / rising, 0.1)
                above = CP * (warm_rise - rising * gas[target, TU])
                heat_ceiling(
                    jets, target, max(warmth, 1.0), above, reach, plan.room[target, 0],
                    gas[target, TU],
                )  # fmt: skip
                extra = entrained(
                    rising,
                    warm_rise / rising - gas[target, TL],
                    gas[target, Z] - level_rise / rising,
                )
                extra = min(extra, 0.1 * state[target, LOWER] / dt)
                carry(
                    rate, kinds, state, ledger, target, False, target, 1.0, extra, gas[target, TL]
                )
            if sinking > 1e-9:
                extra = plan.mixing[SINK] * entrained_around_core(
                    sinking,
                    gas[target, TU] - warm_sink / sinking,
                    level_sink / sinking - gas[target, Z],
                    area_sink,
                )
                extra = min(extra, 0.1 * state[target, UPPER] / dt)
                carry(rate, kinds, state, ledger, target, True, target, 0.0, extra, gas[target, TU])
            cold = through[v, way] - rising
            _stir(plan, state, gas, target, cold, height, dt, leaning, rate, kinds, ledger)


@compiled
def _stir(plan, state, gas, c, inflow, height, dt, leaning, rate, kinds, ledger):  # type: ignore[no-untyped-def]
    """The draught from a door bends plumes and stirs the interface: lower gas joins the upper
    layer, a share of the inflow; a free plume leans the more, the nearer and higher the door.

    leaning (c,): share of a room's fire that stands free, -1 for a room without one. The effect is
    that of Quintiere, Rinkinen and Jones 1981, the factors are MIXING.
    """
    if inflow <= 0.0 or gas[c, TU] - gas[c, TL] < 5.0:
        return
    factor = plan.mixing[DRAUGHT] if leaning[c] >= 0.0 else plan.mixing[FAR_DRAUGHT]
    if leaning[c] > 0.0:
        factor += plan.mixing[LEAN] * leaning[c] * min(height / sqrt(plan.room[c, 0]), 1.0)
    extra = factor * inflow
    extra = min(extra, 0.1 * state[c, LOWER] / dt)
    carry(rate, kinds, state, ledger, c, False, c, 1.0, extra, gas[c, TL])


@compiled
def overturn(state, gas, rate, kinds, ledger):  # type: ignore[no-untyped-def]
    """An upper layer colder than the lower one falls into it: cold air from a fan under a ceiling,
    a room that cools from above."""
    for c in range(state.shape[0]):
        colder = gas[c, TL] - gas[c, TU] - STANDS
        if colder > 0.0:
            falling = state[c, UPPER] / OVERTURN * min(colder / FALLS, 1.0)
            carry(rate, kinds, state, ledger, c, True, c, 0.0, falling, gas[c, TU])


@compiled
def room_heat(rate, heat):  # type: ignore[no-untyped-def]
    """W into every room by what has been carried so far."""
    for c in range(rate.shape[0]):
        heat[c] = rate[c, HU] + rate[c, HL]
