"""The forecast of one site in a few lines: verdict, ASET against RSET, band, age, past error."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app.screens.forecast_words import age_word, past_word, standing_word, verdict_word
from app.screens.i18n import translate
from app.screens.theme import Look, Size
from app.screens.view_models.forecast_reading import band_at, horizon_s, worst_exit, worst_place
from app.screens.view_models.forecast_standing import ForecastView, Standing
from app.screens.view_models.forecast_text import arrival_text
from app.screens.view_models.kitchen_parts import PartLine, part_lines
from app.screens.widgets.arrival_bars import ELIDE, SHORT, aset_word, paint_arrival, rset_word
from app.screens.widgets.band_plot import paint_band
from app.screens.widgets.card import LEFT, RIGHT, Card
from app.screens.widgets.parts_card import paint_part
from sim.forecast.model import Arrival, Forecast, Series
from sim.forecast.parts import Hazard
from twin.site.model import Layout

FULL, BARS, LINE, BRIEF = 184, 128, 58, 84  # with sparks, with bars, one line, no forecast
PART = 18  # a line of oil, links, duct or gas
WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


class ForecastCard(Card):
    """Compact enough for a column of cards. What it says of oil, duct or gas takes the place of the
    curves. Without a forecast it says why, in two lines."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._view = ForecastView(Standing.IDLE)
        self._layout: Layout | None = None
        self._parts: list[PartLine] = []
        self._most = FULL
        self.on_look()

    def on_look(self) -> None:
        """Sizes and texts follow the look."""
        brief = self._view.forecast is None
        self.setFixedHeight(self._look.px(min(BRIEF if brief else FULL, self._wanted())))

    def _wanted(self) -> int:
        """Lines of parts need less room than curves, and more than bars alone."""
        if not self._parts or self._most == LINE:
            return self._most
        lines = len(self._parts) if self._most == FULL else 1
        return BARS + PART * lines

    def set_most(self, pixels: int) -> None:
        """How high the card may be: FULL, BARS or LINE, at scale 1."""
        if pixels != self._most:
            self._most = pixels
            self.on_look()

    def show_view(self, view: ForecastView, layout: Layout | None = None) -> None:
        """Another state of the forecast; at an idle site the card is not in the way."""
        self._view, self._layout = view, layout
        self._parts = [] if view.forecast is None else part_lines(view.forecast)
        self.on_look()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        painter, view = self.painter(), self._view
        box = self.frame(painter)
        forecast = view.forecast
        if self._most == LINE:
            self._line(painter, box.adjusted(0, -self._look.px(4), 0, 0), forecast)
            return
        hint = "" if forecast is None else age_word(view)
        title = translate("Forecast", "Forecast · if nothing is done")
        box = self.title(painter, box, title, hint)
        if forecast is None:
            self._absence(painter, box)
            return
        box = self._verdict(painter, box, forecast)
        box = self._bars(painter, box, forecast)
        if self._parts:
            self._kitchen(painter, box)
        else:
            self._sparks(painter, box, forecast)

    def _kitchen(self, painter: QPainter, box: QRectF) -> None:
        """Oil, links, duct, gas: as many lines as there is room for."""
        high = self._look.px(PART)
        for k, line in enumerate(self._parts[: int(box.height() // high)]):
            row = QRectF(box.left(), box.top() + k * high, box.width(), high)
            paint_part(painter, self._look, row, line, self._layout)

    def _line(self, painter: QPainter, box: QRectF, forecast: Forecast | None) -> None:
        """Advice and age, and below both times in figures."""
        look = self._look
        if forecast is None:
            self._absence(painter, box)
            return
        low = self._verdict(painter, box, forecast, aside=age_word(self._view))
        exit_, end = worst_exit(forecast), horizon_s(forecast)
        if exit_ is None:
            return
        parts = (
            (aset_word(look, math.inf, of_gas=_leaks(forecast)), exit_.aset),
            (translate("Forecast", "Out by (RSET)"), exit_.rset),
        )
        painter.setFont(look.font(Size.SMALL))
        text = _times(parts, end)
        if painter.fontMetrics().horizontalAdvance(text) > low.width():
            text = _times(tuple(zip(SHORT, (exit_.aset, exit_.rset), strict=True)), end)
        painter.setPen(look.color("text2"))
        row = QRectF(low.left(), low.top() - look.px(6), low.width(), look.px(18))
        painter.drawText(row, LEFT, painter.fontMetrics().elidedText(text, ELIDE, int(row.width())))

    def _absence(self, painter: QPainter, box: QRectF) -> None:
        look = self._look
        what, remedy = standing_word(self._view)
        failed = self._view.standing is Standing.FAILED
        for k, (text, ink) in enumerate(
            ((what, "quality" if failed else "text1"), (remedy, "text2"))
        ):
            painter.setFont(look.font(Size.BODY if k == 0 else Size.SMALL))
            painter.setPen(look.color(ink))
            row = QRectF(box.left(), box.top() + k * look.px(20), box.width(), look.px(20))
            painter.drawText(
                row, LEFT, painter.fontMetrics().elidedText(text, ELIDE, int(row.width()))
            )

    def _verdict(
        self, painter: QPainter, box: QRectF, forecast: Forecast, *, aside: str = ""
    ) -> QRectF:
        look, height = self._look, self._look.px(28)
        row = QRectF(box.left(), box.top(), box.width(), height)
        old, advice = self._view.is_old, forecast.advice
        painter.setFont(look.font(Size.LARGE, bold=True))
        painter.setPen(look.color("quality" if old else "text1"))
        word = (
            translate("Forecast", "No advice")
            if advice is None
            else translate("Forecast", "Advice: {verdict}").format(
                verdict=verdict_word(advice.verdict)
            )
        )
        painter.drawText(row, LEFT, word)
        room = int(row.width()) - painter.fontMetrics().horizontalAdvance(word) - look.px(12)
        painter.setFont(look.font(Size.SMALL))
        painter.setPen(look.color("quality" if old else "text2"))
        aside = standing_word(self._view)[0] if old else aside or past_word(forecast.past)
        painter.drawText(row, RIGHT, painter.fontMetrics().elidedText(aside, ELIDE, room))
        return box.adjusted(0, height + look.px(2), 0, 0)

    def _bars(self, painter: QPainter, box: QRectF, forecast: Forecast) -> QRectF:
        exit_ = worst_exit(forecast)
        place = worst_place(forecast)
        aset = exit_.aset if exit_ is not None else None if place is None else place.untenable
        end, height = horizon_s(forecast), self._look.px(20)
        rows: list[tuple[str, Arrival | None]] = [
            (aset_word(self._look, box.width(), of_gas=_leaks(forecast)), aset),
            (rset_word(self._look, box.width()), None if exit_ is None else exit_.rset),
        ]
        for k, (word, arrival) in enumerate(rows):
            row = QRectF(box.left(), box.top() + k * height, box.width(), height)
            paint_arrival(painter, self._look, row, word, arrival, end_s=end, is_need=k == 1)
        return box.adjusted(0, 2 * height + self._look.px(6), 0, 0)

    def _sparks(self, painter: QPainter, box: QRectF, forecast: Forecast) -> None:
        """Two small bands side by side: upper layer temperature and layer height."""
        place, look = worst_place(forecast), self._look
        if place is None or box.height() < look.px(24):
            return
        half = (box.width() - look.px(16)) / 2
        pairs = (
            (translate("Forecast", "Upper layer"), place.upper_c, "°C", 0),
            (translate("Forecast", "Layer height"), place.layer_m, "m", 1),
        )
        for k, (word, series, unit, digits) in enumerate(pairs):
            cell = QRectF(box.left() + k * (half + look.px(16)), box.top(), half, box.height())
            self._spark(painter, cell, forecast, (word, series, unit, digits))

    def _spark(
        self,
        painter: QPainter,
        cell: QRectF,
        forecast: Forecast,
        what: tuple[str, Series, str, int],
    ) -> None:
        look = self._look
        word, series, unit, digits = what
        end = band_at(series, forecast.times_s, horizon_s(forecast)).median
        now = band_at(series, forecast.times_s, 0.0).median
        painter.setFont(look.font(Size.SMALL))
        text = QRectF(cell.left(), cell.top(), cell.width(), look.px(16))
        figures = f"{now:.{digits}f} → {end:.{digits}f} {unit}"
        painter.setPen(look.color("text1"))
        painter.drawText(text, RIGHT, figures)
        room = int(cell.width()) - painter.fontMetrics().horizontalAdvance(figures) - look.px(6)
        painter.setPen(look.color("text2"))
        painter.drawText(text, LEFT, painter.fontMetrics().elidedText(word, ELIDE, max(room, 0)))
        box = cell.adjusted(0, look.px(18), 0, 0)
        paint_spark(painter, look, box, forecast.times_s, series)


def _times(parts: tuple[tuple[str, Arrival], ...], end_s: float) -> str:
    return " · ".join(f"{word} {arrival_text(arrival, end_s)}" for word, arrival in parts)


def paint_spark(
    painter: QPainter, look: Look, box: QRectF, times: tuple[float, ...], series: Series
) -> None:
    """Median and band without axes."""
    low, high = min(series.low, default=0.0), max(series.high, default=1.0)
    span, end = (high - low) or 1.0, times[-1] if times and times[-1] > 0 else 1.0

    def points(values: tuple[float, ...]) -> list[QPointF]:
        return [
            QPointF(
                box.left() + box.width() * t / end, box.bottom() - box.height() * (v - low) / span
            )
            for t, v in zip(times, values, strict=True)
        ]

    painter.fillRect(box, look.color("background"))
    paint_band(painter, look, points(series.high), points(series.low))
    painter.setPen(QPen(look.color("text1"), 1.4 * look.line))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points(series.median)))


def _leaks(forecast: Forecast) -> bool:
    """Whether only a leak is proved."""
    return forecast.hazard is Hazard.GAS
