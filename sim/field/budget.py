"""The finest cell whose run fits into a wall-clock budget."""

import time

import numpy as np

from sim.field.advance import COURANT
from sim.field.grid import build_grid
from sim.field.model import LONGEST, START, TICK, FieldModel
from sim.field.plant import curve_at
from sim.fire.case import Case, Compartment, Fire, Opening

LADDER = (0.1, 0.125, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1.0)
"""m; the cells that are tried, finest first."""
PILOT = Case(
    id="pilot",
    compartments=(Compartment(id="room", size=(8.0, 6.0, 3.0)),),
    openings=(Opening(id="door", of="room", height=2.0, width=1.0),),
    fires=(Fire(id="fire", compartment="room", at=(4.0, 3.0, 0.1), area=0.2, hrr=((0.0, 1e5),)),),
)
PILOT_CELLS = (0.2, 0.4)
PILOT_SECONDS = 2.0
GUSTS = 1.2
"""Margin on the steps: what the gas is faster than a flame at times."""


def gas_speed(case: Case, until: float) -> float:
    """m/s that the strongest fire of a case drives, mean over `until` s: McCaffrey's flame
    velocity, 1.9 Q^(1/5) with Q in kW. Within 10 % of what three kitchens took at 0.2 and 0.3 m."""
    times = np.linspace(0.0, until, 201)
    fires = [[curve_at(one.hrr, t) for t in times] for one in case.fires]
    strongest = np.max(fires, axis=0) / 1e3 if fires else np.zeros(times.size)
    return float((1.9 * np.maximum(strongest, 1.0) ** 0.2).mean())


def steps_of(case: Case, cell: float, until: float) -> float:
    """Time steps that a run will take, about; rather more."""
    return until * max(GUSTS * gas_speed(case, until) / (COURANT * cell), 1.0 / LONGEST)


def prices() -> tuple[float, float]:
    """Wall seconds of one tick, and of one cell and step, on this machine now: measured on a small
    room in two cell sizes, after the start, whose steps cost more."""
    work, spent = [], []
    for cell in PILOT_CELLS:
        model = FieldModel(PILOT, build_grid(PILOT, cell))
        while model.time <= START:
            model.step()
        began, first, steps = time.perf_counter(), model.time, model.clock[1]
        while model.time < first + PILOT_SECONDS:
            model.step()
        spent.append(time.perf_counter() - began)
        count = (model.clock[1] - steps) * float(np.prod(model.grid.cells))
        work.append([PILOT_SECONDS / TICK, count])
    tick, cell_step = np.linalg.solve(np.array(work), np.array(spent))
    return max(float(tick), 0.0), max(float(cell_step), 0.5 * spent[0] / work[0][1])


def cell_for_budget(case: Case, until: float, budget_s: float) -> float:
    """The finest cell of the ladder whose run takes less than the budget; the coarsest when none
    does."""
    tick, cell_step = prices()
    for cell in LADDER:
        count = float(np.prod([np.ceil(e / cell) for e in _extent(case)]))
        if tick * until / TICK + cell_step * count * steps_of(case, cell, until) <= budget_s:
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
