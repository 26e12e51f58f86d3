"""The wall's window: puts feed, view-models and pages together, and answers the keys."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout

from app.feed.snapshot import ConnectionState, Snapshot
from app.screens.frame_clock import FrameClock, Latency
from app.screens.i18n import Language, Translations, translate
from app.screens.look_window import Feed, LookWindow
from app.screens.scene3d.renderer import RenderThread
from app.screens.scene3d.view import KitchenView, NationView
from app.screens.theme import Look, load_theme
from app.screens.view_models.alarm_book import AlarmBook
from app.screens.view_models.alarm_line import AlarmLine
from app.screens.view_models.alarm_rows import AlarmRows
from app.screens.view_models.kpi_strip import KpiStrip, kpi_strip
from app.screens.view_models.nation import NationRows, nation_rows
from app.screens.view_models.site_values import SiteValues
from app.screens.wall.acts import Acts
from app.screens.wall.calm import P0Watch
from app.screens.wall.desk import Desk
from app.screens.wall.keys import action_of
from app.screens.wall.nation_page import NationPage
from app.screens.wall.navigation import Navigation, Page
from app.screens.wall.settings import WallSettings
from app.screens.wall.site_page import SitePage
from app.screens.widgets.alarm_model import AlarmTableModel
from app.screens.widgets.kpi_bar import KpiBar
from app.screens.widgets.overlays import HelpOverlay, Toast
from app.screens.widgets.state_card import Banner, StateCard

BLINK_MS = 500  # 1 Hz


class WallWindow(LookWindow):
    """One wall. It owns neither feed nor program, nor a `renderer` that it was given; `close` ends
    its timers and its own render thread."""

    def __init__(
        self,
        feed: Feed,
        settings: WallSettings,
        translations: Translations,
        renderer: RenderThread | None = None,
    ) -> None:
        look = Look(load_theme(settings.theme), Language(settings.language), settings.scale or 1.0)
        super().__init__(look, translations, scale=settings.scale)
        self.setObjectName("wall")
        self.setWindowTitle("Emberwall")
        self.feed = feed
        self._own = None if renderer is not None else RenderThread()
        self._renderer = renderer or self._own
        self.book = AlarmBook()
        self.model = AlarmTableModel(AlarmRows(self.book), self)
        self.snapshot: Snapshot = feed.newest
        self.frames = FrameClock(feed, self)
        self._strip: KpiStrip | None = None
        self._blink, self._p99_ms = False, float("nan")
        self._compose(look)
        pages = (self.nation_page, self.site_page, self.book)
        self.where = Navigation(self.stack, *pages, self._turned)
        self._watch = P0Watch(
            self.where.follow, idle_s=settings.idle_s, enabled=settings.follow_p0, parent=self
        )
        self._desk = Desk(feed.ask, self._say, self)
        self.acts = Acts(self._desk, self._say, self.where, *pages, lambda: self._look)
        self._connect()
        self.resize(settings.width, settings.height)
        self.set_language(Language(settings.language))

    def _compose(self, look: Look) -> None:
        self.kpis, self.banner, self.state_card = KpiBar(look), Banner(look), StateCard(look)
        self.nation_page = NationPage(look, self.model, NationView(self._renderer))
        values = SiteValues(self.book)
        self.site_page = SitePage(
            look, self.model, KitchenView(self._renderer), values, self.feed.ask
        )
        shared = self.nation_page.alarms.view.selectionModel()
        self.site_page.alarms.share_selection(shared)
        self.stack = QStackedWidget(self)
        for page in (self.state_card, self.nation_page, self.site_page):
            self.stack.addWidget(page)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for part in (self.kpis, self.banner, self.stack):
            box.addWidget(part)
        self.banner.hide()
        self.toast, self.help = Toast(look, self), HelpOverlay(look, self)
        self.help.hide()

    def _connect(self) -> None:
        self.frames.frame.connect(self.on_frame)
        self._timer = QTimer(self, interval=BLINK_MS)
        self._timer.timeout.connect(self._on_half_second)
        self.nation_page.opened.connect(self.go_to_site)
        for alarms in (self.nation_page.alarms, self.site_page.alarms):
            alarms.opened.connect(self.where.go_to_alarm)
        panel = self.site_page.panel
        panel.acknowledge.connect(self.acts.acknowledge)
        panel.shelve.connect(self.acts.shelve)
        panel.reset.connect(self.acts.reset)
        panel.close_incident.connect(self.acts.close_incident)
        app = QApplication.instance()
        assert app is not None  # a window lives in a program
        app.installEventFilter(self._watch)
        self.frames.start()
        self._timer.start()

    # Measuring

    def latency(self) -> Latency:
        """Source event to painted pixel since the start or the last `frames.reset()`."""
        return self.frames.latency()

    def event(self, event: QEvent) -> bool:
        """After the paint of a frame the window tells the frame clock."""
        done = super().event(event)
        if event.type() == QEvent.Type.UpdateRequest:
            self.frames.painted()
        return done

    # Frames

    def on_frame(self, snapshot: Snapshot) -> None:
        """Show a new snapshot."""
        self.snapshot = self.where.snapshot = snapshot
        self._show_connection(snapshot)
        if snapshot.tables is None:
            return
        changed = self.book.refresh(snapshot)
        self.model.on_frame(snapshot, changed)
        self._watch.refresh(self.book, changed)
        rows = nation_rows(snapshot, self.book)
        self._strip = kpi_strip(snapshot, self.book, rows)
        self._show_page(snapshot, rows, self._strip)
        self._show_kpis()

    def _show_page(self, snapshot: Snapshot, rows: NationRows, strip: KpiStrip) -> None:
        if self.page is Page.STATE:
            self.go_to_nation()
        if self.page is Page.NATION:
            line = self.current_alarm()
            selected = line.site.id if line is not None else ""
            self.nation_page.show_snapshot(snapshot, rows, strip, selected=selected)
        else:
            self.site_page.show_snapshot(snapshot, strip)

    def _show_connection(self, snapshot: Snapshot) -> None:
        self.state_card.show_connection(snapshot.connection)
        live = snapshot.connection.state is ConnectionState.LIVE
        self.banner.show_connection(snapshot.connection)
        self.banner.setVisible(not live and snapshot.tables is not None)

    def _say(self, text: str, good: bool) -> None:
        self.toast.say(text, good=good)

    def _show_kpis(self) -> None:
        self.kpis.set_page(self._page_name())
        self.kpis.show_strip(self._strip, self._p99_ms)

    def _page_name(self) -> str:
        if self.page is Page.NATION:
            return translate("WallWindow", "nation")
        if self.page is Page.SITE and self.site_page.site_id:
            return self.site_page.site_id
        return ""

    def _on_half_second(self) -> None:
        self._blink = not self._blink
        for page in (self.nation_page, self.site_page):
            if page.isVisible():
                page.alarms.set_blink(self._blink)
        self._p99_ms = self.frames.recent().p99_ms
        self.kpis.update()
        self._show_kpis()

    # Where we are

    @property
    def page(self) -> Page:
        """The page in sight."""
        return self.where.page

    def current_alarm(self) -> AlarmLine | None:
        """The alarm that keys act on: the selected one."""
        return self.acts.current_alarm()

    def stay(self) -> None:
        """Go to no new P0 by itself any more."""
        self._watch.hold()

    def go_to_nation(self) -> None:
        """All kitchens."""
        self.where.go_to_nation()

    def go_to_site(self, site_id: str, *, details: bool = False) -> None:
        """One site: its incident, or with `details` all its points."""
        self.where.go_to_site(site_id, details=details)

    def _turned(self) -> None:
        """Another page is in sight, or the same in another look: draw it now."""
        if self._strip is not None and self.snapshot.tables is not None:
            rows = nation_rows(self.snapshot, self.book)
            self._show_page(self.snapshot, rows, self._strip)
        self._show_kpis()

    # What LookWindow asks

    def _action(self, event: QKeyEvent) -> Callable[[], None] | None:
        return action_of(event, self, self.where, self.acts)

    def _refresh(self) -> None:
        if self._strip is not None:
            self._turned()

    def closeEvent(self, event: QCloseEvent) -> None:
        """No more frames, and the scenes give their memory back."""
        self.frames.stop()
        self._timer.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self._watch)
        self.nation_page.nation.dispose()
        self.site_page.kitchen.dispose()
        if self._own is not None:
            self._own.close()
        super().closeEvent(event)
