"""Fires of one time step: oxygen, plume, products, and the hood that draws part of the plume."""

from math import exp, log, pi, sqrt, tanh

from sim.fire.compiled import compiled
from sim.fire.constants import (
    CP,
    FLAME_LIMIT,
    FUEL_HEAT,
    FUEL_TIME,
    FULL_FLOW,
    GRAVITY,
    HEAT_PER_O2,
    HOT_IGNITION,
    O2_LIMIT,
    O2_LIMIT_WIDTH,
    STALL,
)
from sim.fire.formulas import heskestad_flame_height, heskestad_mass_flow
from sim.fire.plan import PLUME
from sim.fire.state import (
    CO,
    CO2,
    FUEL,
    H2O,
    HU,
    LOWER,
    MU,
    O2,
    PRESSURE,
    RL,
    SOOT,
    SPECIES,
    TL,
    TU,
    UPPER,
    Z,
    burn_fuel,
    carry,
    curve_at,
    warming_share,
)

AIR, AMBIENT = 1.2, 293.0  # kg/m3, K
VISCOSITY, PRANDTL = 1.8e-5, 0.71  # m2/s of warm air

# Columns of `hearth`, one row per room: W/m2/K of jets on the ceiling and W/m2 that
# they bring it above what the layer gives; W radiated, its mean level, m above the
# floor, and the share of it from fires that stand free.
JET, EXCESS, RADIATED, LEVEL, FREE = 0, 1, 2, 3, 4
JET_HEAT = 0.283 * PRANDTL ** (-2.0 / 3.0)
MOST_LOST = 0.8  # of what a jet carries above the layer, before it mixes


@compiled
def plume_flow(hrr, radiative, z, diameter, share):  # type: ignore[no-untyped-def]
    """Heskestad's plume; against walls by mirror images: a share of a fire 1/share as large."""
    if z <= 0.0 or hrr <= 0.0:
        return 0.0
    whole = hrr / share
    return share * heskestad_mass_flow(whole, whole * (1.0 - radiative), z, diameter / sqrt(share))


@compiled
def ceiling_jet(hrr, above, reach, area, layer):  # type: ignore[no-untyped-def]
    """Mean coefficient of a ceiling jet over a ceiling, W/m2/K, and how much warmer than the upper
    layer, K, its gas is there; Cooper, NBSIR 82-2535 (1982).

    hrr W that the jet carries, `above` W of it above the layer's heat; reach m; layer K. Cooper's
    radial profiles are averaged over a disc of the ceiling's area: 1.08 (R/H)^-0.85 and
    4.17 (R/H)^-0.6 fit their means within 6 % for R/H of 0.4 to 4. By logarithms: powers cost more.
    """
    if hrr <= 0.0:
        return 0.0, 0.0
    speed = sqrt(GRAVITY * reach)
    heat = AIR * CP * speed
    width = 0.5 * log(area / (pi * reach * reach))
    scaled = log(hrr / (heat * AMBIENT * reach * reach)) / 3.0
    spread = min(1.08 * exp(-0.85 * width), 2.0)
    turbulent = exp(0.7 * scaled) * (speed * reach / VISCOSITY) ** -0.3
    coefficient = JET_HEAT * turbulent * spread * heat
    if above <= 0.0:
        return coefficient, 0.0
    strength = exp(2.0 * (scaled + log(above / hrr) / 3.0))
    return coefficient, layer * strength * min(4.17 * exp(-0.6 * width), 7.5)


@compiled
def heat_ceiling(hearth, c, hrr, above, reach, area, layer):  # type: ignore[no-untyped-def]
    """Add a jet of `hrr` W, `above` W of it above the layer's heat, to what a ceiling receives."""
    coefficient, excess = ceiling_jet(hrr, above, reach, area, layer)
    hearth[c, JET] += coefficient
    if excess > 0.0:
        hearth[c, EXCESS] += min(coefficient * excess, MOST_LOST * above / area)


@compiled
def burns(oxygen, temperature):  # type: ignore[no-untyped-def]
    """Share of a fire that air of this oxygen (kg/kg) and temperature can feed; Beyler."""
    limit = O2_LIMIT * max(FLAME_LIMIT - temperature, 0.0) / (FLAME_LIMIT - 293.15)
    return 0.5 * (1.0 + tanh((oxygen - limit) / O2_LIMIT_WIDTH))


@compiled
def burn(plan, state, gas, time, dt, rate, kinds, hearth, released, drawn, ledger):  # type: ignore[no-untyped-def]
    """Add every fire's plume to the rates; fill `hearth` and the heat really released, W."""
    fire, fire_room, curves = plan.fire, plan.fire_room, plan.fire_curve
    for k in range(fire.shape[0]):
        released[k] = 0.0
        demand = curve_at(curves[k], time)
        if demand <= 0.0:
            continue
        c = fire_room[k]
        base = fire[k, 2] - plan.room[c, 2]
        share, radiative = fire[k, 10], fire[k, 4]
        diameter = sqrt(4.0 * fire[k, 3] / pi)
        layer = gas[c, Z] - base
        reach = plan.room[c, 1] - base
        strength = plan.mixing[PLUME]
        full = strength * plume_flow(demand, radiative, reach, diameter, share)
        low = strength * plume_flow(demand, radiative, min(layer, reach), diameter, share)
        y_low = state[c, 4 + SPECIES + O2] / state[c, LOWER]
        y_up = state[c, 4 + O2] / state[c, UPPER]
        oxygen = low * y_low * burns(y_low, gas[c, TL])
        oxygen += (full - low) * y_up * burns(y_up, gas[c, TU])
        hrr = min(demand, HEAT_PER_O2 * oxygen)
        released[k] = hrr
        low = strength * plume_flow(hrr, radiative, min(layer, reach), diameter, share)
        taken, hood, volume, height = _hood_share(
            plan, state, gas, time, k, c, hrr, diameter, drawn
        )
        if hood >= 0:
            drawn[hood] += taken * volume
        convective = max(warming_share(gas[c, TU]) - radiative, 0.0) * hrr
        fuel = demand / fire[k, 5]
        if low > 0.0:
            carry(rate, kinds, state, ledger, c, False, c, 1.0, (1.0 - taken) * low, gas[c, TL])
            if taken > 0.0:
                under = min(height, layer, reach)
                drawn_in = strength * plume_flow(hrr, radiative, under, diameter, share)
                mass = taken * drawn_in
                carry(rate, kinds, state, ledger, c, False, -1, 0.0, mass, gas[c, TL])
        kept = 1.0 - taken
        rate[c, MU] += kept * fuel
        rate[c, HU] += kept * (convective + CP * fuel * plan.ambient)
        burnt = hrr / fire[k, 5]
        kinds[c, O2] -= kept * hrr / HEAT_PER_O2
        kinds[c, CO2] += kept * burnt * fire[k, 6]
        kinds[c, CO] += kept * burnt * fire[k, 7]
        kinds[c, H2O] += kept * burnt * fire[k, 8]
        kinds[c, SOOT] += kept * burnt * fire[k, 9]
        kinds[c, FUEL] += kept * (demand - hrr) / FUEL_HEAT
        ledger[0] += kept * fuel
        ledger[1] += kept * (convective + CP * fuel * plan.ambient)
        flame = heskestad_flame_height(hrr / share, diameter / sqrt(share))
        middle = min(base + flame / 3.0, plan.room[c, 1] - 0.05)
        whole = hearth[c, RADIATED] + radiative * hrr
        if whole > 0.0:
            hearth[c, FREE] = max(hearth[c, FREE], 0.0)
            part = radiative * hrr / whole
            stands_free = 1.0 if share > 0.75 else 0.0
            hearth[c, FREE] += part * (stands_free - hearth[c, FREE])
            hearth[c, LEVEL] += part * (middle - hearth[c, LEVEL])
        hearth[c, RADIATED] = whole
        around = int(plan.room[c, 7])
        if around >= 0:  # the plume of a burning box rises in the room that it stands in
            hearth[around, FREE] = max(hearth[around, FREE], 0.0)
        carried = kept * convective
        above = carried - CP * (1.0 - taken) * low * (gas[c, TU] - gas[c, TL])
        heat_ceiling(hearth, c, carried, above, reach, plan.room[c, 0], gas[c, TU])


@compiled
def _hood_share(plan, state, gas, time, k, c, hrr, diameter, drawn):  # type: ignore[no-untyped-def]
    """Share of a plume that the hood above it takes, which hood (-1 for none), the plume's volume
    flow at the canopy, m3/s, and how high that is above the fire: the fan takes what it can."""
    fire = plan.fire
    for d in range(plan.hood.shape[0]):
        x, y, z, dx, dy, _, capture = plan.hood[d]
        inside = x <= fire[k, 0] <= x + dx and y <= fire[k, 1] <= y + dy
        height = z - fire[k, 2]
        if plan.hood_room[d] != c or not inside or height <= 0.0:
            continue
        running = _running(plan, state, d, time) - drawn[d]
        if running <= 0.0:
            continue
        mass = plume_flow(hrr, fire[k, 4], height, diameter, fire[k, 10])
        if mass <= 0.0:
            return 0.0, -1, 0.0, 0.0
        temperature = gas[c, TL] + (1.0 - fire[k, 4]) * hrr / (CP * mass)
        volume = mass * temperature / (gas[c, RL] * gas[c, TL])
        return min(capture, running / volume), d, volume, height
    return 0.0, -1, 0.0, 0.0


@compiled
def stalled(against):  # type: ignore[no-untyped-def]
    """Share of its flow that a fan or a hood keeps against a pressure, Pa: it stalls at STALL."""
    return min(max((STALL - against) / (STALL - FULL_FLOW), 0.0), 1.0)


@compiled
def stall_slope(against):  # type: ignore[no-untyped-def]
    """How much of its flow a fan loses per pascal more against it."""
    return 1.0 / (STALL - FULL_FLOW) if FULL_FLOW < against < STALL else 0.0


@compiled
def _running(plan, state, d, time):  # type: ignore[no-untyped-def]
    """What a hood's fan moves now, m3/s, out of a room that may be below the outside."""
    against = -state[plan.hood_room[d], PRESSURE]
    return plan.hood[d, 5] * curve_at(plan.hood_curve[d], time) * stalled(against)


@compiled
def burn_layers(state, gas, kinds, rate, ledger):  # type: ignore[no-untyped-def]
    """Unburnt fuel in a layer hot enough burns with the oxygen there."""
    for c in range(state.shape[0]):
        fuel = state[c, 4 + FUEL]
        if fuel <= 0.0 or gas[c, TU] < HOT_IGNITION:
            continue
        air = max(state[c, 4 + O2], 0.0) * HEAT_PER_O2 / FUEL_HEAT
        burnt = min(fuel, air) / FUEL_TIME
        burn_fuel(c, burnt, gas[c, TU], kinds, rate, ledger)
