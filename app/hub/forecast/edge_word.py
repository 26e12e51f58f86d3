"""What the edge of a site forecasts by itself, as the first word until the hub's own is there."""

import msgspec

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


def line_of(outlook: Outlook | None) -> str:
    """One sentence for screens and journal, empty when the edge says nothing of a fire."""
    if outlook is None or outlook.reason or SOON_S not in outlook.times_s:
        return ""
    soon = outlook.times_s.index(SOON_S)
    lost = outlook.untenable
    end = "the room stays tenable"
    if lost.share > 0 and lost.low != NEVER:
        end = f"untenable from {lost.low:.0f} s on in {lost.share:.0%} of its fires"
    return (
        f"the edge: fire {_band(outlook.hrr_kw, 0)} kW, layer "
        f"{_band(outlook.upper_c, soon)} °C in {SOON_S / 60:.0f} min, {end}"
    )


def _band(series: Series, at: int) -> str:
    return f"{series.median[at]:.0f} ({series.low[at]:.0f} to {series.high[at]:.0f})"
