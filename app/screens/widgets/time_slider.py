"""The time of a forecast under a scene: now to ten minutes ahead, with what is reached when."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.screens.i18n import translate
from app.screens.theme import Look, Size
from app.screens.view_models.figures import clock_text
from app.screens.view_models.forecast_reading import MARKS_S, happens
from app.screens.view_models.forecast_text import ahead_text, arrival_text
from app.screens.widgets.arrival_bars import paint_track
from app.screens.widgets.card import LEFT
from app.screens.widgets.themed import Themed
from sim.forecast.model import Arrival
from twin.clock import NS_PER_S

SIDE, STEP_S, FINE_S = 40, 10.0, 1.0
LABEL, ROW, TRACK, FEET = 176, 18, 38, 26
WIDE, WIDE_LABEL = 1000, 236  # a wide slider has room for longer words
CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Lane:
    """One bar above the track: when something is reached, 90 % band and median."""

    word: str
    arrival: Arrival
    is_need: bool = False


class TimeSlider(Themed):
    """Signal moved(seconds): a time was chosen, by mouse or keys. Arrows 10 s, with shift 1 s;
    page keys to the next mark; Home now, End the horizon."""

    moved = Signal(float)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.at_s, self._end_s, self._made_at = 0.0, 600.0, 0
        self._lanes: Sequence[Lane] = ()
        self._enabled = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.on_look()

    def on_look(self) -> None:
        """Sizes and texts follow the look."""
        self.setFixedHeight(self._look.px(TRACK + FEET + ROW * len(self._lanes) + 24))

    def show_time(
        self, at_s: float, *, end_s: float, made_at: int, lanes: Sequence[Lane], enabled: bool
    ) -> None:
        """What is chosen, how far one may go, and what is reached on the way. made_at: ns UTC."""
        tall = len(lanes) != len(self._lanes)
        self.at_s, self._end_s, self._made_at = at_s, max(end_s, 1.0), made_at
        self._lanes, self._enabled = tuple(lanes), enabled
        if tall:
            self.on_look()
        self.update()

    @property
    def marks(self) -> list[float]:
        """The usual times within the horizon."""
        return [mark for mark in MARKS_S if mark <= self._end_s + 1e-6]

    def choose(self, at_s: float) -> None:
        """Go to a time; beyond the ends the ends are taken."""
        held = min(max(at_s, 0.0), self._end_s)
        if self._enabled and held != self.at_s:
            self.at_s = held
            self.update()
            self.moved.emit(held)

    def step_mark(self, direction: int) -> None:
        """The next of the usual times, ahead or back."""
        beyond = [m for m in self.marks if (m - self.at_s) * direction > 1e-6]
        if beyond:
            self.choose(min(beyond, key=lambda m: abs(m - self.at_s)))

    # drawing

    def _span(self) -> tuple[float, float]:
        look = self._look
        return float(self._label), float(self.width() - look.px(SIDE))

    @property
    def _label(self) -> int:
        look = self._look
        return look.px(WIDE_LABEL if self.width() > look.px(WIDE) else LABEL)

    def _x(self, at_s: float) -> float:
        left, right = self._span()
        return left + (right - left) * at_s / self._end_s

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        look, painter = self._look, self.painter()
        painter.fillRect(self.rect(), look.color("background"))
        painter.fillRect(0, 0, self.width(), look.line, look.color("line"))
        left, right = self._span()
        top = float(look.px(8))
        for lane in self._lanes:
            self._lane(painter, lane, QRectF(left, top, right - left, look.px(ROW)))
            top += look.px(ROW)
        middle = top + look.px(8 + TRACK / 2)
        self._head(painter, middle)
        painter.fillRect(QRectF(left, middle - 1, right - left, 2), look.color("line_strong"))
        if not self._enabled:
            return
        painter.fillRect(
            QRectF(left, middle - 1, self._x(self.at_s) - left, 2), look.color("text2")
        )
        self._ticks(painter, middle)
        x = self._x(self.at_s)
        painter.setPen(QPen(look.color("text1"), look.line, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x, look.px(6)), QPointF(x, middle))
        painter.setPen(QPen(look.color("background"), 2))
        painter.setBrush(look.color("text1"))
        painter.drawEllipse(QPointF(x, middle), look.px(8), look.px(8))
        if self.hasFocus():
            painter.setPen(QPen(look.color("focus"), look.line))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(x, middle), look.px(12), look.px(12))

    def _head(self, painter: QPainter, middle: float) -> None:
        look = self._look
        box = QRectF(look.px(16), middle - look.px(16), look.px(LABEL - 28), look.px(44))
        painter.setFont(look.font(Size.TITLE))
        painter.setPen(look.color("text1" if self._enabled else "text3"))
        now = translate("TimeSlider", "now")
        text = ahead_text(self.at_s) if self.at_s > 0 else now
        painter.drawText(box.adjusted(0, 0, 0, -look.px(16)), LEFT, text if self._enabled else "–")
        if self._enabled:
            painter.setFont(look.font(Size.SMALL))
            painter.setPen(look.color("text2"))
            hour = clock_text(self._made_at + round(self.at_s * NS_PER_S))
            painter.drawText(box.adjusted(0, look.px(28), 0, 0), LEFT, hour)

    def _lane(self, painter: QPainter, lane: Lane, box: QRectF) -> None:
        look = self._look
        painter.setFont(look.font(Size.SMALL))
        painter.setPen(look.color("text2"))
        word = QRectF(look.px(16), box.top(), self._label - look.px(22), box.height())
        elide = Qt.TextElideMode.ElideRight
        text = painter.fontMetrics().elidedText(lane.word, elide, int(word.width()))
        painter.drawText(word, LEFT, text)
        track = QRectF(box.left(), box.center().y() - look.px(4), box.width(), look.px(8))
        paint_track(painter, look, track, lane.arrival, end_s=self._end_s, is_need=lane.is_need)
        if not happens(lane.arrival):
            painter.setPen(look.color("text2"))
            beyond = arrival_text(lane.arrival, self._end_s)
            painter.drawText(box.adjusted(look.px(8), 0, 0, 0), LEFT, beyond)

    def _ticks(self, painter: QPainter, middle: float) -> None:
        look = self._look
        painter.setFont(look.font(Size.SMALL))
        for minute in range(int(self._end_s / 60) + 1):
            x = self._x(minute * 60.0)
            usual = minute * 60.0 in MARKS_S
            tall = look.px(7 if usual else 4)
            painter.fillRect(
                QRectF(x - look.line / 2, middle - tall, look.line, 2 * tall),
                look.color("text2" if usual else "line_strong"),
            )
            if not usual:
                continue
            word = f"+{minute} min" if minute else translate("TimeSlider", "now")
            box = QRectF(x - look.px(40), middle + look.px(12), look.px(80), look.px(18))
            if box.right() > self.width() - look.px(4):
                box.moveRight(self.width() - look.px(4))
                painter.setPen(look.color("text2"))
                painter.drawText(
                    box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, word
                )
                continue
            painter.setPen(look.color("text2"))
            painter.drawText(box, CENTRE, word)

    # hands

    def _time_at(self, x: float) -> float:
        left, right = self._span()
        return self._end_s * (x - left) / max(right - left, 1.0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click goes there."""
        self.choose(round(self._time_at(event.position().x())))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A held mouse drags the time along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.choose(round(self._time_at(event.position().x())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, page keys, Home and End."""
        key = Qt.Key
        step = FINE_S if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP_S
        targets = {
            key.Key_Left: self.at_s - step,
            key.Key_Right: self.at_s + step,
            key.Key_Home: 0.0,
            key.Key_End: self._end_s,
        }
        if event.key() in targets:
            self.choose(targets[key(event.key())])
        elif event.key() in (key.Key_PageUp, key.Key_PageDown):
            self.step_mark(1 if event.key() == key.Key_PageUp else -1)
        else:
            super().keyPressEvent(event)
