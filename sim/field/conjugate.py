"""Conjugate gradients for the pressure change, one multigrid cycle as preconditioner.

One thread does it: a second one would have to be woken for passes that take less than the waking.
"""

from typing import Any

import numpy as np

from sim.field.multigrid import cycle, faces, neighbours
from sim.field.rows import ZERO, Flat, compiled
from sim.field.state import (
    APPLIED,
    AX,
    AY,
    AZ,
    BENT,
    CHANGE,
    DIRECTION,
    FOUND,
    LOAD,
    SOLVED,
    Grids,
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


@compiled(regroup=True)
def product(a: Flat, b: Flat) -> float:
    """Inner product of two rows."""
    total = ZERO
    for i in range(a.size):
        total += a[i] * b[i]
    return float(total)


@compiled()
def apply(g: Grids, of: int) -> Any:
    """APPLIED = the operator on the column `of` of the finest level; the sums of that column times
    the load, and times APPLIED."""
    nx, ny = g.cells[0, 0], g.cells[0, 1]
    sy, sz = nx + 2, (nx + 2) * (ny + 2)
    n = (ny - 1) * sy + nx
    with_load, with_applied = 0.0, 0.0
    for k in range(1, g.cells[0, 2] + 1):
        m = k * sz + sy + 1
        applied = g.table[APPLIED, m : m + n]
        apply_row(
            neighbours(g.table[of], m, n, sy, sz),
            faces(g.table[AX], g.table[AY], g.table[AZ], m, n, sy, sz),
            g.table[SOLVED, m : m + n],
            applied,
        )
        with_load += product(g.table[of, m : m + n], g.table[LOAD, m : m + n])
        with_applied += product(g.table[of, m : m + n], applied)
    return with_load, with_applied


@compiled()
def relieve(g: Grids, share: Any, last: int) -> None:
    """Takes the solution of the step before, times `share`, out of the load."""
    found, load, applied = g.table[FOUND, :last], g.table[LOAD, :last], g.table[APPLIED, :last]
    for i in range(last):
        found[i] = share * found[i]
        load[i] = load[i] - share * applied[i]


@compiled()
def go_on(g: Grids, ratio: Any, reach: Any, last: int) -> None:
    """The next direction, and the solution and the load after going `reach` along it."""
    t = g.table
    change, direction, found = t[CHANGE, :last], t[DIRECTION, :last], t[FOUND, :last]
    applied, bent, load = t[APPLIED, :last], t[BENT, :last], t[LOAD, :last]
    for i in range(last):
        direction[i] = change[i] + ratio * direction[i]
        bent[i] = applied[i] + ratio * bent[i]
        found[i] = found[i] + reach * direction[i]
        load[i] = load[i] - reach * bent[i]


@compiled()
def arrive(g: Grids, ratio: Any, reach: Any, last: int) -> None:
    """The last of the same: only the solution."""
    t = g.table
    change, direction, found = t[CHANGE, :last], t[DIRECTION, :last], t[FOUND, :last]
    for i in range(last):
        found[i] = found[i] + reach * (change[i] + ratio * direction[i])


@compiled()
def solve(g: Grids, turns: int) -> None:
    """Conjugate gradients with one V-cycle as preconditioner; the solution comes in FOUND. The
    solution of the step before is taken away first, as far as it helps (Fischer 1998). What the
    operator makes of a new direction follows from what it makes of the cycle's answer, because
    the directions are conjugate (Chronopoulos and Gear 1989)."""
    last = (g.cells[0, 0] + 2) * (g.cells[0, 1] + 2) * (g.cells[0, 2] + 2)
    along, bent = apply(g, FOUND)
    relieve(g, np.float32(along / bent if bent != 0.0 else 0.0), last)
    before, bent = 0.0, 0.0
    for turn in range(turns):
        cycle(g)
        now, own = apply(g, CHANGE)
        ratio = now / before if turn > 0 and before != 0.0 else 0.0
        bent = own - ratio * ratio * bent
        if bent == 0.0:
            break
        if turn + 1 < turns:
            go_on(g, np.float32(ratio), np.float32(now / bent), last)
        else:
            arrive(g, np.float32(ratio), np.float32(now / bent), last)
        before = now
