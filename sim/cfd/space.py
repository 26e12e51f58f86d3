"""The building on grid lines: which box cell belongs to which room, passage or the air outside.

Grid lines run through every room, opening and hood exactly; between them they are about one cell
size apart, so openings keep their true area at any cell size.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.fire.case import Compartment
from sim.fire.case import Position as Point

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int32]
BoolArray = npt.NDArray[np.bool_]

VOID, OUTER = 0, 1
FIRST_ROOM = 2
AXES = (0, 1, 2)
MERGE = 0.25
"""Lines closer than this share of the cell size become one."""
SOFT = 0.6
"""Fires and obstacles get a line of their own only where it leaves cells of this share."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box from `low` to `high`, m; flat when they agree along one axis."""

    low: Point
    high: Point

    def moved(self, axis: int, low: float, high: float) -> "Box":
        """The same box with other ends along one axis."""
        lows, highs = list(self.low), list(self.high)
        lows[axis], highs[axis] = low, high
        return Box((lows[0], lows[1], lows[2]), (highs[0], highs[1], highs[2]))

    def grown(self, by: float) -> "Box":
        """Wider by `by` m on every side."""
        low, high = (tuple(v + s * by for v in p) for p, s in ((self.low, -1), (self.high, 1)))
        return Box((low[0], low[1], low[2]), (high[0], high[1], high[2]))

    @property
    def volume(self) -> float:
        """m3."""
        return float(np.prod([high - low for low, high in zip(self.low, self.high, strict=True)]))


def room_box(room: Compartment) -> Box:
    """A compartment as a box."""
    return box_of(room.at, room.size)


def box_of(at: Point, size: Point) -> Box:
    """The box with its lowest corner `at`."""
    return Box(at, (at[0] + size[0], at[1] + size[1], at[2] + size[2]))


def edges(hard: Iterable[float], soft: Iterable[float], size: float) -> FloatArray:
    """Grid lines along one axis, (n+1,) m, rising: through `hard` lines, through `soft` ones where
    there is room, and about `size` apart between them."""
    lines: list[float] = []
    for line in sorted(hard):
        if not lines or line - lines[-1] > MERGE * size:
            lines.append(line)
    first, last = lines[0], lines[-1]
    for line in sorted(soft):
        if first < line < last and min(abs(line - other) for other in lines) >= SOFT * size - 1e-9:
            lines.append(line)
    lines.sort()
    parts = [
        np.linspace(a, b, max(1, round((b - a) / size)), endpoint=False)
        for a, b in itertools.pairwise(lines)
    ]
    return np.append(np.concatenate(parts), lines[-1])
