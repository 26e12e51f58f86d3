"""Conjugate gradients for the pressure change, one multigrid cycle as preconditioner."""

from typing import Any

import numpy as np

from sim.field.multigrid import cycle, faces, neighbours
from sim.field.rows import ONE, ZERO, Flat, compiled
from sim.field.state import APPLIED, AX, AY, AZ, CHANGE, DIRECTION, FOUND, LOAD, SOLVED, Grids


@compiled(regroup=True)
def product(a: Flat, b: Flat, start: int, stop: int, plane: int) -> float:
    """Inner product of two columns, summed plane by plane."""
    total = 0.0
    for m in range(start, stop, plane):
        part = ZERO
        x, y = a[m : m + plane], b[m : m + plane]
        for i in range(x.size):
            part += x[i] * y[i]
        total += float(part)
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
    """Conjugate gradients with one V-cycle as preconditioner; the solution comes in CHANGE. The
    solution of the step before is taken away first, as far as it helps (Fischer 1998)."""
    nx, ny, nz = g.cells[0, 0], g.cells[0, 1], g.cells[0, 2]
    sz = (nx + 2) * (ny + 2)
    end = sz * (nz + 2)
    t = g.table
    load, change = t[LOAD, :end], t[CHANGE, :end]
    direction, applied, found = t[DIRECTION, :end], t[APPLIED, :end], t[FOUND, :end]
    load *= t[SOLVED, :end]
    direction[:] = found
    phase_apply(g, 1, nz + 1)
    bent = product(direction, applied, sz, end - sz, sz)
    share = np.float32(product(direction, load, sz, end - sz, sz) / bent) if bent != 0.0 else ZERO
    combine(share, direction, ZERO, direction, found)
    combine(ONE, load, -share, applied, load)
    before = 0.0
    for turn in range(cycles):
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
