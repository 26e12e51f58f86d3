"""Labels over a picture: measured, placed without overlaps, painted with leader lines."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from app.screens.scene3d.labels import FloatArray, Placed, Wish, place
from app.screens.scene3d.palette import Colour, Palette
from app.screens.scene3d.symbols import colour, paint_priority

PAD_X, PAD_Y = 7.0, 4.0
STEP = 8.0  # widths are rounded up, so that a running figure does not make its label jump
SPARE = 5 * STEP  # a label shrinks only when so much of it would stand empty


@dataclass(frozen=True, slots=True)
class Tag:
    """A label: head in the quieter ink, then the body; `priority` -1 for none.

    row: of the point or site, by which its place is remembered.
    """

    row: int
    anchor: tuple[float, float]
    head: str
    body: str
    priority: int = -1
    waiting: bool = False
    body_ink: Colour | None = None
    strong: bool = False


class TagBoard:
    """Where the tags of one view stand. They are placed anew only when something moves, never
    because a figure runs, and then each stays on its side of its anchor when it can."""

    def __init__(self) -> None:
        self._for: Hashable = None
        self._sizes: dict[int, tuple[float, float]] = {}
        self._choices: dict[int, int] = {}
        self._places: list[Placed | None] = []
        self.placements = 0

    def forget(self) -> None:
        """Place all tags anew: their words have changed."""
        self._for = None
        self._sizes.clear()

    def place(
        self,
        tags: Sequence[Tag],
        metrics: QFontMetricsF,
        bounds: QRectF,
        *,
        around: Hashable,
        obstacles: Callable[[], FloatArray],
        sights: Callable[[], FloatArray] | None = None,
    ) -> list[tuple[Tag, Placed]]:
        """The tags that found room. `around` differs when obstacles or sights, (k, 4), do."""
        sizes = [self._size(tag, metrics) for tag in tags]
        edges = (bounds.left(), bounds.top(), bounds.right(), bounds.bottom())
        spots = tuple((t.row, *t.anchor, *s) for t, s in zip(tags, sizes, strict=True))
        wanted = (around, edges, spots)
        if wanted != self._for:
            before = [self._choices.get(t.row, -1) for t in tags]
            wishes = [Wish(t.anchor, s, b) for t, s, b in zip(tags, sizes, before, strict=True)]
            seen = None if sights is None else sights()
            self._places = place(wishes, edges, obstacles=obstacles(), sights=seen, gap=5.0)
            self._remember(tags, sizes)
            self._for = wanted
            self.placements += 1
        return [(t, p) for t, p in zip(tags, self._places, strict=True) if p is not None]

    def _size(self, tag: Tag, metrics: QFontMetricsF) -> tuple[float, float]:
        width, height = _size(tag, metrics)
        known, tall = self._sizes.get(tag.row, (0.0, 0.0))
        if tall == height and width <= known <= width + SPARE:
            return known, height
        return width, height

    def _remember(self, tags: Sequence[Tag], sizes: Sequence[tuple[float, float]]) -> None:
        self._sizes = {t.row: s for t, s in zip(tags, sizes, strict=True)}
        pairs = zip(tags, self._places, strict=True)
        self._choices = {t.row: p.choice for t, p in pairs if p is not None}


def paint_tags(
    painter: QPainter, palette: Palette, pairs: Sequence[tuple[Tag, Placed]], *, border: bool = True
) -> None:
    """Paint placed tags; border: whether waiting ones show theirs in this half of the blink."""
    for tag, spot in pairs:
        _paint_leader(painter, palette, tag, spot)
    for tag, spot in pairs:
        _paint_tag(painter, palette, tag, spot, border=border)


def taken_by(pairs: Sequence[tuple[Tag, Placed]]) -> list[QRectF]:
    """The rectangles of placed tags."""
    return [QRectF(p.x, p.y, p.width, p.height) for _, p in pairs]


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
