"""The finest cell whose run fits into a wall-clock budget."""

import time

import numpy as np

from sim.field.advance import COURANT
from sim.field.grid import build_grid
from sim.field.model import FieldModel
from sim.fire.case import Case, Compartment, Fire, Opening

LADDER = (0.1, 0.125, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1.0)
"""m; the cells that are tried, finest first."""
PILOT = Case(
    id="pilot",
    compartments=(Compartment(id="room", size=(8.0, 6.0, 3.0)),),
    openings=(Opening(id="door", of="room", height=2.0, width=1.0),),
    fires=(Fire(id="fire", compartment="room", at=(4.0, 3.0, 0.1), area=0.2, hrr=((0.0, 1e5),)),),
)
PILOT_SECONDS = 1.0


def fastest_gas(case: Case) -> float:
    """m/s that the strongest fire of a case drives: McCaffrey's flame velocity, half more for
    gusts."""
    strongest = max((max(q for _, q in one.hrr) for one in case.fires), default=0.0) / 1e3
    return float(max(1.5 * 1.9 * max(strongest, 1.0) ** 0.2, 3.0))


def steps_of(case: Case, cell: float, until: float) -> float:
    """Time steps that a run will take, about."""
    return until * 1.3 * fastest_gas(case) / (COURANT * cell)


def seconds_per_cell_step() -> float:
    """Wall seconds of one cell and step on this machine now, measured on a small room."""
    model = FieldModel(PILOT, build_grid(PILOT, 0.2))
    model.step()
    began, steps = time.perf_counter(), model.clock[1]
    while model.time < PILOT_SECONDS:
        model.step()
    count = (model.clock[1] - steps) * float(np.prod(model.grid.cells))
    return float((time.perf_counter() - began) / count)


def cell_for_budget(case: Case, until: float, budget_s: float) -> float:
    """The finest cell of the ladder whose run takes less than the budget; the coarsest when none
    does."""
    price = seconds_per_cell_step()
    for cell in LADDER:
        count = float(np.prod([np.ceil(e / cell) for e in _extent(case)]))
        if price * count * steps_of(case, cell, until) <= budget_s:
            return cell
    return LADDER[-1]


def _extent(case: Case) -> tuple[float, float, float]:
    """About what the grid will span."""
    spans = []
    for axis in range(3):
        low = min(one.at[axis] for one in case.compartments)
        high = max(one.at[axis] + one.size[axis] for one in case.compartments)
        spans.append(high - low + (1.0 if axis < 2 else 0.0))
    return spans[0], spans[1], spans[2]
