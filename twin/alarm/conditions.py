"""Whether each watch is true, judged on columns as if the samples came one by one.

A value holds until the next one of its point: a watch that turned true at t0 counts from t0 +
delay unless a sample with an earlier source time turns it false. So the answer does not depend on
how the stream was cut into batches.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from twin.alarm.watches import Watches

Float64Array = npt.NDArray[np.float64]
Int64Array = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
T = TypeVar("T", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Looks:
    """Watches looked at, as columns (q,): watch; position of the sample in its batch, ascending
    per watch; x, the number compared; bad quality; source time, ns UTC."""

    watch: Int64Array
    position: Int64Array
    x: Float64Array
    bad: BoolArray
    time: Int64Array


@dataclass(frozen=True, slots=True)
class Turns:
    """Watches that turned true or false, as columns (k,), in the order of the stream."""

    watch: Int64Array
    position: Int64Array
    on: BoolArray
    time: Int64Array
    x: Float64Array

    def select(self, chosen: BoolArray) -> "Turns":
        """The chosen turns, (k,) bool."""
        return Turns(
            self.watch[chosen],
            self.position[chosen],
            self.on[chosen],
            self.time[chosen],
            self.x[chosen],
        )


def join_looks(looks: list[Looks]) -> Looks:
    """Several columns of looks as one; a watch stands in one of them only."""
    if len(looks) == 1:
        return looks[0]
    return Looks(
        np.concatenate([look.watch for look in looks]),
        np.concatenate([look.position for look in looks]),
        np.concatenate([look.x for look in looks]),
        np.concatenate([look.bad for look in looks]),
        np.concatenate([look.time for look in looks]),
    )


class Conditions:
    """Columns over w watches: raw bool, the comparison alone; on bool, after its delay; since
    int64, source time at which raw turned true; learned int64, when we heard of it; x float64."""

    def __init__(self, watches: Watches) -> None:
        w = len(watches)
        self.watches = watches
        self.raw = np.zeros(w, dtype=np.bool_)
        self.on = np.zeros(w, dtype=np.bool_)
        self.since = np.zeros(w, dtype=np.int64)
        self.learned = np.zeros(w, dtype=np.int64)
        self.x = np.full(w, np.nan)

    def judge(self, looks: Looks, now: int) -> Turns:
        """Adopt the looks; the turns they cause, a delay that ran out between two samples at the
        position of the later one."""
        order = np.argsort(looks.watch, kind="stable")
        watch, time, x = looks.watch[order], looks.time[order], looks.x[order]
        n = len(watch)
        if n == 0:
            return NO_TURNS
        first = np.concatenate([[True], watch[1:] != watch[:-1]])
        runs = self._runs(watch, time, x, looks.bad[order], first)
        turns = _turns(watch, looks.position[order], time, x, runs)
        last = np.flatnonzero(np.concatenate([first[1:], [True]]))
        rows = watch[last]
        self.raw[rows], self.on[rows] = runs.raw[last], runs.on[last]
        self.since[rows], self.x[rows] = runs.since[last], x[last]
        self.learned[rows[runs.is_new[last]]] = now
        return turns

    def due(self, now: int) -> Turns:
        """The turns of delays that ran out without another sample. They are counted by our own
        clock from when we heard, so a late backlog is not judged before it is all here."""
        rows = np.flatnonzero(self.raw & ~self.on)
        rows = rows[self.learned[rows] + self.watches.delay[rows] <= now]
        self.on[rows] = True
        time = self.since[rows] + self.watches.delay[rows]
        on = np.ones(len(rows), dtype=np.bool_)
        return Turns(rows, np.zeros(len(rows), dtype=np.int64), on, time, self.x[rows])

    def believe(self, watch: Int64Array, on: BoolArray, time: Int64Array) -> None:
        """Take over what the edge says of some watches, (k,)."""
        self.raw[watch] = self.on[watch] = on
        self.since[watch] = time

    def _runs(
        self, watch: Int64Array, time: Int64Array, x: Float64Array, bad: BoolArray, first: BoolArray
    ) -> "_Runs":
        table = self.watches
        y = np.where(
            table.is_code[watch], -np.abs(np.rint(x) - table.code[watch]), table.sign[watch] * x
        )
        rises = ~bad & (y >= table.on_at[watch])
        falls = np.where(bad, table.is_leaf[watch], y < table.off_at[watch])
        place = np.arange(len(watch))
        decided = np.maximum.accumulate(np.where(rises | falls | first, place, 0))
        raw = np.where(rises, True, np.where(falls, False, self.raw[watch]))[decided]
        raw_before = _shifted(raw, first, self.raw[watch])
        starts = raw & ~raw_before
        begun = np.maximum.accumulate(np.where(starts | first, place, 0))
        is_new = starts[begun]
        since = np.where(is_new, time[begun], self.since[watch])
        since_before = _shifted(since, first, self.since[watch])
        delay = table.delay[watch]
        on = raw & ((time - since >= delay) | (~is_new & self.on[watch]))
        on_before = _shifted(on, first, self.on[watch])
        due = since_before + delay
        return _Runs(
            raw=raw,
            on=on,
            since=since,
            is_new=raw & is_new,
            late=raw_before & ~on_before & (time >= due),
            due=due,
            at_once=starts & on,
            ends=on_before & ~raw,
            x_before=_shifted(x, first, self.x[watch]),
        )


@dataclass(frozen=True, slots=True)
class _Runs:
    raw: BoolArray
    on: BoolArray
    since: Int64Array
    is_new: BoolArray
    late: BoolArray
    due: Int64Array
    at_once: BoolArray
    ends: BoolArray
    x_before: Float64Array


NO_TURNS = Turns(
    np.empty(0, np.int64),
    np.empty(0, np.int64),
    np.empty(0, np.bool_),
    np.empty(0, np.int64),
    np.empty(0, np.float64),
)


def _turns(
    watch: Int64Array, position: Int64Array, time: Int64Array, x: Float64Array, runs: _Runs
) -> Turns:
    """Late ones first, then what the sample itself did; all in the order of the stream."""
    late = np.flatnonzero(runs.late)
    own = np.flatnonzero(runs.at_once | runs.ends | (runs.late & ~runs.raw))
    if len(late) + len(own) == 0:
        return NO_TURNS
    places = np.concatenate([late, own])
    is_late = np.arange(len(places)) < len(late)
    order = np.lexsort((~is_late, position[places]))
    places, is_late = places[order], is_late[order]
    return Turns(
        watch[places],
        position[places],
        is_late | runs.at_once[places],
        np.where(is_late, runs.due[places], time[places]),
        np.where(is_late & ~runs.raw[places], runs.x_before[places], x[places]),
    )


def _shifted(column: npt.NDArray[T], first: BoolArray, initial: npt.NDArray[T]) -> npt.NDArray[T]:
    """The column one sample earlier; at the first sample of a watch, what it had before."""
    return np.where(first, initial, np.concatenate([column[:1], column[:-1]]))
