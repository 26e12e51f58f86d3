"""Whether a forecast can be shown: a newer or broken hub must not stop a screen."""

import math
from collections.abc import Iterator
from itertools import pairwise

from sim.forecast.model import Forecast, Series


def fault_of(forecast: Forecast) -> str:
    """What is wrong with a forecast, in the words of its fields; "" when it can be shown."""
    times = forecast.times_s
    if not times or any(b <= a for a, b in pairwise(times)):
        return "times_s does not rise"
    for name, series in _series(forecast):
        columns = (series.low, series.median, series.high)
        if any(len(column) != len(times) for column in columns):
            return f"{name} is not as long as times_s"
        if not all(math.isfinite(value) for column in columns for value in column):
            return f"{name} is not a number"
    for field in forecast.heat:
        if len(field.values) != 4 * field.nx * field.ny or field.nx < 1 or field.ny < 1:
            return f"map {field.quantity} has a wrong size"
    if not all(math.isfinite(value) for value in (*forecast.seat, forecast.seat_spread)):
        return "seat is not a number"
    return ""


def _series(forecast: Forecast) -> Iterator[tuple[str, Series]]:
    yield "hrr_kw", forecast.hrr_kw
    for place in forecast.places:
        for name in ("upper_c", "lower_c", "layer_m", "visibility_m", "co_ppm", "fed"):
            yield f"{place.id}.{name}", getattr(place, name)
