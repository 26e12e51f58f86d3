"""Pictures of every page of the commander, for people who judge and for documents."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QPixmap

from app.screens.commander.window import CommanderWindow
from app.screens.pictures import THEMES, save_pages, settle

SETTLE_S = 12.0


def screenshots(
    window: CommanderWindow, directory: Path, *, themes: tuple[str, ...] = THEMES
) -> list[Path]:
    """Save every page in both languages and the given themes; gives the files."""
    return save_pages(
        window, directory, lambda: pages(window), lambda: _picture(window), themes=themes
    )


def pages(window: CommanderWindow) -> dict[str, Callable[[], None]]:
    """How to bring every page into sight, by the name of its picture."""

    def base() -> None:
        window.turn(0)
        window.scene.choose(0)

    def beside(*, difference: bool) -> None:
        window.turn(0)
        branches = window.scene.branches.all
        window.scene.choose(branches[-1].number if branches else 0)
        window.scene.bar.difference.setChecked(difference)

    found: dict[str, Callable[[], None]] = {}
    if window.scene.view.forecast is not None:
        found["commander-forecast"] = base
        if window.scene.branches.all:
            found["commander-what-if"] = lambda: beside(difference=False)
            found["commander-difference"] = lambda: beside(difference=True)
        found["commander-report"] = lambda: window.turn(2)
    if window.results.grid is not None:
        found["commander-results"] = lambda: window.turn(1)
    found["commander-keys"] = window.show_help
    return found


def _picture(window: CommanderWindow) -> QPixmap:
    def fresh() -> bool:  # a busy machine may be late with one forecast, not with all
        return window.page != 0 or not window.scene.view.is_old

    settle((*window.scene.pair.views, window.results.view), SETTLE_S, fresh)
    window.toast.hide()
    picture = window.grab()
    window.help.hide()
    return picture
