"""The points of one site with everything that a value is read against."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.feed.snapshot import Snapshot
from app.screens.view_models.alarm_book import AlarmBook
from app.screens.view_models.alarm_line import AlarmLine, alarm_line
from app.screens.view_models.rule_points import rule_rows
from twin.alarm.loss import patience
from twin.alarm.table import AlarmKind, limits_of
from twin.clock import seconds
from twin.quality import Severity, severity_of
from twin.site.model import Name, Point


@dataclass(frozen=True, slots=True)
class LimitMark:
    """One limit on the scale of a point; priority 0 to 3."""

    kind: AlarmKind
    at: float
    priority: int


@dataclass(frozen=True, slots=True)
class PointLine:
    """One point now. `age_s`: since its source time; `is_stale`: silent for longer than the point
    promised; `priority`: worst annunciated alarm that the point makes, -1 for none; `code`: name
    of a discrete value."""

    row: int
    point: Point
    value: float
    quality: int
    severity: Severity
    age_s: float
    is_stale: bool
    priority: int
    unacknowledged: bool
    code: Name | None

    @property
    def limits(self) -> tuple[LimitMark, ...]:
        """Limits that stand on the scale; the rate of rise does not."""
        return limit_marks(self.point)


def limit_marks(point: Point) -> tuple[LimitMark, ...]:
    """Limits of a point in value order as the point table lists them."""
    return tuple(
        LimitMark(kind, limit.at, int(limit.priority[1]))
        for kind, limit in limits_of(point.limits)
        if kind is not AlarmKind.RATE
    )


class SiteValues:
    """Reads one site's rows from snapshots."""

    def __init__(self, book: AlarmBook) -> None:
        self._book = book

    def priorities(self, snapshot: Snapshot) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.bool_]]:
        """Worst alarm of every point of the fleet and whether one is unacknowledged, (n,)."""
        assert snapshot.tables is not None
        return self._book.worst_by(snapshot.tables.alarms.point, len(snapshot.tables.points))

    def lines(self, snapshot: Snapshot, site_id: str, *, now: int) -> list[PointLine]:
        """All points of a site in the layout's order; a combined alarm counts for the points
        that make it."""
        assert snapshot.tables is not None
        tables = snapshot.tables
        rows = tables.points.rows_of(site_id)
        worst, waiting = self.priorities(snapshot)
        unacknowledged = self._book.unacknowledged()
        by_rule = rule_rows(snapshot, self._book, tables.points.site_index[site_id])
        for alarm, points in by_rule.items():
            priority = int(tables.alarms.priority[alarm])
            for row in points:
                worst[row] = priority if worst[row] < 0 else min(int(worst[row]), priority)
                waiting[row] |= unacknowledged[alarm]
        table, own = tables.points, slice(rows.start, rows.stop)
        allowed = patience(table.period[own], table.heartbeat[own])
        return [
            point_line(snapshot, row, int(worst[row]), bool(waiting[row]), now=now, silence=silence)
            for row, silence in zip(rows, allowed.tolist(), strict=True)
        ]

    def alarms(self, snapshot: Snapshot, site_id: str) -> list[AlarmLine]:
        """Alarms of a site that are not plain normal, in the order they came."""
        assert snapshot.tables is not None
        site = snapshot.tables.points.site_index[site_id]
        rows = np.flatnonzero((snapshot.tables.alarms.site == site) & (self._book.state > 0))
        known = [snapshot.alarms[row] for row in rows.tolist() if row in snapshot.alarms]
        lines = [alarm_line(snapshot.tables, row) for row in known]
        return sorted(lines, key=lambda line: line.raised)


def point_line(
    snapshot: Snapshot,
    row: int,
    priority: int,
    unacknowledged: bool,
    *,
    now: int,
    silence: int,
) -> PointLine:
    """One point now. `silence`: how long it may say nothing, ns."""
    assert snapshot.tables is not None
    point = snapshot.tables.points.points[row]
    value, quality = float(snapshot.value[row]), int(snapshot.quality[row])
    source = int(snapshot.source_time[row])
    age = seconds(now - source) if source else float("nan")
    known = point.is_discrete and np.isfinite(value)
    return PointLine(
        row=row,
        point=point,
        value=value,
        quality=quality,
        severity=severity_of(quality),
        age_s=age,
        is_stale=bool(source) and now - source > silence,
        priority=priority,
        unacknowledged=unacknowledged,
        code=point.codes.get(round(value)) if known else None,
    )
