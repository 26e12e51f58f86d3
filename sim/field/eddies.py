"""Eddy viscosity of every cell: Deardorff 1980, with a test filter that leaves walls out."""

import numpy as np

from sim.field.rows import ZERO, Flat, compiled, eddy_row, excess_row, middle_row, smooth_row
from sim.field.state import EDDY, FLUID, SHARE, WIDTH, Box, Table, U, V, W


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
