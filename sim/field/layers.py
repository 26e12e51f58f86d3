"""A vertical temperature profile as two layers, the way measured profiles are reduced.

The lower layer has the temperature of the lowest place. Height and upper temperature keep two
integrals of the profile over the room's height: of T and of 1 / T (Janssens and Tran 1992); the
upper temperature is then the mean of the profile above the layer's height.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.errors import SimError
from sim.field.run import FieldRun

Floats = NDArray[np.float64]
FINE = 400
"""Intervals of the integration."""


def reduce_profile(
    height: ArrayLike, temperature: ArrayLike, ceiling: float
) -> tuple[float, float, float]:
    """Upper and lower temperature (K) and layer height (m) of a profile.

    height (n,) m above the floor, rising; temperature (n,) K, straight lines between, constant to
    floor and ceiling. A profile without layers gives its mean, its lowest value and the ceiling.
    Raises SimError when the heights do not rise or a temperature is not positive.
    """
    z, t = np.asarray(height, float), np.asarray(temperature, float)
    if z.size < 2 or z.shape != t.shape or not (np.diff(z) > 0).all() or not (t > 0).all():
        raise SimError(
            "not a profile: heights must rise, temperatures be kelvin", where="reduce_profile",
            remedy="Give two or more heights in rising order with one temperature each",
        )  # fmt: skip
    fine = np.linspace(0.0, ceiling, FINE + 1)
    profile = np.interp(fine, z, t)
    lower = float(profile[0])
    first = _integral(fine, profile)
    second = _integral(fine, 1.0 / profile)
    below = first + second * lower**2 - 2.0 * lower * ceiling
    if abs(below) < 1e-6 * lower * ceiling:
        return first / ceiling, lower, ceiling
    layer = lower * (first * second - ceiling**2) / below
    layer = min(max(layer, 0.0), ceiling * (1.0 - 1.0 / FINE))
    above = np.linspace(layer, ceiling, FINE + 1)
    upper = _integral(above, np.interp(above, z, t)) / (ceiling - layer)
    return upper, lower, layer


def _integral(x: Floats, y: Floats) -> float:
    return float(np.sum(0.5 * (y[1:] + y[:-1]) * np.diff(x)))


def reduce_tree(
    height: ArrayLike, temperature: ArrayLike, ceiling: float
) -> tuple[float, float, float]:
    """The same of a thermocouple tree, exactly as the tabulated Steckler values were made.

    Every thermocouple stands for the slice half way to its neighbours. The upper temperature sums
    the slices whose thermocouple is above the layer's height and divides by the depth of the
    layer: the rest of a slice whose thermocouple is below is missing, up to 15 % of the rise.
    """
    z, t = np.asarray(height, float), np.asarray(temperature, float)
    edges = np.concatenate([[0.0], 0.5 * (z[1:] + z[:-1]), [ceiling]])
    width = np.diff(edges)
    lower = float(t[0])
    first, second = float((width * t).sum()), float((width / t).sum())
    below = first + second * lower**2 - 2.0 * lower * ceiling
    if abs(below) < 1e-6 * lower * ceiling:
        return first / ceiling, lower, ceiling
    layer = lower * (first * second - ceiling**2) / below
    above = z > layer
    part = edges[1:] - np.maximum(edges[:-1], layer)
    return float((t * part)[above].sum() / (ceiling - layer)), lower, layer


def room_profile(
    run: FieldRun, compartment: str, temperature: NDArray[np.floating[Any]] | None = None
) -> tuple[Floats, Floats]:
    """Heights above the floor m and temperature K of a room: at every height the median over the
    plan, which plume and jets do not move. The mean of the run, or a snapshot (nz, ny, nx)."""
    names = [one.id for one in run.case.compartments]
    if compartment not in names:
        raise SimError(
            f"no compartment {compartment!r}", where=run.case.id,
            remedy=f"Name one of {', '.join(names)}",
        )  # fmt: skip
    number = names.index(compartment)
    field = run.mean_temperature if temperature is None else temperature
    here = (run.grid.kind == number) & run.grid.fluid
    levels = np.flatnonzero(here.any((1, 2)))
    profile = np.array([np.median(field[k][here[k]]) for k in levels])
    return run.grid.middles[2][levels] - run.case.compartments[number].at[2], profile


def layer_of_room(run: FieldRun, compartment: str) -> tuple[float, float, float]:
    """Upper and lower temperature K and layer height m of a room, mean of the end of the run."""
    height, profile = room_profile(run, compartment)
    return reduce_profile(height, profile, run.case.compartment(compartment).size[2])


def layers_of_room(run: FieldRun, compartment: str) -> Floats:
    """The same at every snapshot, (n, 3)."""
    ceiling = run.case.compartment(compartment).size[2]
    rows = []
    for one in run.temperature:
        height, profile = room_profile(run, compartment, one)
        rows.append(reduce_profile(height, profile, ceiling))
    return np.array(rows)


def flow_of_opening(run: FieldRun, opening: str) -> tuple[float, float]:
    """kg/s out of and into `of` of an opening or hatch, mean of the end of the run."""
    names = [cut.hole.id for cut in run.grid.holes]
    if opening not in names:
        raise SimError(
            f"no opening {opening!r}", where=run.case.id, remedy=f"Name one of {', '.join(names)}"
        )
    at = names.index(opening)
    return float(run.mean_out[at]), float(run.mean_in[at])
