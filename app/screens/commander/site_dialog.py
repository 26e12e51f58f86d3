"""Choose a site: those with an incident first, then all, found by typing."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.feed.snapshot import Snapshot
from app.screens.i18n import translate
from app.screens.theme import Look
from app.screens.view_models.picker import Picker
from app.screens.words import INCIDENT_STATES, site_name
from twin.incident.model import Incident, IncidentState
from twin.site.model import Site


class SiteDialog(QDialog):
    """`choice` is a site's id, or nothing."""

    def __init__(self, snapshot: Snapshot, look: Look, *, site: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Commander", "Choose a site"))
        self._look = look
        tables = snapshot.tables
        sites = () if tables is None else tables.points.fleet.sites
        self._picker = Picker((), sites)
        self._open: dict[str, Incident] = {
            i.site: i for i in snapshot.incidents.values() if i.state is not IncidentState.COMPLETED
        }
        self.search, self.found = QLineEdit(self), QListWidget(self)
        self.search.setPlaceholderText(translate("Dialogs", "Find a kitchen"))
        box = QVBoxLayout(self)
        box.addWidget(self.search)
        box.addWidget(self.found)
        self.resize(look.px(520), look.px(520))
        self.search.textChanged.connect(lambda _text: self._fill(""))
        self.search.returnPressed.connect(self.accept)
        self.found.itemDoubleClicked.connect(lambda _item: self.accept())
        self.found.itemActivated.connect(lambda _item: self.accept())
        self._fill(site)

    @property
    def choice(self) -> str:
        """The site chosen, empty when none is."""
        item = self.found.currentItem()
        return "" if item is None else str(item.data(Qt.ItemDataRole.UserRole))

    def _fill(self, chosen: str) -> None:
        self.found.clear()
        sites = list(self._picker.sites_like(self.search.text()))
        sites.sort(key=lambda s: s.id not in self._open)
        for site in sites:
            item = QListWidgetItem(self._text(site), self.found)
            item.setData(Qt.ItemDataRole.UserRole, site.id)
            if site.id == chosen:
                self.found.setCurrentItem(item)
        if self.found.currentRow() < 0 and self.found.count():
            self.found.setCurrentRow(0)

    def _text(self, site: Site) -> str:
        text = f"{site.id}  {site_name(site, self._look)}"
        incident = self._open.get(site.id)
        if incident is None:
            return text
        state = translate("Words", INCIDENT_STATES[incident.state])
        return f"{incident.priority}  {text}  ·  {state}"
