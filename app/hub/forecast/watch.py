"""Which sites need a forecast now. A rule: it looks at the twin and keeps no time of its own.

- Every open P0 incident of a kitchen that is not a mere fault, while an alarm of it is active and
  for QUIET after the last one went: a fire that returns is forecast without a new incident.
- A P1 incident only when heat, flame, smoke or gas speaks in it: a single temperature limit of a
  machine says nothing that a model of ours could use.
- One forecast for a site: of several incidents the most urgent, then the one that opened first.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from twin.alarm.cells import AlarmCells
from twin.alarm.table import AlarmTable
from twin.clock import NS_PER_S
from twin.incident.identity import is_fault_id
from twin.incident.model import Incident
from twin.site.model import LayoutKind, Priority

QUIET = 60 * NS_PER_S
SIGNS = frozenset({"flame", "gas", "heat", "smoke"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """A site that needs a forecast. opened: source time of the incident's first alarm, ns UTC."""

    site: str
    incident: str
    zone: str
    opened: int
    is_p0: bool


class Watch:
    """Remembers when an alarm of each open incident was last active, ns UTC. `others`: sites that
    no fire model knows."""

    def __init__(self, alarms: AlarmTable) -> None:
        self._alarms = alarms
        fleet = alarms.points.fleet
        self.others = {
            site.id for site in fleet.sites if fleet.layout_of(site).kind is not LayoutKind.KITCHEN
        }
        self._active: dict[str, int] = {}

    def look(self, incidents: Iterable[Incident], cells: AlarmCells, now: int) -> list[Wanted]:
        """At most one per site."""
        chosen: dict[str, Incident] = {}
        active: dict[str, int] = {}
        for one in incidents:
            if one.site in self.others or not self._is_danger(one):
                continue
            active[one.id] = now if self._is_active(one, cells) else self._last(one, now)
            if now - active[one.id] > QUIET:
                continue
            known = chosen.get(one.site)
            if known is None or _urgency(one) < _urgency(known):
                chosen[one.site] = one
        self._active = active
        return [
            Wanted(one.site, one.id, one.zone, one.opened, one.priority is Priority.P0)
            for one in chosen.values()
        ]

    def _is_danger(self, incident: Incident) -> bool:
        if incident.closed or is_fault_id(incident.id):
            return False
        if incident.priority is Priority.P0:
            return True
        return incident.priority is Priority.P1 and any(map(self._is_sign, incident.alarms))

    def _is_sign(self, alarm: str) -> bool:
        row = self._alarms.row_by_id.get(alarm)
        if row is None:
            return False
        definition = self._alarms.definitions[row]
        if definition.rule is not None:
            return not SIGNS.isdisjoint(definition.rule.groups or ())
        return self._alarms.points.points[definition.point].role in SIGNS

    def _is_active(self, incident: Incident, cells: AlarmCells) -> bool:
        known = self._alarms.row_by_id
        return any(bool(cells.active[known[a]]) for a in incident.alarms if a in known)

    def _last(self, incident: Incident, now: int) -> int:
        """One seen for the first time counts as active now: its alarms may have been fleeting."""
        return self._active.get(incident.id, now)


def _urgency(incident: Incident) -> tuple[Priority, int]:
    return incident.priority, incident.opened
