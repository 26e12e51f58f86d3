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
# sink 1/s, gain kg/m3/s; scratch: mass and heat fluxes, nine momentum fluxes
SINK = 29
GAIN = 30
FLUX_X = 31
FLUX_Y = 32
FLUX_Z = 33
HEAT_X = 34
HEAT_Y = 35
HEAT_Z = 36
MOMENTUM = 37
# 1 beside openings, where momentum keeps its slopes
UNLIMITED = 46
# 1 / sum of the test filter's weights over gas; cell width m where gas is
SHARE = 47
WIDTH = 48
COLUMNS = 49
# then for each tracer: kg of burnt fuel per kg, its gain kg/m3/s, its three fluxes
TRACER, TRACER_GAIN, TRACER_FLUX, PER_TRACER = 0, 1, 2, 5

# the multigrid's columns: face coefficients, 1 where solved, 1 / their sum by colour, load,
# solution; then those of the conjugate gradients
AX, AY, AZ, SOLVED, RED, BLACK, LOAD, CHANGE = range(8)
DIRECTION, APPLIED, FOUND, GRID_COLUMNS = range(8, 12)


class Grids(NamedTuple):
    """The levels of the multigrid one behind the other.

    table (GRID_COLUMNS, total); cells (l, 3): nx, ny, nz; start (l + 1,): where a level's padded
    box (nz + 2, ny + 2, nx + 2) begins.
    """

    table: Table
    cells: Integers
    start: Integers
