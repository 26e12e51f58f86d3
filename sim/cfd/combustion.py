"""fireFoam: fuel that burns with the oxygen there is.

One fuel, one step, burnt as fast as it mixes. What the flame radiates leaves the room: the fuel's
heat of combustion is cut by the radiative fraction, its demand for oxygen is not. The burner's
species are `totalFlowRateAdvectiveDiffusive`: a fixed value would let fuel diffuse in on top.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.cfd.grid import Grid, Kind, Patch
from sim.cfd.heat import hrr_at
from sim.cfd.mesh import Mesh
from sim.cfd.text import table, write_dictionary
from sim.fire.case import Case, Fire

Entry = Mapping[str, object]
GAS = 8.314462618  # J/mol/K
STANDARD = 298.15  # K, formation enthalpies are for it
O2_AIR, N2_AIR = 0.2315, 0.7685  # kg/kg
N2_PER_O2 = 3.76  # mol/mol
ATOMS = {"C": 0.0120107, "H": 0.00100794, "O": 0.0159994}  # kg/mol
FORMATION = {"O2": 0.0, "N2": 0.0, "CO2": -393.51e3, "H2O": -241.83e3}  # J/mol; NIST WebBook
MOLE = {"O2": 0.0319988, "N2": 0.0280134, "CO2": 0.0440095, "H2O": 0.0180153}  # kg/mol
HEAT_CAPACITY = {"O2": 941.0, "N2": 1045.0, "CO2": 939.0, "H2O": 1926.0}  # J/kg/K at 400 K
FUEL_HEAT_CAPACITY = 2200.0
SUTHERLAND = {"As": 1.458e-06, "Ts": 110.4}  # air
START = {"O2": O2_AIR, "N2": N2_AIR, "FUEL": 0.0, "CO2": 0.0, "H2O": 0.0}


@dataclass(frozen=True, slots=True)
class Fuel:
    """One fuel molecule. mole: kg/mol; oxygen: mol of O2 that it needs; heat: J/kg that stay in
    the gas; burnt: J/kg released, with what is radiated."""

    carbon: float
    hydrogen: float
    mole: float
    oxygen: float
    heat: float
    burnt: float

    @property
    def formation(self) -> float:
        """J/mol, such that burning it heats the gas by `heat`."""
        products = self.carbon * FORMATION["CO2"] + self.hydrogen / 2 * FORMATION["H2O"]
        return products + self.heat * self.mole

    @property
    def co2_yield(self) -> float:
        """kg of CO2 per kg of fuel."""
        return self.carbon * MOLE["CO2"] / self.mole


def fuel_of(fire: Fire) -> Fuel:
    """The fuel of a fire."""
    mole = fire.carbon * ATOMS["C"] + fire.hydrogen * ATOMS["H"] + fire.oxygen * ATOMS["O"]
    return Fuel(
        carbon=fire.carbon,
        hydrogen=fire.hydrogen,
        mole=mole,
        oxygen=fire.carbon + fire.hydrogen / 4 - fire.oxygen / 2,
        heat=fire.heat_of_combustion * (1 - fire.radiative_fraction),
        burnt=fire.heat_of_combustion,
    )


def main_fire(case: Case) -> Fire:
    """The fire whose fuel stands for all: the one that gives off the most heat."""
    times = np.linspace(0.0, case.duration, 200)
    return max(case.fires, key=lambda fire: float(hrr_at(fire.hrr, times).sum()))


def write_combustion(case: Case, folder: Path, grid: Grid, mesh: Mesh) -> None:
    """Everything that fireFoam wants beside what both solvers have."""
    fuel, constant = fuel_of(main_fire(case)), folder / "constant"
    for name, entries in _constants(fuel).items():
        write_dictionary(constant / name, entries)
    present = [grid.patches[number] for number, _, _ in mesh.patches]
    for name in START:
        entries = {
            "dimensions": "[0 0 0 0 0 0 0]",
            "internalField": f"uniform {START[name]}",
            "boundaryField": {patch.name: species(name, patch) for patch in present},
        }
        write_dictionary(folder / "0" / name, entries, kind="volScalarField")


def species(name: str, patch: Patch) -> Entry:
    """A mass fraction at one boundary."""
    fresh = f"uniform {START[name]}"
    if patch.kind in (Kind.OPEN, Kind.EXHAUST):
        return {"type": "inletOutlet", "inletValue": fresh, "value": fresh}
    if patch.kind is Kind.SUPPLY:
        return {"type": "fixedValue", "value": fresh}
    if patch.kind is Kind.BURNER:
        share = 1 if name == "FUEL" else 0
        return {
            "type": "totalFlowRateAdvectiveDiffusive",
            "phi": "phi",
            "rho": "rho",
            "massFluxFraction": share,
            "value": f"uniform {share}",
        }
    return {"type": "zeroGradient"}


def burner_flow(case: Case, name: str) -> str:
    """kg/s of the common fuel over time that give the heat that a fire asks for."""
    fire = next(fire for fire in case.fires if fire.id == name)
    main = main_fire(case)
    kept = (1 - fire.radiative_fraction) / (1 - main.radiative_fraction)
    return table(fire.hrr, kept / main.heat_of_combustion)


def _constants(fuel: Fuel) -> dict[str, Entry]:
    return {
        "thermophysicalProperties": {
            "thermoType": {
                "type": "hePsiThermo",
                "mixture": "singleStepReactingMixture",
                "transport": "sutherland",
                "thermo": "janaf",
                "energy": "sensibleEnthalpy",
                "equationOfState": "perfectGas",
                "specie": "specie",
            },
            "inertSpecie": "N2",
            "fuel": "FUEL",
            "chemistryReader": "foamChemistryReader",
            "foamChemistryFile": '"<constant>/reactions"',
            "foamChemistryThermoFile": '"<constant>/thermo.compressibleGas"',
        },
        "reactions": {
            "species": list(START),
            "reactions": {
                "burning": {
                    "type": "irreversibleinfiniteReaction",
                    "reaction": _equation(fuel),
                }
            },
        },
        "thermo.compressibleGas": {
            **{name: _janaf(MOLE[name], HEAT_CAPACITY[name], FORMATION[name]) for name in MOLE},
            "FUEL": _janaf(fuel.mole, FUEL_HEAT_CAPACITY, fuel.formation),
        },
        "combustionProperties": {
            "combustionModel": "infinitelyFastChemistry",
            "active": True,
            "infinitelyFastChemistryCoeffs": {"semiImplicit": False, "C": 5},
        },
        "surfaceFilmProperties": {"surfaceFilmModel": "none", "region": "none", "active": False},
        "pyrolysisZones": {
            "pyrolysis": {"active": False, "pyrolysisModel": "none", "region": "panelRegion"}
        },
        "reactingCloud1Properties": {"solution": {"active": False}},
        "additionalControls": {"solvePrimaryRegion": True},
        "boundaryRadiationProperties": {},
        "chemistryProperties": {},
    }


def _equation(fuel: Fuel) -> str:
    nitrogen = N2_PER_O2 * fuel.oxygen
    left = f"FUEL + {fuel.oxygen:.8g}O2 + {nitrogen:.8g}N2"
    right = f"{fuel.carbon:.8g}CO2 + {fuel.hydrogen / 2:.8g}H2O + {nitrogen:.8g}N2"
    return f'"{left} = {right}"'


def _janaf(mole: float, heat_capacity: float, formation: float) -> Entry:
    """A gas of constant heat capacity in the form of the JANAF polynomials."""
    first = heat_capacity * mole / GAS
    coefficients = [first, 0.0, 0.0, 0.0, 0.0, formation / GAS - first * STANDARD, 0.0]
    return {
        "specie": {"molWeight": mole * 1e3},
        "thermodynamics": {
            "Tlow": 100,
            "Thigh": 6000,
            "Tcommon": 1000,
            "highCpCoeffs": coefficients,
            "lowCpCoeffs": coefficients,
        },
        "transport": SUTHERLAND,
    }
