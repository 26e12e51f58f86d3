"""What the edge of a site forecasts by itself, as the first word until the hub's own is there."""

import msgspec

from app.feed.contract import EdgeForecast
from sim.forecast.model import Series
from sim.people.model import NEVER
from sim.surrogate.outlook import Outlook

SOON_S = 180.0  # ahead, for which a temperature is told

_decoder = msgspec.json.Decoder(Outlook)


def outlook_of(message: bytes) -> Outlook | None:
    """The outlook in a message; None for an empty one and for one of another make."""
    if not message:
        return None
    try:
        return _decoder.decode(message)
    except msgspec.DecodeError:
        return None


def told(outlook: Outlook | None) -> EdgeForecast | None:
    """What screens hear of it, None when the edge says nothing of a fire."""
    if outlook is None or outlook.reason or SOON_S not in outlook.times_s:
        return None
    soon = outlook.times_s.index(SOON_S)
    return EdgeForecast(
        _band(outlook.hrr_kw, 0), _band(outlook.upper_c, soon), SOON_S, outlook.untenable
    )


def line_of(edge: EdgeForecast) -> str:
    """One sentence for the journal."""
    lost = edge.untenable
    end = "the room stays tenable"
    if lost.share > 0 and lost.low != NEVER:
        end = f"untenable from {lost.low:.0f} s on in {lost.share:.0%} of its fires"
    return (
        f"the edge: fire {_text(edge.hrr_kw)} kW, layer {_text(edge.upper_c)} °C in "
        f"{edge.ahead_s / 60:.0f} min, {end}"
    )


def _band(series: Series, at: int) -> tuple[float, float, float]:
    return series.low[at], series.median[at], series.high[at]


def _text(band: tuple[float, float, float]) -> str:
    low, median, high = band
    return f"{median:.0f} ({low:.0f} to {high:.0f})"
