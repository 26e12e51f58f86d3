"""The heat of a ceiling jet by numpy alone, for boxes that have no room for a compiler.

The same numbers as `formulas.alpert_rise`, which the compiled models use. Source: Alpert 1972.
"""

import numpy as np

from sim.fire.arrays import FloatArray, Numbers, not_negative, positive

TURNS = 0.18  # of the height: nearer to its axis the plume still turns, with no decay along radius
ABOVE, BESIDE = 16.9, 5.38  # K m^(5/3) kW^(-2/3); Alpert 1972


def rise(hrr: Numbers, *, height: Numbers, radius: Numbers) -> FloatArray:
    """Greatest gas temperature rise under the ceiling, K; arguments and errors as of
    `ceiling_jet.rise`."""
    tall, away = positive("height", height), not_negative("radius", radius)
    heat = (not_negative("hrr", hrr) / 1e3) ** (2 / 3)
    above = ABOVE * heat / tall ** (5 / 3)
    beside = BESIDE * heat / np.maximum(away, TURNS * tall) ** (2 / 3) / tall
    return np.asarray(np.where(away <= TURNS * tall, above, beside))
