"""What a what-if changes, row by row, in words and figures."""

import math

from app.screens.i18n import translate
from app.screens.view_models.forecast_text import clock_of_seconds, figure, margin_text
from app.screens.view_models.gas_outcome import MOST_LEL
from app.screens.view_models.what_if import DIGITS, UNITS, Difference, Quantity
from sim.forecast.model import NEVER

MARKS = {1: "▲", -1: "▼", 0: "="}


def value_word(row: Difference, value: float, horizon_s: float) -> str:
    """The base's or the what-if's value of a row."""
    if row.quantity is Quantity.MARGIN:
        safe = math.isinf(value)
        return translate("Difference", "safe") if safe else margin_text(value)
    if row.is_time:
        never = value == NEVER
        return f"> {clock_of_seconds(horizon_s)}" if never else clock_of_seconds(value)
    beyond = "> " if row.quantity is Quantity.LEL_PEAK and value >= MOST_LEL else ""
    return f"{beyond}{figure(value, DIGITS.get(row.quantity, 0))} {UNITS[row.quantity]}"


def change_word(row: Difference) -> str:
    """The difference with its mark: ▲ safer, ▼ more dangerous, = the same."""
    mark, change = MARKS[row.better], row.change
    if row.better == 0:
        same = translate("Difference", "the same")
        return f"{mark} {same}"
    if change is None and row.quantity is Quantity.MARGIN:
        lost, gained = (
            translate("Difference", "no longer safe"), translate("Difference", "safe now")
        )  # fmt: skip
        return f"{mark} {gained if row.better > 0 else lost}"
    if change is None:
        gone = row.other == NEVER
        word = translate("Difference", "no more") if gone else translate("Difference", "new")
        return f"{mark} {word}"
    if row.is_time or row.quantity is Quantity.MARGIN:
        return f"{mark} {margin_text(change)}"
    sign = "+" if change > 0 else ""
    return f"{mark} {sign}{figure(change, DIGITS.get(row.quantity, 0))} {UNITS[row.quantity]}"
