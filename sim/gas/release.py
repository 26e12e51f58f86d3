"""How much gas leaves a hose or a hole: the orifice equation."""

import numpy as np
import numpy.typing as npt

from sim.gas.fuel import Fuel

FloatArray = npt.NDArray[np.float64]
GAS_COEFFICIENT = 0.60  # sharp-edged orifice
LIQUID_COEFFICIENT = 0.61
HIGHEST_PRESSURE = 10e3  # Pa; above it a gas may no longer count as incompressible


def hose_flow(fuel: Fuel, *, diameter: npt.ArrayLike, pressure: npt.ArrayLike) -> FloatArray:
    """Gas out of an open hose or hole, m3/s. diameter m; pressure Pa gauge, at most 10 kPa.

    Raises ValueError outside of that. Source: orifice equation.
    """
    gauge = _checked("pressure", pressure)
    if (gauge > HIGHEST_PRESSURE).any():
        raise ValueError(f"pressure must be at most {HIGHEST_PRESSURE} Pa, was {gauge.max()}")
    return GAS_COEFFICIENT * _area(diameter) * np.sqrt(2.0 * gauge / fuel.density)


def liquid_flow(
    fuel: Fuel, *, diameter: npt.ArrayLike, pressure: npt.ArrayLike | None = None
) -> FloatArray:
    """Vapour that a jet of liquefied gas becomes, m3/s, all of it boiling at once: the worst case.

    pressure Pa gauge, the vapour pressure at 20 C when not given. Raises ValueError for a gas that
    is not stored as a liquid.
    """
    if not fuel.liquid_density:
        raise ValueError(f"{fuel.name} is not stored as a liquid")
    gauge = _checked("pressure", fuel.vapour_pressure if pressure is None else pressure)
    mass = LIQUID_COEFFICIENT * _area(diameter) * np.sqrt(2.0 * fuel.liquid_density * gauge)
    return np.asarray(mass / fuel.density)


def _area(diameter: npt.ArrayLike) -> FloatArray:
    return np.pi / 4.0 * _checked("diameter", diameter) ** 2


def _checked(name: str, value: npt.ArrayLike) -> FloatArray:
    array = np.asarray(value, dtype=np.float64)
    if not (np.isfinite(array) & (array >= 0)).all():
        raise ValueError(f"{name} must be a number not below 0, was {array}")
    return array
