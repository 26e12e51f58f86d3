"""What both scene widgets share: asking for pictures, showing them, moving the camera."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from PySide6.QtCore import (
    QCoreApplication,
    QElapsedTimer,
    QEvent,
    QObject,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QFont,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.screens.i18n import translate
from app.screens.scene3d.camera import Camera, Size, between
from app.screens.scene3d.errors import SceneError
from app.screens.scene3d.layers import Scene
from app.screens.scene3d.pace import Pace
from app.screens.scene3d.palette import NIGHT, palette_of
from app.screens.scene3d.renderer import Frame, FrameRequest, RenderThread
from app.screens.scene3d.sheet import Sheet
from app.screens.scene3d.symbols import colour
from app.screens.scene3d.tags import TagBoard

FLIGHT_MS: Final = 700
STEP_MS: Final = 16
STILL_MS: Final = 140  # after this long without a move the picture is drawn smooth
BLINK_MS: Final = 500  # 1 Hz
CLICK_PX: Final = 4
LABEL_PX: Final = 14


class Drag(IntEnum):
    """What the mouse does while it is held."""

    NONE = 0
    PRESSED = 1
    MOVING = 2


@dataclass(frozen=True, slots=True)
class Flight:
    """A camera on its way."""

    start: Camera
    end: Camera
    duration_ms: int


class Answers(QObject):
    """Carries pictures from the render thread into the window's thread."""

    came = Signal(object)


class SceneView(QWidget):
    """A picture of a scene with labels painted over it. It asks for a picture only when
    something has changed, and never waits for one. Signal moved(view): a hand moved its camera."""

    moved = Signal(object)

    def __init__(self, renderer: RenderThread | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own = renderer is None
        self._renderer = renderer or RenderThread()
        self._answers = Answers()
        self._answers.came.connect(self._on_frame)
        self._view = self._renderer.open(self._answers.came.emit)
        self._palette = palette_of(NIGHT)
        self._chinese = False
        self._scale = 1.0
        self._number = 0
        self._frame: Frame | None = None
        self._picture: QImage | None = None
        self._shown: QPixmap | None = None
        self._sheet, self._board = Sheet(), TagBoard()
        self._camera: Camera | None = None
        self._moved = False
        self._flight: Flight | None = None
        self._drag = Drag.NONE
        self._blink_on = True
        self._pace = Pace()
        self._clock = QElapsedTimer()
        self._asking = self._timer(0, self._ask, single=True)
        self._settling = self._timer(STILL_MS, self._settle, single=True)
        self._flying = self._timer(STEP_MS, self._fly, single=False)
        self._waiting = self._timer(0, self._redraw, single=True)
        self._blinking = self._timer(BLINK_MS, self._blink, single=False)
        self._set_up()

    def _set_up(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        renderer, view, own = self._renderer, self._view, self._own

        def release() -> None:
            renderer.drop(view)
            if own:
                renderer.close()

        self.destroyed.connect(release)
        app = QCoreApplication.instance()
        if app is not None and own:
            app.aboutToQuit.connect(renderer.close)

    def _timer(self, ms: int, slot: Callable[[], None], *, single: bool) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(ms)
        timer.setSingleShot(single)
        timer.timeout.connect(slot)
        return timer

    # what a subclass says

    def _scene(self) -> Scene | None:
        """What to draw now; None while there is nothing."""
        return None

    def _home(self) -> Camera | None:
        """The good camera for the widget's size."""
        return None

    def _paint_over(self, painter: QPainter, camera: Camera) -> None:
        """Marks and labels over the picture taken by this camera."""

    def _paint_absence(self, painter: QPainter) -> None:
        """What to say while there is no scene."""

    def _wants_blink(self) -> bool:
        return False

    # what the window says

    def set_theme(self, tokens: Mapping[str, str]) -> None:
        """Colours by token name, `#rrggbb`; missing ones keep night's."""
        palette = palette_of(tokens)
        if palette != self._palette:
            self._palette = palette
            self._rebuild()

    def set_language(self, language: str) -> None:
        """`zh_CN` or `en`, for the names in site files; other texts follow the translator."""
        self._chinese = language.startswith("zh")
        self._sheet.forget()
        self._board.forget()
        self.update()

    def set_scale(self, scale: float) -> None:
        """Size of labels and marks, 1.0 on a desk, larger on a wall."""
        if scale != self._scale:
            self._scale = scale
            self._redraw()

    def dispose(self) -> None:
        """Give the graphics memory back, and end the render thread when it is this view's own."""
        timers = (self._asking, self._settling, self._flying, self._waiting, self._blinking)
        for timer in timers:
            timer.stop()
        self._renderer.drop(self._view)
        if self._own:
            self._renderer.close()

    @property
    def is_settled(self) -> bool:
        """True when the picture shown is the newest one wanted, drawn smooth."""
        frame = self._frame
        timers = (self._asking, self._settling, self._flying, self._waiting)
        waits = any(timer.isActive() for timer in timers)
        return frame is not None and not waits and frame.request.number == self._number

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

    # pictures

    def _rebuild(self) -> None:
        """Theme or subject changed; subclasses make a new scene."""
        self._redraw()

    def _redraw(self) -> None:
        """A new picture is wanted; many calls in one turn of the loop make one request."""
        if self.isVisible() and not self._asking.isActive():
            self._asking.start()
        self.update()

    def _redraw_soon(self) -> None:
        """As `_redraw`, for a change that nobody waits for: pictures keep pauses between them."""
        if self.isVisible() and not self._waiting.isActive():
            self._waiting.start(self._pace.rest_ms)

    def _ask(self) -> None:
        scene = self._scene()
        if scene is None or self.width() < 8 or self.height() < 8:
            return
        if self._camera is None or (not self._moved and not self._flying.isActive()):
            self._camera = self._home()
        if self._camera is None:
            return
        moving = self._flying.isActive() or self._settling.isActive()
        ratio = self.devicePixelRatioF()
        ratio *= self._pace.scale(self.width() * self.height() * ratio * ratio, moving=moving)
        self._number += 1
        size: Size = (max(8, round(self.width() * ratio)), max(8, round(self.height() * ratio)))
        lines = ratio * max(1.0, self._scale * 0.85)
        self._renderer.ask(
            self._view,
            FrameRequest(self._number, size, lines, self._camera, scene, fine=not moving),
        )

    def _on_frame(self, frame: Frame) -> None:
        if self._frame is not None and frame.request.number < self._frame.request.number:
            return
        self._frame = frame
        if frame.pixels is not None:
            height, width = frame.pixels.shape[:2]
            self._picture = QImage(
                frame.pixels.data, width, height, 4 * width, QImage.Format.Format_RGBX8888
            )
            self._shown = None
            if self._pace.learn(frame):
                self._redraw()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The newest picture, then marks and labels for the very camera that took it."""
        with QPainter(self) as painter:  # ends even when painting fails, or Qt would crash
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self._label_font())
            self._paint(painter, self._frame)

    def _paint(self, painter: QPainter, frame: Frame | None) -> None:
        scene = self._scene()
        if self._picture is None or scene is None:
            painter.fillRect(self.rect(), colour(self._palette.background))
        if scene is None:
            self._paint_absence(painter)
        elif frame is None:
            self._say(painter, translate("Scene", "Drawing the scene"), "")
        else:
            if self._picture is not None:
                painter.drawPixmap(0, 0, self._fitted(self._picture))
            self._paint_over(painter, frame.request.camera)
            if frame.error is not None:
                self._explain(painter, frame.error, flat=self._picture is not None)

    def _fitted(self, picture: QImage) -> QPixmap:
        """The picture in the widget's own pixels and format, made once for every picture."""
        ratio = self.devicePixelRatioF()
        size = QSize(round(self.width() * ratio), round(self.height() * ratio))
        if self._shown is None or self._shown.size() != size:
            self._shown = QPixmap(size)
            with QPainter(self._shown) as painter:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(QRectF(0, 0, size.width(), size.height()), picture)
            self._shown.setDevicePixelRatio(ratio)
        return self._shown

    def _label_font(self, pixels: float = LABEL_PX) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(max(9, round(pixels * self._scale)))
        return font

    def _say(self, painter: QPainter, what: str, remedy: str) -> None:
        """A calm sentence in the middle: what is the matter and what to do."""
        middle = self.rect().center().y()
        for text, tone, drop in (
            (what, self._palette.text2, -12),
            (remedy, self._palette.text3, 12),
        ):
            painter.setPen(colour(tone))
            line = QRectF(24, middle + drop * self._scale - 20, self.width() - 48, 40)
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)

    def _explain(self, painter: QPainter, error: SceneError, *, flat: bool) -> None:
        """Why there is no picture, or in a corner why it is a simpler one."""
        if not flat:
            self._say(painter, error.what, error.remedy)
            return
        painter.setFont(self._label_font(12))
        painter.setPen(colour(self._palette.text3))
        corner = QRectF(self.rect()).adjusted(16, 12, -16, -12)
        text = translate("Scene", "Simple picture: {}. {}").format(error.what, error.remedy)
        top_left = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        painter.drawText(corner, top_left | Qt.TextFlag.TextWordWrap, text)

    # movement

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
        """Nothing is drawn for a hidden view; catch up now."""
        super().showEvent(event)
        self._mind_blinking()
        self._redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The old picture is stretched until the new one is there."""
        super().resizeEvent(event)
        self._redraw()

    def changeEvent(self, event: QEvent) -> None:
        """A new language: labels are painted again."""
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.FontChange):
            self._sheet.forget()
            self.update()
        super().changeEvent(event)

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
