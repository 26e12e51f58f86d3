"""Marks of sensors, labels, zone names and legends over the picture of a site."""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.screens.i18n import translate
from app.screens.scene3d.camera import Camera, FloatArray, Size, project
from app.screens.scene3d.legend import heat_place, paint_heat
from app.screens.scene3d.outlook_lines import paint_values
from app.screens.scene3d.outlook_overlay import paint_lines, paint_outlook
from app.screens.scene3d.palette import Palette
from app.screens.scene3d.sheet import Sheet
from app.screens.scene3d.states import KitchenState
from app.screens.scene3d.symbols import colour, outline_of, paint_no_data, paint_priority
from app.screens.scene3d.tags import Tag, TagBoard, paint_tags, rectangles, taken_by
from app.screens.view_models.figures import value_with_unit
from twin.quality import Severity, severity_of
from twin.site.model import Layout, Name, Point

MOST_TAGS = 16
CROWDED = 8  # labels, from which on some may find no room
SMALL = 12 / 14  # size of legends and zone names against that of labels
DOT_PX, MARK_PX, HATCH_PX = 2.4, 15.0, 7.0
RING = 33  # corners of the ring, the last one on the first
FOOT_M = 0.16  # radius of the ring where an alarmed sensor's plumb line meets the floor


@dataclass(frozen=True, slots=True)
class KitchenOverlay:
    """Everything that is painted over one picture of one site."""

    layout: Layout
    state: KitchenState
    palette: Palette
    chinese: bool
    scale: float
    first_row: int
    hovered: int
    blink_on: bool

    def paint(
        self, painter: QPainter, camera: Camera, widget: QWidget, sheet: Sheet, board: TagBoard
    ) -> None:
        """Back to front: the sheet, blinking outlines, zone names where room is left, labels."""
        bounds = QRectF(widget.rect())
        size: Size = (widget.width(), widget.height())
        normal, small = painter.font(), QFont(painter.font())
        small.setPixelSize(max(9, round(SMALL * normal.pixelSize())))
        spots = project(camera, self._places(), size)
        stands = (camera, size, self.scale, self.first_row, self._alarmed())
        painter.setFont(small)
        taken = sheet.paint(
            painter, widget, self._shows(stands), lambda pen: self._still(pen, camera, size, spots)
        )
        if self.blink_on:
            self._waiting(painter, spots)
        painter.setFont(normal)
        if len(self._rows()) > CROWDED:
            taken = [*taken, self._more_place(painter, bounds)]
        blocked = rectangles(taken)
        placed = board.place(
            self._tags(spots),
            QFontMetricsF(normal),
            bounds.adjusted(8, 8, -8, -8),
            around=(stands, blocked.tobytes()),
            obstacles=lambda: np.concatenate([blocked, self._marks(spots)]),
            sights=lambda: self._sights(camera, size),
        )
        painter.setFont(small)
        left_out = len(self._rows()) - len(placed)
        if left_out:
            self._paint_more(painter, bounds.adjusted(8, 8, -8, -8), left_out)
        self._zone_names(painter, camera, size, [*taken, *taken_by(placed)])
        painter.setFont(normal)
        paint_tags(painter, self.palette, placed, border=self.blink_on)

    def _shows(self, stands: Hashable) -> Hashable:
        """All that the sheet depends on; values are not among it."""
        state = self.state
        trust = (np.asarray(state.quality) >> np.uint32(30)).tobytes()
        chosen = (self.hovered, state.selected)
        scale = (state.heat is None, state.heat_legend, state.heat_range, state.heat_unit)
        legend = (*scale, state.smoke_layer)
        return stands, trust, chosen, legend, state.outlook, self.palette, id(self.layout)

    def _still(
        self, painter: QPainter, camera: Camera, size: Size, spots: FloatArray
    ) -> list[QRectF]:
        if self.state.outlook is not None:
            paint_lines(painter, self.palette, self.state.outlook, camera, size)
        self._plumb_lines(painter, camera, size)
        self._sensors(painter, spots)
        return self._legends(painter, camera, QRectF(0, 0, *size), size)

    def _places(self) -> FloatArray:
        return np.array([p.at for p in self.layout.points], dtype=np.float64).reshape(-1, 3)

    def _alarmed(self) -> tuple[tuple[int, int], ...]:
        """Alarmed points (row, priority), worst first."""
        priority = self.state.priority
        rows = np.flatnonzero(priority >= 0)
        return tuple(
            (int(k), int(priority[k])) for k in rows[np.argsort(priority[rows], kind="stable")]
        )

    def _plumb_lines(self, painter: QPainter, camera: Camera, size: Size) -> None:
        """From every alarmed sensor straight down, with a ring on the floor: where it hangs."""
        alarmed = self._alarmed()[::-1]
        tops = self._places()[[row for row, _ in alarmed]]
        lines = project(camera, _plumb(tops), size).reshape(len(tops), 2 + RING, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for (_, priority), line in zip(alarmed, lines, strict=True):
            painter.setPen(QPen(colour(self.palette.priority(priority), 150), 1.0 * self.scale))
            painter.drawLine(_spot(line[0]), _spot(line[1]))
            painter.drawPolyline([_spot(p) for p in line[2:]])

    def _sensors(self, painter: QPainter, spots: FloatArray) -> None:
        """Small grey dots; violet where the value cannot be trusted; shapes where it alarms."""
        for row in np.argsort(-spots[:, 2]).tolist():
            if self.state.priority[row] < 0:
                self._quiet_sensor(painter, row, _spot(spots[row]))
        for row, priority in reversed(self._alarmed()):
            side = MARK_PX * self.scale
            paint_priority(painter, self.palette, priority, _spot(spots[row]), side)
        for row in {self.hovered, self.state.selected - self.first_row}:
            if 0 <= row < len(spots):
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(colour(self.palette.text1), 1.4 * self.scale))
                side = (MARK_PX if self.state.priority[row] >= 0 else 4.0) / 2 + 5
                painter.drawEllipse(_spot(spots[row]), side * self.scale, side * self.scale)

    def _waiting(self, painter: QPainter, spots: FloatArray) -> None:
        """Outlines around marks that wait for acknowledgement, in one half of the blink."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour(self.palette.text1), 1.4 * self.scale))
        for row, priority in self._alarmed():
            if self.state.unacknowledged[row]:
                side = (MARK_PX + 8) * self.scale
                painter.drawPath(outline_of(priority, _spot(spots[row]), side))

    def _quiet_sensor(self, painter: QPainter, row: int, middle: QPointF) -> None:
        trust = severity_of(int(self.state.quality[row]))
        radius = DOT_PX * self.scale
        if trust is Severity.BAD:
            paint_no_data(painter, self.palette, middle, round(HATCH_PX * self.scale))
            return
        painter.setPen(QPen(colour(self.palette.background, 200), 1.2))
        painter.setBrush(colour(self.palette.process))
        if trust is Severity.UNCERTAIN:
            painter.setPen(QPen(colour(self.palette.quality), 1.4))
            radius += 1.0
        painter.drawEllipse(middle, radius, radius)

    def _marks(self, spots: FloatArray) -> FloatArray:
        """Rectangles of alarm marks, which labels must not cover."""
        rows = [row for row, _ in self._alarmed()]
        half = (MARK_PX / 2 + 2) * self.scale
        return np.column_stack([spots[rows, :2] - half, spots[rows, :2] + half])

    def _sights(self, camera: Camera, size: Size) -> FloatArray:
        """Where alarmed equipment stands in the picture: labels had better not cover it."""
        named = {self.layout.points[k].asset for k, _ in self._alarmed()}
        rects = []
        for asset in self.layout.assets:
            if asset.id in named:
                low = np.array(asset.box.at)
                ends = np.stack([low, low + asset.box.size])
                corners = [(ends[i, 0], ends[j, 1], ends[k, 2]) for i, j, k in np.ndindex(2, 2, 2)]
                spots = project(camera, corners, size)[:, :2]
                rects.append([*spots.min(axis=0), *spots.max(axis=0)])
        return np.array(rects, dtype=np.float64).reshape(-1, 4)

    def _chosen(self) -> tuple[int, int]:
        return self.state.selected - self.first_row, self.hovered

    def _rows(self) -> list[int]:
        """Points that want a label, the most important first."""
        alarmed = (row for row, _ in self._alarmed())
        wanted = [*self._chosen(), *alarmed, *(r - self.first_row for r in self.state.labels)]
        rows = [r for r in dict.fromkeys(wanted) if 0 <= r < len(self.layout.points)]
        return rows[:MOST_TAGS]

    def _tags(self, spots: FloatArray) -> list[Tag]:
        chosen = self._chosen()
        return [self._tag(r, spots, strong=r in chosen) for r in self._rows()]

    def _tag(self, row: int, spots: FloatArray, *, strong: bool) -> Tag:
        point, priority = self.layout.points[row], int(self.state.priority[row])
        bad = severity_of(int(self.state.quality[row])) is Severity.BAD
        body = translate("Scene", "? no data") if bad else self._value(point, row)
        quiet = priority < 0 and not strong
        return Tag(
            row=row,
            anchor=(float(spots[row, 0]), float(spots[row, 1])),
            head=point.tag,
            body=body,
            priority=priority,
            waiting=priority >= 0 and bool(self.state.unacknowledged[row]),
            body_ink=self.palette.quality if bad else self.palette.text2 if quiet else None,
            strong=strong,
        )

    def _value(self, point: Point, row: int) -> str:
        value = float(self.state.values[row])
        code = point.codes.get(round(value)) if point.is_discrete and np.isfinite(value) else None
        return (
            self._named(code)
            if code is not None
            else value_with_unit(value, point, chinese=self.chinese)
        )

    def _named(self, name: Name) -> str:
        return (name.zh or name.en) if self.chinese else (name.en or name.zh)

    def _legends(
        self, painter: QPainter, camera: Camera, bounds: QRectF, size: Size
    ) -> list[QRectF]:
        taken = []
        if self.state.outlook is not None:
            taken += paint_outlook(painter, self.palette, self.state.outlook, camera, size)
        if self.state.heat is not None and self.state.heat_legend:
            taken.append(self._heat_legend(painter, bounds, taken))
        if self.state.outlook is not None:
            taken += paint_values(painter, self.palette, self.state.outlook, camera, size, taken)
        lower = self.state.smoke_layer
        if lower is not None and lower < self.layout.size[2]:
            taken.append(self._smoke_label(painter, camera, size, lower))
        return taken

    def _heat_legend(self, painter: QPainter, bounds: QRectF, taken: list[QRectF]) -> QRectF:
        """Lower left; above the other legend where both have no room side by side."""
        state, unit = self.state, self.state.heat_unit
        low, high = (f"{v:+g}" if state.heat_zero else f"{v:g}" for v in state.heat_range)
        ends = (f"{low} {unit}".replace("-", "−"), f"{high} {unit}")
        if not unit:
            ends = translate("Scene", "low"), translate("Scene", "high")
        head = translate("Scene", "Temperature at 1.8 m, median")
        if state.heat_zero:
            head = translate("Scene", "What if less forecast, at 1.8 m")
        elif not unit:
            head = translate("Scene", "Alarm heat")
        place = heat_place(painter, bounds, head)
        below = [b for b in taken if b.intersects(place) and b.bottom() > place.bottom() - 1]
        if below:
            bounds = bounds.adjusted(0, 0, 0, below[0].top() - bounds.bottom())
        return paint_heat(
            painter, self.palette, heat_place(painter, bounds, head), ends=ends, head=head,
            zero=state.heat_zero,
        )  # fmt: skip

    def _smoke_label(self, painter: QPainter, camera: Camera, size: Size, lower: float) -> QRectF:
        """Beside the leftmost corner of the layer's lower face."""
        dx, dy, _ = self.layout.size
        rim = project(camera, [(x, y, lower) for x in (0, dx) for y in (0, dy)], size)
        corner = rim[int(np.argmin(rim[:, 0]))]
        text = translate("Scene", "Smoke down to {} m").format(f"{lower:.1f}")
        metrics = QFontMetricsF(painter.font())
        width, height = metrics.horizontalAdvance(text) + 12, metrics.height() + 4
        x = max(8.0, float(corner[0]) - width - 10)
        box = QRectF(x, float(corner[1]) - height / 2, width, height)
        painter.fillRect(box, colour(self.palette.background, 190))
        painter.setPen(colour(self.palette.text1))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        return box

    def _more_place(self, painter: QPainter, bounds: QRectF) -> QRectF:
        """Where it is said how many labels found no room."""
        metrics = QFontMetricsF(painter.font())
        wide = metrics.horizontalAdvance(translate("Scene", "more labels: {}").format("00"))
        return QRectF(bounds.right() - 8 - wide, 8, wide, metrics.height())

    def _paint_more(self, painter: QPainter, inner: QRectF, left_out: int) -> None:
        painter.setPen(colour(self.palette.text2))
        text = translate("Scene", "more labels: {}").format(left_out)
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, text)

    def _zone_names(
        self, painter: QPainter, camera: Camera, size: Size, taken: list[QRectF]
    ) -> None:
        """Quiet names on the floor, where nothing else stands; on a plate that parts them from
        heat, smoke and bodies below."""
        metrics = QFontMetricsF(painter.font())
        painter.setPen(colour(self.palette.text2))
        for zone in self.layout.zones:
            (x, y, z), (dx, dy, _) = zone.box.at, zone.box.size
            middle = _spot(project(camera, [(x + dx / 2, y + dy / 2, z)], size)[0])
            text = self._named(zone.name)
            width, height = metrics.horizontalAdvance(text) + 4, metrics.height()
            box = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
            if not any(box.intersects(other) for other in taken):
                painter.fillRect(box, colour(self.palette.background, 150))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
                taken.append(box)


def _plumb(tops: FloatArray) -> FloatArray:
    """Top, foot and ring of every plumb line, (k, 3) to (k * (2 + RING), 3)."""
    turn = np.linspace(0, 2 * np.pi, RING)
    ring = np.column_stack([np.cos(turn), np.sin(turn), 0 * turn]) * FOOT_M
    feet = tops * (1.0, 1.0, 0.0)
    rims = feet[:, None, :] + ring
    return np.concatenate([tops[:, None, :], feet[:, None, :], rims], axis=1).reshape(-1, 3)


def _spot(row: FloatArray) -> QPointF:
    return QPointF(float(row[0]), float(row[1]))
