"""Where the bars of a comparison's row begin and end on its scale, as shares 0 to 1."""

import math
from dataclasses import dataclass

from app.screens.view_models.forecast_reading import Band
from app.screens.view_models.what_if import Difference, Quantity
from sim.forecast.model import NEVER

Bar = tuple[float, float | None, float]  # begins, median or None, ends


@dataclass(frozen=True, slots=True)
class Bars:
    """Base and what-if on one scale; None where there is nothing to draw; zero: where 0 stands
    when the scale goes below it."""

    base: Bar | None
    other: Bar | None
    zero: float | None = None


def bars_of(row: Difference, horizon_s: float) -> Bars:
    """Times stand on 0 to the horizon, a margin on both sides of zero, other figures on 0 to the
    greater one."""
    if row.quantity is Quantity.MARGIN:
        return _margins(row)
    if row.is_time:
        return Bars(_arrival(row.spread[0], horizon_s), _arrival(row.spread[1], horizon_s))
    top = max(*(band.high for band in row.spread), 1e-9)
    base, other = ((b.low / top, b.median / top, b.high / top) for b in row.spread)
    return Bars(base, other)


def _arrival(band: Band, horizon_s: float) -> Bar | None:
    if band.low == NEVER:
        return None
    high = 1.0 if band.high == NEVER else band.high / horizon_s
    return band.low / horizon_s, None if band.median == NEVER else band.median / horizon_s, high


def _margins(row: Difference) -> Bars:
    known = [value for value in (row.base, row.other) if math.isfinite(value)]
    low, high = min(0.0, *known, 0.0), max(0.0, *known, 0.0)
    span = (high - low) or 1.0
    zero = -low / span
    base, other = (_margin(value, zero, span) for value in (row.base, row.other))
    return Bars(base, other, zero if low < 0 else None)


def _margin(value: float, zero: float, span: float) -> Bar:
    """From zero to the margin; what stays safe fills the scale."""
    end = 1.0 if math.isinf(value) else zero + value / span
    return min(zero, end), None, max(zero, end)
