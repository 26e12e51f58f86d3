"""Initial fields and boundary conditions, the gas and its turbulence.

Two traps shape the boundaries. The air outside has the pressure of still ambient air at the height
of every face: a uniform p blows a false draught through a tall side, and a uniform p_rgh holds
back hot gas that leaves high up, so that the flow flips from step to step. A wall that loses heat
is a conductance to the ambient air, so what the gas gives it can be balanced.
"""

from collections.abc import Callable, Mapping

import numpy as np

from sim.cfd.combustion import burner_flow
from sim.cfd.grid import Grid, Kind, Patch
from sim.cfd.heat import mean_conductance
from sim.cfd.mesh import Mesh
from sim.cfd.settings import FoamSettings
from sim.cfd.space import FIRST_ROOM, OUTER, FloatArray
from sim.cfd.text import table
from sim.fire.case import OUTSIDE, Case, Fan, Hood, Material
from sim.fire.constants import CONVECTION_FLAT, CONVECTION_WALL, GRAVITY

Entry = Mapping[str, object]
SMALL_K = 1e-4  # m2/s2, turbulence of still air

GAS_CONSTANT = 8.314462618  # J/mol/K
AIR_MOLE = 28.96  # g/mol
AIR_HEAT_CAPACITY = 1005.0  # J/kg/K
AIR_VISCOSITY, AIR_PRANDTL = 1.84e-5, 0.7  # Pa s, -
AIR_DIFFUSIVITY = AIR_VISCOSITY / AIR_PRANDTL  # kg/m/s
FILM_DIFFERENCE = 50.0
"""K between gas and wall for which the film is taken; it counts with the power 1/3."""
AIR = {
    "specie": {"molWeight": AIR_MOLE},
    "thermodynamics": {"Cp": AIR_HEAT_CAPACITY, "Hf": 0},
    "transport": {"mu": AIR_VISCOSITY, "Pr": AIR_PRANDTL},
}
THERMO: Entry = {
    "thermoType": {
        "type": "heRhoThermo",
        "mixture": "pureMixture",
        "transport": "const",
        "thermo": "hConst",
        "equationOfState": "perfectGas",
        "specie": "specie",
        "energy": "sensibleEnthalpy",
    },
    "mixture": AIR,
}
TURBULENCE: Entry = {
    "simulationType": "LES",
    "LES": {
        "LESModel": "kEqn",
        "turbulence": True,
        "printCoeffs": False,
        "delta": "cubeRootVol",
        "cubeRootVolCoeffs": {"deltaCoeff": 1},
    },
}
DIMENSIONS = {
    "T": "[0 0 0 1 0 0 0]",
    "U": "[0 1 -1 0 0 0 0]",
    "p": "[1 -1 -2 0 0 0 0]",
    "p_rgh": "[1 -1 -2 0 0 0 0]",
    "k": "[0 2 -2 0 0 0 0]",
    "nut": "[0 2 -1 0 0 0 0]",
    "alphat": "[1 -1 -1 0 0 0 0]",
}


def fields(case: Case, grid: Grid, mesh: Mesh, settings: FoamSettings) -> dict[str, Entry]:
    """The seven fields that both solvers start from, by name."""
    heights = {grid.patches[n].name: mesh.heights(first, count) for n, first, count in mesh.patches}
    depths = {grid.patches[n].name: mesh.depths(first, m, grid) for n, first, m in mesh.patches}
    rules: dict[str, Callable[[Case, Patch], Entry]] = {
        "T": lambda case, patch: temperature(case, patch, settings.walls_heated),
        "U": velocity,
        "p": lambda case, _: {"type": "calculated", "value": _uniform(case.pressure)},
        "p_rgh": lambda case, patch: pressure(case, patch, heights[patch.name]),
        "k": turbulence,
        "nut": viscosity,
        "alphat": lambda _, patch: diffusivity(patch, depths[patch.name]),
    }
    start = {
        "T": initial_temperature(case, grid),
        "U": _uniform("(0 0 0)"),
        "p": _uniform(case.pressure),
        "p_rgh": _uniform(case.pressure),
        "k": _uniform(SMALL_K),
        "nut": _uniform(0),
        "alphat": _uniform(0),
    }
    present = [grid.patches[number] for number, _, _ in mesh.patches]
    return {
        name: {
            "dimensions": DIMENSIONS[name],
            "internalField": start[name],
            "boundaryField": {patch.name: rule(case, patch) for patch in present},
        }
        for name, rule in rules.items()
    }


def _uniform(value: object) -> str:
    return f"uniform {value}"


def initial_temperature(case: Case, grid: Grid) -> str:
    """The building at its inside temperature, the air before it at ambient."""
    if case.inside == case.ambient:
        return _uniform(case.ambient)
    region = grid.region.transpose(2, 1, 0).ravel()
    region = region[region >= OUTER]
    values = np.where(region >= FIRST_ROOM, case.inside, case.ambient)
    return f"nonuniform List<scalar> {values.size} ({' '.join(f'{v:g}' for v in values)})"


def temperature(case: Case, patch: Patch, walls_heated: float | None) -> Entry:
    """Temperature at one boundary."""
    if patch.kind is Kind.WALL:
        return _wall(case, _layers(case, patch), walls_heated)
    if patch.kind in (Kind.OPEN, Kind.EXHAUST):
        ambient = _uniform(case.ambient)
        return {"type": "inletOutlet", "inletValue": ambient, "value": ambient}
    if patch.kind is Kind.SUPPLY:
        return _supplied(case, patch)
    if patch.kind is Kind.BURNER:
        return {"type": "fixedValue", "value": _uniform(case.inside)}
    return {"type": "zeroGradient"}


def _supplied(case: Case, patch: Patch) -> Entry:
    """What a fan blows in: outside air, or the gas at its other grille."""
    ambient = _uniform(case.ambient)
    if any(fan.id == patch.ref and fan.of != OUTSIDE for fan in case.fans):
        source = patch.name.removesuffix("_to") + "_of"
        return {"type": "outletMappedUniformInlet", "outletPatch": source, "value": ambient}
    return {"type": "fixedValue", "value": ambient}


def _layers(case: Case, patch: Patch) -> tuple[Material, ...]:
    room = case.compartment(patch.ref)
    return {"ceiling": room.ceiling, "walls": room.walls, "floor": room.floor}[patch.surface]


def _wall(case: Case, layers: tuple[Material, ...], walls_heated: float | None) -> Entry:
    if not layers:
        return {"type": "zeroGradient"}
    loss = mean_conductance(layers, end=case.duration, at=walls_heated)
    return {
        "type": "externalWallHeatFluxTemperature",
        "mode": "coefficient",
        "Ta": f"constant {case.ambient}",
        "h": _uniform(f"{loss:.6g}"),
        "kappaMethod": "fluidThermo",
        "value": _uniform(case.inside),
    }


def velocity(case: Case, patch: Patch) -> Entry:
    """Velocity at one boundary."""
    still = _uniform("(0 0 0)")
    if patch.kind is Kind.OPEN:
        return {"type": "pressureInletOutletVelocity", "value": still}
    if patch.kind is Kind.EXHAUST:
        return {"type": "flowRateOutletVelocity", **_flow(case, patch), "value": still}
    if patch.kind is Kind.SUPPLY:
        return {"type": "flowRateInletVelocity", **_flow(case, patch), "value": still}
    if patch.kind is Kind.BURNER:
        fuel = {"massFlowRate": burner_flow(case, patch.ref)}
        return {"type": "flowRateInletVelocity", **fuel, "value": still}
    return {"type": "noSlip"}


def _flow(case: Case, patch: Patch) -> Entry:
    machine = _machine(case, patch.ref)
    return {"volumetricFlowRate": table(machine.running, machine.flow)}


def _machine(case: Case, name: str) -> Fan | Hood:
    machines: tuple[Fan | Hood, ...] = (*case.fans, *case.hoods)
    return next(machine for machine in machines if machine.id == name)


def pressure(case: Case, patch: Patch, heights: FloatArray) -> Entry:
    """p_rgh at one boundary with faces at `heights` (n,) m."""
    start = _uniform(case.pressure)
    if patch.kind is not Kind.OPEN:
        return {"type": "fixedFluxPressure", "value": start}
    still = still_air(case, heights)
    listed = " ".join(f"{p:.10g}" for p in still)
    return {
        "type": "prghTotalPressure",
        "p0": f"nonuniform List<scalar> {still.size} ({listed})",
        "value": start,
    }


def still_air(case: Case, heights: FloatArray) -> FloatArray:
    """Pressure of ambient air at rest, Pa, at `heights` (n,) m, as OpenFOAM's own p_rgh has it:
    p = p_rgh - rho g z with rho = p M / (R T)."""
    gas = GAS_CONSTANT / (AIR_MOLE * 1e-3)
    return case.pressure / (1 + GRAVITY * heights / (gas * case.ambient))


def turbulence(case: Case, patch: Patch) -> Entry:
    """Turbulent kinetic energy below the cell size."""
    small = _uniform(SMALL_K)
    if patch.kind in (Kind.OPEN, Kind.EXHAUST):
        return {"type": "inletOutlet", "inletValue": small, "value": small}
    if patch.kind in (Kind.SUPPLY, Kind.BURNER):
        return {"type": "fixedValue", "value": small}
    return {"type": "kqRWallFunction", "value": small}


def viscosity(case: Case, patch: Patch) -> Entry:
    """Turbulent viscosity."""
    if patch.kind in (Kind.WALL, Kind.SHELL):
        return {"type": "nutUSpaldingWallFunction", "value": _uniform(0)}
    return {"type": "calculated", "value": _uniform(0)}


def diffusivity(patch: Patch, depths: FloatArray) -> Entry:
    """Turbulent diffusivity of heat at one boundary with cells `depths` (n,) m deep.

    Cells of centimetres to decimetres do not resolve what happens at a wall, and wall functions
    give a third of the heat there. So the film is that of turbulent free convection.
    """
    if patch.kind is not Kind.WALL:
        return {"type": "calculated", "value": _uniform(0)}
    factor = CONVECTION_WALL if patch.surface == "walls" else CONVECTION_FLAT
    film = factor * FILM_DIFFERENCE ** (1 / 3)
    values = np.maximum(film * depths / AIR_HEAT_CAPACITY - AIR_DIFFUSIVITY, 0.0)
    listed = " ".join(f"{value:.6g}" for value in values)
    return {"type": "fixedValue", "value": f"nonuniform List<scalar> {values.size} ({listed})"}
