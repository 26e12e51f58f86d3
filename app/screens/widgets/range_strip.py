"""A value against its range: the scale, the normal band, the limits, and where the value stands."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen, QPolygonF

from app.screens.theme import Look, Size
from app.screens.view_models.site_values import PointLine
from twin.quality import Severity


def share(value: float, line: PointLine) -> float:
    """Where a value stands on the point's range, 0 to 1, held at the ends."""
    low, high = line.point.range
    return min(max((value - low) / (high - low), 0.0), 1.0) if high > low else 0.0


def paint_strip(painter: QPainter, box: QRectF, line: PointLine, look: Look) -> None:
    """Draw the strip of a point into a box about 12 px high; a discrete point shows its code."""
    middle = box.center().y()
    bar = QRectF(box.left(), middle - look.px(3), box.width(), look.px(6))
    if line.severity is Severity.BAD:
        paint_bad(painter, bar.adjusted(0, -look.px(2), 0, look.px(2)), look)
        return
    painter.fillRect(bar, look.color("surface2"))
    if line.point.normal is not None:
        low, high = (share(v, line) * bar.width() for v in line.point.normal)
        band = QRectF(bar.left() + low, bar.top(), max(high - low, 1.0), bar.height())
        painter.fillRect(band, look.color("line_strong"))
    for limit in line.limits:
        x = bar.left() + share(limit.at, line) * bar.width()
        tick = QRectF(x - look.line / 2, bar.top() - look.px(2), look.line, look.px(10))
        painter.fillRect(tick, look.color("text3"))
    _pointer(painter, bar, line, look)


def _pointer(painter: QPainter, bar: QRectF, line: PointLine, look: Look) -> None:
    """A small triangle above and a line through the bar, in the colour of the worst alarm."""
    x = bar.left() + share(line.value, line) * bar.width()
    ink = look.priority(line.priority) if line.priority >= 0 else look.color("text1")
    uncertain = line.severity is Severity.UNCERTAIN
    ink = look.color("quality") if uncertain else ink
    half, top = look.px(4), bar.top() - look.px(5)
    tip = QPolygonF(
        [QPointF(x - half, top), QPointF(x + half, top), QPointF(x, bar.top() + look.px(1))]
    )
    painter.setPen(QPen(ink, look.line) if uncertain else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if uncertain else ink)
    painter.drawPolygon(tip)
    painter.fillRect(QRectF(x - look.line, bar.top(), 2 * look.line, bar.height()), ink)


def paint_bad(painter: QPainter, box: QRectF, look: Look) -> None:
    """The violet hatch with its question mark: no value is here, and none is shown."""
    painter.save()
    violet = look.color("quality")
    painter.fillRect(box, look.color("quality", 0.12))
    painter.fillRect(box, QBrush(look.color("quality", 0.7), Qt.BrushStyle.BDiagPattern))
    painter.setPen(QPen(violet, look.line))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    side = look.px(14)
    plate = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color("background"))
    painter.drawEllipse(plate)
    painter.setPen(violet)
    painter.setFont(look.font(Size.SMALL, bold=True))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, "?")
    painter.restore()
