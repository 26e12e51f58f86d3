"""Legends in the lower left corner: what columns, marks and heat stand for, with units."""

from functools import cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPen

from app.screens.i18n import translate
from app.screens.scene3d.heat import field_opacity, inferno, two_sided
from app.screens.scene3d.palette import Palette, mix
from app.screens.scene3d.symbols import colour, paint_no_data, paint_priority

INSET = 16.0
GAP = 18.0
STEPS = 16
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


def paint_priorities(painter: QPainter, palette: Palette, bounds: QRectF, *, head: str) -> QRectF:
    """One row: head, normal, P3 to P0, no data. Gives the rectangle it takes."""
    metrics = QFontMetricsF(painter.font())
    height = metrics.height() + 8
    row = QRectF(INSET, bounds.bottom() - INSET - height, bounds.width() - 2 * INSET, height)
    words = [translate("Scene", "normal"), "P3", "P2", "P1", "P0", translate("Scene", "no data")]
    side = metrics.height() * 0.72
    widths = [side + 7 + metrics.horizontalAdvance(w) + GAP for w in words]
    total = sum(widths)
    wide = total + metrics.horizontalAdvance(head) + GAP
    with_head = wide <= row.width()
    row.setWidth(wide if with_head else total)
    painter.fillRect(row.adjusted(-8, 0, -4, 0), colour(palette.background, 190))
    x = row.left()
    if with_head:
        painter.setPen(colour(palette.text3))
        painter.drawText(QRectF(x, row.top(), row.width(), height), LEFT, head)
        x += metrics.horizontalAdvance(head) + GAP
    for place, (word, width) in enumerate(zip(words, widths, strict=True)):
        middle = QPointF(x + side / 2, row.center().y())
        _paint_key(painter, palette, place, middle, side)
        painter.setPen(colour(palette.text2))
        painter.drawText(QRectF(x + side + 7, row.top(), width, height), LEFT, word)
        x += width
    return row


def _paint_key(
    painter: QPainter, palette: Palette, place: int, middle: QPointF, side: float
) -> None:
    if place == 0:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(palette.process))
        painter.drawEllipse(middle, side / 3.4, side / 3.4)
    elif place == 5:
        paint_no_data(painter, palette, middle, round(side * 0.86))
    else:
        paint_priority(painter, palette, 4 - place, middle, side)


def heat_place(painter: QPainter, bounds: QRectF, head: str) -> QRectF:
    """Where the heat scale stands: lower left, as wide as its name or 13 lines are high, less in a
    narrow scene."""
    metrics = QFontMetricsF(painter.font())
    line = metrics.height()
    wide = max(min(13 * line, 0.36 * bounds.width()), metrics.horizontalAdvance(head) + 4)
    return QRectF(INSET, bounds.bottom() - INSET - 2 * line - 18, wide, 2 * line + 18)


def paint_heat(
    painter: QPainter,
    palette: Palette,
    box: QRectF,
    *,
    ends: tuple[str, str],
    head: str,
    zero: float = 0.0,
    begins: float = 0.0,
) -> QRectF:
    """The heat scale: its name, a bar from low to high, and what its ends stand for; of a two-sided
    field also where nothing differs. begins: as `inferno`."""
    line = QFontMetricsF(painter.font()).height()
    painter.fillRect(box.adjusted(-6, -4, 6, 2), colour(palette.background, 225))
    painter.setPen(colour(palette.text2))
    painter.drawText(QRectF(box.left(), box.top(), box.width(), line), LEFT, head)
    bar = QRectF(box.left(), box.top() + line + 4, box.width(), 8)
    gradient = QLinearGradient(bar.topLeft(), bar.topRight())
    for step, ink in enumerate(_scale(palette, zero, begins)):
        gradient.setColorAt(step / STEPS, ink)
    painter.fillRect(bar, gradient)
    painter.setPen(QPen(colour(palette.line_strong), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(bar)
    painter.setPen(colour(palette.text3))
    under = QRectF(box.left(), bar.bottom() + 3, box.width(), line)
    painter.drawText(under, LEFT, ends[0])
    right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
    painter.drawText(under, right, ends[1])
    if zero > 0:
        painter.drawText(under, Qt.AlignmentFlag.AlignCenter, "0")
    return box


@cache
def _scale(palette: Palette, zero: float, begins: float) -> tuple[QColor, ...]:
    """The bar's colours from low to high; worked out once, as a legend is painted often."""
    return tuple(_scale_colour(palette, k / STEPS, zero, begins) for k in range(STEPS + 1))


def _scale_colour(palette: Palette, share: float, zero: float, begins: float) -> QColor:
    """A colour of the bar as it looks on the floor."""
    if zero <= 0:
        red, green, blue = (round(float(v)) for v in inferno(share, begins))
        return colour((red, green, blue))
    red, green, blue = (round(v) for v in two_sided(share, zero, is_light=palette.is_light))
    clear = float(field_opacity(np.array(share), zero))
    return colour(mix(palette.surface2, (red, green, blue), clear))
