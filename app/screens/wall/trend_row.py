"""Four trends in a row, which follow what is in alarm."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.feed.contract import Reply, Request, Trend, TrendAnswer
from app.feed.snapshot import Snapshot
from app.screens.theme import Look
from app.screens.view_models.site_values import PointLine
from app.screens.view_models.trend_choice import choose_trends
from app.screens.view_models.trend_model import TrendModel
from app.screens.widgets.themed import Themed
from app.screens.widgets.trend_plot import SPAN_S, TrendPlot
from twin.clock import NS_PER_S

Ask = Callable[[Request], "Future[Reply]"]
PLOTS, MOST = 4, 1200
REDRAW_NS = 200_000_000  # an idle plot slides on five times a second


class TrendRow(Themed):
    """Asks for history when a point comes, then follows its live values."""

    def __init__(self, look: Look, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._ask = ask
        self.rows: tuple[int, ...] = ()
        self._preferred = -1
        self._pending: dict[int, Future[Reply]] = {}
        self._drawn = 0
        self.plots = [TrendPlot(look, self) for _ in range(PLOTS)]
        box = QHBoxLayout(self)
        box.setContentsMargins(0, look.line, 0, 0)
        box.setSpacing(0)
        for plot in self.plots:
            box.addWidget(plot, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line above."""
        self.painter().fillRect(0, 0, self.width(), self._look.line, self._look.color("line"))

    def clear(self) -> None:
        """Another site comes."""
        self.rows, self._preferred, self._pending = (), -1, {}
        for plot in self.plots:
            plot.set_point(None, None)

    def prefer(self, row: int) -> None:
        """Put one point first; -1 for none."""
        self._preferred = row

    def show_lines(self, snapshot: Snapshot, lines: Sequence[PointLine], *, now: int) -> None:
        """New values of the site's points."""
        by_row = {line.row: line for line in lines}
        rows = choose_trends(lines, self.rows, most=PLOTS)
        if self._preferred in by_row and self._preferred not in rows:
            rows = (self._preferred, *rows[: PLOTS - 1])
        for plot, row in zip(self.plots, rows, strict=False):
            if plot.model is None or plot.model.row != row:
                plot.set_point(TrendModel(row), by_row[row])
                self._history(row, now)
        self.rows = rows
        self._collect()
        fresh = [plot.model is not None and plot.model.refresh(snapshot) for plot in self.plots]
        if any(fresh) or now - self._drawn > REDRAW_NS:
            self._drawn = now
            models = [plot.model for plot in self.plots if plot.model is not None]
            span_s = max((model.span_s(now) for model in models), default=SPAN_S)
            for plot in self.plots:
                row = -1 if plot.model is None else plot.model.row
                plot.refresh(by_row.get(row), now=now, span_s=span_s)

    def _history(self, row: int, now: int) -> None:
        start = now - int(SPAN_S * NS_PER_S)
        self._pending[row] = self._ask(Trend(0, row, start, now, MOST))

    def _collect(self) -> None:
        """Take the answers that have come; none is waited for."""
        for row in [row for row, future in self._pending.items() if future.done()]:
            answer = self._pending.pop(row).result()
            if isinstance(answer, TrendAnswer):
                for plot in self.plots:
                    if plot.model is not None and plot.model.row == row:
                        plot.model.history(answer)
