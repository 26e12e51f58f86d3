"""A run that no OpenFOAM made, where a test is about what is done with runs: two layers of given
temperature on the grid of the case. Where OpenFOAM itself matters, `test_foam_runs.py` runs it."""

import numpy as np
from foam_parts import COARSE
from msgspec.structs import replace

from sim.cfd.balance import Balance
from sim.cfd.results import FoamRun
from sim.cfd.space import FIRST_ROOM, OUTER, VOID
from sim.cfd.write import prepare
from sim.fire.case import Case

BALANCED = Balance(
    released=1e6,
    carried=8e5,
    lost=2e5,
    stored=0.0,
    heat_error=0.0,
    mass_error=0.0,
    draught=0.3,
)


def layered_run(
    case: Case, time: np.ndarray, upper: np.ndarray, lower: np.ndarray, height: np.ndarray
) -> FoamRun:
    """All rooms alike; upper, lower K and height m at `time` (t,)."""
    solver, grid, mesh = prepare(case, replace(COARSE, cell=0.15))
    middle = (grid.z[1:] + grid.z[:-1]) / 2
    profile = np.where(middle > height[:, None], upper[:, None], lower[:, None])
    temperature = np.broadcast_to(
        profile[:, None, None, :], (time.size, *grid.region.shape)
    ).astype(np.float32)
    temperature = np.where(grid.region == VOID, np.float32(np.nan), temperature)
    rooms = FIRST_ROOM + len(case.compartments)
    return FoamRun(
        case=case,
        solver=str(solver),
        time=time,
        x=grid.x,
        y=grid.y,
        z=grid.z,
        region=np.where(grid.region < rooms, grid.region, OUTER).astype(np.int32),
        temperature=temperature,
        velocity=np.zeros((*temperature.shape, 3), dtype=np.float32),
        species={},
        openings=tuple(gap.id for gap in grid.gaps),
        flow_out=np.full((time.size, len(mesh.gap_faces)), 0.5),
        flow_in=np.full((time.size, len(mesh.gap_faces)), 0.5),
        balance=BALANCED,
        notes=grid.notes,
    )
