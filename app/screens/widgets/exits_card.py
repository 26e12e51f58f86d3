"""Can people get out? For every way out what is needed (RSET) against what is left (ASET)."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.screens.forecast_words import asset_word
from app.screens.i18n import translate
from app.screens.theme import Look, Size
from app.screens.view_models.forecast_reading import horizon_s
from app.screens.view_models.forecast_text import margin_text
from app.screens.view_models.gas_outcome import is_explosive
from app.screens.widgets.arrival_bars import aset_word, paint_arrival, rset_word
from app.screens.widgets.card import LEFT, RIGHT, Card
from sim.forecast.model import NEVER, ExitForecast, Forecast
from sim.forecast.parts import Hazard
from twin.site.model import Layout

NAME, ROW, GAP, FRAME, MOST = 24, 20, 6, 52, 6
LOW_ROW, LOW_GAP = 16, 2  # where there is little room
MIDDLE = Qt.TextElideMode.ElideMiddle  # where a door leads stands at the end of its name


class ExitsCard(Card):
    """Ways out, the one with the least margin first."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._forecast: Forecast | None = None
        self._layout: Layout | None = None
        self._rows: list[ExitForecast] = []
        self._is_short = False
        self.on_look()

    def set_short(self, short: bool) -> None:
        """Whether there is little room."""
        if short != self._is_short:
            self._is_short = short
            self.on_look()
            self.update()

    @property
    def _bar(self) -> int:
        """Height of a bar, before the look's scale."""
        return LOW_ROW if self._is_short else ROW

    @property
    def _each(self) -> int:
        """Height of one way out, before the look's scale."""
        return NAME + 2 * self._bar + (LOW_GAP if self._is_short else GAP)

    def on_look(self) -> None:
        """Sizes and texts follow the look."""
        rows = len(self._rows) * self._each or NAME
        self.setFixedHeight(self._look.px(FRAME + rows))

    def show_forecast(self, forecast: Forecast | None, layout: Layout | None) -> None:
        """Another forecast; None when there is none."""
        self._forecast, self._layout = forecast, layout
        exits = [] if forecast is None else list(forecast.exits)
        exits.sort(key=lambda e: (e.aset.low == NEVER, e.margin_s))
        self._rows = exits[:MOST]
        self.on_look()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        look, painter = self._look, self.painter()
        title = translate("ExitsCard", "Ways out")
        hint = translate("ExitsCard", "bars 0 to {minutes:g} min")
        if self._is_short:
            hint = translate("ExitsCard", "margin · bars 0 to {minutes:g} min")
        end = 600.0 if self._forecast is None else horizon_s(self._forecast)
        box = self.title(painter, self.frame(painter), title, hint.format(minutes=end / 60))
        if not self._rows:
            painter.setFont(look.font(Size.BODY))
            painter.setPen(look.color("text2"))
            text = translate("ExitsCard", "No forecast of ways out")
            painter.drawText(box.adjusted(0, look.px(4), 0, 0), Qt.AlignmentFlag.AlignTop, text)
            return
        top = box.top() + look.px(4)
        for exit_ in self._rows:
            self._exit(painter, exit_, QRectF(box.left(), top, box.width(), 0), end)
            top += look.px(self._each)

    def _exit(self, painter: QPainter, exit_: ExitForecast, box: QRectF, end_s: float) -> None:
        look = self._look
        head = QRectF(box.left(), box.top(), box.width(), look.px(NAME))
        safe = exit_.aset.low == NEVER
        gas = self._forecast is not None and is_explosive(self._forecast)
        leaks = self._forecast is not None and self._forecast.hazard is Hazard.GAS
        painter.setFont(look.font(Size.BODY, bold=gas or (not safe and exit_.margin_s < 0)))
        painter.setPen(look.color("text1"))
        margin = self._stays(gas) if safe else margin_text(exit_.margin_s)
        if not safe and not self._is_short:
            margin = translate("ExitsCard", "margin {margin}").format(margin=margin)
        painter.drawText(head, RIGHT, margin)
        room = int(head.width()) - painter.fontMetrics().horizontalAdvance(margin) - look.px(8)
        painter.setFont(look.font(Size.BODY))
        name = asset_word(self._layout, exit_.id, look)
        people = people_word(exit_.people)
        tail = f" · {people}"  # how many is never cut off
        room -= painter.fontMetrics().horizontalAdvance(tail)
        text = painter.fontMetrics().elidedText(name, MIDDLE, max(room, 0)) + tail
        painter.drawText(head, LEFT, text)
        rows = (
            (aset_word(look, box.width(), of_gas=leaks), exit_.aset),
            (rset_word(look, box.width()), exit_.rset),
        )
        for k, (word, arrival) in enumerate(rows):
            top = head.bottom() + k * look.px(self._bar)
            row = QRectF(box.left(), top, box.width(), look.px(self._bar))
            paint_arrival(painter, look, row, word, arrival, end_s=end_s, is_need=k == 1)

    def _stays(self, is_explosive: bool) -> str:
        """How a way out is that no heat or smoke will close."""
        if is_explosive:
            return translate("ExitsCard", "explosive gas")
        if self._forecast is not None and self._forecast.gas:
            return translate("ExitsCard", "gas in the air")
        return translate("ExitsCard", "stays safe")


def people_word(count: int) -> str:
    """How many people take a way out."""
    if count == 1:
        return translate("ExitsCard", "1 person")
    return translate("ExitsCard", "{count} people").format(count=count)
