"""The top bar: who we are, the figures of the moment, the time."""

import time
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.screens.i18n import translate
from app.screens.theme import Look, Size
from app.screens.view_models.alarm_line import MarkFill
from app.screens.view_models.figures import (
    clock_text,
    count_text,
    date_text,
    milliseconds_text,
)
from app.screens.view_models.kpi_strip import KpiStrip
from app.screens.widgets.priority_mark import paint_mark
from app.screens.widgets.themed import Themed

HEIGHT = 72
BOTTOM = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
MIDDLE = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; priority -1 for those without a mark; `keep`: 0 is the last to be left out."""

    text: str
    label: str
    priority: int = -1
    keep: int = 0
    ink: str = "text1"


class KpiBar(Themed):
    """Paints figures; those that find no room are left out, the least needed first."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._strip: KpiStrip | None = None
        self._p99_ms = float("nan")
        self._page = ""
        self.on_look()

    def on_look(self) -> None:
        """Sizes and texts follow the look."""
        self.setFixedHeight(self._look.px(HEIGHT))

    def set_page(self, name: str) -> None:
        """What stands after the product's name."""
        if name != self._page:
            self._page = name
            self.update()

    def show_strip(self, strip: KpiStrip | None, p99_ms: float) -> None:
        """New figures; None before the hub's first word."""
        if (strip, p99_ms) != (self._strip, self._p99_ms):
            self._strip, self._p99_ms = strip, p99_ms
            self.update()

    def figures(self) -> list[Figure]:
        """All figures in the order shown."""
        strip = self._strip
        if strip is None:
            return []
        marks = [
            Figure(count_text(n), f"P{p}", p, keep=0, ink=f"p{p}" if n else "text3")
            for p, n in enumerate(strip.by_priority)
        ]
        bad = strip.points_bad
        kitchens, others = translate("KpiBar", "kitchens"), translate("KpiBar", "sites")
        return [
            Figure(count_text(strip.sites), kitchens if strip.only_kitchens else others, keep=2),
            Figure(count_text(strip.normal), translate("KpiBar", "normal"), keep=1),
            *marks,
            Figure(count_text(strip.unacknowledged), translate("KpiBar", "unacknowledged"), keep=3),
            Figure(count_text(strip.alarms_10min), translate("KpiBar", "alarms / 10 min"), keep=2),
            Figure(count_text(strip.points_live), translate("KpiBar", "live points"), keep=2),
            Figure(
                count_text(bad),
                translate("KpiBar", "bad points"),
                keep=4,
                ink="quality" if bad else "text1",
            ),
            Figure(
                milliseconds_text(self._p99_ms), translate("KpiBar", "source to wall p99"), keep=1
            ),
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        look, painter = self._look, self.painter()
        painter.fillRect(self.rect(), look.color("background"))
        low = self.height() - look.line
        painter.fillRect(0, low, self.width(), look.line, look.color("line"))
        left = self._brand(painter)
        right = self._clock(painter)
        self._row(painter, left + look.px(36), right - look.px(16))

    def _brand(self, painter: QPainter) -> float:
        look, x = self._look, float(self._look.px(24))
        painter.setFont(look.font(Size.TITLE))
        painter.setPen(look.color("text1"))
        box = QRectF(x, 0, self.width(), self.height())
        painter.drawText(box, MIDDLE, "Emberwall")
        x += painter.fontMetrics().horizontalAdvance("Emberwall") + look.px(12)
        painter.setFont(look.font(Size.BODY))
        painter.setPen(look.color("text2"))
        painter.drawText(QRectF(x, look.px(2), self.width(), self.height()), MIDDLE, self._page)
        x += painter.fontMetrics().horizontalAdvance(self._page)
        if self._strip is not None and self._strip.synthetic:
            x = self._tag(painter, x + look.px(12), translate("KpiBar", "simulated plant"))
        return x

    def _tag(self, painter: QPainter, x: float, text: str) -> float:
        """A word in a frame: what is simulated says so."""
        look = self._look
        painter.setFont(look.font(Size.SMALL))
        width = painter.fontMetrics().horizontalAdvance(text) + look.px(12)
        height = look.px(20)
        box = QRectF(x, (self.height() - height) / 2 + 0.5, width, height)
        painter.setPen(look.color("line_strong"))
        painter.drawRoundedRect(box, look.px(3), look.px(3))
        painter.setPen(look.color("text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        return x + width

    def _clock(self, painter: QPainter) -> float:
        look, now = self._look, time.time_ns()
        painter.setFont(look.font(Size.BODY))
        date, hour = date_text(now), clock_text(now)
        right = self.width() - look.px(24)
        wide = painter.fontMetrics().horizontalAdvance(date)
        painter.setPen(look.color("text2"))
        painter.drawText(QRectF(right - wide, look.px(4), wide + 1, self.height()), MIDDLE, date)
        painter.setFont(look.font(Size.CLOCK))
        long = painter.fontMetrics().horizontalAdvance(hour)
        painter.setPen(look.color("text1"))
        left = right - wide - look.px(12) - long
        painter.drawText(QRectF(left, 0, long + 1, self.height()), MIDDLE, hour)
        return left

    def _row(self, painter: QPainter, left: float, right: float) -> None:
        figures = self.figures()
        space = self._look.px(28)
        widths = [self._width(painter, figure) for figure in figures]
        while figures and left + sum(widths) + space * (len(figures) - 1) > right:
            worst = max(range(len(figures)), key=lambda k: (figures[k].keep, k))
            del figures[worst], widths[worst]
        x = left
        for figure, width in zip(figures, widths, strict=True):
            self._figure(painter, figure, QRectF(x, 0, width, self.height()))
            x += width + space

    def _width(self, painter: QPainter, figure: Figure) -> float:
        look = self._look
        painter.setFont(look.font(Size.FIGURE))
        number = painter.fontMetrics().horizontalAdvance(figure.text)
        painter.setFont(look.font(Size.SMALL))
        label = painter.fontMetrics().horizontalAdvance(figure.label)
        mark = look.px(20) if figure.priority >= 0 else 0
        return float(max(number, label + mark) + 2)

    def _figure(self, painter: QPainter, figure: Figure, box: QRectF) -> None:
        look = self._look
        split = self.height() * 0.60
        painter.setFont(look.font(Size.FIGURE))
        painter.setPen(look.color(figure.ink))
        painter.drawText(QRectF(box.left(), 0, box.width(), split), BOTTOM, figure.text)
        painter.setFont(look.font(Size.SMALL))
        painter.setPen(QColor(look.color("text2")))
        x = box.left()
        if figure.priority >= 0:
            side = look.px(16)
            square = QRectF(x - look.px(2), split + look.px(3), side, side)
            paint_mark(painter, square, figure.priority, MarkFill.CALM, look)
            x += look.px(18)
        label = QRectF(x, split + look.px(1), box.right() - x + 2, self.height() - split)
        painter.drawText(label, TOP, figure.label)
