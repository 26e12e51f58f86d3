"""Starts the wall: program, fonts, feed, window."""

import time

from PySide6.QtCore import QTimer

from app.feed.client import FeedClient
from app.feed.snapshot import Snapshot
from app.screens.i18n import Translations
from app.screens.program import open_window, program
from app.screens.wall.settings import WallSettings
from app.screens.wall.shots import calm_screenshots, screenshots
from app.screens.wall.window import WallWindow
from twin.clock import NS_PER_S

CALM_S = 7.0
SHOWS_S, MOST_WAIT_S = 25.0, 180.0  # a busy machine is late with its story


def run_wall(settings: WallSettings) -> int:
    """Run the wall until its window is closed; gives the exit code."""
    app = program()
    with FeedClient(
        settings.feed, token=settings.token, operator=settings.operator, rate_hz=settings.rate_hz
    ) as feed:
        window = WallWindow(feed, settings, Translations())
        open_window(window, full_screen=settings.full_screen)
        if settings.screenshots is not None:
            _take_pictures_and_leave(window, settings)
        code = app.exec()
        window.close()
        return code


def _take_pictures_and_leave(window: WallWindow, settings: WallSettings) -> None:
    """Once values have been coming for a while."""
    folder = settings.screenshots
    assert folder is not None  # the caller has looked

    def when_live() -> None:
        if not window.snapshot.is_live:
            QTimer.singleShot(100, when_live)
            return
        QTimer.singleShot(round(CALM_S * 1000), lambda: calm_screenshots(window, folder))
        QTimer.singleShot(round(settings.screenshot_after_s * 1000), take)

    def take() -> None:
        waited = time.monotonic() - began
        if waited < MOST_WAIT_S and not has_burnt(window.snapshot, now=time.time_ns()):
            QTimer.singleShot(100, take)
            return
        screenshots(window, folder)
        window.close()

    began = time.monotonic()
    when_live()


def has_burnt(snapshot: Snapshot, *, now: int) -> bool:
    """Whether the story of a demo has come so far that its fire shows; outside a demo none is
    waited for. now: ns UTC."""
    if snapshot.tables is None or not snapshot.tables.scenarios:
        return True
    shows = round(SHOWS_S * NS_PER_S)
    return any(now - incident.opened > shows for incident in snapshot.incidents.values())
