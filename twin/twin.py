"""The twin: what is true of a fleet or of one site, and what it means.

Samples, the edge's conditions, time and people's actions come in; changes of alarms and incidents
come out. It reads no clock and touches no file, so the same twin runs in the hub, at a cut-off
edge, in a replay and in a test.
"""

import numpy as np
import numpy.typing as npt

from twin import checkpoint
from twin.alarm import shelf
from twin.alarm.cells import AlarmCells
from twin.alarm.engine import AlarmEngine
from twin.alarm.link_loss import LinkLosses
from twin.alarm.states import AlarmInput, AlarmState
from twin.alarm.table import PRIORITIES, AlarmKind, AlarmTable
from twin.command.actions import Action, CloseIncident
from twin.errors import ActionRefused
from twin.events import AlarmChanges, ConditionChanges, Outcome
from twin.incident.forming import Incidents, Raised
from twin.incident.model import Incident
from twin.operations import operate
from twin.samples import SampleBatch
from twin.state.latest import LatestValues

BoolArray = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]

ANNUNCIATED = (AlarmState.UNACKNOWLEDGED, AlarmState.ACKNOWLEDGED)


class Twin:
    """Newest values, alarm states and open incidents of everything in one alarm table."""

    def __init__(self, alarms: AlarmTable, *, now: int) -> None:
        self.alarms = alarms
        self.latest = LatestValues(alarms.points)
        self.cells = AlarmCells(alarms)
        self._engine = AlarmEngine(alarms, self.latest, now)
        self._incidents = Incidents()
        self._links = LinkLosses(alarms, self.cells)
        self._now = now

    @property
    def incidents(self) -> dict[str, Incident]:
        """The open incidents by id."""
        return self._incidents.open

    def incident_of(self, alarm: int) -> str:
        """The id of the open incident that holds an alarm, or an empty string."""
        return self._incidents.of_alarm(self.alarms.definitions[alarm].id)

    def apply(self, batch: SampleBatch, now: int) -> Outcome:
        """Adopt samples and evaluate every alarm they concern, in their order. Never raises for
        bad data: it becomes a quality or a count."""
        update = self.latest.update(batch)
        flips = self._engine.apply(update, now)
        outcome = self._flip(flips, now)
        return Outcome(
            changes=outcome.changes,
            conditions=outcome.conditions,
            incidents=outcome.incidents,
            older=update.older,
            rejected=update.rejected,
        )

    def conditions(self, changes: ConditionChanges, now: int) -> Outcome:
        """Adopt what an edge says of its conditions. It stands against our own samples, which may
        be thinner, for one heartbeat. Rows beyond the table are passed over."""
        known = changes.alarm < len(self.alarms)
        if not known.all():
            changes = ConditionChanges(
                changes.alarm[known],
                changes.active[known],
                changes.source_time[known],
                changes.value[known],
            )
        outcome = self._flip(changes, now, told=True)
        if outcome.conditions is not None:
            self._engine.believe(outcome.conditions)
        return outcome

    def tick(self, now: int) -> Outcome:
        """Let time pass: delays run out, shelves expire, silence becomes loss of data."""
        self._now = now
        expired = shelf.expire(self.cells, now)
        by_link = self._links.due(now)
        outcome = self._flip(self._engine.due(self.cells.active, now), now)
        moved = [one for one in (expired, *by_link) if len(one)]
        if not moved:
            return outcome
        touched = {i for one in moved for i in self._form(one, now)}
        incidents = {one.id: one for one in outcome.incidents}
        incidents |= {i: self.incidents[i] for i in sorted(touched)}
        return Outcome(
            changes=(*moved, *outcome.changes),
            conditions=outcome.conditions,
            incidents=tuple(incidents.values()),
        )

    def link(self, site: str, now: int, *, connected: bool) -> None:
        """The link to a whole site is lost or back: its losses of data have one cause and are
        one alarm, see `alarm/link_loss.py`. Raises KeyError for an unknown site."""
        self._links.tell(site, now, connected=connected)

    def operate(self, action: Action, now: int) -> Outcome:
        """Carry out a person's action, whole or not at all. Raises ActionRefused."""
        if isinstance(action, CloseIncident):
            return Outcome(incidents=(self._close(action, now),))
        changes = operate(self.alarms, self.cells, action, now)
        if not len(changes):
            return Outcome()
        touched = self._form(changes, now)
        return Outcome(
            changes=(changes,), incidents=tuple(self.incidents[i] for i in sorted(touched))
        )

    def export(self) -> bytes:
        """The whole state, newest values included, for a checkpoint."""
        return checkpoint.export(
            self.alarms, self.latest, self.cells, self._engine.conditions, self._incidents
        )

    def restore(self, data: bytes) -> None:
        """Take over an exported state, right after construction. What the fleet no longer has is
        dropped, what is new in it starts fresh; delays and silences count from now on. Raises
        TwinError if the bytes are no checkpoint."""
        checkpoint.restore(
            data, self.alarms, self.latest, self.cells, self._engine.conditions, self._incidents
        )
        self._engine.resume(self.cells.active, self._now)

    def _flip(self, flips: ConditionChanges | None, now: int, *, told: bool = False) -> Outcome:
        if flips is None or not len(flips):
            return Outcome()
        flipped = self.cells.flip(flips, now, told=told)
        changes = flipped.changes
        touched = self._form(changes, now) if len(changes) else set()
        return Outcome(
            changes=(changes,) if len(changes) else (),
            conditions=flipped.conditions if len(flipped.conditions) else None,
            incidents=tuple(self.incidents[i] for i in sorted(touched)),
        )

    def _form(self, changes: AlarmChanges, now: int) -> set[str]:
        """Let changes of state form incidents; ids of those that changed."""
        came = np.isin(changes.after, ANNUNCIATED) & ~np.isin(changes.before, ANNUNCIATED)
        places = np.flatnonzero(came)
        touched = self._incidents.raise_all(self._raised(changes, places), now)
        if changes.by:
            ids = [self.alarms.definitions[row].id for row in changes.alarm.tolist()]
            touched |= self._incidents.handle(ids, now)
        return touched

    def _raised(self, changes: AlarmChanges, places: Places) -> list[Raised]:
        rows = changes.alarm[places].tolist()
        own = changes.cause[places] == AlarmInput.ACTIVATE
        times = np.where(own, changes.source_time[places], self.cells.raised[rows])
        return [self._one(row, time) for row, time in zip(rows, times.tolist(), strict=True)]

    def _one(self, row: int, time: int) -> Raised:
        definition = self.alarms.definitions[row]
        if definition.rule is not None:
            zone = definition.rule.zone
        else:
            zone = self.alarms.points.points[definition.point].zone
        return Raised(
            alarm=definition.id,
            site=self.alarms.points.fleet.sites[definition.site].id,
            zone=zone,
            priority=definition.priority,
            is_fault=definition.kind in (AlarmKind.LOSS, AlarmKind.LONG_LOSS),
            time=time,
        )

    def _close(self, action: CloseIncident, now: int) -> Incident:
        incident = self.incidents.get(action.incident)
        if not action.by.strip() or not action.reason.strip():
            raise ActionRefused(
                "a name and a reason are needed",
                where=action.incident,
                remedy="Say in one line why it is over",
            )
        known = self.alarms.row_by_id
        rows = [known[alarm] for alarm in incident.alarms if alarm in known] if incident else []
        for row in rows:
            self._check_over(row)
        return self._incidents.close(action.incident, now)

    def _check_over(self, row: int) -> None:
        definition = self.alarms.definitions[row]
        if self.cells.active[row]:
            raise ActionRefused(
                "its condition still holds", where=definition.id, remedy="Wait until it has gone"
            )
        state = self.cells.state[row]
        if definition.priority is PRIORITIES[0] and AlarmState.NORMAL < state < AlarmState.SHELVED:
            raise ActionRefused(
                "a P0 alarm of it is not acknowledged and reset",
                where=definition.id,
                remedy="Acknowledge and reset it first",
            )
