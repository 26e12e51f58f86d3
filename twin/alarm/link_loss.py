"""A lost link is one cause: one sensor's loss of data stands for the site, the others keep quiet.

It begins after half a minute, before the first loss is due, so that a link that comes back soon
leaves no trace. Sensors that were in alarm before, on the shelf or out of service stay as they
are. After the return an alarm comes back when its data does, and in any case after a minute: then
its sensor is away for a reason of its own. What is suppressed is known by its reason, so a restart
forgets none.
"""

import numpy as np
import numpy.typing as npt

from twin.alarm.cells import AlarmCells
from twin.alarm.states import AlarmInput, AlarmState
from twin.alarm.table import AlarmKind, AlarmTable
from twin.clock import NS_PER_S
from twin.events import AlarmChanges

Int64Array = npt.NDArray[np.int64]

REASON = "edge link lost"
LOST_FOR = 30 * NS_PER_S
BACK_WITHIN = 60 * NS_PER_S


class LinkLosses:
    """Suppresses and gives back the loss-of-data alarms of whole sites."""

    def __init__(self, alarms: AlarmTable, cells: AlarmCells) -> None:
        self._alarms, self._cells = alarms, cells
        self._losses = np.flatnonzero(np.isin(alarms.kind, (AlarmKind.LOSS, AlarmKind.LONG_LOSS)))
        self._lost: dict[str, int] = {}
        self._returned: dict[str, int] = {}

    def tell(self, site: str, now: int, *, connected: bool) -> None:
        """The link of a site is lost or back. Raises KeyError for an unknown site."""
        suppressed = self._suppressed(self._rows(site)).size > 0
        self._lost.pop(site, None)
        self._returned.pop(site, None)
        if connected and suppressed:
            self._returned[site] = now
        elif not connected and not suppressed:
            self._lost[site] = now

    def due(self, now: int) -> list[AlarmChanges]:
        """What is suppressed or given back by now."""
        lost = [site for site, since in self._lost.items() if now - since >= LOST_FOR]
        quiet = [self._quiet(site) for site in lost]
        back = [self._back(site, since, now) for site, since in list(self._returned.items())]
        for site in lost:
            del self._lost[site]
        found = []
        if quiet:
            rows = np.concatenate(quiet)
            found.append(self._cells.act(rows, AlarmInput.SUPPRESS, now, reason=REASON))
        if back:
            found.append(self._cells.act(np.concatenate(back), AlarmInput.UNSUPPRESS, now))
        return [one for one in found if len(one)]

    def _quiet(self, site: str) -> Int64Array:
        """All that is normal but for one sensor, which speaks for the site."""
        rows = self._rows(site)
        normal = rows[self._cells.state[rows] == AlarmState.NORMAL]
        point = self._alarms.point[normal]
        quiet: Int64Array = normal[~np.isin(point, point[:1])]
        return quiet

    def _back(self, site: str, since: int, now: int) -> Int64Array:
        away = self._suppressed(self._rows(site))
        due = away if now - since >= BACK_WITHIN else away[~self._cells.active[away]]
        if len(due) == len(away):
            del self._returned[site]
        return due

    def _rows(self, site: str) -> Int64Array:
        index = self._alarms.points.site_index[site]
        rows: Int64Array = self._losses[self._alarms.site[self._losses] == index]
        return rows

    def _suppressed(self, rows: Int64Array) -> Int64Array:
        """Those of the rows that are away because of their link."""
        away = rows[self._cells.state[rows] == AlarmState.SUPPRESSED_BY_DESIGN]
        is_ours = [self._cells.reason.get(row) == REASON for row in away.tolist()]
        ours: Int64Array = away[np.array(is_ours, dtype=np.bool_)]
        return ours
