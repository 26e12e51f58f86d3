"""A computed field as a widget: slice, cloud, legend; a hand turns it."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from app.screens.scene3d.camera import Camera, Margins, distance_of, fitted, orbited, zoomed
from app.screens.scene3d.layers import Scene
from app.screens.scene3d.legend import heat_place, paint_heat
from app.screens.scene3d.pointing_view import PointingView
from app.screens.scene3d.renderer import RenderThread
from app.screens.scene3d.result_scene import SLICE_BEGINS, ResultScene, ResultState

MARGINS = Margins(left=0.10, top=0.10, right=0.10, bottom=0.16)
TURN, RISE, VIEW_ANGLE = -55.0, 32.0, 24.0  # degrees


class ResultView(PointingView):
    """A result, or what to do to see one."""

    def __init__(self, renderer: RenderThread | None = None, parent: QWidget | None = None) -> None:
        super().__init__(renderer, parent)
        self._state: ResultState | None = None
        self._now: ResultScene | None = None
        self._legend = ("", "", "")
        self._absence = ("", "")

    def show_state(self, state: ResultState | None, legend: tuple[str, str, str]) -> None:
        """Another moment. legend: name of the quantity, low and high end of its scale with unit."""
        other_grid = (
            state is None
            or self._state is None
            or (state.origin, state.size) != (self._state.origin, self._state.size)
        )
        self._state, self._legend, self._now = state, legend, None
        if other_grid:
            self._moved, self._camera = False, None
            self._frame = self._picture = self._shown = None
        self._redraw()

    def show_absence(self, what: str, remedy: str) -> None:
        """What to say while there is nothing to show."""
        self._absence = (what, remedy)
        self.update()

    def _rebuild(self) -> None:
        self._now = None
        super()._rebuild()

    def _scene(self) -> Scene | None:
        if self._state is None:
            return None
        if self._now is None:
            self._now = ResultScene(self._state, self._palette)
        return self._now

    def _home(self) -> Camera | None:
        if self._state is None:
            return None
        low = np.array(self._state.origin)
        ends = np.stack([low, low + self._state.size])
        corners = np.array(
            [(ends[i, 0], ends[j, 1], ends[k, 2]) for i, j, k in np.ndindex(2, 2, 2)]
        )
        x, y, z = (float(v) for v in corners.mean(axis=0))
        seen = orbited(Camera((x + 10.0, y, z), (x, y, z), VIEW_ANGLE), TURN, RISE)
        return fitted(seen, corners, (self.width(), self.height()), MARGINS)

    def _zoom(self, factor: float, home: Camera) -> None:
        far = distance_of(home)
        assert self._camera is not None  # wheelEvent has looked
        self._move_to(zoomed(self._camera, factor, 0.15 * far, 2.0 * far))

    def _paint_absence(self, painter: QPainter) -> None:
        self._say(painter, *self._absence)

    def _paint_over(self, painter: QPainter, camera: Camera) -> None:
        head, low, high = self._legend
        if head:
            painter.setFont(self._label_font(12))
            bounds = QRectF(self.rect())
            place = heat_place(painter, bounds, head)
            paint_heat(
                painter, self._palette, place, ends=(low, high), head=head, begins=SLICE_BEGINS
            )

    def _dragged(self, step: QPointF) -> None:
        """A held mouse turns the picture."""
        self._orbit(step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows turn, plus and minus come nearer and farther, Home resets."""
        key = Qt.Key
        turns = {
            key.Key_Left: (-10, 0),
            key.Key_Right: (10, 0),
            key.Key_Up: (0, 6),
            key.Key_Down: (0, -6),
        }
        if self._camera is not None and event.key() in turns:
            self._move_to(orbited(self._camera, *turns[key(event.key())]))
        else:
            super().keyPressEvent(event)
