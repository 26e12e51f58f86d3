"""The equation of the pressure that makes the velocity obey the target divergence, made of the
fields, and its solution taken back into them. Solved in conjugate.py and multigrid.py.
"""

from typing import Any

from sim.field.multigrid import coarsen, faces, phase_invert
from sim.field.rows import HALF, ONE, Flat, compiled
from sim.field.state import (
    AX,
    AY,
    AZ,
    COLUMNS,
    DENSITY,
    DENSITY_NEXT,
    DRAG_X,
    DRAG_Y,
    DRAG_Z,
    FLUID,
    FOUND,
    GOAL,
    LOAD,
    OPENED_X,
    OPENED_Y,
    OPENED_Z,
    PER_TRACER,
    PRESSURE,
    REACH_X,
    REACH_Y,
    REACH_Z,
    SHRINK_X,
    SHRINK_Y,
    SHRINK_Z,
    TARGET,
    TRACER,
    TRACER_NEXT,
    U_NEXT,
    V_NEXT,
    W_NEXT,
    Box,
    Grids,
    Table,
    U,
    V,
    W,
)


@compiled()
def assemble_finest(f: Table, box: Box, g: Grids, dt: Any) -> None:
    """Coefficients and loads of the finest level from the fields."""
    sy, sz = box[0] + 2, (box[0] + 2) * (box[1] + 2)
    n = box[1] * sy + box[0] + 1
    for k in range(2, box[2] + 3):
        m, even = k * sz + sy + 1, sy + 1
        at = m - sz
        sx, sw = f[SHRINK_X, even : even + n], f[SHRINK_Y, even : even + n]
        rx, ry = f[REACH_X, even : even + n], f[REACH_Y, even : even + n]
        s = 1
        coefficient_row(
            (f[DENSITY_NEXT, m - s : m - s + n], f[DENSITY_NEXT, m : m + n]),
            (f[OPENED_X, m : m + n], f[DRAG_X, m : m + n], rx, f[U, m : m + n]),
            (sw, f[SHRINK_Z, m : m + n]),
            dt,
            g.table[AX, at : at + n],
        )
        s = sy
        coefficient_row(
            (f[DENSITY_NEXT, m - s : m - s + n], f[DENSITY_NEXT, m : m + n]),
            (f[OPENED_Y, m : m + n], f[DRAG_Y, m : m + n], ry, f[V, m : m + n]),
            (sx, f[SHRINK_Z, m : m + n]),
            dt,
            g.table[AY, at : at + n],
        )
        s = sz
        coefficient_row(
            (f[DENSITY_NEXT, m - s : m - s + n], f[DENSITY_NEXT, m : m + n]),
            (f[OPENED_Z, m : m + n], f[DRAG_Z, m : m + n], f[REACH_Z, m : m + n], f[W, m : m + n]),
            (sx, sw),
            dt,
            g.table[AZ, at : at + n],
        )
        load_row(
            faces(f[U_NEXT], f[V_NEXT], f[W_NEXT], m, n, sy, sz),
            (sx, sw, f[SHRINK_Z, m : m + n]),
            (f[GOAL, m : m + n], f[FLUID, m : m + n]),
            g.table[LOAD, at : at + n],
        )


@compiled()
def coefficient_row(density: Any, face: Any, shrink: Any, dt: Any, out: Flat) -> None:
    """Volume flow m3/s through each face per Pa s across it."""
    a, b = density
    opened, drag, reach, speed = face
    r1, r2 = shrink
    for i in range(out.size):
        heavy = HALF * (a[i] + b[i]) * (ONE + dt * drag[i] * abs(speed[i]))
        out[i] = opened[i] * reach[i] / (heavy * r1[i] * r2[i])


@compiled()
def load_row(flow: Any, shrink: Any, goal: Any, load: Flat) -> None:
    """What the pressure change must take away, m3/s per cell; goal: of the divergence, 1 in gas."""
    u0, u1, v0, v1, w0, w1 = flow
    rx, ry, rz = shrink
    wanted, fluid = goal
    for i in range(load.size):
        spread = (u1[i] - u0[i]) * rx[i] + (v1[i] - v0[i]) * ry[i] + (w1[i] - w0[i]) * rz[i]
        load[i] = fluid[i] * (spread - wanted[i]) / (rx[i] * ry[i] * rz[i])


@compiled()
def project(f: Table, box: Box, g: Grids, dt: Any) -> None:
    """Takes the pressure change into velocity and pressure; the next fields become the fields."""
    sy, sz = box[0] + 2, (box[0] + 2) * (box[1] + 2)
    n = box[1] * sy + box[0] + 1
    for k in range(2, box[2] + 3):
        m, even = k * sz + sy + 1, sy + 1
        at = m - sz
        p = g.table[FOUND]
        here = p[at : at + n]
        rx, ry = f[SHRINK_X, even : even + n], f[SHRINK_Y, even : even + n]
        rz = f[SHRINK_Z, m : m + n]
        pull_row(
            here,
            p[at - 1 : at - 1 + n],
            g.table[AX, at : at + n],
            (ry, rz),
            f[U_NEXT, m : m + n],
            f[U, m : m + n],
        )
        pull_row(
            here,
            p[at - sy : at - sy + n],
            g.table[AY, at : at + n],
            (rx, rz),
            f[V_NEXT, m : m + n],
            f[V, m : m + n],
        )
        pull_row(
            here,
            p[at - sz : at - sz + n],
            g.table[AZ, at : at + n],
            (rx, ry),
            f[W_NEXT, m : m + n],
            f[W, m : m + n],
        )
        settle_row(
            here,
            ONE / dt,
            f[PRESSURE, m : m + n],
            (f[DENSITY_NEXT, m : m + n], f[DENSITY, m : m + n]),
            (f[GOAL, m : m + n], f[TARGET, m : m + n]),
        )
        for t in range(COLUMNS, f.shape[0], PER_TRACER):
            f[t + TRACER, m : m + n] = f[t + TRACER_NEXT, m : m + n]


@compiled()
def pull_row(high: Flat, low: Flat, coefficient: Flat, shrink: Any, old: Flat, new: Flat) -> None:
    """Velocity of one row of faces after the pressure change."""
    r1, r2 = shrink
    for i in range(new.size):
        new[i] = old[i] - coefficient[i] * r1[i] * r2[i] * (high[i] - low[i])


@compiled()
def settle_row(change: Flat, rate: Any, pressure: Flat, density: Any, target: Any) -> None:
    """Adds the pressure change; density and target become those of the new time."""
    new_density, old_density = density
    new_target, old_target = target
    for i in range(pressure.size):
        pressure[i] += rate * change[i]
        old_density[i] = new_density[i]
        old_target[i] = new_target[i]


@compiled()
def assemble(f: Table, box: Box, g: Grids, dt: Any, fresh: bool) -> None:
    """Coefficients of every level (fresh) or of the finest, loads of the finest."""
    assemble_finest(f, box, g, dt)
    levels = g.cells.shape[0]
    for level in range(levels if fresh else 1):
        phase_invert(g, level, 1, g.cells[level, 2] + 1)
        if fresh and level + 1 < levels:
            coarsen(g, level, 0, g.table[AX])
            coarsen(g, level, 1, g.table[AY])
            coarsen(g, level, 2, g.table[AZ])
