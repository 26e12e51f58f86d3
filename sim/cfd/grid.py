"""Box cells of a case: regions, which faces are open, and which boundary every closed face is.

Arrays are indexed (x, y, z). A face array of one axis has one more entry along it than the cells;
entry i lies between cell i-1 (its low cell) and cell i (its high cell).
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from sim.cfd.gaps import Gap
from sim.cfd.space import AXES, VOID, BoolArray, Box, FloatArray, IntArray


class Kind(StrEnum):
    """What a boundary does."""

    WALL = "wall"  # loses heat through the layers of its room's surface
    SHELL = "shell"  # solid, loses no heat: obstacle, hood, passage, facade, ground
    OPEN = "open"  # the air outside
    EXHAUST = "exhaust"  # a fan or hood takes gas out
    SUPPLY = "supply"  # a fan blows gas in
    BURNER = "burner"  # fuel comes out


@dataclass(frozen=True, slots=True)
class Patch:
    """One boundary. ref: the room, fan, hood or fire it belongs to; surface: of a room."""

    name: str
    kind: Kind
    ref: str = ""
    surface: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Cells and faces of one case.

    x, y, z (n+1,): grid lines, m. region (nx, ny, nz): VOID, OUTER, room number + FIRST_ROOM, or a
    passage behind them. is_open: three face arrays, True where gas passes. low, high: three face
    arrays, number of the patch that a closed face is for its low and high cell. notes: what the
    grid says differently from the case.
    """

    x: FloatArray
    y: FloatArray
    z: FloatArray
    region: IntArray
    is_open: tuple[BoolArray, BoolArray, BoolArray]
    low: tuple[IntArray, IntArray, IntArray]
    high: tuple[IntArray, IntArray, IntArray]
    patches: tuple[Patch, ...]
    gaps: tuple[Gap, ...]
    notes: tuple[str, ...]

    @property
    def lines(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Grid lines along the three axes."""
        return self.x, self.y, self.z

    @property
    def cells(self) -> int:
        """How many cells hold gas."""
        return int((self.region != VOID).sum())

    def span(self, axis: int, low: float, high: float) -> slice:
        """The cells between two coordinates, at least one."""
        return span(self.lines[axis], low, high)

    def box(self, box: Box) -> tuple[slice, slice, slice]:
        """The cells of a box, at least one along every axis."""
        x, y, z = (self.span(axis, box.low[axis], box.high[axis]) for axis in AXES)
        return x, y, z


def nearest(lines: FloatArray, value: float) -> int:
    """The grid line nearest to a coordinate."""
    return int(np.argmin(np.abs(lines - value)))


def span(lines: FloatArray, low: float, high: float) -> slice:
    """The cells between two coordinates, at least one."""
    start, stop = nearest(lines, low), nearest(lines, high)
    if stop <= start:
        middle = (low + high) / 2
        start = int(np.clip(np.searchsorted(lines, middle, "right") - 1, 0, lines.size - 2))
        stop = start + 1
    return slice(start, stop)
