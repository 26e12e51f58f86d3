"""Times and bands of a forecast as people read them, without a word of any language."""

import math

from app.screens.view_models.forecast_reading import Band
from sim.forecast.model import NEVER, Arrival

MINUTE_S = 60
DASH = " – "


def clock_of_seconds(span_s: float) -> str:
    """A span as m:ss."""
    total = max(0, round(span_s))
    return f"{total // MINUTE_S}:{total % MINUTE_S:02d}"


def arrival_text(arrival: Arrival, horizon_s: float) -> str:
    """When something is reached, 5 to 95 %, e.g. `2:50 – 3:40`; what lies beyond the horizon is
    `> 10:00`."""
    beyond = f"> {clock_of_seconds(horizon_s)}"
    if arrival.low == NEVER:
        return beyond
    low = clock_of_seconds(arrival.low)
    high = beyond if arrival.high == NEVER else clock_of_seconds(arrival.high)
    return low if low == high else f"{low}{DASH}{high}"


def margin_text(margin_s: float) -> str:
    """A margin with its sign, e.g. `+1:10`."""
    return f"{'−' if margin_s < 0 else '+'}{clock_of_seconds(abs(margin_s))}"


def band_text(band: Band, digits: int = 0) -> str:
    """The 90 % band of a number."""
    low, high = figure(band.low, digits), figure(band.high, digits)
    return low if low == high else f"{low}{DASH}{high}"


def figure(value: float, digits: int = 0) -> str:
    """A number with a true minus and no minus zero."""
    if not math.isfinite(value):
        return "–"
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


def ahead_text(at_s: float) -> str:
    """How far ahead: `+5:00`."""
    return f"+{clock_of_seconds(at_s)}"


def reason_value(value: float, unit: str) -> str:
    """A figure with as many digits as it deserves, and its unit."""
    size = abs(value)
    digits = 0 if size >= 10 or float(value).is_integer() else 1 if size >= 1 else 2
    return f"{figure(value, digits)} {unit}".rstrip()
