"""How OpenFOAM steps, solves and watches: controlDict, fvSchemes, fvSolution, fvOptions."""

from collections.abc import Mapping, Sequence

from sim.cfd.grid import Grid, Kind
from sim.cfd.mesh import Mesh
from sim.cfd.settings import FoamSettings, Solver
from sim.cfd.space import AXES
from sim.fire.case import Case

Entry = Mapping[str, object]
FIRST_STEP = 0.01  # s
LONGEST_STEP = 0.25  # s
WATCH = 1.0
"""Simulated seconds between two rows of the watched totals, fewer in very short runs."""
OPEN_KINDS = (Kind.OPEN, Kind.EXHAUST, Kind.SUPPLY, Kind.BURNER)

SCHEMES: Entry = {
    "ddtSchemes": {"default": "Euler"},
    "gradSchemes": {"default": "Gauss linear"},
    "divSchemes": {
        "default": "none",
        "div(phi,U)": "Gauss limitedLinearV 1",
        "div(phi,h)": "Gauss limitedLinear 1",
        "div(phi,Yi_h)": "Gauss multivariateSelection { O2 limitedLinear01 1; N2 limitedLinear01 1;"
        " FUEL limitedLinear01 1; CO2 limitedLinear01 1; H2O limitedLinear01 1;"
        " h limitedLinear 1; }",
        "div(phi,k)": "Gauss limitedLinear 1",
        "div(phi,K)": "Gauss limitedLinear 1",
        "div(phiv,p)": "Gauss linear",
        "div(((rho*nuEff)*dev2(T(grad(U)))))": "Gauss linear",
    },
    "laplacianSchemes": {"default": "Gauss linear orthogonal"},
    "interpolationSchemes": {"default": "linear"},
    "snGradSchemes": {"default": "orthogonal"},
}
_PRESSURE = {"solver": "GAMG", "smoother": "DICGaussSeidel"}
_TRANSPORT = {"solver": "PBiCGStab", "preconditioner": "DILU"}
SOLUTION: Entry = {
    "solvers": {
        '"(rho|rhoFinal)"': {"solver": "diagonal"},
        '"p_rgh|ph_rgh"': {**_PRESSURE, "tolerance": 1e-7, "relTol": 0.01},
        "p_rghFinal": {**_PRESSURE, "tolerance": 1e-7, "relTol": 0.001},
        '"(U|h|k|Yi|O2|N2|FUEL|CO2|H2O)"': {**_TRANSPORT, "tolerance": 1e-7, "relTol": 0.1},
        '"(U|h|k|Yi|O2|N2|FUEL|CO2|H2O)Final"': {**_TRANSPORT, "tolerance": 1e-7, "relTol": 0},
    },
    "PIMPLE": {
        "momentumPredictor": True,
        "nOuterCorrectors": 1,
        "nCorrectors": 2,
        "nNonOrthogonalCorrectors": 0,
        "hydrostaticInitialization": False,
    },
}


def control(case: Case, solver: Solver, settings: FoamSettings, *, grid: Grid, mesh: Mesh) -> Entry:
    """controlDict: from the latest stored time to the end of the case."""
    return {
        "application": str(solver),
        "startFrom": "latestTime",
        "startTime": 0,
        "stopAt": "endTime",
        "endTime": case.duration,
        "deltaT": FIRST_STEP,
        "writeControl": "adjustableRunTime",
        "writeInterval": settings.write_every,
        "purgeWrite": 0,
        "writeFormat": "ascii",
        "writePrecision": 8,
        "writeCompression": False,
        "timeFormat": "general",
        "timePrecision": 9,
        "runTimeModifiable": True,
        "adjustTimeStep": True,
        "maxCo": settings.courant,
        "maxDi": 10,
        "maxDeltaT": LONGEST_STEP,
        "OptimisationSwitches": {"fileModificationSkew": 0},  # else a stop is heard 10 s late
        "functions": _functions(solver, grid, mesh, min(WATCH, case.duration / 20)),
    }


def _functions(solver: Solver, grid: Grid, mesh: Mesh, watch: float) -> Entry:
    """Totals that the heat balance is made of, and the extremes that the watch looks at."""
    every = {"writeControl": "runTime", "writeInterval": watch, "writeFields": False, "log": False}
    found: dict[str, Entry] = {
        "extremes": {
            "type": "fieldMinMax",
            "libs": ["fieldFunctionObjects"],
            "fields": ["T", "U"],
            "mode": "magnitude",
            "location": False,
            **every,
            "log": True,
        },
        "wall": {
            "type": "wallHeatFlux",
            "libs": ["fieldFunctionObjects"],
            "executeControl": "runTime",
            "executeInterval": watch,
            "writeControl": "none",
            "log": False,
        },
        "stored": _total("h", "weightedVolIntegrate", "rho") | every,
        "mass": _total("rho", "volIntegrate") | every,
        "pressure": _total("p", "volIntegrate") | every,
    }
    if solver is Solver.COMBUSTION:
        found["released"] = _total("Qdot", "volIntegrate") | every
    for number, _, _ in mesh.patches:
        patch = grid.patches[number]
        if patch.kind in OPEN_KINDS:
            found[f"heat_{patch.name}"] = _flux(patch.name, "h", "weightedSum", "phi") | every
            found[f"mass_{patch.name}"] = _flux(patch.name, "phi", "sum") | every
        if patch.kind is Kind.WALL:
            loss = _flux(patch.name, "wallHeatFlux", "areaIntegrate")
            found[f"loss_{patch.name}"] = loss | every
    return found


def _total(name: str, operation: str, weight: str = "") -> dict[str, object]:
    return {
        "type": "volFieldValue",
        "libs": ["fieldFunctionObjects"],
        "regionType": "all",
        "operation": operation,
        "fields": [name],
        **({"weightField": weight} if weight else {}),
    }


def _flux(patch: str, name: str, operation: str, weight: str = "") -> dict[str, object]:
    return {
        "type": "surfaceFieldValue",
        "libs": ["fieldFunctionObjects"],
        "regionType": "patch",
        "name": patch,
        "operation": operation,
        "fields": [name],
        **({"weightField": weight} if weight else {}),
    }


def heat_sources(
    sources: Sequence[tuple[str, str, Sequence[tuple[float, float, float]]]],
) -> Entry:
    """fvOptions: (name, cell set, pieces of W over time) of every fire. This version of OpenFOAM
    takes constant sources only, so a fire is a row of them, each with its own time window."""
    return {
        f"{name}_{n}": {
            "type": "scalarSemiImplicitSource",
            "active": True,
            "scalarSemiImplicitSourceCoeffs": {
                "timeStart": start,
                "duration": duration,
                "selectionMode": "cellSet",
                "cellSet": cells,
                "volumeMode": "absolute",
                "injectionRateSuSp": {"h": [watts, 0.0]},
            },
        }
        for name, cells, parts in sources
        for n, (start, duration, watts) in enumerate(parts)
    }


def decomposition(processes: int, grid: Grid) -> Entry:
    """decomposeParDict: slices of equally many cells along the longest side."""
    sides = [line[-1] - line[0] for line in grid.lines]
    along = sides.index(max(sides))
    shares = [processes if axis == along else 1 for axis in AXES]
    return {
        "numberOfSubdomains": processes,
        "method": "simple",
        "simpleCoeffs": {"n": shares, "delta": 0.001},
    }
