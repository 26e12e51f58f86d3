"""Oil, links, duct and gas of a forecast in short lines: what, and when with its band."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.screens.forecast_words import asset_word, place_word
from app.screens.i18n import translate
from app.screens.theme import Look
from app.screens.view_models.forecast_text import DASH, clock_of_seconds
from app.screens.view_models.kitchen_parts import HOUR_S, Part, PartLine
from sim.forecast.model import NEVER, Arrival
from sim.forecast.parts import Corrected
from twin.site.model import Layout

AT_ONCE_S = 0.5  # a clock shows it as 0:00
DUCT = {
    "fan_stopped": QT_TRANSLATE_NOOP("Kitchen", "… with the fan stopped"),
    "damper_shut": QT_TRANSLATE_NOOP("Kitchen", "… with the damper shut"),
}
GAS = {
    "valve_shut": QT_TRANSLATE_NOOP("Kitchen", "Valve shut: below 10 %LEL"),
    "vented": QT_TRANSLATE_NOOP("Kitchen", "Vented: below 10 %LEL"),
    "shut_and_vented": QT_TRANSLATE_NOOP("Kitchen", "Shut and vented: below 10 %LEL"),
}
COURSES = {
    "as_is": QT_TRANSLATE_NOOP("Kitchen", "Gas as it is"),
    "valve_shut": QT_TRANSLATE_NOOP("Kitchen", "Gas, valve shut"),
    "vented": QT_TRANSLATE_NOOP("Kitchen", "Gas, vented"),
    "shut_and_vented": QT_TRANSLATE_NOOP("Kitchen", "Gas, shut and vented"),
}
LAYERS = {
    "ceiling": QT_TRANSLATE_NOOP("Kitchen", "under the ceiling"),
    "floor": QT_TRANSLATE_NOOP("Kitchen", "over the floor"),
}


def part_word(line: PartLine, layout: Layout | None, look: Look) -> str:
    """What the line tells of."""
    thing = asset_word(layout, line.about, look)
    match line.part:
        case Part.OIL_IGNITES:
            return translate("Kitchen", "Oil autoignites ({asset})").format(asset=thing)
        case Part.OIL_BURNS_AGAIN:
            return translate("Kitchen", "Oil burns again ({asset})").format(asset=thing)
        case Part.OIL_DANGEROUS:
            return translate("Kitchen", "Re-ignition possible ({asset})").format(asset=thing)
        case Part.LINK_OPENS:
            return translate("Kitchen", "Link opens (over {asset})").format(asset=thing)
        case Part.DUCT_REACHES:
            place = _duct_place(line, layout, look)
            return translate("Kitchen", "Duct fire reaches {place}").format(place=place)
        case Part.DUCT_CHOICE:
            known = DUCT.get(line.choice)
            return line.choice if known is None else translate("Kitchen", known)
        case Part.GAS_REACHES:
            room = place_word(layout, line.about, (line.about,), look)
            layer = LAYERS.get(line.layer)
            where = room
            if layer is not None:
                at = translate("Kitchen", "{room}, {layer}")
                where = at.format(room=room, layer=translate("Kitchen", layer))
            text = translate("Kitchen", "{level} %LEL in {room}")
            return text.format(level=f"{line.level:g}", room=where)
        case Part.GAS_CHOICE:
            known = GAS.get(line.choice)
            return line.choice if known is None else translate("Kitchen", known)


def when_word(line: PartLine) -> str:
    """When, with its 90 % band, e.g. `in 2:10 (1:20 – 3:30)`."""
    arrival, beyond = line.arrival, f"> {_clock(line.horizon_s)}"
    if arrival.low == NEVER:
        return beyond
    if 0 <= arrival.high <= AT_ONCE_S:
        return translate("Kitchen", "now")
    middle = beyond if arrival.median == NEVER else _moment(arrival.median)
    high = beyond if arrival.high == NEVER else _moment(arrival.high)
    band = f"{middle} ({_moment(arrival.low)}{DASH}{high})"
    if line.part is Part.OIL_DANGEROUS:
        return translate("Kitchen", "for {span}").format(span=band)
    if arrival.median == NEVER or arrival.median <= AT_ONCE_S:
        return band
    return translate("Kitchen", "in {span}").format(span=band)


def gas_word(choice: str) -> str:
    """What is done about gas, as the title of a curve; an unknown choice stands as it came."""
    return translate("Kitchen", COURSES[choice]) if choice in COURSES else choice


def is_sure(arrival: Arrival) -> bool:
    """Whether more than half of the cases come to it."""
    return arrival.median != NEVER


def corrected_word(corrected: Corrected) -> str:
    """By which finished run of the field model the layers were corrected."""
    text = translate("Kitchen", "Corrected by the {solver} run {run} (distance {distance})")
    distance = f"{corrected.distance:.2f}"
    return text.format(solver=corrected.solver, run=corrected.run, distance=distance)


def _duct_place(line: PartLine, layout: Layout | None, look: Look) -> str:
    if line.kind == "roof":
        return translate("Kitchen", "the roof")
    zones = set() if layout is None else {zone.id for zone in layout.zones}
    if line.about in zones:
        room = place_word(layout, line.about, (line.about,), look)
        ceiling = line.kind == "ceiling"
        return translate("Kitchen", "the ceiling of {room}").format(room=room) if ceiling else room
    return line.about


def _moment(span_s: float) -> str:
    return translate("Kitchen", "now") if span_s <= AT_ONCE_S else _clock(span_s)


def _clock(span_s: float) -> str:
    return "1 h" if span_s >= HOUR_S else clock_of_seconds(span_s)
