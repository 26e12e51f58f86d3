"""Labels over a picture: measured, placed without overlaps, painted with leader lines."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from app.screens.scene3d.labels import FloatArray, Placed, Wish, place
from app.screens.scene3d.palette import Colour, Palette
from app.screens.scene3d.symbols import colour, paint_priority

PAD_X, PAD_Y = 7.0, 4.0
STEP = 8.0  # widths are rounded up, so that a running figure does not make its label jump


@dataclass(frozen=True, slots=True)
class Tag:
    """A label: head in the quieter ink, then the body; `priority` -1 for none."""

    anchor: tuple[float, float]
    head: str
    body: str
    priority: int = -1
    waiting: bool = False
    body_ink: Colour | None = None
    strong: bool = False


def paint_tags(
    painter: QPainter,
    palette: Palette,
    tags: Sequence[Tag],
    bounds: QRectF,
    *,
    obstacles: FloatArray | None = None,
    sights: FloatArray | None = None,
    border: bool = True,
) -> tuple[list[QRectF], int]:
    """Paint what finds room; gives the rectangles taken and how many tags found none.

    border: whether waiting tags show their border in this half of the blink.
    """
    metrics = QFontMetricsF(painter.font())
    wishes = [Wish(t.anchor, _size(t, metrics)) for t in tags]
    edges = (bounds.left(), bounds.top(), bounds.right(), bounds.bottom())
    places = place(wishes, edges, obstacles=obstacles, sights=sights, gap=5.0)
    pairs = [(t, p) for t, p in zip(tags, places, strict=True) if p is not None]
    for tag, spot in pairs:
        _paint_leader(painter, palette, tag, spot)
    for tag, spot in pairs:
        _paint_tag(painter, palette, tag, spot, border=border)
    taken = [QRectF(p.x, p.y, p.width, p.height) for _, p in pairs]
    return taken, len(tags) - len(pairs)


def rectangles(rects: Sequence[QRectF]) -> FloatArray:
    """Rectangles as obstacles, (k, 4)."""
    return np.array(
        [(r.left(), r.top(), r.right(), r.bottom()) for r in rects], dtype=np.float64
    ).reshape(-1, 4)


def _mark_side(metrics: QFontMetricsF) -> float:
    return round(metrics.height() * 0.78)


def _size(tag: Tag, metrics: QFontMetricsF) -> tuple[float, float]:
    width = metrics.horizontalAdvance(_text(tag)) + 2 * PAD_X
    if tag.priority >= 0:
        width += _mark_side(metrics) + PAD_X
    return float(np.ceil(width / STEP) * STEP), metrics.height() + 2 * PAD_Y


def _text(tag: Tag) -> str:
    return f"{tag.head}  {tag.body}" if tag.head and tag.body else tag.head or tag.body


def _paint_leader(painter: QPainter, palette: Palette, tag: Tag, spot: Placed) -> None:
    ink = palette.text2 if tag.priority >= 0 or tag.strong else palette.text3
    painter.setPen(QPen(colour(ink, 200), 1))
    painter.drawLine(QPointF(*tag.anchor), QPointF(*spot.leader))


def _paint_tag(
    painter: QPainter, palette: Palette, tag: Tag, spot: Placed, *, border: bool
) -> None:
    box = QRectF(spot.x, spot.y, spot.width, spot.height)
    painter.fillRect(box, colour(palette.background, 216))
    if tag.waiting and border:
        painter.setPen(QPen(colour(palette.priority(tag.priority)), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
    metrics = QFontMetricsF(painter.font())
    x = box.left() + PAD_X
    if tag.priority >= 0:
        side = _mark_side(metrics)
        middle = QPointF(x + side / 2, box.center().y())
        paint_priority(painter, palette, tag.priority, middle, side)
        x += side + PAD_X
    middle_line = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    head_ink = palette.text2 if tag.body else palette.text1
    for text, ink in ((tag.head, head_ink), (tag.body, tag.body_ink or palette.text1)):
        if text:
            painter.setPen(colour(ink))
            painter.drawText(QRectF(x, box.top(), box.right() - x, box.height()), middle_line, text)
            x += metrics.horizontalAdvance(f"{text}  ")
