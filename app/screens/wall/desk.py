"""What a person at the wall asks of the hub, and how the answer comes back."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from app.feed.contract import (
    Acknowledge,
    CloseIncident,
    Reset,
    Shelve,
    StartScenario,
    StopScenario,
    Unshelve,
)
from app.feed.snapshot import Tables
from app.screens.errands import Ask, Errands, Say
from app.screens.i18n import translate
from app.screens.theme import Look
from app.screens.view_models.alarm_line import AlarmLine
from app.screens.view_models.picker import Picker
from app.screens.widgets.dialogs import ReasonDialog, ScenarioDialog
from app.screens.words import alarm_title
from twin.alarm.states import AlarmState
from twin.incident.model import Incident


class Desk(Errands):
    """What operators ask, with the questions that come first."""

    def __init__(self, ask: Ask, say: Say, window: QWidget) -> None:
        super().__init__(ask, say, window)
        self._window = window
        self._dialog: QDialog | None = None

    @property
    def is_asking(self) -> bool:
        """True while a dialog is open."""
        return self._dialog is not None

    def acknowledge(self, line: AlarmLine) -> None:
        """Acknowledge one alarm."""
        self.send(Acknowledge(0, (line.alarm,)), translate("Desk", "Acknowledged"))

    def acknowledge_all(self, rows: tuple[int, ...]) -> None:
        """Acknowledge all alarms of an incident."""
        self.send(Acknowledge(0, rows), translate("Desk", "Acknowledged"))

    def reset(self, line: AlarmLine) -> None:
        """Clear one latched alarm."""
        self.send(Reset(0, (line.alarm,)), translate("Desk", "Reset"))

    def shelve(self, line: AlarmLine, look: Look) -> None:
        """Ask for how long and why; a shelved one is taken off at once."""
        if line.state is AlarmState.SHELVED:
            self.send(Unshelve(0, (line.alarm,)), translate("Desk", "Taken off the shelf"))
            return
        if line.priority == 0:
            self._say(translate("Desk", "A P0 alarm is never shelved: acknowledge it"), False)
            return
        title = translate("Desk", "Shelve")
        dialog = ReasonDialog(title, alarm_title(line, look), minutes=True, parent=self._window)

        def shelve() -> None:
            request = Shelve(0, (line.alarm,), dialog.minutes.value(), dialog.reason.text().strip())
            self.send(request, translate("Desk", "Shelved"))

        self._show(dialog, shelve)

    def close_incident(self, incident: Incident) -> None:
        """Ask why it is over."""
        title = translate("Desk", "Close incident")
        dialog = ReasonDialog(title, incident.id, minutes=False, parent=self._window)

        def close() -> None:
            request = CloseIncident(0, incident.id, dialog.reason.text().strip())
            self.send(request, translate("Desk", "Incident closed"))

        self._show(dialog, close)

    def pick_scenario(self, tables: Tables, look: Look, *, site: str) -> None:
        """Ask which scenario to play where; only a demo has any."""
        if not tables.scenarios:
            self._say(translate("Desk", "Scenarios are played only in a demo"), False)
            return
        picker = Picker(tables.scenarios, tables.points.fleet.sites)
        dialog = ScenarioDialog(picker, look, site=site, parent=self._window)

        def play() -> None:
            scenario, where = dialog.choice
            if dialog.stop and where:
                self.send(StopScenario(0, where), translate("Desk", "Back to normal"))
            elif scenario and where:
                started = translate("Desk", "{scenario} plays at {site}")
                text = started.format(scenario=scenario, site=where)
                self.send(StartScenario(0, where, scenario), text)

        self._show(dialog, play)

    def _show(self, dialog: QDialog, accepted: Callable[[], None]) -> None:
        """Open without blocking: the wall goes on living behind it."""
        self._dialog = dialog
        dialog.accepted.connect(accepted)
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self, _result: int) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
