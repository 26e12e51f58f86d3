"""A what-if beside the forecast that it is compared with: curves on one clock, and differences."""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from app.screens.view_models.forecast_reading import (
    Band,
    horizon_s,
    worst_exit,
    worst_place,
)
from sim.forecast.model import NEVER, Arrival, Forecast, PlaceForecast, Series
from twin.clock import seconds

FloatArray = npt.NDArray[np.float64]


class Quantity(StrEnum):
    """What a curve or a row of the comparison shows."""

    UPPER = "upper"
    LAYER = "layer"
    SIGHT = "sight"
    CO = "co"
    HRR = "hrr"
    PEAK = "peak"
    ASET = "aset"
    HOT = "hot"
    FLASHOVER = "flashover"
    MARGIN = "margin"
    LEL_25 = "lel_25"
    LEL_50 = "lel_50"
    LEL_100 = "lel_100"
    LEL_PEAK = "lel_peak"
    LEL_GONE = "lel_gone"


UNITS = {
    Quantity.UPPER: "°C",
    Quantity.LAYER: "m",
    Quantity.SIGHT: "m",
    Quantity.CO: "ppm",
    Quantity.HRR: "kW",
    Quantity.PEAK: "°C",
    Quantity.LEL_PEAK: "%LEL",
}
DIGITS = {Quantity.LAYER: 1, Quantity.SIGHT: 1}
HIGHER_IS_BETTER = (
    Quantity.LAYER,
    Quantity.SIGHT,
    Quantity.ASET,
    Quantity.HOT,
    Quantity.FLASHOVER,
    Quantity.MARGIN,
    Quantity.LEL_25,
    Quantity.LEL_50,
    Quantity.LEL_100,
)
LEAST_CHANGE = {
    Quantity.UPPER: 5.0, Quantity.LAYER: 0.05, Quantity.SIGHT: 0.5, Quantity.CO: 10.0,
    Quantity.HRR: 10.0, Quantity.ASET: 3.0, Quantity.HOT: 3.0, Quantity.FLASHOVER: 3.0,
    Quantity.MARGIN: 3.0, Quantity.PEAK: 5.0, Quantity.LEL_25: 3.0, Quantity.LEL_50: 3.0,
    Quantity.LEL_100: 3.0, Quantity.LEL_PEAK: 1.0, Quantity.LEL_GONE: 3.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """One quantity: times (n,) s on the base's clock; low, median, high (n,)."""

    times: FloatArray
    low: FloatArray
    median: FloatArray
    high: FloatArray


@dataclass(frozen=True, slots=True)
class Difference:
    """One row: medians of base and what-if, NEVER for not within the horizon, infinite for a margin
    that stays safe; `better`: +1, 0 or -1 for safer, the same, more dangerous; is_time: the numbers
    are s; spread: 90 % bands of both, those of a margin without width."""

    quantity: Quantity
    base: float
    other: float
    better: int
    is_time: bool
    spread: tuple[Band, Band]

    @property
    def change(self) -> float | None:
        """What-if less base; None when one of them never comes."""
        if self.is_time and NEVER in (self.base, self.other):
            return None
        if not (math.isfinite(self.base) and math.isfinite(self.other)):
            return None
        return self.other - self.base


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Base and what-if for one room. curves: base and what-if of UPPER, LAYER, SIGHT and CO; rows:
    figures of the whole horizon first, then those of one time."""

    base: Forecast
    other: Forecast
    place: str
    curves: dict[Quantity, tuple[Curve, Curve]]
    rows: tuple[Difference, ...]


def place_of(forecast: Forecast, name: str) -> PlaceForecast | None:
    """One room by its name; without such, the worst one."""
    own = [place for place in forecast.places if place.id == name]
    return own[0] if own else worst_place(forecast)


def curve(forecast: Forecast, series: Series, *, shift_s: float = 0.0) -> Curve:
    """A series as arrays, its clock moved by `shift_s`."""
    columns = (np.asarray(c, dtype=np.float64) for c in (series.low, series.median, series.high))
    low, median, high = columns
    return Curve(np.asarray(forecast.times_s, dtype=np.float64) + shift_s, low, median, high)


def series_of(place: PlaceForecast) -> dict[Quantity, Series]:
    """The series of a room that people compare."""
    return {
        Quantity.UPPER: place.upper_c,
        Quantity.LAYER: place.layer_m,
        Quantity.SIGHT: place.visibility_m,
        Quantity.CO: place.co_ppm,
    }


def compare(base: Forecast, other: Forecast, *, at_s: float, place: str = "") -> Comparison | None:
    """Both side by side, times on the base's clock; None when one has no rooms. `at_s`: the time
    of the base at which the values of curves are compared."""
    mine = place_of(base, place)
    theirs = None if mine is None else place_of(other, mine.id)
    if mine is None or theirs is None:
        return None
    shift = seconds(other.made_at - base.made_at)
    one, two = series_of(mine), series_of(theirs)
    curves = {q: (curve(base, one[q]), curve(other, two[q], shift_s=shift)) for q in one}
    rows = [time_row(Quantity.ASET, mine.untenable, theirs.untenable, shift)]
    margins = _margins(base, other)
    if margins is not None:
        rows.append(margins)
    rows += [
        peak_row(Quantity.PEAK, *curves[Quantity.UPPER]),
        time_row(Quantity.HOT, mine.hot, theirs.hot, shift),
        time_row(Quantity.FLASHOVER, base.flashover, other.flashover, shift),
        *(_value_row(q, *curves[q], at_s) for q in curves),
    ]
    return Comparison(base, other, mine.id, curves, tuple(rows))


def _value_row(quantity: Quantity, base: Curve, other: Curve, at_s: float) -> Difference:
    return _figure_row(quantity, _band_at(base, at_s), _band_at(other, at_s))


def peak_row(quantity: Quantity, base: Curve, other: Curve) -> Difference:
    """The highest values of the horizon that both cover."""
    start, end = max(base.times[0], other.times[0]), min(base.times[-1], other.times[-1])
    one, two = (_peak(c, (c.times >= start) & (c.times <= end)) for c in (base, other))
    return _figure_row(quantity, one, two)


def _peak(curve: Curve, inside: npt.NDArray[np.bool_]) -> Band:
    inside = inside if inside.any() else np.ones_like(inside)
    low, median, high = (float(c[inside].max()) for c in (curve.low, curve.median, curve.high))
    return Band(low, median, high)


def _band_at(curve: Curve, at_s: float) -> Band:
    columns = (curve.low, curve.median, curve.high)
    low, median, high = (float(np.interp(at_s, curve.times, column)) for column in columns)
    return Band(low, median, high)


def _figure_row(quantity: Quantity, base: Band, other: Band) -> Difference:
    better = _better(quantity, other.median - base.median)
    return Difference(
        quantity, base.median, other.median, better, is_time=False, spread=(base, other)
    )


def time_row(quantity: Quantity, base: Arrival, other: Arrival, shift: float) -> Difference:
    """When something comes; shift: from the base's clock to the what-if's, s."""
    one, two = _moved(base, 0.0), _moved(other, shift)
    a, b = one.median, two.median
    later = 0.0 if a == b else np.inf if b == NEVER else -np.inf if a == NEVER else b - a
    better = _better(quantity, float(later))
    return Difference(quantity, a, b, better, is_time=True, spread=(one, two))


def _moved(arrival: Arrival, shift: float) -> Band:
    """Quantiles on the base's clock; NEVER stays, and 0, which means that it has come already."""
    times = (arrival.low, arrival.median, arrival.high)
    low, median, high = (t if t in (0.0, NEVER) else t + shift for t in times)
    return Band(low, median, high)


def _margins(base: Forecast, other: Forecast) -> Difference | None:
    """The least margin of any way out; None when one forecast knows of none."""
    one, two = worst_exit(base), worst_exit(other)
    if one is None or two is None:
        return None
    a, b = (math.inf if e.aset.low == NEVER else e.margin_s for e in (one, two))
    better = 0 if a == b else _better(Quantity.MARGIN, b - a)
    spread = Band(a, a, a), Band(b, b, b)
    return Difference(Quantity.MARGIN, a, b, better, is_time=False, spread=spread)


def _better(quantity: Quantity, change: float) -> int:
    if abs(change) < LEAST_CHANGE[quantity]:
        return 0
    return 1 if (change > 0) == (quantity in HIGHER_IS_BETTER) else -1


def ends_s(forecast: Forecast, base: Forecast) -> float:
    """Where a forecast ends on the base's clock, s."""
    return horizon_s(forecast) + seconds(forecast.made_at - base.made_at)
