"""The themes keep what VISUAL promises to people's eyes."""

from itertools import combinations

import pytest
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from app.screens.i18n import Language
from app.screens.theme import (
    THEMES,
    Look,
    Size,
    ThemeError,
    fonts_missing,
    legible_px,
    load_theme,
    next_theme,
)
from tests.support.colour_sight import SIGHT, ciede2000, contrast, lab, linear, luminance, seen

GROUNDS = ("background", "surface1", "surface2")
MARKS = ("mark0", "mark1", "mark2", "mark3")
INKS = ("p0", "p1", "p2", "p3")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("token", "least"), [("text1", 7.0), ("text2", 4.5), ("text3", 3.0)])
def test_text_can_be_read_on_every_ground(theme: str, token: str, least: float) -> None:
    tokens = load_theme(theme).tokens
    assert min(contrast(tokens[token], tokens[ground]) for ground in GROUNDS) >= least


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("mark", MARKS)
def test_alarm_marks_stand_out_from_their_plate(theme: str, mark: str) -> None:
    tokens = load_theme(theme).tokens
    assert contrast(tokens[mark], tokens["plate"]) >= 7.0
    assert contrast(tokens[mark], tokens["on_mark"]) >= 7.0


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ink", [*INKS, "quality", "process"])
def test_lines_and_columns_stand_out_from_the_ground(theme: str, ink: str) -> None:
    tokens = load_theme(theme).tokens
    assert contrast(tokens[ink], tokens["background"]) >= 3.0  # WCAG 2.2, 1.4.11


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHT)
def test_priorities_differ_for_every_sight(theme: str, sight: str) -> None:
    tokens = load_theme(theme).tokens
    for one, other in combinations(MARKS, 2):
        assert ciede2000(seen(tokens[one], sight), seen(tokens[other], sight)) >= 15.0


@pytest.mark.parametrize("theme", THEMES)
def test_priorities_are_ordered_in_grey(theme: str) -> None:
    tokens = load_theme(theme).tokens
    greys = [luminance(tokens[mark]) for mark in MARKS]
    assert greys[0] < greys[1] < greys[2]
    assert len({round(grey, 2) for grey in greys}) == 4


def test_the_colour_difference_is_that_of_the_paper() -> None:
    # Sharma, Wu and Dalal 2005, table 1, pairs 1 and 25.
    import numpy as np

    pairs = [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ]
    for one, other, expected in pairs:
        assert ciede2000(np.array(one), np.array(other)) == pytest.approx(expected, abs=1e-4)
    assert lab(linear("#ffffff"))[0] == pytest.approx(100.0, abs=1e-3)


def test_a_theme_that_is_not_there_says_so() -> None:
    with pytest.raises(ThemeError, match="no theme"):
        load_theme("noon")


def test_themes_go_round() -> None:
    assert [next_theme(name) for name in THEMES] == ["dusk", "day", "night"]


def test_figures_are_tabular_and_both_scripts_are_there(qtbot: QtBot) -> None:
    assert fonts_missing() == []
    font = Look(load_theme("night"), Language.EN).font(Size.LARGE)
    widths = {QFontMetricsF(font).horizontalAdvance(figure) for figure in "0123456789"}
    assert len(widths) == 1


def test_a_wall_scales_with_distance() -> None:
    # control_room 2.6: 5 m, 0.634 mm pitch, 16 arc minutes: capitals 37 px high.
    assert legible_px(5.0, 0.634) * 0.714 == pytest.approx(36.7, abs=0.3)
