"""All keys of the commander on one card."""

from app.screens.i18n import translate
from app.screens.widgets.overlays import HelpOverlay


def keys() -> list[tuple[str, str]]:
    """Every key and what it does."""
    return [
        ("0 1 2 5 9", translate("CommanderHelp", "now, 1, 2, 5, 10 minutes ahead")),
        (
            "← →",
            translate(
                "CommanderHelp", "10 s back or ahead (in a scene: turn it); Page keys: next mark"
            ),
        ),
        ("G H B U D", translate("CommanderHelp", "levers: gas, hood, damper, suppression, doors")),
        ("+ −", translate("CommanderHelp", "larger or smaller fire")),
        (", .", translate("CommanderHelp", "branch 10 s earlier or later")),
        ("W  X", translate("CommanderHelp", "compute the what-if; call it off, clear the levers")),
        ("V", translate("CommanderHelp", "next what-if beside the forecast")),
        ("M", translate("CommanderHelp", "what the what-if changes, on the floor")),
        ("R  E", translate("CommanderHelp", "curves of the next room; every reason of the advice")),
        ("F2 F3 F4", translate("CommanderHelp", "order: evacuate, extinguish, contain")),
        (
            "F5 F6 F7",
            translate("CommanderHelp", "order to a named door, hood or valve: back, next, choose"),
        ),
        (
            "Enter",
            translate(
                "CommanderHelp", "hand the chosen order over; Esc lets it go, leaves the scene"
            ),
        ),
        ("S  I", translate("CommanderHelp", "choose a site; next incident")),
        ("F9 F10 F12", translate("CommanderHelp", "forecast, 3D results, report")),
        ("O N Q", translate("CommanderHelp", "results: open, run a model, next quantity")),
        ("J K", translate("CommanderHelp", "results: slice, smoke; Page keys: height")),
        ("P", translate("CommanderHelp", "report: save as PDF")),
        ("L T F11", translate("CommanderHelp", "language, theme, full screen")),
    ]


class CommanderHelp(HelpOverlay):
    """The same card with the commander's keys."""

    CAP = 104

    def rows(self) -> list[tuple[str, str]]:
        """Every key and what it does."""
        return keys()
