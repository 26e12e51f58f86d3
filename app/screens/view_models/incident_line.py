"""An incident as people tell it: what came first, what joined, who did what, on one line."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.feed.contract import JournalEntry
from app.feed.snapshot import Snapshot, Tables
from app.screens.view_models.alarm_line import AlarmLine, alarm_line
from twin.alarm.states import AlarmState
from twin.clock import NS_PER_S
from twin.incident.model import Incident, IncidentState

MINUTE = 60 * NS_PER_S
YOUNG, SPAN = 10 * MINUTE, 30 * MINUTE
RANK = {IncidentState.PENDING: 0, IncidentState.ACTIVE: 1, IncidentState.COMPLETED: 2}
UNANSWERED = (
    AlarmState.UNACKNOWLEDGED,
    AlarmState.RTN_UNACKNOWLEDGED,
    AlarmState.LATCHED_UNACKNOWLEDGED,
)


@dataclass(frozen=True, slots=True)
class LineMark:
    """One mark on the timeline. priority -1 for what is no alarm; `entry` explains it."""

    time: int
    priority: int
    is_person: bool
    entry: JournalEntry


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the checklist: which step, and when it was done (0: not yet)."""

    key: str
    done: int
    by: str = ""


def ranked(incidents: Sequence[Incident]) -> list[Incident]:
    """Pending before active before closed, then worst priority, then newest."""
    return sorted(incidents, key=lambda i: (RANK[i.state], i.priority, -i.opened))


def incident_of(snapshot: Snapshot, site_id: str) -> Incident | None:
    """The incident of a site that matters most: open ones first."""
    own = [i for i in snapshot.incidents.values() if i.site == site_id]
    return ranked(own)[0] if own else None


def lines_of(snapshot: Snapshot, incident: Incident) -> list[AlarmLine]:
    """Alarms of an incident that are not plain normal, in the order they came."""
    assert snapshot.tables is not None
    rows = [snapshot.tables.alarms.row_by_id.get(alarm) for alarm in incident.alarms]
    known = [snapshot.alarms[row] for row in rows if row is not None and row in snapshot.alarms]
    lines = [alarm_line(snapshot.tables, row) for row in known]
    return sorted(lines, key=lambda line: line.raised)


def timeline_span(snapshot: Snapshot, now: int) -> int:
    """How much of the past a timeline shows, ns: less while the journal is young."""
    young = not snapshot.journal or now - snapshot.journal[0].time < YOUNG
    return YOUNG if young else SPAN


def timeline(snapshot: Snapshot, site_id: str, *, since: int) -> list[LineMark]:
    """Marks of one site since a time, oldest first."""
    assert snapshot.tables is not None
    tables = snapshot.tables
    return [
        LineMark(entry.time, _priority(tables, entry), entry.kind == "action", entry)
        for entry in snapshot.journal
        if entry.site == site_id and entry.time >= since
    ]


def _priority(tables: Tables, entry: JournalEntry) -> int:
    """A mark has its alarm's colour only when the alarm came up."""
    raised = entry.after in (AlarmState.UNACKNOWLEDGED, AlarmState.LATCHED_UNACKNOWLEDGED)
    if entry.alarm < 0 or entry.alarm >= len(tables.alarms) or not raised:
        return -1
    return int(tables.alarms.priority[entry.alarm])


def checklist(snapshot: Snapshot, incident: Incident) -> list[Step]:
    """What a desk does in order, ticked from what really happened."""
    lines = lines_of(snapshot, incident)
    waiting = [line for line in lines if line.state in UNANSWERED]
    active = [line for line in lines if line.active]
    acted = [line for line in lines if line.state not in UNANSWERED]
    changed = max((line.changed for line in acted), default=incident.changed)
    by = next((line.by for line in acted if line.by), "")
    gone = max((line.changed for line in lines), default=incident.changed)
    return [
        Step("seen", incident.opened),
        Step("acknowledged", 0 if waiting else changed, by),
        Step("clear", 0 if active else gone),
        Step("closed", incident.closed),
    ]
