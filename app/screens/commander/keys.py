"""Which key does what; the help card says the same in words."""

# ruff: noqa: D102  # the protocol repeats methods that the window explains

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.screens.commander.report_page import ReportPage
from app.screens.commander.results_page import ResultsPage
from app.screens.commander.scene_page import ScenePage
from app.screens.view_models.levers import Row
from app.screens.view_models.order_desk import Choice
from app.screens.view_models.order_rows import FOR_ALL

Action = Callable[[], None]
KEY = Qt.Key
MINUTES = {KEY.Key_0: 0.0, KEY.Key_1: 60.0, KEY.Key_2: 120.0, KEY.Key_5: 300.0, KEY.Key_9: 600.0}
ORDERS = (KEY.Key_F2, KEY.Key_F3, KEY.Key_F4)
ROWS = {KEY.Key_G: Row.GAS, KEY.Key_H: Row.HOOD, KEY.Key_B: Row.DAMPER, KEY.Key_U: Row.AGENT}


class Commander(Protocol):
    """What keys can do to the commander's window."""

    scene: ScenePage
    results: ResultsPage
    report: ReportPage

    @property
    def page(self) -> int: ...
    def turn(self, page: int) -> None: ...
    def choose_site(self) -> None: ...
    def next_incident(self) -> None: ...
    def select_order(self, choice: Choice) -> None: ...
    def confirm_order(self) -> None: ...
    def cancel_order(self) -> None: ...
    def toggle_language(self) -> None: ...
    def toggle_theme(self) -> None: ...
    def toggle_full_screen(self) -> None: ...
    def show_help(self) -> None: ...


def action_of(event: QKeyEvent, window: Commander) -> Action | None:
    """What a key press asks for, None when it is not ours."""
    held = event.modifiers() & (
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    )
    if held:
        return None
    key = event.key()
    everywhere = _everywhere(window).get(key)
    if everywhere is not None:
        return everywhere
    pages = {0: _on_scene, 1: _on_results, 2: _on_report}
    own = pages.get(window.page)
    return None if own is None else own(window).get(key)


def _everywhere(window: Commander) -> dict[int, Action]:
    return {
        KEY.Key_F9: lambda: window.turn(0),
        KEY.Key_F10: lambda: window.turn(1),
        KEY.Key_F12: lambda: window.turn(2),
        KEY.Key_S: window.choose_site,
        KEY.Key_I: window.next_incident,
        KEY.Key_L: window.toggle_language,
        KEY.Key_T: window.toggle_theme,
        KEY.Key_F11: window.toggle_full_screen,
        KEY.Key_F1: window.show_help,
        KEY.Key_Question: window.show_help,
    }


def _on_scene(window: Commander) -> dict[int, Action]:
    scene, slider = window.scene, window.scene.slider
    actions: dict[int, Action] = {
        KEY.Key_Left: lambda: slider.choose(slider.at_s - 10),
        KEY.Key_Right: lambda: slider.choose(slider.at_s + 10),
        KEY.Key_PageUp: lambda: slider.step_mark(1),
        KEY.Key_PageDown: lambda: slider.step_mark(-1),
        KEY.Key_Home: lambda: slider.choose(0.0),
        KEY.Key_End: lambda: slider.choose(1e9),
        KEY.Key_Plus: lambda: _resize(window, 1),
        KEY.Key_Equal: lambda: _resize(window, 1),
        KEY.Key_Minus: lambda: _resize(window, -1),
        KEY.Key_Comma: lambda: scene.shift(10.0),
        KEY.Key_Period: lambda: scene.shift(-10.0),
        KEY.Key_W: scene.compute,
        KEY.Key_X: scene.step_back,
        KEY.Key_V: scene.next_branch,
        KEY.Key_M: scene.bar.difference.click,
        KEY.Key_R: scene.next_place,
        KEY.Key_E: scene.advice.toggle,
        KEY.Key_D: lambda: _next_door(window),
        KEY.Key_Return: window.confirm_order,
        KEY.Key_Enter: window.confirm_order,
        KEY.Key_Escape: window.cancel_order,
    }
    actions |= {key: _go(window, at_s) for key, at_s in MINUTES.items()}
    actions |= {key: _turn(window, row) for key, row in ROWS.items()}
    actions |= {
        KEY.Key_F5: lambda: scene.orders.list.point(-1),
        KEY.Key_F6: lambda: scene.orders.list.point(1),
        KEY.Key_F7: lambda: _order_pointed(window),
    }
    pairs = zip(ORDERS, FOR_ALL, strict=True)
    return actions | {
        key: (lambda choice=choice: window.select_order(choice)) for key, choice in pairs
    }


def _on_results(window: Commander) -> dict[int, Action]:
    results = window.results
    return {
        KEY.Key_O: results.ask_folder,
        KEY.Key_N: results.ask_run,
        KEY.Key_PageUp: lambda: results.level.setValue(results.level.value() + 5),
        KEY.Key_PageDown: lambda: results.level.setValue(results.level.value() - 5),
        KEY.Key_Comma: lambda: results.moment.setValue(results.moment.value() - 1),
        KEY.Key_Period: lambda: results.moment.setValue(results.moment.value() + 1),
        KEY.Key_Q: results.next_quantity,
        KEY.Key_K: results.smoke.toggle,
        KEY.Key_J: results.slice.toggle,
    }


def _on_report(window: Commander) -> dict[int, Action]:
    return {KEY.Key_P: window.report.ask_file, KEY.Key_R: window.report.refresh}


def _go(window: Commander, at_s: float) -> Action:
    return lambda: window.scene.slider.choose(at_s)


def _turn(window: Commander, row: Row) -> Action:
    def act() -> None:
        window.scene.board.turn((row, ""))
        window.scene.levers.refresh()

    return act


def _next_door(window: Commander) -> None:
    """Doors one after the other: leave, open, close, then the next one."""
    board = window.scene.board
    doors = [row for row in board.rows if row.row is Row.DOOR]
    if not doors:
        return
    pulled = [row for row in doors if row.key in board.pulled]
    here = pulled[-1] if pulled else None
    if here is None:
        board.turn(doors[0].key)
    elif board.pulled[here.key] is here.choices[-1]:
        board.pull(here.key, None)
        after = doors.index(here) + 1
        if after < len(doors):
            board.turn(doors[after].key)
    else:
        board.turn(here.key)
    window.scene.levers.refresh()


def _order_pointed(window: Commander) -> None:
    choice = window.scene.orders.list.pointed
    if choice is not None:
        window.select_order(choice)


def _resize(window: Commander, step: int) -> None:
    window.scene.board.resize(step)
    window.scene.levers.refresh()
