"""From members over the horizon to what a forecast says: quantiles, arrivals, maps."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.fire.flashover import FLASHOVER_RISE
from sim.fire.plume import centreline_rise, equivalent_diameter
from sim.fire.zone import ZoneRun
from sim.forecast.ensemble import burner_areas
from sim.forecast.floors import Room
from sim.forecast.model import Arrival, Field2, PlaceForecast
from sim.forecast.oil_course import OilCourse
from sim.forecast.parts import Corrected
from sim.forecast.quantiles import series
from sim.people.arrivals import arrival
from sim.people.tenability import ZERO_C, Tenability, crossing

FloatArray = npt.NDArray[np.float64]

MAP_TIMES = (60.0, 120.0, 300.0, 600.0)
CELL = 0.5  # m
PLUME_SLOPE = 0.15  # half width of a plume over its height; Heskestad
HEAD = 1.8  # m
MAPS = {"temperature_low": 5.0, "temperature": 50.0, "temperature_high": 95.0}  # percentiles


@dataclass(frozen=True, slots=True)
class Ahead:
    """Members over the horizon: times (t,) s from now, 0 first; run on the model's clock; told:
    what it does to people; asked (m, t) W; rise (m, t, c): K of the upper layers, with what the
    sensors taught; seat (m, 3); oil: vessels over the same times; draws: the hood runs;
    corrected: by which finished run."""

    times: FloatArray
    run: ZoneRun
    told: Tenability
    asked: FloatArray
    rise: FloatArray
    seat: FloatArray
    inside: float
    oil: tuple[OilCourse, ...] = ()
    draws: bool = True
    corrected: tuple[Corrected, ...] = ()


def upper_c(ahead: Ahead, room: int) -> FloatArray:
    """Upper layer of a room, C, (m, t), corrected by what its sensors taught."""
    return np.asarray(ahead.inside - ZERO_C + ahead.rise[:, :, room])


def places(ahead: Ahead, rooms: Sequence[Room]) -> tuple[PlaceForecast, ...]:
    """One forecast for each room. The first column is now, that of the run's first instant."""
    run, told = ahead.run, ahead.told
    start = float(run.time[0])
    found = []
    for n, room in enumerate(rooms):
        ceiling = run.layer_height[:, :, n] < HEAD
        co = np.where(ceiling, run.upper_co[:, :, n], run.lower_co[:, :, n])
        found.append(
            PlaceForecast(
                id=room.id,
                zones=tuple(zone.id for zone in room.zones),
                upper_c=series(upper_c(ahead, n)),
                lower_c=series(run.lower_temperature[:, :, n] - ZERO_C),
                layer_m=series(run.layer_height[:, :, n]),
                visibility_m=series(told.visibility[:, :, n]),
                co_ppm=series(1e6 * co),
                fed=series(told.gas_dose[:, :, n]),
                hot=_arrival(told.hot[:, n], start),
                blind=_arrival(told.blind[:, n], start),
                poisoned=_arrival(told.poisoned[:, n], start),
                untenable=_arrival(told.untenable[:, n], start),
            )
        )
    return tuple(found)


def flashover(ahead: Ahead) -> Arrival:
    """When any upper layer rises by 500 K (MQH 1981)."""
    hottest = ahead.rise.max(axis=2)[:, :, None]
    start = float(ahead.run.time[0])
    return _arrival(crossing(ahead.run.time, hottest, FLASHOVER_RISE)[:, 0], start)


def _arrival(moments: FloatArray, start: float) -> Arrival:
    found = arrival(moments, start)
    return Arrival(found.low, found.median, found.high, found.share)


def heat_maps(ahead: Ahead, rooms: Sequence[Room]) -> tuple[Field2, ...]:
    """Temperature at head height, C, some times ahead: layers, and the plume; the median and the
    edges of the 90 % band."""
    west, south = min(r.box[0] for r in rooms), min(r.box[1] for r in rooms)
    east, north = max(r.box[2] for r in rooms), max(r.box[3] for r in rooms)
    nx, ny = (max(int(np.ceil(d / CELL)), 1) for d in (east - west, north - south))
    x = west + (np.arange(nx) + 0.5) * (east - west) / nx
    y = south + (np.arange(ny) + 0.5) * (north - south) / ny
    owner = np.array([
        [next((n for n, r in enumerate(rooms) if r.holds(a, b)), -1) for a in x] for b in y
    ])  # fmt: skip
    found = []
    for at in MAP_TIMES:
        if at > ahead.times[-1]:
            continue
        row = int(np.searchsorted(ahead.times, at))
        for quantity, percent in MAPS.items():
            head = np.percentile(ahead.told.temperature[:, row], percent, axis=0) - ZERO_C
            hrr = float(np.percentile(ahead.asked[:, row], percent))
            warm = head[owner] + _plume(ahead, hrr, x, y)
            values = np.where(owner >= 0, warm, ahead.inside - ZERO_C)
            found.append(
                Field2(
                    quantity=quantity, unit="degC", at_s=at, height=HEAD, nx=nx, ny=ny,
                    extent=(west, east, south, north), values=values.astype("<f4").tobytes(),
                )
            )  # fmt: skip
    return tuple(found)


def _plume(ahead: Ahead, hrr: float, x: FloatArray, y: FloatArray) -> FloatArray:
    """Rise that a fire of `hrr` W makes at head height above the middle seat, Gaussian about its
    axis, K, (ny, nx); none below a seat in a hood or duct."""
    seat = np.median(ahead.seat, axis=0)
    if hrr < 1e3 or seat[2] >= HEAD:
        return np.zeros((len(y), len(x)))
    height = max(HEAD - float(seat[2]), 0.3)
    diameter = float(equivalent_diameter(burner_areas(np.asarray(hrr))))
    peak = float(centreline_rise(hrr, height, diameter))
    width = PLUME_SLOPE * height + diameter / 2
    square = (x[None, :] - seat[0]) ** 2 + (y[:, None] - seat[1]) ** 2
    return np.asarray(min(peak, 900.0) * np.exp(-square / (2 * width**2)))
