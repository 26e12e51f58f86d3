"""Every configured alarm of a fleet as columns, in the row order that hub, edge and screens share.

Row order: site by site; in a site, point by point: LL, L, H, HH, rate, state alarms, loss of
data; then the layout's rules. The id `site/tag/KIND` is the alarm's one identity everywhere.
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt

from twin.clock import nanoseconds
from twin.site.model import Limit, Limits, Point, Priority, Rule
from twin.site.table import PointTable

Float64Array = npt.NDArray[np.float64]
Int64Array = npt.NDArray[np.int64]
UInt8Array = npt.NDArray[np.uint8]
BoolArray = npt.NDArray[np.bool_]

PRIORITIES = tuple(Priority)
LOSS_S, LONG_LOSS_S = 60.0, 300.0  # a P0 sensor without data: P2 after 60 s, P1 after 5 min
NO_POINT = -1


class AlarmKind(IntEnum):
    """What makes the condition true."""

    LL = 0
    L = 1
    H = 2
    HH = 3
    RATE = 4
    STATE = 5
    LOSS = 6
    LONG_LOSS = 7
    RULE = 8


@dataclass(frozen=True, slots=True)
class AlarmDefinition:
    """One configured alarm, for people. `at` is the limit, rate per minute, code or seconds."""

    id: str
    site: int
    point: int
    kind: AlarmKind
    priority: Priority
    at: float
    delay_s: float
    rule: Rule | None = None


@dataclass(frozen=True)
class AlarmTable:
    """Columns over m alarms. point (m,) row or NO_POINT; priority 0-3; delay ns; site (m,)."""

    points: PointTable
    definitions: tuple[AlarmDefinition, ...]
    point: Int64Array
    site: Int64Array
    kind: UInt8Array
    priority: UInt8Array
    at: Float64Array
    delay: Int64Array
    hysteresis: Float64Array
    latching: BoolArray

    def __len__(self) -> int:
        return len(self.definitions)

    @cached_property
    def row_by_id(self) -> dict[str, int]:
        """Row of every alarm by its id."""
        return {definition.id: row for row, definition in enumerate(self.definitions)}


def alarm_table(points: PointTable) -> AlarmTable:
    """All alarms that the fleet's layouts configure. P0 and P1 latch until a person clears them."""
    definitions = [d for site in range(len(points.fleet.sites)) for d in _of_site(points, site)]
    hysteresis = [
        _hysteresis(points.points[d.point]) if d.point != NO_POINT else 0.0 for d in definitions
    ]
    priority = np.array([PRIORITIES.index(d.priority) for d in definitions], dtype=np.uint8)
    return AlarmTable(
        points=points,
        definitions=tuple(definitions),
        point=np.array([d.point for d in definitions], dtype=np.int64),
        site=np.array([d.site for d in definitions], dtype=np.int64),
        kind=np.array([d.kind for d in definitions], dtype=np.uint8),
        priority=priority,
        at=np.array([d.at for d in definitions], dtype=np.float64),
        delay=np.array([nanoseconds(d.delay_s) for d in definitions], dtype=np.int64),
        hysteresis=np.array(hysteresis, dtype=np.float64),
        latching=priority <= 1,
    )


def _hysteresis(point: Point) -> float:
    """The point's own hysteresis, else its dead-band, else half a percent of its range."""
    given = point.limits.hysteresis
    if given is not None:
        return given
    return point.deadband or 0.005 * (point.range[1] - point.range[0])


def _of_site(points: PointTable, site: int) -> list[AlarmDefinition]:
    fleet = points.fleet
    owner = fleet.sites[site]
    found: list[AlarmDefinition] = []
    for row in range(int(points.site_first[site]), int(points.site_first[site + 1])):
        found.extend(_of_point(owner.id, site, row, points.points[row]))
    for rule in fleet.layout_of(owner).rules:
        alarm_id = f"{owner.id}/{rule.id}/RULE"
        found.append(
            AlarmDefinition(
                alarm_id, site, NO_POINT, AlarmKind.RULE, rule.priority, 0.0, rule.delay_s, rule
            )
        )
    return found


def _of_point(site_id: str, site: int, row: int, point: Point) -> list[AlarmDefinition]:
    def define(kind: AlarmKind, name: str, priority: Priority, at: float, delay: float) -> None:
        alarm_id = f"{site_id}/{point.tag}/{name}"
        found.append(AlarmDefinition(alarm_id, site, row, kind, priority, at, delay))

    found: list[AlarmDefinition] = []
    for kind, limit in limits_of(point.limits):
        define(kind, kind.name, limit.priority, limit.at, limit.delay_s)
    for alarm in point.alarms:
        define(AlarmKind.STATE, f"STATE{alarm.code}", alarm.priority, alarm.code, alarm.delay_s)
    if proves_fire(point):
        define(AlarmKind.LOSS, "LOSS", Priority.P2, LOSS_S, LOSS_S)
        define(AlarmKind.LONG_LOSS, "LONG_LOSS", Priority.P1, LONG_LOSS_S, LONG_LOSS_S)
    return found


def limits_of(limits: Limits) -> list[tuple[AlarmKind, Limit]]:
    """The limits that are set, in row order."""
    pairs = [
        (AlarmKind.LL, limits.LL),
        (AlarmKind.L, limits.L),
        (AlarmKind.H, limits.H),
        (AlarmKind.HH, limits.HH),
        (AlarmKind.RATE, limits.rate),
    ]
    return [(kind, limit) for kind, limit in pairs if limit is not None]


def proves_fire(point: Point) -> bool:
    """True for a P0 sensor: losing its data is an alarm of its own (domain file, 3.3)."""
    own = [limit.priority for _, limit in limits_of(point.limits)]
    return point.role is not None or Priority.P0 in [*own, *(a.priority for a in point.alarms)]
