"""One alarm as a line for people."""

from dataclasses import dataclass
from enum import Enum

from app.feed.contract import AlarmRow
from app.feed.snapshot import Tables
from app.screens.view_models.figures import value_text
from twin.alarm.states import AlarmState
from twin.alarm.table import NO_POINT, AlarmKind
from twin.site.model import Name, Point, Site


class MarkFill(Enum):
    """How the mark of a priority is filled, by state."""

    WAITING = "waiting"  # filled, border blinking
    CALM = "calm"  # filled
    OUTLINE = "outline"  # returned, not yet acknowledged
    HATCHED = "hatched"  # shelved
    SUPPRESSED = "suppressed"  # grey with its letter
    OUT_OF_SERVICE = "out of service"


FILL = {
    AlarmState.NORMAL: MarkFill.CALM,
    AlarmState.UNACKNOWLEDGED: MarkFill.WAITING,
    AlarmState.ACKNOWLEDGED: MarkFill.CALM,
    AlarmState.RTN_UNACKNOWLEDGED: MarkFill.OUTLINE,
    AlarmState.LATCHED_UNACKNOWLEDGED: MarkFill.WAITING,
    AlarmState.LATCHED_ACKNOWLEDGED: MarkFill.CALM,
    AlarmState.SHELVED: MarkFill.HATCHED,
    AlarmState.SUPPRESSED_BY_DESIGN: MarkFill.SUPPRESSED,
    AlarmState.OUT_OF_SERVICE: MarkFill.OUT_OF_SERVICE,
}
COMPARISON = {
    AlarmKind.LL: "<",
    AlarmKind.L: "<",
    AlarmKind.H: ">",
    AlarmKind.HH: ">",
    AlarmKind.RATE: "↗",
}


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """`value` is what raised it, `at` the limit; `code` names a discrete value; `point` is the
    row of the point table or -1 for a combined alarm."""

    alarm: int
    id: str
    priority: int
    state: AlarmState
    fill: MarkFill
    kind: AlarmKind
    name: Name
    tag: str
    value: float
    value_text: str
    unit: str
    comparison: str
    at: float
    code: Name | None
    site: Site
    zone: Name | None
    point: int
    active: bool
    raised: int
    changed: int
    shelved_until: int
    by: str


def alarm_line(tables: Tables, row: AlarmRow) -> AlarmLine:
    """The line of one alarm."""
    definition = tables.alarms.definitions[row.alarm]
    site = tables.points.fleet.sites[definition.site]
    layout = tables.points.fleet.layout_of(site)
    point = None if definition.point == NO_POINT else tables.points.points[definition.point]
    if point is not None:
        name, tag, zone_id = point.name, point.tag, point.zone
    else:
        assert definition.rule is not None  # only rules have no point
        name, tag, zone_id = definition.rule.name, definition.rule.id, definition.rule.zone
    zone = next((z.name for z in layout.zones if z.id == zone_id), None)
    state = AlarmState(row.state)
    return AlarmLine(
        alarm=row.alarm,
        id=definition.id,
        priority=int(tables.alarms.priority[row.alarm]),
        state=state,
        fill=FILL[state],
        kind=definition.kind,
        name=name,
        tag=tag,
        value=row.value,
        value_text="" if point is None else value_text(row.value, point),
        unit="" if point is None else point.unit,
        comparison=COMPARISON.get(definition.kind, ""),
        at=definition.at,
        code=_code(point, definition.kind, definition.at),
        site=site,
        zone=zone,
        point=definition.point,
        active=row.active,
        raised=row.raised,
        changed=row.changed,
        shelved_until=row.shelved_until,
        by=row.by,
    )


def _code(point: Point | None, kind: AlarmKind, at: float) -> Name | None:
    if point is None or kind is not AlarmKind.STATE:
        return None
    return point.codes.get(int(at))
