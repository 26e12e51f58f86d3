"""Alarms as columns, kept up to date from snapshots: what ranking, counting and drawing read."""

import numpy as np
import numpy.typing as npt

from app.feed.snapshot import Snapshot, Tables
from twin.alarm.states import AlarmState

UInt8Array = npt.NDArray[np.uint8]
Int8Array = npt.NDArray[np.int8]
Int64Array = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

# Which states stand in the list as something to mind, and which wait for a person.
ANNUNCIATED = np.array([0, 1, 1, 1, 1, 1, 0, 0, 0], dtype=np.bool_)
UNACKNOWLEDGED = np.array([0, 1, 0, 1, 1, 0, 0, 0, 0], dtype=np.bool_)
NO_PRIORITY = -1


class AlarmBook:
    """Columns over m configured alarms: state (m,) uint8, raised (m,) ns UTC."""

    def __init__(self) -> None:
        self.tables: Tables | None = None
        self.state: UInt8Array = np.zeros(0, dtype=np.uint8)
        self.raised: Int64Array = np.zeros(0, dtype=np.int64)
        self._seen = -1

    def refresh(self, snapshot: Snapshot) -> Int64Array | None:
        """Adopt a snapshot; gives the rows that changed, or None when everything is new."""
        if snapshot.tables is None:
            return np.zeros(0, dtype=np.int64)
        if snapshot.tables is not self.tables:
            self._start(snapshot)
            return None
        changed = np.flatnonzero(snapshot.alarm_version > self._seen)
        self._seen = snapshot.version
        self._adopt(snapshot, changed)
        return changed

    def annunciated(self) -> BoolArray:
        """Alarms that are raised and neither shelved nor suppressed, (m,)."""
        return ANNUNCIATED[self.state]

    def unacknowledged(self) -> BoolArray:
        """Alarms that wait for a person, (m,)."""
        return UNACKNOWLEDGED[self.state]

    def worst_by(self, group: Int64Array, groups: int) -> tuple[Int8Array, BoolArray]:
        """Worst priority and whether one is unacknowledged, per group, each (groups,).

        group (m,): which group an alarm counts for; negative ones are left out.
        """
        worst = np.full(groups, NO_PRIORITY, dtype=np.int8)
        waiting = np.zeros(groups, dtype=np.bool_)
        if self.tables is None:
            return worst, waiting
        rows = np.flatnonzero(self.annunciated() & (group >= 0))
        priority = self.tables.alarms.priority[rows]
        for one in (3, 2, 1, 0):  # a worse one writes over; ten times as fast as minimum.at
            worst[group[rows[priority == one]]] = one
        waiting[group[rows[UNACKNOWLEDGED[self.state[rows]]]]] = True
        return worst, waiting

    def _start(self, snapshot: Snapshot) -> None:
        assert snapshot.tables is not None
        count = len(snapshot.tables.alarms)
        self.tables = snapshot.tables
        self.state = np.zeros(count, dtype=np.uint8)
        self.raised = np.zeros(count, dtype=np.int64)
        self._seen = snapshot.version
        self._adopt(snapshot, np.array(sorted(snapshot.alarms), dtype=np.int64))

    def _adopt(self, snapshot: Snapshot, rows: Int64Array) -> None:
        if not len(rows):
            return
        found = [snapshot.alarms.get(row) for row in rows.tolist()]
        self.state[rows] = [AlarmState.NORMAL if a is None else a.state for a in found]
        self.raised[rows] = [0 if a is None else a.raised for a in found]
