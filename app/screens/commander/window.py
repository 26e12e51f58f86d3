"""The commander's window: puts feed, view-models and pages together, and answers the keys."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout

from app.feed.snapshot import ConnectionState, Snapshot
from app.screens.commander.dispatch import Dispatch
from app.screens.commander.help import CommanderHelp
from app.screens.commander.keys import action_of
from app.screens.commander.report import ReportSource
from app.screens.commander.report_page import ReportPage
from app.screens.commander.results_page import ResultsPage
from app.screens.commander.scene_page import ScenePage
from app.screens.commander.settings import CommanderSettings
from app.screens.commander.site_dialog import SiteDialog
from app.screens.commander.top_bar import TopBar
from app.screens.frame_clock import FrameClock
from app.screens.i18n import Language, Translations, translate
from app.screens.look_window import Feed, LookWindow
from app.screens.scene3d.renderer import RenderThread
from app.screens.theme import Look, load_theme
from app.screens.view_models.alarm_book import AlarmBook
from app.screens.view_models.incident_line import ranked
from app.screens.view_models.order_desk import Choice, OrderDesk, orders_of
from app.screens.view_models.site_values import SiteValues
from app.screens.widgets.overlays import Toast
from app.screens.widgets.state_card import Banner, StateCard
from app.screens.words import site_name
from twin.incident.model import IncidentState

HALF_SECOND_MS = 500
STATE, PAGES = 3, 3


class CommanderWindow(LookWindow):
    """It owns neither feed nor program; `close` ends its timers, worker and render thread. Without
    a feed only results can be looked at."""

    def __init__(
        self,
        feed: Feed | None,
        settings: CommanderSettings,
        translations: Translations,
        renderer: RenderThread | None = None,
    ) -> None:
        look = Look(load_theme(settings.theme), Language(settings.language), settings.scale or 1.0)
        super().__init__(look, translations, scale=settings.scale)
        self.setObjectName("commander")
        self.feed = feed
        self._own = None if renderer is not None else RenderThread()
        self._renderer = renderer or self._own or RenderThread()
        self.book, self.desk = AlarmBook(), OrderDesk()
        self.snapshot: Snapshot | None = None
        self._chosen = bool(settings.site)
        self._dialog: QDialog | None = None
        self._compose(look)
        self._connect()
        if settings.site:
            self.scene.open(settings.site)
        self.resize(settings.width, settings.height)
        self.set_language(Language(settings.language))
        if feed is None:
            self.turn(1)
            for button in (self.bar.tabs[0], self.bar.tabs[2], self.bar.choose):
                button.setEnabled(False)
        if settings.result is not None:
            self.turn(1)
            self.results.open(settings.result)

    def _compose(self, look: Look) -> None:
        self.bar, self.banner, self.state_card = TopBar(look), Banner(look), StateCard(look)
        self.scene = ScenePage(look, SiteValues(self.book), self.desk, self._renderer)
        self.results, self.report = ResultsPage(look, self._renderer), ReportPage(look)
        self.stack = QStackedWidget(self)
        for page in (self.scene, self.results, self.report, self.state_card):
            self.stack.addWidget(page)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for part in (self.bar, self.banner, self.stack):
            box.addWidget(part)
        self.banner.hide()
        self.toast, self.help = Toast(look, self), CommanderHelp(look, self)
        self.help.hide()
        self._wanted = 0
        ask = None if self.feed is None else self.feed.ask
        self.dispatch = Dispatch(ask, self.desk, self.say, self._show, self)

    def _connect(self) -> None:
        self.bar.turned.connect(self.turn)
        self.bar.chooser.connect(self.choose_site)
        self.scene.asked.connect(lambda wish: self.dispatch.ask_what_if(wish, self.scene))
        orders = self.scene.orders
        orders.wished.connect(self.select_order)
        orders.confirm.connect(self.confirm_order)
        orders.cancel.connect(self.cancel_order)
        for page in (self.results, self.report):
            page.said.connect(self.say)
        self._seconds = QTimer(self, interval=HALF_SECOND_MS)
        self._seconds.timeout.connect(self._on_half_second)
        self._seconds.start()
        self.frames = None if self.feed is None else FrameClock(self.feed, self)
        if self.frames is not None:
            self.frames.frame.connect(self.on_frame)
            self.frames.start()

    # frames

    def on_frame(self, snapshot: Snapshot) -> None:
        """Show a new snapshot."""
        self.snapshot = snapshot
        connection = snapshot.connection
        self.state_card.show_connection(connection)
        self.banner.show_connection(connection)
        live = connection.state is ConnectionState.LIVE
        self.banner.setVisible(not live and snapshot.tables is not None)
        if snapshot.tables is not None:
            self.book.refresh(snapshot)
            self._follow(snapshot)
        self._show()

    def _follow(self, snapshot: Snapshot) -> None:
        """The worst open incident, until a person has chosen a site."""
        assert snapshot.tables is not None  # the caller has looked
        known = snapshot.tables.points.site_index
        if self._chosen and self.scene.site_id in known:
            return
        current = [i for i in ranked(list(snapshot.incidents.values())) if i.site in known
                   and i.state is not IncidentState.COMPLETED]  # fmt: skip
        here = [i for i in current if i.site == self.scene.site_id]
        if here and self.scene.site_id:
            return
        if current:
            self.scene.open(current[0].site)
        elif self.scene.site_id not in known:
            self.scene.open(snapshot.tables.points.fleet.sites[0].id)

    def _show(self) -> None:
        snapshot = self.snapshot
        known = snapshot is not None and snapshot.tables is not None
        page = self._wanted if known or self._wanted == 1 else STATE
        if self.feed is None:
            page = self._wanted = 1
        if self.stack.currentIndex() != page:
            self.stack.setCurrentIndex(page)
        if snapshot is not None and known:
            self.scene.show_snapshot(snapshot)
            if self._wanted == 2:
                self.report.offer(self._report_source(snapshot))
        self._show_bar()

    def _show_bar(self) -> None:
        tables = None if self.snapshot is None else self.snapshot.tables
        site = ""
        if tables is not None and self.scene.site_id in tables.points.site_index:
            index = tables.points.site_index[self.scene.site_id]
            name = site_name(tables.points.fleet.sites[index], self._look)
            site = f"{name} · {self.scene.site_id}"
        synthetic = tables is not None and tables.synthetic
        self.bar.show_state(
            self._wanted, site, self.scene.incident, self.scene.view, synthetic=synthetic
        )

    def _report_source(self, snapshot: Snapshot) -> ReportSource | None:
        scene = self.scene
        forecast = scene.view.forecast
        if forecast is None or snapshot.tables is None:
            return None
        points = snapshot.tables.points
        site = points.fleet.sites[points.site_index[scene.site_id]]
        incident = "" if scene.incident is None else scene.incident.id
        return ReportSource(
            site=site,
            forecast=forecast,
            layout=points.fleet.layout_of(site),
            what_ifs=tuple(scene.branches.pairs(forecast)),
            entries=tuple(orders_of(snapshot, incident)),
        )

    def _on_half_second(self) -> None:
        """Ages grow and orders expire also while the hub is silent."""
        if self.snapshot is not None and self.snapshot.tables is not None:
            self._show()
        else:
            self.bar.update()

    # places

    @property
    def page(self) -> int:
        """0 forecast, 1 results, 2 report; 3 while the hub has not answered."""
        return self.stack.currentIndex()

    def turn(self, page: int) -> None:
        """Another page."""
        self._wanted = page
        (self.scene.slider, self.results.view, self.report.view)[page].setFocus()
        self._show()

    def choose_site(self) -> None:
        """Ask which site, without blocking."""
        if self.snapshot is None or self.snapshot.tables is None or self._dialog is not None:
            return
        dialog = SiteDialog(self.snapshot, self._look, site=self.scene.site_id, parent=self)
        self._dialog = dialog
        dialog.accepted.connect(lambda: self.open_site(dialog.choice))
        dialog.finished.connect(self._dialog_closed)
        dialog.open()

    def _dialog_closed(self, _result: int) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    def open_site(self, site: str) -> None:
        """This site, whatever else happens."""
        if site:
            self._chosen = True
            self.desk.cancel()
            self.scene.open(site)
            self._show()

    def next_incident(self) -> None:
        """The next open incident, the worst one first, round and round."""
        if self.snapshot is None:
            return
        current = [i.site for i in ranked(list(self.snapshot.incidents.values()))
                   if i.state is not IncidentState.COMPLETED]  # fmt: skip
        sites = list(dict.fromkeys(current))
        if not sites:
            self.say(translate("Commander", "No incident is open"), False)
            return
        here = sites.index(self.scene.site_id) if self.scene.site_id in sites else -1
        self.open_site(sites[(here + 1) % len(sites)])

    # orders

    def say(self, text: str, good: bool) -> None:
        """A short word at the foot of the window."""
        self.toast.say(text, good=good)

    def select_order(self, choice: Choice) -> None:
        """The first step of an order."""
        self.dispatch.select(choice, self.scene)

    def confirm_order(self) -> None:
        """The second step of an order."""
        self.dispatch.confirm()

    def cancel_order(self) -> None:
        """Let the selected order go; keys belong to the time again, not to a scene."""
        self.dispatch.cancel()
        self.scene.slider.setFocus()

    # what LookWindow asks

    def _action(self, event: QKeyEvent) -> Callable[[], None] | None:
        return action_of(event, self)

    def _refresh(self) -> None:
        self.setWindowTitle(translate("Commander", "Emberwall commander"))
        self._show()

    def closeEvent(self, event: QCloseEvent) -> None:
        """No more frames, and the scenes give their memory back."""
        if self.frames is not None:
            self.frames.stop()
        self._seconds.stop()
        self.dispatch.stop()
        self.results.dispose()
        self.scene.pair.dispose()
        if self._own is not None:
            self._own.close()
        super().closeEvent(event)
