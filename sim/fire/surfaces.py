"""Heat between the gas, the flame and the walls of one room, and conduction into the walls.

Two grey half-rooms with the upper layer as a grey gas between them: ceiling and upper walls above,
lower walls and floor below. Convection by turbulent free convection. Conduction is implicit, so a
time step of a second is stable for any wall.
"""

from math import exp, sqrt

from sim.fire.compiled import compiled
from sim.fire.constants import (
    SOOT_ABSORPTION,
    SOOT_DENSITY,
)
from sim.fire.plan import WALL_NODES


@compiled
def layer_emissivity(soot, triatomic, temperature, length):  # type: ignore[no-untyped-def]
    """Of a layer of mean beam length m; soot kg/m3, triatomic: mole fraction of CO2 and H2O.

    Soot: Planck mean, Tien. Gas: fit 0.9 sqrt(p L) to Hottel's charts within 0.002-0.2 atm m.
    """
    absorbed = SOOT_ABSORPTION * soot / SOOT_DENSITY * temperature * length
    path = max(triatomic, 0.0) * length
    gas = min(0.9 * sqrt(path), 0.5)
    return 1.0 - (1.0 - gas) * exp(-absorbed)


@compiled
def _upward(distance, radius):  # type: ignore[no-untyped-def]
    """Share of a point source's radiation that passes a disc at a distance."""
    return 0.5 * (1.0 - distance / sqrt(distance * distance + radius * radius))


@compiled
def flame_shares(source, layer, height, radius, emissivity, share):  # type: ignore[no-untyped-def]
    """Where a flame's radiation goes: share[0] upper gas, [1] ceiling, [2] upper wall, [3] lower
    wall, [4] floor. Levels above the floor, m; radius of a disc of the floor's area."""
    up = _upward(abs(layer - source), radius)
    if source > layer:
        up = 1.0 - up
    ceiling = _upward(max(height - source, 0.05), radius)
    floor = _upward(max(source, 0.05), radius)
    share[0] = up * emissivity
    share[1] = min(ceiling, up) * (1.0 - emissivity)
    share[2] = max(up - ceiling, 0.0) * (1.0 - emissivity)
    share[4] = min(floor, 1.0 - up)
    share[3] = 1.0 - up - share[4]


@compiled
def conduct(wall, capacity, conductance, ambient, heating, coupling, dt, scratch):  # type: ignore[no-untyped-def]
    """One implicit step of a wall. `heating` W/m2 at the present surface temperature, `coupling`
    W/m2/K how much less per kelvin of the surface; scratch (2, WALL_NODES). Returns the new
    surface temperature."""
    n = WALL_NODES
    upper, right = scratch[0], scratch[1]
    before = 0.0
    for k in range(n):
        after = conductance[k]
        inertia = capacity[k] / dt
        diagonal = inertia + before + after
        load = inertia * wall[k]
        if k == 0:
            diagonal += coupling
            load += heating + coupling * wall[0]
        if k == n - 1:
            load += after * ambient
        if k > 0:
            pivot = diagonal - before * upper[k - 1]
            right[k] = (load + before * right[k - 1]) / pivot
        else:
            pivot = diagonal
            right[k] = load / pivot
        upper[k] = after / pivot
        before = after
    wall[n - 1] = right[n - 1]
    for k in range(n - 2, -1, -1):
        wall[k] = right[k] + upper[k] * wall[k + 1]
    return wall[0]
