"""What a what-if changes: for every figure a bar of the forecast and one of the what-if."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.screens.difference_words import change_word, value_word
from app.screens.forecast_words import QUANTITIES
from app.screens.i18n import translate
from app.screens.theme import Look, Size
from app.screens.view_models.difference_scale import bars_of
from app.screens.view_models.what_if import Difference
from app.screens.widgets.arrival_bars import ELIDE, paint_span
from app.screens.widgets.card import LEFT, RIGHT
from app.screens.widgets.themed import Themed

HEAD, SIDE, BAR, GAP, TEXT = 26, 12, 5, 2, 18
LEAST, MOST = 33, 40  # height of a row


class DifferenceBars(Themed):
    """As many rows as there is room for, the most important ones first. The forecast's bar is
    plain, the what-if's hatched; safer and more dangerous are told by a mark, not by colour."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._rows: Sequence[Difference] = ()
        self._horizon_s, self._place = 600.0, ""

    def show_rows(self, rows: Sequence[Difference], place: str, *, horizon_s: float) -> None:
        """Rows of a comparison, empty without one; `place`: of which room."""
        self._rows, self._place, self._horizon_s = rows, place, horizon_s
        self.update()

    @property
    def shown(self) -> Sequence[Difference]:
        """The rows that there is room for."""
        room = (self.height() - self._look.px(HEAD)) // self._look.px(LEAST)
        return self._rows[: max(room, 1)]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        look, painter = self._look, self.painter()
        painter.fillRect(self.rect(), look.color("background"))
        rows = self.shown
        if not rows:
            return
        side = look.px(SIDE)
        box = QRectF(self.rect()).adjusted(side, 0, -side, 0)
        self._head(painter, QRectF(box.left(), box.top(), box.width(), look.px(HEAD)))
        high = min((box.height() - look.px(HEAD)) / len(rows), look.px(MOST))
        for k, row in enumerate(rows):
            top = box.top() + look.px(HEAD) + k * high
            self._row(painter, QRectF(box.left(), top, box.width(), high), row)

    def _head(self, painter: QPainter, box: QRectF) -> None:
        """Which bar is which, and of what room."""
        look = self._look
        painter.setFont(look.font(Size.SMALL))
        painter.setPen(look.color("text2"))
        left = box.left()
        words = translate("Difference", "as it is"), translate("Difference", "what if")
        for hatched, word in enumerate(words):
            sample = QRectF(left, box.center().y() - look.px(3), look.px(22), look.px(6))
            paint_span(painter, look, sample, (0.0, 1.0), None, is_hatched=bool(hatched))
            wide = painter.fontMetrics().horizontalAdvance(word)
            painter.setPen(look.color("text2"))
            text = QRectF(sample.right() + look.px(6), box.top(), wide + 2, box.height())
            painter.drawText(text, LEFT, word)
            left = text.right() + look.px(14)
        room = max(int(box.right() - left), 0)
        painter.drawText(box, RIGHT, painter.fontMetrics().elidedText(self._place, ELIDE, room))

    def _row(self, painter: QPainter, box: QRectF, row: Difference) -> None:
        look = self._look
        painter.setPen(look.color("line"))
        painter.drawLine(box.topLeft(), box.topRight())
        self._words(painter, QRectF(box.left(), box.top() + 1, box.width(), look.px(TEXT)), row)
        bars = bars_of(row, self._horizon_s)
        for k, bar in enumerate((bars.base, bars.other)):
            top = box.top() + look.px(TEXT + 1) + k * look.px(BAR + GAP)
            track = QRectF(box.left(), top, box.width(), look.px(BAR))
            painter.fillRect(track, look.color("surface2"))
            if bar is not None:
                span, median = (bar[0], bar[2]), bar[1]
                paint_span(painter, look, track, span, median, is_hatched=k == 1, reach=0.0)
        if bars.zero is not None:
            x = box.left() + bars.zero * box.width()
            painter.setPen(look.color("text2"))
            top = box.top() + look.px(TEXT + 1)
            painter.drawLine(QPointF(x, top), QPointF(x, top + look.px(2 * BAR + GAP)))

    def _words(self, painter: QPainter, box: QRectF, row: Difference) -> None:
        look = self._look
        painter.setFont(look.font(Size.SMALL))
        metrics = painter.fontMetrics()
        change = change_word(row)
        painter.setPen(look.color("text1" if row.better else "text2"))
        painter.drawText(box, RIGHT, change)
        values = [value_word(row, value, self._horizon_s) for value in (row.base, row.other)]
        both = " → ".join(values)
        end = box.adjusted(0, 0, -max(metrics.horizontalAdvance(change), look.px(76)) - 10, 0)
        painter.setPen(look.color("text1"))
        painter.drawText(end, RIGHT, both)
        room = int(end.width()) - metrics.horizontalAdvance(both) - look.px(8)
        painter.setPen(look.color("text2"))
        name = translate("Forecast", QUANTITIES[row.quantity])
        painter.drawText(box, LEFT, metrics.elidedText(name, ELIDE, max(room, 0)))
