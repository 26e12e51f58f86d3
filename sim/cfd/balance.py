"""Does a finished run make sense? Wrong boundaries run cleanly and are wrong by a factor of three,
so every run is balanced: heat of the fires against heat out, into walls and stored."""

from pathlib import Path

import numpy as np
from msgspec import Struct

from sim.cfd.control import OPEN_KINDS
from sim.cfd.errors import FoamResultError
from sim.cfd.grid import Grid, Kind
from sim.cfd.heat import hrr_at
from sim.cfd.read import watched
from sim.cfd.settings import Solver
from sim.cfd.space import OUTER, FloatArray
from sim.cfd.write import FoamCase
from sim.fire.case import Case

HEAT_LIMIT = 0.05
"""Share of the heat given off that may be missing."""
MASS_LIMIT = 0.02
"""The same for the mass that passes the boundaries."""
DRAUGHT_LIMIT = 0.75
"""kg/s per m^(5/2) of A sqrt(h): fires draw at most about 0.5 through an opening (Thomas)."""


class Balance(Struct, frozen=True, kw_only=True):
    """J over the run: released by the fires (without radiation), carried out with the gas, lost
    to the walls, stored. heat_error: what is missing / released; mass_error: mass that appeared /
    mass that passed; draught: largest steady inflow of an opening, kg/s per A sqrt(h)."""

    released: float
    carried: float
    lost: float
    stored: float
    heat_error: float
    mass_error: float
    draught: float

    def problems(self) -> tuple[str, ...]:
        """What cannot be, in words; empty for a run that can be believed."""
        found = []
        if not abs(self.heat_error) <= HEAT_LIMIT:
            found.append(f"{self.heat_error:+.1%} of the heat is unaccounted for")
        if not abs(self.mass_error) <= MASS_LIMIT:
            found.append(f"mass appears, {self.mass_error:+.1%} of what passes")
        if not self.draught <= DRAUGHT_LIMIT:
            found.append(
                f"a draught of {self.draught:.2f} kg/s per A sqrt(h), more than a fire can draw"
            )
        return tuple(found)


def heat_balance(written: FoamCase, flow_in: FloatArray) -> Balance:
    """The balance of a finished run. flow_in (t, v): kg/s through its openings, with the sense of
    the case. Raises FoamResultError."""
    folder, grid = written.folder, written.grid
    present = [grid.patches[number] for number, _, _ in written.mesh.patches]
    ways = [patch.name for patch in present if patch.kind in OPEN_KINDS]
    walls = [patch.name for patch in present if patch.kind is Kind.WALL]
    stored, pressure = watched(folder, "stored"), watched(folder, "pressure")
    if len(stored) < 2:
        raise FoamResultError(
            "it is too short to be balanced", where=str(folder), remedy="Run it longer"
        )
    window = (float(stored[0, 0]), float(stored[-1, 0]))
    mass = watched(folder, "mass")
    heat_of_air = float(stored[0, 1] / mass[0, 1])  # J/kg, so that no zero of enthalpy matters
    left = sum(_integral(watched(folder, f"mass_{name}")) for name in ways)
    carried = sum(_integral(watched(folder, f"heat_{name}")) for name in ways)
    carried -= heat_of_air * left
    lost = -sum(_integral(watched(folder, f"loss_{name}")) for name in walls)
    kept = float(stored[-1, 1] - stored[0, 1] - (pressure[-1, 1] - pressure[0, 1]))
    kept -= heat_of_air * float(mass[-1, 1] - mass[0, 1])
    released = _released(written, window)
    missing = released - carried - lost - kept
    return Balance(
        released=released,
        carried=carried,
        lost=lost,
        stored=kept,
        heat_error=missing / released if released > 0 else 0.0,
        mass_error=_mass_error(folder, ways),
        draught=_draught(written.case, grid, flow_in),
    )


def _integral(rows: FloatArray) -> float:
    return float(np.trapezoid(rows[:, 1], rows[:, 0]))


def _released(written: FoamCase, window: tuple[float, float]) -> float:
    if written.card.solver is Solver.COMBUSTION:
        return _integral(watched(written.folder, "released"))
    knots = np.unique(
        [
            *window,
            *np.linspace(*window, 2000),
            *(t for f in written.case.fires for t, _ in f.hrr if window[0] < t < window[1]),
        ]
    )
    return sum(
        (1 - fire.radiative_fraction) * float(np.trapezoid(hrr_at(fire.hrr, knots), knots))
        for fire in written.case.fires
    )


def _mass_error(folder: Path, ways: list[str]) -> float:
    mass = watched(folder, "mass")
    flows = [watched(folder, f"mass_{name}") for name in ways]
    left = sum(_integral(rows) for rows in flows)
    passed = sum(_integral(np.abs(rows)) for rows in flows)
    change = float(mass[-1, 1] - mass[0, 1])
    return (change + left) / max(passed, abs(change), 1e-3 * float(mass[0, 1]))


def _draught(case: Case, grid: Grid, flow_in: FloatArray) -> float:
    """Only where no fan or hood drives the air."""
    if case.fans or case.hoods or flow_in.shape[0] < 2:
        return 0.0
    late = flow_in[flow_in.shape[0] // 2 :].mean(axis=0)
    found = [0.0]
    for gap, flow in zip(grid.gaps, late, strict=True):
        if gap.to == OUTER and gap.axis != 2:
            height = gap.box.high[2] - gap.box.low[2]
            across = 1 - gap.axis
            width = gap.box.high[across] - gap.box.low[across]
            found.append(float(flow) / (width * height**1.5))
    return max(found)
