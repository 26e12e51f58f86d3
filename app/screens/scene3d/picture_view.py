"""A picture of a scene with labels over it: asked for when something has changed, shown when the
render thread has drawn it."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import (
    QCoreApplication,
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
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.screens.i18n import translate
from app.screens.scene3d.camera import Camera, Size
from app.screens.scene3d.errors import SceneError
from app.screens.scene3d.layers import Scene
from app.screens.scene3d.pace import Pace
from app.screens.scene3d.palette import NIGHT, palette_of
from app.screens.scene3d.renderer import Frame, FrameRequest, RenderThread
from app.screens.scene3d.sheet import Sheet
from app.screens.scene3d.symbols import colour
from app.screens.scene3d.tags import TagBoard

LABEL_PX: Final = 14


class Answers(QObject):
    """Carries pictures from the render thread into the window's thread."""

    came = Signal(object)


class PictureView(QWidget):
    """It never waits for a picture. A subclass says what is drawn, from where, and what stands
    over it."""

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
        self._pace = Pace()
        self._asking = self._timer(0, self._ask, single=True)
        self._waiting = self._timer(0, self._redraw, single=True)
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

    def _stand(self) -> Camera | None:
        """From where the picture is taken now; None while that is not known."""
        return None

    @property
    def _is_moving(self) -> bool:
        """True while pictures had better be quick than fine."""
        return False

    def _paint_over(self, painter: QPainter, camera: Camera) -> None:
        """Marks and labels over the picture taken by this camera."""

    def _paint_absence(self, painter: QPainter) -> None:
        """What to say while there is no scene."""

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
        for timer in (self._asking, self._waiting):
            timer.stop()
        self._renderer.drop(self._view)
        if self._own:
            self._renderer.close()

    @property
    def is_settled(self) -> bool:
        """True when the picture shown is the newest one wanted, drawn smooth."""
        frame = self._frame
        waits = self._is_moving or self._asking.isActive() or self._waiting.isActive()
        return frame is not None and not waits and frame.request.number == self._number

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
        camera, moving = self._stand(), self._is_moving
        if camera is None:
            return
        ratio = self.devicePixelRatioF()
        ratio *= self._pace.scale(self.width() * self.height() * ratio * ratio, moving=moving)
        self._number += 1
        size: Size = (max(8, round(self.width() * ratio)), max(8, round(self.height() * ratio)))
        lines = ratio * max(1.0, self._scale * 0.85)
        self._renderer.ask(
            self._view, FrameRequest(self._number, size, lines, camera, scene, fine=not moving)
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

    # events

    def showEvent(self, event: QShowEvent) -> None:
        """Nothing is drawn for a hidden view; catch up now."""
        super().showEvent(event)
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
