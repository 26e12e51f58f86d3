"""What every reason of an advice is about, by its code: neutral words, since a reason may speak for
the verdict or against it; the figures beside them tell which."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.screens.i18n import translate
from app.screens.view_models.forecast_text import margin_text, reason_value
from sim.forecast.model import NEVER, Advice, Reason, Verdict

UNKNOWN = ".unknown"
REASONS: dict[str, object] = {
    "gas_explosive": QT_TRANSLATE_NOOP("Reasons", "Most gas, till below 10 %LEL"),
    "gas_coming": QT_TRANSLATE_NOOP("Reasons", "Until 25 %LEL, walk done"),
    "way_out_lost": QT_TRANSLATE_NOOP("Reasons", "Best way out, walk done"),
    "duct_involved": QT_TRANSLATE_NOOP("Reasons", "The duct burns"),
    "cylinders_heated": QT_TRANSLATE_NOOP("Reasons", "Cylinders get hot"),
    "fire_large": QT_TRANSLATE_NOOP("Reasons", "Burning area"),
    "partly_hidden": QT_TRANSLATE_NOOP("Reasons", "Part of the fire is hidden"),
    "out_of_reach": QT_TRANSLATE_NOOP("Reasons", "The fire can be reached standing"),
    "must_crawl": QT_TRANSLATE_NOOP("Reasons", "Smoke layer"),
    "heat_felt": QT_TRANSLATE_NOOP("Reasons", "Heat felt at 3 m"),
    "smoke_filling": QT_TRANSLATE_NOOP("Reasons", "Smoke reaches head height in"),
    "attempts_failed": QT_TRANSLATE_NOOP("Reasons", "Failed attempts"),
    "no_control": QT_TRANSLATE_NOOP("Reasons", "Fought without control for"),
    "layer_hot": QT_TRANSLATE_NOOP("Reasons", "Upper layer"),
    "head_hot": QT_TRANSLATE_NOOP("Reasons", "At head height"),
    "co_high": QT_TRANSLATE_NOOP("Reasons", "Carbon monoxide"),
    "fire_confirmed": QT_TRANSLATE_NOOP("Reasons", "The fire is confirmed"),
    "way_out_clear": QT_TRANSLATE_NOOP("Reasons", "Way out behind the fighters"),
    "somebody_there": QT_TRANSLATE_NOOP("Reasons", "Somebody is there already"),
    "first_item_only": QT_TRANSLATE_NOOP("Reasons", "Only the first item burns"),
    "flame_low": QT_TRANSLATE_NOOP("Reasons", "Flame height"),
    "one_vessel": QT_TRANSLATE_NOOP("Reasons", "Vessels of burning oil"),
    "oil_small": QT_TRANSLATE_NOOP("Reasons", "Burning oil surface"),
    "trained": QT_TRANSLATE_NOOP("Reasons", "A trained person is there"),
    "right_extinguisher": QT_TRANSLATE_NOOP("Reasons", "The right extinguisher is there"),
    "told": QT_TRANSLATE_NOOP("Reasons", "119 and colleagues are told"),
    "gas_low": QT_TRANSLATE_NOOP("Reasons", "Gas in the air"),
    "no_gas_flame": QT_TRANSLATE_NOOP("Reasons", "Gas feeds the flame"),
    "nothing_burns": QT_TRANSLATE_NOOP("Reasons", "Something burns"),
}
# Where the packaged criteria have their limits from; what a site writes stands as it came.
SOURCES: tuple[object, ...] = (
    QT_TRANSLATE_NOOP(
        "Sources",
        "GB/T 50493-2019 5.5: first level at most 25 %LEL; back in below 10 %LEL, project choice",
    ),
    QT_TRANSLATE_NOOP("Sources", "25 %LEL foreseen; 60 s to spare as at a way out, project choice"),
    QT_TRANSLATE_NOOP("Sources", "OSHA: the exit may be blocked; 60 s project choice"),
    QT_TRANSLATE_NOOP("Sources", "hidden fire, 30 min and more: fire services"),
    QT_TRANSLATE_NOOP("Sources", "project choice: cylinders may burst"),
    QT_TRANSLATE_NOOP("Sources", "OSHA: more than 60 square feet"),
    QT_TRANSLATE_NOOP("Sources", "OSHA: partly hidden"),
    QT_TRANSLATE_NOOP("Sources", "OSHA: cannot be reached standing"),
    QT_TRANSLATE_NOOP("Sources", "OSHA: must crawl; head height 1.8 m"),
    QT_TRANSLATE_NOOP(
        "Sources", "OSHA: heat felt at 3 to 4.6 m; strong sun is 1 kW/m2, project choice"
    ),
    QT_TRANSLATE_NOOP("Sources", "OSHA: smoke quickly filling; 60 s project choice"),
    QT_TRANSLATE_NOOP("Sources", "second attempt failed"),
    QT_TRANSLATE_NOOP("Sources", "project choice: 30 s without control"),
    QT_TRANSLATE_NOOP("Sources", "guides of tenability: 150 degC start leaving, 200 untenable"),
    QT_TRANSLATE_NOOP("Sources", "guides of tenability: gas at head height"),
    QT_TRANSLATE_NOOP("Sources", "high-high alarm of the CO heads; NIOSH ceiling 200 ppm"),
    QT_TRANSLATE_NOOP("Sources", "GB 25201-2010 5.3: confirm first"),
    QT_TRANSLATE_NOOP("Sources", "clear way out behind; 60 s project choice"),
    QT_TRANSLATE_NOOP("Sources", "project choice: nobody is sent in"),
    QT_TRANSLATE_NOOP("Sources", "fire confined to the first item"),
    QT_TRANSLATE_NOOP("Sources", "flame below head height"),
    QT_TRANSLATE_NOOP("Sources", "project choice: one oil vessel"),
    QT_TRANSLATE_NOOP("Sources", "project choice: 0.5 m2 of oil"),
    QT_TRANSLATE_NOOP("Sources", "trained person"),
    QT_TRANSLATE_NOOP("Sources", "right extinguisher; cooking oil: class F"),
    QT_TRANSLATE_NOOP("Sources", "119 and colleagues told"),
    QT_TRANSLATE_NOOP("Sources", "no switching and no flame from 10 %LEL"),
    QT_TRANSLATE_NOOP("Sources", "a gas flame that cannot be shut off is not blown out"),
)
UNITS = {"degC": "°C", "m2": "m²", "kW/m2": "kW/m²"}
WRITTEN = (("degC", "°C"), ("m2", "m²"))
WAYS_OUT = ("way_out_lost", "way_out_clear")
COUNTS = ("attempts_failed", "one_vessel")


def reason_text(reason: Reason) -> str:
    """What a reason is about; an unknown code stands as it came."""
    known = REASONS.get(plain_code(reason))
    if known is None:
        return translate("Reasons", "reason “{code}”").format(code=reason.code)
    return translate("Reasons", known)


def source_text(reason: Reason) -> str:
    """Where its limit comes from."""
    known = reason.source in SOURCES
    text = translate("Sources", reason.source) if known else reason.source
    for plain, written in WRITTEN:
        text = text.replace(plain, written)
    return text


def marks_word(verdict: Verdict) -> str:
    """What the squares before reasons mean. To contain is what is left where an attempt is not
    allowed: its reasons are told by what they say to that."""
    if verdict is Verdict.CONTAIN:
        return translate("AdviceCard", "■ forbids fighting it   □ allows it")
    return translate("AdviceCard", "■ for   □ against")


def share_word(advice: Advice) -> str:
    """In how many cases people leave; else how sure, which what is not known lessens."""
    share = 100 * advice.share
    if advice.verdict is Verdict.EVACUATE:
        return translate("AdviceCard", "in {share:.0f} % of the cases").format(share=share)
    return translate("AdviceCard", "{share:.0f} % sure").format(share=share)


def spare_word(advice: Advice) -> str:
    """The margin of the best way out, as its own line tells it; empty when one stays open."""
    if advice.margin_s == NEVER:
        return ""
    return translate("AdviceCard", "best way out: margin {margin}").format(
        margin=margin_text(advice.margin_s)
    )


def plain_code(reason: Reason) -> str:
    """The code without the mark of a fact that is not known."""
    return reason.code.removesuffix(UNKNOWN)


def is_unknown(reason: Reason) -> bool:
    """True when the fact behind it is not known."""
    return reason.code.endswith(UNKNOWN)


def reason_figures(reason: Reason) -> str:
    """The value against its limit, in words for yes and no."""
    limit = _figure(reason, reason.limit)
    if is_unknown(reason):
        return translate("Reasons", "not known")
    if _is_yes_or_no(reason):
        return _figure(reason, reason.value)
    if reason.value == NEVER and reason.unit == "s":
        stays = plain_code(reason) in WAYS_OUT
        value = (
            translate("Reasons", "no end foreseen") if stays
            else translate("Reasons", "not foreseen")
        )  # fmt: skip
    else:
        value = _figure(reason, reason.value)
    return translate("Reasons", "{value} (limit {limit})").format(value=value, limit=limit)


def _is_yes_or_no(reason: Reason) -> bool:
    return not reason.unit and plain_code(reason) not in COUNTS


def _figure(reason: Reason, value: float) -> str:
    if _is_yes_or_no(reason):
        return translate("Reasons", "yes") if value else translate("Reasons", "no")
    return reason_value(value, UNITS.get(reason.unit, reason.unit))
