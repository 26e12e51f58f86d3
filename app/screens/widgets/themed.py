"""The base of everything we draw ourselves."""

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from app.screens.theme import Look


class Themed(QWidget):
    """A widget that draws from a Look and takes a new one at any time."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look

    @property
    def look(self) -> Look:
        """Theme, language and scale in use."""
        return self._look

    def set_look(self, look: Look) -> None:
        """Adopt another theme, language or scale."""
        self._look = look
        self.on_look()
        self.update()

    def on_look(self) -> None:
        """Called after the look changed; a widget that only paints need not do anything."""

    def painter(self) -> QPainter:
        """A painter with the house's hints."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        return painter


def spread(root: QWidget, look: Look) -> None:
    """Give a look to a widget's whole tree."""
    if isinstance(root, Themed):
        root.set_look(look)
    for child in root.findChildren(Themed):
        child.set_look(look)
