"""Pictures of every page, for people who judge and for documents."""

import logging
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from app.screens.i18n import Language
from app.screens.wall.window import WallWindow

log = logging.getLogger(__name__)

SETTLE_S, LEAST_S = 4.0, 0.4


def screenshots(
    window: WallWindow, directory: Path, *, themes: tuple[str, ...] = ("night", "day")
) -> list[Path]:
    """Save every page in both languages and the given themes; gives the files."""
    directory.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    for theme in themes:
        for language in Language:
            window.set_theme(theme)
            window.set_language(language)
            for name, turn in _pages(window).items():
                turn()
                settle(window)
                path = directory / f"{name}-{theme}-{language}.png"
                window.grab().save(str(path))
                made.append(path)
    log.info("%d pictures in %s", len(made), directory)
    return made


def _pages(window: WallWindow) -> dict[str, Callable[[], None]]:
    site = worst_site(window)
    return {
        "nation": window.go_to_nation,
        "incident": lambda: window.go_to_site(site),
        "kitchen": lambda: window.go_to_site(site, details=True),
    }


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
