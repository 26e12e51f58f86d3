"""A finished run as arrays on a grid with straight lines."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sim.cfd.balance import Balance, heat_balance
from sim.cfd.combustion import fuel_of, main_fire
from sim.cfd.errors import FoamResultError
from sim.cfd.grid import span
from sim.cfd.mesh import Mesh
from sim.cfd.read import internal_field, result_times
from sim.cfd.space import FIRST_ROOM, OUTER, FloatArray, IntArray
from sim.cfd.write import FoamCase
from sim.fire.case import Case

Field = npt.NDArray[np.float32]
SPECIES = ("O2", "CO2", "H2O", "FUEL")


@dataclass(frozen=True, slots=True, eq=False)
class FoamRun:
    """What OpenFOAM computed, at t stored times on nx x ny x nz cells.

    x, y, z (n+1,): grid lines, m, not equally far apart. region (nx, ny, nz): 0 solid, 1 air
    outside, 2 and on: rooms in the order of the case. temperature (t, nx, ny, nz) K, velocity
    (t, nx, ny, nz, 3) m/s; NaN in solids. species: mass fractions by name, SOOT too, where fuel
    burnt. flow_out, flow_in (t, v) kg/s through `openings`, out of and into the `of` of the case.
    """

    case: Case
    solver: str
    time: FloatArray
    x: FloatArray
    y: FloatArray
    z: FloatArray
    region: IntArray
    temperature: Field
    velocity: Field
    species: dict[str, Field]
    openings: tuple[str, ...]
    flow_out: FloatArray
    flow_in: FloatArray
    balance: Balance
    notes: tuple[str, ...]

    @property
    def lines(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Grid lines along the three axes."""
        return self.x, self.y, self.z

    @property
    def centres(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Middles of the cells along the three axes, m."""
        x, y, z = ((line[1:] + line[:-1]) / 2 for line in self.lines)
        return x, y, z

    def room(self, name: str) -> npt.NDArray[np.bool_]:
        """Which cells are gas of one room. Raises KeyError."""
        rooms = [room.id for room in self.case.compartments]
        if name not in rooms:
            raise KeyError(name)
        own: npt.NDArray[np.bool_] = self.region == FIRST_ROOM + rooms.index(name)
        return own

    def cell(self, at: tuple[float, float, float]) -> tuple[int, int, int]:
        """The cell that a point lies in."""
        i, j, k = (
            int(np.clip(np.searchsorted(line, value, "right") - 1, 0, line.size - 2))
            for line, value in zip(self.lines, at, strict=True)
        )
        return i, j, k


def read_run(written: FoamCase, *, believe: bool = False) -> FoamRun:
    """Everything that a run stored. Raises FoamResultError when nothing is there, a file is broken
    or the balance says that the run is wrong; with `believe` the last is left to the caller."""
    times = result_times(written.folder)
    if not times:
        raise FoamResultError(
            "no result is stored", where=str(written.folder), remedy="Run it, or run it longer"
        )
    folders = [written.folder / name for _, name in times]
    flow_out, flow_in = _flows(written.mesh, folders)
    region = np.where(
        written.grid.region < FIRST_ROOM + len(written.case.compartments),
        written.grid.region,
        OUTER,
    )
    run = FoamRun(
        case=written.case,
        solver=str(written.card.solver),
        time=np.array([time for time, _ in times]),
        x=written.grid.x,
        y=written.grid.y,
        z=written.grid.z,
        region=region.astype(np.int32),
        temperature=np.stack([_field(written.mesh, f / "T") for f in folders]),
        velocity=np.stack([_field(written.mesh, f / "U", parts=3) for f in folders]),
        species=_species(written, folders),
        openings=tuple(gap.id for gap in written.grid.gaps),
        flow_out=flow_out,
        flow_in=flow_in,
        balance=heat_balance(written, flow_in),
        notes=written.card.notes,
    )
    if (problems := run.balance.problems()) and not believe:
        raise FoamResultError(
            "the run cannot be right: " + "; ".join(problems),
            where=str(written.folder),
            remedy="Do not use it; run it longer, with smaller cells or a larger margin",
        )
    return run


def _field(mesh: Mesh, path: Path, *, parts: int = 1) -> Field:
    cells = int(mesh.number.max()) + 1
    values = internal_field(path, cells, parts=parts).astype(np.float32)
    shape = mesh.number.shape if parts == 1 else (*mesh.number.shape, parts)
    full = np.full(shape, np.nan, dtype=np.float32)
    gas = mesh.number >= 0
    full[gas] = values[mesh.number[gas]]
    return full


def _species(written: FoamCase, folders: list[Path]) -> dict[str, Field]:
    """Mass fractions where fuel burnt. Soot goes with the carbon dioxide, in the ratio of the
    yields: it is made in the same flame and carried by the same gas."""
    found = {
        name: np.stack([_field(written.mesh, folder / name) for folder in folders])
        for name in SPECIES
        if (folders[0] / name).exists()
    }
    if "CO2" in found:
        fire = main_fire(written.case)
        share = fire.soot_yield / fuel_of(fire).co2_yield
        found["SOOT"] = (found["CO2"] * share).astype(np.float32)
    return found


def _flows(mesh: Mesh, folders: list[Path]) -> tuple[FloatArray, FloatArray]:
    """kg/s out of and into the `of` of every opening, (t, v) each, from the stored fluxes."""
    out = np.zeros((len(folders), len(mesh.gap_faces)))
    into = np.zeros_like(out)
    for row, folder in enumerate(folders):
        flux = internal_field(folder / "phi", mesh.neighbour.size)
        for column, (faces, sign) in enumerate(mesh.gap_faces):
            through = flux[faces] * sign
            out[row, column] = through[through > 0].sum()
            into[row, column] = -through[through < 0].sum()
    return out, into


def even_grid(run: FoamRun, values: Field, step: float) -> tuple[FloatArray, Field]:
    """One field (nx, ny, nz) on cells of equal size `step` m: their lowest corner (3,) and the
    value of the cell that each middle lies in."""
    index = []
    for line in run.lines:
        middles = np.arange(line[0] + step / 2, line[-1], step)
        index.append(np.searchsorted(line, middles, "right") - 1)
    corner = np.array([line[0] for line in run.lines])
    return corner, values[np.ix_(*index)]


def column(run: FoamRun, at: tuple[float, float], room: str) -> tuple[FloatArray, FloatArray]:
    """Heights above the room's floor (n,) m and temperatures (t, n) K over one place."""
    i, j, _ = run.cell((at[0], at[1], 0.0))
    own = np.flatnonzero(run.room(room)[i, j])
    height = run.centres[2][own] - run.case.compartment(room).at[2]
    return height, run.temperature[:, i, j, own].astype(np.float64)


def mean_profile(run: FoamRun, room: str) -> tuple[FloatArray, FloatArray]:
    """The same averaged over the floor of a room, without the columns of its fires."""
    own = run.room(room).copy()
    for fire in run.case.fires:
        half = fire.area**0.5 / 2
        x, y = (span(run.lines[a], fire.at[a] - half, fire.at[a] + half) for a in (0, 1))
        own[x, y] = False
    levels = np.flatnonzero(own.any(axis=(0, 1)))
    area = np.outer(np.diff(run.x), np.diff(run.y))
    profile = [
        (run.temperature[:, :, :, k][:, own[:, :, k]] @ area[own[:, :, k]])
        / area[own[:, :, k]].sum()
        for k in levels
    ]
    height = run.centres[2][levels] - run.case.compartment(room).at[2]
    return height, np.stack(profile, axis=1).astype(np.float64)
