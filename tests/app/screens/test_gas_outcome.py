"""Curves and differences of a gas leak."""

import numpy as np
import pytest
from made_fire import fire
from made_parts import FLAT, NOTHING, gas, kitchen_fire
from msgspec.structs import replace
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from app.screens.commander.lanes import lanes_of
from app.screens.difference_words import change_word, value_word
from app.screens.errands import refusal_word
from app.screens.i18n import Language, Translations
from app.screens.kitchen_words import when_word
from app.screens.theme import Look, load_theme
from app.screens.view_models.gas_outcome import gas_outcome, is_explosive
from app.screens.view_models.kitchen_parts import Part, PartLine
from app.screens.view_models.what_if import Quantity
from app.screens.widgets.band_plot import BandPlot
from app.screens.widgets.outcome_panel import OutcomePanel
from sim.forecast.model import NEVER, Advice, Arrival, Forecast, Reason, Series, Verdict
from sim.forecast.parts import GasForecast, Hazard
from tests.support.kitchens import three_kitchens
from twin.clock import NS_PER_S

FLEET = three_kitchens()
LAYOUT = FLEET.layout_of(FLEET.sites[0])
EN = Look(load_theme("night"), Language.EN)


def leak(**more: object) -> Forecast:
    return kitchen_fire(hazard=Hazard.GAS, **more)


def shut() -> GasForecast:
    """The same leak with its valve shut: a what-if has that one course."""
    end = Arrival(200.0, 260.0, 400.0, 1.0)
    course = replace(gas().choices[0], at_50=NOTHING, below_10=end)
    return replace(gas(), choices=(course,))


def test_every_course_has_its_curve_on_one_scale() -> None:
    outcome = gas_outcome(leak(), None)
    assert outcome is not None
    assert [course.choice for course in outcome.courses] == ["as_is", "valve_shut"]
    assert outcome.top == max(FLAT.high)
    assert outcome.rows == ()


def test_a_what_if_that_ends_a_leak_is_told_as_safer() -> None:
    outcome = gas_outcome(leak(), leak(gas=(shut(),)))
    assert outcome is not None
    assert [len(course.curves) for course in outcome.courses] == [2]
    rows = {row.quantity: row for row in outcome.rows}
    assert change_word(rows[Quantity.LEL_50]) == "▲ no more"
    assert change_word(rows[Quantity.LEL_GONE]) == "▲ new"
    assert change_word(rows[Quantity.LEL_PEAK]) == "= the same"


def test_a_fire_with_a_leak_beside_it_keeps_its_own_curves() -> None:
    assert gas_outcome(kitchen_fire(), None) is None
    assert gas_outcome(leak(gas=()), None) is None


def advised(code: str, *, holds: bool) -> Forecast:
    reason = Reason(code, holds, 18.0, 25.0, "%LEL", "")
    return leak(advice=Advice(verdict=Verdict.CONTAIN, share=0.6, reasons=(reason,)))


@pytest.mark.parametrize(
    ("forecast", "explosive"),
    [
        (leak(advice=None), True),
        (fire(), False),
        (leak(gas=(replace(gas(), choices=()),)), False),
        (advised("gas_explosive", holds=True), True),
        (advised("gas_explosive", holds=False), False),
        (advised("gas_explosive.unknown", holds=True), True),
    ],
    ids=["a leak past the first alarm", "a fire", "no course", "advice: leave", "advice: stay",
         "no head left to ask"],
)  # fmt: skip
def test_a_way_out_through_gas_is_not_called_safe(forecast: Forecast, explosive: bool) -> None:
    assert is_explosive(forecast) is explosive


def test_the_panel_shows_gas_in_place_of_smoke(qtbot: QtBot) -> None:
    panel = OutcomePanel(EN)
    qtbot.addWidget(panel)
    panel.resize(1200, 180)
    panel.show()
    panel.show_outcome(leak(), None, LAYOUT, at_s=300.0)
    seen = [plot for plot in panel.plots.values() if plot.isVisible()]
    assert len(seen) == 2
    assert not panel.bars.isVisible()
    panel.show_outcome(leak(), leak(gas=(shut(),)), LAYOUT, at_s=300.0)
    assert [row.quantity for row in panel.bars.shown][:2] == [Quantity.LEL_100, Quantity.LEL_50]
    panel.show_outcome(fire(), None, LAYOUT, at_s=300.0)
    assert sum(plot.isVisible() for plot in panel.plots.values()) == 4


def test_the_same_curves_are_not_painted_again(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel, base, told = OutcomePanel(EN), fire(), []
    qtbot.addWidget(panel)
    monkeypatch.setattr(panel, "_show", lambda *_: told.append(1))
    for at_s in (60.0, 60.0, 120.0):
        panel.show_outcome(base, None, LAYOUT, at_s=at_s)
    assert len(told) == 2
    panel.show_outcome(replace(base, number=8), None, LAYOUT, at_s=120.0)
    panel.on_look()  # another language or theme
    panel.show_outcome(base, None, LAYOUT, at_s=120.0)
    assert len(told) == 4


def test_a_what_if_of_a_leak_has_lanes_of_its_own() -> None:
    lanes = lanes_of(leak(), leak(gas=(shut(),)), LAYOUT, EN, tall=True)
    assert [lane.is_need for lane in lanes] == [False, True, False, True]


def test_a_time_beyond_the_horizon_is_not_called_in_so_long() -> None:
    late = PartLine(Part.GAS_CHOICE, "store", Arrival(430.0, NEVER, NEVER, 0.2))
    assert when_word(late) == "> 10:00 (7:10 – > 10:00)"


def test_what_the_hub_refuses_is_a_sentence_in_the_language_in_use(qtbot: QtBot) -> None:
    said = "no lever is pulled", "Choose one of the last 15 min"
    assert refusal_word(said) == "No lever is pulled. Choose one of the last 15 min."
    alone = refusal_word(("2 fires share 1 workers, each about every 9 s",))
    assert alone == "2 fires share 1 worker, each about every 9 s."
    translations = Translations()
    translations.use(Language.ZH)
    try:
        assert refusal_word(said) == "尚未选择措施。请在最近 15 分钟内选择。"
        late = refusal_word(("3 fires share 2 workers, each about every 20 s",))
        assert "3 处火情" in late
        assert "20 s" in late
    finally:
        translations.use(Language.EN)


def test_what_has_come_already_is_no_gain_of_a_later_what_if() -> None:
    there = replace(gas().choices[0], at_50=Arrival(0.0, 0.0, 0.0, 1.0))
    mine = leak(gas=(replace(gas(), choices=(there,)),))
    later = replace(mine, made_at=mine.made_at + 8 * NS_PER_S)
    outcome = gas_outcome(mine, later)
    assert outcome is not None
    assert {row.better for row in outcome.rows} == {0}


def test_far_beyond_the_explosive_limit_more_says_no_more() -> None:
    thick = Series(*(tuple(1500.0 for _ in FLAT.high) for _ in range(3)))
    mine = leak(gas=(replace(gas(), choices=(replace(gas().choices[0], pct_lel=thick),)),))
    outcome = gas_outcome(mine, leak(gas=(shut(),)))
    assert outcome is not None
    peak = next(row for row in outcome.rows if row.quantity is Quantity.LEL_PEAK)
    assert value_word(peak, peak.base, 600.0) == "> 200 %LEL"
    assert peak.better == 1


def test_what_leaves_the_axis_runs_along_its_edge(qtbot: QtBot) -> None:
    plot = BandPlot(EN)
    qtbot.addWidget(plot)
    box, values = QRectF(40, 26, 200, 100), np.array([50.0, 900.0])
    spots = plot._points(box, np.array([0.0, 600.0]), values, (0.0, 200.0))
    assert [spot.y() for spot in spots] == [101.0, 26.0]
