"""Which fire an edge has to say something about. A rule: it looks at the twin, no clock of its own.

A P0 or P1 incident of a kitchen that speaks of fire: heat, flame or smoke has a part in it. Gas
alone, a machine or a lost sensor does not. Of several the most urgent, then the first.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from twin.alarm.cells import AlarmCells
from twin.alarm.table import AlarmKind, AlarmTable
from twin.incident.identity import is_fault_id
from twin.incident.model import Incident
from twin.site.model import LayoutKind, Priority

FIRE_SIGNS = frozenset({"flame", "heat", "smoke"})


@dataclass(frozen=True, slots=True)
class Danger:
    """A fire alarm that stands. alarm: the one that came first; opened: when, ns UTC."""

    site: str
    incident: str
    alarm: str
    zone: str
    opened: int


def standing(
    alarms: AlarmTable, incidents: Iterable[Incident], cells: AlarmCells
) -> dict[str, Danger]:
    """By site, at most one each; it stands while an alarm of it that tells of fire is active."""
    chosen: dict[str, Incident] = {}
    for one in incidents:
        if not _burns(alarms, one, cells):
            continue
        known = chosen.get(one.site)
        if known is None or (one.priority, one.opened) < (known.priority, known.opened):
            chosen[one.site] = one
    return {
        site: Danger(site, one.id, one.first_out, one.zone, one.opened)
        for site, one in chosen.items()
    }


def _burns(alarms: AlarmTable, incident: Incident, cells: AlarmCells) -> bool:
    points = alarms.points
    site = points.fleet.sites[points.site_index[incident.site]]
    if points.fleet.layout_of(site).kind is not LayoutKind.KITCHEN:
        return False
    if incident.priority not in (Priority.P0, Priority.P1) or is_fault_id(incident.id):
        return False
    rows = (alarms.row_by_id[one] for one in incident.alarms if one in alarms.row_by_id)
    return any(cells.active[row] and _tells_of_fire(alarms, row) for row in rows)


def _tells_of_fire(alarms: AlarmTable, row: int) -> bool:
    definition, points = alarms.definitions[row], alarms.points
    if definition.kind in (AlarmKind.LOSS, AlarmKind.LONG_LOSS):
        return False
    if definition.rule is None:
        return points.points[definition.point].role in FIRE_SIGNS
    site = points.fleet.sites[definition.site].id
    leaves = (points.points[points.row(site, leaf.point)] for leaf in definition.rule.of)
    return any(one.role in FIRE_SIGNS for one in leaves)
