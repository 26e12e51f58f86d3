"""A scene that people turn, come nearer to and fly through, and whose marks blink."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QElapsedTimer,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from app.screens.scene3d.camera import Camera, between
from app.screens.scene3d.picture_view import PictureView
from app.screens.scene3d.renderer import RenderThread

FLIGHT_MS: Final = 700
STEP_MS: Final = 16
STILL_MS: Final = 140  # after this long without a move the picture is drawn smooth
BLINK_MS: Final = 500  # 1 Hz


@dataclass(frozen=True, slots=True)
class Flight:
    """A camera on its way."""

    start: Camera
    end: Camera
    duration_ms: int


class SceneView(PictureView):
    """Signal moved(view): a hand moved its camera."""

    moved = Signal(object)

    def __init__(self, renderer: RenderThread | None = None, parent: QWidget | None = None) -> None:
        super().__init__(renderer, parent)
        self._camera: Camera | None = None
        self._moved = False
        self._flight: Flight | None = None
        self._blink_on = True
        self._clock = QElapsedTimer()
        self._settling = self._timer(STILL_MS, self._settle, single=True)
        self._flying = self._timer(STEP_MS, self._fly, single=False)
        self._blinking = self._timer(BLINK_MS, self._blink, single=False)

    # what a subclass says

    def _home(self) -> Camera | None:
        """The good camera for the widget's size."""
        return None

    def _wants_blink(self) -> bool:
        return False

    # what PictureView asks

    def _stand(self) -> Camera | None:
        """The good camera until a hand has moved it."""
        if self._camera is None or (not self._moved and not self._flying.isActive()):
            self._camera = self._home()
        return self._camera

    @property
    def _is_moving(self) -> bool:
        return self._flying.isActive() or self._settling.isActive()

    def dispose(self) -> None:
        """End the timers, and give the graphics memory back."""
        for timer in (self._settling, self._flying, self._blinking):
            timer.stop()
        super().dispose()

    # movement

    def fly_home(self) -> None:
        """Back to the good camera."""
        self._go_home()
        self.moved.emit(self)

    def _go_home(self) -> None:
        home = self._home()
        if home is not None:
            self._moved = False
            self._fly_to(home)

    def look_as(self, other: "SceneView") -> None:
        """Take the camera of another view of the same subject."""
        if other._camera is None or not other._moved:
            self._go_home()
        else:
            self._take(other._camera)

    def _fly_to(self, end: Camera, duration_ms: int = FLIGHT_MS) -> None:
        if self._camera is None or not self.isVisible():
            self._camera = end
            self._redraw()
            return
        self._flight = Flight(self._camera, end, duration_ms)
        self._clock.start()
        self._flying.start()

    def _fly(self) -> None:
        assert self._flight is not None  # the timer runs only during a flight
        share = self._clock.elapsed() / self._flight.duration_ms
        self._camera = between(self._flight.start, self._flight.end, share)
        if share >= 1:
            self._end_flight()
        else:
            self._ask()

    def _end_flight(self) -> None:
        """Arrive now; any key or click skips the rest of a flight."""
        if self._flying.isActive() and self._flight is not None:
            self._flying.stop()
            self._camera = self._flight.end
            self._flight = None
            self._redraw()

    def _move_to(self, camera: Camera) -> None:
        """A hand on the camera: quick pictures now, a smooth one when the hand rests."""
        self._take(camera)
        self.moved.emit(self)

    def _take(self, camera: Camera) -> None:
        self._flying.stop()
        self._camera = camera
        self._moved = True
        self._settling.start()
        if not self._asking.isActive():
            self._asking.start()

    def _settle(self) -> None:
        self._redraw()

    def _blink(self) -> None:
        self._blink_on = not self._blink_on
        self.update()

    def _mind_blinking(self) -> None:
        """The blink timer runs only while something waits for acknowledgement."""
        wanted = self._wants_blink() and self.isVisible()
        if wanted and not self._blinking.isActive():
            self._blinking.start()
        elif not wanted and self._blinking.isActive():
            self._blinking.stop()
            self._blink_on = True

    # events

    def showEvent(self, event: QShowEvent) -> None:
        """Marks blink only where they are seen."""
        super().showEvent(event)
        self._mind_blinking()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home: the good camera. Any key ends a flight."""
        self._end_flight()
        if event.key() == Qt.Key.Key_Home:
            self.fly_home()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Back to the good camera."""
        self.fly_home()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Nearer or farther."""
        home = self._home()
        if self._camera is not None and home is not None and event.angleDelta().y():
            self._zoom(0.9 ** (event.angleDelta().y() / 120), home)
        event.accept()

    def _zoom(self, factor: float, home: Camera) -> None:
        """Subclasses decide how near one may come."""
