"""The jet under a flat ceiling, on numbers and arrays. Source: Alpert 1972, see `formulas.py`."""

from sim.fire import formulas
from sim.fire.arrays import FloatArray, Numbers, not_negative, over_arrays, positive

_rise = over_arrays(formulas.alpert_rise)
_velocity = over_arrays(formulas.alpert_velocity)


def rise(hrr: Numbers, *, height: Numbers, radius: Numbers) -> FloatArray:
    """Greatest gas temperature rise under the ceiling, K.

    hrr W; height m, burning surface to ceiling; radius m, from the plume's axis. Steady fire, no
    hot layer yet, no wall near. Raises ValueError for a negative hrr or radius or no height.
    """
    return _rise(
        not_negative("hrr", hrr), positive("height", height), not_negative("radius", radius)
    )


def velocity(hrr: Numbers, *, height: Numbers, radius: Numbers) -> FloatArray:
    """Greatest gas velocity under the ceiling, m/s; arguments as for `rise`."""
    return _velocity(
        not_negative("hrr", hrr), positive("height", height), not_negative("radius", radius)
    )
