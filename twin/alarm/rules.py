"""Combined alarms: at least so many kinds of proof, and none of what would explain them.

Leaves turn seldom, so each turn is counted in order; what is compared on every sample is in
`conditions`. A rule sees the samples in the order in which they came.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from twin.alarm.conditions import Conditions, Turns
from twin.alarm.table import AlarmTable
from twin.alarm.watches import NONE, LeafPlace
from twin.site.model import Rule

Int64Array = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(slots=True)
class _Rule:
    """One combined alarm: how many leaves of every group are true, and where its delay stands."""

    alarm: int
    at_least: int
    delay: int
    groups: list[int]
    points: Int64Array
    proofs: int = 0
    excuses: int = 0
    raw: bool = False
    on: bool = False
    since: int = 0
    learned: int = 0
    turned: int = 0

    def count(self, group: int, by: int) -> None:
        if group == NONE:
            self.excuses += by
        else:
            before = self.groups[group]
            self.groups[group] = before + by
            self.proofs += (before + by > 0) - (before > 0)

    def holds(self) -> bool:
        return self.proofs >= self.at_least and self.excuses == 0


@dataclass(frozen=True, slots=True)
class RuleTurn:
    """A combined condition that turned, at the sample's position in the batch."""

    position: int
    alarm: int
    on: bool
    time: int
    x: float


class Rules:
    """All combined alarms. Leaves are numbered from the watch `first_leaf` on."""

    def __init__(self, alarms: AlarmTable, places: tuple[LeafPlace, ...], first_leaf: int) -> None:
        self._first_leaf = first_leaf
        self._rules = {
            row: _compiled(alarms, row, definition.site, definition.rule)
            for row, definition in enumerate(alarms.definitions)
            if definition.rule is not None
        }
        self._places = [(self._rules[p.alarm], p.group) for p in places]
        self._pending: set[int] = set()
        self._alarm = np.array(list(self._rules), dtype=np.int64)
        self._on = np.zeros(len(alarms), dtype=np.bool_)

    def judge(self, turns: Turns, now: int) -> list[RuleTurn]:
        """Count the leaves that turned; the rules that turned, in order."""
        found: list[RuleTurn] = []
        columns = (turns.watch, turns.position, turns.on, turns.time, turns.x)
        for watch, position, on, time, x in zip(*(c.tolist() for c in columns), strict=True):
            rule, group = self._places[watch - self._first_leaf]
            rule.count(group, 1 if on else -1)
            if rule.raw and not rule.on and time - rule.since >= rule.delay:
                found.append(self._turn(rule, position, True, rule.since + rule.delay, x))
            holds = rule.holds()
            if holds and not rule.raw:
                rule.raw, rule.since, rule.learned = True, time, now
                if rule.delay == 0:
                    found.append(self._turn(rule, position, True, time, x))
                else:
                    self._pending.add(rule.alarm)
            elif not holds and rule.raw:
                rule.raw = False
                self._pending.discard(rule.alarm)
                if rule.on:
                    found.append(self._turn(rule, position, False, time, x))
        return found

    def due(self, now: int) -> list[RuleTurn]:
        """The rules whose delay ran out without another turn of a leaf."""
        ready = [self._rules[row] for row in sorted(self._pending)]
        ready = [rule for rule in ready if rule.learned + rule.delay <= now]
        return [self._turn(r, 0, True, r.since + r.delay, float("nan")) for r in ready]

    def settled(self, active: BoolArray, source_time: Int64Array) -> list[RuleTurn]:
        """Rules that differ from the conditions of all alarms (m,), with the time up to which all
        their points (n,) were heard."""
        differs = self._alarm[self._on[self._alarm] != active[self._alarm]]
        rules = [self._rules[row] for row in differs.tolist()]
        return [
            RuleTurn(0, r.alarm, r.on, int(source_time[r.points].min()), float("nan"))
            for r in rules
        ]

    def recount(self, conditions: Conditions, active: BoolArray, now: int) -> None:
        """Start from the leaves as they stand and the conditions of all alarms (m,), after a
        restore; a delay that was running starts anew."""
        self._pending.clear()
        for rule in self._rules.values():
            rule.groups = [0] * len(rule.groups)
            rule.proofs = rule.excuses = 0
        for place in np.flatnonzero(conditions.on[self._first_leaf :]).tolist():
            rule, group = self._places[place]
            rule.count(group, 1)
        for rule in self._rules.values():
            rule.raw = rule.holds()
            rule.on = rule.raw and (rule.delay == 0 or bool(active[rule.alarm]))
            self._on[rule.alarm] = rule.on
            if rule.raw and not rule.on:
                rule.since = rule.learned = now
                self._pending.add(rule.alarm)

    def _turn(self, rule: _Rule, position: int, on: bool, time: int, x: float) -> RuleTurn:
        """Times of one rule only grow, though the samples of its points may be out of step."""
        rule.on, rule.turned = on, max(time, rule.turned + 1)
        self._on[rule.alarm] = on
        self._pending.discard(rule.alarm)
        return RuleTurn(position, rule.alarm, on, rule.turned, x)


def _compiled(alarms: AlarmTable, row: int, site: int, rule: Rule) -> _Rule:
    site_id = alarms.points.fleet.sites[site].id
    points = [alarms.points.row(site_id, leaf.point) for leaf in (*rule.of, *rule.unless)]
    return _Rule(
        alarm=row,
        at_least=rule.at_least,
        delay=int(alarms.delay[row]),
        groups=[0] * len(set(rule.groups or range(len(rule.of)))),
        points=np.array(points, dtype=np.int64),
    )
