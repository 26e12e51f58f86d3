"""From a forecast to what the 3D scene shows of it at one time."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from app.screens.forecast_words import (
    age_word,
    asset_word,
    model_word,
    past_word,
    pulls_word,
    sentences,
    standing_word,
)
from app.screens.i18n import translate
from app.screens.scene3d.outlook import Outlook, RoomAir
from app.screens.theme import Look
from app.screens.view_models.difference_map import DifferenceMap
from app.screens.view_models.figures import clock_text
from app.screens.view_models.forecast_reading import clock_of
from app.screens.view_models.forecast_standing import ForecastView
from app.screens.view_models.forecast_text import ahead_text
from app.screens.view_models.isolines import head_map, isolines
from app.screens.view_models.room_smoke import RoomSmoke, smoke
from sim.forecast.model import Forecast
from sim.forecast.parts import Hazard
from twin.site.model import Layout

COLD_C, HOT_C = 20.0, 300.0  # ends of the temperature scale


@dataclass(frozen=True, slots=True, eq=False)
class HeatPicture:
    """Temperature at head height as shares 0 to 1 of COLD_C to HOT_C, (ny, nx)."""

    field: npt.NDArray[np.float32]
    extent: tuple[float, float, float, float]


class Outlooks:
    """Makes outlooks; lines and smoke are worked out once for every forecast and time."""

    def __init__(self) -> None:
        self._for: tuple[object, ...] = ()
        self._shape: Outlook | None = None

    def make(
        self,
        view: ForecastView,
        layout: Layout,
        at_s: float,
        look: Look,
        *,
        forecast: Forecast | None = None,
    ) -> Outlook | None:
        """The view's forecast, or a what-if beside it, at a time; None without any."""
        shown = forecast or view.forecast
        if shown is None:
            return None
        wanted = (shown, layout, at_s, view.is_old)
        if self._shape is None or not _are_same(wanted, self._for):
            self._shape, self._for = _shape_of(shown, layout, at_s, is_old=view.is_old), wanted
        return replace(
            self._shape,
            words=_words(view, shown, layout, at_s, look),
            seat_name=_seat(shown, layout, look),
        )


def _are_same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """By identity for what is large, by value for the numbers."""
    return len(one) == len(other) and all(
        a is b or (isinstance(a, float | bool) and a == b) for a, b in zip(one, other, strict=True)
    )


def _shape_of(forecast: Forecast, layout: Layout, at_s: float, *, is_old: bool) -> Outlook:
    burns = forecast.hazard is not Hazard.GAS  # a leak alone has neither smoke nor a seat
    return Outlook(
        at_s=at_s,
        rooms=tuple(_room(room) for room in smoke(forecast, layout, at_s)) if burns else (),
        lines=isolines(forecast, layout, at_s),
        seat=forecast.seat if burns else None,
        seat_spread=forecast.seat_spread,
        is_old=is_old,
    )


def heat_picture(forecast: Forecast, at_s: float) -> HeatPicture | None:
    """The temperature map at a time; None when the forecast brings none or no fire is proved."""
    found = None if forecast.hazard is Hazard.GAS else head_map(forecast, at_s)
    if found is None:
        return None
    share = (found.values - COLD_C) / (HOT_C - COLD_C)
    return HeatPicture(np.clip(share, 0, 1).astype(np.float32), found.extent)


def _room(room: RoomSmoke) -> RoomAir:
    layer = room.layer
    return RoomAir(room.rooms, layer.low, layer.median, layer.high, room.darkness)


def _seat(forecast: Forecast, layout: Layout, look: Look) -> str:
    if forecast.hazard is Hazard.GAS:
        return ""
    name = asset_word(layout, forecast.seat_asset, look)
    spread = f"± {forecast.seat_spread:.1f} m"
    return f"{name}  {spread}" if name else spread


def change_words(
    words: tuple[str, ...], change: DifferenceMap | None, from_s: float | None
) -> tuple[str, ...]:
    """The words over a what-if when the floor shows what it changes."""
    head = translate("Forecast", "What changes: what if less forecast")
    if change is not None:
        return (*words[:2], head, *words[2:])
    if from_s is None:
        absent = translate("Forecast", "No map to compare")
    else:
        absent = translate("Forecast", "No map to compare before {ahead}").format(
            ahead=ahead_text(from_s)
        )
    return (*words[:2], absent, *words[2:])


def _words(
    view: ForecastView, forecast: Forecast, layout: Layout, at_s: float, look: Look
) -> tuple[str, ...]:
    """When it is, on what condition, and how far to trust it."""
    hour = clock_text(clock_of(forecast, at_s))
    head = translate("Forecast", "Forecast {ahead}").format(ahead=ahead_text(at_s))
    if forecast.pulls:
        condition = translate("Forecast", "What if: {pulls}").format(
            pulls=pulls_word(forecast.pulls, layout, look)
        )
    else:
        condition = translate("Forecast", "conditional: if nothing is done")
    trust = f"{model_word(forecast)} · {age_word(view)} · {past_word(forecast.past)}"
    if forecast.synthetic:
        simulated = translate("Forecast", "simulated")
        trust = f"{simulated} · {trust}"
    late = [sentences(*standing_word(view))] if view.is_old else []
    return (f"{head}  {hour}", condition, trust, *late)
