"""From arrays over members to what a forecast says about people."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sim.errors import SimError
from sim.people.model import NEVER, QUANTILES, Arrival, ExitForecast
from sim.people.tenability import crossing

FloatArray = npt.NDArray[np.float64]
Position = tuple[float, float, float]

NEAR_NEVER = -1.1
"""What a margin that would read as NEVER is told as, s."""


def arrival(moments: FloatArray, start: float = 0.0) -> Arrival:
    """Quantiles of the members' moments (m,), inf for never; `start`: what counts as 0 s.

    A quantile is one member's moment, never a mean of a moment and never.
    """
    if not moments.size:
        return Arrival(NEVER, NEVER, NEVER, 0.0)
    after = np.maximum(moments - start, 0.0)
    low, median, high = (_told(q) for q in np.quantile(after, QUANTILES, method="inverted_cdf"))
    return Arrival(low, median, high, float(np.isfinite(after).mean()))


def arrivals(time: FloatArray, values: FloatArray, limit: float, *, rising: bool = True) -> Arrival:
    """When the members' values (m, n) reach the limit, from below or (not rising) from above."""
    sign = 1.0 if rising else -1.0
    moments = crossing(time, sign * values[:, :, None], sign * limit)[:, 0]
    return arrival(moments, float(time[0]))


def exit_forecast(
    name: str, at: Position, *, required: FloatArray, available: FloatArray, people: int
) -> ExitForecast:
    """One way out. required (k,): seconds that people need, over people and runs; available (m,):
    seconds until the way is untenable, over members, inf for not within the horizon.

    Raises SimError when a required time is not finite or there is none.
    """
    if not required.size or not np.isfinite(required).all():
        raise SimError(
            "the times to leave must be finite", where=f"exit {name}", remedy="Use the estimate"
        )
    rset, aset = arrival(required), arrival(available)
    return ExitForecast(
        id=name, at=at, rset=rset, aset=aset, margin_s=_margin(rset, aset), people=people
    )


def best_margin(exits: Sequence[ExitForecast]) -> float:
    """The margin of the way out with the most to spare; NEVER while one is not foreseen to be lost,
    or none is known."""
    margins = [one.margin_s for one in exits]
    return NEVER if not margins or NEVER in margins else max(margins)


def _margin(rset: Arrival, aset: Arrival) -> float:
    if aset.low == NEVER:
        return NEVER
    margin = round(aset.low - rset.high, 1)
    return NEAR_NEVER if margin == NEVER else margin


def _told(moment: float) -> float:
    return float(moment) if np.isfinite(moment) else NEVER
