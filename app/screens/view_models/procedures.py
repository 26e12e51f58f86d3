"""The first steps of a desk, chosen by what the points measure whose alarms came."""

from functools import cache

import msgspec
from msgspec import Struct

from app.feed.snapshot import Tables
from app.library import resource
from twin.alarm.table import NO_POINT
from twin.errors import EmberwallError
from twin.incident.model import Incident
from twin.site.model import Name, Point


class ProcedureError(EmberwallError):
    """The packaged procedures cannot be read."""


class Procedure(Struct, frozen=True, forbid_unknown_fields=True):
    """Steps for one kind of incident. kinds: what the first-out point may measure, empty for
    anything; zones: where it may stand, empty for anywhere."""

    id: str
    name: Name
    kinds: tuple[str, ...]
    steps: tuple[Name, ...]
    zones: tuple[str, ...] = ()

    def fits(self, point: Point | None) -> bool:
        """Whether an incident that began at this point, None if unknown, is of this kind."""
        if not self.kinds:
            return True
        if point is None or point.kind not in self.kinds:
            return False
        return not self.zones or point.zone in self.zones


@cache
def procedures() -> tuple[Procedure, ...]:
    """The packaged procedures; the last one fits everything. Raises ProcedureError."""
    path = resource("procedures", "first_steps.yaml")
    try:
        return msgspec.yaml.decode(path.read_bytes(), type=tuple[Procedure, ...])
    except (OSError, msgspec.DecodeError) as error:
        raise ProcedureError(str(error), where=str(path), remedy="Reinstall the file") from error


def procedure_of(tables: Tables, incident: Incident) -> Procedure:
    """What to do first in an incident: by its first-out alarm, or where that tells nothing (an
    empty agent bottle), by the first of the others that does."""
    *known, other = procedures()
    for alarm in (incident.first_out, *incident.alarms):
        point = _point(tables, alarm)
        for procedure in known:
            if procedure.fits(point):
                return procedure
    return other


def _point(tables: Tables, alarm: str) -> Point | None:
    """What an alarm is about; of a combined one, the first point that it names."""
    row = tables.alarms.row_by_id.get(alarm)
    if row is None:
        return None
    definition = tables.alarms.definitions[row]
    if definition.point != NO_POINT:
        return tables.points.points[definition.point]
    if definition.rule is None:
        return None
    site = tables.points.fleet.sites[definition.site].id
    return tables.points.points[tables.points.row(site, definition.rule.of[0].point)]
