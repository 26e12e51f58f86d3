"""Levers, what-ifs and what they change, by clicks and keys."""

import time
from pathlib import Path

import pytest
from commander_play import (
    FLEET,
    KEY,
    LEFT,
    SITE,
    asked,
    burning,
    press,
    tried,
)
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from app.feed.contract import (
    Answer,
    Forecasts,
    WhatIf,
)
from app.screens.commander import main
from app.screens.commander.settings import CommanderSettings
from app.screens.commander.window import CommanderWindow
from app.screens.view_models.what_if import Quantity
from sim.forecast.model import Lever, Pull
from tests.support.local_feed import LocalFeed


def test_levers_by_clicks_become_one_request(
    qtbot: QtBot, window: CommanderWindow, feed: LocalFeed
) -> None:
    burning(feed, window)
    levers = window.scene.levers
    hood = next(row for row in levers.rows if row.row.choices[0] is Lever.STOP_HOOD)
    qtbot.mouseClick(hood.choices[0], LEFT)
    qtbot.mouseClick(levers.larger, LEFT)
    assert hood.choices[0].isChecked()
    qtbot.mouseClick(levers.ask, LEFT)
    (request,) = asked(feed, WhatIf)
    assert (request.site, request.at) == (SITE, 0)
    assert request.pulls == (Pull(Lever.STOP_HOOD), Pull(Lever.FIRE_SIZE, value=1.5))
    qtbot.mouseClick(levers.reset, LEFT)  # calls it off
    assert window.scene.board.pulls == request.pulls
    qtbot.mouseClick(levers.reset, LEFT)
    assert window.scene.board.pulls == ()


def test_levers_have_keys_and_a_branch_may_begin_earlier(
    qtbot: QtBot, window: CommanderWindow, feed: LocalFeed
) -> None:
    burning(feed, window)
    press(qtbot, window, KEY.Key_G, KEY.Key_B, KEY.Key_D, KEY.Key_Comma, KEY.Key_Comma, KEY.Key_W)
    (request,) = asked(feed, WhatIf)
    pulled = [pull.lever for pull in request.pulls]
    assert pulled == [Lever.CUT_GAS, Lever.CLOSE_DAMPER, Lever.OPEN_DOOR]
    assert time.time_ns() - request.at == pytest.approx(20e9, abs=2e9)


def test_a_what_if_can_be_called_off_and_is_then_not_shown(
    qtbot: QtBot, window: CommanderWindow, feed: LocalFeed
) -> None:
    feed.answers[WhatIf] = Answer(0, ok=True, token="21")
    burning(feed, window)
    scene = window.scene
    press(qtbot, window, KEY.Key_H, KEY.Key_W)
    assert scene.levers.reset.text().startswith("Cancel")
    assert "Computing" in scene.levers._said.text()
    qtbot.waitUntil(lambda: 21 in scene.wishes._waiting)
    qtbot.mouseClick(scene.levers.reset, LEFT)
    assert scene.levers.reset.text().startswith("Clear")
    assert scene.board.pulls == (Pull(Lever.STOP_HOOD),)  # it may be asked for again
    tried(feed, window, number=21)
    assert scene.branches.all == ()
    feed.answers[WhatIf] = Answer(0, ok=True, token="22")
    press(qtbot, window, KEY.Key_W)
    qtbot.waitUntil(lambda: 22 in scene.wishes._waiting)
    tried(feed, window, number=22)
    assert [one.number for one in scene.branches.all] == [22]
    assert scene.levers.reset.text().startswith("Clear")
    press(qtbot, window, KEY.Key_X)
    assert scene.board.pulls == ()


def test_reasons_that_do_not_decide_are_counted_and_a_low_window_is_terse(
    qtbot: QtBot, window: CommanderWindow, feed: LocalFeed
) -> None:
    burning(feed, window)
    card = window.scene.advice
    low = card.height()
    assert (card.is_open, card.left_out) == (False, 3)
    window.resize(1920, 1080)
    window.frames.tick()
    tall = card.height()
    assert tall > low  # each reason with its source
    press(qtbot, window, KEY.Key_E)
    assert (card.is_open, card.left_out) == (True, 0)
    assert card.height() > tall
    qtbot.mouseClick(card, LEFT)
    assert (card.is_open, card.height()) == (False, tall)


def test_a_site_of_the_same_drawing_starts_with_nothing_pulled(
    qtbot: QtBot, window: CommanderWindow, feed: LocalFeed
) -> None:
    burning(feed, window)
    press(qtbot, window, KEY.Key_H, KEY.Key_Plus)
    assert window.scene.board.pulls
    here = FLEET.sites[0].layout
    other = next(site.id for site in FLEET.sites[1:] if site.layout == here)
    window.open_site(other)
    assert window.scene.board.pulls == ()


def test_a_branch_never_begins_before_the_incident(
    qtbot: QtBot, window: CommanderWindow, feed: LocalFeed
) -> None:
    burning(feed, window)
    press(qtbot, window, *[KEY.Key_Comma] * 12)
    assert window.scene.back_s < 45  # the incident is 40 s old


def test_a_what_if_stands_beside_the_forecast_with_its_difference(
    qtbot: QtBot, window: CommanderWindow, feed: LocalFeed
) -> None:
    burning(feed, window)
    pair = window.scene.pair
    assert not pair.views[1].isVisible()
    tried(feed, window)
    assert pair.views[1].isVisible()
    assert window.scene.outcome.bars.isVisible()
    rows = window.scene.outcome.comparison.rows
    assert any(row.better == -1 for row in rows)
    press(qtbot, window, KEY.Key_V)
    assert not pair.views[1].isVisible()
    qtbot.mouseClick(window.scene.bar.buttons[1], LEFT)
    assert pair.views[1].isVisible()


def test_one_camera_serves_both_scenes(
    qtbot: QtBot, window: CommanderWindow, feed: LocalFeed
) -> None:
    burning(feed, window)
    tried(feed, window)
    one, other = window.scene.pair.views
    qtbot.waitUntil(lambda: one.is_settled and other.is_settled, timeout=20_000)
    qtbot.keyClick(one, KEY.Key_Left)
    assert one._camera == other._camera


def test_a_hotter_what_if_draws_a_wider_line_and_more_heat(
    window: CommanderWindow, feed: LocalFeed
) -> None:
    burning(feed, window)
    tried(feed, window)
    window.scene.go_to(60.0)
    base, other = window.scene.pair._outlooks
    reach = [max(x for line in o.lines[0].median for x, _ in line) for o in (base, other)]
    assert reach[1] > reach[0] + 0.1
    heat = [view._state.heat.mean() for view in window.scene.pair.views]
    assert heat[1] > heat[0] * 1.05


def test_the_right_scene_shows_what_the_what_if_changes(
    qtbot: QtBot, window: CommanderWindow, feed: LocalFeed
) -> None:
    burning(feed, window)
    tried(feed, window)
    window.scene.go_to(120.0)
    press(qtbot, window, KEY.Key_M)
    base, other = (view._state for view in window.scene.pair.views)
    assert (base.heat_zero, other.heat_zero) == (0.0, 0.5)
    assert other.heat_range[0] == -other.heat_range[1]
    assert other.heat.max() > 0.6  # hotter somewhere
    assert any("What changes" in word for word in other.outlook.words)
    window.scene.bar.difference.click()
    assert window.scene.pair.views[1]._state.heat_zero == 0.0


def test_without_a_map_the_difference_says_from_when(
    window: CommanderWindow, feed: LocalFeed
) -> None:
    burning(feed, window)
    base = feed.newest.forecasts[SITE]
    late = tuple(field for field in base.heat if field.at_s >= 60)
    feed.say(Forecasts((replace(base, heat=late),), all=True), now=time.time_ns())
    window.frames.tick()
    tried(feed, window)
    window.scene.bar.difference.click()
    window.scene.go_to(0.0)
    state = window.scene.pair.views[1]._state
    assert state.heat is None
    assert any("before +1:00" in word for word in state.outlook.words)


def test_the_bars_show_the_figures_that_decide(window: CommanderWindow, feed: LocalFeed) -> None:
    burning(feed, window)
    tried(feed, window)
    shown = [row.quantity for row in window.scene.outcome.bars.shown]
    assert shown[:3] == [Quantity.ASET, Quantity.MARGIN, Quantity.PEAK]
    window.resize(1920, 1080)
    window.frames.tick()
    shown = [row.quantity for row in window.scene.outcome.bars.shown]
    assert {Quantity.HOT, Quantity.FLASHOVER} <= set(shown)
    window.scene.outcome.bars.grab()


def test_pictures_are_taken_with_a_what_if_beside_the_forecast(
    qtbot: QtBot,
    window: CommanderWindow,
    feed: LocalFeed,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    taken: list[int] = []
    monkeypatch.setattr(
        main, "screenshots", lambda window, _: taken.append(len(window.scene.branches.all))
    )
    settings = CommanderSettings(screenshots=tmp_path, screenshot_after_s=0.0)
    burning(feed, window)
    main._take_pictures_and_leave(window, settings)
    (request,) = asked(feed, WhatIf)
    assert request.pulls == (Pull(Lever.STOP_HOOD),)
    assert window.scene.board.pulls == ()
    tried(feed, window)
    qtbot.waitUntil(lambda: bool(taken))
    assert taken == [1]
