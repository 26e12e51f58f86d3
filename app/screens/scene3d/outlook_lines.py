"""Lines of a forecast on the floor: drawn over everything, each with its value beside it."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from app.screens.scene3d.camera import Camera, Size, project
from app.screens.scene3d.outlook import LIFT, Outlook
from app.screens.scene3d.palette import Palette
from app.screens.scene3d.symbols import colour
from app.screens.view_models.isolines import Danger, Isoline, Line

# On and off in pen widths. The median is dashed, the band dotted; what a line parts is told by
# the rhythm of its dashes and by its value.
RHYTHMS = {
    Danger.HOT: (4.0, 2.6),
    Danger.BLIND: (9.0, 2.4, 1.6, 2.4),
    Danger.GAS: (5.0, 1.8, 1.2, 1.8, 1.2, 1.8),
}
UNITS = {Danger.HOT: "°C", Danger.BLIND: "m", Danger.GAS: "%LEL"}
MEDIAN_PX, BAND_PX, HALO_PX = 2.2, 1.8, 2.4
SMOOTH = QPainter.RenderHint.Antialiasing
SPOTS = 12  # places along a line where its value may stand


def pen_of(danger: Danger, ink: QColor, width: float) -> QPen:
    """The dashed pen of a median."""
    pen = QPen(ink, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern(RHYTHMS[danger])
    return pen


def value_of(line: Isoline) -> str:
    """What a line stands for, e.g. `60 °C`."""
    return f"{line.level:g} {UNITS[line.danger]}"


def paint_isolines(
    painter: QPainter, palette: Palette, outlook: Outlook, camera: Camera, size: Size, scale: float
) -> None:
    """Every line on a halo that parts it from what lies below."""
    ink = colour(palette.quality if outlook.is_old else palette.text1)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in outlook.lines:
        dotted = QPen(ink, BAND_PX * scale, Qt.PenStyle.DotLine, Qt.PenCapStyle.FlatCap)
        dashed = pen_of(line.danger, ink, MEDIAN_PX * scale)
        for paths, pen in ((line.band, dotted), (line.median, dashed)):
            halo = QPen(colour(palette.background, 120), pen.widthF() + HALO_PX * scale)
            for path in paths:
                spots = on_floor(path, camera, size)
                for one in (halo, pen):
                    painter.setRenderHint(SMOOTH, one is pen)  # a smooth halo costs twice as much
                    painter.setPen(one)
                    painter.drawPolyline(spots)
    painter.setRenderHint(SMOOTH)


def paint_values(
    painter: QPainter,
    palette: Palette,
    outlook: Outlook,
    camera: Camera,
    size: Size,
    taken: Sequence[QRectF],
) -> list[QRectF]:
    """The value of every line where nothing else stands; gives the rectangles that it took."""
    metrics = QFontMetricsF(painter.font())
    ink = colour(palette.quality if outlook.is_old else palette.text1)
    placed: list[QRectF] = []
    for line in outlook.lines:
        paths = line.median or line.band
        if not paths:
            continue
        word = value_of(line) if line.median else f"{value_of(line)}, 5 %"
        wide, high = metrics.horizontalAdvance(word) + 8, metrics.height() + 2
        longest = max(paths, key=lambda path: len(path))
        box = _free(on_floor(longest, camera, size), (wide, high), [*taken, *placed], size)
        if box is not None:
            painter.fillRect(box, colour(palette.background, 210))
            painter.setPen(ink)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
            placed.append(box)
    return placed


def on_floor(line: Line, camera: Camera, size: Size) -> QPolygonF:
    """Where a line stands in the picture; what is behind the camera is left out."""
    spots = project(camera, [(x, y, LIFT) for x, y in line], size)
    return QPolygonF([QPointF(x, y) for x, y, depth in spots.tolist() if depth > 0])


def _free(
    path: QPolygonF, extent: tuple[float, float], taken: Sequence[QRectF], size: Size
) -> QRectF | None:
    """A place on the line for a text, the one nearest to who looks first; None when all are
    taken."""
    spots = [path.at(k) for k in range(0, path.count(), max(1, path.count() // SPOTS))]
    spots += [(a + b) / 2 for a, b in pairwise(spots)]
    bounds = QRectF(0, 0, *size)
    for spot in sorted(spots, key=lambda p: -p.y()):
        box = QRectF(spot.x() - extent[0] / 2, spot.y() - extent[1] / 2, *extent)
        if bounds.contains(box) and not any(box.intersects(other) for other in taken):
            return box
    return None
