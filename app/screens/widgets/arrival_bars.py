"""When something comes, as bars: the 90 % band with its median on a scale of time."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPainter

from app.screens.i18n import translate
from app.screens.theme import Look, Size
from app.screens.view_models.forecast_text import arrival_text
from app.screens.widgets.card import LEFT, RIGHT
from sim.forecast.model import NEVER, Arrival

ELIDE = Qt.TextElideMode.ElideRight
SHORT, NARROW = ("ASET", "RSET"), 290


def aset_word(look: Look, width: float, *, of_gas: bool = False) -> str:
    """What is left, in the words that fit. of_gas: while only a leak is proved it tells of smoke
    and heat alone, and nobody is safe for that."""
    if width < look.px(NARROW):
        return SHORT[0]
    if of_gas:
        return translate("Forecast", "No smoke until")
    return translate("Forecast", "Safe until (ASET)")


def rset_word(look: Look, width: float) -> str:
    """What is needed, in the words that fit."""
    narrow = width < look.px(NARROW)
    return SHORT[1] if narrow else translate("Forecast", "Out by (RSET)")


def paint_arrival(
    painter: QPainter,
    look: Look,
    row: QRectF,
    word: str,
    arrival: Arrival | None,
    *,
    end_s: float,
    is_need: bool,
) -> None:
    """One row: word, a bar of the 90 % band on the scale 0 to `end_s` with the median, and the
    band in figures. What is needed is hatched, what is available is plain."""
    painter.setFont(look.font(Size.SMALL))
    metrics = painter.fontMetrics()
    label, aside = look.px(48 if word in SHORT else 116), look.px(92)
    painter.setPen(look.color("text2"))
    painter.drawText(row, LEFT, metrics.elidedText(word, ELIDE, label - look.px(6)))
    text = "–" if arrival is None else arrival_text(arrival, end_s)
    painter.setPen(look.color("text1"))
    painter.drawText(row, RIGHT, metrics.elidedText(text, ELIDE, aside))
    track = QRectF(
        row.left() + label, row.center().y() - look.px(4), row.width() - label - aside, look.px(8)
    )
    track.setWidth(max(track.width() - look.px(8), look.px(24)))
    paint_track(painter, look, track, arrival, end_s=end_s, is_need=is_need)


def paint_track(
    painter: QPainter,
    look: Look,
    track: QRectF,
    arrival: Arrival | None,
    *,
    end_s: float,
    is_need: bool,
) -> None:
    """The bar of an arrival alone."""
    painter.fillRect(track, look.color("surface2"))
    if arrival is None or arrival.low == NEVER or end_s <= 0:
        return
    high = 1.0 if arrival.high == NEVER else arrival.high / end_s
    median = None if arrival.median == NEVER else arrival.median / end_s
    paint_span(painter, look, track, (arrival.low / end_s, high), median, is_hatched=is_need)


def paint_span(
    painter: QPainter,
    look: Look,
    track: QRectF,
    span: tuple[float, float],
    median: float | None,
    *,
    is_hatched: bool,
    reach: float = 3.0,
) -> None:
    """A bar between two shares of a track, with a stroke at the median that stands out by `reach`
    px above and below."""

    def x(share: float) -> float:
        return track.left() + track.width() * min(max(share, 0.0), 1.0)

    left, right = x(span[0]), x(span[1])
    bar = QRectF(left, track.top(), max(right - left, 2.0), track.height())
    painter.fillRect(bar, look.color("text2" if is_hatched else "process"))
    if is_hatched:
        painter.fillRect(bar.adjusted(1, 1, -1, -1), look.color("surface2"))
        painter.fillRect(bar, QBrush(look.color("text2"), Qt.BrushStyle.BDiagPattern))
    if median is not None:
        high = track.height() + 2 * reach
        painter.fillRect(QRectF(x(median) - 1, track.top() - reach, 2, high), look.color("text1"))
