"""Small windows that ask a person: shelve for how long and why, close why, which scenario where."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.screens.i18n import Language, translate
from app.screens.theme import Look
from app.screens.view_models.picker import Picker
from app.screens.words import TRUTHS

MOST_MINUTES, USUAL_MINUTES = 480, 30
EDGE = 40  # frame and scroll bar of a list


class ReasonDialog(QDialog):
    """A reason, and for shelving also minutes. OK only with a reason."""

    def __init__(self, title: str, subject: str, *, minutes: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.minutes = QSpinBox(self, minimum=1, maximum=MOST_MINUTES, value=USUAL_MINUTES)
        self.minutes.setSuffix(" min")
        self.reason = QLineEdit(self)
        self.reason.setPlaceholderText(translate("Dialogs", "Why? It goes into the journal."))
        buttons = QDialogButtonBox(self)
        self._yes = buttons.addButton(title, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(translate("Dialogs", "Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self._yes.setObjectName("primary")
        form = QFormLayout(self)
        form.setVerticalSpacing(12)
        label = QLabel(subject, self)
        label.setWordWrap(True)
        form.addRow(label)
        if minutes:
            form.addRow(translate("Dialogs", "For"), self.minutes)
        else:
            self.minutes.hide()
        form.addRow(translate("Dialogs", "Reason"), self.reason)
        form.addRow(buttons)
        self.setMinimumWidth(460)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.reason.textChanged.connect(self._check)
        self._check()
        self.reason.setFocus()

    def _check(self) -> None:
        self._yes.setEnabled(bool(self.reason.text().strip()))


class ScenarioDialog(QDialog):
    """Scenario on the left, site on the right, both searched by typing."""

    def __init__(self, picker: Picker, look: Look, *, site: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._picker, self._look = picker, look
        self.setWindowTitle(translate("Dialogs", "Play a scenario (simulated plant)"))
        self.stop = False
        self.scenario_search, self.site_search = QLineEdit(self), QLineEdit(self)
        self.scenarios, self.sites = QListWidget(self), QListWidget(self)
        self.scenario_search.setPlaceholderText(translate("Dialogs", "Find a scenario"))
        self.site_search.setPlaceholderText(translate("Dialogs", "Find a kitchen"))
        columns = QHBoxLayout()
        for search, found in (
            (self.scenario_search, self.scenarios),
            (self.site_search, self.sites),
        ):
            column = QVBoxLayout()
            column.addWidget(search)
            column.addWidget(found)
            columns.addLayout(column)
        box = QVBoxLayout(self)
        box.addLayout(columns)
        box.addLayout(self._buttons())
        self.resize(860, 560)
        self.scenario_search.textChanged.connect(lambda _text: self._fill())
        self.site_search.textChanged.connect(lambda _text: self._fill())
        self.scenarios.itemDoubleClicked.connect(lambda _item: self.accept())
        self._fill(site)

    @property
    def choice(self) -> tuple[str, str]:
        """Scenario and site, empty when nothing is chosen."""
        return _chosen(self.scenarios), _chosen(self.sites)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        back = QPushButton(translate("Dialogs", "Bring the kitchen back to normal"), self)
        cancel = QPushButton(translate("Dialogs", "Cancel"), self)
        play = QPushButton(translate("Dialogs", "Play"), self)
        play.setObjectName("primary")
        play.setDefault(True)
        back.setAutoDefault(False)
        cancel.setAutoDefault(False)
        back.clicked.connect(self._bring_back)
        cancel.clicked.connect(self.reject)
        play.clicked.connect(self.accept)
        row.addWidget(back)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(play)
        return row

    def _bring_back(self) -> None:
        self.stop = True
        self.accept()

    def _fill(self, site: str = "") -> None:
        chinese = self._look.language is Language.ZH
        chosen = site or _chosen(self.sites)
        scenario = _chosen(self.scenarios)
        self.scenarios.clear()
        for s in self._picker.scenarios_like(self.scenario_search.text()):
            truth = translate("Words", TRUTHS[s.truth]) if s.truth in TRUTHS else s.truth
            text = f"{s.id}  {s.name_zh if chinese else s.name_en}  ·  {truth}"
            _add(self.scenarios, s.id, text, scenario)
        self.sites.clear()
        for owner in self._picker.sites_like(self.site_search.text()):
            text = f"{owner.id}  {self._look.name(owner.city)} · {self._look.name(owner.name)}"
            _add(self.sites, owner.id, text, chosen)
        for found in (self.scenarios, self.sites):
            found.setMinimumWidth(max(found.minimumWidth(), found.sizeHintForColumn(0) + EDGE))
            if found.currentRow() < 0 and found.count():
                found.setCurrentRow(0)


def _add(found: QListWidget, key: str, text: str, chosen: str) -> None:
    item = QListWidgetItem(text, found)
    item.setData(Qt.ItemDataRole.UserRole, key)
    if key == chosen:
        found.setCurrentItem(item)


def _chosen(found: QListWidget) -> str:
    item = found.currentItem()
    return "" if item is None else str(item.data(Qt.ItemDataRole.UserRole))
