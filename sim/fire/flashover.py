"""Room temperature by hand formula and the heat release at flashover, on numbers and arrays.

One room, one opening, steady natural ventilation. Sources in `formulas.py`.
"""

import numpy as np

from sim.fire import formulas
from sim.fire.arrays import FloatArray, Numbers, not_negative, over_arrays, positive

FLASHOVER_RISE = 500.0  # K; MQH 1981

_mqh_rise = over_arrays(formulas.mqh_rise)
_mqh_flashover = over_arrays(formulas.mqh_flashover)
_babrauskas = over_arrays(formulas.babrauskas_flashover)
_thomas = over_arrays(formulas.thomas_flashover)
_conductance = over_arrays(formulas.surface_conductance)


def vent_factor(width: Numbers, height: Numbers) -> FloatArray:
    """Area x sqrt(height) of one opening, m^2.5; those of several openings add up."""
    tall = positive("height", height)
    return positive("width", width) * tall * np.sqrt(tall)


def surface_area(length: float, width: float, height: float, *, openings: float) -> float:
    """Walls, ceiling and floor of a box room less its openings (m2), m2."""
    area = 2.0 * (length * width + length * height + width * height) - openings
    if not area > 0:
        raise ValueError(f"the room's surface must be above 0, was {area} m2")
    return area


def surface_conductance(
    conductivity: Numbers,
    density: Numbers,
    specific_heat: Numbers,
    *,
    thickness: Numbers,
    time: Numbers,
) -> FloatArray:
    """Heat loss of a wall of one material per area and kelvin after `time` s, W/m2/K."""
    return _conductance(
        positive("conductivity", conductivity),
        positive("density", density),
        positive("specific_heat", specific_heat),
        positive("thickness", thickness),
        positive("time", time),
    )


def mqh_rise(hrr: Numbers, vent: Numbers, *, surface: Numbers, conductance: Numbers) -> FloatArray:
    """Upper-layer temperature rise, K, for rises up to 600 K.

    hrr W; vent m^2.5 (`vent_factor`); surface m2; conductance W/m2/K (`surface_conductance`).
    """
    loss = positive("surface", surface) * positive("conductance", conductance)
    return _mqh_rise(not_negative("hrr", hrr), positive("vent", vent), loss)


def mqh(
    vent: Numbers, *, surface: Numbers, conductance: Numbers, rise: Numbers = FLASHOVER_RISE
) -> FloatArray:
    """Heat release at flashover, W, by MQH; arguments as for `mqh_rise`."""
    loss = positive("surface", surface) * positive("conductance", conductance)
    return _mqh_flashover(positive("vent", vent), loss, positive("rise", rise))


def babrauskas(vent: Numbers) -> FloatArray:
    """Heat release at flashover, W, by Babrauskas."""
    return _babrauskas(positive("vent", vent))


def thomas(vent: Numbers, *, surface: Numbers) -> FloatArray:
    """Heat release at flashover, W, by Thomas."""
    return _thomas(positive("vent", vent), positive("surface", surface))
