"""Which points a combined alarm is about now: those whose part of it holds."""

import numpy as np

from app.feed.snapshot import Snapshot
from app.screens.view_models.alarm_book import AlarmBook
from twin.alarm.table import AlarmKind
from twin.site.model import Leaf


def rule_rows(snapshot: Snapshot, book: AlarmBook, site: int) -> dict[int, list[int]]:
    """Rows of the point table that hold, by the row of every annunciated combined alarm of a
    site."""
    assert snapshot.tables is not None
    table = snapshot.tables.alarms
    is_rule = (table.kind == AlarmKind.RULE) & (table.site == site)
    rows = np.flatnonzero(is_rule & book.annunciated())
    return {row: _holding(snapshot, row) for row in rows.tolist()}


def _holding(snapshot: Snapshot, alarm: int) -> list[int]:
    assert snapshot.tables is not None
    tables = snapshot.tables
    definition = tables.alarms.definitions[alarm]
    if definition.rule is None:
        return []
    site = tables.points.fleet.sites[definition.site].id
    active = alarm in snapshot.alarms and snapshot.alarms[alarm].active
    holding: list[int] = []
    for leaf in definition.rule.of:
        row = tables.points.row(site, leaf.point)
        other = None if leaf.above_point is None else tables.points.row(site, leaf.above_point)
        beside = float("nan") if other is None else float(snapshot.value[other])
        if row not in holding and holds(leaf, float(snapshot.value[row]), beside, active=active):
            holding.append(row)
    return holding


def holds(leaf: Leaf, value: float, beside: float, *, active: bool) -> bool:
    """Whether one part holds at this value, its own delay left aside. `beside`: value of the
    point it is compared with; a rate of rise, which one value does not tell, holds as long as
    the whole alarm is `active`."""
    if leaf.above is not None:
        return value > leaf.above
    if leaf.below is not None:
        return value < leaf.below
    if leaf.equals is not None:
        return value == leaf.equals
    if leaf.above_point is not None:
        return value > beside
    return active
