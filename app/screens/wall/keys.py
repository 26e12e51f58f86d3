"""Which key does what; the help card says the same in words."""

# ruff: noqa: D102  # the protocol repeats methods that the window explains

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


class Operable(Protocol):
    """What keys can do to a wall."""

    def open_chosen(self) -> None: ...
    def go_back(self) -> None: ...
    def go_to_nation(self) -> None: ...
    def go_to_first_out(self) -> None: ...
    def go_to_next_site(self, step: int) -> None: ...
    def acknowledge(self) -> None: ...
    def acknowledge_incident(self) -> None: ...
    def shelve(self) -> None: ...
    def reset(self) -> None: ...
    def close_incident(self) -> None: ...
    def pick_scenario(self) -> None: ...
    def toggle_language(self) -> None: ...
    def toggle_theme(self) -> None: ...
    def toggle_full_screen(self) -> None: ...
    def show_help(self) -> None: ...


def action_of(event: QKeyEvent, wall: Operable) -> Callable[[], None] | None:
    """What a key press asks for, None when it is not ours."""
    held = event.modifiers() & (
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    )
    if held:
        return None
    key = Qt.Key
    if event.key() == key.Key_A and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
        return wall.acknowledge_incident
    actions: dict[int, Callable[[], None]] = {
        key.Key_Return: wall.open_chosen,
        key.Key_Enter: wall.open_chosen,
        key.Key_Escape: wall.go_back,
        key.Key_N: wall.go_to_nation,
        key.Key_F: wall.go_to_first_out,
        key.Key_A: wall.acknowledge,
        key.Key_S: wall.shelve,
        key.Key_R: wall.reset,
        key.Key_C: wall.close_incident,
        key.Key_P: wall.pick_scenario,
        key.Key_L: wall.toggle_language,
        key.Key_T: wall.toggle_theme,
        key.Key_F11: wall.toggle_full_screen,
        key.Key_Left: lambda: wall.go_to_next_site(-1),
        key.Key_Right: lambda: wall.go_to_next_site(1),
        key.Key_Question: wall.show_help,
        key.Key_F1: wall.show_help,
    }
    return actions.get(event.key())
