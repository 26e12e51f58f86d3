"""What sprinklers, mist, wet chemical and extinguishers do to a heat release curve.

After it acts, a fire gives at most what it gave then, falling exponentially. Oil in a vat has its
own physics, see `oil.py`: no water there.
"""

from dataclasses import dataclass
from math import inf

import numpy as np

from sim.fire.arrays import FloatArray, Numbers, not_negative, positive

LIGHT_HAZARD_CONSTANT = 1.0 / 0.023  # s; offices, >= 0.07 mm/s: Madrzykowski and Vettori 1992
KNOCK_DOWN = (
    4.0  # s, wet chemical on what it reaches; GA 498 and UL 300 ask for out within a minute
)
PORTABLE_LIMIT = 300e3  # W, one person with one extinguisher fails above it (ours)
PORTABLE_CONSTANT = 5.0  # s (ours)


@dataclass(frozen=True, slots=True)
class Discharge:
    """One suppression action; each field is a number, or (m,) one for each member.

    at: s, inf for never; constant: s in which the fire falls by e; reach: share of the fire that
    it can act on, the rest burns on as if nothing happened; limit: W, above it at `at` nothing
    happens at all; lasts: s until the agent is spent, after which what is left grows again along
    the free curve, from where it stands.
    """

    at: Numbers = inf
    constant: Numbers = LIGHT_HAZARD_CONSTANT
    reach: Numbers = 1.0
    limit: Numbers = inf
    lasts: Numbers = inf


def sprinkler_constant(density: Numbers) -> FloatArray:
    """Seconds in which a sprinklered fire falls by e. density: water on the floor, mm/s (kg/m2/s).

    Source: Evans, NISTIR 5254 (1993), crib fires 0.61 m square and high; 410 s at 0.07 mm/s, the
    upper bound for furniture. Raises ValueError outside 0.03 to 0.3 mm/s (our limits).
    """
    water = positive("density", density)
    if (water < 0.03).any() or (water > 0.3).any():
        raise ValueError("density must be within 0.03 to 0.3 mm/s, beyond that the law is a guess")
    return 3.0 * water**-1.85


def sprinkler(at: Numbers, *, density: Numbers, reach: Numbers = 1.0) -> Discharge:
    """Sprinkler or low-pressure mist over ordinary goods, by its water; see `sprinkler_constant`.
    High-pressure mist does better than this; no general law is known for it."""
    return Discharge(at=at, constant=sprinkler_constant(density), reach=reach)


def wet_chemical(at: Numbers, *, reach: Numbers = 1.0) -> Discharge:
    """Wet chemical on hood, filters and what lies on the line."""
    return Discharge(at=at, constant=KNOCK_DOWN, reach=reach)


def extinguisher(
    at: Numbers, *, limit: Numbers = PORTABLE_LIMIT, reach: Numbers = 1.0
) -> Discharge:
    """One person, one extinguisher, some 20 s of agent: succeeds below `limit` W."""
    return Discharge(at=at, constant=PORTABLE_CONSTANT, reach=reach, limit=limit, lasts=20.0)


def suppressed(time: FloatArray, hrr: FloatArray, action: Discharge) -> FloatArray:
    """Heat release hrr (n,) or (m, n) W over time (n,) s after `action`, W, never more than it."""
    free = np.atleast_2d(not_negative("hrr", hrr))
    at, constant, reach, limit, lasts = _columns(action)
    when = np.broadcast_to(at, (max(free.shape[0], at.shape[0]), 1))[:, 0]
    free = np.broadcast_to(free, (len(when), len(time)))
    start = np.array([np.interp(t, time, row) for t, row in zip(when, free, strict=True)])[:, None]
    since = np.clip(time - at, 0.0, lasts)
    down = np.minimum(free, start * np.exp(-since / constant))
    again = np.maximum(free - _at(time, free, at + lasts), 0.0)
    down = np.minimum(free, np.where(time > at + lasts, down + again, down))
    acts = (time >= at) & (start <= limit)
    result = np.where(acts, reach * down + (1.0 - reach) * free, free)
    return result if np.ndim(hrr) > 1 or len(when) > 1 else result[0]


def _columns(
    action: Discharge,
) -> tuple[FloatArray, ...]:
    reach = not_negative("reach", action.reach)
    if (reach > 1.0).any():
        raise ValueError(f"reach is a share, at most 1, was {reach.max()}")
    return (
        _column(not_negative("at", action.at)),
        _column(positive("constant", action.constant)),
        _column(reach),
        _column(not_negative("limit", action.limit)),
        _column(not_negative("lasts", action.lasts)),
    )


def _column(value: FloatArray) -> FloatArray:
    return np.atleast_1d(value)[:, None]


def _at(time: FloatArray, hrr: FloatArray, when: FloatArray) -> FloatArray:
    ends = np.broadcast_to(when, (hrr.shape[0], 1))[:, 0]
    return np.array([np.interp(t, time, row) for t, row in zip(ends, hrr, strict=True)])[:, None]
