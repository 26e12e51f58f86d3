"""Fuel gases as they leak: density, flammable range, diffusion. Air and gas at 20 C, 101325 Pa."""

from dataclasses import dataclass

AIR_DENSITY = 1.204  # kg/m3


@dataclass(frozen=True, slots=True)
class Fuel:
    """A gas. density kg/m3; lower, upper: flammable range, mole fraction; diffusion m2/s in air;
    liquid_density kg/m3 and vapour_pressure Pa (gauge, 20 C) where it is stored as a liquid."""

    name: str
    density: float
    lower: float
    upper: float
    diffusion: float
    liquid_density: float = 0.0
    vapour_pressure: float = 0.0

    @property
    def rises(self) -> bool:
        """Lighter than air."""
        return self.density < AIR_DENSITY


NATURAL_GAS = Fuel("natural gas", density=0.72, lower=0.05, upper=0.15, diffusion=2.2e-5)
LPG = Fuel(
    "LPG",
    density=1.87,
    lower=0.021,
    upper=0.095,
    diffusion=1.1e-5,
    liquid_density=500.0,
    vapour_pressure=7.35e5,
)
"""As propane: the most volatile part of it; butane's lower limit is 1.8 %."""

FUELS = {one.name: one for one in (NATURAL_GAS, LPG)}
