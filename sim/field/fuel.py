"""What burning makes: one tracer per kind of fuel, kg of burnt fuel per kg of gas.

All gases of a fire ride on its tracer, so oxygen, CO2, CO and soot need no transport of their own.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.fire.case import Case, Fire
from sim.fire.constants import HEAT_PER_O2, O2_AIR

Floats = NDArray[np.float64]
CO2_AIR = 6.1e-4  # kg/kg, 400 ppm
MOLAR_AIR = 28.96


@dataclass(frozen=True, slots=True)
class Kind:
    """kg per kg of burnt fuel: oxygen used, CO2, H2O, CO, soot made."""

    oxygen: float
    co2: float
    h2o: float
    co: float
    soot: float


def kind_of(fire: Fire) -> Kind:
    """Yields of a fuel. Carbon that is neither soot nor CO becomes CO2; oxygen by its heat."""
    mass = 12.011 * fire.carbon + 1.008 * fire.hydrogen + 15.999 * fire.oxygen
    carbon = 12.011 * fire.carbon / mass - fire.soot_yield - fire.co_yield * 12.011 / 28.01
    return Kind(
        oxygen=fire.heat_of_combustion / HEAT_PER_O2,
        co2=max(carbon, 0.0) * 44.01 / 12.011,
        h2o=0.5 * 18.015 * fire.hydrogen / mass,
        co=fire.co_yield,
        soot=fire.soot_yield,
    )


def kinds_of(case: Case) -> tuple[tuple[Kind, ...], tuple[int, ...]]:
    """The different kinds of a case, and which of them each fire makes."""
    each = [kind_of(one) for one in case.fires]
    kinds = tuple(dict.fromkeys(each))
    return kinds, tuple(kinds.index(one) for one in each)


def share(kinds: tuple[Kind, ...], tracers: NDArray[np.float32], name: str) -> NDArray[np.float32]:
    """Mass fraction of `oxygen`, `co2`, `h2o`, `co` or `soot`; tracers (t, ...) to (...)."""
    made = np.zeros(tracers.shape[1:], np.float32)
    for kind, tracer in zip(kinds, tracers, strict=True):
        made += np.float32(getattr(kind, name)) * tracer
    if name == "oxygen":
        made = np.float32(O2_AIR) - made
    return np.asarray(np.maximum(made, 0.0), np.float32)
