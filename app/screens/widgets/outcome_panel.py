"""Curves of one room with bands, a what-if in the same axes, and the differences beside them."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.screens.forecast_words import QUANTITIES, place_word
from app.screens.i18n import translate
from app.screens.kitchen_words import gas_word
from app.screens.theme import Look
from app.screens.view_models.forecast_reading import horizon_s
from app.screens.view_models.gas_outcome import MOST_LEL, GasOutcome, gas_outcome
from app.screens.view_models.what_if import (
    DIGITS,
    UNITS,
    Comparison,
    Curve,
    Difference,
    Quantity,
    compare,
    curve,
    ends_s,
    place_of,
    series_of,
)
from app.screens.widgets.band_plot import BandPlot, PlotText
from app.screens.widgets.difference_bars import DifferenceBars
from app.screens.widgets.themed import Themed
from sim.forecast.model import Forecast, PlaceForecast
from twin.site.model import Layout

SHOWN = (Quantity.UPPER, Quantity.LAYER, Quantity.SIGHT, Quantity.CO)
LIMITS = {Quantity.UPPER: 200.0, Quantity.LAYER: 1.8, Quantity.SIGHT: 10.0}
LEAST = {Quantity.UPPER: 20.0, Quantity.LAYER: 0.5, Quantity.SIGHT: 5.0, Quantity.CO: 50.0}
FIRST_ALARM = 25.0  # %LEL, the highest first alarm; source: GB/T 50493-2019 5.5
PLOT, BARS = 172, 348  # least widths


Shown = tuple[PlotText, Sequence[Curve]]


def _of_gas(outcome: GasOutcome, room: str) -> list[Shown]:
    """%LEL as it is, and with what can be done, on one scale."""
    made: list[Shown] = []
    for course in outcome.courses:
        title = gas_word(course.choice)
        title = f"{title} · {room}" if len(outcome.courses) > 1 else title
        made.append((PlotText(title, "%LEL", 0, FIRST_ALARM, outcome.top, MOST_LEL), course.curves))
    return made


def _whole(comparison: Comparison) -> list[Difference]:
    """The figures that the curves do not tell."""
    return [row for row in comparison.rows if row.quantity not in SHOWN]


class _Asked(NamedTuple):
    base: Forecast | None
    other: Forecast | None
    layout: Layout | None
    at_s: float
    place: str

    def is_as(self, other: "_Asked") -> bool:
        """Whether the very same forecasts are asked for: to compare their values would be slow."""
        return (
            all(a is b for a, b in zip(self[:3], other[:3], strict=True)) and self[3:] == other[3:]
        )


class OutcomePanel(Themed):
    """Four plots, fewer where it is narrow, and the bars. `place`: which room, "" for the
    worst. While only a leak is proved the plots tell of gas, in the worst room."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.comparison: Comparison | None = None
        self.place = ""
        self._asked: _Asked | None = None
        self._rows: Sequence[Difference] = ()
        self._filled = len(SHOWN)
        self.plots = {quantity: BandPlot(look, self) for quantity in SHOWN}
        self.bars = DifferenceBars(look, self)
        self._box = QHBoxLayout(self)
        for plot in self.plots.values():
            self._box.addWidget(plot, 1)
        self._box.addWidget(self.bars)
        self.on_look()

    def on_look(self) -> None:
        """Sizes and texts follow the look."""
        self._asked = None
        self._box.setContentsMargins(0, self._look.line, 0, 0)
        self._box.setSpacing(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it gets narrow, the last plots give their place to the bars."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """As many plots as can be read beside the bars."""
        bars = self._look.px(BARS) if self._rows else 0
        self.bars.setFixedWidth(max(bars, 1))
        room = max((self.width() - bars) // self._look.px(PLOT), 1)
        for place, plot in enumerate(self.plots.values()):
            plot.setVisible(place < min(room, self._filled))

    def show_outcome(
        self,
        base: Forecast | None,
        other: Forecast | None,
        layout: Layout | None,
        *,
        at_s: float,
    ) -> None:
        """Base, with a what-if beside it or None, at a time of the base. The same once more costs
        nothing: curves are dear to paint."""
        asked = _Asked(base, other, layout, at_s, self.place)
        if self._asked is None or not asked.is_as(self._asked):
            self._asked = asked
            self._show(base, other, layout, at_s)

    def _show(
        self, base: Forecast | None, other: Forecast | None, layout: Layout | None, at_s: float
    ) -> None:
        self.comparison = None
        place = None if base is None else place_of(base, self.place)
        if base is None or place is None:
            for plot in self.plots.values():
                plot.show_curves(PlotText("", ""), (), at_s=0, end_s=1)
            self.bars.hide()
            return
        gas = gas_outcome(base, other)
        if gas is not None:
            room = place_word(layout, gas.gas.room, gas.gas.zones, self._look)
            shown, self._rows = _of_gas(gas, room), gas.rows
        else:
            room = place_word(layout, place.id, place.zones, self._look)
            if other is not None:
                self.comparison = compare(base, other, at_s=at_s, place=place.id)
            shown = self._of_fire(base, place, room)
            self._rows = () if self.comparison is None else _whole(self.comparison)
        end = horizon_s(base) if other is None else max(horizon_s(base), ends_s(other, base))
        self._filled = len(shown)
        for plot, (text, curves) in zip(self.plots.values(), shown, strict=False):
            plot.show_curves(text, curves, at_s=at_s, end_s=end)
        self.bars.setVisible(bool(self._rows))
        self._arrange()
        self.bars.show_rows(self._rows, room, horizon_s=horizon_s(base))

    def _of_fire(self, base: Forecast, place: PlaceForecast, room: str) -> list[Shown]:
        """Temperature, layer, sight and CO of one room."""
        made: list[Shown] = []
        for quantity in SHOWN:
            title = translate("Forecast", QUANTITIES[quantity])
            if self.comparison is None:
                curves: Sequence[Curve] = (curve(base, series_of(place)[quantity]),)
                title = f"{title} · {room}"
            else:
                curves = self.comparison.curves[quantity]
            digits, limit = DIGITS.get(quantity, 0), LIMITS.get(quantity)
            made.append((PlotText(title, UNITS[quantity], digits, limit, LEAST[quantity]), curves))
        return made

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line above."""
        painter, look = self.painter(), self._look
        painter.fillRect(0, 0, self.width(), look.line, look.color("line"))
