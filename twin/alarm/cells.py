"""One cell per configured alarm: the one place where its state is kept."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from twin.alarm.columns import rounds
from twin.alarm.states import AlarmInput, AlarmState, step, still_held
from twin.alarm.table import AlarmTable
from twin.clock import NS_PER_S
from twin.events import AlarmChanges, ConditionChanges

Int64Array = npt.NDArray[np.int64]
UInt8Array = npt.NDArray[np.uint8]
BoolArray = npt.NDArray[np.bool_]

# What the edge told is not contradicted by our own, thinner samples for one heartbeat.
TOLD_STANDS = 60 * NS_PER_S


@dataclass(frozen=True, slots=True)
class Flipped:
    """Conditions that did flip, and the changes of state that followed, both in order."""

    conditions: ConditionChanges
    changes: AlarmChanges


class AlarmCells:
    """Columns over m alarms: state uint8; active bool, the condition now; condition_time int64,
    source time of its last flip; occurrence uint32, how often it came; raised int64, source time
    of this occurrence; changed int64, when the state was last decided; value float64 that raised
    it; shelved_until int64, 0 off the shelf; held bool, see `states.still_held`; told bool, the
    last flip came from the edge. by, reason: who acted last and why, by row. Times ns UTC.
    """

    def __init__(self, alarms: AlarmTable) -> None:
        m = len(alarms)
        self.state = np.zeros(m, dtype=np.uint8)
        self.active = np.zeros(m, dtype=np.bool_)
        self.condition_time = np.zeros(m, dtype=np.int64)
        self.occurrence = np.zeros(m, dtype=np.uint32)
        self.raised = np.zeros(m, dtype=np.int64)
        self.changed = np.zeros(m, dtype=np.int64)
        self.value = np.full(m, np.nan)
        self.shelved_until = np.zeros(m, dtype=np.int64)
        self.held = np.zeros(m, dtype=np.bool_)
        self.told = np.zeros(m, dtype=np.bool_)
        self.by: dict[int, str] = {}
        self.reason: dict[int, str] = {}
        self._latching = alarms.latching

    def __len__(self) -> int:
        return len(self.state)

    def flip(self, flips: ConditionChanges, now: int, *, told: bool = False) -> Flipped:
        """Adopt conditions in their order. A source time that is not newer than the cell's never
        flips it, so the same condition may be heard twice, from the samples and from the edge
        (`told`), and counts once."""
        n = len(flips)
        accepted = np.zeros(n, dtype=np.bool_)
        before, after = np.zeros(n, dtype=np.uint8), np.zeros(n, dtype=np.uint8)
        occurrence = np.zeros(n, dtype=np.uint32)
        inputs = np.where(flips.active, AlarmInput.ACTIVATE, AlarmInput.RETURN).astype(np.uint8)
        for places in rounds(flips.alarm):
            kept = places[self._accept(flips, places, told=told)]
            rows = flips.alarm[kept]
            self._adopt(flips, kept, told=told)
            accepted[kept] = True
            before[kept], after[kept] = self._step(rows, inputs[kept], now)
            occurrence[kept] = self.occurrence[rows]
        changed = np.flatnonzero(accepted & (before != after))
        self._forget(flips.alarm[changed])
        return Flipped(
            ConditionChanges(
                flips.alarm[accepted],
                flips.active[accepted],
                flips.source_time[accepted],
                flips.value[accepted],
            ),
            AlarmChanges(
                alarm=flips.alarm[changed],
                before=before[changed],
                after=after[changed],
                cause=inputs[changed],
                occurrence=occurrence[changed],
                source_time=flips.source_time[changed],
                time=np.full(len(changed), now, dtype=np.int64),
                value=flips.value[changed],
            ),
        )

    def act(
        self, rows: Int64Array, cause: AlarmInput, now: int, *, by: str = "", reason: str = ""
    ) -> AlarmChanges:
        """Give every alarm of `rows` (k,), no row twice, the same input from a person or from the
        clock. Only those that change state are in the answer."""
        inputs = np.full(len(rows), cause, dtype=np.uint8)
        before, after = self._step(rows, inputs, now)
        changed = before != after
        chosen = rows[changed]
        self._forget(chosen)
        if by:
            self.by.update(dict.fromkeys(chosen.tolist(), by))
        if reason:
            self.reason.update(dict.fromkeys(chosen.tolist(), reason))
        times = np.full(len(chosen), now, dtype=np.int64)
        return AlarmChanges(
            alarm=chosen.astype(np.uint32),
            before=before[changed],
            after=after[changed],
            cause=inputs[changed],
            occurrence=self.occurrence[chosen],
            source_time=times,
            time=times,
            value=np.full(len(chosen), np.nan),
            by=by,
            reason=reason,
        )

    def _accept(self, flips: ConditionChanges, places: Int64Array, *, told: bool) -> BoolArray:
        rows, time = flips.alarm[places], flips.source_time[places]
        differs: BoolArray = flips.active[places] != self.active[rows]
        if told:
            self.told[rows[~differs & (time >= self.condition_time[rows])]] = True
            return differs & (time > self.condition_time[rows])
        stands = np.where(self.told[rows], TOLD_STANDS, 0)
        return differs & (time > self.condition_time[rows] + stands)

    def _adopt(self, flips: ConditionChanges, kept: Int64Array, *, told: bool) -> None:
        rows = flips.alarm[kept]
        self.active[rows] = flips.active[kept]
        self.condition_time[rows] = flips.source_time[kept]
        self.told[rows] = told
        came = kept[flips.active[kept]]
        rows = flips.alarm[came]
        self.occurrence[rows] += np.uint32(1)
        self.raised[rows] = flips.source_time[came]
        self.value[rows] = flips.value[came]

    def _step(
        self, rows: npt.NDArray[np.integer], inputs: UInt8Array, now: int
    ) -> tuple[UInt8Array, UInt8Array]:
        latching, held = self._latching[rows], self.held[rows]
        before = self.state[rows]
        after = step(before, inputs, latching=latching, held=held, active=self.active[rows])
        self.held[rows] = still_held(before, inputs, after, latching=latching, held=held)
        self.state[rows] = after
        self.changed[rows[before != after]] = now
        self.shelved_until[rows[after != AlarmState.SHELVED]] = 0
        return before, after

    def _forget(self, rows: npt.NDArray[np.integer]) -> None:
        """Drop who acted and why; the journal keeps it."""
        if self.by or self.reason:
            for row in rows.tolist():
                self.by.pop(row, None)
                self.reason.pop(row, None)
