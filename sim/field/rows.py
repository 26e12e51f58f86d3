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
    centre = HALF * (a + b)
    steep = TWO * (a if abs(a) < abs(b) else b)
    slope = centre if abs(centre) < abs(steep) else steep
    return slope if a * b > ZERO else ZERO


@numba.njit(inline="always", error_model="numpy")
def steepened(a: Any, b: Any) -> Any:
    """Superbee slope of two neighbouring differences (Roe 1986): keeps fronts steep."""
    x, y = abs(a), abs(b)
    large, small = (x, TWO * y) if x > y else (y, TWO * x)
    slope = large if large < small else small
    slope = slope if a > ZERO else -slope
    return slope if a * b > ZERO else ZERO


@compiled()
def mass_row(
    density: tuple[Flat, Flat, Flat, Flat],
    opened: tuple[Flat, Flat, Flat],
    velocity: Flat,
    courant: Flat,
    flux: Flat,
) -> None:
    """Mass flux kg/m2/s through one row of faces: Lax-Wendroff with a steep limited slope."""
    far, a, b, beyond = density
    before, _, after = opened
    for i in range(flux.size):
        speed = velocity[i]
        forward = speed > ZERO
        left = (a[i] - far[i]) * before[i]
        right = (beyond[i] - b[i]) * after[i]
        slope = steepened(left if forward else right, b[i] - a[i])
        reach = HALF * (ONE - abs(speed) * courant[i])
        donor = a[i] if forward else b[i]
        flux[i] = speed * (donor + (slope if forward else -slope) * reach)


@compiled()
def heat_row(
    a: Flat, b: Flat, eddy_a: Flat, eddy_b: Flat, opened: Flat, reach: Flat, flux: Flat
) -> None:
    """Turbulent heat flux over rho cp T, m/s; reach: 1 / distance of the cell middles."""
    for i in range(flux.size):
        eddy = (eddy_a[i] + eddy_b[i]) * (QUARTER / SCHMIDT)
        flux[i] = opened[i] * eddy * (a[i] + b[i]) * (a[i] - b[i]) / (a[i] * b[i]) * reach[i]


@compiled()
def tracer_row(
    tracer: tuple[Flat, Flat, Flat, Flat],
    opened: tuple[Flat, Flat, Flat],
    mass: Flat,
    velocity: Flat,
    courant: Flat,
    flux: Flat,
) -> None:
    """Flux of a mass fraction that rides on the mass flux `mass`."""
    far, a, b, beyond = tracer
    before, _, after = opened
    for i in range(flux.size):
        forward = velocity[i] > ZERO
        left = (a[i] - far[i]) * before[i]
        right = (beyond[i] - b[i]) * after[i]
        slope = steepened(left if forward else right, b[i] - a[i])
        reach = HALF * (ONE - abs(velocity[i]) * courant[i])
        donor = a[i] if forward else b[i]
        flux[i] = mass[i] * (donor + (slope if forward else -slope) * reach)


@compiled()
def spread_row(
    a: Flat,
    b: Flat,
    density: tuple[Flat, Flat],
    eddy: tuple[Flat, Flat],
    opened: Flat,
    reach: Flat,
    flux: Flat,
) -> None:
    """Adds the turbulent spread of a mass fraction to its flux."""
    density_a, density_b = density
    eddy_a, eddy_b = eddy
    for i in range(flux.size):
        heavy = (density_a[i] + density_b[i]) * (eddy_a[i] + eddy_b[i]) * (QUARTER / SCHMIDT)
        flux[i] -= opened[i] * heavy * (b[i] - a[i]) * reach[i]


@compiled()
def momentum_row(
    moved: tuple[Flat, Flat, Flat, Flat],
    carrier: tuple[Flat, Flat],
    eddy: tuple[Flat, Flat, Flat, Flat],
    opened: tuple[Flat, Flat],
    unlimited: Flat,
    reach: tuple[Flat, Flat],
    dt: Any,
    flux: Flat,
) -> None:
    """Flux of a velocity component by the component that carries it, less the turbulent stress;
    none of that across walls (see wall drag). The slope is limited, beside openings it is the
    third-order one as it is (kappa = 1/3, van Leer 1985)."""
    far, a, b, beyond = moved
    low, high = carrier
    n0, n1, n2, n3 = eddy
    open_low, open_high = opened
    along, across = reach
    for i in range(flux.size):
        speed = HALF * (low[i] + high[i])
        forward = speed > ZERO
        behind = a[i] - far[i] if forward else beyond[i] - b[i]
        ahead = b[i] - a[i]
        slope = limited(behind, ahead)
        slope += unlimited[i] * (THIRD * (TWO * ahead + behind) - slope)
        part = HALF * (ONE - abs(speed) * along[i] * dt)
        donor = a[i] if forward else b[i]
        viscosity = QUARTER * (n0[i] + n1[i] + n2[i] + n3[i])
        free = open_low[i] if open_low[i] > open_high[i] else open_high[i]
        shear = ahead * along[i] + (high[i] - low[i]) * across[i]
        carried = speed * (donor + (slope if forward else -slope) * part)
        flux[i] = carried - free * viscosity * shear


@compiled()
def outflow(
    flux: tuple[Flat, Flat, Flat, Flat, Flat, Flat], shrink: tuple[Flat, Flat, Flat], out: Flat
) -> None:
    """Net outflow per volume of one row of cells."""
    x0, x1, y0, y1, z0, z1 = flux
    rx, ry, rz = shrink
    for i in range(out.size):
        out[i] = (x1[i] - x0[i]) * rx[i] + (y1[i] - y0[i]) * ry[i] + (z1[i] - z0[i]) * rz[i]


@compiled()
def out_of(m: int, n: int, sy: int, sz: int, flux: Any, shrink: Any, out: Flat) -> None:
    """Net outflow per volume of the cells m to m + n."""
    x, y, z = flux
    outflow(
        (
            x[m : m + n],
            x[m + 1 : m + 1 + n],
            y[m : m + n],
            y[m + sy : m + sy + n],
            z[m : m + n],
            z[m + sz : m + sz + n],
        ),
        (shrink[0][m : m + n], shrink[1][m : m + n], shrink[2][m : m + n]),
        out,
    )


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
