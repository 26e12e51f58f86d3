"""Lines of equal value on a map, by marching squares with linear interpolation along cell sides.

Source: Maple 2003, Geometric design and space planning using the marching squares algorithms.
"""

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
Extent = tuple[float, float, float, float]
Side = tuple[int, int, bool]  # cell row, column, True: its lower side, False: its left side

# Which sides of a cell a line joins, by which corners are above: 1 lower left, 2 lower right,
# 4 upper right, 8 upper left. Sides: 0 lower, 1 right, 2 upper, 3 left. Saddles are cut apart.
CASES: dict[int, tuple[tuple[int, int], ...]] = {
    1: ((3, 0),), 2: ((0, 1),), 3: ((3, 1),), 4: ((1, 2),), 5: ((3, 0), (1, 2)),
    6: ((0, 2),), 7: ((3, 2),), 8: ((2, 3),), 9: ((2, 0),), 10: ((0, 1), (2, 3)),
    11: ((2, 1),), 12: ((1, 3),), 13: ((1, 0),), 14: ((0, 3),),
}  # fmt: skip


def contours(values: npt.ArrayLike, level: float, extent: Extent) -> list[FloatArray]:
    """Polylines (k, 2) in m where the map (ny, nx) of cell centres passes `level`.

    extent (x0, x1, y0, y1): outer borders of the cells. Cells that are not finite count as
    below. A line around something above the level that touches the border closes along it.
    """
    inner = np.nan_to_num(np.asarray(values, np.float64), nan=-np.inf, neginf=-np.inf)
    inner = np.where(np.isfinite(inner), inner, level - 1.0)
    grid = np.pad(inner, 1, constant_values=min(level, float(inner.min(initial=level))) - 1e-3)
    segments = _segments(grid, level)
    ny, nx = inner.shape
    x0, x1, y0, y1 = extent
    step = np.array([(x1 - x0) / nx, (y1 - y0) / ny])
    low, high = np.array([x0, y0]), np.array([x1, y1])
    return [
        np.clip(low + (_points(chain, grid, level) - 0.5) * step, low, high)
        for chain in _chains(segments)
    ]


def _segments(grid: FloatArray, level: float) -> list[tuple[Side, Side]]:
    above = grid > level
    index = (
        above[:-1, :-1] * 1 + above[:-1, 1:] * 2 + above[1:, 1:] * 4 + above[1:, :-1] * 8
    )  # row 0 is the lower one
    found: list[tuple[Side, Side]] = []
    for row, column in np.argwhere((index > 0) & (index < 15)).tolist():
        sides: tuple[Side, ...] = (
            (row, column, True),
            (row, column + 1, False),
            (row + 1, column, True),
            (row, column, False),
        )
        found += [(sides[a], sides[b]) for a, b in CASES[int(index[row, column])]]
    return found


def _chains(segments: list[tuple[Side, Side]]) -> list[list[Side]]:
    """Segments joined end to end; every chain is a loop, since the grid has a rim below."""
    near: dict[Side, list[Side]] = {}
    for one, other in segments:
        near.setdefault(one, []).append(other)
        near.setdefault(other, []).append(one)
    chains: list[list[Side]] = []
    while near:
        start = next(iter(near))
        chain = [start]
        while near.get(chain[-1]):
            here = chain[-1]
            there = near[here].pop()
            near[there].remove(here)
            chain.append(there)
        for side in chain:
            near.pop(side, None)
        chains.append(chain)
    return chains


def _points(chain: list[Side], grid: FloatArray, level: float) -> FloatArray:
    """Where the level lies on every side, in grid columns and rows."""
    found = np.empty((len(chain), 2))
    for k, (row, column, is_lower) in enumerate(chain):
        ahead = (row, column + 1) if is_lower else (row + 1, column)
        here, there = grid[row, column], grid[ahead]
        share = 0.5 if here == there else (level - here) / (there - here)
        found[k] = (column + share, row) if is_lower else (column, row + share)
    return found
