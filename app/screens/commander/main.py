"""Starts the commander's screen: program, fonts, feed, window."""

from collections.abc import Callable

from PySide6.QtCore import QTimer

from app.feed.client import FeedClient
from app.screens.commander.settings import CommanderSettings
from app.screens.commander.shots import screenshots
from app.screens.commander.window import CommanderWindow
from app.screens.i18n import Translations
from app.screens.program import open_window, program

WAIT_MS = 200


def run_commander(settings: CommanderSettings) -> int:
    """Run the screen until its window is closed; gives the exit code."""
    app = program()
    if not settings.feed:
        return _show(CommanderWindow(None, settings, Translations()), settings, app.exec)
    with FeedClient(
        settings.feed, token=settings.token, operator=settings.operator, rate_hz=settings.rate_hz
    ) as feed:
        return _show(CommanderWindow(feed, settings, Translations()), settings, app.exec)


def _show(window: CommanderWindow, settings: CommanderSettings, run: Callable[[], int]) -> int:
    open_window(window, full_screen=settings.full_screen)
    if settings.screenshots is not None:
        _take_pictures_and_leave(window, settings)
    code = run()
    window.close()
    return code


def _take_pictures_and_leave(window: CommanderWindow, settings: CommanderSettings) -> None:
    """Once a forecast, or without a hub the result, has been there for a while."""
    folder = settings.screenshots
    assert folder is not None  # the caller has looked

    def take() -> None:
        screenshots(window, folder)
        window.close()

    def when_ready() -> None:
        ready = window.scene.view.forecast is not None or window.results.grid is not None
        wait = settings.screenshot_after_s * 1000 if ready else WAIT_MS
        QTimer.singleShot(round(wait), take if ready else when_ready)

    when_ready()
