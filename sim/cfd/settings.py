"""What a run of OpenFOAM is asked for."""

from enum import StrEnum
from typing import Annotated

import numpy as np
from msgspec import Meta, Struct

from sim.cfd.heat import hrr_at
from sim.fire.case import OUTSIDE, Case, NonNegative, Positive

VENT_LIMIT = 1.5e6
"""W per m^(5/2) of A sqrt(h): what the air through an opening can burn. Thomas, Kawagoe."""
AIR_HEAT = 3.6e6
"""W per m3/s of fan air: 13.1 MJ per kg of oxygen (Huggett 1980), 0.23 kg/kg, 1.2 kg/m3."""
LIMITED = 0.5
"""From this share of the burnable heat on, the oxygen in the layer begins to matter."""


class Solver(StrEnum):
    """Which program of OpenFOAM computes the flow."""

    AUTO = "auto"
    HEAT_SOURCE = "buoyantPimpleFoam"  # the fire is heat put into the air
    COMBUSTION = "fireFoam"  # fuel burns with the oxygen there is; species are known


class FoamSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """cell: size of the cells, m; margin: air outside before an opening, m; write_every: s between
    stored results; processes: of the parallel run; wall_limit: wall seconds for the whole run;
    courant: largest Courant number; species: gases are wanted, so fuel must burn; walls_heated: s
    that the walls have been heated when their heat loss is taken, None for the mean of the run."""

    solver: Solver = Solver.AUTO
    cell: Positive = 0.2
    margin: NonNegative = 1.2
    write_every: Positive = 10.0
    processes: Annotated[int, Meta(ge=1)] = 1
    wall_limit: Positive = 600.0
    courant: Positive = 0.8
    species: bool = False
    walls_heated: Positive | None = None


def choose_solver(case: Case, settings: FoamSettings) -> Solver:
    """fireFoam where gases are wanted or the fire may want more air than the openings give."""
    if settings.solver is not Solver.AUTO:
        return settings.solver
    times = [t for fire in case.fires for t, _ in fire.hrr]
    peak = max((sum(_hrr(case, t)) for t in [*times, 0.0, case.duration]), default=0.0)
    limited = peak > LIMITED * burnable(case)
    return Solver.COMBUSTION if settings.species or limited else Solver.HEAT_SOURCE


def burnable(case: Case) -> float:
    """Heat that the air through the openings to the outside and the fans can burn, W."""
    doors = sum(
        one.width * one.open[0][1] * one.height**1.5
        for one in case.openings
        if OUTSIDE in (one.of, one.to)
    )
    fans = sum(fan.flow for fan in case.fans if OUTSIDE in (fan.of, fan.to))
    fans += sum(hood.flow for hood in case.hoods)
    return float(VENT_LIMIT * doors + AIR_HEAT * fans)


def _hrr(case: Case, time: float) -> list[float]:
    return [float(hrr_at(fire.hrr, np.array([time]))[0]) for fire in case.fires]
