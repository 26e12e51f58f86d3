"""The state of rooms as arrays, and the one way in which mass, heat and species move."""

from sim.fire.compiled import compiled
from sim.fire.constants import CP, FUEL_HEAT, GAS_CONSTANT, HEAT_PER_O2, O2_AIR

PRESSURE, VOLUME, UPPER, LOWER = (
    0,
    1,
    2,
    3,
)  # columns of a room: Pa gauge, m3 of the upper layer, kg
O2, CO2, CO, H2O, SOOT, FUEL = 0, 1, 2, 3, 4, 5
SPECIES = 6
STATE = 4 + 2 * SPECIES  # then kg of each species of the upper layer, then of the lower one

TU, TL, RU, RL, Z = 0, 1, 2, 3, 4  # derived: temperatures, densities, layer height
MOST = 0.7
MU, ML, HU, HL, MOVED = 0, 1, 2, 3, 4  # rates: mass and enthalpy into both layers, all mass moved


@compiled
def derive(state, room, p0, gas):  # type: ignore[no-untyped-def]
    """Temperatures, densities and layer height of every room, (c, 5)."""
    for c in range(state.shape[0]):
        pressure = p0 + state[c, PRESSURE]
        upper = state[c, VOLUME]
        lower = room[c, 0] * room[c, 1] - upper
        gas[c, TU] = pressure * upper / (GAS_CONSTANT * state[c, UPPER])
        gas[c, TL] = pressure * lower / (GAS_CONSTANT * state[c, LOWER])
        gas[c, RU] = state[c, UPPER] / upper
        gas[c, RL] = state[c, LOWER] / lower
        gas[c, Z] = lower / room[c, 0]


@compiled
def curve_at(curve, time):  # type: ignore[no-untyped-def]
    """Straight lines between the points of a padded curve."""
    low, high = 0, curve.shape[0] - 1
    if time <= curve[low, 0]:
        return curve[low, 1]
    if time >= curve[high, 0]:
        return curve[high, 1]
    while high - low > 1:
        middle = (low + high) // 2
        if curve[middle, 0] <= time:
            low = middle
        else:
            high = middle
    share = (time - curve[low, 0]) / (curve[high, 0] - curve[low, 0])
    return curve[low, 1] + share * (curve[high, 1] - curve[low, 1])


@compiled
def carry(rate, kinds, state, ledger, source, from_upper, target, to_upper, mass, heat_at):  # type: ignore[no-untyped-def]
    """Move mass, kg/s at a temperature, with its species; room -1 is the air outside.

    to_upper: share that joins the target's upper layer. A layer gives at most MOST of what it
    holds in one step. ledger: mass and enthalpy that pass the building's boundary, and the step.
    Returns what was moved.
    """
    if source >= 0:
        held = state[source, UPPER if from_upper else LOWER] * MOST / ledger[2]
        mass = max(min(mass, held + rate[source, MU if from_upper else ML]), 0.0)
    heat = CP * mass * heat_at
    if source < 0 or target < 0:
        sign = 1.0 if source < 0 else -1.0
        if source >= 0 or target >= 0:
            ledger[0] += sign * mass
            ledger[1] += sign * heat
    if source >= 0:
        rate[source, MOVED] += mass
        layer = 0 if from_upper else SPECIES
        whole = state[source, UPPER] if from_upper else state[source, LOWER]
        if from_upper:
            rate[source, MU] -= mass
            rate[source, HU] -= heat
        else:
            rate[source, ML] -= mass
            rate[source, HL] -= heat
        for s in range(SPECIES):
            moved = mass * state[source, 4 + layer + s] / whole
            kinds[source, layer + s] -= moved
            if target >= 0:
                kinds[target, s] += to_upper * moved
                kinds[target, SPECIES + s] += (1.0 - to_upper) * moved
    elif target >= 0:
        kinds[target, O2] += to_upper * mass * O2_AIR
        kinds[target, SPECIES + O2] += (1.0 - to_upper) * mass * O2_AIR
    if target >= 0:
        rate[target, MOVED] += mass
        rate[target, MU] += to_upper * mass
        rate[target, ML] += (1.0 - to_upper) * mass
        rate[target, HU] += to_upper * heat
        rate[target, HL] += (1.0 - to_upper) * heat
    return mass


@compiled
def joins_upper(gas, room, temperature):  # type: ignore[no-untyped-def]
    """Share of a stream that ends in the upper layer of a room: warm gas rises."""
    low, high = gas[room, TL], gas[room, TU]
    if high - low < 1.0:
        high = low + 1.0
    return min(max((temperature - low) / (high - low), 0.0), 1.0)


@compiled
def warming_share(temperature):  # type: ignore[no-untyped-def]
    """Share of a fire's heat that warms gas of constant specific heat in a layer of that
    temperature, K: real products take up more as they get hotter, and dissociate beyond 2,000 K.

    From the enthalpies of N2, CO2 and H2O (JANAF tables) of a stoichiometric hydrocarbon flame in
    air: 0.97 at 1,000 K, 0.92 at 1,500 K; 0.69 at 2,250 K, where such a flame ends.
    """
    hot = min(max(temperature - 300.0, 0.0) / 1950.0, 1.3)
    square = hot * hot
    fourth = square * square
    return max(1.0 - 0.21 * square - 0.10 * fourth * fourth, 0.0)


@compiled
def burn_fuel(c, burnt, temperature, kinds, rate, ledger):  # type: ignore[no-untyped-def]
    """Unburnt fuel, kg/s as CH2, burns in the upper layer of a room of that temperature."""
    kinds[c, FUEL] -= burnt
    kinds[c, O2] -= burnt * FUEL_HEAT / HEAT_PER_O2
    kinds[c, CO2] += burnt * 44.01 / 14.03
    kinds[c, H2O] += burnt * 18.015 / 14.03
    heat = burnt * FUEL_HEAT * warming_share(temperature)
    rate[c, HU] += heat
    ledger[1] += heat
