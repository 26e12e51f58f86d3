"""A forecast quantity over time: the median as a line, the 90 % band as a surface.

A what-if stands in the same axes with its own median (dashed) and band outline (dotted), so that
it differs without colour.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app.screens.theme import Look, Size
from app.screens.view_models.forecast_text import figure
from app.screens.view_models.what_if import Curve
from app.screens.widgets.card import LEFT, RIGHT
from app.screens.widgets.themed import Themed

HEAD, FOOT, AXIS, LABEL = 26, 18, 40, 26
STEPS_S = (60.0, 120.0, 300.0, 600.0)


@dataclass(frozen=True, slots=True)
class PlotText:
    """Title, unit, digits of the figures, a line worth marking (a limit) or None, the least range
    of the axis, so that noise near nothing does not look like much, and where the axis ends at
    most: what goes beyond runs along its upper edge."""

    title: str
    unit: str
    digits: int = 0
    limit: float | None = None
    least: float = 0.0
    most: float = math.inf


class BandPlot(Themed):
    """One quantity. x: s from now of the base; the cursor stands at the time of the scene."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._text = PlotText("", "")
        self._curves: Sequence[Curve] = ()
        self._at_s, self._end_s = 0.0, 600.0
        self.setMinimumHeight(72)

    def show_curves(
        self, text: PlotText, curves: Sequence[Curve], *, at_s: float, end_s: float
    ) -> None:
        """Base first, then a what-if; `at_s`: the time of the cursor."""
        self._text, self._curves, self._at_s, self._end_s = text, curves, at_s, max(end_s, 1.0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        look, painter = self._look, self.painter()
        painter.fillRect(self.rect(), look.color("background"))
        side = look.px(12)
        head = QRectF(side, 0, self.width() - 2 * side, look.px(HEAD))
        self._head(painter, head)
        axis, foot = look.px(AXIS), look.px(FOOT)
        box = QRectF(
            axis, head.bottom(), self.width() - axis - side, self.height() - head.bottom() - foot
        )
        if not self._curves or box.height() < 8:
            return
        low, high = self._range()
        self._axes(painter, box, low, high)
        painter.setClipRect(box.adjusted(-1, -2, 1, 2))
        for k, curve in enumerate(self._curves):
            self._curve(painter, box, curve, (low, high), is_other=k > 0)
        x = self._x(box, self._at_s)
        painter.setPen(QPen(look.color("text1"), look.line))
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))

    def _head(self, painter: QPainter, box: QRectF) -> None:
        look = self._look
        value = " → ".join(self._value(curve) for curve in self._curves)
        painter.setFont(look.font(Size.BODY))
        metrics = painter.fontMetrics()
        shown = f"{value} {self._text.unit}".rstrip()
        painter.setPen(look.color("text1"))
        painter.drawText(box, RIGHT, shown)
        room = int(box.width()) - metrics.horizontalAdvance(shown) - look.px(8)
        painter.setFont(look.font(Size.SMALL))
        painter.setPen(look.color("text2"))
        elide = Qt.TextElideMode.ElideRight
        title = painter.fontMetrics().elidedText(self._text.title, elide, max(room, 0))
        painter.drawText(box, LEFT, title)

    def _value(self, curve: Curve) -> str:
        value = float(np.interp(self._at_s, curve.times, curve.median))
        shown = figure(min(value, self._text.most), self._text.digits)
        return f"> {shown}" if value > self._text.most else shown

    def _digits(self, low: float, high: float) -> int:
        """Enough to tell the ends of the axis apart."""
        fine = math.ceil(-math.log10(max(high - low, 1e-6)) + 0.3)
        return max(self._text.digits, min(fine, 3))

    def _range(self) -> tuple[float, float]:
        low = min(float(np.min(curve.low)) for curve in self._curves)
        high = max(float(np.max(curve.high)) for curve in self._curves)
        high = min(max(high, low + self._text.least), self._text.most)
        limit = self._text.limit
        if limit is not None and limit < high * 1.6:
            high, low = max(high, limit), min(low, limit)
        step = nice_step(high - low) if high > low else max(1.0, abs(high) / 4)
        bottom, top = math.floor(low / step) * step, math.ceil(high / step) * step
        return bottom, top if top > bottom else bottom + step

    def _axes(self, painter: QPainter, box: QRectF, low: float, high: float) -> None:
        look = self._look
        painter.setFont(look.font(Size.SMALL))
        painter.setPen(look.color("text3"))
        tall = painter.fontMetrics().height()
        for value, y in ((high, box.top() + tall / 2), (low, box.bottom() - tall / 2)):
            row = QRectF(0, y - tall / 2, box.left() - look.px(4), tall)
            painter.drawText(row, RIGHT, figure(value, self._digits(low, high)))
        painter.setPen(QPen(look.color("line"), look.line))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.drawLine(box.topLeft(), box.bottomLeft())
        step = next(
            (s for s in STEPS_S if box.width() * s / self._end_s >= look.px(LABEL)), STEPS_S[-1]
        )
        for k in range(int(self._end_s / step) + 1):
            x = self._x(box, k * step)
            painter.setPen(QPen(look.color("line"), look.line))
            painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
            painter.setPen(look.color("text3"))
            word = f"+{k * step / 60:g}" if k else "0"
            wide = look.px(40)
            left = min(x - wide / 2, self.width() - wide)
            flag = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(left, box.bottom(), wide, look.px(FOOT)), flag, word)
        if self._text.limit is not None and low <= self._text.limit <= high:
            y = self._y(box, self._text.limit, (low, high))
            painter.setPen(QPen(look.color("text3"), look.line, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))

    def _curve(
        self,
        painter: QPainter,
        box: QRectF,
        curve: Curve,
        span: tuple[float, float],
        *,
        is_other: bool,
    ) -> None:
        look = self._look
        upper = self._points(box, curve.times, curve.high, span)
        lower = self._points(box, curve.times, curve.low, span)
        paint_band(painter, look, upper, lower, is_other=is_other)
        style = Qt.PenStyle.DashLine if is_other else Qt.PenStyle.SolidLine
        ink = look.color("text1" if is_other else "process")
        painter.setPen(QPen(ink, (1.6 if is_other else 2.0) * look.line, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(self._points(box, curve.times, curve.median, span)))

    def _points(
        self,
        box: QRectF,
        times: "np.typing.NDArray[np.float64]",
        values: "np.typing.NDArray[np.float64]",
        span: tuple[float, float],
    ) -> list[QPointF]:
        low, high = span
        x = box.left() + box.width() * times / self._end_s
        y = box.bottom() - box.height() * (np.minimum(values, high) - low) / (high - low)
        return [QPointF(*spot) for spot in zip(x.tolist(), y.tolist(), strict=True)]

    def _x(self, box: QRectF, at_s: float) -> float:
        return box.left() + box.width() * at_s / self._end_s

    def _y(self, box: QRectF, value: float, span: tuple[float, float]) -> float:
        return box.bottom() - box.height() * (value - span[0]) / (span[1] - span[0])


def nice_step(span: float) -> float:
    """A step of 1, 2 or 5 times a power of ten, about a quarter of the span."""
    rough = max(span, 1e-6) / 4
    power = 10.0 ** math.floor(math.log10(rough))
    return next(f * power for f in (1.0, 2.0, 5.0, 10.0) if f * power >= rough * (1 - 1e-9))


def paint_band(
    painter: QPainter,
    look: Look,
    upper: Sequence[QPointF],
    lower: Sequence[QPointF],
    *,
    is_other: bool = False,
) -> None:
    """The 90 % band: a surface, or for a what-if only its dotted edges."""
    if is_other:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.color("text2"), look.line, Qt.PenStyle.DotLine))
        painter.drawPolyline(QPolygonF(list(upper)))
        painter.drawPolyline(QPolygonF(list(lower)))
        return
    path = QPainterPath()
    path.addPolygon(QPolygonF([*upper, *reversed(lower)]))
    tint = QColor(look.color("process", 0.28))
    painter.fillPath(path, tint)
