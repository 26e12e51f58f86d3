"""A made-up fryer fire in the reference kitchen K-M as a forecast: nothing of it was computed or
measured. It stands where screens are tested without a model, and says `synthetic`."""

from dataclasses import dataclass

import msgspec
import numpy as np
import numpy.typing as npt

from sim.forecast.model import (
    NEVER,
    Advice,
    Arrival,
    ExitForecast,
    Field2,
    Forecast,
    PastError,
    PlaceForecast,
    Pull,
    Reason,
    Series,
    Verdict,
)

FloatArray = npt.NDArray[np.float64]
TIMES = np.arange(0.0, 601.0, 15.0)
SEAT = (6.2, 6.3, 0.9)
EXTENT = (0.0, 12.0, 0.0, 7.0)


@dataclass(frozen=True)
class Shape:
    """How bad it gets: `pace` 1 is the base; a larger one is hotter and faster."""

    pace: float = 1.0


def _series(low: FloatArray, median: FloatArray, high: FloatArray) -> Series:
    def column(values: FloatArray) -> tuple[float, ...]:
        return tuple(float(v) for v in values)

    return Series(column(low), column(median), column(high))


def _rising(end: float, *, start: float, lag_s: float, pace: float) -> Series:
    """Towards `end` after a lag, spread by a sixth each way."""
    share = 1 - np.exp(-np.clip(TIMES - lag_s, 0, None) * pace / 240.0)
    middle = start + (end - start) * share * min(pace, 1.5)
    spread = (middle - start) * 0.17 + np.abs(middle - start) * TIMES / 3000
    return _series(middle - spread, middle, middle + spread)


def _falling(start: float, end: float, *, lag_s: float, pace: float) -> Series:
    share = 1 - np.exp(-np.clip(TIMES - lag_s, 0, None) * pace / 150.0)
    middle = start - (start - end) * share
    spread = 0.12 * (start - middle)
    return _series(middle - spread, middle, np.minimum(middle + spread, start))


def _arrival(median: float, *, pace: float) -> Arrival:
    times = [median * f / pace for f in (0.82, 1.0, 1.27)]
    low, middle, high = (t if t <= 600 else NEVER for t in times)
    share = 1.0 if high != NEVER else 0.7 if middle != NEVER else 0.2 if low != NEVER else 0.0
    return Arrival(low, middle, high, share)


def place(
    name: str, zones: tuple[str, ...], *, peak: float, lag: float, aset: float, pace: float
) -> PlaceForecast:
    """One room that gets hot after a lag."""
    return PlaceForecast(
        id=name,
        zones=zones,
        upper_c=_rising(peak, start=32.0, lag_s=lag, pace=pace),
        lower_c=_rising(28.0 + peak * 0.08, start=28.0, lag_s=lag, pace=pace),
        layer_m=_falling(3.0, 1.1 + lag / 500, lag_s=lag, pace=pace),
        visibility_m=_falling(30.0, 3.0 + lag / 60, lag_s=lag + 40, pace=pace),
        co_ppm=_rising(peak * 2.2, start=3.0, lag_s=lag + 30, pace=pace),
        fed=_rising(0.4, start=0.0, lag_s=lag + 60, pace=pace),
        hot=_arrival(aset * 1.1, pace=pace),
        blind=_arrival(aset, pace=pace),
        poisoned=_arrival(aset * 3, pace=pace),
        untenable=_arrival(aset, pace=pace),
    )


def heat_maps(pace: float) -> tuple[Field2, ...]:
    """Head-height temperature of 5, 50 and 95 % every minute: a bump around the seat."""
    nx, ny = 48, 28
    x = (np.arange(nx) + 0.5) * EXTENT[1] / nx
    y = (np.arange(ny) + 0.5) * EXTENT[3] / ny
    far = np.hypot(x[None, :] - SEAT[0], (y[:, None] - SEAT[1]))
    inside = np.where(x[None, :] < 9.2, 1.0, 0.35)
    made = []
    for at in np.arange(0.0, 601.0, 60.0).tolist():
        for name, factor in (
            ("temperature_low", 0.82),
            ("temperature", 1.0),
            ("temperature_high", 1.22),
        ):
            grown = (1 - np.exp(-(at + 40) * pace / 500)) * factor
            field = 28 + grown * inside * (230 * np.exp(-((far / 2.6) ** 2)) + 22 * grown)
            flat = field.astype("<f4").tobytes()
            made.append(Field2(name, "degC", at, 1.8, nx, ny, EXTENT, flat))
    return tuple(made)


def advice(pace: float) -> Advice:
    """Three reasons that speak for leaving and one that does not; the margin of the best exit."""
    margin = 200 * 0.82 / pace - 110
    return Advice(
        verdict=Verdict.EVACUATE,
        share=0.93,
        margin_s=margin,
        reasons=(
            Reason("way_out_lost", True, margin, 60.0, "s", "OSHA: the exit may be blocked"),
            Reason("must_crawl", True, 1.4, 1.8, "m", "OSHA: must crawl; head height 1.8 m"),
            Reason("layer_hot", True, 190.0 * pace, 150.0, "degC", "guides of tenability"),
            Reason("duct_involved", False, 0.0, 1.0, "", "hidden fire: fire services"),
            Reason("gas_explosive", False, 2.0, 25.0, "%LEL", "GB/T 50493-2019 5.5"),
            Reason("cylinders_heated.unknown", False, NEVER, 1.0, "", "project choice"),
            Reason("no_such_code", False, 3.0, 5.0, "s", "a newer hub"),
        ),
    )


def example_fire(
    site: str,
    incident: str,
    *,
    made_at: int,
    number: int = 7,
    pulls: tuple[Pull, ...] = (),
    base: int = 0,
    pace: float = 1.0,
) -> Forecast:
    """One forecast; a what-if has a base, pulls and another pace."""
    aset = _arrival(170.0, pace=pace)
    rset = Arrival(70.0, 95.0, 125.0, 1.0)
    margin = NEVER if aset.low == NEVER else aset.low - rset.high
    return Forecast(
        site=site,
        incident=incident,
        number=number,
        base=base,
        pulls=pulls,
        made_at=made_at,
        began=made_at - 40_000_000_000,
        members=256,
        times_s=tuple(TIMES.tolist()),
        seat=SEAT,
        seat_spread=0.45,
        seat_asset="FRY-01",
        hrr_kw=_rising(420.0, start=60.0, lag_s=0, pace=pace),
        places=(
            place("kitchen", ("line", "prep"), peak=310, lag=0, aset=170, pace=pace),
            place("store", ("store",), peak=90, lag=60, aset=330, pace=pace),
            place("plant", ("plant",), peak=70, lag=90, aset=420, pace=pace),
            place("corridor", ("corridor",), peak=80, lag=120, aset=400, pace=pace),
            place("dining", ("dining",), peak=60, lag=150, aset=640, pace=pace),
        ),
        exits=(
            ExitForecast(
                id="DOOR-02", at=(0.0, 2.1, 0.0), rset=rset, aset=aset, margin_s=margin, people=7
            ),
            ExitForecast(
                id="DOOR-01",
                at=(4.2, 0.0, 0.0),
                rset=Arrival(55.0, 80.0, 110.0, 1.0),
                aset=_arrival(200.0, pace=pace),
                margin_s=200 * 0.82 / pace - 110,
                people=7,
            ),
        ),
        advice=advice(pace),
        past=(PastError(60, 8, 8.0, 0.9), PastError(180, 6, 14.0, 0.88)),
        heat=heat_maps(pace),
        used=("TT-HOOD-01", "TT-HOOD-02", "CO-01", "HD-01"),
        ignored=("TT-OIL-01",),
        flashover=_arrival(520.0, pace=pace),
        model="zone",
        took_s=0.8,
        synthetic=True,
    )


def emptied(forecast: Forecast) -> Forecast:
    """The same without anything that a poor model may lack: maps, exits, advice, past."""
    return msgspec.structs.replace(forecast, heat=(), exits=(), advice=None, past=())
