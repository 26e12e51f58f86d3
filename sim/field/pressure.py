"""The pressure that makes the velocity obey the target divergence: geometric multigrid.

Unknowns sit in the middle of the cells, coefficients on the faces (zero at walls), so thin walls,
obstacles and doors are exact on the finest grid and averaged on the coarser ones. A level is a
padded box (nz + 2, ny + 2, nx + 2), flat float32; a cell that is not solved has `inverse` 0.
"""

from typing import Any

import numba
import numpy as np

from sim.field.rows import HALF, ONE, ZERO, Flat, compiled
from sim.field.state import (
    APPLIED,
    AX,
    AY,
    AZ,
    BLACK,
    CHANGE,
    DENSITY,
    DENSITY_NEXT,
    DIRECTION,
    DRAG_X,
    DRAG_Y,
    DRAG_Z,
    FOUND,
    GOAL,
    LOAD,
    OPENED_X,
    OPENED_Y,
    OPENED_Z,
    PRESSURE,
    REACH_X,
    REACH_Y,
    REACH_Z,
    RED,
    SHRINK_X,
    SHRINK_Y,
    SHRINK_Z,
    SOLVED,
    TARGET,
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

OVER = np.float32(1.15)
"""Over-relaxation of the red-black smoother."""

SWEEPS = 1
COARSEST = 12


@numba.njit(inline="always", error_model="numpy")
def kept(inverse: Any) -> Any:
    """1 where a cell is solved."""
    return ONE if inverse > ZERO else ZERO


@compiled()
def smooth_row(
    p: tuple[Flat, Flat, Flat, Flat, Flat],
    a: tuple[Flat, Flat, Flat, Flat, Flat, Flat],
    load: Flat,
    inverse: Flat,
    new: Flat,
) -> None:
    """New values of one row; p: the row with its two ends, then rows y-, y+, z-, z+."""
    row, south, north, below, above = p
    x0, x1, y0, y1, z0, z1 = a
    for i in range(new.size):
        near = x0[i] * row[i] + x1[i] * row[i + 2] + y0[i] * south[i] + y1[i] * north[i]
        other = z0[i] * below[i] + z1[i] * above[i] - load[i]
        new[i] = row[i + 1] + OVER * ((near + other) * inverse[i] - row[i + 1] * kept(inverse[i]))


@compiled()
def residual_row(
    p: tuple[Flat, Flat, Flat, Flat, Flat],
    a: tuple[Flat, Flat, Flat, Flat, Flat, Flat],
    load: Flat,
    solved: Flat,
    out: Flat,
) -> None:
    """load - A p of one row, 0 where a cell is not solved."""
    row, south, north, below, above = p
    x0, x1, y0, y1, z0, z1 = a
    for i in range(out.size):
        c = row[i + 1]
        flow = x0[i] * (row[i] - c) + x1[i] * (row[i + 2] - c)
        flow += y0[i] * (south[i] - c) + y1[i] * (north[i] - c)
        flow += z0[i] * (below[i] - c) + z1[i] * (above[i] - c)
        out[i] = solved[i] * (load[i] - flow)


@compiled()
def neighbours(p: Flat, m: int, nx: int, sy: int, sz: int) -> Any:
    """The row at m with its two ends, then the rows y-, y+, z-, z+."""
    return (
        p[m - 1 : m + nx + 1],
        p[m - sy : m - sy + nx],
        p[m + sy : m + sy + nx],
        p[m - sz : m - sz + nx],
        p[m + sz : m + sz + nx],
    )


@compiled()
def faces(x: Flat, y: Flat, z: Flat, m: int, nx: int, sy: int, sz: int) -> Any:
    """Coefficients of the six faces of every cell of a row."""
    return (
        x[m : m + nx],
        x[m + 1 : m + 1 + nx],
        y[m : m + nx],
        y[m + sy : m + sy + nx],
        z[m : m + nx],
        z[m + sz : m + sz + nx],
    )


@compiled()
def phase_smooth(g: Grids, level: int, colour: int, first: int, last: int) -> None:
    """Half a sweep over the planes first to last - 1: the cells of one colour."""
    nx, ny, start = g.cells[level, 0], g.cells[level, 1], g.start[level]
    sy, sz = nx + 2, (nx + 2) * (ny + 2)
    n = (ny - 1) * sy + nx
    new = np.empty(n, np.float32)
    for k in range(first, last):
        m = start + k * sz + sy + 1
        smooth_row(
            neighbours(g.table[CHANGE], m, n, sy, sz),
            faces(g.table[AX], g.table[AY], g.table[AZ], m, n, sy, sz),
            g.table[LOAD, m : m + n],
            g.table[RED + colour, m : m + n],
            new,
        )
        g.table[CHANGE, m : m + n] = new


@compiled()
def phase_restrict(g: Grids, level: int, first: int, last: int) -> None:
    """Loads of the coarse planes first to last - 1: residuals summed over each coarse cell."""
    nx, ny, nz = g.cells[level, 0], g.cells[level, 1], g.cells[level, 2]
    cx, cy, cz = g.cells[level + 1, 0], g.cells[level + 1, 1], g.cells[level + 1, 2]
    sy, sz = nx + 2, (nx + 2) * (ny + 2)
    fy, fz = 2 if cy < ny else 1, 2 if cz < nz else 1
    n = (ny - 1) * sy + nx
    plane = np.zeros(n + 2 * sy, np.float32)
    total = np.zeros(n + 2 * sy, np.float32)
    for kk in range(first, last):
        total[:] = ZERO
        for k in range(fz * (kk - 1) + 1, min(fz * kk, nz) + 1):
            m = g.start[level] + k * sz + sy + 1
            residual_row(
                neighbours(g.table[CHANGE], m, n, sy, sz),
                faces(g.table[AX], g.table[AY], g.table[AZ], m, n, sy, sz),
                g.table[LOAD, m : m + n],
                g.table[SOLVED, m : m + n],
                plane[:n],
            )
            for i in range(n):
                total[i] += plane[i]
        for jj in range(cy):
            if fy == 2 and 2 * jj + 1 < ny:
                row, more = total[2 * jj * sy :], total[(2 * jj + 1) * sy :]
            else:
                row, more = total[fy * jj * sy :], plane[n:]
            m = g.start[level + 1] + (kk * (cy + 2) + jj + 1) * (cx + 2) + 1
            load, change = g.table[LOAD, m : m + cx], g.table[CHANGE, m : m + cx]
            if cx < nx:
                for i in range(cx):
                    load[i] = row[2 * i] + row[2 * i + 1] + more[2 * i] + more[2 * i + 1]
            else:
                for i in range(cx):
                    load[i] = row[i] + more[i]
            change[:] = ZERO


@compiled()
def phase_correct(g: Grids, level: int, first: int, last: int) -> None:
    """Adds the coarse correction, constant over each coarse cell."""
    nx, ny, nz = g.cells[level, 0], g.cells[level, 1], g.cells[level, 2]
    cx, cy, cz = g.cells[level + 1, 0], g.cells[level + 1, 1], g.cells[level + 1, 2]
    sy, sz = nx + 2, (nx + 2) * (ny + 2)
    fy, fz = 2 if cy < ny else 1, 2 if cz < nz else 1
    for k in range(first, last):
        kk = (k - 1) // fz + 1
        for j in range(1, ny + 1):
            m = g.start[level] + k * sz + j * sy + 1
            c = g.start[level + 1] + (kk * (cy + 2) + (j - 1) // fy + 1) * (cx + 2) + 1
            change, solved = g.table[CHANGE, m : m + nx], g.table[SOLVED, m : m + nx]
            up = g.table[CHANGE, c : c + cx]
            if cx < nx:
                for i in range(nx // 2):
                    change[2 * i] += solved[2 * i] * up[i]
                    change[2 * i + 1] += solved[2 * i + 1] * up[i]
                if nx % 2:
                    change[nx - 1] += solved[nx - 1] * up[cx - 1]
            else:
                for i in range(nx):
                    change[i] += solved[i] * up[i]


@compiled()
def phase_invert(g: Grids, level: int, first: int, last: int) -> None:
    """1 / sum of a cell's coefficients in the column of its colour, 0 where it is not solved."""
    nx, ny = g.cells[level, 0], g.cells[level, 1]
    sy, sz = nx + 2, (nx + 2) * (ny + 2)
    for k in range(first, last):
        for j in range(1, ny + 1):
            m = g.start[level] + k * sz + j * sy + 1
            x0, x1, y0, y1, z0, z1 = faces(g.table[AX], g.table[AY], g.table[AZ], m, nx, sy, sz)
            solved = g.table[SOLVED, m : m + nx]
            red = g.table[RED + (j + k) % 2, m : m + nx]
            black = g.table[BLACK - (j + k) % 2, m : m + nx]
            for i in range(nx):
                total = x0[i] + x1[i] + y0[i] + y1[i] + z0[i] + z1[i]
                value = solved[i] / (total if total > ZERO else ONE)
                red[i] = value if i % 2 == 0 and total > ZERO else ZERO
                black[i] = value if i % 2 == 1 and total > ZERO else ZERO


@compiled()
def coarsen(g: Grids, level: int, axis: int, fine: Flat) -> None:
    """Face coefficients of the next level along one axis: summed over the face, halved by the
    doubled distance."""
    nx, ny, nz = g.cells[level, 0], g.cells[level, 1], g.cells[level, 2]
    cx, cy, cz = g.cells[level + 1, 0], g.cells[level + 1, 1], g.cells[level + 1, 2]
    sy, sz = nx + 2, (nx + 2) * (ny + 2)
    fx, fy, fz = 2 if cx < nx else 1, 2 if cy < ny else 1, 2 if cz < nz else 1
    ex, ey, ez = (1 if axis == 0 else 0), (1 if axis == 1 else 0), (1 if axis == 2 else 0)
    scale = ONE / np.float32((fx, fy, fz)[axis])
    start, down = g.start[level], g.start[level + 1]
    for kk in range(1, cz + 1 + ez):
        k0 = min(fz * (kk - 1) + 1, nz + 1)
        k1 = k0 + 1 if ez else min(k0 + fz, nz + 1)
        for jj in range(1, cy + 1 + ey):
            j0 = min(fy * (jj - 1) + 1, ny + 1)
            j1 = j0 + 1 if ey else min(j0 + fy, ny + 1)
            for ii in range(1, cx + 1 + ex):
                i0 = min(fx * (ii - 1) + 1, nx + 1)
                i1 = i0 + 1 if ex else min(i0 + fx, nx + 1)
                total = ZERO
                for k in range(k0, k1):
                    for j in range(j0, j1):
                        for i in range(i0, i1):
                            total += fine[start + k * sz + j * sy + i]
                fine[down + (kk * (cy + 2) + jj) * (cx + 2) + ii] = total * scale


@compiled()
def phase_assemble(f: Table, box: Box, g: Grids, dt: Any, first: int, last: int) -> None:
    """Coefficients and loads of the finest level from the fields."""
    sy, sz = box[0] + 2, (box[0] + 2) * (box[1] + 2)
    n = box[1] * sy + box[0] + 1
    for k in range(first, last):
        m = k * sz + sy + 1
        at = m - sz
        s = 1
        coefficient_row(
            (f[DENSITY_NEXT, m - s : m - s + n], f[DENSITY_NEXT, m : m + n]),
            (f[OPENED_X, m : m + n], f[DRAG_X, m : m + n], f[REACH_X, m : m + n], f[U, m : m + n]),
            (f[SHRINK_Y, m : m + n], f[SHRINK_Z, m : m + n]),
            dt,
            g.table[AX, at : at + n],
        )
        s = sy
        coefficient_row(
            (f[DENSITY_NEXT, m - s : m - s + n], f[DENSITY_NEXT, m : m + n]),
            (f[OPENED_Y, m : m + n], f[DRAG_Y, m : m + n], f[REACH_Y, m : m + n], f[V, m : m + n]),
            (f[SHRINK_X, m : m + n], f[SHRINK_Z, m : m + n]),
            dt,
            g.table[AY, at : at + n],
        )
        s = sz
        coefficient_row(
            (f[DENSITY_NEXT, m - s : m - s + n], f[DENSITY_NEXT, m : m + n]),
            (f[OPENED_Z, m : m + n], f[DRAG_Z, m : m + n], f[REACH_Z, m : m + n], f[W, m : m + n]),
            (f[SHRINK_X, m : m + n], f[SHRINK_Y, m : m + n]),
            dt,
            g.table[AZ, at : at + n],
        )
        load_row(
            faces(f[U_NEXT], f[V_NEXT], f[W_NEXT], m, n, sy, sz),
            (f[SHRINK_X, m : m + n], f[SHRINK_Y, m : m + n], f[SHRINK_Z, m : m + n]),
            f[GOAL, m : m + n],
            g.table[LOAD, at : at + n],
            g.table[CHANGE, at : at + n],
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
def load_row(flow: Any, shrink: Any, goal: Flat, load: Flat, change: Flat) -> None:
    """What the pressure change must take away, m3/s per cell."""
    u0, u1, v0, v1, w0, w1 = flow
    rx, ry, rz = shrink
    for i in range(load.size):
        spread = (u1[i] - u0[i]) * rx[i] + (v1[i] - v0[i]) * ry[i] + (w1[i] - w0[i]) * rz[i]
        load[i] = (spread - goal[i]) / (rx[i] * ry[i] * rz[i])
        change[i] = ZERO


@compiled()
def phase_project(f: Table, box: Box, g: Grids, dt: Any, first: int, last: int) -> None:
    """Takes the pressure change into velocity and pressure; the next fields become the fields."""
    sy, sz = box[0] + 2, (box[0] + 2) * (box[1] + 2)
    n = box[1] * sy + box[0] + 1
    for k in range(first, last):
        m = k * sz + sy + 1
        at = m - sz
        p = g.table[CHANGE]
        here = p[at : at + n]
        rx, ry, rz = f[SHRINK_X, m : m + n], f[SHRINK_Y, m : m + n], f[SHRINK_Z, m : m + n]
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


@compiled(parallel=True)
def run_smooth(g: Grids, colour: int, parts: int) -> None:
    """phase_smooth of the finest level shared by threads."""
    n = g.cells[0, 2]
    for part in numba.prange(parts):
        phase_smooth(g, 0, colour, 1 + part * n // parts, 1 + (part + 1) * n // parts)


@compiled(parallel=True)
def run_restrict(g: Grids, parts: int) -> None:
    """phase_restrict of the finest level shared by threads."""
    n = g.cells[1, 2]
    for part in numba.prange(parts):
        phase_restrict(g, 0, 1 + part * n // parts, 1 + (part + 1) * n // parts)


@compiled(parallel=True)
def run_correct(g: Grids, parts: int) -> None:
    """phase_correct of the finest level shared by threads."""
    n = g.cells[0, 2]
    for part in numba.prange(parts):
        phase_correct(g, 0, 1 + part * n // parts, 1 + (part + 1) * n // parts)


@compiled(parallel=True)
def run_assemble(f: Table, box: Box, g: Grids, dt: Any, parts: int) -> None:
    """phase_assemble shared by threads."""
    n = box[2] + 1
    for part in numba.prange(parts):
        phase_assemble(f, box, g, dt, 2 + part * n // parts, 2 + (part + 1) * n // parts)


@compiled(parallel=True)
def run_project(f: Table, box: Box, g: Grids, dt: Any, parts: int) -> None:
    """phase_project shared by threads."""
    n = box[2] + 1
    for part in numba.prange(parts):
        phase_project(f, box, g, dt, 2 + part * n // parts, 2 + (part + 1) * n // parts)


@compiled()
def assemble(f: Table, box: Box, g: Grids, dt: Any, parts: int, fresh: bool) -> None:
    """Coefficients of every level, loads of the finest."""
    if parts > 1:
        run_assemble(f, box, g, dt, parts)
    else:
        phase_assemble(f, box, g, dt, 2, box[2] + 3)
    levels = g.cells.shape[0]
    for level in range(levels if fresh else 1):
        phase_invert(g, level, 1, g.cells[level, 2] + 1)
        if fresh and level + 1 < levels:
            coarsen(g, level, 0, g.table[AX])
            coarsen(g, level, 1, g.table[AY])
            coarsen(g, level, 2, g.table[AZ])


@compiled()
def sweep(g: Grids, level: int, times: int, backward: bool, parts: int) -> None:
    """Smooth a level `times` times."""
    for _ in range(times):
        for half in range(2):
            colour = 1 - half if backward else half
            if level == 0 and parts > 1:
                run_smooth(g, colour, parts)
            else:
                phase_smooth(g, level, colour, 1, g.cells[level, 2] + 1)


@compiled()
def cycle(g: Grids, parts: int) -> None:
    """One symmetric V-cycle from zero: LOAD to CHANGE of the finest level."""
    last = g.cells.shape[0] - 1
    for level in range(last):
        sweep(g, level, SWEEPS, False, parts)
        if level == 0 and parts > 1:
            run_restrict(g, parts)
        else:
            phase_restrict(g, level, 1, g.cells[level + 1, 2] + 1)
    sweep(g, last, COARSEST, False, parts)
    sweep(g, last, COARSEST, True, parts)
    for level in range(last - 1, -1, -1):
        if level == 0 and parts > 1:
            run_correct(g, parts)
        else:
            phase_correct(g, level, 1, g.cells[level, 2] + 1)
        sweep(g, level, SWEEPS, True, parts)


@compiled()
def product(a: Flat, b: Flat, start: int, stop: int, plane: int) -> float:
    """Inner product of two columns, summed plane by plane."""
    total = 0.0
    for m in range(start, stop, plane):
        part = 0.0
        for i in range(m, min(m + plane, stop)):
            part += a[i] * b[i]
        total += part
    return total


@compiled()
def combine(a: Any, x: Flat, b: Any, y: Flat, out: Flat) -> None:
    """out = a x + b y."""
    for i in range(out.size):
        out[i] = a * x[i] + b * y[i]


@compiled()
def phase_apply(g: Grids, first: int, last: int) -> None:
    """APPLIED = the operator on DIRECTION, finest level."""
    nx, ny = g.cells[0, 0], g.cells[0, 1]
    sy, sz = nx + 2, (nx + 2) * (ny + 2)
    n = (ny - 1) * sy + nx
    for k in range(first, last):
        m = k * sz + sy + 1
        apply_row(
            neighbours(g.table[DIRECTION], m, n, sy, sz),
            faces(g.table[AX], g.table[AY], g.table[AZ], m, n, sy, sz),
            g.table[SOLVED, m : m + n],
            g.table[APPLIED, m : m + n],
        )


@compiled()
def apply_row(p: Any, a: Any, solved: Flat, out: Flat) -> None:
    """The operator on one row, 0 where a cell is not solved."""
    row, south, north, below, above = p
    x0, x1, y0, y1, z0, z1 = a
    for i in range(out.size):
        c = row[i + 1]
        flow = x0[i] * (row[i] - c) + x1[i] * (row[i + 2] - c)
        flow += y0[i] * (south[i] - c) + y1[i] * (north[i] - c)
        flow += z0[i] * (below[i] - c) + z1[i] * (above[i] - c)
        out[i] = solved[i] * flow


@compiled()
def solve(g: Grids, parts: int, cycles: int) -> None:
    """Conjugate gradients with one V-cycle as preconditioner; the solution comes in CHANGE."""
    nx, ny, nz = g.cells[0, 0], g.cells[0, 1], g.cells[0, 2]
    sz = (nx + 2) * (ny + 2)
    end = sz * (nz + 2)
    t = g.table
    load, change = t[LOAD, :end], t[CHANGE, :end]
    direction, applied, found = t[DIRECTION, :end], t[APPLIED, :end], t[FOUND, :end]
    found[:] = ZERO
    load *= t[SOLVED, :end]
    before = 0.0
    for turn in range(cycles):
        change[:] = ZERO
        cycle(g, parts)
        now = product(load, change, sz, end - sz, sz)
        ratio = np.float32(now / before) if turn > 0 and before != 0.0 else ZERO
        combine(ONE, change, ratio, direction, direction)
        phase_apply(g, 1, nz + 1)
        bent = product(direction, applied, sz, end - sz, sz)
        if bent == 0.0:
            break
        reach = np.float32(now / bent)
        combine(ONE, found, reach, direction, found)
        combine(ONE, load, -reach, applied, load)
        before = now
    change[:] = found


@compiled()
def project(f: Table, box: Box, g: Grids, dt: Any, parts: int) -> None:
    """Makes the velocity obey the pressure change."""
    if parts > 1:
        run_project(f, box, g, dt, parts)
    else:
        phase_project(f, box, g, dt, 2, box[2] + 3)
