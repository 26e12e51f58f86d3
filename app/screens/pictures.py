"""Pictures of a window's pages in both languages and some themes, for people who judge."""

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from app.screens.i18n import Language
from app.screens.look_window import LookWindow
from app.screens.scene3d.scene_view import SceneView

log = logging.getLogger(__name__)

LEAST_S = 0.5
THEMES = ("night", "day")


def save_pages(
    window: LookWindow,
    directory: Path,
    pages: Callable[[], Mapping[str, Callable[[], None]]],
    take: Callable[[], QPixmap],
    *,
    themes: tuple[str, ...] = THEMES,
) -> list[Path]:
    """Turn to every page in every theme and language, and save what `take` gives; the window then
    looks as before. Gives the files."""
    directory.mkdir(parents=True, exist_ok=True)
    before = window.look
    made: list[Path] = []
    for theme in themes:
        for language in Language:
            window.set_theme(theme)
            window.set_language(language)
            for name, turn in pages().items():
                turn()
                path = directory / f"{name}-{theme}-{language}.png"
                take().save(str(path))
                made.append(path)
    window.set_theme(before.theme.name)
    window.set_language(before.language)
    log.info("%d pictures in %s", len(made), directory)
    return made


def settle(
    views: Iterable[SceneView], most_s: float, ready: Callable[[], bool] = lambda: True
) -> None:
    """Let frames and scenes come until the scenes in sight are drawn and `ready` says yes, for so
    many s at most."""
    every = tuple(views)
    started = time.monotonic()
    while (spent := time.monotonic() - started) < most_s:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        seen = [view for view in every if view.isVisible()]
        if spent > LEAST_S and ready() and all(view.is_settled for view in seen):
            return
        time.sleep(0.01)
