"""What the map of all sites shows."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.feed.snapshot import Snapshot
from app.screens.view_models.alarm_book import NO_PRIORITY, AlarmBook

# Height of a column by worst priority; more alarms of a site add up to a tenth.
HEIGHT = np.array([0.9, 0.65, 0.42, 0.24, 0.0])
MORE = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class NationRows:
    """Columns over s sites: priority int8 (-1 normal), severity 0 to 1, unacknowledged,
    connected."""

    priority: npt.NDArray[np.int8]
    severity: npt.NDArray[np.float64]
    unacknowledged: npt.NDArray[np.bool_]
    connected: npt.NDArray[np.bool_]

    @property
    def normal(self) -> int:
        """Sites that are heard and have nothing annunciated."""
        return int((self.connected & (self.priority == NO_PRIORITY)).sum())


def nation_rows(snapshot: Snapshot, book: AlarmBook) -> NationRows:
    """Severity and worst priority of every site."""
    assert snapshot.tables is not None
    table = snapshot.tables.alarms
    sites = snapshot.tables.points.fleet.sites
    worst, waiting = book.worst_by(table.site, len(sites))
    count = np.bincount(table.site[book.annunciated()], minlength=len(sites))
    severity = HEIGHT[worst] + np.where(worst >= 0, MORE * (1 - 1 / np.maximum(count, 1)), 0)
    links = snapshot.links
    connected = np.array([s.id not in links or links[s.id].connected for s in sites])
    return NationRows(worst, severity, waiting, connected)
