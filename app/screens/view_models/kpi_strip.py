"""The figures of the top bar."""

from dataclasses import dataclass

import numpy as np

from app.feed.snapshot import Snapshot
from app.screens.view_models.alarm_book import AlarmBook
from app.screens.view_models.nation import NationRows
from twin.alarm.states import AlarmState
from twin.site.model import Fleet, LayoutKind


@dataclass(frozen=True, slots=True)
class KpiStrip:
    """`only_kitchens`: no site is anything else; `by_priority`: annunciated alarms of P0 to P3;
    alarms_10min and points_live come from the hub and are None before its first word."""

    sites: int
    only_kitchens: bool
    normal: int
    by_priority: tuple[int, int, int, int]
    unacknowledged: int
    shelved: int
    suppressed: int
    disconnected: int
    alarms_10min: int | None
    points_live: int | None
    points_bad: int | None
    synthetic: bool

    @property
    def active(self) -> int:
        """All annunciated alarms."""
        return sum(self.by_priority)


def kpi_strip(snapshot: Snapshot, book: AlarmBook, nation: NationRows) -> KpiStrip:
    """All figures from one snapshot."""
    assert snapshot.tables is not None
    priority = snapshot.tables.alarms.priority[book.annunciated()]
    counts = np.bincount(priority, minlength=4)[:4].tolist()
    states = np.bincount(book.state, minlength=9)
    kpi, fleet = snapshot.kpi, snapshot.tables.points.fleet
    return KpiStrip(
        sites=len(fleet.sites),
        only_kitchens=_only_kitchens(fleet),
        normal=nation.normal,
        by_priority=(counts[0], counts[1], counts[2], counts[3]),
        unacknowledged=int(book.unacknowledged().sum()),
        shelved=int(states[AlarmState.SHELVED]),
        suppressed=int(states[AlarmState.SUPPRESSED_BY_DESIGN] + states[AlarmState.OUT_OF_SERVICE]),
        disconnected=int((~nation.connected).sum()),
        alarms_10min=None if kpi is None else kpi.alarms_10min,
        points_live=None if kpi is None else kpi.points_live,
        points_bad=None if kpi is None else kpi.points_bad,
        synthetic=snapshot.tables.synthetic,
    )


def _only_kitchens(fleet: Fleet) -> bool:
    used = {site.layout for site in fleet.sites}
    return all(fleet.layouts[layout].kind is LayoutKind.KITCHEN for layout in used)
