"""How alarms become incidents, the things that people handle.

- A new P0 or P1 alarm opens an incident in its zone, or joins the open one; a P2 alarm only
  joins, and one that came up to ten minutes before the opening joins then, so that first-out is
  the first sign and not the first danger; P3 stays outside.
- Cause groups: danger (fire, gas and all that points to them) and fault (a sensor without data).
  A fault joins the danger of its zone, for sensors die in fires; it opens one of its own only
  where there is none.
- One fire is one incident: when the alarm or the site's open danger is P0, zones do not part them
  as long as they come within ten minutes of each other.
- The id comes from site, zone and source time alone, so an edge and a restarted hub agree.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from twin.clock import NS_PER_S
from twin.errors import ActionRefused
from twin.incident.identity import identity, is_fault_id
from twin.incident.model import Incident, IncidentState
from twin.site.model import Priority

ONE_FIRE = 600 * NS_PER_S
OPENS = (Priority.P0, Priority.P1)
JOINS = (*OPENS, Priority.P2)


@dataclass(frozen=True, slots=True)
class Raised:
    """An alarm that came, at its source time."""

    alarm: str
    site: str
    zone: str
    priority: Priority
    is_fault: bool
    time: int


@dataclass(slots=True)
class _Open:
    """An open incident while it grows; `newest` is the source time of its newest alarm."""

    incident: Incident
    is_fault: bool
    first: int
    newest: int
    alarms: dict[str, None]


class Incidents:
    """The open incidents by id."""

    def __init__(self) -> None:
        self.open: dict[str, Incident] = {}
        self._growing: dict[str, _Open] = {}
        self._of_site: dict[str, list[_Open]] = {}
        self._of_alarm: dict[str, str] = {}
        self._loose: dict[tuple[str, str], dict[str, Raised]] = {}  # P2 without an incident

    def of_alarm(self, alarm: str) -> str:
        """The id of the open incident that holds an alarm, or an empty string."""
        return self._of_alarm.get(alarm, "")

    def raise_all(self, raised: Iterable[Raised], now: int) -> set[str]:
        """Let new alarms open or join, in their order; ids of the incidents they touched."""
        touched = {found for one in raised if (found := self._raise(one, now))}
        for incident_id in touched:
            growing = self._growing[incident_id]
            self._keep(growing, alarms=tuple(growing.alarms), changed=now)
        return touched

    def handle(self, alarms: Iterable[str], now: int) -> set[str]:
        """A person has dealt with alarms: their pending incidents become active. Their ids."""
        ids = {self._of_alarm[alarm] for alarm in alarms if alarm in self._of_alarm}
        ids = {i for i in ids if self.open[i].state is IncidentState.PENDING}
        for incident_id in ids:
            self._keep(self._growing[incident_id], state=IncidentState.ACTIVE, changed=now)
        return ids

    def close(self, incident_id: str, now: int) -> Incident:
        """Complete an incident. Raises ActionRefused if it is not open or nobody handled it."""
        incident = self.open.get(incident_id)
        if incident is None:
            raise ActionRefused(
                "no such open incident", where=incident_id, remedy="It may be closed already"
            )
        if incident.state is IncidentState.PENDING:
            raise ActionRefused(
                "nobody has acknowledged an alarm of it",
                where=incident_id,
                remedy="Acknowledge its alarms first",
            )
        self.drop(incident_id)
        return msgspec.structs.replace(
            incident, state=IncidentState.COMPLETED, changed=now, closed=now
        )

    def drop(self, incident_id: str) -> None:
        """Forget an open incident."""
        growing = self._growing.pop(incident_id)
        del self.open[incident_id]
        self._of_site[growing.incident.site].remove(growing)
        for alarm in growing.alarms:
            if self._of_alarm.get(alarm) == incident_id:
                del self._of_alarm[alarm]

    def adopt(self, incidents: Iterable[Incident], spans: dict[str, tuple[int, int]]) -> None:
        """Take over open incidents from a checkpoint, with their `spans`."""
        for one in incidents:
            is_fault = is_fault_id(one.id)
            first, newest = spans.get(one.id, (one.opened, one.opened))
            self._enter(_Open(one, is_fault, first, newest, dict.fromkeys(one.alarms)))

    def spans(self) -> dict[str, tuple[int, int]]:
        """Source times of the first and the newest alarm of every open incident, by id."""
        return {i: (growing.first, growing.newest) for i, growing in self._growing.items()}

    def _raise(self, raised: Raised, now: int) -> str:
        if raised.priority not in JOINS:
            return ""
        growing = self._home(raised)
        if growing is None and raised.priority in OPENS:
            growing = self._enter(_opened(raised, now))
            for sign in self._first_signs(raised):
                self._join(growing, sign)
        if growing is None:
            self._loose.setdefault((raised.site, raised.zone), {})[raised.alarm] = raised
            return ""
        self._join(growing, raised)
        return growing.incident.id

    def _first_signs(self, raised: Raised) -> list[Raised]:
        """Loose alarms that came shortly before the one that opens."""
        loose = self._loose.pop((raised.site, raised.zone), {})
        return [
            sign
            for sign in loose.values()
            if raised.time - sign.time <= ONE_FIRE and sign.is_fault >= raised.is_fault
        ]

    def _join(self, growing: _Open, raised: Raised) -> None:
        incident = growing.incident
        if raised.time < growing.first:
            growing.first = raised.time
            incident = msgspec.structs.replace(incident, first_out=raised.alarm)
        if raised.priority < incident.priority:
            incident = msgspec.structs.replace(incident, priority=raised.priority)
        growing.incident = incident
        growing.newest = max(growing.newest, raised.time)
        growing.alarms[raised.alarm] = None
        self._of_alarm[raised.alarm] = incident.id

    def _home(self, raised: Raised) -> _Open | None:
        """The open incident that an alarm belongs to; danger before fault, newest first."""
        candidates = self._of_site.get(raised.site, [])
        dangers = [one for one in candidates if not one.is_fault]
        in_zone = [one for one in reversed(dangers) if one.incident.zone == raised.zone]
        if in_zone:
            return in_zone[0]
        if not raised.is_fault:
            return next((one for one in reversed(dangers) if _is_one_fire(one, raised)), None)
        faults = [one for one in candidates if one.is_fault and one.incident.zone == raised.zone]
        return faults[-1] if faults else None

    def _enter(self, growing: _Open) -> _Open:
        incident = growing.incident
        self._growing[incident.id] = growing
        self._of_site.setdefault(incident.site, []).append(growing)
        self._of_alarm.update(dict.fromkeys(growing.alarms, incident.id))
        self.open[incident.id] = incident
        return growing

    def _keep(self, growing: _Open, **changes: object) -> None:
        growing.incident = msgspec.structs.replace(growing.incident, **changes)
        self.open[growing.incident.id] = growing.incident


def _is_one_fire(growing: _Open, raised: Raised) -> bool:
    is_p0 = Priority.P0 in (raised.priority, growing.incident.priority)
    from_open = min(abs(raised.time - growing.first), abs(raised.time - growing.newest))
    between = growing.first <= raised.time <= growing.newest
    return is_p0 and (between or from_open <= ONE_FIRE)


def _opened(raised: Raised, now: int) -> _Open:
    name, trace = identity(raised.site, raised.zone, raised.time, is_fault=raised.is_fault)
    incident = Incident(
        id=name,
        trace=trace,
        site=raised.site,
        zone=raised.zone,
        state=IncidentState.PENDING,
        priority=raised.priority,
        first_out=raised.alarm,
        opened=raised.time,
        changed=now,
        alarms=(raised.alarm,),
    )
    return _Open(incident, raised.is_fault, raised.time, raised.time, {raised.alarm: None})
