"""What an edge makes of samples on the spot: its own twin decides, the dead-band chooses."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from edge.acquire import Acquisition
from twin.alarm.table import NO_POINT, AlarmTable, alarm_table
from twin.events import ConditionChanges, Outcome
from twin.samples import EMPTY, SampleBatch
from twin.site.model import Fleet
from twin.site.table import point_table
from twin.twin import Twin

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class News:
    """What has to reach the hub. Rows are those of the station's own tables."""

    batch: SampleBatch
    conditions: ConditionChanges | None


class Station:
    """The sites of one edge: tables, twin and acquisition. Works with or without a hub.

    `taken`, `rejected`, `older`: samples that came, that were out of range, that came late;
    `rejected_of`: those out of range by site.
    """

    def __init__(self, fleet: Fleet, *, now: int) -> None:
        self.points = point_table(fleet)
        self.alarms = alarm_table(self.points)
        self.twin = Twin(self.alarms, now=now)
        self._acquisition = Acquisition(self.points)
        self._points_of = _points_of(self.alarms)
        self.taken = self.rejected = self.older = 0
        self.rejected_of: Counter[str] = Counter()

    def apply(self, batch: SampleBatch, now: int) -> News:
        """Take samples (rows of this station) and tell what is news."""
        outcome = self.twin.apply(batch, now)
        self.taken += len(batch)
        self.rejected += outcome.rejected
        self.older += outcome.older
        if outcome.rejected:
            self._count_rejected(batch)
        always = np.zeros(len(self.points), dtype=np.bool_)
        if outcome.conditions is not None:
            for alarm in outcome.conditions.alarm.tolist():
                always[self._points_of[alarm]] = True
        return News(self._acquisition.accept(batch, always), outcome.conditions)

    def _count_rejected(self, batch: SampleBatch) -> None:
        points, rows = self.points, batch.point
        rows = rows[(batch.value < points.low[rows]) | (batch.value > points.high[rows])]
        sites, counts = np.unique(points.site_of[rows], return_counts=True)
        for site, count in zip(sites.tolist(), counts.tolist(), strict=True):
            self.rejected_of[points.fleet.sites[site].id] += count

    def tick(self, now: int) -> News:
        """Let time pass: delays end, data goes missing. About every 200 ms."""
        outcome: Outcome = self.twin.tick(now)
        return News(EMPTY, outcome.conditions)

    def active(self) -> dict[str, tuple[str, ...]]:
        """Ids of the alarms whose condition holds, by site; sites without any are left out."""
        found: dict[str, list[str]] = {}
        for alarm in np.flatnonzero(self.twin.cells.active).tolist():
            definition = self.alarms.definitions[alarm]
            site = self.points.fleet.sites[definition.site].id
            found.setdefault(site, []).append(definition.id)
        return {site: tuple(ids) for site, ids in found.items()}


def _points_of(alarms: AlarmTable) -> list[list[int]]:
    """Rows of the points that every alarm looks at."""
    points = alarms.points

    def rows(alarm: int) -> list[int]:
        definition = alarms.definitions[alarm]
        if definition.point != NO_POINT or definition.rule is None:
            return [definition.point]
        site = points.fleet.sites[definition.site].id
        leaves = (*definition.rule.of, *definition.rule.unless)
        tags = {leaf.point for leaf in leaves} | {
            leaf.above_point for leaf in leaves if leaf.above_point is not None
        }
        return [points.row(site, tag) for tag in tags]

    return [rows(alarm) for alarm in range(len(alarms))]
