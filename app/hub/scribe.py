"""What the twin decided, in the words of the store: rows of alarms, lines of the journal."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from app.hub.metrics import Metrics
from app.hub.store.records import AlarmRecord, Change, Entry
from twin.alarm.cells import AlarmCells
from twin.alarm.states import AlarmState
from twin.alarm.table import AlarmTable
from twin.clock import NS_PER_MS
from twin.events import AlarmChanges, Outcome
from twin.incident.model import Incident

RowArray = npt.NDArray[np.uint32]


class Scribe:
    """Writes outcomes down. Remembers which open incident an alarm belongs to."""

    def __init__(self, alarms: AlarmTable, cells: AlarmCells, metrics: Metrics) -> None:
        self._alarms, self._cells, self._metrics = alarms, cells, metrics
        self._incident_of: dict[str, str] = {}
        self._known: dict[str, Incident] = {}

    def adopt(self, incidents: list[Incident]) -> None:
        """Incidents that were open before this process started."""
        for incident in incidents:
            self._note(incident)

    def entries(self, outcome: Outcome) -> tuple[Entry, ...]:
        """Journal lines of an outcome: the incidents' changes, then every change of an alarm."""
        lines = [line for incident in outcome.incidents for line in self._of_incident(incident)]
        for changes in outcome.changes:
            lines.extend(self._of_alarms(changes))
            self._measure(changes)
        return tuple(lines)

    def records(self, rows: RowArray) -> tuple[AlarmRecord, ...]:
        """The cells of some alarms as they are now."""
        cells, definitions = self._cells, self._alarms.definitions
        numbers = rows.tolist()
        return tuple(
            map(
                AlarmRecord,
                [definitions[row].id for row in numbers],
                cells.state[rows].tolist(),
                cells.active[rows].tolist(),
                cells.condition_time[rows].tolist(),
                cells.occurrence[rows].tolist(),
                cells.raised[rows].tolist(),
                cells.changed[rows].tolist(),
                cells.value[rows].tolist(),
                cells.shelved_until[rows].tolist(),
                cells.held[rows].tolist(),
                cells.told[rows].tolist(),
                [cells.by.get(row, "") for row in numbers],
                [cells.reason.get(row, "") for row in numbers],
            )
        )

    def _of_alarms(self, changes: AlarmChanges) -> list[Entry]:
        definitions, sites = self._alarms.definitions, self._alarms.points.fleet.sites
        found = []
        for row, before, after, source_time, time, value in zip(
            changes.alarm.tolist(), changes.before.tolist(), changes.after.tolist(),
            changes.source_time.tolist(), changes.time.tolist(), changes.value.tolist(),
            strict=True,
        ):  # fmt: skip
            alarm = definitions[row]
            kind = "action" if changes.by else "alarm"
            found.append(
                Entry(
                    time, source_time, kind, sites[alarm.site].id, alarm.id, before, after, value,
                    changes.by, changes.reason, self._incident_of.get(alarm.id, ""),
                )
            )  # fmt: skip
        return found

    def _of_incident(self, incident: Incident) -> list[Entry]:
        before = self._known.get(incident.id)
        self._note(incident)
        if before is not None and before.state == incident.state:
            return []  # an alarm joined: the alarm's own line says so
        text = "opened" if before is None else incident.state.value
        return [
            Entry(
                incident.changed, incident.opened, "incident", incident.site,
                alarm=incident.first_out, text=text, incident=incident.id,
            )
        ]  # fmt: skip

    def _note(self, incident: Incident) -> None:
        if incident.closed:
            self._known.pop(incident.id, None)
            for alarm in incident.alarms:
                if self._incident_of.get(alarm) == incident.id:
                    del self._incident_of[alarm]
            return
        self._known[incident.id] = incident
        self._incident_of.update(dict.fromkeys(incident.alarms, incident.id))

    def _measure(self, changes: AlarmChanges) -> None:
        """Alarm latency: from the source's time to the decision."""
        new = (changes.after == AlarmState.UNACKNOWLEDGED) & (
            changes.before != AlarmState.UNACKNOWLEDGED
        )
        if changes.by or not new.any():
            return
        self._metrics.annunciations.add(int(new.sum()), int(changes.time[new].max()))
        for span in (changes.time[new] - changes.source_time[new]).tolist():
            self._metrics.alarm_ms.add(span / NS_PER_MS)


def touched(outcome: Outcome) -> RowArray:
    """Rows of all alarms whose cell an outcome changed, each once."""
    parts = [changes.alarm for changes in outcome.changes]
    if outcome.conditions is not None:
        parts.append(outcome.conditions.alarm)
    if not parts:
        return np.empty(0, np.uint32)
    return np.unique(np.concatenate(parts)).astype(np.uint32)


def decided(change: Change, outcomes: Sequence[Outcome], scribe: Scribe) -> Change:
    """The change together with all that the twin decided upon it."""
    if not outcomes:
        return change
    rows = np.unique(np.concatenate([touched(outcome) for outcome in outcomes]))
    return replace(
        change,
        entries=(*change.entries, *(e for outcome in outcomes for e in scribe.entries(outcome))),
        alarms=scribe.records(rows),
        incidents=tuple(i for outcome in outcomes for i in outcome.incidents),
    )
