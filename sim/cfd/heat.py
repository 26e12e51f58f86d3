"""Heat into the gas and out of it: fires as columns of cells, walls as a conductance over time."""

import itertools
from collections.abc import Sequence

import numpy as np

from sim.cfd.space import FloatArray
from sim.fire.case import Curve, Fire, Material
from sim.fire.constants import CONVECTION_OUTSIDE

PIECE_STEP = 0.04
"""A piece of constant heat release covers at most this share of the peak."""
CONTINUOUS_FLAME = 0.08
"""m per kW^(2/5), up to which a flame never stops burning. McCaffrey 1979."""
NODES = 60


def hrr_at(curve: Curve, times: FloatArray) -> FloatArray:
    """Heat release asked for, W, at `times` (n,) s."""
    return np.interp(times, [t for t, _ in curve], [q for _, q in curve])


def pieces(curve: Curve, end: float) -> list[tuple[float, float, float]]:
    """(start s, duration s, W) of constant heat release that hold the curve's energy exactly."""
    knots = sorted({0.0, end, *(t for t, _ in curve if 0 < t < end)})
    peak = max(float(hrr_at(curve, np.array(knots)).max()), 1e-9)
    found: list[tuple[float, float, float]] = []
    for start, stop in itertools.pairwise(knots):
        first, last = hrr_at(curve, np.array([start, np.nextafter(stop, start)]))
        count = max(1, int(np.ceil(abs(last - first) / (PIECE_STEP * peak))))
        times = np.linspace(start, stop, count + 1)
        values = np.linspace(first, last, count + 1)
        means = (values[1:] + values[:-1]) / 2
        found += [
            (float(t), float(width), float(q))
            for t, width, q in zip(times, np.diff(times), means, strict=False)
            if q > 0
        ]
    return found


def source_height(fire: Fire, end: float) -> float:
    """Height of the column that the heat goes into, m: the continuous flame (McCaffrey 1979) of
    the heat release averaged over the released energy."""
    times = np.linspace(0.0, end, 200)
    hrr = hrr_at(fire.hrr, times)
    if hrr.sum() <= 0:
        return 0.0
    typical_kw = float((hrr**2).sum() / hrr.sum()) / 1e3
    return float(CONTINUOUS_FLAME * typical_kw**0.4)


def conductance(layers: Sequence[Material], times: FloatArray) -> FloatArray:
    """Heat flux per K between the inner surface and the air outside, W/m2/K, shape of `times` s.

    The response to a sudden rise of the surface: one-dimensional conduction through all layers
    with CONVECTION_OUTSIDE behind them, high while the wall soaks heat up, steady in the end.
    Layers from the room outwards.
    """
    width, conduct, capacity = _cells(layers)
    inner = conduct[0] / (width[0] / 2)
    between = 1 / (width[:-1] / 2 / conduct[:-1] + width[1:] / 2 / conduct[1:])
    outer = 1 / (width[-1] / 2 / conduct[-1] + 1 / CONVECTION_OUTSIDE)
    links = np.concatenate([[inner], between, [outer]])
    matrix = np.diag(links[:-1] + links[1:]) - np.diag(between, 1) - np.diag(between, -1)
    values, vectors = np.linalg.eigh(matrix / np.sqrt(np.outer(capacity, capacity)))
    modes = vectors[0] ** 2 * inner / capacity[0]
    first = ((1 - np.exp(-np.outer(times, values))) / values) @ modes
    flux: FloatArray = inner * (1 - first)
    return flux


def mean_conductance(layers: Sequence[Material], *, end: float, at: float | None) -> float:
    """The one conductance of a run, W/m2/K: averaged over the first `end` s, or that of time `at`
    for a wall that has been heated so long. OpenFOAM v1912 takes a constant only."""
    times = np.array([at]) if at is not None else np.linspace(end / 400, end, 200)
    return float(conductance(layers, times).mean())


def _cells(layers: Sequence[Material]) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Width m, conductivity W/m/K and heat capacity J/m2/K of wall cells, the first ones thin."""
    share = np.diff((np.linspace(0, 1, NODES + 1)) ** 2)
    width = np.concatenate([share * layer.thickness for layer in layers])
    conduct = np.repeat([layer.conductivity for layer in layers], NODES)
    density = np.repeat([layer.density * layer.specific_heat for layer in layers], NODES)
    return width, conduct, width * density
