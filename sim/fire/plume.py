"""Plumes of Heskestad and McCaffrey on numbers and arrays, with checked input.

Every argument is a number or an array; shapes follow numpy's broadcasting. SI. The formulas
themselves and their sources are in `formulas.py`. Free plume: no wall, no wind, no hot layer.
"""

import numpy as np
import numpy.typing as npt

from sim.fire import formulas
from sim.fire.arrays import FloatArray, Numbers, not_negative, over_arrays, positive

CONVECTIVE = 0.7  # share of the heat that the plume carries when nothing else is known; Heskestad

_origin = over_arrays(formulas.heskestad_virtual_origin)
_flame_height = over_arrays(formulas.heskestad_flame_height)
_mass_flow = over_arrays(formulas.heskestad_mass_flow)
_rise = over_arrays(formulas.heskestad_rise)
_velocity = over_arrays(formulas.heskestad_velocity)
_mccaffrey_rise = over_arrays(formulas.mccaffrey_rise)
_mccaffrey_velocity = over_arrays(formulas.mccaffrey_velocity)
_mccaffrey_mass_flow = over_arrays(formulas.mccaffrey_mass_flow)


def equivalent_diameter(area: Numbers) -> FloatArray:
    """Diameter of the circle of the same area, m."""
    return np.sqrt(4.0 * positive("area", area) / np.pi)


def virtual_origin(hrr: Numbers, diameter: Numbers) -> FloatArray:
    """Height of the virtual origin above the burning surface, m; often negative. Heskestad."""
    return _origin(not_negative("hrr", hrr), positive("diameter", diameter))


def flame_height(hrr: Numbers, diameter: Numbers) -> FloatArray:
    """Mean flame height above the burning surface, m. Heskestad."""
    return _flame_height(not_negative("hrr", hrr), positive("diameter", diameter))


def mass_flow(
    hrr: Numbers, z: Numbers, diameter: Numbers, *, convective: Numbers = CONVECTIVE
) -> FloatArray:
    """Mass flow z m above the burning surface, kg/s, above and below the flame tip. Heskestad."""
    heat, height, width = _plume(hrr, z, diameter)
    return _mass_flow(heat, heat * _share(convective), height, width)


def centreline_rise(
    hrr: Numbers,
    z: Numbers,
    diameter: Numbers,
    *,
    convective: Numbers = CONVECTIVE,
    ambient: Numbers = formulas.T_20_C,
) -> FloatArray:
    """Temperature rise on the axis, K. Heskestad above the flame tip, at most that of
    McCaffrey's continuous flame in it."""
    heat, height, width = _plume(hrr, z, diameter)
    return _rise(heat, heat * _share(convective), height, width, positive("ambient", ambient))


def centreline_velocity(
    hrr: Numbers,
    z: Numbers,
    diameter: Numbers,
    *,
    convective: Numbers = CONVECTIVE,
    ambient: Numbers = formulas.T_20_C,
) -> FloatArray:
    """Velocity on the axis, m/s. Heskestad above the flame tip, below it the tip's."""
    heat, height, width = _plume(hrr, z, diameter)
    return _velocity(heat, heat * _share(convective), height, width, positive("ambient", ambient))


def mccaffrey_rise(hrr: Numbers, z: Numbers, *, ambient: Numbers = formulas.T_20_C) -> FloatArray:
    """Temperature rise on the axis, K: flame, intermittent flame and plume. McCaffrey."""
    heat, height = not_negative("hrr", hrr), not_negative("z", z)
    return _mccaffrey_rise(heat, height, positive("ambient", ambient))


def mccaffrey_velocity(hrr: Numbers, z: Numbers) -> FloatArray:
    """Velocity on the axis, m/s. McCaffrey."""
    return _mccaffrey_velocity(not_negative("hrr", hrr), not_negative("z", z))


def mccaffrey_mass_flow(hrr: Numbers, z: Numbers) -> FloatArray:
    """Mass flow z m above the burner, kg/s. McCaffrey."""
    return _mccaffrey_mass_flow(not_negative("hrr", hrr), not_negative("z", z))


def _plume(
    hrr: npt.ArrayLike, z: npt.ArrayLike, diameter: npt.ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray]:
    return not_negative("hrr", hrr), not_negative("z", z), positive("diameter", diameter)


def _share(convective: npt.ArrayLike) -> FloatArray:
    share = positive("convective", convective)
    if (share > 1.0).any():
        raise ValueError(f"convective is a share of the heat, at most 1, was {share.max()}")
    return share
