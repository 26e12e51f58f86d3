"""A framed surface with a small heading."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.screens.theme import Size
from app.screens.widgets.themed import Themed

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Card(Themed):
    """A framed surface."""

    def frame(self, painter: QPainter) -> QRectF:
        """Paint the ground; gives the room for text."""
        look = self._look
        painter.fillRect(self.rect(), look.color("surface1"))
        painter.setPen(QPen(look.color("line"), look.line))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        side = look.px(16)
        return QRectF(self.rect()).adjusted(side, look.px(12), -side, -look.px(12))

    def title(self, painter: QPainter, box: QRectF, text: str, hint: str = "") -> QRectF:
        """A small heading; gives the room below it."""
        look, height = self._look, self._look.px(24)
        row = QRectF(box.left(), box.top(), box.width(), height)
        painter.setFont(look.font(Size.BODY))
        painter.setPen(look.color("text2"))
        painter.drawText(row, LEFT, text)
        metrics = painter.fontMetrics()
        room = int(row.width()) - metrics.horizontalAdvance(text) - look.px(12)
        painter.drawText(row, RIGHT, metrics.elidedText(hint, Qt.TextElideMode.ElideLeft, room))
        return box.adjusted(0, height, 0, 0)
