"""Samples in, conditions out: what the watches, rules and losses of all alarms say.

Most samples stay in their point's quiet band and go no further than one comparison. The rest
are judged in the order of the stream, several of one point included, so that a short excursion
raises its alarm.
"""

import numpy as np
import numpy.typing as npt

from twin.alarm.columns import grouped, spread
from twin.alarm.conditions import NO_TURNS, Conditions, Looks, Turns, join_looks
from twin.alarm.difference import Differences
from twin.alarm.loss import Losses, patience
from twin.alarm.quiet import QuietBands
from twin.alarm.rate import Rates
from twin.alarm.rules import Rules, RuleTurn
from twin.alarm.table import AlarmTable
from twin.alarm.watches import NONE, Input, compile_watches
from twin.events import ConditionChanges
from twin.samples import SampleBatch
from twin.state.latest import BAD, LatestValues, Update

Int64Array = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


class AlarmEngine:
    """Judges all conditions of one alarm table; knows nothing of the alarms' states."""

    def __init__(self, alarms: AlarmTable, latest: LatestValues, now: int) -> None:
        n = len(alarms.points)
        watches, places = compile_watches(alarms)
        self._alarms, self._latest = alarms, latest
        self.conditions = Conditions(watches)
        self._first_leaf = len(watches) - len(places)
        self._rules = Rules(alarms, places, self._first_leaf)
        self._losses = Losses(alarms, now)
        self._quiet = QuietBands(self.conditions, n)
        self._differences = Differences(watches, n)
        by_rate = np.flatnonzero(watches.input == Input.RATE)
        tracked = np.unique(watches.point[by_rate])
        self._track = np.full(n, NONE, dtype=np.int64)
        self._track[tracked] = np.arange(len(tracked))
        self._rates = Rates(patience(alarms.points.period, alarms.points.heartbeat)[tracked])
        self._rate_first, rate_places = grouped(self._track[watches.point[by_rate]], len(tracked))
        self._rate_watch = by_rate[rate_places]
        self._watch_of = np.full(len(alarms), NONE, dtype=np.int64)
        self._watch_of[watches.alarm[: self._first_leaf]] = np.arange(self._first_leaf)
        self._quiet.recompute(np.arange(n), latest)
        self._has_extra = (self._track != NONE) | self._differences.is_part

    def apply(self, update: Update, now: int) -> ConditionChanges | None:
        """The conditions that turn with these samples, in the order of the stream."""
        batch = update.batch
        self._losses.hear(batch.select(update.newer) if update.older else batch, self._latest, now)
        bad = batch.quality >= BAD
        loud = self._quiet.loud(batch.point, batch.value, bad) & update.newer
        chosen = np.flatnonzero(loud)
        looks = [self._look_at_values(batch, chosen, bad)] if len(chosen) else []
        extra = np.flatnonzero(self._has_extra[batch.point] & update.newer)
        if len(extra):
            looks += self._look_further(batch, extra, bad)
        if not looks:
            return None
        turns = self.conditions.judge(join_looks(looks), now)
        if len(chosen):
            self._quiet.recompute(np.unique(batch.point[chosen]).astype(np.int64), self._latest)
        return self._flips(turns, now)

    def due(self, active: BoolArray, now: int) -> ConditionChanges | None:
        """What turned with time alone, given the conditions of all alarms (m,): delays that ran
        out, data that stays away."""
        turns = self.conditions.due(now)
        if len(turns.watch):
            self._requiet(turns.watch)
        flips = self._flips(turns, now, self._rules.due(now))
        settled = self._rules.settled(active, self._latest.source_time)
        return _joined(
            [
                flips,
                self._losses.judge(active, now),
                self._settled(active),
                self._flips(NO_TURNS, now, settled),
            ]
        )

    def believe(self, changes: ConditionChanges) -> None:
        """Take over what the edge says of limits, so that hysteresis goes on from there."""
        watch = self._watch_of[changes.alarm]
        known = watch != NONE
        self.conditions.believe(watch[known], changes.active[known], changes.source_time[known])
        self._requiet(watch[known])

    def resume(self, active: BoolArray, now: int) -> None:
        """Go on from restored values, watches and conditions of all alarms (m,)."""
        self.conditions.learned[:] = now
        self._differences.adopt(self._latest.value, self._latest.quality)
        self._rules.recount(self.conditions, active, now)
        bad = self._latest.quality >= BAD
        self._losses.bad_since[:] = np.where(bad, now, 0)
        self._losses.heard[:] = now
        self._quiet.recompute(np.arange(len(self._latest)), self._latest)

    def _requiet(self, watch: Int64Array) -> None:
        self._quiet.recompute(np.unique(self.conditions.watches.point[watch]), self._latest)

    def _look_at_values(self, batch: SampleBatch, chosen: Int64Array, bad: BoolArray) -> Looks:
        index, watch = self._quiet.watches_of(batch.point[chosen])
        at = chosen[index]
        return Looks(watch, at, batch.value[at], bad[at], batch.source_time[at])

    def _look_further(self, batch: SampleBatch, chosen: Int64Array, bad: BoolArray) -> list[Looks]:
        parts = chosen[self._differences.is_part[batch.point[chosen]]]
        looks = [self._differences.looks(batch, parts)] if len(parts) else []
        tracked = chosen[self._track[batch.point[chosen]] != NONE]
        if len(tracked):
            looks.append(self._look_at_rates(batch, tracked, bad))
        return looks

    def _look_at_rates(self, batch: SampleBatch, chosen: Int64Array, bad: BoolArray) -> Looks:
        """Good samples when they close a bucket; Bad ones at once, for the leaves."""
        track = self._track[batch.point]
        good, lost = chosen[~bad[chosen]], chosen[bad[chosen]]
        places, rates = self._rates.feed(track[good], batch.value[good], batch.source_time[good])
        at = np.concatenate([good[places], lost])
        x = np.concatenate([rates, np.full(len(lost), np.nan)])
        order = np.argsort(at)
        at, x = at[order], x[order]
        index, watch = spread(self._rate_first, self._rate_watch, track[at])
        at, x = at[index], x[index]
        return Looks(watch, at, x, bad[at], batch.source_time[at])

    def _flips(
        self, turns: Turns, now: int, ruled: list[RuleTurn] | None = None
    ) -> ConditionChanges | None:
        """Turns of watches as conditions of alarms; leaves go through their rules."""
        ruled = ruled or []
        is_leaf = turns.watch >= self._first_leaf
        if is_leaf.any():
            ruled = self._rules.judge(turns.select(is_leaf), now) + ruled
        own = ~is_leaf
        if not (own.any() or ruled):
            return None
        position = np.concatenate([turns.position[own], [r.position for r in ruled]])
        order = np.argsort(position, kind="stable")
        alarm = self.conditions.watches.alarm[turns.watch[own]]
        return ConditionChanges(
            alarm=np.concatenate([alarm, [r.alarm for r in ruled]])[order].astype(np.uint32),
            active=np.concatenate([turns.on[own], [r.on for r in ruled]])[order].astype(np.bool_),
            source_time=np.concatenate(
                [turns.time[own], np.array([r.time for r in ruled], dtype=np.int64)]
            )[order],
            value=np.concatenate([turns.x[own], [r.x for r in ruled]])[order],
        )

    def _settled(self, active: BoolArray) -> ConditionChanges | None:
        """Conditions in which our own watches differ from the cells, with the time up to which
        we have heard: a flip refused for its time must not stay refused for ever."""
        watches = self.conditions.watches
        alarm = watches.alarm[: self._first_leaf]
        differs = np.flatnonzero(self.conditions.on[: self._first_leaf] != active[alarm])
        if len(differs) == 0:
            return None
        rows = watches.point[differs]
        good = self._latest.quality[rows] < BAD
        differs, rows = differs[good], rows[good]
        is_rate = watches.input[differs] == Input.RATE
        return ConditionChanges(
            alarm=alarm[differs].astype(np.uint32),
            active=self.conditions.on[differs],
            source_time=self._latest.source_time[rows],
            value=np.where(is_rate, self.conditions.x[differs], self._latest.value[rows]),
        )


def _joined(parts: list[ConditionChanges | None]) -> ConditionChanges | None:
    found = [part for part in parts if part is not None and len(part)]
    if not found:
        return None
    return ConditionChanges(
        np.concatenate([p.alarm for p in found]),
        np.concatenate([p.active for p in found]),
        np.concatenate([p.source_time for p in found]),
        np.concatenate([p.value for p in found]),
    )
