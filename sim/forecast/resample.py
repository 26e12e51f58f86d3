"""Members chosen by how well they agree with what was told, and what is theirs copied."""

import numpy as np
import numpy.typing as npt

from sim.fire.plan import Plan
from sim.fire.zone import ZoneState
from sim.forecast.prior import even

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]

SHARED = {"opening_ends", "hatch_ends", "fan_ends", "hood_room", "fire_room"}
"""Columns of a plan without an axis of members."""


def misfit(off: FloatArray, freedom: float = 4.0) -> FloatArray:
    """Minus the log-likelihood (m,) of errors in spreads (m, ...), Student's t: one wrong reading
    does not decide. Not finite: not told."""
    told = np.isfinite(off)
    square = np.where(told, off, 0.0) ** 2
    each = np.where(told, 0.5 * (freedom + 1.0) * np.log1p(square / freedom), 0.0)
    return np.asarray(each.reshape(len(off), -1).sum(axis=1))


def resampled(misfits: FloatArray, count: int, rng: np.random.Generator) -> IntArray:
    """`count` rows in proportion to their likelihood, evenly spaced."""
    weight = np.exp(misfits.min() - misfits)
    edges = np.cumsum(weight) / weight.sum()
    return np.minimum(np.searchsorted(edges, even(count, rng)), len(misfits) - 1)


def copied(plan: Plan) -> Plan:
    """A plan that may be changed without the other."""
    return plan._replace(**{name: getattr(plan, name).copy() for name in Plan._fields})


def chosen(plan: Plan, rows: IntArray) -> Plan:
    """The plan of these members."""
    own = {name: getattr(plan, name)[rows].copy() for name in Plan._fields if name not in SHARED}
    return plan._replace(**own)


def picked(zone: ZoneState, rows: IntArray) -> ZoneState:
    """The state of these members."""
    return ZoneState(
        zone.rooms[rows].copy(), zone.walls[rows].copy(), zone.clock[rows].copy(),
        zone.sums[rows].copy(), zone.start[rows].copy(),
    )  # fmt: skip
