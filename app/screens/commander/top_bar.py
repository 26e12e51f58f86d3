"""The top line of the commander: what burns where, how old the forecast is, the pages."""

import time
from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from app.screens.forecast_words import age_word, standing_word
from app.screens.i18n import translate
from app.screens.theme import Look, Size
from app.screens.view_models.alarm_line import MarkFill
from app.screens.view_models.figures import clock_text, span_text
from app.screens.view_models.forecast_standing import ForecastView, Standing
from app.screens.widgets.card import LEFT, RIGHT
from app.screens.widgets.priority_mark import paint_mark
from app.screens.widgets.themed import Themed
from app.screens.words import INCIDENT_STATES
from twin.incident.model import Incident, IncidentState

HEIGHT, BUTTON, CLOCK = 60, 34, 104
ELIDE = Qt.TextElideMode.ElideRight


class TopBar(Themed):
    """Signals: turned(page number), chooser when another site is asked for."""

    turned = Signal(int)
    chooser = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._site, self._room = "", 0
        self._incident: Incident | None = None
        self._view = ForecastView(Standing.IDLE)
        self._page, self._synthetic = 0, False
        self.tabs = [QPushButton(self) for _ in range(3)]
        self.choose = QPushButton(self)
        for k, tab in enumerate(self.tabs):
            tab.setCheckable(True)
            tab.clicked.connect(lambda _on=False, k=k: self.turned.emit(k))
        self.choose.clicked.connect(self.chooser)
        for button in (*self.tabs, self.choose):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.on_look()

    def on_look(self) -> None:
        """Sizes and texts follow the look."""
        self.setFixedHeight(self._look.px(HEIGHT))
        words: Sequence[str] = (
            translate("Commander", "Forecast  F9"),
            translate("Commander", "3D results  F10"),
            translate("Commander", "Report  F12"),
        )
        for tab, word in zip(self.tabs, words, strict=True):
            tab.setText(word)
        self.choose.setText(translate("Commander", "Site  S"))
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Buttons stand at the right, before the time."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        look = self._look
        right = self.width() - look.px(CLOCK)
        high = look.px(BUTTON)
        top = (self.height() - high) // 2
        for button in (*reversed(self.tabs), self.choose):
            wide = button.fontMetrics().horizontalAdvance(button.text()) + look.px(28)
            right -= wide
            button.setGeometry(right, top, wide, high)
            right -= look.px(6)
        self._room = right - look.px(10)
        self.update()

    def show_state(
        self,
        page: int,
        site: str,
        incident: Incident | None,
        view: ForecastView,
        *,
        synthetic: bool,
    ) -> None:
        """Which page, which site with which incident, and how its forecast stands."""
        self._page, self._site, self._incident = page, site, incident
        self._view, self._synthetic = view, synthetic
        for k, tab in enumerate(self.tabs):
            tab.setChecked(k == page)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        look, painter = self._look, self.painter()
        painter.fillRect(self.rect(), look.color("background"))
        painter.fillRect(0, self.height() - look.line, self.width(), look.line, look.color("line"))
        x = float(look.px(16))
        if self._incident is not None:
            side = look.px(32)
            waits = self._incident.state is IncidentState.PENDING
            fill = MarkFill.WAITING if waits else MarkFill.CALM
            box = QRectF(x, (self.height() - side) / 2, side, side)
            paint_mark(painter, box, int(self._incident.priority[1]), fill, look)
            x += side + look.px(10)
        room = self._room - x
        upper = QRectF(x, look.px(7), room, look.px(26))
        lower = QRectF(x, look.px(32), room, look.px(20))
        self._line(painter, upper, self._site or "Emberwall", Size.LARGE, "text1")
        self._line(painter, lower, self._state(), Size.SMALL, self._ink())
        self._clock(painter)

    def _line(self, painter: QPainter, box: QRectF, text: str, size: Size, ink: str) -> None:
        painter.setFont(self._look.font(size))
        painter.setPen(self._look.color(ink))
        fits = painter.fontMetrics().elidedText(text, ELIDE, max(int(box.width()), 0))
        painter.drawText(box, LEFT, fits)

    def _ink(self) -> str:
        return "quality" if self._view.is_old else "text2"

    def _state(self) -> str:
        if not self._site:
            return translate("Commander", "no hub: results only")
        parts = []
        if self._incident is not None:
            incident = self._incident
            end = incident.closed or time.time_ns()
            word = translate("Words", INCIDENT_STATES[incident.state])
            parts.append(f"{word} {span_text(end - incident.opened)}")
        what = standing_word(self._view)[0]
        if self._view.forecast is not None:
            age = translate("Commander", "forecast {age}").format(age=age_word(self._view))
            parts.append(age)
        if what:
            parts.append(what)
        if self._synthetic:
            parts.append(translate("Commander", "simulated plant"))
        return " · ".join(parts)

    def _clock(self, painter: QPainter) -> None:
        look = self._look
        painter.setFont(look.font(Size.TITLE))
        painter.setPen(look.color("text1"))
        box = QRectF(self.width() - look.px(CLOCK), 0, look.px(CLOCK - 16), self.height())
        painter.drawText(box, RIGHT, clock_text(time.time_ns()))
