"""Spaces without a way to the outside: their background pressure, cracks included."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array  # type: ignore[import-untyped]
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

from sim.field.grid import Grid

GAMMA = 1.4
CRACK = 0.6
"""Discharge coefficient of a crack."""


def label(grid: Grid, opened: list[NDArray[np.bool_]]) -> tuple[NDArray[np.int64], list[int]]:
    """Number of the space of every cell (nz, ny, nx), -1 outside gas, and the sealed spaces."""
    fluid = grid.fluid
    number = np.arange(fluid.size).reshape(fluid.shape)
    first, second = [], []
    for axis in range(3):
        along = 2 - axis
        count = fluid.shape[along]
        low = np.take(number, range(count - 1), along)
        high = np.take(number, range(1, count), along)
        free = np.take(opened[axis], range(1, count), along)
        first.append(low[free])
        second.append(high[free])
    a, b = np.concatenate(first), np.concatenate(second)
    graph = coo_array((np.ones(a.size, np.int8), (a, b)), shape=(fluid.size, fluid.size))
    _, names = connected_components(graph, directed=False)
    names = np.where(fluid, names.reshape(fluid.shape), -1)
    vented = set(np.unique(names[grid.kind == -1]).tolist())
    sealed = [int(one) for one in np.unique(names[fluid]) if int(one) not in vented]
    return names, sealed


def relax(
    gauge: float,
    expansion: float,
    *,
    volume: float,
    crack: float,
    pressure: float,
    density: float,
    dt: float,
) -> tuple[float, float]:
    """Gauge pressure Pa after dt of a space whose gas expands by `expansion` m3/s, and the m3/s
    that leave through cracks of `crack` m2. Implicit, so that no step is too long."""
    stiff = volume / (GAMMA * pressure * dt)
    if crack <= 0.0:
        return gauge + expansion / stiff, 0.0
    low = min(gauge, -1.0) - abs(expansion) / stiff
    high = max(gauge, 1.0) + abs(expansion) / stiff
    for _ in range(60):
        middle = 0.5 * (low + high)
        leak = math.copysign(CRACK * crack * math.sqrt(2.0 * abs(middle) / density), middle)
        if stiff * (middle - gauge) + leak > expansion:
            high = middle
        else:
            low = middle
    return middle, leak
