"""Density and tracers in one time step: fluxes and what they leave, plane by plane.

A plane's fluxes are used while they are still near the processor: the z faces above one plane are
those below the next. Nothing is read that another thread may have renewed.
"""

from typing import Any

import numpy as np

from sim.field.rows import Flat, compiled, mass_row, outflow_row, tracer_row
from sim.field.state import (
    COLUMNS,
    DENSITY,
    DENSITY_NEXT,
    EDDY,
    FLUID,
    FLUX_X,
    FLUX_Y,
    FLUX_Z,
    FREE_X,
    GAIN,
    OPENED_X,
    PER_TRACER,
    REACH_X,
    SHRINK_X,
    SHRINK_Y,
    SHRINK_Z,
    SINK,
    TRACER_GAIN,
    TRACER_NEXT,
    Box,
    Table,
    U,
)


@compiled()
def move_mass(f: Table, axis: int, m: int, n: int, stride: Any, dt: Any, out: Flat) -> None:
    """Mass flux of one row of faces along one axis; stride: its own and where its reach begins."""
    s, at = stride
    q, opened = f[DENSITY], f[OPENED_X + axis]
    mass_row(
        (q[m - 2 * s : m - 2 * s + n], q[m - s : m - s + n], q[m : m + n], q[m + s : m + s + n]),
        (opened[m - s : m - s + n], opened[m + s : m + s + n]),
        f[U + axis, m : m + n],
        f[REACH_X + axis, at : at + n],
        dt,
        out,
    )


@compiled()
def move_tracer(
    f: Table, t: int, axis: int, m: int, n: int, stride: Any, dt: Any, mass: Flat, out: Flat
) -> None:
    """Flux of the tracer in row t through one row of faces along one axis."""
    s, at = stride
    q, opened, density, eddy = f[t], f[OPENED_X + axis], f[DENSITY], f[EDDY]
    tracer_row(
        (q[m - 2 * s : m - 2 * s + n], q[m - s : m - s + n], q[m : m + n], q[m + s : m + s + n]),
        (density[m - s : m - s + n], density[m : m + n]),
        (eddy[m - s : m - s + n], eddy[m : m + n]),
        (
            opened[m - s : m - s + n],
            opened[m + s : m + s + n],
            f[FREE_X + axis, m : m + n],
        ),
        (mass, f[U + axis, m : m + n]),
        f[REACH_X + axis, at : at + n],
        dt,
        out,
    )


@compiled()
def rise(f: Table, m: int, n: int, sz: int, dt: Any, mass: Flat, tracers: Any) -> None:
    """Mass and tracer fluxes through the z faces of one plane."""
    move_mass(f, 2, m, n, (sz, m), dt, mass)
    for t in range(tracers.shape[0]):
        move_tracer(f, COLUMNS + t * PER_TRACER, 2, m, n, (sz, m), dt, mass, tracers[t])


@compiled()
def phase_transport(f: Table, box: Box, dt: Any, first: int, last: int) -> None:
    """Density and tracers after the step in the planes first to last - 1; mass fluxes too."""
    sy, sz = box[0] + 2, (box[0] + 2) * (box[1] + 2)
    n, cells, even = box[1] * sy + box[0] + 1, (box[1] - 1) * sy + box[0], sy + 1
    mass = np.empty((2, n), np.float32)
    tracers = np.empty((2, (f.shape[0] - COLUMNS) // PER_TRACER, n), np.float32)
    x, y, out = np.empty(n, np.float32), np.empty(n, np.float32), np.empty(cells, np.float32)
    rise(f, first * sz + even, n, sz, dt, mass[first % 2], tracers[first % 2])
    for k in range(first, last):
        m, low, high = k * sz + even, k % 2, (k + 1) % 2
        shrink = (f[SHRINK_X, even:], f[SHRINK_Y, even:], f[SHRINK_Z, m:])
        rise(f, m + sz, n, sz, dt, mass[high], tracers[high])
        mass_x, mass_y = f[FLUX_X, m : m + n], f[FLUX_Y, m : m + n]
        move_mass(f, 0, m, n, (1, even), dt, mass_x)
        move_mass(f, 1, m, n, (sy, even), dt, mass_y)
        f[FLUX_Z, m : m + n] = mass[low]
        if k == box[2] + 1:
            f[FLUX_Z, m + sz : m + sz + n] = mass[high]
        outflow_row((mass_x, mass_y, mass[low], mass[high]), shrink, sy, out)
        settle_density(f, m, dt, out)
        for n_tracer in range(tracers.shape[1]):
            t = COLUMNS + n_tracer * PER_TRACER
            move_tracer(f, t, 0, m, n, (1, even), dt, mass_x, x)
            move_tracer(f, t, 1, m, n, (sy, even), dt, mass_y, y)
            outflow_row((x, y, tracers[low, n_tracer], tracers[high, n_tracer]), shrink, sy, out)
            settle_tracer(f, t, m, dt, out)


@compiled()
def settle_density(f: Table, m: int, dt: Any, out: Flat) -> None:
    """Density after the step of the row at m, of what flows out of it."""
    n = out.size
    density, sink = f[DENSITY, m : m + n], f[SINK, m : m + n]
    gain, fluid = f[GAIN, m : m + n], f[FLUID, m : m + n]
    new = f[DENSITY_NEXT, m : m + n]
    for i in range(n):
        new[i] = density[i] + fluid[i] * dt * (gain[i] - out[i] - density[i] * sink[i])


@compiled()
def settle_tracer(f: Table, t: int, m: int, dt: Any, out: Flat) -> None:
    """The tracer in row t after the step, of the row of cells at m."""
    n = out.size
    density, sink, fluid = f[DENSITY, m : m + n], f[SINK, m : m + n], f[FLUID, m : m + n]
    heavy, tracer = f[DENSITY_NEXT, m : m + n], f[t, m : m + n]
    source, new = f[t + TRACER_GAIN, m : m + n], f[t + TRACER_NEXT, m : m + n]
    for i in range(n):
        held = density[i] * tracer[i]
        change = source[i] - out[i] - held * sink[i]
        new[i] = (held + fluid[i] * dt * change) / heavy[i]
