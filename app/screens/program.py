"""The Qt program of a process, and how its window is opened."""

import logging
import sys

from PySide6.QtWidgets import QApplication, QWidget

from app.screens.theme import fonts_missing

log = logging.getLogger(__name__)

WITHOUT_SCREEN = ("offscreen", "minimal")  # Qt invents a small one there


def program() -> QApplication:
    """The one QApplication of this process; it tells once which fonts are missing."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        return app
    made = QApplication(sys.argv[:1])
    made.setApplicationName("Emberwall")
    made.setStyle("Fusion")
    for family in fonts_missing():
        log.warning("font %s is missing: run `emberwall doctor`", family)
    return made


def open_window(window: QWidget, *, full_screen: bool) -> None:
    """Show a window, no larger than the screen: a laptop's may be smaller than what was asked."""
    if QApplication.platformName() not in WITHOUT_SCREEN:
        window.resize(window.size().boundedTo(window.screen().availableSize()))
    if full_screen:
        window.showFullScreen()
    else:
        window.show()
