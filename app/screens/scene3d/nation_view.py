"""All sites on the map. Click or Enter opens one; arrow keys walk from site to site."""

from collections.abc import Hashable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.library import map_path
from app.screens.i18n import translate
from app.screens.scene3d import camera as cameras
from app.screens.scene3d.camera import Camera, Margins, distance_of, fitted, panned, project, zoomed
from app.screens.scene3d.layers import Scene
from app.screens.scene3d.legend import paint_priorities
from app.screens.scene3d.map import CHINA, spread
from app.screens.scene3d.nation_scene import (
    COLUMN_RADIUS,
    GROUND_RADIUS,
    POST_RADIUS,
    NationBase,
    NationScene,
    heights,
    reach_of,
)
from app.screens.scene3d.pointing_view import PointingView
from app.screens.scene3d.renderer import RenderThread
from app.screens.scene3d.states import NationState, is_same
from app.screens.scene3d.symbols import colour, paint_no_data
from app.screens.scene3d.tags import Tag, paint_tags, rectangles
from twin.site.model import Fleet, Site

FloatArray = npt.NDArray[np.float64]

SOUTH_AND_ABOVE = Camera((0.0, -0.64, 0.768), (0.0, 0.0, 0.0), 7.0)
MARGINS = Margins(left=0.06, top=0.18, right=0.06, bottom=0.11)
MOST_TAGS = 14
MOST_HATCHES = 80  # beyond, violet posts alone say it
REACH_PX = 14.0
HOLD = 0.12  # of severity, by which a labelled site may be outdone
LEAST_STEP = 0.02  # of severity: a column grown by less looks the same


class NationView(PointingView):
    """The nation. Signal siteActivated(site id): open this site."""

    siteActivated = Signal(str)

    def __init__(
        self,
        renderer: RenderThread | None = None,
        parent: QWidget | None = None,
        map_file: Path | None = None,
    ) -> None:
        super().__init__(renderer, parent)
        self._map_file = map_file or map_path()
        self._sites: tuple[Site, ...] = ()
        self._places: FloatArray = np.zeros((0, 2))
        self._state = _all_normal(0)
        self._base: NationBase | None = None
        self._now: NationScene | None = None
        self._cursor = -1
        self._labelled: frozenset[int] = frozenset()

    def set_fleet(self, fleet: Fleet) -> None:
        """All sites; they are normal until a state says otherwise."""
        self._sites = fleet.sites
        exact = CHINA.project([s.lon for s in fleet.sites], [s.lat for s in fleet.sites])
        self._places = spread(exact, apart=3.4 * POST_RADIUS * reach_of(exact))
        self._state = _all_normal(len(fleet.sites))
        self._hovered = self._cursor = -1
        self._labelled = frozenset()
        self._rebuild()

    def set_state(self, state: NationState) -> None:
        """Adopt a state; ignored when it shows the same picture or has another fleet's length."""
        if len(state.priority) != len(self._sites) or is_same(state, self._state):
            return
        self._state = state
        if self._now is None or not _same_columns(self._now, state):
            self._now = None
            self._redraw()
        elif not _same_heights(self._now, state):
            self._redraw_soon()
        self._mind_blinking()
        self.update()

    def screen_position(self, site_id: str) -> QPointF | None:
        """Where a site's foot stands in the widget now; None while there is no picture."""
        rows = [k for k, s in enumerate(self._sites) if s.id == site_id]
        if not rows or self._camera is None:
            return None
        x, y = self._feet(self._camera)[rows[0], :2]
        return QPointF(float(x), float(y))

    # what SceneView asks

    def _rebuild(self) -> None:
        self._now = self._base = None
        super()._rebuild()

    def _redraw(self) -> None:
        if self._now is not None and not _same_heights(self._now, self._state):
            self._now = None
        super()._redraw()

    def _scene(self) -> Scene | None:
        if not self._sites:
            return None
        if self._base is None:
            self._base = NationBase(self._map_file, self._places, self._palette)
        if self._now is None:
            state = self._state
            self._now = NationScene(self._base, state.priority, state.severity, state.connected)
        return self._now

    def _home(self) -> Camera | None:
        if not self._sites:
            return None
        corners = np.column_stack([self._places, np.zeros(len(self._places))])
        low, high = corners.min(axis=0), corners.max(axis=0)
        room = 0.01 * reach_of(self._places)
        spare = np.array([[-room, -room, 0], [room, room, 0]])
        around = np.concatenate([corners, np.stack([low, high]) + spare])
        return fitted(SOUTH_AND_ABOVE, around, (self.width(), self.height()), MARGINS)

    def _zoom(self, factor: float, home: Camera) -> None:
        far = distance_of(home)
        assert self._camera is not None  # wheelEvent has looked
        self._move_to(zoomed(self._camera, factor, 0.15 * far, 1.2 * far))

    def _wants_blink(self) -> bool:
        return bool((self._state.unacknowledged & (self._state.priority >= 0)).any())

    def _paint_absence(self, painter: QPainter) -> None:
        self._say(
            painter,
            translate("Scene", "No sites yet"),
            translate("Scene", "They appear as soon as the hub answers"),
        )

    # painting

    def _paint_over(self, painter: QPainter, camera: Camera) -> None:
        feet, heads = self._feet(camera), self._heads(camera)
        stands = self._stands(camera)
        normal = painter.font()
        painter.setFont(self._label_font(12))
        taken = self._sheet.paint(
            painter, self, (stands, self._palette), lambda pen: self._still(pen, feet, heads)
        )
        painter.setFont(normal)
        self._paint_choice(painter, camera)
        tags = self._tags(heads)
        alarmed, named = np.flatnonzero(self._state.priority >= 0).tolist(), {t.row for t in tags}

        def boxes(rows: list[int]) -> FloatArray:
            return self._column_boxes(camera, feet[rows], heads[rows])

        placed = self._board.place(
            tags,
            QFontMetricsF(normal),
            QRectF(self.rect()).adjusted(8, 8, -8, -8),
            around=stands,
            obstacles=lambda: np.concatenate(
                [rectangles(taken), boxes([r for r in alarmed if r in named])]
            ),
            sights=lambda: boxes([r for r in alarmed if r not in named]),
        )
        paint_tags(painter, self._palette, placed, border=self._blink_on)
        hidden = len(tags) - len(placed) + max(0, len(alarmed) - MOST_TAGS)
        if hidden:
            self._paint_more(painter, hidden)

    def _stands(self, camera: Camera) -> Hashable:
        """All that marks and labels must keep clear of, or stand at."""
        state = self._state
        columns = (state.priority.tobytes(), self._severity().tobytes(), state.connected.tobytes())
        return camera, self.width(), self.height(), self._scale, columns

    def _severity(self) -> FloatArray:
        """As the columns are drawn, so that a severity that creeps moves no label."""
        return self._state.severity if self._now is None else self._now.severity

    def _still(self, painter: QPainter, feet: FloatArray, heads: FloatArray) -> list[QRectF]:
        self._paint_lost(painter, feet, heads)
        bounds = QRectF(self.rect())
        head = translate("Scene", "height = severity")
        return [paint_priorities(painter, self._palette, bounds, head=head)]

    def _feet(self, camera: Camera) -> FloatArray:
        ground = np.column_stack([self._places, np.zeros(len(self._places))])
        return project(camera, ground, (self.width(), self.height()))

    def _heads(self, camera: Camera) -> FloatArray:
        tall = heights(self._state.priority, self._severity(), reach_of(self._places))
        tops = np.column_stack([self._places, tall])
        return project(camera, tops, (self.width(), self.height()))

    def _column_boxes(self, camera: Camera, feet: FloatArray, heads: FloatArray) -> FloatArray:
        """Rectangles around columns, (k, 3) feet and heads to (k, 4)."""
        per_km = cameras.pixels_per_unit(camera, (self.width(), self.height()))
        half = COLUMN_RADIUS * reach_of(self._places) * per_km + 1
        low, high = np.minimum(feet, heads)[:, :2], np.maximum(feet, heads)[:, :2]
        return np.column_stack([low - half, high + half])

    def _tags(self, heads: FloatArray) -> list[Tag]:
        ranked = self._ranked()[:MOST_TAGS]
        self._labelled = frozenset(ranked)
        tags = [self._tag(k, heads, strong=False) for k in ranked]
        named = {tag.row for tag in tags}
        for row in (self._hovered, self._row_of(self._state.selected), self._cursor):
            if 0 <= row < len(self._sites) and row not in named:
                tags.insert(0, self._tag(row, heads, strong=True))
                named.add(row)
        return tags

    def _tag(self, row: int, heads: FloatArray, *, strong: bool) -> Tag:
        state = self._state
        priority = int(state.priority[row])
        lost = not state.connected[row]
        return Tag(
            row=row,
            anchor=(float(heads[row, 0]), float(heads[row, 1])),
            head=self._name(row),
            body=translate("Scene", "no data") if lost else "",
            priority=priority,
            waiting=priority >= 0 and bool(state.unacknowledged[row]),
            body_ink=self._palette.quality if lost else None,
            strong=strong,
        )

    def _ranked(self) -> list[int]:
        """Alarmed sites, worst first; one that has a label gives it up only to a clearly worse
        one, so that labels do not come and go."""
        rows = np.flatnonzero(self._state.priority >= 0)
        kept = HOLD * np.isin(rows, list(self._labelled))
        weight = self._state.severity[rows] + kept
        order = np.lexsort((rows, -weight, self._state.priority[rows]))
        return [int(k) for k in rows[order]]

    def _name(self, row: int) -> str:
        site = self._sites[row]
        if self._chinese:
            name, city = site.name.zh or site.name.en, site.city.zh
        else:
            name, city = site.name.en or site.name.zh, site.city.en
        return name if not city or city in name else f"{city} · {name}"

    def _row_of(self, site_id: str) -> int:
        return (
            next((k for k, s in enumerate(self._sites) if s.id == site_id), -1) if site_id else -1
        )

    def _paint_lost(self, painter: QPainter, feet: FloatArray, heads: FloatArray) -> None:
        rows = np.flatnonzero(~self._state.connected)
        if len(rows) > MOST_HATCHES:
            return
        for row in rows:
            spot = feet[row] if self._state.priority[row] >= 0 else (feet[row] + heads[row]) / 2
            middle = QPointF(float(spot[0]), float(spot[1]))
            paint_no_data(painter, self._palette, middle, round(9 * self._scale))

    def _paint_choice(self, painter: QPainter, camera: Camera) -> None:
        """A thin ring around the selected, the hovered and the keyboard's site."""
        reach, size = reach_of(self._places), (self.width(), self.height())
        turn = np.linspace(0, 2 * np.pi, 41)
        circle = np.column_stack([np.cos(turn), np.sin(turn)]) * GROUND_RADIUS * 1.15 * reach
        rows = {
            self._row_of(self._state.selected),
            self._hovered,
            self._cursor if self.hasFocus() else -1,
        }
        for row in sorted(r for r in rows if 0 <= r < len(self._sites)):
            rim = np.column_stack([self._places[row] + circle, np.zeros(41)])
            path = [QPointF(float(x), float(y)) for x, y, _ in project(camera, rim, size)]
            painter.setPen(QPen(colour(self._palette.text1), 1.2 * self._scale))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(path)

    def _paint_more(self, painter: QPainter, hidden: int) -> None:
        painter.setPen(colour(self._palette.text2))
        text = translate("Scene", "{} more alarmed sites").format(hidden)
        corner = QRectF(self.rect()).adjusted(16, 12, -16, -12)
        painter.drawText(corner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, text)

    # hands

    def _at(self, spot: QPointF) -> int:
        """The site under the mouse, alarmed ones first; -1 for none."""
        if self._camera is None or not self._sites:
            return -1
        feet, heads = self._feet(self._camera)[:, :2], self._heads(self._camera)[:, :2]
        gap = _to_segments(np.array([spot.x(), spot.y()]), feet, heads)
        gap = gap - 4.0 * (self._state.priority >= 0)
        best = int(np.argmin(gap))
        return best if gap[best] <= REACH_PX * self._scale else -1

    def _dragged(self, step: QPointF) -> None:
        """A held mouse slides the map."""
        if self._camera is not None:
            size = (self.width(), self.height())
            self._move_to(panned(self._camera, step.x(), step.y(), size))

    def _clicked(self, row: int) -> None:
        self._cursor = row
        self.siteActivated.emit(self._sites[row].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk to the next site that way, Enter opens it, Home shows all."""
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        key = Qt.Key(event.key())
        if key in steps and self._sites and self._camera is not None:
            self._walk(np.array(steps[key], np.float64))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._chosen() >= 0:
            self.siteActivated.emit(self._sites[self._chosen()].id)
        else:
            super().keyPressEvent(event)

    def _chosen(self) -> int:
        return self._cursor if self._cursor >= 0 else self._row_of(self._state.selected)

    def _walk(self, way: FloatArray) -> None:
        assert self._camera is not None  # keyPressEvent has looked
        if self._chosen() < 0:
            self._cursor = next(iter(self._ranked()), 0)
        else:
            feet = self._feet(self._camera)[:, :2]
            self._cursor = _next_that_way(feet, self._chosen(), way)
        self.update()


def _same_columns(drawn: NationScene, wanted: NationState) -> bool:
    """True when the same posts and columns stand; selection and blinking are painted over them."""
    return np.array_equal(drawn.priority, wanted.priority) and np.array_equal(
        drawn.connected, wanted.connected
    )


def _same_heights(drawn: NationScene, wanted: NationState) -> bool:
    """True when no eye could tell the columns' heights apart."""
    if len(drawn.severity) != len(wanted.severity):
        return False
    change = np.abs(drawn.severity - wanted.severity)[wanted.priority >= 0]
    return bool((change < LEAST_STEP).all())


def _all_normal(count: int) -> NationState:
    return NationState(
        np.full(count, -1, np.int8),
        np.zeros(count),
        np.zeros(count, np.bool_),
        np.ones(count, np.bool_),
    )


def _to_segments(spot: FloatArray, start: FloatArray, end: FloatArray) -> FloatArray:
    """Distance of a spot from every segment, (n, 2) and (n, 2) to (n,)."""
    along = end - start
    length = np.maximum((along**2).sum(axis=1), 1e-9)
    share = np.clip(((spot - start) * along).sum(axis=1) / length, 0, 1)
    gap: FloatArray = np.linalg.norm(start + share[:, None] * along - spot, axis=1)
    return gap


def _next_that_way(feet: FloatArray, here: int, way: FloatArray) -> int:
    """The nearest site in a direction, sideways counted double; itself when there is none."""
    step = feet - feet[here]
    ahead = step @ way
    aside = np.abs(step @ np.array([-way[1], way[0]]))
    cost = np.where(ahead > 1.0, ahead + 2 * aside, np.inf)
    return int(np.argmin(cost)) if np.isfinite(cost).any() else here
