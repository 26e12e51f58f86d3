"""The columns of a running field, in the two tables that the compiled loops work on."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float32]
"""(columns, N) over the padded box, row by row: the Columns below."""
Integers = NDArray[np.int64]
Box = tuple[int, int, int]
"""Interior cells nx, ny, nz."""

# density kg/m3; u, v, w m/s on the low faces; pressure: Pa above the ambient hydrostatic one;
# target, goal: divergence 1/s of this and the next step, slow: its part from sources; eddy m2/s.
DENSITY = 0
DENSITY_NEXT = 1
U = 2
V = 3
W = 4
U_NEXT = 5
V_NEXT = 6
W_NEXT = 7
PRESSURE = 8
TARGET = 9
GOAL = 10
SLOW = 11
EDDY = 12
FLUID = 13
# faces: open; free: momentum solved (not at the open boundary); drag 1/m
OPENED_X = 14
OPENED_Y = 15
OPENED_Z = 16
FREE_X = 17
FREE_Y = 18
FREE_Z = 19
DRAG_X = 20
DRAG_Y = 21
DRAG_Z = 22
# 1 / cell width; 1 / distance of the cell middles across the low face
SHRINK_X = 23
SHRINK_Y = 24
SHRINK_Z = 25
REACH_X = 26
REACH_Y = 27
REACH_Z = 28
# sink 1/s, gain kg/m3/s; mass fluxes kg/m2/s
SINK = 29
GAIN = 30
FLUX_X = 31
FLUX_Y = 32
FLUX_Z = 33
# 1 beside openings, where momentum keeps its slopes
UNLIMITED = 34
# 1 / sum of the test filter's weights over gas; cell width m where gas is
SHARE = 35
WIDTH = 36
COLUMNS = 37
# then for each tracer: kg of burnt fuel per kg, its gain kg/m3/s, its value after the step
TRACER, TRACER_GAIN, TRACER_NEXT, PER_TRACER = 0, 1, 2, 3

# the multigrid's columns: face coefficients, 1 where solved, 1 / their sum, load, solution, 1 where
# the sum of the cell's numbers is odd; then those of the conjugate gradients
AX, AY, AZ, SOLVED, INVERSE, LOAD, CHANGE, RED = range(8)
DIRECTION, APPLIED, BENT, FOUND, GRID_COLUMNS = range(8, 13)


class Grids(NamedTuple):
    """The levels of the multigrid one behind the other.

    table (GRID_COLUMNS, total); cells (l, 3): nx, ny, nz; start (l + 1,): where a level's padded
    box (nz + 2, ny + 2, nx + 2) begins.
    """

    table: Table
    cells: Integers
    start: Integers
