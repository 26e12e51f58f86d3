"""Starts the wall: program, fonts, feed, window."""

import logging
import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.feed.client import FeedClient
from app.screens.i18n import Translations
from app.screens.theme import fonts_missing
from app.screens.wall.settings import WallSettings
from app.screens.wall.shots import calm_screenshots, screenshots
from app.screens.wall.window import WallWindow

log = logging.getLogger(__name__)

CALM_S = 7.0
WITHOUT_SCREEN = ("offscreen", "minimal")  # Qt invents a small one there


def run_wall(settings: WallSettings) -> int:
    """Run the wall until its window is closed; gives the exit code."""
    app = program()
    for family in fonts_missing():
        log.warning("font %s is missing: run `emberwall doctor`", family)
    with FeedClient(
        settings.feed, token=settings.token, operator=settings.operator, rate_hz=settings.rate_hz
    ) as feed:
        window = WallWindow(feed, settings, Translations())
        fit(window)
        if settings.full_screen:
            window.showFullScreen()
        else:
            window.show()
        if settings.screenshots is not None:
            _take_pictures_and_leave(window, settings)
        code = app.exec()
        window.close()
        return code


def fit(window: QWidget) -> None:
    """A laptop's screen may be smaller than the size that was asked for."""
    if QApplication.platformName() in WITHOUT_SCREEN:
        return
    window.resize(window.size().boundedTo(window.screen().availableSize()))


def program() -> QApplication:
    """The one QApplication of this process."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        return app
    made = QApplication(sys.argv[:1])
    made.setApplicationName("Emberwall")
    made.setStyle("Fusion")
    return made


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
        screenshots(window, folder)
        window.close()

    when_live()
