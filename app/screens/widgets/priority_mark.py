"""The mark of an alarm: shape, digit and colour say its priority, fill says its state.

P0 square, P1 triangle, P2 rounded square, P3 circle. Waiting: filled, border blinks; known:
filled; returned: outline; shelved: hatched grey; suppressed and out of service: grey, letter.
"""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

from app.screens.theme import Look, Size
from app.screens.view_models.alarm_line import MarkFill

LETTER = {MarkFill.SUPPRESSED: "D", MarkFill.OUT_OF_SERVICE: "O"}
GREY = (MarkFill.HATCHED, MarkFill.SUPPRESSED, MarkFill.OUT_OF_SERVICE)
KEYLINE = 1.5


def shape_path(priority: int, box: QRectF) -> QPainterPath:
    """The outline of a priority's shape in a square box."""
    path = QPainterPath()
    if priority == 1:
        top, low = box.top() + 0.04 * box.height(), box.bottom() - 0.04 * box.height()
        corners = [
            QPointF(box.center().x(), top),
            QPointF(box.right(), low),
            QPointF(box.left(), low),
        ]
        path.addPolygon(QPolygonF([*corners, corners[0]]))
    elif priority == 2:
        path.addRoundedRect(box, 0.24 * box.width(), 0.24 * box.height())
    elif priority == 3:
        path.addEllipse(box)
    else:
        path.addRect(box)
    return path


def paint_mark(
    painter: QPainter,
    box: QRectF,
    priority: int,
    fill: MarkFill,
    look: Look,
    *,
    blink: bool = False,
) -> None:
    """Draw a mark in a square box; `blink` draws the border of a waiting one."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = KEYLINE * look.scale
    body = shape_path(priority, box.adjusted(width * 2, width * 2, -width * 2, -width * 2))
    _keyline(painter, body, look, width, border=blink and fill is MarkFill.WAITING)
    ink = _fill(painter, body, priority, fill, look, width)
    font = look.font(Size.SMALL, bold=True)
    font.setPixelSize(round(box.height() * 0.52))
    painter.setFont(font)
    painter.setPen(ink)
    # A triangle's middle lies low.
    lower = 0.16 * box.height() if priority == 1 else 0.0
    text = LETTER.get(fill, str(priority))
    painter.drawText(box.adjusted(0, lower, 0, lower), Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def _keyline(
    painter: QPainter, body: QPainterPath, look: Look, width: float, *, border: bool
) -> None:
    """The plate that every mark stands on, and around it the border that blinks."""
    join = Qt.PenJoinStyle.MiterJoin
    painter.setBrush(look.color("plate"))
    if border:
        painter.setPen(_pen(look.color("text1"), width * 4, join))
        painter.drawPath(body)
    painter.setPen(_pen(look.color("plate"), width * 2, join))
    painter.drawPath(body)


def _fill(
    painter: QPainter,
    body: QPainterPath,
    priority: int,
    fill: MarkFill,
    look: Look,
    width: float,
) -> QColor:
    """Fill the shape by state; gives the ink of its digit."""
    mark = look.color(f"mark{priority}")
    if fill is MarkFill.OUTLINE:
        painter.setPen(_pen(mark, width * 1.4, Qt.PenJoinStyle.MiterJoin))
        painter.setBrush(look.color("plate"))
        painter.drawPath(body)
        return mark
    painter.setPen(Qt.PenStyle.NoPen)
    if fill in GREY:
        grey = QColor("#7b858d")  # the same on every plate, whatever the theme
        painter.setBrush(grey)
        painter.drawPath(body)
        if fill is MarkFill.HATCHED:
            painter.setBrush(QBrush(look.color("plate", 0.55), Qt.BrushStyle.BDiagPattern))
            painter.drawPath(body)
            return QColor("#ffffff")
        return look.color("plate")
    painter.setBrush(mark)
    painter.drawPath(body)
    return look.color("on_mark")


def _pen(color: QColor, width: float, join: Qt.PenJoinStyle) -> QPen:
    pen = QPen(color, width)
    pen.setJoinStyle(join)
    return pen
