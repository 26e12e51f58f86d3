"""The forecast on the floor plan: contours of 60 degC at head height, smoke room by room."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.screens.view_models.contours import contours
from app.screens.view_models.forecast_reading import Band, Map, band_at, map_at, maps_of, reached
from app.screens.view_models.rooms import Room, rooms_of
from sim.forecast.model import Field2, Forecast
from twin.site.model import Layout

Line = tuple[tuple[float, float], ...]
FloatArray = npt.NDArray[np.float64]

HOT_C = 60.0
LOW, HIGH = "_low", "_high"  # end the names of the maps of the 5 and 95 % quantiles
CLEAR_M = 30.0  # what is seen through so far looks clear
SHORTEST = 4  # corners; a speck is no line


@dataclass(frozen=True, slots=True)
class RoomSmoke:
    """One room: the smoke layer's lower face, m above its floor, and how dark it is, 0 to 1."""

    id: str
    rooms: tuple[Room, ...]
    layer: Band
    darkness: float


@dataclass(frozen=True, slots=True)
class HotLines:
    """The 60 degC contour at head height: of the median, and the two of the 90 % band."""

    median: tuple[Line, ...]
    band: tuple[Line, ...]


def head_map(forecast: Forecast, at_s: float) -> Map | None:
    """Temperature at head height, degC; None when the forecast brings no map."""
    return map_at(_maps(forecast, ""), at_s)


def hot_lines(forecast: Forecast, layout: Layout, at_s: float) -> HotLines:
    """Contours from the maps; what they do not tell, the outlines of rooms that are reached as a
    whole tell."""
    median, rooms = head_map(forecast, at_s), _room_lines(forecast, layout, at_s)
    if median is None:
        return rooms
    edges = [map_at(_maps(forecast, end), at_s) for end in (LOW, HIGH)]
    band = [line for edge in edges if edge is not None for line in _lines(edge)]
    told = any(edge is not None for edge in edges)
    return HotLines(_lines(median), tuple(band) if told else rooms.band)


def smoke(forecast: Forecast, layout: Layout, at_s: float) -> tuple[RoomSmoke, ...]:
    """Every room that stands in the layout, with its smoke at a time."""
    found = []
    for place in forecast.places:
        rooms = rooms_of(layout, place)
        if not rooms:
            continue
        sight = band_at(place.visibility_m, forecast.times_s, at_s).median
        darkness = float(np.clip(1 - sight / CLEAR_M, 0.0, 1.0))
        layer = band_at(place.layer_m, forecast.times_s, at_s)
        found.append(RoomSmoke(place.id, rooms, layer, darkness))
    return tuple(found)


def _maps(forecast: Forecast, end: str) -> list[Field2]:
    """Temperature maps whose name has this end; with "" those of the median."""
    names = {field.quantity for field in forecast.heat if field.unit == "degC"}
    own = [n for n in sorted(names) if (n.endswith(end) if end else not n.endswith((LOW, HIGH)))]
    return maps_of(forecast, own[0]) if own else []


def _lines(field: Map) -> tuple[Line, ...]:
    return tuple(
        _line(path) for path in contours(field.values, HOT_C, field.extent) if len(path) >= SHORTEST
    )


def _line(path: FloatArray) -> Line:
    return tuple((float(x), float(y)) for x, y in path)


def _room_lines(forecast: Forecast, layout: Layout, at_s: float) -> HotLines:
    median: list[Line] = []
    band: list[Line] = []
    for place in forecast.places:
        early, middle, late = reached(place.hot, at_s)
        outlines = _outlines(rooms_of(layout, place))
        if middle:
            median += outlines
        if early and not late:
            band += outlines
    return HotLines(tuple(median), tuple(band))


def _outlines(rooms: Sequence[Room]) -> list[Line]:
    inset = 0.06
    lines: list[Line] = []
    for (x, y, _), (dx, dy, _) in rooms:
        low, far = (x + inset, y + inset), (x + dx - inset, y + dy - inset)
        lines.append((low, (far[0], low[1]), far, (low[0], far[1]), low))
    return lines
