"""One multigrid cycle over levels that halve the grid: smooth, restrict, correct.

Unknowns sit in the middle of the cells, coefficients on the faces (zero at walls), so thin walls,
obstacles and doors are exact on the finest grid and averaged on the coarser ones. A level is a
padded box (nz + 2, ny + 2, nx + 2), flat float32; a cell that is not solved has `inverse` 0.
"""

from typing import Any

import numpy as np

from sim.field.rows import ONE, ZERO, Flat, compiled
from sim.field.state import AX, AY, AZ, CHANGE, INVERSE, LOAD, RED, SOLVED, Grids

OVER = np.float32(1.15)
"""Over-relaxation of the red-black smoother."""

COARSEST = 12


@compiled()
def smooth_row(
    p: tuple[Flat, Flat, Flat, Flat, Flat],
    a: tuple[Flat, Flat, Flat, Flat, Flat, Flat],
    load: Flat,
    inverse: Flat,
    colour: Flat,
    new: Flat,
) -> None:
    """New values of one row, of the cells where `colour` is 1; p: the row with its two ends, then
    rows y-, y+, z-, z+."""
    row, south, north, below, above = p
    x0, x1, y0, y1, z0, z1 = a
    for i in range(new.size):
        near = x0[i] * row[i] + x1[i] * row[i + 2] + y0[i] * south[i] + y1[i] * north[i]
        other = z0[i] * below[i] + z1[i] * above[i] - load[i]
        over = (OVER if inverse[i] > ZERO else ZERO) * colour[i]
        new[i] = row[i + 1] + over * ((near + other) * inverse[i] - row[i + 1])


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
def colours(g: Grids, level: int, colour: int, k: int, n: int) -> Flat:
    """1 at the cells of plane k that have the colour; planes repeat every second."""
    sy, sz = g.cells[level, 0] + 2, (g.cells[level, 0] + 2) * (g.cells[level, 1] + 2)
    m = g.start[level] + (k + colour) % 2 * sz + sy + 1
    return g.table[RED, m : m + n]


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
            g.table[INVERSE, m : m + n],
            colours(g, level, colour, k, n),
            new,
        )
        g.table[CHANGE, m : m + n] = new


@compiled()
def phase_begin(g: Grids, level: int, first: int, last: int) -> None:
    """The first half sweep, from zero: the cells of the first colour."""
    nx, ny = g.cells[level, 0], g.cells[level, 1]
    sy, sz = nx + 2, (nx + 2) * (ny + 2)
    n = (ny - 1) * sy + nx
    for k in range(first, last):
        m = g.start[level] + k * sz + sy + 1
        load, inverse = g.table[LOAD, m : m + n], g.table[INVERSE, m : m + n]
        change, mine = g.table[CHANGE, m : m + n], colours(g, level, 0, k, n)
        for i in range(n):
            change[i] = -OVER * load[i] * inverse[i] * mine[i]


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
            load = g.table[LOAD, m : m + cx]
            if cx < nx:
                for i in range(cx):
                    load[i] = row[2 * i] + row[2 * i + 1] + more[2 * i] + more[2 * i + 1]
            else:
                for i in range(cx):
                    load[i] = row[i] + more[i]


@compiled()
def widen(coarse: Flat, wide: Flat, nx: int) -> None:
    """Every value of a coarse row at the two cells it covers; as it is where they are as many."""
    if coarse.size == nx:
        wide[:nx] = coarse
        return
    for i in range(nx // 2):
        wide[2 * i] = coarse[i]
        wide[2 * i + 1] = coarse[i]
    if nx % 2:
        wide[nx - 1] = coarse[coarse.size - 1]


@compiled()
def phase_correct(g: Grids, level: int, first: int, last: int) -> None:
    """Adds the coarse correction, constant over each coarse cell."""
    nx, ny, nz = g.cells[level, 0], g.cells[level, 1], g.cells[level, 2]
    cx, cy, cz = g.cells[level + 1, 0], g.cells[level + 1, 1], g.cells[level + 1, 2]
    sy, sz = nx + 2, (nx + 2) * (ny + 2)
    fy, fz = 2 if cy < ny else 1, 2 if cz < nz else 1
    n = (ny - 1) * sy + nx
    wide, held = np.zeros(n, np.float32), 0
    for k in range(first, last):
        kk = (k - 1) // fz + 1
        for j in range(ny if kk != held else 0):
            c = g.start[level + 1] + (kk * (cy + 2) + j // fy + 1) * (cx + 2) + 1
            widen(g.table[CHANGE, c : c + cx], wide[j * sy : j * sy + nx], nx)
        held = kk
        m = g.start[level] + k * sz + sy + 1
        change, solved = g.table[CHANGE, m : m + n], g.table[SOLVED, m : m + n]
        for i in range(n):
            change[i] += solved[i] * wide[i]


@compiled()
def descend(g: Grids, level: int) -> None:
    """Smooths a level from zero and restricts it, plane behind plane: the same as one after the
    other, but a plane is still near the processor when it is used again."""
    nz, cz = g.cells[level, 2], g.cells[level + 1, 2]
    fz = 2 if cz < nz else 1
    phase_begin(g, level, 1, 2)
    done = 0
    for kk in range(1, cz + 1):
        while done < min(fz * kk + 1, nz):
            done += 1
            phase_begin(g, level, done + 1, min(done + 1, nz) + 1)
            phase_smooth(g, level, 1, done, done + 1)
        phase_restrict(g, level, kk, kk + 1)


@compiled()
def ascend(g: Grids, level: int) -> None:
    """Corrects a level and smooths it backward, plane behind plane."""
    nz = g.cells[level, 2]
    for k in range(1, nz + 3):
        if k % 2 == 1:
            phase_correct(g, level, k, min(k + 1, nz) + 1)
        if 2 <= k <= nz + 1:
            phase_smooth(g, level, 1, k - 1, k)
        if k >= 3:
            phase_smooth(g, level, 0, k - 2, k - 1)


@compiled()
def invert_row(a: tuple[Flat, Flat, Flat, Flat, Flat, Flat], solved: Flat, inverse: Flat) -> None:
    """1 / sum of the coefficients of a row of cells, 0 where a cell is not solved."""
    x0, x1, y0, y1, z0, z1 = a
    for i in range(inverse.size):
        total = x0[i] + x1[i] + y0[i] + y1[i] + z0[i] + z1[i]
        value = solved[i] / (total if total > ZERO else ONE)
        inverse[i] = value if total > ZERO else ZERO


@compiled()
def phase_invert(g: Grids, level: int, first: int, last: int) -> None:
    """1 / sum of a cell's coefficients, planes first to last - 1."""
    nx, ny = g.cells[level, 0], g.cells[level, 1]
    sy, sz = nx + 2, (nx + 2) * (ny + 2)
    n = (ny - 1) * sy + nx
    for k in range(first, last):
        m = g.start[level] + k * sz + sy + 1
        row = faces(g.table[AX], g.table[AY], g.table[AZ], m, n, sy, sz)
        invert_row(row, g.table[SOLVED, m : m + n], g.table[INVERSE, m : m + n])


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
def coarsest(g: Grids) -> None:
    """Smooths the last level forward and backward, from zero."""
    level = g.cells.shape[0] - 1
    last = g.cells[level, 2] + 1
    for half in range(2 * COARSEST):
        if half == 0:
            phase_begin(g, level, 1, last)
        else:
            phase_smooth(g, level, half % 2, 1, last)
    for half in range(2 * COARSEST):
        phase_smooth(g, level, 1 - half % 2, 1, last)


@compiled()
def cycle(g: Grids) -> None:
    """One symmetric V-cycle from zero: LOAD to CHANGE of the finest level."""
    last = g.cells.shape[0] - 1
    for level in range(last):
        descend(g, level)
    coarsest(g)
    for level in range(last - 1, -1, -1):
        ascend(g, level)
