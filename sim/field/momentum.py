"""Momentum in one time step, before the pressure: fluxes and pushes, plane by plane.

The z faces above one plane are those below the next, so a plane's fluxes are made once and used
while they are still near the processor.
"""

from typing import Any

import numpy as np

from sim.field.rows import (
    GRAVITY,
    ZERO,
    Flat,
    across_row,
    along_row,
    compiled,
    heat_row,
    outflow_row,
    push_row,
)
from sim.field.state import (
    DENSITY_NEXT,
    DRAG_X,
    DRAG_Y,
    DRAG_Z,
    EDDY,
    FLUID,
    FREE_X,
    FREE_Y,
    FREE_Z,
    GOAL,
    OPENED_X,
    OPENED_Y,
    OPENED_Z,
    PRESSURE,
    REACH_X,
    REACH_Y,
    REACH_Z,
    SHRINK_X,
    SHRINK_Y,
    SHRINK_Z,
    SLOW,
    TARGET,
    U_NEXT,
    UNLIMITED,
    V_NEXT,
    W_NEXT,
    Box,
    Table,
    U,
    V,
    W,
)

# fluxes of one plane: heat, U, V, W through its x and y faces
HEAT_BY_X, HEAT_BY_Y, U_BY_X, U_BY_Y, V_BY_X, V_BY_Y = range(6)
# of one plane and the next: heat, U, V, W through z faces, W through x and y faces
HEAT_BY_Z, U_BY_Z, V_BY_Z, W_BY_Z, W_BY_X, W_BY_Y = range(6)


@compiled()
def heat_axis(f: Table, m: int, n: int, s: int, faces: Any, out: Flat) -> None:
    """Turbulent heat flux of one row of faces along one axis of stride s."""
    density, eddy = f[DENSITY_NEXT], f[EDDY]
    opened, reach = faces
    heat_row(
        density[m - s : m - s + n],
        density[m : m + n],
        eddy[m - s : m - s + n],
        eddy[m : m + n],
        opened,
        reach,
        out,
    )


@compiled()
def around(q: Flat, m: int, n: int, s: int) -> Any:
    """The row at m, two before it along stride s and one after it, in that order."""
    return (
        q[m - 2 * s : m - 2 * s + n],
        q[m - s : m - s + n],
        q[m : m + n],
        q[m + s : m + s + n],
    )


@compiled()
def along_axis(f: Table, m: int, n: int, s: int, axis: int, reach: Flat, dt: Any, out: Any) -> None:
    """Flux of one velocity component, of stride s, along itself."""
    opened = f[OPENED_X + axis]
    eddy = f[EDDY]
    along_row(
        around(f[U + axis], m, n, s),
        (eddy[m - 2 * s : m - 2 * s + n], eddy[m - s : m - s + n], eddy[m : m + n]),
        (opened[m - s : m - s + n], opened[m : m + n]),
        f[UNLIMITED, m : m + n],
        reach,
        dt,
        out,
    )


@compiled()
def across_axes(
    f: Table, m: int, n: int, strides: Any, axes: Any, reach: Any, dt: Any, out: Any
) -> None:
    """Fluxes of two velocity components through each other's faces."""
    s, t = strides
    first, second = axes
    eddy, opened_1, opened_2 = f[EDDY], f[OPENED_X + second], f[OPENED_X + first]
    across_row(
        around(f[U + first], m, n, t),
        around(f[U + second], m, n, s),
        (
            eddy[m : m + n],
            eddy[m - s : m - s + n],
            eddy[m - t : m - t + n],
            eddy[m - s - t : m - s - t + n],
        ),
        (
            opened_1[m - s : m - s + n],
            opened_1[m : m + n],
            opened_2[m - t : m - t + n],
            opened_2[m : m + n],
        ),
        f[UNLIMITED, m : m + n],
        reach,
        dt,
        out,
    )


@compiled()
def rise(f: Table, box: Box, k: int, dt: Any, out: Table) -> None:
    """The fluxes of plane k that a z face or W carries; none beyond the last z face."""
    sy, sz = box[0] + 2, (box[0] + 2) * (box[1] + 2)
    n, even, m = box[1] * sy + box[0] + 1, sy + 1, k * sz + sy + 1
    if k > box[2] + 2:
        out[:] = ZERO
        return
    rx, ry, rz = f[REACH_X, even : even + n], f[REACH_Y, even : even + n], f[REACH_Z, m : m + n]
    heat_axis(f, m, n, sz, (f[FREE_Z, m : m + n], rz), out[HEAT_BY_Z])
    along_axis(f, m, n, sz, 2, rz, dt, out[W_BY_Z])
    across_axes(f, m, n, (1, sz), (0, 2), (rz, rx), dt, (out[U_BY_Z], out[W_BY_X]))
    across_axes(f, m, n, (sy, sz), (1, 2), (rz, ry), dt, (out[V_BY_Z], out[W_BY_Y]))


@compiled()
def spread(f: Table, box: Box, k: int, dt: Any, out: Table) -> None:
    """The fluxes of plane k that neither a z face nor W carries."""
    sy, sz = box[0] + 2, (box[0] + 2) * (box[1] + 2)
    n, even, m = box[1] * sy + box[0] + 1, sy + 1, k * sz + sy + 1
    rx, ry = f[REACH_X, even : even + n], f[REACH_Y, even : even + n]
    heat_axis(f, m, n, 1, (f[FREE_X, m : m + n], rx), out[HEAT_BY_X])
    heat_axis(f, m, n, sy, (f[FREE_Y, m : m + n], ry), out[HEAT_BY_Y])
    along_axis(f, m, n, 1, 0, rx, dt, out[U_BY_X])
    along_axis(f, m, n, sy, 1, ry, dt, out[V_BY_Y])
    across_axes(f, m, n, (1, sy), (0, 1), (ry, rx), dt, (out[U_BY_Y], out[V_BY_X]))


@compiled()
def push_axis(f: Table, m: int, s: int, numbers: Any, q: Any, out: Flat) -> None:
    """One row of one velocity component before the pressure change."""
    old, free, opened, drag, reach, new = q
    n = out.size
    push_row(
        old[m : m + n],
        out,
        (f[TARGET, m - s : m - s + n], f[TARGET, m : m + n]),
        (f[DENSITY_NEXT, m - s : m - s + n], f[DENSITY_NEXT, m : m + n]),
        (f[PRESSURE, m - s : m - s + n], f[PRESSURE, m : m + n]),
        (free[m : m + n], opened[m : m + n], drag[m : m + n], reach),
        numbers,
        new[m : m + n],
    )


@compiled()
def push(f: Table, m: int, sy: int, sz: int, numbers: Any, flux: Any, out: Flat) -> None:
    """The goal of the divergence and the velocity before the pressure change of the row at m."""
    dt, ambient = numbers
    flat, low, high = flux
    n, even = out.size, sy + 1
    rx, ry, rz = f[REACH_X, even:], f[REACH_Y, even:], f[REACH_Z, m:]
    sx, sw, sh = f[SHRINK_X, even:], f[SHRINK_Y, even:], f[SHRINK_Z, m:]
    heat = (flat[HEAT_BY_X], flat[HEAT_BY_Y], low[HEAT_BY_Z], high[HEAT_BY_Z])
    outflow_row(heat, (sx, sw, sh), sy, out)
    goal, slow, fluid = f[GOAL, m : m + n], f[SLOW, m : m + n], f[FLUID, m : m + n]
    for i in range(n):
        goal[i] = fluid[i] * (slow[i] + out[i])
    level, fall = (dt, ambient, ZERO), (dt, ambient, GRAVITY)
    outflow_row((flat[U_BY_X], flat[U_BY_Y], low[U_BY_Z], high[U_BY_Z]), (rx, sw, sh), sy, out)
    push_axis(f, m, 1, level, (f[U], f[FREE_X], f[OPENED_X], f[DRAG_X], rx, f[U_NEXT]), out)
    outflow_row((flat[V_BY_X], flat[V_BY_Y], low[V_BY_Z], high[V_BY_Z]), (sx, ry, sh), sy, out)
    push_axis(f, m, sy, level, (f[V], f[FREE_Y], f[OPENED_Y], f[DRAG_Y], ry, f[V_NEXT]), out)
    outflow_row((low[W_BY_X], low[W_BY_Y], low[W_BY_Z], high[W_BY_Z]), (sx, sw, rz), sy, out)
    push_axis(f, m, sz, fall, (f[W], f[FREE_Z], f[OPENED_Z], f[DRAG_Z], rz, f[W_NEXT]), out)


@compiled()
def phase_momentum(f: Table, box: Box, dt: Any, ambient: Any, first: int, last: int) -> None:
    """Goal of the divergence and velocity before the pressure, planes first to last - 1."""
    sy, sz = box[0] + 2, (box[0] + 2) * (box[1] + 2)
    n = box[1] * sy + box[0] + 1
    flat = np.zeros((6, n + sy), np.float32)  # beyond n: faces of nothing, read and not used
    standing = np.zeros((2, 6, n + sy), np.float32)
    out = np.empty(n, np.float32)
    rise(f, box, first, dt, standing[first % 2])
    for k in range(first, last):
        low, high = standing[k % 2], standing[(k + 1) % 2]
        rise(f, box, k + 1, dt, high)
        spread(f, box, k, dt, flat)
        push(f, k * sz + sy + 1, sy, sz, (dt, ambient), (flat, low, high), out)
