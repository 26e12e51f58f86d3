"""One site: alarms left, 3D in the middle, incident or points right, trends and time below."""

import time

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from app.feed.snapshot import Snapshot
from app.screens.i18n import translate
from app.screens.scene3d.outlook import Outlook
from app.screens.scene3d.view import KitchenView
from app.screens.theme import Look
from app.screens.view_models.forecast_standing import forecast_view
from app.screens.view_models.heat import HeatField, heat_field
from app.screens.view_models.incident_line import (
    checklist,
    incident_of,
    lines_of,
    timeline,
    timeline_span,
)
from app.screens.view_models.kpi_strip import KpiStrip
from app.screens.view_models.procedures import procedure_of
from app.screens.view_models.site_values import PointLine, SiteValues
from app.screens.wall.nation_page import alarm_hint
from app.screens.wall.outlooks import Outlooks
from app.screens.wall.scenes import kitchen_state
from app.screens.wall.trend_row import Ask, TrendRow
from app.screens.widgets.alarm_model import AlarmTableModel
from app.screens.widgets.alarm_table import AlarmTable
from app.screens.widgets.floor_plan import FloorPlan
from app.screens.widgets.incident_panel import IncidentPanel, IncidentView
from app.screens.widgets.panel import Panel
from app.screens.widgets.point_list import PointList
from app.screens.widgets.themed import Themed
from app.screens.widgets.timeline import Timeline
from app.screens.words import alarm_name, site_name
from twin.incident.model import Incident
from twin.site.model import Site

SCENE_NS = 200_000_000
AHEAD_S = (0.0, 60.0, 120.0, 300.0, 600.0, None)  # which time of a forecast the scene shows


class SitePage(Themed):
    """Level 2 and 3: what, and what now? With `details` all points take the incident's place."""

    def __init__(
        self,
        look: Look,
        model: AlarmTableModel,
        kitchen: KitchenView,
        values: SiteValues,
        ask: Ask,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self.kitchen, self._values = kitchen, values
        self.site_id, self.details, self.selected = "", False, -1
        self.incident: Incident | None = None
        self._shown: object = None
        self._scene_looks: object = None
        self._scene_drawn = 0
        self._outlooks = Outlooks()
        self.ahead = AHEAD_S.index(300.0)
        self.alarms = AlarmTable(look, model)
        self.panel, self.points, self.floor = IncidentPanel(look), PointList(look), FloorPlan(look)
        self.trends, self.timeline = TrendRow(look, ask), Timeline(look)
        self._scene_panel = Panel(look, kitchen)
        self._alarms_panel = Panel(look, self.alarms, edge=Qt.Edge.RightEdge)
        self._floor_panel = Panel(look, self.floor, edge=Qt.Edge.RightEdge)
        self._points_panel = Panel(look, self.points, edge=Qt.Edge.LeftEdge)
        self._incident_panel = Panel(look, self.panel, edge=Qt.Edge.LeftEdge)
        self._compose()
        for source in (kitchen.pointActivated, self.points.activated, self.floor.activated):
            source.connect(self.select)
        self.on_look()

    def _compose(self) -> None:
        self._left = QWidget(self)
        column = QVBoxLayout(self._left)
        self._right = QStackedWidget(self)
        self._right.addWidget(self._incident_panel)
        self._right.addWidget(self._points_panel)
        column.addWidget(self._alarms_panel, 3)
        column.addWidget(self._floor_panel, 3)
        grid = QGridLayout(self)
        grid.addWidget(self._left, 0, 0)
        grid.addWidget(self._scene_panel, 0, 1)
        grid.addWidget(self._right, 0, 2)
        grid.addWidget(self.trends, 1, 0, 1, 3)
        grid.addWidget(self.timeline, 2, 0, 1, 3)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(0, 1)
        for box in (column, grid):
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(0)
        self._floor_panel.hide()

    def on_look(self) -> None:
        """Colours and names for the scene; the titles follow the language."""
        self.kitchen.set_theme(self._look.theme.tokens)
        self.kitchen.set_language(self._look.language)
        self.kitchen.set_scale(self._look.scale)
        self._floor_panel.set_texts(translate("SitePage", "Floor plan"))
        self._incident_panel.set_texts(translate("SitePage", "What now"))
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side columns and trends take their shares within limits."""
        self._arrange()
        super().resizeEvent(event)

    def open(self, snapshot: Snapshot, site_id: str, *, details: bool, point: int = -1) -> None:
        """Show a site. `details`: all its points; `point`: a row to frame."""
        assert snapshot.tables is not None
        if (snapshot.tables, site_id) != self._shown:
            self._shown = (snapshot.tables, site_id)
            first = snapshot.tables.points.rows_of(site_id).start
            self.kitchen.set_site(snapshot.tables.points.fleet, site_id, first)
            self.trends.clear()
            self._scene_looks = None
        self.site_id, self.details, self.selected = site_id, details, point
        self.points.select(point)
        self._right.setCurrentIndex(1 if details else 0)
        self._floor_panel.setVisible(details)
        self.trends.setVisible(not details)
        self.timeline.setVisible(not details)
        self._arrange()

    def select(self, row: int) -> None:
        """Frame one point everywhere, and put its trend first."""
        self.selected = -1 if row == self.selected else row
        self.points.select(self.selected)
        self.trends.prefer(self.selected)

    def show_snapshot(self, snapshot: Snapshot, strip: KpiStrip) -> None:
        """New state of the site."""
        tables, now = snapshot.tables, time.time_ns()
        if tables is None or self.site_id not in tables.points.site_index:
            return
        site = tables.points.fleet.sites[tables.points.site_index[self.site_id]]
        layout = tables.points.fleet.layout_of(site)
        lines = self._values.lines(snapshot, self.site_id, now=now)
        heat = heat_field(layout, lines)
        forecast = forecast_view(snapshot, self.site_id, now=now)
        self._titles(site, strip, lines, ahead=forecast.forecast is not None)
        self.panel.show_forecast(forecast, layout)
        if self.details:
            self.points.show_lines(lines)
            self.floor.show_floor(layout, lines, heat, selected=self.selected)
        else:
            self._incident(snapshot)
            self.trends.show_lines(snapshot, lines, now=now)
            span = timeline_span(snapshot, now)
            marks = timeline(snapshot, self.site_id, since=now - span)
            self.timeline.show_marks(marks, now=now, span=span, tables=tables)
        at_s = AHEAD_S[self.ahead]
        outlook = None if at_s is None else self._outlooks.make(forecast, layout, at_s, self._look)
        self._scene(snapshot, lines, heat, outlook, now=now)

    def next_ahead(self) -> None:
        """Another time of the forecast in the scene; after the last one none."""
        self.ahead = (self.ahead + 1) % len(AHEAD_S)

    def _scene(
        self,
        snapshot: Snapshot,
        lines: list[PointLine],
        heat: HeatField,
        outlook: Outlook | None,
        *,
        now: int,
    ) -> None:
        """The 3D scene: at once when alarms or the choice differ, else five times a second, for
        placing its labels anew costs more than all the rest of a frame."""
        looks = (
            self.site_id,
            self.selected,
            None if outlook is None else outlook.at_s,
            self.trends.rows,
            tuple((line.priority, line.unacknowledged) for line in lines),
        )
        if lines and (looks != self._scene_looks or now - self._scene_drawn > SCENE_NS):
            self._scene_looks, self._scene_drawn = looks, now
            state = kitchen_state(
                snapshot,
                lines,
                heat,
                selected=self.selected,
                labels=self.trends.rows,
                outlook=outlook,
            )
            self.kitchen.set_state(state)

    def _incident(self, snapshot: Snapshot) -> None:
        self.incident = incident_of(snapshot, self.site_id)
        if self.incident is None or snapshot.tables is None:
            self.panel.show_view(None, self._values.alarms(snapshot, self.site_id))
            return
        row = snapshot.tables.alarms.row_by_id.get(self.incident.first_out)
        first = "" if row is None else alarm_name(row, snapshot.tables, self._look)
        lines = lines_of(snapshot, self.incident)
        steps = checklist(snapshot, self.incident)
        todo = procedure_of(snapshot.tables, self.incident)
        self.panel.show_view(IncidentView(self.incident, lines, steps, first, todo))

    def _titles(self, site: Site, strip: KpiStrip, lines: list[PointLine], *, ahead: bool) -> None:
        look = self._look
        name = site_name(site, look)
        hint = translate("SitePage", "heat = urgency · N all kitchens")
        if ahead:
            hint = translate("SitePage", "heat = urgency now · lines = forecast · O time ahead")
        self._scene_panel.set_texts(f"{name} · {site.id}", hint)
        self._alarms_panel.set_texts(translate("NationPage", "Alarms"), alarm_hint(strip))
        count = translate("SitePage", "{count} points").format(count=len(lines))
        alarms = sum(line.priority >= 0 for line in lines)
        alarmed = translate("SitePage", "{count} in alarm").format(count=alarms)
        self._points_panel.set_texts(f"{name} · {count}", alarmed if alarms else "")

    def _arrange(self) -> None:
        look, wide, high = self._look, self.width(), self.height()
        left = min(max(wide * 0.25, look.px(316)), look.px(500))
        right = min(max(wide * 0.235, look.px(316)), look.px(440))
        if self.details:
            left = min(max(wide * 0.215, look.px(290)), look.px(440))
            right = min(max(wide * 0.44, look.px(580)), look.px(860))
        self._left.setFixedWidth(round(left))
        self._right.setFixedWidth(round(right))
        self.trends.setFixedHeight(
            round(min(max(high * 0.19 - look.px(18), look.px(100)), look.px(200)))
        )
