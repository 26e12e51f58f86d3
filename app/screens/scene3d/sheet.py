"""A part of a view's overlay that rarely changes: painted once, then only copied."""

from collections.abc import Callable, Hashable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget


class Sheet:
    """Clear film over the picture, as large as its widget."""

    def __init__(self) -> None:
        self._film = QPixmap()
        self._for: Hashable = None
        self._taken: list[QRectF] = []
        self.paintings = 0

    def paint(
        self,
        painter: QPainter,
        widget: QWidget,
        shows: Hashable,
        draw: Callable[[QPainter], list[QRectF]],
    ) -> list[QRectF]:
        """Lay the film over the widget; `draw` fills a new one when `shows` or the size differs.

        Gives what `draw` gave: the rectangles that labels must keep free.
        """
        ratio = widget.devicePixelRatioF()
        size = (round(widget.width() * ratio), round(widget.height() * ratio))
        wanted = (size, ratio, shows)
        if wanted != self._for:
            film = QPixmap(*size)
            film.setDevicePixelRatio(ratio)
            film.fill(Qt.GlobalColor.transparent)
            with QPainter(film) as pen:
                pen.setRenderHints(painter.renderHints())
                pen.setFont(painter.font())
                self._taken = draw(pen)
            self._film, self._for = film, wanted
            self.paintings += 1
        painter.drawPixmap(0, 0, self._film)
        return list(self._taken)

    def forget(self) -> None:
        """Paint anew next time: words or fonts have changed."""
        self._for = None
