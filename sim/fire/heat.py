"""Convection and radiation of one step in every room, and the walls' conduction."""

from math import exp, pi, sqrt

from sim.fire.burning import EXCESS, JET, LEVEL, RADIATED
from sim.fire.compiled import compiled
from sim.fire.constants import CONVECTION_FLAT, CONVECTION_WALL, CP, STEFAN_BOLTZMANN
from sim.fire.plan import WALL_NODES
from sim.fire.state import (
    CO2,
    H2O,
    HL,
    HU,
    LOWER,
    MU,
    SOOT,
    TL,
    TU,
    UPPER,
    VOLUME,
    Z,
    curve_at,
)
from sim.fire.surfaces import conduct, flame_shares, layer_emissivity

CEILING, UPPER_WALL, LOWER_WALL, FLOOR = 0, 1, 2, 3
WALL_JET = 0.25  # the ceiling jet has turned and slowed when it runs down the walls
STILL = 1.0  # W/m2/K, the least convection
LOW_COUPLING = 8.0  # W/m2/K, of the lower layer to its walls, for the step's limit only


@compiled
def exchange_heat(plan, state, gas, walls, hearth, time, dt, rate, ledger, scratch, share):  # type: ignore[no-untyped-def]
    """Add what both layers of every room lose to or gain from walls, flames and the outside, W.

    A floor without heat loss sends back all radiation that falls on it, other surfaces without
    heat loss hand it to the gas beside them.
    """
    for c in range(state.shape[0]):
        area, height = plan.room[c, 0], plan.room[c, 1]
        perimeter = 2.0 * (plan.room[c, 3] + plan.room[c, 4])
        layer = gas[c, Z]
        size = (area, perimeter * (height - layer), perimeter * layer, area)
        emissivity = _emissivity(state, gas, c, 2.0 * area + size[UPPER_WALL])
        radius = sqrt(area / pi)
        flame_shares(hearth[c, LEVEL], layer, height, radius, emissivity, share)
        view = _disc_view(layer / radius)
        across = area
        if plan.solid[c, FLOOR] <= 0.0:
            _reflect(share, view, emissivity)
            across, view = area * (1.0 - view * view), 0.0
        up_loss, coupling, from_top, from_gas = _downwards(
            plan, gas, walls, c, size, across, emissivity
        )
        for s in (CEILING, UPPER_WALL):
            lost, grip = _top(
                plan, gas, walls, hearth, c, s, size, across, emissivity, from_top, share, dt,
                scratch,
            )  # fmt: skip
            up_loss += lost
            coupling += grip
        low_gain = 0.0
        for s in (LOWER_WALL, FLOOR):
            falls = (view if s == FLOOR else 1.0 - view) * across * (from_gas + from_top)
            falls += share[4 if s == FLOOR else 3] * hearth[c, RADIATED]
            low_gain += _bottom(plan, gas, walls, c, s, size[s], falls, view, dt, scratch)
        window = emissivity * _window(plan, c, layer, time)
        up_loss += window * STEFAN_BOLTZMANN * (gas[c, TU] ** 4 - plan.ambient**4)
        coupling += window * 4.0 * STEFAN_BOLTZMANN * gas[c, TU] ** 3
        up_loss -= share[0] * hearth[c, RADIATED]
        given = rate[c, HU] - CP * gas[c, TU] * rate[c, MU]
        up_loss = given + (up_loss - given) * _softened(coupling * dt / (state[c, UPPER] * CP))
        low_gain *= _softened((size[2] + size[3]) * LOW_COUPLING * dt / (state[c, LOWER] * CP))
        rate[c, HU] -= up_loss
        rate[c, HL] += low_gain
        ledger[1] += low_gain - up_loss
        if plan.room[c, 7] >= 0.0:
            _warm_around(plan, gas, walls, c, size, rate, ledger)


@compiled
def _reflect(share, view, emissivity):  # type: ignore[no-untyped-def]
    """A flame's radiation that a floor without heat loss sends back: to the lower walls, and by
    the view factor of the interface up to the layer and the ceiling."""
    up = view * share[4]
    share[3] += share[4] - up
    share[0] += up * emissivity
    share[1] += up * (1.0 - emissivity)
    share[4] = 0.0


@compiled
def _emissivity(state, gas, c, bounds):  # type: ignore[no-untyped-def]
    """Of the upper layer, whose bounds have that area, m2."""
    volume = state[c, VOLUME]
    moles = state[c, UPPER] / 28.9
    triatomic = (state[c, 4 + CO2] / 44.0 + state[c, 4 + H2O] / 18.0) / moles
    soot = max(state[c, 4 + SOOT], 0.0) / volume
    return layer_emissivity(soot, triatomic, gas[c, TU], 3.6 * volume / bounds)


@compiled
def _downwards(plan, gas, walls, c, size, across, emissivity):  # type: ignore[no-untyped-def]
    """Radiation through `across` m2 of the interface: the layer's loss W, its derivative W/K, and
    W/m2 from the walls above and from the layer. Nothing goes down where no lower surface takes
    heat."""
    below = size[LOWER_WALL] * (plan.solid[c, LOWER_WALL] > 0.0)
    floor = size[FLOOR] * (plan.solid[c, FLOOR] > 0.0)
    if below + floor <= 0.0:
        return 0.0, 0.0, 0.0, 0.0
    cool4 = (below * walls[c, LOWER_WALL, 0] ** 4 + floor * walls[c, FLOOR, 0] ** 4) / (
        below + floor
    )
    above = size[CEILING] + size[UPPER_WALL]
    warm4 = size[CEILING] * walls[c, CEILING, 0] ** 4 + size[UPPER_WALL] * (
        walls[c, UPPER_WALL, 0] ** 4
    )
    from_top = (1.0 - emissivity) * STEFAN_BOLTZMANN * (warm4 / above - cool4)
    from_gas = emissivity * STEFAN_BOLTZMANN * (gas[c, TU] ** 4 - cool4)
    slope = emissivity * 4.0 * STEFAN_BOLTZMANN * gas[c, TU] ** 3
    return across * from_gas, across * slope, from_top, from_gas


@compiled
def _convection(air, wall, flat, jet):  # type: ignore[no-untyped-def]
    """Free and forced together, W/m2/K."""
    free = CONVECTION_FLAT if flat else CONVECTION_WALL
    natural = max(free**3 * abs(air - wall), STILL**3)
    return (natural + jet**3) ** (1.0 / 3.0)


@compiled
def _top(plan, gas, walls, hearth, c, s, size, across, emissivity, from_top, share, dt, scratch):  # type: ignore[no-untyped-def]
    """What the upper layer loses to its ceiling or walls, W, and the derivative, W/K."""
    flame = share[1 + s] * hearth[c, RADIATED]
    if plan.solid[c, s] <= 0.0:
        return -flame, 0.0
    air, wall = gas[c, TU], walls[c, s, 0]
    jet = hearth[c, JET] if s == CEILING else WALL_JET * hearth[c, JET]
    excess = hearth[c, EXCESS] if s == CEILING else 0.0
    convection = _convection(air, wall, s == CEILING, jet)
    surface = max(size[s], 1e-6)
    own = emissivity * STEFAN_BOLTZMANN * (air**4 - wall**4)
    given = from_top * across / (size[CEILING] + size[UPPER_WALL])
    radiation = plan.solid[c, s] * (own - given + flame / surface)
    grip = convection + 4.0 * STEFAN_BOLTZMANN * wall**3
    after = conduct(
        walls[c, s], plan.capacity[c, s], plan.conductance[c, s],
        _behind(plan.room, plan.ambient, gas, walls, c, s),
        convection * (air - wall) + excess + radiation, grip, dt, scratch,
    )  # fmt: skip
    slope = convection + emissivity * 4.0 * STEFAN_BOLTZMANN * air**3
    return (convection * (air - after) + excess + own) * surface, slope * surface


@compiled
def _bottom(plan, gas, walls, c, s, size, falls, view, dt, scratch):  # type: ignore[no-untyped-def]
    """What the lower layer gains from its walls or floor, W. falls: W of radiation upon it."""
    if plan.solid[c, s] <= 0.0:
        return falls
    air, wall = gas[c, TL], walls[c, s, 0]
    convection = _convection(air, wall, s == FLOOR, 0.0)
    surface = max(size, 1e-6)
    seen = (view if s == FLOOR else 1.0 - view) * plan.room[c, 0] / surface
    grip = convection + seen * 4.0 * STEFAN_BOLTZMANN * wall**3
    after = conduct(
        walls[c, s], plan.capacity[c, s], plan.conductance[c, s],
        _behind(plan.room, plan.ambient, gas, walls, c, s),
        convection * (air - wall) + plan.solid[c, s] * falls / surface, grip, dt, scratch,
    )  # fmt: skip
    return -convection * (air - after) * surface


@compiled
def _behind(room, ambient, gas, walls, c, s):  # type: ignore[no-untyped-def]
    """Temperature at the far side of a surface, K: the air outside, or the other face of a slab
    between two storeys, which both rooms have as a wall of their own, or the air around a box."""
    if s == CEILING and room[c, 5] >= 0.0:
        return walls[int(room[c, 5]), FLOOR, 0]
    if s == FLOOR and room[c, 6] >= 0.0:
        return walls[int(room[c, 6]), CEILING, 0]
    around = int(room[c, 7])
    return ambient if around < 0 or s == FLOOR else _mean(room, gas, around)


@compiled
def _mean(room, gas, c):  # type: ignore[no-untyped-def]
    """Gas temperature over the height of a room, K."""
    return gas[c, TU] + (gas[c, TL] - gas[c, TU]) * gas[c, Z] / room[c, 1]


@compiled
def _warm_around(plan, gas, walls, c, size, rate, ledger):  # type: ignore[no-untyped-def]
    """What passes the walls of a box that stands in a room rises into that room's upper layer."""
    around = int(plan.room[c, 7])
    air = _mean(plan.room, gas, around)
    for s in (CEILING, UPPER_WALL, LOWER_WALL):
        if plan.solid[c, s] > 0.0:
            last = WALL_NODES - 1
            flux = plan.conductance[c, s, last] * (walls[c, s, last] - air)
            rate[around, HU] += flux * size[s]
            ledger[1] += flux * size[s]


@compiled
def _softened(stiff):  # type: ignore[no-untyped-def]
    """Share of what is out of balance that a step takes up: a thin or a very hot layer comes to
    balance with its walls and what it is given, not beyond. stiff: the step in units of the
    layer's own time."""
    return (1.0 - exp(-stiff)) / stiff if stiff > 1e-3 else 1.0


@compiled
def _window(plan, c, layer, time):  # type: ignore[no-untyped-def]
    """Open area through which the upper layer shines outside, m2; layer: m above the floor."""
    area = 0.0
    for v in range(plan.opening.shape[0]):
        a, b = plan.opening_ends[v, 0], plan.opening_ends[v, 1]
        if (a == c and b < 0) or (b == c and a < 0):
            low = max(plan.opening[v, 0], plan.room[c, 2] + layer)
            high = max(plan.opening[v, 1] - low, 0.0)
            area += high * plan.opening[v, 2] * curve_at(plan.opening_curve[v], time)
    return area


@compiled
def _disc_view(distance):  # type: ignore[no-untyped-def]
    """View factor of a disc to an equal one, distance in radii; Howell's catalogue C-41."""
    if distance < 1e-6:
        return 1.0
    x = 2.0 + distance * distance
    return 0.5 * (x - sqrt(x * x - 4.0))
