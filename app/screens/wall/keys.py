"""Which key does what; the help card says the same in words."""

# ruff: noqa: D102  # the protocol repeats methods that the window explains

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.screens.wall.acts import Acts
from app.screens.wall.navigation import Navigation


class Wall(Protocol):
    """What keys can do to a wall, besides going places and acting on alarms."""

    def toggle_language(self) -> None: ...
    def toggle_theme(self) -> None: ...
    def toggle_full_screen(self) -> None: ...
    def show_help(self) -> None: ...


def action_of(
    event: QKeyEvent, wall: Wall, where: Navigation, acts: Acts
) -> Callable[[], None] | None:
    """What a key press asks for, None when it is not ours."""
    held = event.modifiers() & (
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    )
    if held:
        return None
    key = Qt.Key
    if event.key() == key.Key_A and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
        return acts.acknowledge_incident
    actions: dict[int, Callable[[], None]] = {
        key.Key_Return: where.open_chosen,
        key.Key_Enter: where.open_chosen,
        key.Key_Escape: where.go_back,
        key.Key_N: where.go_to_nation,
        key.Key_F: where.go_to_first_out,
        key.Key_A: acts.acknowledge,
        key.Key_S: acts.shelve,
        key.Key_R: acts.reset,
        key.Key_C: acts.close_incident,
        key.Key_P: acts.pick_scenario,
        key.Key_O: where.next_ahead,
        key.Key_L: wall.toggle_language,
        key.Key_T: wall.toggle_theme,
        key.Key_F11: wall.toggle_full_screen,
        key.Key_Left: lambda: where.go_to_next_site(-1),
        key.Key_Right: lambda: where.go_to_next_site(1),
        key.Key_Question: wall.show_help,
        key.Key_F1: wall.show_help,
    }
    return actions.get(event.key())
