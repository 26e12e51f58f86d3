"""What stands over the time slider: when a room is lost, and what the lines on the floor mean."""

from app.screens.forecast_words import place_word
from app.screens.i18n import translate
from app.screens.kitchen_words import part_word
from app.screens.theme import Look
from app.screens.view_models.forecast_reading import worst_place
from app.screens.view_models.gas_outcome import gas_in
from app.screens.view_models.kitchen_parts import Part, part_lines
from app.screens.view_models.what_if import place_of
from app.screens.widgets.time_slider import Lane
from sim.forecast.model import Arrival, Forecast, PlaceForecast
from sim.forecast.parts import GasChoice, Hazard
from twin.site.model import Layout


def lanes_of(
    forecast: Forecast, other: Forecast | None, layout: Layout, look: Look, *, tall: bool
) -> list[Lane]:
    """Two lanes, more where there is room. While only a leak is proved they are about gas."""
    if forecast.hazard is Hazard.GAS:
        return _of_gas(forecast, other, look, layout)
    place = worst_place(forecast)
    if place is None:
        return []
    room = place_word(layout, place.id, place.zones, look)
    lost = translate("ScenePage", "Untenable: {room}").format(room=room)
    made = [Lane(lost, place.untenable)]
    same = None if other is None else place_of(other, place.id)
    if same is not None:
        made.append(Lane(translate("ScenePage", "… what if"), same.untenable, is_need=True))
    if tall:
        made += _of_lines(place)
    if same is None:
        made.append(_last(forecast, layout, look))
    return made


def _of_lines(place: PlaceForecast) -> list[Lane]:
    return [
        Lane(translate("ScenePage", "60 °C at head height"), place.hot),
        Lane(translate("ScenePage", "Sight below 10 m"), place.blind),
    ]


def _last(forecast: Forecast, layout: Layout, look: Look) -> Lane:
    """How far a duct fire comes; of any other fire the flashover."""
    duct = [line for line in part_lines(forecast) if line.part is Part.DUCT_REACHES]
    if forecast.hazard is Hazard.DUCT and duct:
        return Lane(part_word(duct[-1], layout, look), duct[-1].arrival)
    return Lane(translate("ScenePage", "Flashover"), forecast.flashover)


def _of_gas(forecast: Forecast, other: Forecast | None, look: Look, layout: Layout) -> list[Lane]:
    if not forecast.gas or not forecast.gas[0].choices:
        return []
    worst = forecast.gas[0]
    room = place_word(layout, worst.room, worst.zones, look)
    theirs = None if other is None else gas_in(other, worst.room)
    word = translate("ScenePage", "{level} %LEL: {room}")
    if theirs is None:
        now = _levels(worst.choices[0])
        return [Lane(word.format(level=level, room=room), when) for level, when in now]
    made = []
    pairs = zip(_levels(worst.choices[0]), _levels(theirs), strict=True)
    for (level, when), (_, changed) in list(pairs)[1:]:
        made.append(Lane(word.format(level=level, room=room), when))
        made.append(Lane(translate("ScenePage", "… what if"), changed, is_need=True))
    return made


def _levels(choice: GasChoice) -> tuple[tuple[int, Arrival], ...]:
    return (25, choice.at_25), (50, choice.at_50), (100, choice.at_100)
