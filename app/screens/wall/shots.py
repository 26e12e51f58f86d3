"""Pictures of every page, for people who judge and for documents."""

import logging
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog

from app.screens.i18n import Language
from app.screens.wall.window import WallWindow

log = logging.getLogger(__name__)

SETTLE_S, LEAST_S = 4.0, 0.4


def screenshots(
    window: WallWindow, directory: Path, *, themes: tuple[str, ...] = ("night", "day")
) -> list[Path]:
    """Save every page in both languages and the given themes; gives the files."""
    site = worst_site(window)
    pages = {
        "nation": window.go_to_nation,
        "incident": lambda: window.go_to_site(site),
        "kitchen": lambda: window.go_to_site(site, details=True),
        "shelve": lambda: _shelve_something(window),
        "scenarios": window.acts.pick_scenario,
        "keys": window.show_help,
    }
    return _save(window, directory, pages, themes)


def calm_screenshots(
    window: WallWindow, directory: Path, *, themes: tuple[str, ...] = ("night", "day")
) -> list[Path]:
    """Save the wall as it is before anything happens."""
    return _save(window, directory, {"calm": window.go_to_nation}, themes)


def _save(
    window: WallWindow,
    directory: Path,
    pages: dict[str, Callable[[], None]],
    themes: tuple[str, ...],
) -> list[Path]:
    directory.mkdir(parents=True, exist_ok=True)
    before = window.look
    made: list[Path] = []
    for theme in themes:
        for language in Language:
            window.set_theme(theme)
            window.set_language(language)
            for name, turn in pages.items():
                turn()
                settle(window)
                path = directory / f"{name}-{theme}-{language}.png"
                _picture(window).save(str(path))
                _put_away(window)
                made.append(path)
    window.set_theme(before.theme.name)
    window.set_language(before.language)
    log.info("%d pictures in %s", len(made), directory)
    return made


def _shelve_something(window: WallWindow) -> None:
    """Ask to shelve the last alarm of the list: the first one may be a P0, which nobody shelves."""
    window.go_to_nation()
    alarms = window.nation_page.alarms
    alarms.choose(alarms.last_alarm)
    window.acts.shelve()


def _picture(window: WallWindow) -> QPixmap:
    """The window with the dialog that stands over it, where a window manager would put it."""
    picture = window.grab()
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            own = dialog.grab()
            painter = QPainter(picture)
            painter.fillRect(picture.rect(), QColor(0, 0, 0, 110))
            place = picture.rect().center() - own.rect().center()
            painter.drawPixmap(place, own)
            painter.end()
    return picture


def _put_away(window: WallWindow) -> None:
    window.help.hide()
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            dialog.reject()


def worst_site(window: WallWindow) -> str:
    """The site with the worst annunciated alarm, else the first one."""
    tables = window.snapshot.tables
    assert tables is not None  # pictures are taken of a living wall
    sites = tables.points.fleet.sites
    worst, _ = window.book.worst_by(tables.alarms.site, len(sites))
    ranked = np.where(worst < 0, 9, worst)
    return sites[int(np.argmin(ranked))].id


def settle(window: WallWindow) -> None:
    """Let frames and scenes come until the scene in sight is drawn, for a few seconds at most."""
    views = (window.nation_page.nation, window.site_page.kitchen)
    started = time.monotonic()
    while (spent := time.monotonic() - started) < SETTLE_S:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        seen = [view for view in views if view.isVisible()]
        if spent > LEAST_S and all(view.is_settled for view in seen):
            return
        time.sleep(0.01)
