"""The last minutes of one site on one line: alarms by their marks, people's acts as diamonds."""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QToolTip, QWidget

from app.feed.snapshot import Tables
from app.screens.i18n import translate
from app.screens.theme import Look, Size
from app.screens.view_models.alarm_line import MarkFill
from app.screens.view_models.figures import clock_text
from app.screens.view_models.incident_line import LineMark
from app.screens.widgets.priority_mark import paint_mark
from app.screens.widgets.themed import Themed
from app.screens.words import journal_text
from twin.clock import NS_PER_S

MINUTE = 60 * NS_PER_S
SIDE, HEIGHT, MARK = 96, 72, 20
LANES = (0, -21, 21)  # px from the line: marks that come together stand above each other


class Timeline(Themed):
    """Time runs to the right and ends at now."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._marks: Sequence[LineMark] = ()
        self._now, self._span = 0, 30 * MINUTE
        self._tables: Tables | None = None
        self.on_look()

    def on_look(self) -> None:
        """Sizes and texts follow the look."""
        self.setFixedHeight(self._look.px(HEIGHT))

    def show_marks(self, marks: Sequence[LineMark], *, now: int, span: int, tables: Tables) -> None:
        """Marks of the site, oldest first; `span`: how much of the past is shown, ns."""
        self._marks, self._now, self._span, self._tables = marks, now, span, tables
        self.update()

    def _x(self, time: int) -> float:
        side = self._look.px(SIDE)
        return side + (self.width() - 2 * side) * (1 - (self._now - time) / self._span)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        look, painter = self._look, self.painter()
        painter.fillRect(self.rect(), look.color("background"))
        painter.fillRect(0, 0, self.width(), look.line, look.color("line"))
        side, middle = look.px(SIDE), self.height() / 2
        painter.fillRect(
            QRectF(side, middle - look.line, self.width() - 2 * side, 2 * look.line),
            look.color("line_strong"),
        )
        self._scale(painter, middle)
        now = self.width() - side
        painter.fillRect(QRectF(now - 1, middle - look.px(16), 2, look.px(32)), look.color("text1"))
        for mark in self._marks:
            if mark.priority < 0:
                self._quiet(painter, mark, middle)
        for mark, lane in in_lanes(self._marks, self._x, look.px(MARK)):
            half = look.px(MARK) / 2
            top = middle + look.px(LANES[lane]) - half
            box = QRectF(self._x(mark.time) - half, top, 2 * half, 2 * half)
            paint_mark(painter, box, mark.priority, MarkFill.CALM, look)

    def _scale(self, painter: QPainter, middle: float) -> None:
        look, side = self._look, self._look.px(SIDE)
        painter.setFont(look.font(Size.SMALL))
        painter.setPen(look.color("text2"))
        ends = Qt.AlignmentFlag.AlignVCenter
        minutes = self._span // MINUTE
        left = QRectF(look.px(16), 0, side - look.px(28), self.height())
        painter.drawText(left, ends | Qt.AlignmentFlag.AlignRight, f"−{minutes} min")
        right = QRectF(self.width() - side + look.px(12), 0, side, self.height())
        painter.drawText(right, ends | Qt.AlignmentFlag.AlignLeft, translate("Timeline", "LIVE"))
        step = 5 if minutes > 10 else 1
        for minute in range(step, minutes, step):
            x = self._x(self._now - minute * MINUTE)
            painter.fillRect(
                QRectF(x, middle - look.px(4), look.line, look.px(8)), look.color("line_strong")
            )

    def _quiet(self, painter: QPainter, mark: LineMark, middle: float) -> None:
        """What is no alarm: a person's act, or a return to normal."""
        look, x = self._look, self._x(mark.time)
        painter.setPen(Qt.PenStyle.NoPen)
        half = look.px(5 if mark.is_person else 3)
        painter.setBrush(look.color("text1" if mark.is_person else "process"))
        if mark.is_person:
            steps = ((0, -half), (half, 0), (0, half), (-half, 0))
            painter.drawPolygon(QPolygonF([QPointF(x + a, middle + b) for a, b in steps]))
        else:
            painter.drawEllipse(QPointF(x, middle), half, half)

    def event(self, event: QEvent) -> bool:
        """What stands under the mouse is told in words."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._tables:
            near = [m for m in self._marks if abs(self._x(m.time) - event.pos().x()) < 8]
            lines = [
                f"{clock_text(m.entry.time)}  {journal_text(m.entry, self._tables, self._look)}"
                for m in near[-8:]
            ]
            QToolTip.showText(event.globalPos(), "\n".join(lines), self)
            return True
        return super().event(event)


def in_lanes(
    marks: Sequence[LineMark], x_of: Callable[[int], float], width: float
) -> Iterator[tuple[LineMark, int]]:
    """Alarms, least first, each with the first lane where it covers none as bad or worse; when
    every lane is taken, the last one, below those."""
    taken: list[list[float]] = [[] for _ in LANES]
    alarms = sorted((m for m in marks if m.priority >= 0), key=lambda m: (m.priority, m.time))
    placed: list[tuple[LineMark, int]] = []
    for mark in alarms:
        x = x_of(mark.time)
        free = (k for k, own in enumerate(taken) if all(abs(x - other) >= width for other in own))
        lane = next(free, len(LANES) - 1)
        taken[lane].append(x)
        placed.append((mark, lane))
    yield from reversed(placed)
