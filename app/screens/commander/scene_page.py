"""Forecast and what-if: levers left, scene over the time slider, ways out, advice, orders right."""

import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.feed.contract import WhatIf
from app.feed.snapshot import Snapshot
from app.screens.commander.lanes import lanes_of
from app.screens.commander.scene_pair import ScenePair
from app.screens.forecast_words import age_word, pulls_word, standing_word
from app.screens.i18n import translate
from app.screens.scene3d.renderer import RenderThread
from app.screens.theme import Look
from app.screens.view_models.branches import Branches
from app.screens.view_models.forecast_reading import horizon_s, worst_place
from app.screens.view_models.forecast_standing import ForecastView, Standing, forecast_view
from app.screens.view_models.incident_line import incident_of
from app.screens.view_models.levers import LeverBoard, lever_rows
from app.screens.view_models.order_desk import OrderDesk, orders_of
from app.screens.view_models.order_rows import OrderRow, order_rows
from app.screens.view_models.site_values import SiteValues
from app.screens.view_models.wishes import Wishes
from app.screens.widgets.advice_card import AdviceCard
from app.screens.widgets.branch_bar import BranchBar
from app.screens.widgets.exits_card import ExitsCard
from app.screens.widgets.levers_panel import LeversPanel
from app.screens.widgets.orders_card import OrdersCard
from app.screens.widgets.outcome_panel import OutcomePanel
from app.screens.widgets.panel import Panel
from app.screens.widgets.parts_card import PartsCard
from app.screens.widgets.scrolled import scrolled
from app.screens.widgets.themed import Themed
from app.screens.widgets.time_slider import TimeSlider
from twin.clock import NS_PER_S
from twin.incident.model import Incident, IncidentState
from twin.site.model import Layout

BACK_STEP_S, MOST_BACK_S = 10.0, 600.0
DEFAULT_S = 300.0
TALL = 860  # a page so high shows more rows
MOST_ORDERS, LEAST_ORDERS = 4, 2
MOST_PARTS, LEAST_PARTS = 6, 2


class ScenePage(Themed):
    """The first page. `asked`: for a what-if."""

    asked = Signal(object)

    def __init__(
        self,
        look: Look,
        values: SiteValues,
        desk: OrderDesk,
        renderer: RenderThread,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self._values, self.desk = values, desk
        self.site_id = ""
        self.board, self.branches, self.wishes = LeverBoard(), Branches(), Wishes()
        self.view = ForecastView(Standing.IDLE)
        self.incident: Incident | None = None
        self.at_s, self.back_s = DEFAULT_S, 0.0
        self._snapshot: Snapshot | None = None
        self._failed = ""
        self._layout: Layout | None = None
        self._order_rows: tuple[OrderRow, ...] = ()
        self.levers = LeversPanel(look, self.board)
        self.pair = ScenePair(look, renderer)
        self.slider, self.outcome = TimeSlider(look), OutcomePanel(look)
        self.bar = BranchBar(look)
        self.exits, self.parts, self.advice, self.orders = (
            ExitsCard(look),
            PartsCard(look),
            AdviceCard(look),
            OrdersCard(look, desk),
        )
        self._compose()
        self._connect()
        self.on_look()

    def _compose(self) -> None:
        self._left = Panel(self._look, self.levers, edge=Qt.Edge.RightEdge)
        middle = QVBoxLayout()
        for part, share in (
            (self.bar, 0), (self.pair, 5), (self.slider, 0), (self.outcome, 0),
        ):  # fmt: skip
            middle.addWidget(part, share)
        self._cards = QWidget(self)
        column = QVBoxLayout(self._cards)
        column.addWidget(self.exits)
        column.addWidget(self.advice)
        column.addWidget(self.parts)
        column.addStretch(1)
        self._column = column
        right = QWidget(self)
        tall = QVBoxLayout(right)
        tall.addWidget(scrolled(self._cards), 1)
        self._low = QVBoxLayout()
        self._low.addWidget(self.orders)
        tall.addLayout(self._low)
        self._right = Panel(self._look, right, edge=Qt.Edge.LeftEdge)
        row = QHBoxLayout(self)
        row.addWidget(self._left)
        row.addLayout(middle, 1)
        row.addWidget(self._right)
        for box in (middle, tall, row):
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(0)

    def _connect(self) -> None:
        self.slider.moved.connect(self.go_to)
        self.bar.chosen.connect(self.choose)
        self.bar.compared.connect(self.compare)
        self.levers.compute.connect(self.compute)
        self.levers.clear.connect(self.step_back)
        self.levers.shifted.connect(lambda step: self.shift(step * BACK_STEP_S))

    def on_look(self) -> None:
        """Sizes and texts follow the look."""
        look = self._look
        side = look.px(12)
        self._column.setContentsMargins(side, side, side, side)
        self._column.setSpacing(side)
        self._low.setContentsMargins(side, 0, side, side)
        self._left.set_texts(translate("ScenePage", "What if"))
        self._arrange()
        self._refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side columns take their shares within limits."""
        self._arrange()
        super().resizeEvent(event)

    def _arrange(self) -> None:
        look, wide, high = self._look, self.width(), self.height()
        self._left.setFixedWidth(round(min(max(wide * 0.165, look.px(252)), look.px(330))))
        self._right.setFixedWidth(round(min(max(wide * 0.225, look.px(316)), look.px(440))))
        self.outcome.setFixedHeight(round(min(max(high * 0.22, look.px(126)), look.px(220))))
        tall = high > look.px(TALL)
        self.orders.set_most(MOST_ORDERS if tall else LEAST_ORDERS)
        self.parts.set_most(MOST_PARTS if tall else LEAST_PARTS)
        for card in (self.exits, self.advice):
            card.set_short(not tall)

    # what is shown

    def open(self, site_id: str) -> None:
        """Another site, with nothing pulled."""
        if site_id != self.site_id:
            self.site_id, self.back_s, self.wishes = site_id, 0.0, Wishes()
            self.board.clear()
            self.levers.refresh()
            self.pair.forget()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """New state of the site in sight."""
        self._snapshot = snapshot
        self._refresh()

    def _refresh(self) -> None:
        snapshot, now = self._snapshot, time.time_ns()
        if snapshot is None or snapshot.tables is None:
            return
        points = snapshot.tables.points
        if self.site_id not in points.site_index:
            return
        layout = points.fleet.layout_of(points.fleet.sites[points.site_index[self.site_id]])
        self._layout = layout
        lines = self._values.lines(snapshot, self.site_id, now=now)
        self.view = forecast_view(snapshot, self.site_id, now=now)
        self.incident = incident_of(snapshot, self.site_id)
        self._adopt_what_ifs(snapshot)
        if self.board.show(lever_rows(layout, lines)):
            self.levers.show_rows()
        self._order_rows = order_rows(layout, lines)
        self._show_levers(now)
        self._show_forecast(layout)
        self.pair.show_site(snapshot, self.site_id, lines)
        self._show_orders(snapshot, now)

    def _adopt_what_ifs(self, snapshot: Snapshot) -> None:
        """Those that came, less what was withdrawn."""
        found, state = snapshot.what_ifs.get(self.site_id, ()), self.view.state
        self.wishes.came(one.number for one in found)
        if state is not None and state.what_if and state.what_if != self._failed:
            self.wishes.withdraw()  # it came to nothing, and the hub says why
        self._failed = "" if state is None else state.what_if
        wanted = tuple(one for one in found if not self.wishes.is_withdrawn(one.number))
        self.branches.adopt(self.view, wanted, self.site_id)

    def _show_forecast(self, layout: Layout) -> None:
        other, base = self.branches.other, self.branches.base_for(self.view.forecast)
        end = 600.0 if base is None else horizon_s(base)
        self.at_s = min(self.at_s, end)
        self.bar.show_branches(self.branches.all, self.branches.chosen, layout)
        self.bar.setVisible(bool(self.branches.all))
        tall = self.height() > self._look.px(TALL)
        self.slider.show_time(
            self.at_s,
            end_s=end,
            made_at=0 if base is None else base.made_at,
            lanes=[] if base is None else lanes_of(base, other, layout, self._look, tall=tall),
            enabled=base is not None,
        )
        for part in (self.slider, self.outcome):
            part.setVisible(base is not None)
        self.pair.show_forecast(self.view, base, other, layout, self.at_s)
        self.outcome.show_outcome(base, other, layout, at_s=self.at_s)
        shown = other or base
        self.exits.show_forecast(shown, layout)
        self.parts.show_forecast(shown, layout)
        asked = "" if other is None else pulls_word(other.pulls, layout, self._look)
        title = translate("ScenePage", "Can people get out? What now?")
        if other is not None:
            title = translate("ScenePage", "What if: {pulls}").format(pulls=asked)
        self._right.set_texts(title, age_word(self.view) if self.view.is_old else "")
        self.advice.show_advice(None if shown is None else shown.advice)

    def _show_levers(self, now: int) -> None:
        state = self.view.state
        busy = ""
        if self.wishes.count:
            busy = translate("ScenePage", "Computing {count} …").format(count=self.wishes.count)
        elif state is not None and state.what_if:
            busy = state.what_if
        elif self.view.forecast is None:
            busy = standing_word(self.view)[0]
        elif not self.board.pulls and not self.branches.all:
            busy = translate("ScenePage", "Pull levers, then compute what would follow.")
        at = now - round(self.back_s * NS_PER_S)
        can_ask = self.view.forecast is not None
        self.levers.show_branch(
            self.back_s, at, busy, can_ask=can_ask, can_cancel=self.wishes.count > 0
        )

    def _show_orders(self, snapshot: Snapshot, now: int) -> None:
        incident = self.incident
        entries = [] if incident is None else orders_of(snapshot, incident.id)
        self.orders.show_orders(
            entries,
            self._layout,
            self._order_rows,
            left_s=self.desk.left_s(now),
            can_order=self.can_order,
        )

    @property
    def can_order(self) -> bool:
        """True while an incident is open here."""
        return self.incident is not None and self.incident.state is not IncidentState.COMPLETED

    # hands

    def go_to(self, at_s: float) -> None:
        """Another time of the forecast."""
        self.at_s = at_s
        self._refresh()

    def choose(self, number: int) -> None:
        """Another what-if; 0 for the base alone."""
        self.branches.chosen = number
        self._refresh()

    def compare(self, on: bool) -> None:
        """The right scene shows what the what-if changes, or the what-if itself."""
        self.pair.as_difference = on
        self._refresh()

    def next_branch(self) -> None:
        """The next what-if, then the base alone."""
        self.branches.next(1)
        self._refresh()

    def step_back(self) -> None:
        """Call off what is being computed; else clear the levers."""
        if self.wishes.count:
            self.wishes.withdraw()
            self._refresh()
        else:
            self.clear_levers()

    def clear_levers(self) -> None:
        """Everything as it is, from now."""
        self.board.clear()
        self.back_s = 0.0
        self._refresh()
        self.levers.refresh()

    def shift(self, step_s: float) -> None:
        """Branch earlier (positive) or later, not before the incident began."""
        most = MOST_BACK_S
        if self.incident is not None:
            most = max(0.0, (time.time_ns() - self.incident.opened) / NS_PER_S)
        self.back_s = min(max(self.back_s + step_s, 0.0), min(most, MOST_BACK_S))
        self._refresh()

    def compute(self) -> None:
        """Ask the hub for this what-if."""
        if self.view.forecast is None:
            return
        at = time.time_ns() - round(self.back_s * NS_PER_S) if self.back_s else 0
        self.asked.emit(WhatIf(0, self.site_id, self.board.pulls, at))

    def next_place(self) -> None:
        """Curves of the next room."""
        base = self.branches.base_for(self.view.forecast)
        if base is None or not base.places:
            return
        names = [place.id for place in base.places]
        worst = worst_place(base)
        here = self.outcome.place or ("" if worst is None else worst.id)
        place = names.index(here) if here in names else -1
        self.outcome.place = names[(place + 1) % len(names)]
        self._refresh()
