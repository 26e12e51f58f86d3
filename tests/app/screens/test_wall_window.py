"""The wall by its keys and its picture."""

import time
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.feed.contract import (
    Acknowledge,
    Forecasts,
    ForecastStage,
    ForecastState,
    ForecastStates,
    Incidents,
    ScenarioInfo,
    Shelve,
    Welcome,
)
from app.feed.snapshot import Connection, ConnectionState
from app.screens.i18n import Language, Translations
from app.screens.scene3d.renderer import RenderThread
from app.screens.wall.calm import HOLD_MS
from app.screens.wall.main import has_burnt
from app.screens.wall.settings import WallSettings
from app.screens.wall.window import Page, WallWindow
from tests.support.example_fire import example_fire
from tests.support.kitchens import three_kitchens, three_kitchens_table
from tests.support.local_feed import LocalFeed, alarm_row, alarms_of, values_of
from twin.alarm.states import AlarmState as S
from twin.incident.model import Incident, IncidentState
from twin.site.model import Priority

TABLE = three_kitchens_table()
SITE = three_kitchens().sites[0].id
KEY = Qt.Key
P0 = int(np.flatnonzero((TABLE.priority == 0) & (TABLE.site == 0))[0])
P2 = int(np.flatnonzero((TABLE.priority == 2) & (TABLE.site == 1))[0])


@pytest.fixture
def wall(qtbot: QtBot, feed: LocalFeed, renderer: RenderThread) -> Iterator[WallWindow]:
    settings = WallSettings(feed="", token="", width=1366, height=768, idle_s=0.0)
    translations = Translations()
    window = WallWindow(feed, settings, translations, renderer)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.close()
    translations.use(Language.EN)
    window.deleteLater()
    qtbot.wait(20)


def live(feed: LocalFeed, wall: WallWindow, *, at: int | None = None) -> None:
    """The hub answers with good values and a P2 at the second site."""
    now = time.time_ns()
    feed.welcome(three_kitchens(), now=now)
    points = TABLE.points.points
    value = np.array([sum(p.normal) / 2 if p.normal else 0.0 for p in points])
    n = len(points)
    feed.say(values_of(np.arange(n), value, np.zeros(n), np.full(n, at or now)), now=now)
    feed.say(
        alarms_of(alarm_row(P2, S.UNACKNOWLEDGED, raised=now - 10**9), everything=True), now=now
    )
    wall.frames.tick()


def press(qtbot: QtBot, wall: WallWindow, *keys: Qt.Key) -> None:
    for key in keys:
        target = wall.focusWidget() or wall
        qtbot.keyClick(target, key)


def test_before_the_hub_answers_the_wall_says_so(wall: WallWindow) -> None:
    assert wall.page is Page.STATE


def test_the_hub_answers_and_the_nation_is_seen(wall: WallWindow, feed: LocalFeed) -> None:
    live(feed, wall)
    assert wall.page is Page.NATION
    assert wall.model.rowCount() == 1


def test_two_keys_from_the_list_to_the_kitchen_and_one_back(
    qtbot: QtBot, wall: WallWindow, feed: LocalFeed
) -> None:
    live(feed, wall)
    press(qtbot, wall, KEY.Key_Down, KEY.Key_Return)
    assert wall.page is Page.SITE
    assert wall.site_page.site_id == three_kitchens().sites[1].id
    assert not wall.site_page.details
    press(qtbot, wall, KEY.Key_Return)
    assert wall.site_page.details
    press(qtbot, wall, KEY.Key_Escape)
    assert not wall.site_page.details
    press(qtbot, wall, KEY.Key_Escape)
    assert wall.page is Page.NATION


def test_a_acknowledges_the_chosen_alarm(qtbot: QtBot, wall: WallWindow, feed: LocalFeed) -> None:
    live(feed, wall)
    press(qtbot, wall, KEY.Key_A)
    assert not [r for r in feed.asked if isinstance(r, Acknowledge)]  # nothing chosen yet
    press(qtbot, wall, KEY.Key_Down, KEY.Key_A)
    assert [r.alarms for r in feed.asked if isinstance(r, Acknowledge)] == [(P2,)]
    qtbot.waitUntil(wall.toast.isVisible)


def test_shelving_needs_minutes_and_a_reason(
    qtbot: QtBot, wall: WallWindow, feed: LocalFeed
) -> None:
    live(feed, wall)
    press(qtbot, wall, KEY.Key_Down, KEY.Key_S)
    dialog = wall.findChild(type(wall._desk._dialog))
    assert dialog is not None
    yes = next(b for b in dialog.findChildren(QPushButton) if b.objectName() == "primary")
    assert not yes.isEnabled()
    qtbot.keyClicks(dialog.reason, "cleaning")
    dialog.minutes.setValue(45)
    qtbot.mouseClick(yes, Qt.MouseButton.LeftButton)
    asked = [r for r in feed.asked if isinstance(r, Shelve)]
    assert [(r.alarms, r.minutes, r.reason) for r in asked] == [((P2,), 45, "cleaning")]


def test_a_new_p0_takes_the_calm_wall_to_its_kitchen(
    qtbot: QtBot, wall: WallWindow, feed: LocalFeed
) -> None:
    live(feed, wall)
    now = time.time_ns()
    feed.say(alarms_of(alarm_row(P0, S.UNACKNOWLEDGED, raised=now)), now=now)
    wall.frames.tick()
    assert wall.page is Page.NATION  # a moment to see it come
    qtbot.waitUntil(lambda: wall.page is Page.SITE, timeout=4000)
    assert wall.site_page.site_id == SITE


def test_a_wall_that_stays_goes_to_no_p0(qtbot: QtBot, wall: WallWindow, feed: LocalFeed) -> None:
    """While pictures are taken of it."""
    live(feed, wall)
    now = time.time_ns()
    feed.say(alarms_of(alarm_row(P0, S.UNACKNOWLEDGED, raised=now)), now=now)
    wall.frames.tick()
    wall.stay()
    qtbot.wait(HOLD_MS + 300)
    assert wall.page is Page.NATION


@pytest.mark.parametrize("details", [False, True])
def test_a_new_p0_at_the_site_in_sight_does_not_turn_the_page(
    qtbot: QtBot, wall: WallWindow, feed: LocalFeed, details: bool
) -> None:
    live(feed, wall)
    wall.go_to_site(SITE, details=details)
    now = time.time_ns()
    feed.say(alarms_of(alarm_row(P0, S.UNACKNOWLEDGED, raised=now)), now=now)
    wall.frames.tick()
    qtbot.waitUntil(lambda: wall.current_alarm() is not None, timeout=4000)
    assert (wall.page, wall.site_page.details) == (Page.SITE, details)


def test_f_goes_to_the_alarm_that_came_first(
    qtbot: QtBot, wall: WallWindow, feed: LocalFeed
) -> None:
    live(feed, wall)
    now = time.time_ns()
    incident = Incident(
        id="I-1", trace="t", site=SITE, zone="line", state=IncidentState.PENDING,
        priority=Priority.P0, first_out=TABLE.definitions[P0].id, opened=now, changed=now,
        alarms=(TABLE.definitions[P0].id,),
    )  # fmt: skip
    feed.say(Incidents((incident,), all=True), now=now)
    feed.say(alarms_of(alarm_row(P0, S.UNACKNOWLEDGED, raised=now)), now=now)
    wall.frames.tick()
    press(qtbot, wall, KEY.Key_F)
    assert wall.site_page.site_id == SITE
    line = wall.current_alarm()
    assert line is not None
    assert line.alarm == P0
    press(qtbot, wall, KEY.Key_N)
    assert wall.page is Page.NATION


def forecast(feed: LocalFeed, wall: WallWindow) -> None:
    """A forecast of the first site, a second old."""
    now = time.time_ns()
    made = example_fire(SITE, "I-1", made_at=now - 10**9)
    feed.say(Forecasts((made,), all=True), now=now)
    state = ForecastState(site=SITE, stage=ForecastStage.RUNNING, incident="I-1")
    feed.say(ForecastStates((state,), all=True), now=now)
    wall.frames.tick()


def test_a_forecast_stands_beside_the_incident_and_in_the_scene(
    qtbot: QtBot, wall: WallWindow, feed: LocalFeed
) -> None:
    live(feed, wall)
    wall.go_to_site(SITE)
    card, kitchen = wall.site_page.panel.forecast, wall.site_page.kitchen
    assert card.isHidden()
    assert kitchen._state.outlook is None
    forecast(feed, wall)
    qtbot.waitUntil(lambda: kitchen._state.outlook is not None, timeout=3000)
    assert card.isVisible()
    assert kitchen._state.outlook.at_s == 300.0
    assert "if nothing is done" in kitchen._state.outlook.words[1]
    card.grab()


def test_o_moves_the_time_ahead_and_takes_the_forecast_out_of_the_scene(
    qtbot: QtBot, wall: WallWindow, feed: LocalFeed
) -> None:
    live(feed, wall)
    wall.go_to_site(SITE)
    forecast(feed, wall)
    kitchen = wall.site_page.kitchen
    press(qtbot, wall, KEY.Key_O)
    assert kitchen._state.outlook.at_s == 600.0
    press(qtbot, wall, KEY.Key_O)
    assert kitchen._state.outlook is None


@pytest.mark.parametrize("details", [False, True])
def test_a_forecast_does_not_make_a_small_window_grow(
    wall: WallWindow, feed: LocalFeed, details: bool
) -> None:
    live(feed, wall)
    wall.go_to_site(SITE, details=details)
    forecast(feed, wall)
    assert (wall.width(), wall.height()) == (1366, 768)


def test_language_switches_live_and_leaves_nothing_behind(
    qtbot: QtBot, wall: WallWindow, feed: LocalFeed
) -> None:
    live(feed, wall)
    wall.go_to_site(SITE)
    before = texts(wall)
    press(qtbot, wall, KEY.Key_L)
    after = texts(wall)
    assert before
    same = {a for a, b in zip(before, after, strict=True) if a == b}
    assert not {text for text in same if text.isascii() and any(c.isalpha() for c in text)}
    press(qtbot, wall, KEY.Key_L)
    assert texts(wall) == before


def texts(wall: WallWindow) -> list[str]:
    """Text of labels and buttons, and of the titles of panels."""
    found = [w.text() for kind in (QLabel, QPushButton) for w in wall.findChildren(kind)]
    panels = [p for p in wall.findChildren(type(wall.site_page._scene_panel)) if p.isVisible()]
    figures = [figure.label for figure in wall.kpis.figures() if figure.priority < 0]
    return [*found, *(p._title for p in panels if p._title), *figures]


@pytest.mark.parametrize("presses", [1, 2, 3])
def test_theme_switches_live(qtbot: QtBot, wall: WallWindow, feed: LocalFeed, presses: int) -> None:
    live(feed, wall)
    press(qtbot, wall, *[KEY.Key_T] * presses)
    image = wall.grab().toImage()
    expected = QColor(wall.look.theme.tokens["background"])
    assert image.pixelColor(4, 4) == expected
    assert wall.look.theme.name == ("dusk", "day", "night")[presses - 1]


def test_a_calm_wall_has_no_colour(wall: WallWindow, feed: LocalFeed) -> None:
    """Grey until it matters: nothing saturated outside the figures that name priorities."""
    live(feed, wall)
    feed.say(alarms_of(everything=True), now=time.time_ns())
    wall.frames.tick()
    side = wall.nation_page.alarms.grab().toImage().convertToFormat(wall.grab().toImage().format())
    for x in range(0, side.width(), 3):
        for y in range(0, side.height(), 3):
            color = side.pixelColor(x, y)
            assert (
                max(color.red(), color.green(), color.blue())
                - min(color.red(), color.green(), color.blue())
                < 40
            )


def test_latency_counts_what_was_painted(qtbot: QtBot, wall: WallWindow, feed: LocalFeed) -> None:
    live(feed, wall)
    qtbot.wait(120)
    assert wall.latency().n == 0  # the first full set is no event
    now = time.time_ns()
    row = np.array([3])
    feed.say(values_of(row, np.array([1.0]), np.array([0]), np.array([now - 50_000_000])), now=now)
    qtbot.waitUntil(lambda: wall.latency().n == 1, timeout=2000)
    assert 50 <= wall.latency().p99_ms < 2000


def test_a_lost_hub_is_told_over_what_was_known(wall: WallWindow, feed: LocalFeed) -> None:
    live(feed, wall)
    feed.mirror.connection(Connection(ConnectionState.LOST, time.time_ns(), "cut"))
    wall.frames.tick()
    assert wall.banner.isVisible()
    assert wall.page is Page.NATION


def test_help_opens_and_any_key_closes_it(qtbot: QtBot, wall: WallWindow) -> None:
    qtbot.keyClick(wall, KEY.Key_Question)
    assert wall.help.isVisible()
    qtbot.keyClick(wall, KEY.Key_Escape)
    assert not wall.help.isVisible()


SCENARIO = ScenarioInfo("R1", "炸炉", "Fryer", "fire")


@pytest.mark.parametrize(
    ("scenarios", "hint"),
    [
        ((), "? shows all keys."),
        ((SCENARIO,), "P plays a scenario at a kitchen. ? shows all keys."),
    ],
)
def test_a_calm_wall_says_which_keys_lead_on(
    wall: WallWindow, feed: LocalFeed, scenarios: tuple[ScenarioInfo, ...], hint: str
) -> None:
    word = Welcome(version=1, server_time=0, fleet=three_kitchens(), scenarios=scenarios)
    feed.mirror.welcome(word, now=0)
    wall.frames.tick()
    assert wall.nation_page.alarms.view.hint == hint


def test_pictures_of_a_demo_wait_for_its_fire(feed: LocalFeed) -> None:
    assert has_burnt(feed.newest, now=0)  # no demo
    word = Welcome(version=1, server_time=0, fleet=three_kitchens(), scenarios=(SCENARIO,))
    feed.mirror.welcome(word, now=0)
    assert not has_burnt(feed.newest, now=0)
    incident = Incident(
        id="I-1", trace="t", site=SITE, zone="line", state=IncidentState.PENDING,
        priority=Priority.P0, first_out=TABLE.definitions[P0].id, opened=1, changed=1,
    )  # fmt: skip
    feed.say(Incidents((incident,), all=True), now=1)
    assert not has_burnt(feed.newest, now=5 * 10**9)
    assert has_burnt(feed.newest, now=60 * 10**9)
