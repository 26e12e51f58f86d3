"""A scene in which a mouse points at things: hover, click, drag."""

from enum import IntEnum
from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from app.screens.scene3d.camera import orbited
from app.screens.scene3d.renderer import RenderThread
from app.screens.scene3d.scene_view import SceneView

CLICK_PX: Final = 4
DEGREES_PER_PX: Final = 0.35
NOTHING: Final = -1


class Drag(IntEnum):
    """What the mouse does while it is held."""

    NONE = 0
    PRESSED = 1
    MOVING = 2


class PointingView(SceneView):
    """A subclass says what is under the mouse, what a drag moves and what a click means."""

    def __init__(self, renderer: RenderThread | None = None, parent: QWidget | None = None) -> None:
        super().__init__(renderer, parent)
        self._hovered = NOTHING
        self._pressed = QPointF()
        self._drag = Drag.NONE

    def _at(self, _spot: QPointF) -> int:
        """The row under the mouse; NOTHING for none."""
        return NOTHING

    def _dragged(self, _step: QPointF) -> None:
        """The held mouse went on by this many pixels."""

    def _clicked(self, _row: int) -> None:
        """A row was clicked."""

    def _orbit(self, step: QPointF) -> None:
        """Turn the camera about what it looks at, by a drag of so many pixels."""
        if self._camera is not None:
            turn, rise = -step.x() * DEGREES_PER_PX, step.y() * DEGREES_PER_PX
            self._move_to(orbited(self._camera, turn, rise))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a click or a drag begins."""
        self._end_flight()
        self._pressed, self._drag = event.position(), Drag.PRESSED

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A held mouse drags; a free one names what is under it."""
        step = event.position() - self._pressed
        if self._drag is not Drag.NONE and self._camera is not None:
            if self._drag is Drag.MOVING or step.manhattanLength() > CLICK_PX:
                self._drag = Drag.MOVING
                self._dragged(step)
                self._pressed = event.position()
            return
        under = self._at(event.position())
        if under != self._hovered:
            self._hovered = under
            free = Qt.CursorShape.ArrowCursor
            self.setCursor(Qt.CursorShape.PointingHandCursor if under >= 0 else free)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click that was no drag chooses what is under it."""
        clicked = self._drag is Drag.PRESSED
        self._drag = Drag.NONE
        under = self._at(event.position()) if clicked else NOTHING
        if under >= 0:
            self._clicked(under)
