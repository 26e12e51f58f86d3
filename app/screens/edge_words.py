"""What an edge forecasts by itself, in the language of the screen."""

from app.feed.contract import EdgeForecast, ForecastState
from app.screens.i18n import translate
from sim.people.model import NEVER


def edge_word(state: ForecastState | None) -> str:
    """What stands until the hub's first forecast, empty without it."""
    edge = None if state is None else state.edge
    if edge is None:
        return ""
    return translate(
        "EdgeSays", "the edge foresees: fire {fire} kW, layer {layer} °C in {minutes} min, {end}"
    ).format(
        fire=_band(edge.hrr_kw), layer=_band(edge.upper_c), minutes=f"{edge.ahead_s / 60:.0f}",
        end=_end(edge),
    )  # fmt: skip


def until_then(state: ForecastState | None) -> str:
    """The same, where the hub's forecast is late."""
    word = edge_word(state)
    return translate("EdgeSays", "Until then {edge}").format(edge=word) if word else ""


def _end(edge: EdgeForecast) -> str:
    lost = edge.untenable
    if not lost.share or lost.low == NEVER:
        return translate("EdgeSays", "the room stays tenable")
    return translate("EdgeSays", "untenable from {seconds} s on in {share} % of its fires").format(
        seconds=f"{lost.low:.0f}", share=f"{100 * lost.share:.0f}"
    )


def _band(value: tuple[float, float, float]) -> str:
    low, median, high = value
    return f"{median:.0f} ({low:.0f}–{high:.0f})"
