"""A case becomes a folder that OpenFOAM can run."""

from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from sim.cfd import control, physics
from sim.cfd.combustion import write_combustion
from sim.cfd.grid import Grid
from sim.cfd.grid_build import build_grid, source_box
from sim.cfd.heat import pieces, source_height
from sim.cfd.mesh import Mesh, build_mesh, write_cell_sets, write_mesh
from sim.cfd.restart import check_same
from sim.cfd.settings import FoamSettings, Solver, choose_solver
from sim.cfd.space import FIRST_ROOM, Box, IntArray
from sim.cfd.text import write_dictionary
from sim.errors import CaseError
from sim.fire.case import Case, Compartment, Fire
from sim.fire.case_check import check_case
from sim.fire.constants import GRAVITY

CASE_FILE, CARD_FILE = "case.json", "foam.json"


class FoamCard(msgspec.Struct, frozen=True):
    """What a case folder holds, beside OpenFOAM's own files."""

    solver: Solver
    settings: FoamSettings
    cells: int
    patches: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class FoamCase:
    """A written case: its folder and the grid behind it."""

    folder: Path
    case: Case
    card: FoamCard
    grid: Grid
    mesh: Mesh


def prepare(case: Case, settings: FoamSettings) -> tuple[Solver, Grid, Mesh]:
    """Solver, grid and mesh of a case; the same for the same arguments. Raises CaseError."""
    solver = choose_solver(case, settings)
    grid = build_grid(
        case,
        cell=settings.cell,
        margin=settings.margin,
        burners=solver is Solver.COMBUSTION,
    )
    return solver, grid, build_mesh(grid)


def write_foam(case: Case, folder: Path, settings: FoamSettings) -> FoamCase:
    """Write the whole case. Raises CaseError when it says something that cannot be, FoamResultError
    when the folder holds results of another fire."""
    check_case(case)
    check_same(folder, case, settings, (folder / CASE_FILE, folder / CARD_FILE))
    solver, grid, mesh = prepare(case, settings)
    folder.mkdir(parents=True, exist_ok=True)
    write_mesh(mesh, grid, folder)
    _write_system(case, folder, settings, solver, grid, mesh)
    write_dictionary(
        folder / "constant" / "g",
        {"dimensions": "[0 1 -2 0 0 0 0]", "value": [0, 0, -GRAVITY]},
        kind="uniformDimensionedVectorField",
    )
    write_dictionary(folder / "constant" / "turbulenceProperties", physics.TURBULENCE)
    write_dictionary(folder / "constant" / "radiationProperties", {"radiationModel": "none"})
    if solver is Solver.COMBUSTION:
        write_combustion(case, folder, grid, mesh)
    else:
        write_dictionary(folder / "constant" / "thermophysicalProperties", physics.THERMO)
        _write_sources(case, folder, grid, mesh, settings.cell)
    for name, entries in physics.fields(case, grid, mesh, settings).items():
        kind = "volVectorField" if name == "U" else "volScalarField"
        write_dictionary(folder / "0" / name, entries, kind=kind)
    card = FoamCard(
        solver,
        settings,
        grid.cells,
        tuple(grid.patches[number].name for number, _, _ in mesh.patches),
        (*grid.notes, *_radiation_notes(case)),
    )
    (folder / CASE_FILE).write_bytes(msgspec.json.encode(case))
    (folder / CARD_FILE).write_bytes(msgspec.json.encode(card))
    return FoamCase(folder, case, card, grid, mesh)


def _radiation_notes(case: Case) -> tuple[str, ...]:
    """Surfaces without layers keep all heat in the zone model; here radiation leaves all the same,
    so the two are not compared by such a room."""
    return tuple(
        f"{one.compartment} has no layers, yet {one.radiative_fraction:.0%} of {one.id} leaves it "
        "as radiation"
        for one in case.fires
        if one.radiative_fraction > 0 and not _has_layers(case.compartment(one.compartment))
    )


def _has_layers(room: Compartment) -> bool:
    return bool(room.ceiling or room.walls or room.floor)


def open_foam(folder: Path) -> FoamCase:
    """A case folder written before. Raises CaseError."""
    try:
        case = msgspec.json.decode((folder / CASE_FILE).read_bytes(), type=Case)
        card = msgspec.json.decode((folder / CARD_FILE).read_bytes(), type=FoamCard)
    except (OSError, msgspec.MsgspecError) as error:
        raise CaseError(
            str(error), where=str(folder), remedy="Name a folder that was written here"
        ) from error
    _, grid, mesh = prepare(case, card.settings)
    return FoamCase(folder, case, card, grid, mesh)


def _write_system(
    case: Case, folder: Path, settings: FoamSettings, solver: Solver, grid: Grid, mesh: Mesh
) -> None:
    system = folder / "system"
    entries = control.control(case, solver, settings, grid=grid, mesh=mesh)
    write_dictionary(system / "controlDict", entries)
    write_dictionary(system / "fvSchemes", control.SCHEMES)
    write_dictionary(system / "fvSolution", control.SOLUTION)
    write_dictionary(system / "decomposeParDict", control.decomposition(settings.processes, grid))


def _write_sources(case: Case, folder: Path, grid: Grid, mesh: Mesh, cell: float) -> None:
    sets, sources = [], []
    for number, fire in enumerate(case.fires):
        share = 1 - fire.radiative_fraction
        parts = [(t, width, q * share) for t, width, q in pieces(fire.hrr, case.duration)]
        name = f"fire_{number}"
        sets.append((name, fire_cells(case, fire, grid, mesh, cell)))
        sources.append((name, name, parts))
    write_cell_sets(sets, folder)
    write_dictionary(folder / "constant" / "fvOptions", control.heat_sources(sources))


def fire_cells(case: Case, fire: Fire, grid: Grid, mesh: Mesh, cell: float) -> IntArray:
    """Cells of the mesh that a fire's heat goes into. Raises CaseError when there is no gas."""
    number = [room.id for room in case.compartments].index(fire.compartment)
    column = source_box(fire, max(source_height(fire, case.duration), 1e-3), cell)
    top = case.compartments[number].at[2] + case.compartments[number].size[2]
    column = Box(column.low, (column.high[0], column.high[1], min(column.high[2], top)))
    part = grid.box(column)
    cells: IntArray = mesh.number[part][grid.region[part] == FIRST_ROOM + number]
    if cells.size == 0:
        raise CaseError(
            f"no gas of {fire.compartment} stands over it",
            where=f"fire {fire.id}, at",
            remedy="Put it inside its room, on top of obstacles",
        )
    return np.sort(cells).astype(np.int32)
