"""Many time steps in one compiled call: step length, watched faces, inflow at the open boundary."""

from typing import Any

import numpy as np

from sim.field.eddies import phase_eddies
from sim.field.pace import rate_of, spread_rate
from sim.field.rows import HALF, Flat, compiled
from sim.field.state import DENSITY, DRAG_X, FLUX_X, REACH_X, Box, Grids, Integers, Table, U
from sim.field.step import run_eddies, step

COURANT = 0.95
"""Largest sum over the axes of speed times step over width."""
GROWTH = 1.2
"""A step is at most this much longer than the one before."""
SHORTEST = 2e-4
"""s; a run that wants shorter steps is stopped with an error."""
EDDY_EVERY, COARSEN_EVERY = 2, 8
"""Steps between two eddy viscosities, and between two coarsenings of the pressure's equation."""
DONE, BROKEN, TOO_FAST = 0, 1, 2


@compiled()
def inflow_drag(f: Table, edge: Integers, edge_axis: Integers, inward: Flat) -> None:
    """Air drawn in from rest arrives with its dynamic pressure missing (a loss of one)."""
    for n in range(edge.size):
        m, axis = edge[n], edge_axis[n]
        entering = f[U + axis, m] * inward[n] > 0.0
        f[DRAG_X + axis, m] = HALF * f[REACH_X + axis, m] if entering else np.float32(0.0)


@compiled()
def watch(f: Table, dt: Any, face: Integers, axis: Integers, total: Any) -> None:
    """Adds mass kg/m2 and volume m that passed each watched face."""
    for n in range(face.size):
        m, a = face[n], axis[n]
        total[0, n] += dt * f[FLUX_X + a, m]
        total[1, n] += dt * f[U + a, m]


@compiled()
def advance(
    f: Table,
    box: Box,
    g: Grids,
    span: float,
    clock: Any,
    limits: Any,
    edges: Any,
    watched: Any,
    parts: int,
) -> int:
    """Step until `span` seconds have passed. clock (2,): last step s, steps so far; limits:
    longest step s, ambient density, conjugate gradient turns. DONE, BROKEN or TOO_FAST."""
    longest, ambient, turns = limits
    passed = 0.0
    while passed < span * (1.0 - 1e-6):
        count = int(clock[1])
        rate = (
            max(rate_of(f, box), spread_rate(f, box))
            if count % EDDY_EVERY == 0
            else rate_of(f, box)
        )
        if not rate < 1e30:
            return BROKEN
        wanted = min(COURANT / max(rate, 1e-6), longest, GROWTH * clock[0])
        if SHORTEST * rate > COURANT:
            return TOO_FAST
        left = span - passed
        if wanted < left < 2.0 * wanted:
            wanted = 0.5 * left
        dt = min(wanted, left)
        if count % EDDY_EVERY == 0:
            if parts > 1:
                run_eddies(f, box, parts)
            else:
                phase_eddies(f, box, 2, box[2] + 2)
        inflow_drag(f, edges[0], edges[1], edges[2])
        step(
            f, box, g, np.float32(dt), np.float32(ambient), parts, turns, count % COARSEN_EVERY == 0
        )
        watch(f, dt, watched[0], watched[1], watched[2])
        passed += dt
        clock[0] = wanted
        clock[1] += 1.0
    middle = f[DENSITY, f.shape[1] // 2]
    return DONE if middle == middle else BROKEN
