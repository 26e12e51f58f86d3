"""Smoke of a forecast, room by room."""

from dataclasses import dataclass

import numpy as np

from app.screens.view_models.forecast_reading import Band, band_at
from app.screens.view_models.rooms import Room, rooms_of
from sim.forecast.model import Forecast
from twin.site.model import Layout

CLEAR_M = 30.0  # what is seen through so far looks clear


@dataclass(frozen=True, slots=True)
class RoomSmoke:
    """One room: the smoke layer's lower face, m above its floor, and how dark it is, 0 to 1."""

    id: str
    rooms: tuple[Room, ...]
    layer: Band
    darkness: float


def smoke(forecast: Forecast, layout: Layout, at_s: float) -> tuple[RoomSmoke, ...]:
    """Every room that stands in the layout, with its smoke at a time."""
    found = []
    for place in forecast.places:
        rooms = rooms_of(layout, place.zones)
        if not rooms:
            continue
        sight = band_at(place.visibility_m, forecast.times_s, at_s).median
        darkness = float(np.clip(1 - sight / CLEAR_M, 0.0, 1.0))
        layer = band_at(place.layer_m, forecast.times_s, at_s)
        found.append(RoomSmoke(place.id, rooms, layer, darkness))
    return tuple(found)
