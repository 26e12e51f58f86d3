"""What passes the hatches, fans and hoods of a zone run, told from its rows after it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.fire.case import Case
from sim.fire.compiled import compiled
from sim.fire.constants import GAS_CONSTANT
from sim.fire.fans import fan_flow, hood_flow
from sim.fire.hatches import hatch_flow
from sim.fire.kernel import Place
from sim.fire.plan import plan_of
from sim.fire.state import RL, RU, TL, TU, Z
from sim.fire.zone import LONGEST_STEP
from sim.fire.zone_run import ZoneRun

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class VentFlows:
    """Of the first member over n times. up, down (n, h): kg/s through hatches; fan (n, f), hood
    (n, d): m3/s as they are where they come from, a hood's with the plume it takes."""

    up: FloatArray
    down: FloatArray
    fan: FloatArray
    hood: FloatArray


def vent_flows(case: Case, run: ZoneRun) -> VentFlows:
    """The flows of a run of `case`. A row's pressures are those that the layers at the beginning
    of its last step, at most LONGEST_STEP before, ask for: so much earlier the layers are taken."""
    n = len(run.time)
    found = VentFlows(
        np.zeros((n, len(case.hatches))), np.zeros((n, len(case.hatches))),
        np.zeros((n, len(case.fans))), np.zeros((n, len(case.hoods))),
    )  # fmt: skip
    _fill(
        _place(case), run.time, _gas(case, run), run.pressure[0],
        found.up, found.down, found.fan, found.hood,
    )  # fmt: skip
    return found


def _gas(case: Case, run: ZoneRun) -> FloatArray:
    """Temperatures, densities and layer heights (n, c, 5), a step before every row."""
    gas = np.zeros((len(run.time), len(case.compartments), 5))
    gas[..., TU] = _earlier(run.time, run.upper_temperature[0])
    gas[..., TL] = _earlier(run.time, run.lower_temperature[0])
    absolute = case.pressure + run.pressure[0]
    gas[..., RU] = absolute / (GAS_CONSTANT * gas[..., TU])
    gas[..., RL] = absolute / (GAS_CONSTANT * gas[..., TL])
    gas[..., Z] = _earlier(run.time, run.layer_height[0])
    return gas


def _earlier(time: FloatArray, values: FloatArray) -> FloatArray:
    """Values (n, c) LONGEST_STEP before each row, between it and the row before."""
    share = np.minimum(LONGEST_STEP / np.diff(time), 1.0)[:, None]
    moved = values.copy()
    moved[1:] += share * (values[:-1] - values[1:])
    return moved


def _place(case: Case) -> Place:
    """The plan of one case without its axis of members."""
    plan = plan_of([case])
    shared = {"opening_ends", "hatch_ends", "fan_ends", "hood_room", "fire_room"}
    return Place(*(getattr(plan, f) if f in shared else getattr(plan, f)[0] for f in Place._fields))


@compiled
def _fill(place, time, gas, pressure, up, down, fan, hood):  # type: ignore[no-untyped-def]
    outside = (place.ambient, place.pressure / (GAS_CONSTANT * place.ambient))
    none = np.zeros(hood.shape[1])
    for n in range(time.shape[0]):
        for h in range(up.shape[1]):
            flow, _, exchange = hatch_flow(place, gas[n], pressure[n], time[n], outside, h)
            up[n, h] = max(-flow, 0.0) + exchange
            down[n, h] = max(flow, 0.0) + exchange
        for f in range(fan.shape[1]):
            fan[n, f] = fan_flow(place, pressure[n], time[n], f)[0]
        for d in range(hood.shape[1]):
            hood[n, d] = hood_flow(place, pressure[n], time[n], none, d)[0]
