"""A forecast read at one time: bands, arrivals, the floor map, and what stands where."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.forecast.model import NEVER, Arrival, ExitForecast, Field2, Forecast, PlaceForecast, Series
from twin.clock import NS_PER_S, seconds

FloatArray = npt.NDArray[np.float64]
Float32Array = npt.NDArray[np.float32]
MARKS_S = (0.0, 60.0, 120.0, 300.0, 600.0)


@dataclass(frozen=True, slots=True)
class Band:
    """The 5, 50 and 95 % quantiles of one quantity at one time."""

    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Map:
    """A horizontal map: values (ny, nx) float32, row 0 at y0; extent (x0, x1, y0, y1) m."""

    values: Float32Array
    extent: tuple[float, float, float, float]
    height: float


def band_at(series: Series, times: Sequence[float], at_s: float) -> Band:
    """A series at a time, straight lines between; held beyond the ends."""
    low, median, high = (
        float(np.interp(at_s, times, column)) for column in (series.low, series.median, series.high)
    )
    return Band(low, median, high)


def horizon_s(forecast: Forecast) -> float:
    """How far the forecast reaches, s from `made_at`."""
    return forecast.times_s[-1] if forecast.times_s else 0.0


def age_s(forecast: Forecast, now: int) -> float:
    """Seconds since the state of the site that it starts from."""
    return max(0.0, seconds(now - forecast.made_at))


def clock_of(forecast: Forecast, at_s: float) -> int:
    """The time of day, ns UTC, of a time of the forecast."""
    return forecast.made_at + round(at_s * NS_PER_S)


def happens(arrival: Arrival) -> bool:
    """Whether at least the earliest members (5 %) reach it within the horizon."""
    return arrival.low != NEVER


def reached(arrival: Arrival, at_s: float) -> tuple[bool, bool, bool]:
    """Whether it is reached by a time in the earliest 5 %, the median and all but 5 % of cases."""
    return (
        arrival.low != NEVER and arrival.low <= at_s,
        arrival.median != NEVER and arrival.median <= at_s,
        arrival.high != NEVER and arrival.high <= at_s,
    )


def worst_place(forecast: Forecast) -> PlaceForecast | None:
    """The room that becomes untenable first; without any such, the hottest one."""
    if not forecast.places:
        return None
    end = horizon_s(forecast)

    def rank(place: PlaceForecast) -> tuple[float, float]:
        arrival = place.untenable
        hottest = max(place.upper_c.median, default=0.0)
        return (arrival.low if happens(arrival) else end + 1.0, -hottest)

    return min(forecast.places, key=rank)


def worst_exit(forecast: Forecast) -> ExitForecast | None:
    """The way out with the least margin; one that never gets bad comes last."""
    if not forecast.exits:
        return None
    return min(forecast.exits, key=lambda e: (e.aset.low == NEVER, e.margin_s))


def maps_of(forecast: Forecast, quantity: str) -> list[Field2]:
    """Maps of one quantity, earliest first."""
    return sorted((f for f in forecast.heat if f.quantity == quantity), key=lambda f: f.at_s)


def values_of(field: Field2) -> Float32Array:
    """The values of a map, (ny, nx). Raises ValueError when their number is wrong."""
    flat = np.frombuffer(field.values, dtype="<f4").astype(np.float32)
    if flat.size != field.nx * field.ny:
        raise ValueError(f"{field.quantity}: {flat.size} values for {field.nx} x {field.ny}")
    return flat.reshape(field.ny, field.nx)


def map_at(fields: Sequence[Field2], at_s: float) -> Map | None:
    """The map at a time, between the two nearest ones; None without any, and before the first:
    a later one would lie about now."""
    times = [field.at_s for field in fields]
    if not times or at_s < times[0] - 1.0:
        return None
    after = min(int(np.searchsorted(times, at_s)), len(fields) - 1)
    before = max(after - 1, 0) if times[after] > at_s else after
    one, other = fields[before], fields[after]
    values = values_of(one)
    if other is not one and (other.nx, other.ny, other.extent) == (one.nx, one.ny, one.extent):
        share = np.float32((at_s - one.at_s) / (other.at_s - one.at_s))
        values = values + np.clip(share, 0, 1) * (values_of(other) - values)
    return Map(values, one.extent, one.height)
