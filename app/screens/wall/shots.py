"""Pictures of every page, for people who judge and for documents."""

import time
from pathlib import Path

import numpy as np
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QDialog

from app.screens.pictures import THEMES, save_pages, settle
from app.screens.view_models.forecast_standing import forecast_view
from app.screens.wall.navigation import Page
from app.screens.wall.window import WallWindow

SETTLE_S = 12.0


def screenshots(
    window: WallWindow, directory: Path, *, themes: tuple[str, ...] = THEMES
) -> list[Path]:
    """Save every page in both languages and the given themes; gives the files."""
    window.stay()  # a P0 that comes now would take the wall to its kitchen
    site = worst_site(window)
    pages = {
        "nation": window.go_to_nation,
        "incident": lambda: window.go_to_site(site),
        "kitchen": lambda: window.go_to_site(site, details=True),
        "shelve": lambda: _shelve_something(window),
        "scenarios": window.acts.pick_scenario,
        "keys": window.show_help,
    }
    return save_pages(window, directory, lambda: pages, lambda: _picture(window), themes=themes)


def calm_screenshots(
    window: WallWindow, directory: Path, *, themes: tuple[str, ...] = THEMES
) -> list[Path]:
    """Save the wall as it is before anything happens."""
    pages = {"calm": window.go_to_nation}
    return save_pages(window, directory, lambda: pages, lambda: _picture(window), themes=themes)


def _shelve_something(window: WallWindow) -> None:
    """Ask to shelve the last alarm of the list: the first one may be a P0, which nobody shelves."""
    window.go_to_nation()
    alarms = window.nation_page.alarms
    alarms.choose(alarms.last_alarm)
    window.acts.shelve()


def _picture(window: WallWindow) -> QPixmap:
    """The window with the dialog that stands over it, where a window manager would put it."""
    settle((window.nation_page.nation, window.site_page.kitchen), SETTLE_S, lambda: _fresh(window))
    picture = window.grab()
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            own = dialog.grab()
            painter = QPainter(picture)
            painter.fillRect(picture.rect(), QColor(0, 0, 0, 110))
            place = picture.rect().center() - own.rect().center()
            painter.drawPixmap(place, own)
            painter.end()
    _put_away(window)
    return picture


def _fresh(window: WallWindow) -> bool:
    """No site in sight, or its forecast is on time: a busy machine may be late with one."""
    if window.page is not Page.SITE:
        return True
    view = forecast_view(window.snapshot, window.site_page.site_id, now=time.time_ns())
    return not view.is_old


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
