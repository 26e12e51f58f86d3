"""What every top window shares: language, theme, size, help card, toast, and keys."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication

from app.feed.contract import Reply, Request
from app.feed.snapshot import Snapshot
from app.screens.i18n import Language, Translations
from app.screens.style import stylesheet
from app.screens.theme import Look, load_theme, next_theme, palette
from app.screens.widgets.overlays import HelpOverlay, Toast
from app.screens.widgets.themed import Themed, spread

DESK_HIGH = 1080  # px: a window so high has scale 1


class Feed(Protocol):
    """What a window needs of a FeedClient."""

    @property
    def newest(self) -> Snapshot:
        """The newest snapshot; reading it never waits."""
        ...

    def ask(self, request: Request) -> "Future[Reply]":
        """Send a request; the future always gets an answer."""
        ...


class LookWindow(Themed):
    """A subclass makes `help` and `toast` before the first language is set, and says what a key
    does and what to draw anew. A `scale` of 0 follows the window's height."""

    help: HelpOverlay
    toast: Toast

    def __init__(self, look: Look, translations: Translations, *, scale: float) -> None:
        super().__init__(look)
        self._translations, self._scale = translations, scale

    def _action(self, event: QKeyEvent) -> Callable[[], None] | None:
        """What a key press asks for, None when it is not ours."""
        raise NotImplementedError

    def _refresh(self) -> None:
        """Draw everything anew: the look or the words have changed."""
        raise NotImplementedError

    def set_language(self, language: Language) -> None:
        """Switch the running screen; Qt then sends LanguageChange."""
        self._look = Look(self._look.theme, language, self._look.scale)
        self._translations.use(language)
        self._restyle()

    def set_theme(self, name: str) -> None:
        """Night, dusk or day."""
        self._look = self._look.with_theme(load_theme(name))
        self._restyle()

    def toggle_language(self) -> None:
        """English or Chinese."""
        chinese = self._look.language is Language.ZH
        self.set_language(Language.EN if chinese else Language.ZH)

    def toggle_theme(self) -> None:
        """Night, dusk, day, night."""
        self.set_theme(next_theme(self._look.theme.name))

    def toggle_full_screen(self) -> None:
        """The whole screen, or a window again."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def show_help(self) -> None:
        """All keys."""
        self.help.show()
        self.help.raise_()

    def _restyle(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setPalette(palette(self._look))
            app.setStyleSheet(stylesheet(self._look))
        spread(self, self._look)
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        """A language that someone else installed is taken on as well."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            spread(self, self._look)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Large windows get large type, unless the settings fix the scale."""
        super().resizeEvent(event)
        self.help.setGeometry(self.rect())
        self.toast.place()
        scale = self._scale or max(1.0, round(self.height() / DESK_HIGH * 4) / 4)
        if scale != self._look.scale:
            self._look = Look(self._look.theme, self._look.language, scale)
            self._restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Every key of the help card."""
        if self.help.isVisible():
            self.help.hide()
            return
        action = self._action(event)
        if action is None:
            super().keyPressEvent(event)
        else:
            action()
