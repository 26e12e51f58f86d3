"""The floor of one site from above: zones, equipment, where it is serious, what is in alarm."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QLinearGradient, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.screens.i18n import translate
from app.screens.theme import Look, Size
from app.screens.view_models.alarm_line import MarkFill
from app.screens.view_models.heat import HeatField
from app.screens.view_models.site_values import PointLine
from app.screens.widgets.priority_mark import paint_mark
from app.screens.widgets.themed import Themed
from twin.quality import Severity
from twin.site.model import AssetKind, Layout

# Inferno at 0, 1/4 .. 1; perceptually uniform. Source: matplotlib, Smith and van der Walt 2015.
INFERNO = np.array([[0, 0, 4], [87, 16, 110], [188, 55, 84], [249, 142, 9], [252, 255, 164]])
LEGEND = 44


def inferno(share: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """Colours (..., 3) uint8 of shares 0 to 1."""
    stops = np.linspace(0, 1, len(INFERNO))
    return np.stack([np.interp(share, stops, INFERNO[:, k]) for k in range(3)], axis=-1).astype(
        np.uint8
    )


class FloorPlan(Themed):
    """x to the right, y up, to scale."""

    activated = Signal(int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._layout: Layout | None = None
        self._lines: Sequence[PointLine] = ()
        self._image: QImage | None = None
        self._selected = -1

    def show_floor(
        self, layout: Layout, lines: Sequence[PointLine], heat: HeatField, *, selected: int
    ) -> None:
        """New values and field."""
        self._layout, self._lines, self._selected = layout, lines, selected
        self._image = _image(heat)
        self.update()

    def _scale(self) -> tuple[float, QPointF]:
        """Pixels per metre and where the origin stands."""
        assert self._layout is not None
        x0, x1, y0, y1 = bounds(self._layout)
        side, low = self._look.px(16), self._look.px(LEGEND)
        room_x, room_y = self.width() - 2 * side, self.height() - side - low
        scale = max(min(room_x / (x1 - x0), room_y / (y1 - y0)), 1.0)
        left = (self.width() - scale * (x1 - x0)) / 2
        return scale, QPointF(left - x0 * scale, side + scale * y1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses what lies under it."""
        if self._layout is None or not self._lines:
            return
        scale, zero = self._scale()

        def far(line: PointLine) -> float:
            x, y, _ = line.point.at
            place = QPointF(zero.x() + x * scale, zero.y() - y * scale)
            return (place - event.position()).manhattanLength()

        nearest = min(self._lines, key=far)
        if far(nearest) < self._look.px(24):
            self.activated.emit(nearest.row)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        look, painter = self._look, self.painter()
        painter.fillRect(self.rect(), look.color("background"))
        if self._layout is None:
            return
        scale, zero = self._scale()
        width, depth, _ = self._layout.size
        floor = QRectF(zero.x(), zero.y() - depth * scale, width * scale, depth * scale)
        painter.fillRect(floor, look.color("surface1"))
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(floor, self._image)
        self._drawing(painter, self._layout, scale, zero)
        painter.setPen(QPen(look.color("line_strong"), 2 * look.line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(floor)
        for line in sorted(self._lines, key=lambda p: -p.priority if p.priority >= 0 else -9):
            self._point(painter, line, scale, zero)
        x0, x1, y0, y1 = bounds(self._layout)
        whole = QRectF(zero.x() + x0 * scale, zero.y() - y1 * scale, 0, 0)
        whole.setSize(QSizeF((x1 - x0) * scale, (y1 - y0) * scale))
        self._legend(painter, whole)

    def _drawing(self, painter: QPainter, layout: Layout, scale: float, zero: QPointF) -> None:
        look = self._look
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for zone in layout.zones:
            painter.setPen(QPen(look.color("line"), look.line, Qt.PenStyle.DashLine))
            painter.drawRect(_rect(zone.box.at, zone.box.size, scale, zero))
        skipped = (AssetKind.WALL, AssetKind.DUCT, AssetKind.PIPE)
        for asset in layout.assets:
            if asset.kind in skipped:
                continue
            dashed = asset.kind is AssetKind.HOOD
            style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
            painter.setPen(QPen(look.color("line_strong"), look.line, style))
            painter.drawRect(_rect(asset.box.at, asset.box.size, scale, zero))

    def _point(self, painter: QPainter, line: PointLine, scale: float, zero: QPointF) -> None:
        look = self._look
        x, y, _ = line.point.at
        place = QPointF(zero.x() + x * scale, zero.y() - y * scale)
        if line.priority >= 0:
            side = look.px(22)
            box = QRectF(place.x() - side / 2, place.y() - side / 2, side, side)
            paint_mark(painter, box, line.priority, MarkFill.CALM, look)
        else:
            bad = line.severity is Severity.BAD
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("quality" if bad else "process"))
            radius = look.px(3)
            painter.drawEllipse(place, radius, radius)
        if line.row == self._selected:
            painter.setPen(QPen(look.color("focus"), 2 * look.line))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(place, look.px(14), look.px(14))

    def _legend(self, painter: QPainter, floor: QRectF) -> None:
        look = self._look
        bar = QRectF(floor.left(), floor.bottom() + look.px(12), look.px(120), look.px(8))
        ramp = QLinearGradient(bar.topLeft(), bar.topRight())
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            red, green, blue = inferno(np.array(share, dtype=np.float32)).tolist()
            color = look.color("background")
            color.setRgb(red, green, blue)
            ramp.setColorAt(share, color)
        painter.fillRect(bar, ramp)
        painter.setFont(look.font(Size.SMALL))
        painter.setPen(look.color("text2"))
        text = translate("FloorPlan", "Urgency from alarms and deviations, 0 to 1")
        room = QRectF(bar.right() + look.px(12), bar.top() - look.px(6), floor.right(), look.px(20))
        room.setRight(max(floor.right(), self.width() - look.px(8)))
        elide = Qt.TextElideMode.ElideRight
        fits = painter.fontMetrics().elidedText(text, elide, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, fits)


def bounds(layout: Layout) -> tuple[float, float, float, float]:
    """x0, x1, y0, y1 of the floor and of the zones and points beside it, m."""
    boxes = [(zone.box.at, zone.box.size) for zone in layout.zones]
    xs = [0.0, layout.size[0], *(p.at[0] for p in layout.points)]
    ys = [0.0, layout.size[1], *(p.at[1] for p in layout.points)]
    for at, size in boxes:
        xs += [at[0], at[0] + size[0]]
        ys += [at[1], at[1] + size[1]]
    return min(xs), max(xs), min(ys), max(ys)


def _rect(
    at: tuple[float, float, float],
    size: tuple[float, float, float],
    scale: float,
    zero: QPointF,
) -> QRectF:
    top = zero.y() - (at[1] + size[1]) * scale
    return QRectF(zero.x() + at[0] * scale, top, size[0] * scale, size[1] * scale)


def _image(heat: HeatField) -> QImage:
    """The field as a picture, transparent where calm, row 0 at the bottom."""
    share = heat.field[::-1]
    pixels = np.empty((*share.shape, 4), dtype=np.uint8)
    pixels[..., :3] = inferno(share)
    pixels[..., 3] = np.clip(share * 1.6, 0, 0.92) * 255
    pixels = np.ascontiguousarray(pixels)
    ny, nx = share.shape
    return QImage(pixels.data, nx, ny, 4 * nx, QImage.Format.Format_RGBA8888).copy()
