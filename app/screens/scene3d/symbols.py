"""Marks of priority and quality, painted: shape + digit + colour, never colour alone."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

from app.screens.scene3d.palette import Colour, Palette

READABLE = 11  # px; a smaller mark goes without its digit


def colour(value: Colour, alpha: int = 255) -> QColor:
    """A token's colour for Qt."""
    return QColor(*value, alpha)


def outline_of(priority: int, centre: QPointF, side: float) -> QPainterPath:
    """P0 square, P1 triangle, P2 rounded square, P3 circle; a normal point is a small circle."""
    path = QPainterPath()
    x, y, half = centre.x(), centre.y(), side / 2
    square = QRectF(x - half, y - half, side, side)
    if priority == 0:
        path.addRect(square)
    elif priority == 1:
        corners = [(x, y - half * 1.1), (x + half * 1.2, y + half), (x - half * 1.2, y + half)]
        path.addPolygon(QPolygonF([QPointF(a, b) for a, b in corners]))
        path.closeSubpath()
    elif priority == 2:
        path.addRoundedRect(square, side * 0.26, side * 0.26)
    else:
        path.addEllipse(centre, half, half)
    return path


def paint_priority(
    painter: QPainter, palette: Palette, priority: int, centre: QPointF, side: float
) -> None:
    """The mark of a priority on its dark keyline, with its digit where that can be read."""
    shape = outline_of(priority, centre, side)
    painter.setBrush(colour(palette.mark(priority)))
    painter.setPen(QPen(colour(palette.plate), max(2.0, side / 9)))
    painter.drawPath(shape)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPath(shape)
    if side < READABLE:
        return
    font = QFont(painter.font())
    font.setPixelSize(max(8, round(side * (0.60 if priority == 1 else 0.70))))
    font.setWeight(QFont.Weight.Medium)
    painter.save()
    painter.setFont(font)
    painter.setPen(colour(palette.on_mark))
    drop = side * (0.14 if priority == 1 else 0.0)
    box = QRectF(centre.x() - side, centre.y() - side + drop, 2 * side, 2 * side)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(priority))
    painter.restore()


def paint_no_data(painter: QPainter, palette: Palette, centre: QPointF, side: float) -> None:
    """The violet hatch of what is not known."""
    half = side / 2
    square = QRectF(centre.x() - half, centre.y() - half, side, side)
    painter.fillRect(square, colour(palette.background))
    painter.fillRect(square, QBrush(colour(palette.quality), Qt.BrushStyle.BDiagPattern))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour(palette.quality), 1))
    painter.drawRect(square)
