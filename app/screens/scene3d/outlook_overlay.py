"""Words over the picture of a forecast: when it is, what the lines stand for, where it burns."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from app.screens.i18n import translate
from app.screens.scene3d.camera import Camera, Size, project
from app.screens.scene3d.outlook import LIFT, Outlook
from app.screens.scene3d.outlook_lines import paint_isolines, pen_of, value_of
from app.screens.scene3d.palette import Palette
from app.screens.scene3d.symbols import colour
from app.screens.view_models.isolines import Danger

INSET, GAP, SAMPLE = 16.0, 6.0, 30.0
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
HEAD = 20 / 12  # size of the first line against that of the others


def paint_outlook(
    painter: QPainter, palette: Palette, outlook: Outlook, camera: Camera, size: Size
) -> list[QRectF]:
    """Caption, legend and the seat's name; gives the rectangles that labels must keep free."""
    taken = [
        _caption(painter, palette, outlook, size),
        _legend(painter, palette, outlook, size),
    ]
    if outlook.seat is not None and outlook.seat_name:
        spots = _seat_spots(outlook, camera, size)
        taken.append(_seat_name(painter, palette, outlook, spots, taken[1]))
    return [box for box in taken if not box.isEmpty()]


def paint_lines(
    painter: QPainter, palette: Palette, outlook: Outlook, camera: Camera, size: Size
) -> None:
    """Contours and the seat, which alarm marks may cover."""
    paint_isolines(painter, palette, outlook, camera, size, _scale(painter))
    if outlook.seat is not None:
        _seat(painter, palette, outlook, _seat_spots(outlook, camera, size))


def _scale(painter: QPainter) -> float:
    """Size of everything against a desk, as the small type has it."""
    return painter.font().pixelSize() / 12


def _caption(painter: QPainter, palette: Palette, outlook: Outlook, size: Size) -> QRectF:
    """The first line large, the others small, upper left."""
    if not outlook.words:
        return QRectF()
    small, large = painter.font(), QFont(painter.font())
    large.setPixelSize(round(HEAD * small.pixelSize()))
    top, wide = INSET, 0.0
    rows = [(outlook.words[0], large, palette.quality if outlook.is_old else palette.text1)]
    rows += [(text, small, palette.text2) for text in outlook.words[1:]]
    room = size[0] - 2 * INSET
    for text, font, ink in rows:
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        line = QRectF(INSET, top, metrics.horizontalAdvance(shown) + 2, metrics.height() + 2)
        painter.fillRect(line.adjusted(-4, 0, 4, 0), colour(palette.background, 170))
        painter.setPen(colour(ink))
        painter.drawText(line, LEFT, shown)
        top, wide = line.bottom(), max(wide, line.width())
    painter.setFont(small)
    return QRectF(INSET, INSET, wide, top - INSET)


def _rows(outlook: Outlook) -> list[tuple[str | Danger, str]]:
    """What every line and grey stands for, and last what is not reached at this time."""
    there = [line for line in outlook.lines if line.is_there]
    words = {
        Danger.HOT: translate("Scene", "60 °C at head height, median"),
        Danger.BLIND: translate("Scene", "10 m of sight at head height, median"),
        Danger.GAS: translate("Scene", "gas 25, 50, 100 %LEL, median"),
    }
    rows: list[tuple[str | Danger, str]] = [
        (danger, words[danger]) for danger in dict.fromkeys(line.danger for line in there)
    ]
    if any(line.band for line in there):
        rows.append(("dot", translate("Scene", "90 % band: 5 and 95 % of the cases")))
    if outlook.rooms:
        rows.append(("smoke", translate("Scene", "smoke layer, median and 90 % band")))
    if outlook.seat is not None:
        rows.append(("seat", translate("Scene", "most likely seat, circle: spread")))
    missing = [value_of(line) for line in outlook.lines if not line.is_there]
    if missing:
        text = translate("Scene", "not reached: {list}").format(list=", ".join(missing))
        rows.append(("", text))
    return rows


def _legend(painter: QPainter, palette: Palette, outlook: Outlook, size: Size) -> QRectF:
    """The rows with their samples, lower right."""
    rows = _rows(outlook)
    if not rows or not outlook.has_legend:
        return QRectF()
    metrics = QFontMetricsF(painter.font())
    height, sample, gap = metrics.height() + 3, SAMPLE * _scale(painter), GAP * _scale(painter)
    wide = max(metrics.horizontalAdvance(text) for _, text in rows) + sample + 2 * gap
    box = QRectF(size[0] - INSET - wide, 0, wide, height * len(rows))
    box.moveBottom(size[1] - INSET)
    painter.fillRect(box.adjusted(-6, -4, 6, 4), colour(palette.background, 225))
    for k, (kind, text) in enumerate(rows):
        row = QRectF(box.left(), box.top() + k * height, wide, height)
        _sample(painter, palette, kind, QRectF(row.left(), row.top(), sample, height), outlook)
        painter.setPen(colour(palette.text2))
        painter.drawText(row.adjusted(sample + gap, 0, 0, 0), LEFT, text)
    return box


def _sample(
    painter: QPainter, palette: Palette, kind: str | Danger, box: QRectF, outlook: Outlook
) -> None:
    ink = colour(palette.quality if outlook.is_old else palette.text1)
    middle, scale = box.center(), _scale(painter)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if kind == "smoke":
        grey = palette.text3 if palette.is_light else palette.text2
        painter.fillRect(box.adjusted(0, 3, 0, -3), colour(grey, 110))
        painter.setPen(QPen(ink, 1.2 * scale, Qt.PenStyle.DashLine))
        painter.drawLine(
            QPointF(box.left(), box.bottom() - 3), QPointF(box.right(), box.bottom() - 3)
        )
        return
    if kind == "seat":
        painter.setPen(QPen(ink, 1.4 * scale))
        painter.drawEllipse(middle, box.height() * 0.34, box.height() * 0.34)
        painter.drawLine(middle - QPointF(4, 0), middle + QPointF(4, 0))
        painter.drawLine(middle - QPointF(0, 4), middle + QPointF(0, 4))
        return
    if not kind:
        return
    dotted = QPen(ink, 2.0 * scale, Qt.PenStyle.DotLine)
    painter.setPen(pen_of(kind, ink, 2.0 * scale) if isinstance(kind, Danger) else dotted)
    painter.drawLine(QPointF(box.left(), middle.y()), QPointF(box.right(), middle.y()))


def _seat_spots(outlook: Outlook, camera: Camera, size: Size) -> list[QPointF]:
    """The seat, the floor below it, and a circle of one standard deviation; empty when some of
    it is behind the camera."""
    assert outlook.seat is not None  # callers have looked
    x, y, z = outlook.seat
    turn = np.linspace(0, 2 * np.pi, 49)
    reach = max(outlook.seat_spread, 0.1)
    circle = np.column_stack([x + reach * np.cos(turn), y + reach * np.sin(turn), 0 * turn + z])
    spots = project(camera, np.concatenate([[(x, y, z), (x, y, LIFT)], circle]), size)
    if (spots[:, 2] <= 0).any():
        return []
    return [QPointF(a, b) for a, b, _ in spots.tolist()]


def _seat(painter: QPainter, palette: Palette, outlook: Outlook, spots: Sequence[QPointF]) -> None:
    """A cross at the seat with its circle."""
    if not spots:
        return
    middle, foot, *rim = spots
    ink = colour(palette.quality if outlook.is_old else palette.text1)
    arm = painter.font().pixelSize() * 0.6
    painter.setBrush(Qt.BrushStyle.NoBrush)
    scale = _scale(painter)
    for pen in (QPen(colour(palette.background, 150), 3.6 * scale), QPen(ink, 1.6 * scale)):
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(rim))
        painter.drawLine(middle - QPointF(arm, 0), middle + QPointF(arm, 0))
        painter.drawLine(middle - QPointF(0, arm), middle + QPointF(0, arm))
        painter.drawLine(middle, foot)


def _seat_name(
    painter: QPainter,
    palette: Palette,
    outlook: Outlook,
    spots: Sequence[QPointF],
    legend: QRectF,
) -> QRectF:
    """Below the circle; beside the legend where that stands there."""
    if not spots:
        return QRectF()
    metrics = QFontMetricsF(painter.font())
    wide, height = metrics.horizontalAdvance(outlook.seat_name) + 10, metrics.height() + 4
    low = max(spot.y() for spot in spots[1:])
    box = QRectF(spots[0].x() - wide / 2, low + 5, wide, height)
    if box.intersects(legend):
        box.moveRight(legend.left() - GAP)
    painter.fillRect(box, colour(palette.background, 200))
    painter.setPen(colour(palette.text1))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, outlook.seat_name)
    return box
