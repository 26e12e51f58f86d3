"""Pictures of every page of the commander, for people who judge and for documents."""

import logging
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from app.screens.commander.window import CommanderWindow
from app.screens.i18n import Language

log = logging.getLogger(__name__)

SETTLE_S, LEAST_S = 6.0, 0.5


def screenshots(
    window: CommanderWindow, directory: Path, *, themes: tuple[str, ...] = ("night", "day")
) -> list[Path]:
    """Save every page in both languages and the given themes; gives the files."""
    directory.mkdir(parents=True, exist_ok=True)
    before = window.look
    made: list[Path] = []
    for theme in themes:
        for language in Language:
            window.set_theme(theme)
            window.set_language(language)
            for name, turn in pages(window).items():
                turn()
                settle(window)
                window.toast.hide()
                path = directory / f"{name}-{theme}-{language}.png"
                window.grab().save(str(path))
                window.help.hide()
                made.append(path)
    window.set_theme(before.theme.name)
    window.set_language(before.language)
    log.info("%d pictures in %s", len(made), directory)
    return made


def pages(window: CommanderWindow) -> dict[str, Callable[[], None]]:
    """How to bring every page into sight, by the name of its picture."""

    def base() -> None:
        window.turn(0)
        window.scene.choose(0)

    def beside() -> None:
        window.turn(0)
        branches = window.scene.branches.all
        window.scene.choose(branches[-1].number if branches else 0)

    found: dict[str, Callable[[], None]] = {}
    if window.scene.view.forecast is not None:
        found["commander-forecast"] = base
        if window.scene.branches.all:
            found["commander-what-if"] = beside
        found["commander-report"] = lambda: window.turn(2)
    if window.results.grid is not None:
        found["commander-results"] = lambda: window.turn(1)
    found["commander-keys"] = window.show_help
    return found


def settle(window: CommanderWindow) -> None:
    """Let frames and scenes come until the scenes in sight are drawn, for a few seconds at most."""
    views = (*window.scene.pair.views, window.results.view)
    started = time.monotonic()
    while (spent := time.monotonic() - started) < SETTLE_S:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        seen = [view for view in views if view.isVisible()]
        if spent > LEAST_S and all(view.is_settled for view in seen):
            return
        time.sleep(0.01)
