"""The flow of a doorway as fire tests tell it: from temperatures, not from velocities.

A tree of thermocouples in the room and the air outside give the pressure across the opening at
every height, zero at the neutral plane; Bernoulli's equation and a coefficient give the flow. The
tables of the Steckler rooms hold this figure, so a model that is to be compared with them is read
in the same way; the flow that a model truly has through its opening is another one.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.errors import SimError
from sim.field.setting import GAS

OUT, INTO = 0.73, 0.68
"""Flow coefficients of Steckler, Quintiere and Rinkinen 1982."""
GRAVITY = 9.81
FINE = 800
"""Intervals of the integration."""
Floats = NDArray[np.float64]


def flow_of_tree(
    height: ArrayLike,
    temperature: ArrayLike,
    *,
    outside: float,
    neutral: float,
    opening: tuple[float, float, float],
    pressure: float = 101_325.0,
) -> tuple[float, float]:
    """kg/s out of and into a room. height (n,) m, rising, and temperature (n,) K of its tree;
    outside: K; neutral: height of the neutral plane, m; opening: bottom, top and width, m."""
    bottom, top, width = opening
    z = np.linspace(bottom, top, FINE + 1)
    room = pressure / GAS / np.interp(z, np.asarray(height), np.asarray(temperature))
    air = pressure / GAS / outside
    rise = GRAVITY * (air - room)
    across = np.concatenate([[0.0], np.cumsum(0.5 * (rise[1:] + rise[:-1]) * np.diff(z))])
    across -= np.interp(neutral, z, across)
    out = np.sqrt(2.0 * room * np.maximum(across, 0.0))
    into = np.sqrt(2.0 * air * np.maximum(-across, 0.0))
    return OUT * width * _integral(z, out), INTO * width * _integral(z, into)


def neutral_plane(height: ArrayLike, outward: ArrayLike) -> float:
    """Height m where a profile of outward velocity or flow turns from in to out, the lowest such
    place. Raises SimError when it never does."""
    z, v = np.asarray(height, float), np.asarray(outward, float)
    turns = np.flatnonzero((v[:-1] < 0.0) & (v[1:] >= 0.0))
    if turns.size == 0:
        raise SimError(
            "all of the opening flows one way", where="neutral_plane",
            remedy="Give the profile of an opening with flow both ways",
        )  # fmt: skip
    n = int(turns[0])
    return float(z[n] - v[n] * (z[n + 1] - z[n]) / (v[n + 1] - v[n]))


def _integral(x: Floats, y: NDArray[Any]) -> float:
    return float(np.sum(0.5 * (y[1:] + y[:-1]) * np.diff(x)))
