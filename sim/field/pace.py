"""How fast the gas crosses and mixes through its cells, which limits the time step."""

from typing import Any

import numpy as np

from sim.field.rows import ZERO, Flat, compiled
from sim.field.state import EDDY, SHRINK_X, SHRINK_Y, SHRINK_Z, Box, Table, U, V, W


@compiled()
def phase_fastest(f: Table, box: Box, first: int, last: int) -> Any:
    """Largest sum over the axes of |velocity| / width, 1/s; NaN comes through."""
    sy, sz = box[0] + 2, (box[0] + 2) * (box[1] + 2)
    n, even = (box[1] - 1) * sy + box[0], sy + 1
    top = np.zeros(n, np.float32)
    for k in range(first, last):
        m = k * sz + even
        rate_row(
            (f[U, m : m + n], f[U, m + 1 : m + 1 + n], f[SHRINK_X, even : even + n]),
            (f[V, m : m + n], f[V, m + sy : m + sy + n], f[SHRINK_Y, even : even + n]),
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


@compiled()
def rate_of(f: Table, box: Box) -> Any:
    """Fastest crossing rate of a cell, 1/s."""
    return phase_fastest(f, box, 2, box[2] + 2)


@compiled()
def spread_rate(f: Table, box: Box) -> Any:
    """Largest rate of turbulent spread of a cell, 1/s."""
    sy, sz = box[0] + 2, (box[0] + 2) * (box[1] + 2)
    n, even = (box[1] - 1) * sy + box[0], sy + 1
    top = np.zeros(n, np.float32)
    for k in range(2, box[2] + 2):
        m = k * sz + even
        shrink = (f[SHRINK_X, even:], f[SHRINK_Y, even:], f[SHRINK_Z, m:])
        spread_row(f[EDDY, m : m + n], shrink, top)
    return np.float32(4.0) * highest(top)


@compiled()
def spread_row(eddy: Flat, shrink: tuple[Flat, Flat, Flat], top: Flat) -> None:
    """Raises `top` to the rate of turbulent spread, 1/s."""
    rx, ry, rz = shrink
    for i in range(top.size):
        rate = eddy[i] * (rx[i] * rx[i] + ry[i] * ry[i] + rz[i] * rz[i])
        top[i] = top[i] if (rate <= top[i]) | (top[i] != top[i]) else rate
