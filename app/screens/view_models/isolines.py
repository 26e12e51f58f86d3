"""Lines on the floor that a forecast draws: 60 degC and 10 m of sight at head height, gas in %LEL.

Lines come from maps; what these do not tell, the outlines of rooms that are reached as a whole
tell. The band lies between the lines of the 5 and the 95 % quantile.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from app.screens.view_models.contours import contours
from app.screens.view_models.forecast_reading import Map, map_at, maps_of, reached
from app.screens.view_models.rooms import Room, rooms_of
from sim.forecast.model import Arrival, Field2, Forecast
from sim.forecast.parts import GasChoice, Hazard
from twin.site.model import Layout

Line = tuple[tuple[float, float], ...]

LOW, HIGH = "_low", "_high"  # end the names of the maps of the 5 and 95 % quantiles
SHORTEST = 4  # corners; a speck is no line


class Danger(StrEnum):
    """What a line parts from the rest of the floor."""

    HOT = "hot"
    BLIND = "blind"
    GAS = "gas"


@dataclass(frozen=True, slots=True)
class Level:
    """One line that is looked for: maps of this unit, dangerous above or below the level; inset:
    how far inside a room's outline it is drawn, m, so that two lines of one room stay apart."""

    danger: Danger
    unit: str
    level: float
    above: bool = True
    inset: float = 0.06


@dataclass(frozen=True, slots=True)
class Isoline:
    """One level on the floor: of the median, and of the 90 % band; hashable, so that pictures can
    be kept. Without lines it is not reached at this time."""

    danger: Danger
    level: float
    median: tuple[Line, ...] = ()
    band: tuple[Line, ...] = ()

    @property
    def is_there(self) -> bool:
        """Whether there is anything to draw."""
        return bool(self.median or self.band)


HOT = Level(Danger.HOT, "degC", 60.0)
BLIND = Level(Danger.BLIND, "m", 10.0, above=False, inset=0.18)
GAS = tuple(
    Level(Danger.GAS, "%LEL", share, inset=0.30 + 0.1 * k)
    for k, share in enumerate((25.0, 50.0, 100.0))
)


def isolines(forecast: Forecast, layout: Layout, at_s: float) -> tuple[Isoline, ...]:
    """Every line that this forecast can tell of at a time: gas only where its heads tell of any,
    heat and sight only where a fire is proved."""
    gas = GAS if forecast.gas or _maps(forecast, GAS[0].unit, "") else ()
    of_fire = () if forecast.hazard is Hazard.GAS else (HOT, BLIND)
    return tuple(isoline(forecast, layout, level, at_s) for level in (*of_fire, *gas))


def isoline(forecast: Forecast, layout: Layout, level: Level, at_s: float) -> Isoline:
    """One level at a time."""
    median = map_at(_maps(forecast, level.unit, ""), at_s)
    rooms = _of_rooms(forecast, layout, level, at_s)
    if median is None:
        return rooms
    edges = [map_at(_maps(forecast, level.unit, end), at_s) for end in (LOW, HIGH)]
    told = [edge for edge in edges if edge is not None]
    band = tuple(line for edge in told for line in _lines(edge, level)) if told else rooms.band
    return Isoline(level.danger, level.level, _lines(median, level), band)


def head_map(forecast: Forecast, at_s: float) -> Map | None:
    """Temperature at head height, degC; None when the forecast brings no map."""
    return map_at(_maps(forecast, HOT.unit, ""), at_s)


def _maps(forecast: Forecast, unit: str, end: str) -> list[Field2]:
    """Maps of a unit whose name has this end; with "" those of the median."""
    names = {field.quantity for field in forecast.heat if field.unit == unit}
    own = [n for n in sorted(names) if (n.endswith(end) if end else not n.endswith((LOW, HIGH)))]
    return maps_of(forecast, own[0]) if own else []


def _lines(field: Map, level: Level) -> tuple[Line, ...]:
    sign = np.float32(1.0 if level.above else -1.0)
    paths = contours(sign * field.values, float(sign) * level.level, field.extent)
    return tuple(
        tuple((float(x), float(y)) for x, y in path) for path in paths if len(path) >= SHORTEST
    )


def _rooms(forecast: Forecast, layout: Layout, level: Level) -> list[tuple[list[Room], Arrival]]:
    """Rooms as a whole, and when the level is reached in each."""
    if level.danger is Danger.GAS:
        told = [(room.zones, _at(room.choices[0], level)) for room in forecast.gas if room.choices]
    else:
        hot = level.danger is Danger.HOT
        told = [(place.zones, place.hot if hot else place.blind) for place in forecast.places]
    return [(list(rooms_of(layout, zones)), arrival) for zones, arrival in told]


def _at(choice: GasChoice, level: Level) -> Arrival:
    return {25.0: choice.at_25, 50.0: choice.at_50, 100.0: choice.at_100}[level.level]


def _of_rooms(forecast: Forecast, layout: Layout, level: Level, at_s: float) -> Isoline:
    median: list[Line] = []
    band: list[Line] = []
    for rooms, arrival in _rooms(forecast, layout, level):
        early, middle, _ = reached(arrival, at_s)
        outlines = _outlines(rooms, level.inset)
        if middle:
            median += outlines
        elif early:  # some cases only: a room has no second outline to draw its band with
            band += outlines
    return Isoline(level.danger, level.level, tuple(median), tuple(band))


def _outlines(rooms: Sequence[Room], inset: float) -> list[Line]:
    lines: list[Line] = []
    for (x, y, _), (dx, dy, _) in rooms:
        low, far = (x + inset, y + inset), (x + dx - inset, y + dy - inset)
        lines.append((low, (far[0], low[1]), far, (low[0], far[1]), low))
    return lines
