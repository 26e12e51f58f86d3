"""Oil, links, duct and gas of a forecast in short lines."""

import pytest
from made_fire import LAYOUT, fire
from made_parts import NOTHING, duct, gas, kitchen_fire, oil
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from app.screens.commander.lanes import lanes_of
from app.screens.i18n import Language, Translations
from app.screens.kitchen_words import corrected_word, part_word, when_word
from app.screens.theme import Look, load_theme
from app.screens.view_models.isolines import Danger, isolines
from app.screens.view_models.kitchen_parts import Part, PartLine, part_lines
from app.screens.wall.outlooks import heat_picture
from app.screens.widgets.parts_card import PartsCard
from sim.forecast.model import NEVER, Arrival, Forecast
from sim.forecast.parts import Hazard

EN = Look(load_theme("night"), Language.EN)


def told(forecast: Forecast, look: Look = EN) -> list[str]:
    return [f"{part_word(line, LAYOUT, look)} {when_word(line)}" for line in part_lines(forecast)]


def test_oil_tells_when_it_ignites_by_itself_with_its_band() -> None:
    lines = told(kitchen_fire())
    assert any("Oil autoignites (Deep fryer 1) in 2:10 (1:20 – 3:30)" in line for line in lines)


def test_burning_oil_tells_when_it_burns_again_and_for_how_long_it_may() -> None:
    (again, danger) = told(kitchen_fire(oil=(oil(burning=1.0),), links=(), duct=None, gas=()))
    assert again.endswith("Oil burns again (Deep fryer 1) in 4:00 (3:20 – > 10:00)")
    assert danger.endswith("Re-ignition possible (Deep fryer 1) for 12:00 (10:00 – 15:00)")


def test_the_duct_tells_its_next_place_and_what_stopping_would_change() -> None:
    lines = told(kitchen_fire(oil=(), links=(), gas=()))
    assert lines == [
        "Duct fire reaches the roof in 3:00 (2:30 – 4:20)",
        "… with the fan stopped in 6:50 (5:00 – > 10:00)",
        "… with the damper shut > 10:00",
    ]


def test_gas_tells_the_next_level_and_what_shutting_the_valve_would_do() -> None:
    lines = told(kitchen_fire(oil=(), links=(), duct=None))
    assert lines[0].startswith("50 %LEL in Store room, over the floor in 2:10")
    assert lines[1] == "Valve shut: below 10 %LEL in 4:20 (3:20 – 6:40)"


@pytest.mark.parametrize(
    ("hazard", "first"),
    [
        (Hazard.FIRE, Part.LINK_OPENS),  # what comes soonest
        (Hazard.DUCT, Part.DUCT_REACHES),
        (Hazard.GAS, Part.GAS_REACHES),
    ],
)
def test_what_the_hazard_is_about_comes_first(hazard: Hazard, first: Part) -> None:
    assert part_lines(kitchen_fire(hazard=hazard))[0].part is first


def test_what_is_there_already_and_what_never_comes_have_words() -> None:
    now = PartLine(Part.LINK_OPENS, "FRY-01", Arrival(0.0, 0.0, 0.0, 1.0))
    part = PartLine(Part.LINK_OPENS, "FRY-01", Arrival(0.0, 40.0, NEVER, 0.8))
    half = PartLine(Part.LINK_OPENS, "FRY-01", Arrival(0.0, 0.0, 20.0, 1.0))
    never = PartLine(Part.LINK_OPENS, "FRY-01", NOTHING)
    soon = PartLine(Part.LINK_OPENS, "FRY-01", Arrival(0.0, 0.4, 37.0, 1.0))
    assert [when_word(line) for line in (now, part, half, soon, never)] == [
        "now", "in 0:40 (now – > 10:00)", "now (now – 0:20)", "now (now – 0:37)", "> 10:00",
    ]  # fmt: skip


def test_a_forecast_without_parts_and_one_with_empty_parts_say_nothing() -> None:
    assert part_lines(fire()) == []
    bare = {"duct": replace(duct(), choices=()), "gas": (replace(gas(), choices=()),)}
    assert part_lines(kitchen_fire(oil=(), links=(), **bare)) == []


def test_both_languages_tell_them(qtbot: QtBot) -> None:
    translations = Translations()
    translations.use(Language.ZH)
    try:
        lines = told(kitchen_fire(), Look(load_theme("day"), Language.ZH))
    finally:
        translations.use(Language.EN)
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in line) for line in lines)


def test_the_card_is_there_only_with_something_to_say(qtbot: QtBot) -> None:
    card = PartsCard(EN)
    qtbot.addWidget(card)
    card.show_forecast(fire(), LAYOUT)
    assert not card.isVisible()
    card.show_forecast(kitchen_fire(), LAYOUT)
    assert card.isVisible()
    assert len(card.lines) >= 6
    card.resize(360, card.height())
    card.grab()
    assert "distance 0.08" in corrected_word(kitchen_fire().corrected[0])


def test_a_leak_without_a_fire_is_drawn_as_gas_alone() -> None:
    leak = kitchen_fire(hazard=Hazard.GAS)
    lanes = [lane.word for lane in lanes_of(leak, None, LAYOUT, EN, tall=True)]
    assert lanes == ["25 %LEL: Store room", "50 %LEL: Store room", "100 %LEL: Store room"]
    assert {line.danger for line in isolines(leak, LAYOUT, 300.0)} == {Danger.GAS}
    assert heat_picture(leak, 300.0) is None


def test_over_the_slider_a_duct_fire_tells_when_it_reaches_the_roof() -> None:
    burning = lanes_of(kitchen_fire(hazard=Hazard.DUCT), None, LAYOUT, EN, tall=False)
    assert burning[-1].word == "Duct fire reaches the roof"
    plain = lanes_of(fire(), None, LAYOUT, EN, tall=True)
    assert [lane.word for lane in plain][1:] == [
        "60 °C at head height", "Sight below 10 m", "Flashover",
    ]  # fmt: skip
