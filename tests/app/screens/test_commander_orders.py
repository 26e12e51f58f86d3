"""Orders of the commander, by clicks and keys."""

import time

import pytest
from commander_play import (
    KEY,
    LEFT,
    SITE,
    asked,
    burning,
    press,
)
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.feed.contract import (
    Answer,
    Journal,
    JournalEntry,
    Order,
)
from app.screens.commander.window import CommanderWindow
from app.screens.forecast_words import told_word
from app.screens.view_models.order_desk import Choice, OrderStep
from app.screens.words import journal_text
from tests.support.local_feed import LocalFeed


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
        ("the edge: fire 3 (0 to 53) kW", "first outlook, by the edge"),
        ("failed: the worker ended", "The forecast failed"),
        ("something newer", "something newer"),
    ],
)
def test_the_journal_of_forecasts_is_told_in_words(text: str, wanted: str) -> None:
    assert told_word(text) == wanted


def named(window: CommanderWindow, code: str, target: str) -> QPushButton:
    wanted = Choice(code, target)
    return next(b for choice, b in window.scene.orders.list.buttons if choice == wanted)


def test_every_door_hood_and_valve_has_its_own_order(
    window: CommanderWindow, feed: LocalFeed
) -> None:
    burning(feed, window)
    found = {(c.code, c.target) for c, _ in window.scene.orders.list.buttons}
    doors = {("open_door", f"DOOR-0{k}") for k in (1, 2)}
    doors |= {("close_door", f"DOOR-0{k}") for k in (1, 2)}
    assert doors <= found
    assert {("cut_gas", "XV-GAS"), ("stop_hood", "HOOD-01"), ("start_hood", "HOOD-01")} <= found
    assert not {target for _, target in found} & {"FLT-01", "FLT-02"}  # nobody stops a filter


def test_a_named_order_takes_two_steps_and_names_the_door(
    qtbot: QtBot, window: CommanderWindow, feed: LocalFeed
) -> None:
    burning(feed, window)
    feed.answers[Order] = Answer(0, ok=True, token="t", expires=time.time_ns() + 30 * 10**9)
    qtbot.mouseClick(named(window, "close_door", "DOOR-02"), LEFT)
    qtbot.waitUntil(lambda: window.desk.step is OrderStep.SELECTED)
    assert "Close door: Fire door to corridor (exit)" in window.scene.orders._said()
    assert not window.scene.orders.list.isVisible()
    feed.answers[Order] = Answer(0, ok=True)
    press(qtbot, window, KEY.Key_Return)
    qtbot.waitUntil(lambda: window.desk.step is OrderStep.IDLE)
    first, second = asked(feed, Order)
    assert (first.code, first.target, first.confirm) == ("close_door", "DOOR-02", False)
    assert (second.code, second.target, second.confirm) == ("close_door", "DOOR-02", True)


def test_keys_point_at_a_named_order_and_choose_it(
    qtbot: QtBot, window: CommanderWindow, feed: LocalFeed
) -> None:
    burning(feed, window)
    press(qtbot, window, KEY.Key_F7)  # nothing is pointed at: nothing is chosen
    assert asked(feed, Order) == []
    feed.answers[Order] = Answer(0, ok=True, token="t", expires=time.time_ns() + 30 * 10**9)
    press(qtbot, window, KEY.Key_F6, KEY.Key_F6, KEY.Key_F5)
    first, button = window.scene.orders.list.buttons[0]
    assert button.isChecked()
    press(qtbot, window, KEY.Key_F7)
    (order,) = asked(feed, Order)
    assert (order.code, order.target, order.confirm) == (first.code, first.target, False)


def test_both_steps_leave_the_card_as_high_as_it_was(
    qtbot: QtBot, window: CommanderWindow, feed: LocalFeed
) -> None:
    burning(feed, window)
    before = window.scene.orders.height()
    feed.answers[Order] = Answer(0, ok=True, token="t", expires=time.time_ns() + 30 * 10**9)
    press(qtbot, window, KEY.Key_F2)
    qtbot.waitUntil(lambda: window.desk.step is OrderStep.SELECTED)
    assert window.scene.orders.height() == before
