"""Fires that grow with the square of time, the convention of NFPA 72 and NFPA 92."""

import numpy as np

from sim.fire.arrays import FloatArray, Numbers, not_negative, positive
from sim.fire.case import Curve

REFERENCE_HRR = 1055e3  # W (1,000 Btu/s), reached after the growth time
GROWTH_TIME = {"slow": 600.0, "medium": 300.0, "fast": 150.0, "ultra-fast": 75.0}  # s
COEFFICIENT: dict[str, float] = {  # W/s2
    name: REFERENCE_HRR / time**2 for name, time in GROWTH_TIME.items()
}


def t_squared(time: Numbers, coefficient: Numbers, *, peak: Numbers = np.inf) -> FloatArray:
    """Heat release after `time` s since ignition (0 before it), W. coefficient W/s2; at most
    `peak` W."""
    since: FloatArray = np.maximum(np.asarray(time, dtype=np.float64), 0.0)
    return np.minimum(positive("coefficient", coefficient) * since**2, not_negative("peak", peak))


def time_to(hrr: Numbers, coefficient: Numbers) -> FloatArray:
    """Seconds from ignition until `hrr` W is reached."""
    return np.sqrt(not_negative("hrr", hrr) / positive("coefficient", coefficient))


def curve(coefficient: float, *, until: float, peak: float, ignition: float = 0.0) -> Curve:
    """A growing fire as a case wants it: (s, W) pairs, at most 5 s apart while it grows."""
    grown = min(until - ignition, float(time_to(peak, coefficient)))
    if grown <= 0:
        raise ValueError(f"nothing grows between {ignition} s and {until} s")
    since = np.linspace(0.0, grown, int(np.ceil(grown / 5.0)) + 1)
    hrr = t_squared(since, coefficient, peak=peak)
    return tuple((float(t), float(q)) for t, q in zip(since + ignition, hrr, strict=True))
