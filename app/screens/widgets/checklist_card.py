"""What to do first, ticked by hand, and how far the incident is, ticked by what really happened."""

import time
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.screens.i18n import translate
from app.screens.theme import Look, Size
from app.screens.view_models.figures import clock_text
from app.screens.view_models.incident_line import Step
from app.screens.view_models.procedures import Procedure
from app.screens.widgets.card import LEFT, RIGHT, Card
from app.screens.words import STEPS

ROW, FRAME, LEAST = 24, 50, 3
ELIDE = Qt.TextElideMode.ElideRight


class ChecklistCard(Card):
    """Steps of the procedure, then the facts as far as there is room. Ticks by hand are notes of
    this desk alone."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._incident = ""
        self._procedure: Procedure | None = None
        self._facts: Sequence[Step] = ()
        self._ticks: dict[tuple[str, str, int], int] = {}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def on_look(self) -> None:
        """Sizes and texts follow the look."""
        self.updateGeometry()

    def show_steps(self, incident: str, procedure: Procedure, facts: Sequence[Step]) -> None:
        """Another state; the first fact, that it was opened, stands above already."""
        is_other = procedure is not self._procedure or len(facts) != len(self._facts) + 1
        self._incident, self._procedure, self._facts = incident, procedure, facts[1:]
        if is_other:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for everything."""
        steps = len(self._procedure.steps) if self._procedure is not None else 0
        return QSize(self._look.px(240), self._high(steps + len(self._facts)))

    def minimumSizeHint(self) -> QSize:
        """Room for a few rows."""
        return QSize(self._look.px(240), self._high(LEAST))

    def steps_in_sight(self) -> int:
        """How many steps of the procedure find room."""
        steps = len(self._procedure.steps) if self._procedure is not None else 0
        return min(self._rows(), steps)

    @property
    def left_out(self) -> int:
        """How many steps and facts find no room."""
        steps = len(self._procedure.steps) if self._procedure is not None else 0
        return max(steps + len(self._facts) - self._rows(), 0)

    def tick(self, step: int) -> None:
        """Tick one step of the procedure, or take its tick off."""
        if self._procedure is None:
            return
        key = (self._incident, self._procedure.id, step)
        if self._ticks.pop(key, None) is None:
            self._ticks[key] = time.time_ns()
        self.update()

    def ticked(self, step: int) -> int:
        """When a step was ticked, ns UTC; 0: it is not."""
        kind = "" if self._procedure is None else self._procedure.id
        return self._ticks.get((self._incident, kind, step), 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click ticks the step under it."""
        place = int(event.position().y() - self._top()) // self._look.px(ROW)
        if 0 <= place < self.steps_in_sight():
            self.tick(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        look, painter = self._look, self.painter()
        name = "" if self._procedure is None else look.name(self._procedure.name)
        if self.left_out:
            more = translate("IncidentPanel", "{count} more")
            name = f"{name} · {more}".format(count=self.left_out)
        box = self.title(
            painter, self.frame(painter), translate("IncidentPanel", "Checklist"), name
        )
        row = QRectF(box.left(), self._top(), box.width(), look.px(ROW))
        for k in range(self.steps_in_sight()):
            assert self._procedure is not None  # it has steps
            done = self.ticked(k)
            aside = clock_text(done) if done else ""
            self._row(painter, row, look.name(self._procedure.steps[k]), done, aside)
            row.translate(0, look.px(ROW))
        for fact in self._facts[: self._rows() - self.steps_in_sight()]:
            aside = f"{clock_text(fact.done)}  {fact.by}".rstrip() if fact.done else "–"
            self._row(painter, row, translate("Words", STEPS[fact.key]), fact.done, aside)
            row.translate(0, look.px(ROW))

    def _row(self, painter: QPainter, row: QRectF, words: str, done: int, aside: str) -> None:
        look, side = self._look, self._look.px(14)
        square = QRectF(row.left() + 0.5, row.center().y() - side / 2 + 0.5, side, side)
        painter.setPen(QPen(look.color("process"), look.line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(square)
        if done:
            inset = look.px(3)
            painter.fillRect(square.adjusted(inset, inset, -inset, -inset), look.color("text1"))
        painter.setFont(look.font(Size.BODY))
        metrics, text = painter.fontMetrics(), row.adjusted(side + look.px(12), 0, 0, 0)
        room = text.width() - (metrics.horizontalAdvance(aside) + look.px(8) if aside else 0)
        painter.setPen(look.color("text2" if done or aside else "text1"))
        painter.drawText(text, LEFT, metrics.elidedText(words, ELIDE, int(room)))
        painter.setPen(look.color("text2"))
        painter.drawText(text, RIGHT, aside)

    def _rows(self) -> int:
        """How many rows there is room for."""
        return max((self.height() - self._look.px(FRAME)) // self._look.px(ROW), 0)

    def _top(self) -> int:
        """Where the first row begins: below frame and heading."""
        return self._look.px(12 + 24 + 4)

    def _high(self, rows: int) -> int:
        return self._look.px(FRAME) + rows * self._look.px(ROW)
