"""The commander by its clicks, keys and pictures."""

import time

import pytest
from commander_play import (
    FLEET,
    KEY,
    LEFT,
    NOTHING,
    SITE,
    burning,
    calm,
    incident,
    press,
    stage,
)
from msgspec.structs import replace
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.feed.contract import (
    Forecasts,
    ForecastStage,
    Incidents,
)
from app.screens.commander.window import CommanderWindow
from app.screens.view_models.forecast_standing import Standing
from sim.forecast.model import Series
from tests.support.example_fire import emptied
from tests.support.local_feed import LocalFeed


def test_before_the_hub_answers_the_screen_says_so(window: CommanderWindow) -> None:
    assert window.stack.currentWidget() is window.state_card


def test_without_a_fire_it_says_so_and_shows_a_kitchen(
    window: CommanderWindow, feed: LocalFeed
) -> None:
    calm(feed, window)
    assert window.stack.currentWidget() is window.scene
    assert window.scene.site_id == SITE
    assert window.scene.view.standing is Standing.IDLE
    assert not window.scene.levers.ask.isEnabled()
    assert not any(button.isEnabled() for button in window.scene.orders.choices)


@pytest.mark.parametrize(
    ("found", "standing"),
    [
        (ForecastStage.STARTING, Standing.STARTING),
        (ForecastStage.FAILED, Standing.FAILED),
        (ForecastStage.OFF, Standing.OFF),
    ],
)
def test_a_forecast_that_is_not_there_says_why(
    window: CommanderWindow, feed: LocalFeed, found: ForecastStage, standing: Standing
) -> None:
    calm(feed, window)
    feed.say(Incidents((incident(),), all=True), now=time.time_ns())
    stage(feed, window, found, reason="the worker ended", remedy="It is started again")
    assert window.scene.view.standing is standing
    assert window.scene.levers._said.text()
    assert not window.scene.slider._enabled


def test_a_poor_forecast_is_shown_without_what_it_lacks(
    window: CommanderWindow, feed: LocalFeed
) -> None:
    burning(feed, window)
    base = feed.newest.forecasts[SITE]
    feed.say(Forecasts((emptied(base),), all=True), now=time.time_ns())
    window.frames.tick()
    window.grab()
    assert window.scene.advice._advice is None


def test_a_forecast_in_which_nothing_happens_is_drawn(
    window: CommanderWindow, feed: LocalFeed
) -> None:
    burning(feed, window)
    base = feed.newest.forecasts[SITE]
    flat = tuple(0.0 for _ in base.times_s)
    still = Series(flat, flat, flat)
    quiet = replace(
        base.places[0], upper_c=still, layer_m=still, visibility_m=still, co_ppm=still,
        untenable=NOTHING, hot=NOTHING,
    )  # fmt: skip
    feed.say(Forecasts((replace(base, places=(quiet,)),), all=True), now=time.time_ns())
    window.frames.tick()
    for plot in window.scene.outcome.plots.values():
        low, high = plot._range()
        assert high > low
        plot.grab()


def test_the_slider_goes_where_it_is_clicked_and_the_scene_follows(
    qtbot: QtBot, window: CommanderWindow, feed: LocalFeed
) -> None:
    burning(feed, window)
    slider = window.scene.slider
    place = QPoint(round(slider._x(120.0)), slider.height() // 2)
    qtbot.mouseClick(slider, LEFT, pos=place)
    assert window.scene.at_s == pytest.approx(120, abs=3)
    outlook = window.scene.pair._outlooks[0]
    assert outlook.at_s == window.scene.at_s


def test_every_time_has_a_key(qtbot: QtBot, window: CommanderWindow, feed: LocalFeed) -> None:
    burning(feed, window)
    for key, wanted in ((KEY.Key_1, 60), (KEY.Key_5, 300), (KEY.Key_9, 600), (KEY.Key_0, 0)):
        press(qtbot, window, key)
        assert window.scene.at_s == wanted
    press(qtbot, window, KEY.Key_Right, KEY.Key_Right)
    assert window.scene.at_s == 20
    press(qtbot, window, KEY.Key_PageUp)
    assert window.scene.at_s == 60


def test_it_follows_the_worst_incident_until_a_site_is_chosen(
    qtbot: QtBot, window: CommanderWindow, feed: LocalFeed
) -> None:
    calm(feed, window)
    other = FLEET.sites[1].id
    feed.say(Incidents((incident(2, other),), all=True), now=time.time_ns())
    window.frames.tick()
    assert window.scene.site_id == other
    press(qtbot, window, KEY.Key_S)
    dialog = window._dialog
    qtbot.keyClicks(dialog.search, SITE)
    qtbot.keyClick(dialog.search, KEY.Key_Return)
    assert window.scene.site_id == SITE
    press(qtbot, window, KEY.Key_I)
    assert window.scene.site_id == other


def test_pages_by_click(qtbot: QtBot, window: CommanderWindow, feed: LocalFeed) -> None:
    burning(feed, window)
    for number, tab in enumerate(window.bar.tabs):
        qtbot.mouseClick(tab, LEFT)
        assert window.page == number


def texts(window: CommanderWindow) -> list[str]:
    found = [w for kind in (QLabel, QPushButton) for w in window.findChildren(kind)]
    return [w.text() for w in found if w.isVisible()]


def test_language_switches_live_and_leaves_nothing_behind(
    qtbot: QtBot, window: CommanderWindow, feed: LocalFeed
) -> None:
    burning(feed, window)
    before = texts(window)
    press(qtbot, window, KEY.Key_L)
    same = {a for a, b in zip(before, texts(window), strict=True) if a == b}
    assert not {text for text in same if text.isascii() and any(c.isalpha() for c in text)}
    press(qtbot, window, KEY.Key_L)
    assert texts(window) == before


@pytest.mark.parametrize("presses", [0, 1, 2])
def test_themes_switch_live(
    qtbot: QtBot, window: CommanderWindow, feed: LocalFeed, presses: int
) -> None:
    burning(feed, window)
    press(qtbot, window, *[KEY.Key_T] * presses)
    assert window.look.theme.name == ("night", "dusk", "day")[presses]
    image = window.grab().toImage()
    assert image.pixelColor(4, 4) == QColor(window.look.theme.tokens["background"])


def test_help_opens_and_any_key_closes_it(qtbot: QtBot, window: CommanderWindow) -> None:
    qtbot.keyClick(window, KEY.Key_Question)
    assert window.help.isVisible()
    qtbot.keyClick(window, KEY.Key_X)
    assert not window.help.isVisible()
