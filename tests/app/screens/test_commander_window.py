"""The commander by its clicks, keys and pictures."""

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.feed.contract import (
    Answer,
    Forecasts,
    ForecastStage,
    ForecastState,
    ForecastStates,
    Incidents,
    Journal,
    JournalEntry,
    Order,
    WhatIf,
)
from app.screens.commander.settings import CommanderSettings
from app.screens.commander.window import CommanderWindow
from app.screens.forecast_words import told_word
from app.screens.i18n import Language, Translations
from app.screens.scene3d.renderer import RenderThread
from app.screens.scene3d.view import KitchenView
from app.screens.view_models.forecast_standing import Standing
from app.screens.view_models.order_desk import OrderStep
from app.screens.words import journal_text
from sim.forecast.model import NEVER, Arrival, Lever, Pull, Series
from tests.support.example_fire import emptied, example_fire
from tests.support.kitchens import three_kitchens, three_kitchens_table
from tests.support.local_feed import LocalFeed, alarms_of, values_of
from twin.incident.model import Incident, IncidentState
from twin.site.model import Fleet, Priority

FLEET: Fleet = three_kitchens()
SITE = FLEET.sites[0].id
TABLE = three_kitchens_table()
KEY = Qt.Key
LEFT = Qt.MouseButton.LeftButton
NOTHING = Arrival(NEVER, NEVER, NEVER, 0.0)


@pytest.fixture
def feed() -> LocalFeed:
    return LocalFeed()


@pytest.fixture(scope="module")
def renderer(qapp: QApplication) -> Iterator[RenderThread]:
    """One render thread for all tests, running before the first begins."""
    thread = RenderThread()
    first = KitchenView(thread)
    first.set_site(FLEET, SITE, 0)
    first.show()
    while not thread.is_running:
        qapp.processEvents()
    first.dispose()
    first.close()
    yield thread
    thread.close()


@pytest.fixture
def window(qtbot: QtBot, feed: LocalFeed, renderer: RenderThread) -> Iterator[CommanderWindow]:
    settings = CommanderSettings(feed="", token="", width=1366, height=768)
    translations = Translations()
    made = CommanderWindow(feed, settings, translations, renderer)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    translations.use(Language.EN)
    made.deleteLater()
    qtbot.wait(20)


def incident(number: int = 1, site: str = SITE) -> Incident:
    now = time.time_ns()
    return Incident(
        id=f"I-{number}", trace="t", site=site, zone="line", state=IncidentState.PENDING,
        priority=Priority.P0, first_out=TABLE.definitions[0].id, opened=now - 40 * 10**9,
        changed=now,
    )  # fmt: skip


def calm(feed: LocalFeed, window: CommanderWindow) -> None:
    now = time.time_ns()
    feed.welcome(FLEET, now=now)
    points = TABLE.points.points
    value = np.array([sum(p.normal) / 2 if p.normal else 0.0 for p in points])
    n = len(points)
    feed.say(values_of(np.arange(n), value, np.zeros(n), np.full(n, now)), now=now)
    feed.say(alarms_of(everything=True), now=now)
    window.frames.tick()


def burning(feed: LocalFeed, window: CommanderWindow, **more: object) -> None:
    """A fire at the first site with a forecast a second old."""
    calm(feed, window)
    now = time.time_ns()
    feed.say(Incidents((incident(),), all=True), now=now)
    made = example_fire(SITE, "I-1", made_at=now - 10**9, **more)  # type: ignore[arg-type]  # a test's own words
    feed.say(Forecasts((made,), all=True), now=now)
    stage(feed, window, ForecastStage.RUNNING)


def stage(feed: LocalFeed, window: CommanderWindow, found: ForecastStage, **more: object) -> None:
    state = ForecastState(site=SITE, stage=found, incident="I-1", **more)  # type: ignore[arg-type]  # as above
    feed.say(ForecastStates((state,), all=True), now=time.time_ns())
    window.frames.tick()


def tried(feed: LocalFeed, window: CommanderWindow, number: int = 21) -> None:
    """A what-if has come."""
    base = feed.newest.forecasts[SITE]
    made = example_fire(
        SITE, "I-1", made_at=base.made_at, number=number, base=base.number,
        pulls=(Pull(Lever.STOP_HOOD),), pace=1.4,
    )  # fmt: skip
    feed.say(Forecasts((made,)), now=time.time_ns())
    window.frames.tick()


def asked(feed: LocalFeed, kind: type) -> list[object]:
    return [request for request in feed.asked if isinstance(request, kind)]


def press(qtbot: QtBot, window: CommanderWindow, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(window.focusWidget() or window, key)


# Absence


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


# Time


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


# Levers and what-if


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
    qtbot.mouseClick(levers.reset, LEFT)
    assert window.scene.board.pulls == ()


def test_levers_have_keys_and_a_branch_may_begin_earlier(
    qtbot: QtBot, window: CommanderWindow, feed: LocalFeed
) -> None:
    burning(feed, window)
    press(qtbot, window, KEY.Key_G, KEY.Key_D, KEY.Key_Comma, KEY.Key_Comma, KEY.Key_W)
    (request,) = asked(feed, WhatIf)
    assert [pull.lever for pull in request.pulls] == [Lever.CUT_GAS, Lever.OPEN_DOOR]
    assert time.time_ns() - request.at == pytest.approx(20e9, abs=2e9)


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
    assert window.scene.outcome.table.isVisible()
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
    qtbot.waitUntil(lambda: one.is_settled and other.is_settled, timeout=8000)
    qtbot.keyClick(one, KEY.Key_Left)
    assert one._camera == other._camera


def test_a_hotter_what_if_draws_a_wider_line_and_more_heat(
    window: CommanderWindow, feed: LocalFeed
) -> None:
    burning(feed, window)
    tried(feed, window)
    window.scene.go_to(60.0)
    base, other = window.scene.pair._outlooks
    reach = [max(x for line in o.median for x, _ in line) for o in (base, other)]
    assert reach[1] > reach[0] + 0.1
    heat = [view._state.heat.mean() for view in window.scene.pair.views]
    assert heat[1] > heat[0] * 1.05


# Orders


def test_an_order_takes_two_clicks_and_the_hub_hears_both(
    qtbot: QtBot, window: CommanderWindow, feed: LocalFeed
) -> None:
    burning(feed, window)
    orders = window.scene.orders
    token = Answer(0, ok=True, token="t-1", expires=time.time_ns() + 30 * 10**9)
    feed.answers[Order] = token
    qtbot.mouseClick(orders.choices[0], LEFT)
    qtbot.waitUntil(lambda: window.desk.step is OrderStep.SELECTED)
    assert orders.hand_over.isVisible()
    assert not orders.choices[0].isVisible()
    feed.answers[Order] = Answer(0, ok=True)
    qtbot.mouseClick(orders.hand_over, LEFT)
    qtbot.waitUntil(lambda: window.desk.step is OrderStep.IDLE)
    first, second = asked(feed, Order)
    assert (first.code, first.confirm) == ("evacuate", False)
    assert (second.confirm, second.token, second.incident) == (True, "t-1", "I-1")


def test_escape_lets_an_order_go_and_enter_alone_orders_nothing(
    qtbot: QtBot, window: CommanderWindow, feed: LocalFeed
) -> None:
    burning(feed, window)
    press(qtbot, window, KEY.Key_Return)
    assert asked(feed, Order) == []
    feed.answers[Order] = Answer(0, ok=True, token="t", expires=time.time_ns() + 30 * 10**9)
    press(qtbot, window, KEY.Key_F3)
    qtbot.waitUntil(lambda: window.desk.step is OrderStep.SELECTED)
    press(qtbot, window, KEY.Key_Escape, KEY.Key_Return)
    assert [order.confirm for order in asked(feed, Order)] == [False]


def test_orders_of_the_incident_stand_under_the_buttons(
    window: CommanderWindow, feed: LocalFeed
) -> None:
    burning(feed, window)
    entry = JournalEntry(
        1,
        time.time_ns(),
        0,
        "order",
        SITE,
        -1,
        -1,
        -1,
        0.0,
        "chief",
        "handed over: close_door DOOR-01",
        "I-1",
    )
    feed.say(Journal((entry,)), now=time.time_ns())
    window.frames.tick()
    assert [e.by for e in window.scene.orders._entries] == ["chief"]
    tables = feed.newest.tables
    assert "Close door: Fire door to dining room" in journal_text(entry, tables, window.look)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("first: evacuate, fire 130 kW (90 to 180), number 1", "first forecast: Evacuate"),
        ("verdict: contain to evacuate, fire 90 kW, number 4", "advice: Contain → Evacuate"),
        ("failed: the worker ended", "The forecast failed"),
        ("something newer", "something newer"),
    ],
)
def test_the_journal_of_forecasts_is_told_in_words(text: str, wanted: str) -> None:
    assert told_word(text) == wanted


# Places


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


def test_the_report_is_read_and_saved(
    qtbot: QtBot, window: CommanderWindow, feed: LocalFeed, tmp_path: Path
) -> None:
    burning(feed, window)
    tried(feed, window)
    window.turn(2)
    text = window.report.view.toPlainText()
    for word in ("Evacuate", "if nothing is done", "Fire door to corridor", "What was tried"):
        assert word in text
    window.set_language(Language.ZH)
    assert FLEET.sites[0].name.zh in window.report.view.toPlainText()
    assert window.report.write_pdf(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    assert not window.report.write_pdf(tmp_path / "nowhere" / "report.pdf")


def test_a_report_does_not_change_while_it_is_read(
    qtbot: QtBot, window: CommanderWindow, feed: LocalFeed
) -> None:
    burning(feed, window)
    window.turn(2)
    before = window.report.view.toPlainText()
    newer = example_fire(SITE, "I-1", made_at=time.time_ns(), number=8, pace=1.3)
    feed.say(Forecasts((newer,)), now=time.time_ns())
    window.frames.tick()
    assert window.report.view.toPlainText() == before
    qtbot.mouseClick(window.report.renew, LEFT)
    assert window.report.view.toPlainText() != before


# Looks


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
