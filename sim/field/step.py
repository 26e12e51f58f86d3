"""One time step in four phases, each a loop over planes that threads share.

Order: density and tracers move with the old velocity; the new density gives the new target
divergence; momentum moves and feels the new buoyancy; the pressure change makes the velocity obey.
Density first, momentum after: gravity waves stay neutral with one evaluation per step.
"""

from typing import Any

import numba
import numpy as np

from sim.field.conjugate import solve
from sim.field.pressure import assemble, project
from sim.field.rows import (
    GRAVITY,
    ZERO,
    Flat,
    compiled,
    eddy_row,
    excess_row,
    heat_row,
    mass_row,
    middle_row,
    momentum_row,
    out_of,
    push_row,
    smooth_row,
    spread_row,
    tracer_row,
)
from sim.field.state import (
    COLUMNS,
    DENSITY,
    DENSITY_NEXT,
    DRAG_X,
    DRAG_Y,
    DRAG_Z,
    EDDY,
    FLUID,
    FLUX_X,
    FLUX_Y,
    FLUX_Z,
    FREE_X,
    FREE_Y,
    FREE_Z,
    GAIN,
    GOAL,
    HEAT_X,
    HEAT_Y,
    HEAT_Z,
    MOMENTUM,
    OPENED_X,
    OPENED_Y,
    OPENED_Z,
    PER_TRACER,
    PRESSURE,
    REACH_X,
    REACH_Y,
    REACH_Z,
    SHARE,
    SHRINK_X,
    SHRINK_Y,
    SHRINK_Z,
    SINK,
    SLOW,
    TARGET,
    TRACER,
    TRACER_FLUX,
    TRACER_GAIN,
    U_NEXT,
    UNLIMITED,
    V_NEXT,
    W_NEXT,
    WIDTH,
    Box,
    Grids,
    Table,
    U,
    V,
    W,
)


@compiled()
def move_axis(f: Table, axis: int, m: int, n: int, s: int, dt: Any) -> None:
    """Mass and tracer fluxes of one row of faces along one axis."""
    opened, velocity = f[OPENED_X + axis], f[U + axis, m : m + n]
    reach, mass = f[REACH_X + axis, m : m + n], f[FLUX_X + axis, m : m + n]
    courant = reach * dt
    before, here, after = opened[m - s : m - s + n], opened[m : m + n], opened[m + s : m + s + n]
    q = f[DENSITY]
    low, high = q[m - s : m - s + n], q[m : m + n]
    far, beyond = q[m - 2 * s : m - 2 * s + n], q[m + s : m + s + n]
    mass_row((far, low, high, beyond), (before, here, after), velocity, courant, mass)
    for first in range(COLUMNS, f.shape[0], PER_TRACER):
        q = f[first + TRACER]
        flux = f[first + TRACER_FLUX + axis, m : m + n]
        a, b = q[m - s : m - s + n], q[m : m + n]
        far, beyond = q[m - 2 * s : m - 2 * s + n], q[m + s : m + s + n]
        tracer_row((far, a, b, beyond), (before, here, after), mass, velocity, courant, flux)
        eddy = (f[EDDY, m - s : m - s + n], f[EDDY, m : m + n])
        spread_row(a, b, (low, high), eddy, f[FREE_X + axis, m : m + n], reach, flux)


@compiled()
def phase_fluxes(f: Table, box: Box, dt: Any, first: int, last: int) -> None:
    """Mass and tracer fluxes of the planes first to last - 1."""
    sy, sz = box[0] + 2, (box[0] + 2) * (box[1] + 2)
    n = box[1] * sy + box[0] + 1
    for k in range(first, last):
        m = k * sz + sy + 1
        move_axis(f, 0, m, n, 1, dt)
        move_axis(f, 1, m, n, sy, dt)
        move_axis(f, 2, m, n, sz, dt)


@compiled()
def phase_scalars(f: Table, box: Box, dt: Any, first: int, last: int) -> None:
    """Density and tracers after the step."""
    sy, sz = box[0] + 2, (box[0] + 2) * (box[1] + 2)
    n = (box[1] - 1) * sy + box[0]
    shrink = (f[SHRINK_X], f[SHRINK_Y], f[SHRINK_Z])
    out = np.empty(n, np.float32)
    for k in range(first, last):
        m = k * sz + sy + 1
        out_of(m, n, sy, sz, (f[FLUX_X], f[FLUX_Y], f[FLUX_Z]), shrink, out)
        density, sink = f[DENSITY, m : m + n], f[SINK, m : m + n]
        gain, fluid = f[GAIN, m : m + n], f[FLUID, m : m + n]
        new = f[DENSITY_NEXT, m : m + n]
        for i in range(n):
            new[i] = density[i] + fluid[i] * dt * (gain[i] - out[i] - density[i] * sink[i])
        for t in range(COLUMNS, f.shape[0], PER_TRACER):
            c = t + TRACER_FLUX
            out_of(m, n, sy, sz, (f[c], f[c + 1], f[c + 2]), shrink, out)
            tracer, source = f[t, m : m + n], f[t + TRACER_GAIN, m : m + n]
            for i in range(n):
                held = density[i] * tracer[i]
                change = source[i] - out[i] - held * sink[i]
                tracer[i] = (held + fluid[i] * dt * change) / new[i]


@compiled()
def heat_axis(f: Table, m: int, n: int, s: int, axis: Any, heat: Flat) -> None:
    """Turbulent heat flux of one row of faces along one axis."""
    opened, reach = axis
    heat_row(
        f[DENSITY_NEXT, m - s : m - s + n],
        f[DENSITY_NEXT, m : m + n],
        f[EDDY, m - s : m - s + n],
        f[EDDY, m : m + n],
        opened[m : m + n],
        reach[m : m + n],
        heat[m : m + n],
    )


@compiled()
def momentum_axis(f: Table, m: int, n: int, c: int, s: int, dt: Any, q: Any, out: Flat) -> None:
    """Momentum flux of one row: component `moved` of stride c, carried along stride s."""
    moved, carrier, opened, along, across = q
    a, b = moved[m - s : m - s + n], moved[m : m + n]
    low, high = carrier[m - c : m - c + n], carrier[m : m + n]
    e = f[EDDY]
    eddy = (
        e[m : m + n],
        e[m - c : m - c + n],
        e[m - s : m - s + n],
        e[m - c - s : m - c - s + n],
    )
    momentum_row(
        (moved[m - 2 * s : m - 2 * s + n], a, b, moved[m + s : m + s + n]),
        (low, high),
        eddy,
        (opened[m - c : m - c + n], opened[m : m + n]),
        f[UNLIMITED, m : m + n],
        (along[m : m + n], across[m : m + n]),
        dt,
        out[m : m + n],
    )


@compiled()
def phase_momentum_fluxes(f: Table, box: Box, dt: Any, first: int, last: int) -> None:
    """Heat fluxes of the new density and the nine momentum fluxes."""
    sy, sz = box[0] + 2, (box[0] + 2) * (box[1] + 2)
    n = box[1] * sy + box[0] + 1
    for k in range(first, last):
        m = k * sz + sy + 1
        heat_axis(f, m, n, 1, (f[FREE_X], f[REACH_X]), f[HEAT_X])
        heat_axis(f, m, n, sy, (f[FREE_Y], f[REACH_Y]), f[HEAT_Y])
        heat_axis(f, m, n, sz, (f[FREE_Z], f[REACH_Z]), f[HEAT_Z])
        ox, oy, oz = f[OPENED_X], f[OPENED_Y], f[OPENED_Z]
        rx, ry, rz = f[REACH_X], f[REACH_Y], f[REACH_Z]
        momentum_axis(f, m, n, 1, 1, dt, (f[U], f[U], ox, rx, rx), f[MOMENTUM + 0])
        momentum_axis(f, m, n, 1, sy, dt, (f[U], f[V], oy, ry, rx), f[MOMENTUM + 1])
        momentum_axis(f, m, n, 1, sz, dt, (f[U], f[W], oz, rz, rx), f[MOMENTUM + 2])
        momentum_axis(f, m, n, sy, 1, dt, (f[V], f[U], ox, rx, ry), f[MOMENTUM + 3])
        momentum_axis(f, m, n, sy, sy, dt, (f[V], f[V], oy, ry, ry), f[MOMENTUM + 4])
        momentum_axis(f, m, n, sy, sz, dt, (f[V], f[W], oz, rz, ry), f[MOMENTUM + 5])
        momentum_axis(f, m, n, sz, 1, dt, (f[W], f[U], ox, rx, rz), f[MOMENTUM + 6])
        momentum_axis(f, m, n, sz, sy, dt, (f[W], f[V], oy, ry, rz), f[MOMENTUM + 7])
        momentum_axis(f, m, n, sz, sz, dt, (f[W], f[W], oz, rz, rz), f[MOMENTUM + 8])


@compiled()
def push_axis(f: Table, m: int, n: int, s: int, numbers: Any, q: Any, out: Flat) -> None:
    """One row of one velocity component before the pressure change."""
    old, free, opened, drag, reach, new = q
    push_row(
        old[m : m + n],
        out,
        (f[TARGET, m - s : m - s + n], f[TARGET, m : m + n]),
        (f[DENSITY_NEXT, m - s : m - s + n], f[DENSITY_NEXT, m : m + n]),
        (f[PRESSURE, m - s : m - s + n], f[PRESSURE, m : m + n]),
        (free[m : m + n], opened[m : m + n], drag[m : m + n], reach[m : m + n]),
        numbers,
        new[m : m + n],
    )


@compiled()
def phase_push(f: Table, box: Box, dt: Any, ambient: Any, first: int, last: int) -> None:
    """The goal of the divergence, and the velocity before the pressure change."""
    sy, sz = box[0] + 2, (box[0] + 2) * (box[1] + 2)
    n = box[1] * sy + box[0] + 1
    shrink = (f[SHRINK_X], f[SHRINK_Y], f[SHRINK_Z])
    out = np.empty(n, np.float32)
    level, fall = (dt, ambient, ZERO), (dt, ambient, GRAVITY)
    for k in range(first, last):
        m = k * sz + sy + 1
        out_of(m, n, sy, sz, (f[HEAT_X], f[HEAT_Y], f[HEAT_Z]), shrink, out)
        goal, slow, fluid = f[GOAL, m : m + n], f[SLOW, m : m + n], f[FLUID, m : m + n]
        for i in range(n):
            goal[i] = fluid[i] * (slow[i] + out[i])
        x = (f[REACH_X], f[SHRINK_Y], f[SHRINK_Z])
        out_of(m, n, sy, sz, (f[MOMENTUM + 0], f[MOMENTUM + 1], f[MOMENTUM + 2]), x, out)
        push_axis(
            f, m, n, 1, level, (f[U], f[FREE_X], f[OPENED_X], f[DRAG_X], f[REACH_X], f[U_NEXT]), out
        )
        y = (f[SHRINK_X], f[REACH_Y], f[SHRINK_Z])
        out_of(m, n, sy, sz, (f[MOMENTUM + 3], f[MOMENTUM + 4], f[MOMENTUM + 5]), y, out)
        push_axis(
            f,
            m,
            n,
            sy,
            level,
            (f[V], f[FREE_Y], f[OPENED_Y], f[DRAG_Y], f[REACH_Y], f[V_NEXT]),
            out,
        )
        z = (f[SHRINK_X], f[SHRINK_Y], f[REACH_Z])
        out_of(m, n, sy, sz, (f[MOMENTUM + 6], f[MOMENTUM + 7], f[MOMENTUM + 8]), z, out)
        push_axis(
            f, m, n, sz, fall, (f[W], f[FREE_Z], f[OPENED_Z], f[DRAG_Z], f[REACH_Z], f[W_NEXT]), out
        )


@compiled()
def phase_eddies(f: Table, box: Box, first: int, last: int) -> None:
    """Eddy viscosity m2/s of every cell."""
    sy, sz = box[0] + 2, (box[0] + 2) * (box[1] + 2)
    n = (box[1] - 1) * sy + box[0]
    plane, smooth = np.empty(sz, np.float32), np.empty(n + 2, np.float32)
    excess = np.empty(n, np.float32)
    for k in range(first, last):
        m = k * sz + sy + 1
        excess[:] = ZERO
        excess_axis(f[U], f, m, 1, sy, sz, plane, smooth, excess)
        excess_axis(f[V], f, m, sy, sy, sz, plane, smooth, excess)
        excess_axis(f[W], f, m, sz, sy, sz, plane, smooth, excess)
        eddy_row(excess, f[WIDTH, m : m + n], f[EDDY, m : m + n])


@compiled()
def excess_axis(
    q: Flat, f: Table, m: int, s: int, sy: int, sz: int, plane: Flat, smooth: Flat, excess: Flat
) -> None:
    """Adds the squared excess of the component q of stride s in the plane whose gas begins at m."""
    n, a = excess.size, m - sy - 1
    b = a + s
    fluid = f[FLUID]
    middle_row(
        (q[a - sz : a], q[a : a + sz], q[a + sz : a + 2 * sz]),
        (q[b - sz : b], q[b : b + sz], q[b + sz : b + 2 * sz]),
        (fluid[a - sz : a], fluid[a : a + sz], fluid[a + sz : a + 2 * sz]),
        plane,
    )
    smooth_row(plane[: n + 2], plane[sy : sy + n + 2], plane[2 * sy : 2 * sy + n + 2], smooth)
    excess_row(
        q[m : m + n],
        q[m + s : m + s + n],
        (smooth[:n], smooth[1 : n + 1], smooth[2 : n + 2]),
        f[SHARE, m : m + n],
        excess,
    )


@compiled()
def phase_fastest(f: Table, box: Box, first: int, last: int) -> Any:
    """Largest sum over the axes of |velocity| / width, 1/s; NaN comes through."""
    sy, sz = box[0] + 2, (box[0] + 2) * (box[1] + 2)
    n = (box[1] - 1) * sy + box[0]
    top = np.zeros(n, np.float32)
    for k in range(first, last):
        m = k * sz + sy + 1
        rate_row(
            (f[U, m : m + n], f[U, m + 1 : m + 1 + n], f[SHRINK_X, m : m + n]),
            (f[V, m : m + n], f[V, m + sy : m + sy + n], f[SHRINK_Y, m : m + n]),
            (f[W, m : m + n], f[W, m + sz : m + sz + n], f[SHRINK_Z, m : m + n]),
            top,
        )
    return highest(top)


@compiled()
def highest(values: Flat) -> Any:
    """The largest value, NaN when there is one."""
    top = ZERO
    for i in range(values.size):
        if not values[i] <= top:
            top = values[i]
            if top != top:
                return top
    return top


@compiled()
def rate_row(x: Any, y: Any, z: Any, top: Flat) -> None:
    """Raises `top` to the sum over the axes of the larger face speed over the width, 1/s; NaN
    stays."""
    for i in range(top.size):
        a = abs(x[0][i]) if abs(x[0][i]) > abs(x[1][i]) else abs(x[1][i])
        b = abs(y[0][i]) if abs(y[0][i]) > abs(y[1][i]) else abs(y[1][i])
        c = abs(z[0][i]) if abs(z[0][i]) > abs(z[1][i]) else abs(z[1][i])
        rate = a * x[2][i] + b * y[2][i] + c * z[2][i]
        top[i] = top[i] if (rate <= top[i]) | (top[i] != top[i]) else rate


@compiled(parallel=True)
def run_fluxes(f: Table, box: Box, dt: Any, parts: int) -> None:
    """phase_fluxes shared by threads."""
    n = box[2] + 1
    for part in numba.prange(parts):
        phase_fluxes(f, box, dt, 2 + part * n // parts, 2 + (part + 1) * n // parts)


@compiled(parallel=True)
def run_scalars(f: Table, box: Box, dt: Any, parts: int) -> None:
    """phase_scalars shared by threads."""
    for part in numba.prange(parts):
        phase_scalars(f, box, dt, 2 + part * box[2] // parts, 2 + (part + 1) * box[2] // parts)


@compiled(parallel=True)
def run_momentum_fluxes(f: Table, box: Box, dt: Any, parts: int) -> None:
    """phase_momentum_fluxes shared by threads."""
    n = box[2] + 1
    for part in numba.prange(parts):
        phase_momentum_fluxes(f, box, dt, 2 + part * n // parts, 2 + (part + 1) * n // parts)


@compiled(parallel=True)
def run_push(f: Table, box: Box, dt: Any, ambient: Any, parts: int) -> None:
    """phase_push shared by threads."""
    n = box[2] + 1
    for part in numba.prange(parts):
        phase_push(f, box, dt, ambient, 2 + part * n // parts, 2 + (part + 1) * n // parts)


@compiled(parallel=True)
def run_eddies(f: Table, box: Box, parts: int) -> None:
    """phase_eddies shared by threads."""
    for part in numba.prange(parts):
        phase_eddies(f, box, 2 + part * box[2] // parts, 2 + (part + 1) * box[2] // parts)


@compiled()
def step(
    f: Table, box: Box, g: Grids, dt: Any, ambient: Any, parts: int, cycles: int, fresh: bool
) -> None:
    """Advance every field by dt seconds."""
    if parts > 1:
        run_fluxes(f, box, dt, parts)
        run_scalars(f, box, dt, parts)
        run_momentum_fluxes(f, box, dt, parts)
        run_push(f, box, dt, ambient, parts)
    else:
        phase_fluxes(f, box, dt, 2, box[2] + 3)
        phase_scalars(f, box, dt, 2, box[2] + 2)
        phase_momentum_fluxes(f, box, dt, 2, box[2] + 3)
        phase_push(f, box, dt, ambient, 2, box[2] + 3)
    assemble(f, box, g, dt, parts, fresh)
    solve(g, parts, cycles)
    project(f, box, g, dt, parts)


@compiled()
def rate_of(f: Table, box: Box) -> Any:
    """Fastest crossing rate of a cell, 1/s."""
    return phase_fastest(f, box, 2, box[2] + 2)
