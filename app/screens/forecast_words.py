"""Words of the forecast: verdicts, levers, rooms, reasons, and how it stands."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.screens.edge_words import edge_word, until_then
from app.screens.hub_words import hub_word
from app.screens.i18n import Language, translate
from app.screens.theme import Look
from app.screens.view_models.figures import age_text
from app.screens.view_models.forecast_standing import ForecastView, Standing
from app.screens.view_models.levers import Row
from app.screens.view_models.what_if import Quantity
from sim.forecast.model import Forecast, Lever, PastError, Pull, Verdict
from twin.site.model import Layout

VERDICTS = {
    Verdict.EVACUATE: QT_TRANSLATE_NOOP("Forecast", "Evacuate"),
    Verdict.EXTINGUISH: QT_TRANSLATE_NOOP("Forecast", "Extinguish"),
    Verdict.CONTAIN: QT_TRANSLATE_NOOP("Forecast", "Contain"),
    Verdict.WATCH: QT_TRANSLATE_NOOP("Forecast", "Watch"),
}
LEVERS = {
    Lever.CUT_GAS: QT_TRANSLATE_NOOP("Forecast", "Cut gas"),
    Lever.STOP_HOOD: QT_TRANSLATE_NOOP("Forecast", "Stop hood"),
    Lever.START_HOOD: QT_TRANSLATE_NOOP("Forecast", "Start hood"),
    Lever.CLOSE_DAMPER: QT_TRANSLATE_NOOP("Forecast", "Close damper"),
    Lever.OPEN_DOOR: QT_TRANSLATE_NOOP("Forecast", "Open door"),
    Lever.CLOSE_DOOR: QT_TRANSLATE_NOOP("Forecast", "Close door"),
    Lever.DISCHARGE: QT_TRANSLATE_NOOP("Forecast", "Discharge agent"),
    Lever.FIRE_SIZE: QT_TRANSLATE_NOOP("Forecast", "Fire size"),
}
CHOICES = {
    Lever.CUT_GAS: QT_TRANSLATE_NOOP("Forecast", "cut"),
    Lever.STOP_HOOD: QT_TRANSLATE_NOOP("Forecast", "stop"),
    Lever.START_HOOD: QT_TRANSLATE_NOOP("Forecast", "start"),
    Lever.CLOSE_DAMPER: QT_TRANSLATE_NOOP("Forecast", "close"),
    Lever.OPEN_DOOR: QT_TRANSLATE_NOOP("Forecast", "open"),
    Lever.CLOSE_DOOR: QT_TRANSLATE_NOOP("Forecast", "close"),
    Lever.DISCHARGE: QT_TRANSLATE_NOOP("Forecast", "discharge"),
}
ROWS = {
    Row.GAS: QT_TRANSLATE_NOOP("Forecast", "Gas"),
    Row.HOOD: QT_TRANSLATE_NOOP("Forecast", "Hood fan"),
    Row.DAMPER: QT_TRANSLATE_NOOP("Forecast", "Duct damper"),
    Row.AGENT: QT_TRANSLATE_NOOP("Forecast", "Suppression"),
    Row.DOOR: QT_TRANSLATE_NOOP("Forecast", "Door"),
    Row.SIZE: QT_TRANSLATE_NOOP("Forecast", "Fire size"),
}
QUANTITIES = {
    Quantity.UPPER: QT_TRANSLATE_NOOP("Forecast", "Upper layer"),
    Quantity.LAYER: QT_TRANSLATE_NOOP("Forecast", "Layer height"),
    Quantity.SIGHT: QT_TRANSLATE_NOOP("Forecast", "Visibility"),
    Quantity.CO: QT_TRANSLATE_NOOP("Forecast", "CO at head height"),
    Quantity.HRR: QT_TRANSLATE_NOOP("Forecast", "Heat release"),
    Quantity.PEAK: QT_TRANSLATE_NOOP("Forecast", "Peak temperature"),
    Quantity.ASET: QT_TRANSLATE_NOOP("Forecast", "Untenable after"),
    Quantity.HOT: QT_TRANSLATE_NOOP("Forecast", "60 °C after"),
    Quantity.FLASHOVER: QT_TRANSLATE_NOOP("Forecast", "Flashover after"),
    Quantity.MARGIN: QT_TRANSLATE_NOOP("Forecast", "Least margin"),
    Quantity.LEL_25: QT_TRANSLATE_NOOP("Forecast", "25 %LEL after"),
    Quantity.LEL_50: QT_TRANSLATE_NOOP("Forecast", "50 %LEL after"),
    Quantity.LEL_100: QT_TRANSLATE_NOOP("Forecast", "100 %LEL after"),
    Quantity.LEL_PEAK: QT_TRANSLATE_NOOP("Forecast", "Most gas"),
    Quantity.LEL_GONE: QT_TRANSLATE_NOOP("Forecast", "Below 10 %LEL after"),
}
FIRST, CHANGE = re.compile(r"first: (\w+)\b"), re.compile(r"verdict: ([\w ]+?) to (\w+)\b")
HANDED_OVER, EDGE_SAYS = "handed over:", "the edge:"
MOST_PCT = 100.0  # an error beyond says no more: the rise was small, or all was wrong
STOPS = ".。"
MODELS = {
    "zone": QT_TRANSLATE_NOOP("Forecast", "zone model"),
    "field": QT_TRANSLATE_NOOP("Forecast", "field model"),
    "foam": QT_TRANSLATE_NOOP("Forecast", "OpenFOAM"),
    "surrogate": QT_TRANSLATE_NOOP("Forecast", "surrogate model"),
}


def verdict_word(verdict: Verdict) -> str:
    """One word."""
    return translate("Forecast", VERDICTS[verdict])


def order_word(code: str) -> str:
    """What is ordered; an unknown code stands as it came."""
    known = {key.value: text for words in (VERDICTS, LEVERS) for key, text in words.items()}
    return translate("Forecast", known[code]) if code in known else code


def short_order_word(code: str) -> str:
    """The same beside the name of what it is about."""
    known = {key.value: text for key, text in CHOICES.items()}
    return translate("Forecast", known[code]) if code in known else order_word(code)


def ordered_word(text: str, layout: Layout | None, look: Look) -> str:
    """What the journal says was handed over (`handed over: close_door DOOR-01`), in words."""
    code, _, target = text.removeprefix(HANDED_OVER).strip().partition(" ")
    word = order_word(code)
    return f"{word}: {asset_word(layout, target, look)}" if target else word


def told_word(text: str) -> str:
    """What the journal says of a forecast (`first: evacuate, ...`, `verdict: contain to evacuate`,
    `failed: ...`), in words; anything else as it came."""
    first, change = FIRST.match(text), CHANGE.match(text)
    if first is not None:
        word = order_word(first.group(1))
        return translate("Forecast", "first forecast: {verdict}").format(verdict=word)
    if change is not None:
        before, after = order_word(change.group(1)), order_word(change.group(2))
        return translate("Forecast", "advice: {before} → {after}").format(
            before=before, after=after
        )
    if text.startswith(EDGE_SAYS):
        return translate("Forecast", "first outlook, by the edge")
    if text.startswith("failed:"):
        return translate("Forecast", "The forecast failed")
    return text


def place_word(layout: Layout | None, name: str, zones: Sequence[str], look: Look) -> str:
    """A room by the names of its zones, at most two; its own id when the site knows none."""
    known = {} if layout is None else {zone.id: zone.name for zone in layout.zones}
    words = [look.name(known[zone]) for zone in zones if zone in known]
    between = "、" if look.language is Language.ZH else ", "
    return between.join(words[:2]) if words else name


def asset_word(layout: Layout | None, asset_id: str, look: Look) -> str:
    """A thing of the site by its name, else by its id."""
    own = [a for a in layout.assets if a.id == asset_id] if layout is not None else []
    return look.name(own[0].name) if own else asset_id


def pull_word(pull: Pull, layout: Layout | None, look: Look) -> str:
    """One lever pulled, with the door's name or the factor."""
    word = translate("Forecast", LEVERS[pull.lever])
    if pull.lever is Lever.FIRE_SIZE:
        return f"{word} × {pull.value:g}"
    return f"{word}: {asset_word(layout, pull.target, look)}" if pull.target else word


def pulls_word(pulls: Sequence[Pull], layout: Layout | None, look: Look) -> str:
    """All levers of a what-if."""
    if not pulls:
        return translate("Forecast", "nothing is done")
    return " + ".join(pull_word(pull, layout, look) for pull in pulls)


def solver_word(name: str) -> str:
    """A model by its name in the language of the screen; one that is not known as it came."""
    return translate("Forecast", MODELS[name]) if name in MODELS else name


def model_word(forecast: Forecast) -> str:
    """Which model with how many members."""
    model = solver_word(forecast.model)
    return translate("Forecast", "{model}, {count} cases").format(
        model=model, count=forecast.members
    )


def past_word(past: Sequence[PastError]) -> str:
    """How earlier forecasts of this fire did, for the horizons that are known."""
    if not past:
        return translate("Forecast", "past error: not yet known")
    parts = [f"+{p.ahead_s / 60:g} min {_share(p.mean_abs_pct)}" for p in past]
    return translate("Forecast", "past error: {list}").format(list=" · ".join(parts))


def _share(pct: float) -> str:
    return f"{pct:.0f} %" if pct <= MOST_PCT else f"> {MOST_PCT:.0f} %"


def age_word(view: ForecastView) -> str:
    """How old the forecast is."""
    return translate("Forecast", "{age} old").format(age=age_text(view.age_s))


def sentences(*parts: str) -> str:
    """Texts that came from elsewhere as sentences, empty ones left out."""
    return " ".join(_sentence(part) for part in parts if part).replace("。 ", "。")


def refusal_word(said: Sequence[str]) -> str:
    """What the hub says when it refuses: why, and what to do."""
    return sentences(*(hub_word(part) for part in said))


def _sentence(text: str) -> str:
    """With a capital and one full stop, that of its script."""
    bare = text.rstrip(STOPS)
    is_chinese = bool(bare) and "\u4e00" <= bare[-1] <= "\u9fff"
    return f"{bare[:1].upper()}{bare[1:]}{'。' if is_chinese else '.'}"


def standing_word(view: ForecastView) -> tuple[str, str]:
    """What is the matter and what to do, where there is no living forecast."""
    match view.standing:
        case Standing.OFF:
            return (
                translate("Forecast", "This hub makes no forecasts"),
                hub_word(view.remedy)
                or translate("Forecast", "Switch them on in the hub's settings."),
            )
        case Standing.IDLE:
            return (
                translate("Forecast", "Nothing burns here"),
                translate("Forecast", "A forecast begins by itself with a fire alarm."),
            )
        case Standing.STARTING:
            return (
                translate("Forecast", "The first forecast is being made"),
                sentences(edge_word(view.state), hub_word(view.reason))
                or translate("Forecast", "It needs a few seconds."),
            )
        case Standing.FAILED:
            return (
                translate("Forecast", "The forecast failed"),
                sentences(hub_word(view.reason), hub_word(view.remedy) or until_then(view.state))
                or translate("Forecast", "Look at the hub's log."),
            )
        case Standing.STALE:
            return (
                translate("Forecast", "The forecast is late"),
                sentences(hub_word(view.reason), hub_word(view.remedy) or until_then(view.state))
                or translate("Forecast", "What is shown is as old as it says."),
            )
        case Standing.LIVE:
            return "", ""
