"""Loss of data, judged by our own clock: Bad, or silent beyond what the point promised."""

import numpy as np
import numpy.typing as npt

from twin.alarm.table import AlarmKind, AlarmTable
from twin.clock import NS_PER_S
from twin.events import ConditionChanges
from twin.samples import SampleBatch
from twin.state.latest import BAD, LatestValues

Int64Array = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


def patience(period: Int64Array, heartbeat: Int64Array) -> Int64Array:
    """How long a point may be silent, ns (n,): three samples, and a heartbeat and a half."""
    longest: Int64Array = np.maximum(3 * period, heartbeat + heartbeat // 2)
    return longest


class Losses:
    """Columns over n points: heard, when a sample last came; bad_since, 0 while good; ns UTC."""

    def __init__(self, alarms: AlarmTable, now: int) -> None:
        n = len(alarms.points)
        kinds = (AlarmKind.LOSS, AlarmKind.LONG_LOSS)
        self._alarm = np.flatnonzero(np.isin(alarms.kind, kinds))
        self._point = alarms.point[self._alarm]
        self._allowed = (alarms.at[self._alarm] * NS_PER_S).astype(np.int64)
        self._patience = patience(alarms.points.period, alarms.points.heartbeat)
        self.heard = np.full(n, now, dtype=np.int64)
        self.bad_since = np.full(n, now, dtype=np.int64)

    def hear(self, batch: SampleBatch, latest: LatestValues, now: int) -> None:
        """These samples, already adopted by `latest`, came now."""
        self.heard[batch.point] = now
        bad = batch.quality >= BAD
        self.bad_since[batch.point[~bad]] = 0  # one good sample ends an earlier spell
        rows = batch.point[bad]
        rows = rows[latest.quality[rows] >= BAD]
        self.bad_since[rows] = np.where(self.bad_since[rows] == 0, now, self.bad_since[rows])

    def judge(self, active: BoolArray, now: int) -> ConditionChanges:
        """Alarms that turn, given the conditions of all alarms (m,). The value is how long the
        data is away, s."""
        bad_since = self.bad_since[self._point]
        silent_since = self.heard[self._point] + self._patience[self._point]
        away = now - np.where(bad_since > 0, np.minimum(bad_since, silent_since), silent_since)
        lost = away >= self._allowed
        turned = np.flatnonzero(lost != active[self._alarm])
        return ConditionChanges(
            alarm=self._alarm[turned].astype(np.uint32),
            active=lost[turned],
            source_time=np.where(lost[turned], now - away[turned] + self._allowed[turned], now),
            value=np.maximum(away[turned], 0) / NS_PER_S,
        )
