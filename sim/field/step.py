"""One time step in phases, loops over planes; threads share those that take longer than to wake
them (30 us on a busy machine).

Order: density and tracers move with the old velocity; the new density gives the new target
divergence; momentum moves and feels the new buoyancy; the pressure change makes the velocity obey.
Density first, momentum after: gravity waves stay neutral with one evaluation per step.
"""

from typing import Any

import numba

from sim.field.conjugate import solve
from sim.field.eddies import phase_eddies
from sim.field.momentum import phase_momentum
from sim.field.pressure import assemble, project
from sim.field.rows import compiled
from sim.field.state import Box, Grids, Table
from sim.field.transport import phase_transport


@compiled(parallel=True)
def run_transport(f: Table, box: Box, dt: Any, parts: int) -> None:
    """phase_transport shared by threads."""
    for part in numba.prange(parts):
        phase_transport(f, box, dt, 2 + part * box[2] // parts, 2 + (part + 1) * box[2] // parts)


@compiled(parallel=True)
def run_momentum(f: Table, box: Box, dt: Any, ambient: Any, parts: int) -> None:
    """phase_momentum shared by threads."""
    n = box[2] + 1
    for part in numba.prange(parts):
        phase_momentum(f, box, dt, ambient, 2 + part * n // parts, 2 + (part + 1) * n // parts)


@compiled(parallel=True)
def run_eddies(f: Table, box: Box, parts: int) -> None:
    """phase_eddies shared by threads."""
    for part in numba.prange(parts):
        phase_eddies(f, box, 2 + part * box[2] // parts, 2 + (part + 1) * box[2] // parts)


@compiled()
def step(
    f: Table, box: Box, g: Grids, dt: Any, ambient: Any, parts: int, turns: int, fresh: bool
) -> None:
    """Advance every field by dt seconds."""
    if parts > 1:
        run_transport(f, box, dt, parts)
        run_momentum(f, box, dt, ambient, parts)
    else:
        phase_transport(f, box, dt, 2, box[2] + 2)
        phase_momentum(f, box, dt, ambient, 2, box[2] + 3)
    assemble(f, box, g, dt, fresh)
    solve(g, turns)
    project(f, box, g, dt)
