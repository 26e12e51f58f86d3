"""All points of one kitchen: tag, name, value, and the value against its range."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.screens.i18n import translate
from app.screens.theme import Look, Size, blend
from app.screens.view_models.alarm_line import MarkFill
from app.screens.view_models.figures import age_text, unit_text, value_text
from app.screens.view_models.site_values import PointLine
from app.screens.widgets.priority_mark import paint_mark
from app.screens.widgets.range_strip import paint_strip
from app.screens.widgets.themed import Themed
from twin.quality import Severity

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
TALLEST, LOWEST = 36, 22


class PointList(Themed):
    """As few columns as it takes for every point to be in sight at once."""

    activated = Signal(int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._lines: Sequence[PointLine] = ()
        self._selected = -1
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def show_lines(self, lines: Sequence[PointLine]) -> None:
        """New values."""
        self._lines = lines
        self.update()

    def select(self, row: int) -> None:
        """Frame one point, by its row in the fleet's table; -1 for none."""
        if row != self._selected:
            self._selected = row
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses what lies under it."""
        for line, box in zip(self._lines, self._boxes(), strict=False):
            if box.contains(event.position()):
                self.activated.emit(line.row)

    def _boxes(self) -> list[QRectF]:
        """Place of every point, column by column."""
        look, count = self._look, max(1, len(self._lines))
        most = max(1, int(self.height() // look.px(LOWEST)))  # rows that can be read
        columns = math.ceil(count / most)
        rows = math.ceil(count / columns)
        height = min(max(self.height() / rows, look.px(LOWEST)), look.px(TALLEST))
        width = self.width() / columns
        return [
            QRectF((k // rows) * width, (k % rows) * height, width, height) for k in range(count)
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        look, painter = self._look, self.painter()
        painter.fillRect(self.rect(), look.color("background"))
        if not self._lines:
            painter.setFont(look.font(Size.BODY))
            painter.setPen(look.color("text2"))
            note = translate("PointList", "This site has no points.")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, note)
            return
        for line, box in zip(self._lines, self._boxes(), strict=True):
            self._line(painter, box, line)

    def _line(self, painter: QPainter, box: QRectF, line: PointLine) -> None:
        look = self._look
        if line.priority >= 0 and line.unacknowledged:
            ground = blend(look.color("background"), look.priority(line.priority), 0.11)
            painter.fillRect(box, ground)
        painter.fillRect(
            QRectF(box.left(), box.bottom() - look.line, box.width(), look.line), look.color("line")
        )
        if line.row == self._selected:
            painter.setPen(QPen(look.color("focus"), look.line))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -1, -2))
        inner = box.adjusted(look.px(12), 0, -look.px(12), 0)
        strip = min(look.px(84), inner.width() * 0.28)
        number = look.px(74)
        bar = QRectF(inner.right() - strip, inner.top(), strip, inner.height())
        value = QRectF(bar.left() - look.px(12) - number, inner.top(), number, inner.height())
        name = QRectF(inner.left(), inner.top(), value.left() - inner.left(), inner.height())
        if line.point.is_discrete and line.severity is not Severity.BAD and not line.is_stale:
            room = self._code(painter, inner, line)
            self._name(painter, inner.adjusted(0, 0, -room, 0), line)
            return
        self._name(painter, name, line)
        self._value(painter, value, line)
        paint_strip(painter, bar, line, look)

    def _name(self, painter: QPainter, box: QRectF, line: PointLine) -> None:
        look = self._look
        if line.priority >= 0:
            side = min(look.px(20), box.height() - 2)
            square = QRectF(box.left() - look.px(4), box.center().y() - side / 2, side, side)
            paint_mark(painter, square, line.priority, MarkFill.CALM, look)
            box = box.adjusted(look.px(20), 0, 0, 0)
        painter.setFont(look.font(Size.SMALL))
        painter.setPen(look.color("text1"))
        metrics = painter.fontMetrics()
        tag = metrics.elidedText(line.point.tag, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, LEFT, tag)
        taken = metrics.horizontalAdvance(tag) + look.px(8)
        room = int(box.width()) - taken
        if room > look.px(56):
            painter.setPen(look.color("text2"))
            name = metrics.elidedText(look.name(line.point.name), Qt.TextElideMode.ElideRight, room)
            painter.drawText(box.adjusted(taken, 0, 0, 0), LEFT, name)

    def _value(self, painter: QPainter, box: QRectF, line: PointLine) -> None:
        look = self._look
        painter.setFont(look.font(Size.BODY))
        if line.severity is Severity.BAD:
            painter.setPen(look.color("quality"))
            painter.drawText(box, RIGHT, age_text(line.age_s))
            return
        bare = line.point.is_discrete or line.is_stale
        unit = "" if bare else unit_text(line.point.unit, chinese=look.is_chinese)
        painter.setFont(look.font(Size.SMALL))
        wide = painter.fontMetrics().horizontalAdvance(unit) + look.px(4) if unit else 0
        painter.setPen(look.color("text2"))
        painter.drawText(box, RIGHT, unit)
        painter.setFont(look.font(Size.BODY))
        painter.setPen(look.color("quality" if line.is_stale else "text1"))
        text = age_text(line.age_s) if line.is_stale else value_text(line.value, line.point)
        painter.drawText(box.adjusted(0, 0, -wide, 0), RIGHT, text)

    def _code(self, painter: QPainter, box: QRectF, line: PointLine) -> float:
        """The name of a discrete value on the right; gives the room it took."""
        look = self._look
        painter.setFont(look.font(Size.SMALL))
        painter.setPen(look.color("quality" if line.severity is Severity.UNCERTAIN else "text1"))
        text = look.name(line.code) or value_text(line.value, line.point)
        fits = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(box.width() * 0.5)
        )
        painter.drawText(box, RIGHT, fits)
        return float(painter.fontMetrics().horizontalAdvance(fits) + look.px(12))
