"""One incident and what to do about it: state, first-out, what was done, the buttons."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from app.screens.i18n import translate
from app.screens.theme import Look, Size
from app.screens.view_models.alarm_line import AlarmLine, MarkFill
from app.screens.view_models.figures import clock_text, span_text
from app.screens.view_models.forecast_standing import ForecastView, Standing
from app.screens.view_models.incident_line import Step
from app.screens.view_models.procedures import Procedure
from app.screens.widgets.alarm_table import paint_parts
from app.screens.widgets.card import LEFT, RIGHT, Card
from app.screens.widgets.checklist_card import ChecklistCard
from app.screens.widgets.forecast_card import BARS, FULL, LINE, ForecastCard
from app.screens.widgets.priority_mark import paint_mark
from app.screens.widgets.themed import Themed
from app.screens.words import INCIDENT_STATES, alarm_parts, alarm_place
from twin.incident.model import Incident, IncidentState
from twin.site.model import Layout

SEQUENCE_FROM, TIGHT = 560, 6
FORECAST_LINE, FORECAST_BARS = 600, 700  # below these heights a forecast takes less room
WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


@dataclass(frozen=True, slots=True)
class IncidentView:
    """What the panel shows. `lines`: alarms of the incident that are not plain normal, first
    first; `first`: name of the first-out alarm when it is normal again; `procedure`: what to do
    first."""

    incident: Incident
    lines: Sequence[AlarmLine]
    steps: Sequence[Step]
    first: str
    procedure: Procedure

    @property
    def first_line(self) -> AlarmLine | None:
        """The first-out alarm while it is listed."""
        own = [line for line in self.lines if line.id == self.incident.first_out]
        return own[0] if own else None


class FirstOutCard(Card):
    """Which incident, how bad, what came first, since when."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._view: IncidentView | None = None
        self._low = False
        self.on_look()

    def on_look(self) -> None:
        """Sizes and texts follow the look."""
        self.setFixedHeight(self._look.px(140 if self._low else 166))

    def set_low(self, low: bool) -> None:
        """Without the place of the first-out, which the list beside tells as well."""
        if low != self._low:
            self._low = low
            self.on_look()

    def show_view(self, view: IncidentView | None) -> None:
        """Another state of the incident; None when the site has none."""
        self._view = view
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        look, painter, view = self._look, self.painter(), self._view
        box = self.frame(painter)
        if view is None:
            self._calm(painter, box)
            return
        incident = view.incident
        end = incident.closed or time.time_ns()
        state = translate("Words", INCIDENT_STATES[incident.state])
        box = self.title(painter, box, translate("IncidentPanel", "Incident"), incident.id)
        size = look.px(36)
        square = QRectF(box.left() - look.px(2), box.top() + look.px(6), size, size)
        waits = incident.state is IncidentState.PENDING
        fill = MarkFill.WAITING if waits else MarkFill.CALM
        paint_mark(painter, square, int(incident.priority[1]), fill, look)
        head = box.adjusted(size + look.px(12), look.px(4), 0, 0)
        painter.setFont(look.font(Size.LARGE, bold=True))
        painter.setPen(look.color("text1"))
        painter.drawText(QRectF(head.left(), head.top(), head.width(), look.px(22)), LEFT, state)
        painter.setFont(look.font(Size.BODY))
        painter.setPen(look.color("text2"))
        since = translate("IncidentPanel", "since {time}").format(time=clock_text(incident.opened))
        low = QRectF(head.left(), head.top() + look.px(20), head.width(), look.px(22))
        painter.drawText(low, LEFT, f"{since} · {span_text(end - incident.opened)}")
        self._first(painter, box.adjusted(0, look.px(54), 0, 0), view)

    def _first(self, painter: QPainter, box: QRectF, view: IncidentView) -> None:
        look, line = self._look, view.first_line
        painter.setFont(look.font(Size.SMALL))
        painter.setPen(look.color("text2"))
        label = translate("IncidentPanel", "First out  F")
        painter.drawText(QRectF(box.left(), box.top(), box.width(), look.px(18)), LEFT, label)
        what = alarm_parts(line, look) if line is not None else (view.first, "")
        where = alarm_place(line, look) if line is not None and not self._low else ""
        for k, (parts, size, ink) in enumerate(
            ((what, Size.LARGE, "text1"), ((where, ""), Size.SMALL, "text2"))
        ):
            painter.setFont(look.font(size))
            painter.setPen(look.color(ink))
            row = QRectF(box.left(), box.top() + look.px(18 + 22 * k), box.width(), look.px(22))
            paint_parts(painter, row.toRect(), int(row.width()), parts)

    def _calm(self, painter: QPainter, box: QRectF) -> None:
        look = self._look
        box = self.title(painter, box, translate("IncidentPanel", "Incident"))
        painter.setFont(look.font(Size.LARGE))
        painter.setPen(look.color("text1"))
        text = translate("IncidentPanel", "No incident at this site")
        painter.drawText(box.adjusted(0, look.px(8), 0, 0), WRAP, text)
        painter.setFont(look.font(Size.BODY))
        painter.setPen(look.color("text2"))
        hint = translate("IncidentPanel", "Enter shows every point of it.")
        painter.drawText(box.adjusted(0, look.px(36), 0, 0), WRAP, hint)


class AlarmsCard(Card):
    """The alarms that joined, in the order they came: the story of the incident."""

    ROW = 28

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._lines: Sequence[AlarmLine] = ()
        self._title, self._total = "", ""

    def show_lines(self, lines: Sequence[AlarmLine], title: str, total: str) -> None:
        """Another state of these alarms."""
        self._lines, self._title, self._total = lines, title, total
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        look, painter = self._look, self.painter()
        if self.height() < look.px(24 + 24 + self.ROW):
            return  # no room for a single line: no empty frame either
        box = self.frame(painter)
        box = self.title(painter, box, self._title, self._total)
        height = look.px(self.ROW)
        room = max(0, int((box.height() - look.px(4)) // height))
        for k, line in enumerate(self._lines[:room]):
            row = QRectF(box.left(), box.top() + look.px(4) + k * height, box.width(), height)
            side = look.px(20)
            square = QRectF(row.left() - look.px(2), row.center().y() - side / 2, side, side)
            paint_mark(painter, square, line.priority, line.fill, look)
            painter.setFont(look.font(Size.SMALL))
            painter.setPen(look.color("text2"))
            clock = clock_text(line.raised)
            painter.drawText(row, RIGHT, clock)
            taken = painter.fontMetrics().horizontalAdvance(clock) + look.px(12)
            painter.setFont(look.font(Size.BODY))
            painter.setPen(look.color("text1" if line.active else "text2"))
            text = row.adjusted(side + look.px(8), 0, -taken, 0)
            paint_parts(painter, text.toRect(), int(text.width()), alarm_parts(line, look))


class IncidentPanel(Themed):
    """The right side of the incident screen. Signals say what a person asked for."""

    acknowledge = Signal()
    shelve = Signal()
    reset = Signal()
    close_incident = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.first_out = FirstOutCard(look, self)
        self.forecast = ForecastCard(look, self)
        self.forecast.hide()
        self.checklist = ChecklistCard(look, self)
        self.alarms = AlarmsCard(look, self)
        self._buttons = [QPushButton(self) for _ in range(4)]
        wishes = (self.acknowledge, self.shelve, self.reset, self.close_incident)
        for button, wish in zip(self._buttons, wishes, strict=True):
            button.clicked.connect(wish)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._buttons[0].setObjectName("primary")
        self._grid = QGridLayout()
        for k, button in enumerate(self._buttons):
            self._grid.addWidget(button, k // 2, k % 2)
        self._box = QVBoxLayout(self)
        for card in (self.first_out, self.forecast, self.checklist):
            self._box.addWidget(card)
        self._box.addLayout(self._grid)
        self._box.addWidget(self.alarms, 1)
        self._box.addStretch(0)
        self.on_look()

    def on_look(self) -> None:
        """Sizes and texts follow the look."""
        side = self._look.px(12)
        self._box.setContentsMargins(side, side, side, side)
        self._box.setSpacing(side)
        self._grid.setSpacing(self._look.px(8))
        texts = (
            translate("IncidentPanel", "Acknowledge  A"),
            translate("IncidentPanel", "Shelve  S"),
            translate("IncidentPanel", "Reset latched  R"),
            translate("IncidentPanel", "Close incident  C"),
        )
        for button, text in zip(self._buttons, texts, strict=True):
            button.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the steps come before the sequence, which the list on the left tells."""
        super().resizeEvent(event)
        self._fit(with_forecast=not self.forecast.isHidden())

    def show_forecast(self, view: ForecastView, layout: Layout | None = None) -> None:
        """The forecast of the site; where none is due the card is not in the way."""
        shown = view.standing not in (Standing.OFF, Standing.IDLE)
        self._fit(with_forecast=shown)  # first, or a low window would grow to make room
        self.forecast.show_view(view, layout)
        self.forecast.setVisible(shown)

    def _fit(self, *, with_forecast: bool) -> None:
        look, height = self._look, self.height()
        self.alarms.setVisible(height >= look.px(SEQUENCE_FROM))
        low = height < look.px(FORECAST_LINE)
        most = LINE if low else BARS if height < look.px(FORECAST_BARS) else FULL
        self.forecast.set_most(most)
        self.first_out.set_low(low and with_forecast)
        self._box.setSpacing(look.px(TIGHT if low and with_forecast else 12))

    def show_view(self, view: IncidentView | None, own: Sequence[AlarmLine] = ()) -> None:
        """Another state of the incident; None when the site has none: then its `own` alarms."""
        self.first_out.show_view(view)
        self.checklist.setVisible(view is not None)
        if view is None:
            title = translate("IncidentPanel", "Alarms at this site")
            self.alarms.show_lines(own, title, str(len(own)))
        else:
            title = translate("IncidentPanel", "Sequence of alarms")
            self.alarms.show_lines(view.lines, title, str(len(view.incident.alarms)))
            self.checklist.show_steps(view.incident.id, view.procedure, view.steps)
        open_incident = view is not None and view.incident.state is not IncidentState.COMPLETED
        self._buttons[3].setEnabled(open_incident)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        self.painter().fillRect(self.rect(), self._look.color("background"))
