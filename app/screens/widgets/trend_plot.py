"""One point over the last minutes: line, normal band, limits, and hatch where data was Bad."""

import math
import time

import numpy as np
import pyqtgraph
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.screens.theme import Look, Size
from app.screens.view_models.figures import value_with_unit
from app.screens.view_models.site_values import PointLine, limit_marks
from app.screens.view_models.trend_model import TrendModel, held
from app.screens.widgets.band_plot import nice_step
from app.screens.widgets.themed import Themed
from twin.clock import NS_PER_S, nanoseconds
from twin.quality import Severity

HEAD, SPAN_S = 36, 600.0
ROW = 20  # height that a value at the axis wants
TICKS_S, MOST_TICKS = (30.0, 60.0, 120.0), 5
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TrendPlot(Themed):
    """A header with the value now, and the plot below. x: seconds before now; y: the point's
    unit."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.model: TrendModel | None = None
        self._line: PointLine | None = None
        self._plot = pyqtgraph.PlotWidget()
        self._curve = self._plot.plot(connect="finite")
        self._decor: list[object] = []
        self._gaps: list[object] = []
        self._span_s = 0.0
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.hideButtons()
        self._plot.setMenuEnabled(False)
        self._plot.setFrameShape(pyqtgraph.QtWidgets.QFrame.Shape.NoFrame)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._box = QVBoxLayout(self)
        self._box.addWidget(self._plot)
        self.on_look()

    def set_point(self, model: TrendModel | None, line: PointLine | None) -> None:
        """Show another point, or none."""
        self.model, self._line = model, line
        self._dress()
        self.refresh(line)

    def refresh(
        self, line: PointLine | None, *, now: int | None = None, span_s: float = SPAN_S
    ) -> None:
        """Draw the last `span_s` of what the model holds; `line` is the point now."""
        self._line = line
        self._clear(self._gaps)
        if self.model is None or line is None:
            self._curve.setData([], [])
            self.update()
            return
        now = time.time_ns() if now is None else now
        curve = held(
            self.model.window(now=now, span=int(span_s * NS_PER_S)),
            now=now,
            period=nanoseconds(line.point.period_s),
            until_now=not line.is_stale,
        )
        y = curve.value
        self._curve.setData((curve.time - now) / NS_PER_S, y)
        self._stretch(span_s)
        self._curve.setPen(self._pen(line))
        for start, end in curve.gaps:
            self._gap((start - now) / NS_PER_S, (end - now) / NS_PER_S)
        self._range(line, y)
        self.update(0, 0, self.width(), self._look.px(HEAD))

    def on_look(self) -> None:
        """Sizes and texts follow the look."""
        look = self._look
        side = look.px(16)
        self._box.setContentsMargins(side, look.px(HEAD), side, look.px(8))
        self._plot.setBackground(look.color("background"))
        for name in ("left", "bottom"):
            axis = self._plot.getAxis(name)
            axis.setPen(QPen(look.color("line"), look.line))
            axis.setTextPen(look.color("text3"))
            axis.setTickFont(look.font(Size.SMALL))
            axis.setStyle(tickLength=0, maxTickLevel=0)
        self._plot.getAxis("left").setWidth(look.px(44))
        bottom = self._plot.getAxis("bottom")
        bottom.setHeight(look.px(20))
        self._span_s = 0.0
        self._stretch(SPAN_S)
        self._dress()

    def _dress(self) -> None:
        """Band and limits of the point in the present colours."""
        self._clear(self._decor)
        if self._line is None:
            return
        look, point = self._look, self._line.point
        if point.normal is not None:
            band = pyqtgraph.LinearRegionItem(
                point.normal, orientation="horizontal", movable=False, brush=look.color("band")
            )
            for edge in band.lines:
                edge.setPen(QPen(Qt.PenStyle.NoPen))
            self._add(self._decor, band, -10)
        for limit in limit_marks(point):
            pen = QPen(look.color("text3"), look.line, Qt.PenStyle.DashLine)
            pen.setCosmetic(True)
            self._add(self._decor, pyqtgraph.InfiniteLine(limit.at, angle=0, pen=pen), -5)

    def _stretch(self, span_s: float) -> None:
        """The last `span_s` from edge to edge, with about five marks."""
        if span_s == self._span_s:
            return
        self._span_s = span_s
        step = next(s for s in TICKS_S if span_s / s <= MOST_TICKS)
        marks = [(-k * step, tick_text(k * step)) for k in range(int(span_s / step + 0.5))]
        self._plot.getAxis("bottom").setTicks([marks])
        self._plot.setXRange(-span_s, 0.0, padding=0.0)

    def _pen(self, line: PointLine) -> QPen:
        pen = QPen(self._look.priority(line.priority), self._look.line)
        pen.setCosmetic(True)
        return pen

    def _gap(self, start: float, end: float) -> None:
        brush = QBrush(self._look.color("quality", 0.5), Qt.BrushStyle.BDiagPattern)
        gap = pyqtgraph.LinearRegionItem((start, end), movable=False, brush=brush)
        for edge in gap.lines:
            edge.setPen(QPen(self._look.color("quality"), self._look.line))
        self._add(self._gaps, gap, -2)

    def _range(self, line: PointLine, y: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> None:
        """Show the data, the normal band and the limits that the data is near."""
        good = y[np.isfinite(y)]
        band = line.point.normal or line.point.range
        low, high = min(band[0], *good, band[1]), max(band[1], *good, band[0])
        reach = (high - low) * 0.75 or 1.0
        near = [m.at for m in limit_marks(line.point) if low - reach <= m.at <= high + reach]
        low, high = min(low, *near, low), max(high, *near, high)
        pad = (high - low) * 0.08 or 1.0
        self._plot.setYRange(low - pad, high + pad, padding=0.0)
        inner = self.height() - self._look.px(HEAD + 28)
        self._plot.getAxis("left").setTicks([value_ticks(low, high, inner // self._look.px(ROW))])

    def _add(self, where: list[object], item: object, depth: int) -> None:
        item.setZValue(depth)  # type: ignore[attr-defined]  # pyqtgraph has no types
        self._plot.addItem(item)
        where.append(item)

    def _clear(self, items: list[object]) -> None:
        for item in items:
            self._plot.removeItem(item)
        items.clear()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        look, painter = self._look, self.painter()
        painter.fillRect(self.rect(), look.color("background"))
        painter.fillRect(self.width() - look.line, 0, look.line, self.height(), look.color("line"))
        if self._line is None:
            return
        box = QRectF(look.px(16), look.px(2), self.width() - look.px(32), look.px(HEAD - 2))
        line = self._line
        bad = line.severity is Severity.BAD
        value = (
            "?"
            if bad
            else look.name(line.code)
            or value_with_unit(line.value, line.point, chinese=look.is_chinese)
        )
        painter.setFont(look.font(Size.TITLE))
        painter.setPen(look.color("quality" if bad else "text1"))
        painter.drawText(box, RIGHT, value)
        room = box.width() - painter.fontMetrics().horizontalAdvance(value) - look.px(12)
        painter.setFont(look.font(Size.BODY))
        painter.setPen(look.color("text2"))
        label = f"{line.point.tag}  {look.name(line.point.name)}"
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(box, LEFT, painter.fontMetrics().elidedText(label, elide, int(room)))


def value_ticks(low: float, high: float, rows: int) -> list[tuple[float, str]]:
    """Round values within a range with their texts, about as many as there are rows."""
    step = nice_step((high - low) * 4 / max(rows, 1))
    digits = max(0, math.ceil(-math.log10(step) - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [(k * step, f"{k * step:.{digits}f}") for k in range(first, last + 1)]


def tick_text(ago_s: float) -> str:
    """How long ago, e.g. −30 s, −2 min; 0 is now."""
    if ago_s == 0:
        return "0"
    return f"−{ago_s / 60:g} min" if ago_s % 60 == 0 else f"−{ago_s:.0f} s"
