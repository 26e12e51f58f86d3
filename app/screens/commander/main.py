"""Starts the commander's screen: program, fonts, feed, window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer

from app.config import SettingsError
from app.feed.client import FeedClient
from app.screens.commander.result_file import find_result, read_frame
from app.screens.commander.settings import CommanderSettings
from app.screens.commander.shots import screenshots
from app.screens.commander.window import CommanderWindow
from app.screens.i18n import Translations
from app.screens.program import open_window, program
from app.screens.view_models.levers import Row
from sim.forecast.model import Lever

WAIT_MS = 200
WHAT_IF_S = 40.0  # so long a what-if is waited for


def run_commander(settings: CommanderSettings) -> int:
    """Run the screen until its window is closed; gives the exit code. Raises ResultError for a
    folder that holds no result, SettingsError for pictures that cannot be written."""
    if settings.result is not None:
        _check_result(settings.result, pictured=settings.screenshots is not None)
    if settings.screenshots is not None:
        _check_folder(settings.screenshots)
    app = program()
    if not settings.feed:
        return _show(CommanderWindow(None, settings, Translations()), settings, app.exec)
    with FeedClient(
        settings.feed, token=settings.token, operator=settings.operator, rate_hz=settings.rate_hz
    ) as feed:
        return _show(CommanderWindow(feed, settings, Translations()), settings, app.exec)


def _check_result(folder: Path, *, pictured: bool) -> None:
    """A window can say what is wrong with a result; pictures of it would be waited for."""
    result = find_result(folder)
    if pictured:
        read_frame(result, len(result.files) - 1)


def _check_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"no folder for pictures: {error.strerror}", where=str(folder),
            remedy="Choose another --screenshot",
        ) from error  # fmt: skip


def _show(window: CommanderWindow, settings: CommanderSettings, run: Callable[[], int]) -> int:
    open_window(window, full_screen=settings.full_screen)
    if settings.screenshots is not None:
        _take_pictures_and_leave(window, settings)
    code = run()
    window.close()
    return code


def _take_pictures_and_leave(window: CommanderWindow, settings: CommanderSettings) -> None:
    """Once a forecast, with a what-if beside it, or without a hub the result, has been there for a
    while."""
    folder = settings.screenshots
    assert folder is not None  # the caller has looked

    def take() -> None:
        try:
            screenshots(window, folder)
        finally:
            window.close()

    def when_ready() -> None:
        if window.scene.view.forecast is not None:
            _try_something(window)
            when_tried(WHAT_IF_S)
        elif window.results.grid is not None:
            soon(take)
        else:
            QTimer.singleShot(WAIT_MS, when_ready)

    def when_tried(left_s: float) -> None:
        if window.scene.branches.all or left_s <= 0:
            soon(take)
        else:
            QTimer.singleShot(WAIT_MS, lambda: when_tried(left_s - WAIT_MS / 1000))

    def soon(act: Callable[[], None]) -> None:
        QTimer.singleShot(round(settings.screenshot_after_s * 1000), act)

    when_ready()


def _try_something(window: CommanderWindow) -> None:
    """Ask what would follow if the hood stopped, so that pictures show a comparison."""
    scene = window.scene
    scene.board.pull((Row.HOOD, ""), Lever.STOP_HOOD)
    scene.compute()
    scene.clear_levers()
