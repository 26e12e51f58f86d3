"""Streams of warm or cold gas inside a room: what they entrain, and what runs along walls.

Source of the flow along a wall: the profiles of turbulent free convection at a vertical plate of
Eckert and Jackson (NACA TN 2207, 1950), integrated across; of its turning: Jaluria and Cooper 1989;
of what a stream takes up while it has a core: Crow and Champagne, J. Fluid Mech. 48, 1971.
"""

from math import pi, sqrt

from sim.fire.compiled import compiled
from sim.fire.constants import CONVECTION_OUTSIDE, CP, DOOR_PLUME, GRAVITY, WALL_STREAM
from sim.fire.plan import WALL_NODES
from sim.fire.state import LOWER, RL, RU, TL, TU, UPPER, Z, carry

CORE = 2.0  # diameters of a stream, over which it has a core
TAKES_UP = 0.136  # of its own flow for each of them
UPPER_WALL, LOWER_WALL = 1, 2  # surfaces, as in `heat.py`
STILL = 1.0  # K between gas and wall, below it nothing runs
BEYOND = 0.6  # of a wall's difference to its gas: hardly any gas of the stream is that near


@compiled
def entrained(mass, difference, distance):  # type: ignore[no-untyped-def]
    """What a stream through an opening entrains over a distance, kg/s, given its temperature
    difference: a plume with a virtual origin where its flow would be that of the stream."""
    if mass <= 0.0 or difference <= 0.1 or distance <= 0.0:
        return 0.0
    strength = DOOR_PLUME * (CP * mass * difference / 1e3) ** (1.0 / 3.0)
    origin = (mass / strength) ** 0.6
    return strength * (origin + distance) ** (5.0 / 3.0) - mass


@compiled
def entrained_around_core(mass, difference, distance, area):  # type: ignore[no-untyped-def]
    """The same of a stream as thick as its way is long, kg/s, from an area, m2: through a hatch, or
    cold air that lies on the rest of a door's inflow. Its edge alone mixes, until the core is used
    up; what it has become goes on as a plume."""
    if mass <= 0.0 or difference <= 0.1 or distance <= 0.0 or area <= 0.0:
        return 0.0
    diameter = sqrt(4.0 / pi * area)
    ways = min(distance / diameter, CORE)
    early = TAKES_UP * ways * mass
    if ways < CORE:
        return early
    beyond = distance - CORE * diameter
    return early + entrained(mass + early, difference * mass / (mass + early), beyond)


@compiled
def wall_stream(air, wall, reach, density):  # type: ignore[no-untyped-def]
    """Flow along a wall after `reach` m of turbulent free convection, kg/s a metre of its width."""
    film = 0.5 * (air + wall)
    viscosity = 1.458e-6 * film * sqrt(film) / (film + 110.4)  # Sutherland
    kinematic = viscosity / density * film / air
    grashof = GRAVITY * abs(wall - air) / film * reach**3 / (kinematic * kinematic)
    return WALL_STREAM * viscosity * grashof**0.4


@compiled
def turned(apart):  # type: ignore[no-untyped-def]
    """Share of a wall's stream that is nearer the wall's temperature than `apart` of the difference
    between gas and wall, and how near its mean is: the same profiles within 0.03."""
    far = (1.0 - apart) ** 8
    return 1.0 - (1.0 - far) ** 6, max(0.25, apart + (1.0 - apart) / 9.0)


@compiled
def run_along_walls(plan, state, gas, walls, dt, rate, kinds, ledger):  # type: ignore[no-untyped-def]
    """Gas that its wall cools below the lower layer's temperature falls into it, and gas that its
    wall warms above the upper layer's rises; so does the air along a box that stands in a room."""
    for c in range(state.shape[0]):
        apart = gas[c, TU] - gas[c, TL]
        colder = gas[c, TU] - walls[c, UPPER_WALL, 0] if plan.solid[c, UPPER_WALL] > 0.0 else 0.0
        warmer = walls[c, LOWER_WALL, 0] - gas[c, TL] if plan.solid[c, LOWER_WALL] > 0.0 else 0.0
        if 0.0 < apart < BEYOND * max(colder, warmer):
            if apart < BEYOND * colder and colder > STILL:
                _run(plan, state, gas, c, True, colder, apart, dt, rate, kinds, ledger)
            if apart < BEYOND * warmer and warmer > STILL:
                _run(plan, state, gas, c, False, warmer, apart, dt, rate, kinds, ledger)
        if plan.room[c, 7] >= 0.0 and plan.solid[c, UPPER_WALL] > 0.0:
            _rise_along_box(plan, state, gas, walls, c, dt, rate, kinds, ledger)


@compiled
def _run(plan, state, gas, c, upper, difference, apart, dt, rate, kinds, ledger):  # type: ignore[no-untyped-def]
    """What turns of the stream along the upper or lower walls, `difference` K from them."""
    share, near = turned(apart / difference)
    air, density, held = gas[c, TL], gas[c, RL], state[c, LOWER]
    reach, way = gas[c, Z], 1.0
    if upper:
        air, density, held = gas[c, TU], gas[c, RU], state[c, UPPER]
        reach, way = plan.room[c, 1] - gas[c, Z], -1.0
    width = 2.0 * (plan.room[c, 3] + plan.room[c, 4])
    turns = share * width * wall_stream(air, air + way * difference, reach, density)
    turns = min(turns, 0.1 * held / dt)
    to_upper = 0.0 if upper else 1.0
    at = air + way * near * difference
    carry(rate, kinds, state, ledger, c, upper, c, to_upper, turns, at)


@compiled
def _rise_along_box(plan, state, gas, walls, c, dt, rate, kinds, ledger):  # type: ignore[no-untyped-def]
    """Lower gas of the room around that rises along the sides of a box into the upper layer."""
    around, last = int(plan.room[c, 7]), WALL_NODES - 1
    air = gas[around, TL]
    foot = plan.room[c, 2] - plan.room[around, 2]
    reach = min(gas[around, Z] - foot, plan.room[c, 1])
    low = gas[c, Z] / plan.room[c, 1]
    wall = air
    for s in (UPPER_WALL, LOWER_WALL):
        share = low if s == LOWER_WALL else 1.0 - low
        flux = plan.conductance[c, s, last] * (walls[c, s, last] - air)
        wall += share * flux / CONVECTION_OUTSIDE
    if wall <= air + STILL or reach <= 0.0:
        return
    width = 2.0 * (plan.room[c, 3] + plan.room[c, 4])
    rises = width * wall_stream(air, wall, reach, gas[around, RL])
    rises = min(rises, 0.1 * state[around, LOWER] / dt)
    carry(rate, kinds, state, ledger, around, False, around, 1.0, rises, air)
