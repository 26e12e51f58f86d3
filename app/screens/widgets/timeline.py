"""The last half hour of one site on one line: alarms as blocks, people's acts as diamonds."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QToolTip, QWidget

from app.feed.snapshot import Tables
from app.screens.i18n import translate
from app.screens.theme import Look, Size
from app.screens.view_models.figures import clock_text
from app.screens.view_models.incident_line import LineMark
from app.screens.widgets.themed import Themed
from app.screens.words import journal_text
from twin.clock import NS_PER_S

SPAN_MIN = 30
SPAN = SPAN_MIN * 60 * NS_PER_S
SIDE, HEIGHT = 96, 64
TALL = {0: 30, 1: 26, 2: 20, 3: 14}


class Timeline(Themed):
    """Time runs to the right and ends at now."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._marks: Sequence[LineMark] = ()
        self._now = 0
        self._tables: Tables | None = None
        self.on_look()

    def on_look(self) -> None:
        """Sizes and texts follow the look."""
        self.setFixedHeight(self._look.px(HEIGHT))

    def show_marks(self, marks: Sequence[LineMark], *, now: int, tables: Tables) -> None:
        """Marks of the site, oldest first."""
        self._marks, self._now, self._tables = marks, now, tables
        self.update()

    def _x(self, time: int) -> float:
        side = self._look.px(SIDE)
        return side + (self.width() - 2 * side) * (1 - (self._now - time) / SPAN)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        look, painter = self._look, self.painter()
        painter.fillRect(self.rect(), look.color("background"))
        painter.fillRect(0, 0, self.width(), look.line, look.color("line"))
        side, middle = look.px(SIDE), self.height() / 2
        painter.fillRect(
            QRectF(side, middle - look.line, self.width() - 2 * side, 2 * look.line),
            look.color("line_strong"),
        )
        self._scale(painter, middle)
        for mark in sorted(self._marks, key=lambda m: -m.priority if m.priority >= 0 else -9):
            self._mark(painter, mark, middle)
        now = self.width() - side
        painter.fillRect(QRectF(now - 1, middle - look.px(16), 2, look.px(32)), look.color("text1"))

    def _scale(self, painter: QPainter, middle: float) -> None:
        look, side = self._look, self._look.px(SIDE)
        painter.setFont(look.font(Size.SMALL))
        painter.setPen(look.color("text2"))
        ends = Qt.AlignmentFlag.AlignVCenter
        left = QRectF(look.px(16), 0, side - look.px(28), self.height())
        painter.drawText(left, ends | Qt.AlignmentFlag.AlignRight, f"−{SPAN_MIN} min")
        right = QRectF(self.width() - side + look.px(12), 0, side, self.height())
        painter.drawText(right, ends | Qt.AlignmentFlag.AlignLeft, translate("Timeline", "LIVE"))
        for minute in range(5, SPAN_MIN, 5):
            x = self._x(self._now - minute * 60 * NS_PER_S)
            painter.fillRect(
                QRectF(x, middle - look.px(4), look.line, look.px(8)), look.color("line_strong")
            )

    def _mark(self, painter: QPainter, mark: LineMark, middle: float) -> None:
        look, x = self._look, self._x(mark.time)
        painter.setPen(Qt.PenStyle.NoPen)
        if mark.priority >= 0:
            high, wide = look.px(TALL[mark.priority]), look.px(8)
            painter.fillRect(
                QRectF(x - wide / 2, middle - high / 2, wide, high), look.priority(mark.priority)
            )
            return
        half = look.px(5 if mark.is_person else 3)
        painter.setBrush(look.color("text1" if mark.is_person else "process"))
        if mark.is_person:
            steps = ((0, -half), (half, 0), (0, half), (-half, 0))
            painter.drawPolygon(QPolygonF([QPointF(x + a, middle + b) for a, b in steps]))
        else:
            painter.drawEllipse(QPointF(x, middle), half, half)

    def event(self, event: QEvent) -> bool:
        """What stands under the mouse is told in words."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._tables:
            near = [m for m in self._marks if abs(self._x(m.time) - event.pos().x()) < 8]
            lines = [
                f"{clock_text(m.entry.time)}  {journal_text(m.entry, self._tables, self._look)}"
                for m in near[-8:]
            ]
            QToolTip.showText(event.globalPos(), "\n".join(lines), self)
            return True
        return super().event(event)
