"""All kitchens: the map, and on the right what asks for attention."""

import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.feed.snapshot import Snapshot, Tables
from app.screens.i18n import translate
from app.screens.scene3d.view import NationView
from app.screens.theme import Look
from app.screens.view_models.kpi_strip import KpiStrip
from app.screens.view_models.nation import NationRows
from app.screens.wall.scenes import nation_state
from app.screens.widgets.alarm_model import AlarmTableModel
from app.screens.widgets.alarm_table import AlarmTable
from app.screens.widgets.event_list import EventList
from app.screens.widgets.links_panel import LinksPanel
from app.screens.widgets.panel import Panel
from app.screens.widgets.themed import Themed

REDRAW_NS = 200_000_000
SIDE_SHARE, SIDE_LEAST, SIDE_MOST = 0.255, 350, 490


class NationPage(Themed):
    """Level 1: where?"""

    opened = Signal(str)

    def __init__(
        self, look: Look, model: AlarmTableModel, nation: NationView, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, parent)
        self.nation = nation
        self.alarms = AlarmTable(look, model)
        self.events, self.links = EventList(look), LinksPanel(look)
        self._map = Panel(look, nation)
        edge = Qt.Edge.LeftEdge
        self._alarms_panel = Panel(look, self.alarms, edge=edge)
        self._events_panel = Panel(look, self.events, edge=edge)
        self._links_panel = Panel(look, self.links, edge=edge)
        self._side = QWidget(self)
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._alarms_panel, 11)
        column.addWidget(self._events_panel, 6)
        column.addWidget(self._links_panel, 5)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._map, 1)
        row.addWidget(self._side)
        nation.siteActivated.connect(self.opened)
        self._tables: Tables | None = None
        self._looks: object = None
        self._drawn = 0
        self.on_look()

    def on_look(self) -> None:
        """Colours and names for the map; the titles follow the language."""
        self.nation.set_theme(self._look.theme.tokens)
        self.nation.set_language(self._look.language)
        self.nation.set_scale(self._look.scale)
        self._map.set_texts(
            translate("NationPage", "All kitchens"),
            translate("NationPage", "height = severity · colour = worst priority · Enter = open"),
        )
        self.alarms.set_hint(self._hint())
        self._events_panel.set_texts(translate("NationPage", "Last events"))
        self._links_panel.set_texts(
            translate("NationPage", "Edge links"), translate("NationPage", "lag to the hub")
        )

    def _hint(self) -> str:
        """Which keys lead on; scenarios exist in a demo alone."""
        if self._tables is not None and self._tables.scenarios:
            return translate("NationPage", "P plays a scenario at a kitchen. ? shows all keys.")
        return translate("NationPage", "? shows all keys.")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The side column takes a quarter within limits."""
        look = self._look
        wide = min(max(self.width() * SIDE_SHARE, look.px(SIDE_LEAST)), look.px(SIDE_MOST))
        self._side.setFixedWidth(round(wide))
        super().resizeEvent(event)

    def show_snapshot(
        self, snapshot: Snapshot, rows: NationRows, strip: KpiStrip, *, selected: str
    ) -> None:
        """New state of everything."""
        assert snapshot.tables is not None
        if snapshot.tables is not self._tables:
            self._tables, self._looks = snapshot.tables, None
            self.nation.set_fleet(snapshot.tables.points.fleet)
            self.alarms.set_hint(self._hint())
        self._alarms_panel.set_texts(translate("NationPage", "Alarms"), alarm_hint(strip))
        self.events.show_entries(snapshot.journal, snapshot.tables)
        now = time.time_ns()
        looks = (selected, rows.priority.tobytes(), rows.unacknowledged.tobytes())
        # At once when an alarm or the choice differs, else five times a second.
        if looks != self._looks or now - self._drawn > REDRAW_NS:
            self._looks, self._drawn = looks, now
            self.nation.set_state(nation_state(rows, selected))
            self.links.show_links(snapshot.links, snapshot.tables, now=now)


def alarm_hint(strip: KpiStrip) -> str:
    """How many alarms are active and how many rest on the shelf."""
    active = translate("NationPage", "{count} active").format(count=strip.active)
    shelved = translate("NationPage", "{count} shelved").format(count=strip.shelved)
    return f"{active} · {shelved}" if strip.shelved else active
