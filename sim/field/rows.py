"""The loops of one time step: limited fluxes, eddy viscosity, momentum; compiled.

Every field is one flat float32 array of a padded box (nz + 4, ny + 2, nx + 2), x fastest;
`velocity[m]` belongs to the low face of cell m, between cells m - stride and m. The innermost
loops run over rows handed in as views, which compiles to vector code.
"""

from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

Flat = NDArray[np.float32]
Cells = tuple[int, int, int]
"""Interior cells (nx, ny, nz)."""

ZERO = np.float32(0.0)
EIGHTH = np.float32(0.125)
QUARTER = np.float32(0.25)
THIRD = np.float32(1.0 / 3.0)
HALF = np.float32(0.5)
ONE = np.float32(1.0)
TWO = np.float32(2.0)
DEARDORFF = np.float32(0.1)
"""Of the eddy viscosity, Deardorff 1980; with it and a Schmidt number of 0.5 FDS runs."""
SCHMIDT = np.float32(0.5)
"""Turbulent Prandtl and Schmidt number, the usual one of large-eddy fire models."""
GRAVITY = np.float32(9.81)


ROUNDING = frozenset({"contract", "nsz"})
"""What the compiler may change: round once after a product and sum. NaN stays NaN."""


def compiled(
    *, parallel: bool = False, regroup: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """numba's njit with our options, typed; regroup: sums may be taken in any order."""
    allowed = set(ROUNDING | {"reassoc"}) if regroup else set(ROUNDING)

    def wrap(function: Callable[..., Any]) -> Callable[..., Any]:
        wrapped: Callable[..., Any] = numba.njit(
            cache=True, error_model="numpy", nogil=True, parallel=parallel, fastmath=allowed
        )(function)
        return wrapped

    return wrap


@numba.njit(inline="always", error_model="numpy")
def limited(a: Any, b: Any) -> Any:
    """Monotonised central slope of two neighbouring differences (van Leer 1977)."""
    centre, x, y = HALF * (a + b), abs(a), abs(b)
    most = TWO * (x if x < y else y)
    slope = centre if centre < most else most
    slope = slope if slope > -most else -most
    return slope if a * b > ZERO else ZERO


@numba.njit(inline="always", error_model="numpy")
def steepened(a: Any, b: Any) -> Any:
    """Superbee slope of two neighbouring differences (Roe 1986): keeps fronts steep."""
    x, y = abs(a), abs(b)
    one, other = TWO * x, TWO * y
    one = one if one < y else y
    other = other if other < x else x
    slope = one if one > other else other
    slope = slope if a > ZERO else -slope
    return slope if a * b > ZERO else ZERO


@compiled()
def mass_row(
    density: tuple[Flat, Flat, Flat, Flat],
    opened: tuple[Flat, Flat],
    velocity: Flat,
    reach: Flat,
    dt: Any,
    flux: Flat,
) -> None:
    """Mass flux kg/m2/s through one row of faces: Lax-Wendroff with a steep limited slope.
    density: of two cells before each face and two after; opened: the faces before and after."""
    far, a, b, beyond = density
    before, after = opened
    for i in range(velocity.size):
        speed = velocity[i]
        forward = speed > ZERO
        left = (a[i] - far[i]) * before[i]
        right = (beyond[i] - b[i]) * after[i]
        slope = steepened(left if forward else right, b[i] - a[i])
        fast = abs(speed)
        donor = a[i] if forward else b[i]
        flux[i] = speed * donor + slope * (HALF * fast * (ONE - fast * (reach[i] * dt)))


@compiled()
def heat_row(
    a: Flat, b: Flat, eddy_a: Flat, eddy_b: Flat, opened: Flat, reach: Flat, flux: Flat
) -> None:
    """Turbulent heat flux over rho cp T, m/s; reach: 1 / distance of the cell middles."""
    for i in range(opened.size):
        eddy = (eddy_a[i] + eddy_b[i]) * (QUARTER / SCHMIDT)
        flux[i] = opened[i] * eddy * (a[i] + b[i]) * (a[i] - b[i]) / (a[i] * b[i]) * reach[i]


@compiled()
def tracer_row(
    tracer: tuple[Flat, Flat, Flat, Flat],
    density: tuple[Flat, Flat],
    eddy: tuple[Flat, Flat],
    opened: tuple[Flat, Flat, Flat],
    moving: tuple[Flat, Flat],
    reach: Flat,
    dt: Any,
    flux: Flat,
) -> None:
    """Flux of a mass fraction that rides on the mass flux, and its turbulent spread. opened: the
    faces before and after, and here where gas may spread; moving: mass flux and velocity."""
    far, a, b, beyond = tracer
    density_a, density_b = density
    eddy_a, eddy_b = eddy
    before, after, free = opened
    mass, velocity = moving
    for i in range(velocity.size):
        forward = velocity[i] > ZERO
        left = (a[i] - far[i]) * before[i]
        right = (beyond[i] - b[i]) * after[i]
        ahead = b[i] - a[i]
        slope = steepened(left if forward else right, ahead)
        part = HALF * abs(mass[i]) * (ONE - abs(velocity[i]) * (reach[i] * dt))
        donor = a[i] if forward else b[i]
        heavy = (density_a[i] + density_b[i]) * (eddy_a[i] + eddy_b[i]) * (QUARTER / SCHMIDT)
        flux[i] = mass[i] * donor + slope * part - free[i] * heavy * ahead * reach[i]


@numba.njit(inline="always", error_model="numpy")
def carried(speed: Any, values: Any, free: Any, courant: Any) -> Any:
    """Flux of a velocity component: the value behind the face and its slope. values: two before the
    face and two after. The slope is limited, where `free` is 1 it is the third-order one as it is
    (kappa = 1/3, van Leer 1985)."""
    far, a, b, beyond = values
    forward, fast, ahead = speed > ZERO, abs(speed), b - a
    behind = a - far if forward else beyond - b
    slope = limited(behind, ahead)
    slope += free * (THIRD * (TWO * ahead + behind) - slope)
    return speed * (a if forward else b) + slope * (HALF * fast * (ONE - fast * courant))


@compiled()
def along_row(
    moved: tuple[Flat, Flat, Flat, Flat],
    eddy: tuple[Flat, Flat, Flat],
    opened: tuple[Flat, Flat],
    unlimited: Flat,
    reach: Flat,
    dt: Any,
    flux: Flat,
) -> None:
    """Flux of a velocity component along itself, less the turbulent stress; none of that across
    walls (see wall drag). eddy: of two cells before and one here."""
    far, a, b, beyond = moved
    n0, n1, n2 = eddy
    low, high = opened
    for i in range(unlimited.size):
        speed = HALF * (a[i] + b[i])
        values = (far[i], a[i], b[i], beyond[i])
        viscosity = QUARTER * (n0[i] + TWO * n1[i] + n2[i])
        free = low[i] if low[i] > high[i] else high[i]
        stress = viscosity * (TWO * (b[i] - a[i]) * reach[i])
        flux[i] = carried(speed, values, unlimited[i], reach[i] * dt) - free * stress


@compiled()
def across_row(
    first: tuple[Flat, Flat, Flat, Flat],
    second: tuple[Flat, Flat, Flat, Flat],
    eddy: tuple[Flat, Flat, Flat, Flat],
    opened: tuple[Flat, Flat, Flat, Flat],
    unlimited: Flat,
    reach: tuple[Flat, Flat],
    dt: Any,
    flux: tuple[Flat, Flat],
) -> None:
    """Fluxes of two velocity components through each other's faces: the first moved along the
    axis of the second and the second along that of the first; they share one stress. reach: along
    the axis of the second, of the first."""
    far_1, a_1, b_1, beyond_1 = first
    far_2, a_2, b_2, beyond_2 = second
    n0, n1, n2, n3 = eddy
    low_1, high_1, low_2, high_2 = opened
    along, across = reach
    flux_1, flux_2 = flux
    for i in range(unlimited.size):
        free_1 = low_1[i] if low_1[i] > high_1[i] else high_1[i]
        free_2 = low_2[i] if low_2[i] > high_2[i] else high_2[i]
        shear = (b_1[i] - a_1[i]) * along[i] + (b_2[i] - a_2[i]) * across[i]
        stress = QUARTER * (n0[i] + n1[i] + n2[i] + n3[i]) * shear
        values_1 = (far_1[i], a_1[i], b_1[i], beyond_1[i])
        values_2 = (far_2[i], a_2[i], b_2[i], beyond_2[i])
        speed_1, speed_2 = HALF * (a_2[i] + b_2[i]), HALF * (a_1[i] + b_1[i])
        moved_1 = carried(speed_1, values_1, unlimited[i], along[i] * dt)
        moved_2 = carried(speed_2, values_2, unlimited[i], across[i] * dt)
        flux_1[i] = moved_1 - free_1 * stress
        flux_2[i] = moved_2 - free_2 * stress


@compiled()
def outflow_row(
    flux: tuple[Flat, Flat, Flat, Flat], shrink: tuple[Flat, Flat, Flat], sy: int, out: Flat
) -> None:
    """Net outflow per volume of one row of cells. flux: through the x and y faces of the plane,
    and its z faces below and above; shrink: 1 / cell width along x, y, z."""
    x, y, below, above = flux
    rx, ry, rz = shrink
    x1, y1 = x[1:], y[sy:]
    for i in range(out.size):
        out[i] = (x1[i] - x[i]) * rx[i] + (y1[i] - y[i]) * ry[i] + (above[i] - below[i]) * rz[i]


@compiled()
def push_row(
    old: Flat,
    out: Flat,
    target: tuple[Flat, Flat],
    density: tuple[Flat, Flat],
    pressure: tuple[Flat, Flat],
    faces: tuple[Flat, Flat, Flat, Flat],
    numbers: tuple[Any, Any, Any],
    new: Flat,
) -> None:
    """One row of one velocity component before the pressure change is known."""
    div_a, div_b = target
    rho_a, rho_b = density
    p_a, p_b = pressure
    free, opened, drag, reach = faces
    dt, ambient, gravity = numbers
    for i in range(new.size):
        weight = TWO / (rho_a[i] + rho_b[i])
        tendency = (
            old[i] * HALF * (div_a[i] + div_b[i]) - out[i] + gravity * (ambient * weight - ONE)
        )
        speed = old[i] + dt * (
            free[i] * tendency - opened[i] * weight * (p_b[i] - p_a[i]) * reach[i]
        )
        new[i] = speed / (ONE + dt * drag[i] * abs(old[i]))


@compiled()
def middle_row(low: Any, high: Any, fluid: Any, out: Flat) -> None:
    """Twice the velocity at the cell middles of one plane, filtered across the planes: weights 1,
    2, 1; `low`, `high`: its faces in the planes below, here and above. Walls count nothing."""
    l0, l1, l2 = low
    h0, h1, h2 = high
    f0, f1, f2 = fluid
    for i in range(out.size):
        here = f1[i] * (l1[i] + h1[i])
        out[i] = here + here + f0[i] * (l0[i] + h0[i]) + f2[i] * (l2[i] + h2[i])


@compiled()
def smooth_row(south: Flat, here: Flat, north: Flat, out: Flat) -> None:
    """The same filter along y."""
    for i in range(out.size):
        out[i] = south[i] + TWO * here[i] + north[i]


@compiled()
def excess_row(low: Flat, high: Flat, smooth: Any, share: Flat, excess: Flat) -> None:
    """Adds the square of what the velocity at the middles has beyond the filtered one; smooth:
    filtered along z and y, one cell before, here, after; share: 1 / sum of the weights."""
    before, here, after = smooth
    for i in range(excess.size):
        away = low[i] + high[i] - share[i] * (before[i] + TWO * here[i] + after[i])
        excess[i] += away * away


@compiled()
def eddy_row(excess: Flat, width: Flat, eddy: Flat) -> None:
    """Eddy viscosity m2/s; excess: four times the squared velocity beyond the filtered one, m2/s2;
    width m of the cells, 0 outside the gas."""
    for i in range(eddy.size):
        eddy[i] = DEARDORFF * width[i] * np.sqrt(EIGHTH * excess[i])
