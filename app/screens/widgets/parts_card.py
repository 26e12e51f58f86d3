"""Oil, links, duct and gas: what comes when, in short lines with their bands."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.screens.i18n import translate
from app.screens.kitchen_words import corrected_word, is_sure, part_word, when_word
from app.screens.theme import Look, Size
from app.screens.view_models.kitchen_parts import Part, PartLine, part_lines
from app.screens.widgets.arrival_bars import ELIDE
from app.screens.widgets.card import LEFT, RIGHT, Card
from sim.forecast.model import Forecast
from sim.forecast.parts import Corrected
from twin.site.model import Layout

LINE, FRAME, MOST = 20, 52, 6
INDENTED = (Part.DUCT_CHOICE, Part.GAS_CHOICE)


class PartsCard(Card):
    """Hidden while a forecast has nothing to say of the kitchen's parts."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._all: Sequence[PartLine] = ()
        self._most = MOST
        self._corrected: Sequence[Corrected] = ()
        self._layout: Layout | None = None
        self.hide()

    def show_forecast(self, forecast: Forecast | None, layout: Layout | None) -> None:
        """Another forecast; None when there is none."""
        self._layout = layout
        self._all = [] if forecast is None else part_lines(forecast)
        self._corrected = () if forecast is None else forecast.corrected[:1]
        self.on_look()
        self.setVisible(bool(self.lines or self._corrected))
        self.update()

    @property
    def lines(self) -> Sequence[PartLine]:
        """The most urgent lines, as many as may be shown."""
        return self._all[: self._most]

    def set_most(self, lines: int) -> None:
        """How many lines may be shown: where it is low, the advice needs the room."""
        if lines != self._most:
            self._most = lines
            self.on_look()
            self.update()

    def on_look(self) -> None:
        """Sizes and texts follow the look."""
        rows = len(self.lines) + len(self._corrected)
        self.setFixedHeight(self._look.px(FRAME + LINE * rows))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        look, painter = self._look, self.painter()
        title = translate("PartsCard", "Oil, links, duct, gas")
        hint = translate("PartsCard", "90 % band")
        box = self.title(painter, self.frame(painter), title, hint)
        top = box.top() + look.px(4)
        for line in self.lines:
            row = QRectF(box.left(), top, box.width(), look.px(LINE))
            paint_part(painter, look, row, line, self._layout)
            top += look.px(LINE)
        for corrected in self._corrected:
            painter.setPen(look.color("text2"))
            row = QRectF(box.left(), top, box.width(), look.px(LINE))
            text = corrected_word(corrected)
            fits = painter.fontMetrics().elidedText(text, ELIDE, int(row.width()))
            painter.drawText(row, LEFT, fits)


def paint_part(
    painter: QPainter, look: Look, row: QRectF, line: PartLine, layout: Layout | None
) -> None:
    """One line: what left, when right; what fewer than half of the cases come to is quieter."""
    painter.setFont(look.font(Size.SMALL))
    metrics = painter.fontMetrics()
    when = when_word(line)
    painter.setPen(look.color("text1" if is_sure(line.arrival) else "text2"))
    painter.drawText(row, RIGHT, when)
    words = row.adjusted(look.px(12) if line.part in INDENTED else 0, 0, 0, 0)
    room = int(words.width()) - metrics.horizontalAdvance(when) - look.px(8)
    painter.setPen(look.color("text2"))
    text = part_word(line, layout, look)
    painter.drawText(words, LEFT, metrics.elidedText(text, ELIDE, max(room, 0)))
