"""What a what-if changes: base, what-if and their difference, row by row."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.screens.forecast_words import QUANTITIES
from app.screens.i18n import translate
from app.screens.theme import Look, Size
from app.screens.view_models.forecast_text import (
    clock_of_seconds,
    figure,
    margin_text,
)
from app.screens.view_models.what_if import DIGITS, UNITS, Difference, Quantity
from app.screens.widgets.card import LEFT, RIGHT
from app.screens.widgets.themed import Themed
from sim.forecast.model import NEVER

ROW, HEAD, SIDE = 20, 26, 12
ELIDE = Qt.TextElideMode.ElideRight


class DifferenceTable(Themed):
    """Four columns: quantity, base, what-if, difference. Safer and more dangerous are told by a
    mark and a word, not by colour."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._rows: Sequence[Difference] = ()
        self._horizon_s, self._head_text = 600.0, ""

    def show_rows(self, rows: Sequence[Difference], head: str, *, horizon_s: float) -> None:
        """Rows of a comparison, empty without one; `head`: of what place and time."""
        self._rows, self._head_text, self._horizon_s = rows, head, horizon_s
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        look, painter = self._look, self.painter()
        painter.fillRect(self.rect(), look.color("background"))
        side = look.px(SIDE)
        box = QRectF(self.rect()).adjusted(side, 0, -side, 0)
        if not self._rows:
            return
        self._head(painter, QRectF(box.left(), box.top(), box.width(), look.px(HEAD)))
        high = min(look.px(ROW), (box.height() - look.px(HEAD)) / len(self._rows))
        for k, row in enumerate(self._rows):
            line = QRectF(box.left(), box.top() + look.px(HEAD) + k * high, box.width(), high)
            if line.bottom() <= box.bottom() + 1:
                self._row(painter, line, row)

    def _columns(self, box: QRectF) -> list[QRectF]:
        shares = (0.0, 0.34, 0.54, 0.74, 1.0)
        return [
            QRectF(box.left() + a * box.width(), box.top(), (b - a) * box.width(), box.height())
            for a, b in pairwise(shares)
        ]

    def _head(self, painter: QPainter, box: QRectF) -> None:
        look = self._look
        painter.setFont(look.font(Size.SMALL))
        painter.setPen(look.color("text2"))
        words = (
            self._head_text,
            translate("Difference", "as it is"),
            translate("Difference", "what if"),
            translate("Difference", "difference"),
        )
        for k, (cell, word) in enumerate(zip(self._columns(box), words, strict=True)):
            fits = painter.fontMetrics().elidedText(word, ELIDE, int(cell.width()) - 2)
            painter.drawText(cell, LEFT if k == 0 else RIGHT, fits)

    def _row(self, painter: QPainter, box: QRectF, row: Difference) -> None:
        look = self._look
        cells = self._columns(box)
        painter.setFont(look.font(Size.SMALL))
        painter.setPen(look.color("line"))
        painter.drawLine(box.topLeft(), box.topRight())
        texts = (
            translate("Forecast", QUANTITIES[row.quantity]),
            self._value(row, row.base),
            self._value(row, row.other),
            self.change(row),
        )
        inks = ("text2", "text1", "text1", "text1" if row.better else "text2")
        for k, (cell, text, ink) in enumerate(zip(cells, texts, inks, strict=True)):
            painter.setPen(look.color(ink))
            fits = painter.fontMetrics().elidedText(text, ELIDE, int(cell.width()) - 2)
            painter.drawText(cell, LEFT if k == 0 else RIGHT, fits)

    def _value(self, row: Difference, value: float) -> str:
        if row.quantity is Quantity.MARGIN:
            return margin_text(value)
        if row.is_time:
            never = value == NEVER
            return f"> {clock_of_seconds(self._horizon_s)}" if never else clock_of_seconds(value)
        return f"{figure(value, DIGITS.get(row.quantity, 0))} {UNITS[row.quantity]}"

    def change(self, row: Difference) -> str:
        """The difference with its mark: ▲ safer, ▼ more dangerous, = the same."""
        mark = {1: "▲", -1: "▼", 0: "="}[row.better]
        change = row.change
        if row.better == 0:
            same = translate("Difference", "the same")
            return f"{mark} {same}"
        if change is None:
            word = (
                translate("Difference", "no more")
                if row.other == NEVER
                else translate("Difference", "new")
            )
            return f"{mark} {word}"
        if row.is_time or row.quantity is Quantity.MARGIN:
            return f"{mark} {margin_text(change)}"
        sign = "+" if change > 0 else ""
        return f"{mark} {sign}{figure(change, DIGITS.get(row.quantity, 0))}"
