"""Every reason that an advice can give has its words in both languages."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from app.library import resource
from app.screens.i18n import Language, Translations
from app.screens.reasons import (
    REASONS,
    SOURCES,
    marks_word,
    reason_figures,
    reason_text,
    share_word,
    source_text,
    spare_word,
)
from sim.forecast.model import NEVER, Advice, Reason, Verdict
from sim.people.advice import UNKNOWN, reason_codes
from sim.people.criteria import load_criteria
from tests.app.screens.test_translations import folder, texts_of


def codes() -> list[str]:
    """What every advice by the packaged criteria can give, without the mark of unknown facts."""
    criteria = load_criteria(Path(str(resource("advice", "criteria.yaml"))))
    return sorted({code.removesuffix(UNKNOWN) for code in reason_codes(criteria)})


def test_every_code_has_a_sentence_and_no_sentence_is_left_over() -> None:
    assert set(codes()) == set(REASONS)


@pytest.mark.parametrize("code", codes())
def test_every_sentence_is_translated(code: str) -> None:
    text, done = texts_of(folder() / "zh_CN.ts")["Reasons", str(REASONS[code])]
    assert done
    assert text != REASONS[code]


def test_an_unknown_code_stands_as_it_came() -> None:
    assert "brand_new" in reason_text(Reason("brand_new", True, 1.0, 2.0, "s", ""))


def test_a_fact_that_is_not_known_says_so(qapp: object) -> None:
    reason = Reason(f"must_crawl{UNKNOWN}", False, NEVER, 1.8, "m", "")
    assert reason_text(reason) == REASONS["must_crawl"]
    assert reason_figures(reason) == "not known"
    translations = Translations()
    translations.use(Language.ZH)
    assert reason_figures(reason) == "未知"
    translations.use(Language.EN)


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (Reason("duct_involved", False, 0.0, 1.0, "", ""), "no"),
        (Reason("attempts_failed", True, 2.0, 2.0, "", ""), "2 (limit 2)"),
        (Reason("layer_hot", True, 190.0, 150.0, "degC", ""), "190 °C (limit 150 °C)"),
        (Reason("way_out_lost", False, NEVER, 60.0, "s", ""), "no end foreseen (limit 60 s)"),
    ],
)
def test_figures_stand_against_their_limit(reason: Reason, text: str) -> None:
    assert reason_figures(reason) == text


def test_every_packaged_source_is_told_in_both_languages() -> None:
    criteria = load_criteria(Path(str(resource("advice", "criteria.yaml"))))
    packaged = {one.source for one in (*criteria.evacuate, *criteria.extinguish)}
    assert packaged == {str(source) for source in SOURCES}


def test_a_source_that_a_site_wrote_stands_as_it_came() -> None:
    own = Reason("told", True, 1.0, 1.0, "", "fire plan of this house, page 3")
    assert source_text(own) == "fire plan of this house, page 3"


def test_units_of_a_source_are_written_as_people_write_them(qapp: object) -> None:
    reason = Reason("oil_small", True, 0.2, 0.5, "m2", "project choice: 0.5 m2 of oil")
    assert source_text(reason) == "project choice: 0.5 m² of oil"
    hot = "guides of tenability: 150 degC start leaving, 200 untenable"
    assert "150 °C" in source_text(Reason("layer_hot", True, 180.0, 150.0, "degC", hot))


def test_a_way_out_that_stays_open_is_not_called_unforeseen(qapp: object) -> None:
    open_ = Reason("way_out_lost", False, NEVER, 60.0, "s", "")
    smoke = Reason("smoke_filling", False, NEVER, 60.0, "s", "")
    assert reason_figures(open_).startswith("no end foreseen")
    assert reason_figures(smoke).startswith("not foreseen")


@pytest.mark.parametrize(
    ("verdict", "share", "marks"),
    [
        (Verdict.EVACUATE, "in 47 % of the cases", "■ for   □ against"),
        (Verdict.CONTAIN, "47 % sure", "■ forbids fighting it   □ allows it"),
        (Verdict.EXTINGUISH, "47 % sure", "■ for   □ against"),
    ],
)
def test_only_who_leaves_is_counted_in_cases(verdict: Verdict, share: str, marks: str) -> None:
    assert share_word(Advice(verdict=verdict, share=0.47, reasons=())) == share
    assert marks_word(verdict) == marks


def test_time_to_spare_is_told_where_it_ends() -> None:
    ends = Advice(verdict=Verdict.EVACUATE, share=1.0, reasons=(), margin_s=42.0)
    assert spare_word(ends) == "best way out: margin +0:42"
    assert spare_word(replace(ends, margin_s=NEVER)) == ""
