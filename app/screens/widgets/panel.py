"""A titled part of a screen: header, thin line, content."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.screens.theme import Look, Size
from app.screens.widgets.themed import Themed

HEADER = 40


class Panel(Themed):
    """Header with a title on the left and a hint on the right; `content` below it."""

    def __init__(
        self,
        look: Look,
        content: QWidget,
        *,
        edge: Qt.Edge | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self.content = content
        self._title, self._hint, self._edge = "", "", edge
        self._box = QVBoxLayout(self)
        self._box.setSpacing(0)
        self._box.addWidget(content)
        self.on_look()

    def set_texts(self, title: str, hint: str = "") -> None:
        """Title and hint, already in the language of the screen."""
        if (title, hint) != (self._title, self._hint):
            self._title, self._hint = title, hint
            self.update(0, 0, self.width(), self._look.px(HEADER))

    def on_look(self) -> None:
        """Sizes and texts follow the look."""
        line = self._look.line
        left = line if self._edge == Qt.Edge.LeftEdge else 0
        right = line if self._edge == Qt.Edge.RightEdge else 0
        self._box.setContentsMargins(left, self._look.px(HEADER), right, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        look, painter = self._look, self.painter()
        height = look.px(HEADER)
        painter.fillRect(self.rect(), look.color("background"))
        side = look.px(16)
        row = QRect(side, 0, self.width() - 2 * side, height)
        painter.setFont(look.font(Size.BODY))
        painter.setPen(look.color("text1"))
        metrics = painter.fontMetrics()
        title = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, row.width())
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(row, middle | Qt.AlignmentFlag.AlignLeft, title)
        room = row.width() - metrics.horizontalAdvance(title) - look.px(16)
        painter.setPen(look.color("text2"))
        hint = metrics.elidedText(self._hint, Qt.TextElideMode.ElideRight, max(room, 0))
        painter.drawText(row, middle | Qt.AlignmentFlag.AlignRight, hint)
        painter.fillRect(0, height - look.line, self.width(), look.line, look.color("line"))
        if self._edge == Qt.Edge.LeftEdge:
            painter.fillRect(0, 0, look.line, self.height(), look.color("line"))
        if self._edge == Qt.Edge.RightEdge:
            painter.fillRect(
                self.width() - look.line, 0, look.line, self.height(), look.color("line")
            )
