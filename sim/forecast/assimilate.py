"""From sensors to members: one round after the other, each a few seconds of fire long.

A round runs every member to its end, asks what the sensors would show there, and moves members
towards what they did show. When the sensors agree that the fire did something that no member did,
the round is run again with bolder members; when one sensor disagrees with its peers, it loses
trust instead.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from sim.fire.zone import ZoneState
from sim.forecast.anchor import Anchor
from sim.forecast.ensemble import LEAP, SLOPE, Ensemble
from sim.forecast.events import Events
from sim.forecast.gain import surprise, update
from sim.forecast.sensors import Kind, Sensor, doubt, shown
from sim.forecast.tare import Tare
from sim.forecast.trust import LIAR, ODD, Trust, agreed
from sim.forecast.window import News, Window

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]
BoolArray = npt.NDArray[np.bool_]
LOCAL = (Kind.HEAD, Kind.HOOD, Kind.DUCT)
SLOW_KINDS = (Kind.LAYER, Kind.AIR)
OF_LAYER = (Kind.LAYER, Kind.HEAD)
OF_HEAT = (Kind.LAYER, Kind.AIR, Kind.HEAD, Kind.HOOD, Kind.DUCT)

CORRELATED = 15.0  # s, how long a sensor's error lasts: a row of samples is no new proof
BOLDER = (1.0, 4.0, 16.0)
LEARNT = 0.3  # share of what models miss that is left once a sensor was learned
DELAY = 20.0  # s, by which a model without transport may miss when heat comes to another room
STRETCH = 0.5  # relative error of a low sensor per factor e beyond where it learned
BEYOND = 1.0  # such factors, from which on it tells nothing of the fire
SYSTEMATIC = 300.0  # s, for which such an error stays the same
QUIET = 60.0  # s without a word about heat, after which a fire is taken to go on as it was
PARTS = 3  # in which members of another fire take what was told: Emerick and Reynolds 2013
CALM = 1.5  # spreads that the sensors together may be off before a round is run again

Conditions = Callable[[Ensemble, float], None]
"""Writes what is known of doors and fans at a time, s, into the model."""


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """All that a later forecast, or one from a replayed instant, starts from."""

    time: float
    zone: ZoneState
    unknowns: FloatArray
    seat: FloatArray
    room: IntArray
    shown: FloatArray
    roots: FloatArray
    times: FloatArray


@dataclass(slots=True)
class Assimilation:
    """The filter of one fire. `trust` of each sensor; `heard`: when each one last told, s; anchor:
    what the members lack beside the heads. lagged (m, k + c): what each sensor would show, then the
    layers as they would be measured."""

    ensemble: Ensemble
    sensors: tuple[Sensor, ...]
    conditions: Conditions | None = None
    events: Events | None = None
    trust: Trust = field(init=False)
    tare: Tare = field(init=False)
    heard: FloatArray = field(init=False)
    lagged: FloatArray = field(init=False)
    anchor: Anchor = field(init=False)
    _word: tuple[Snapshot, FloatArray] | None = field(init=False, default=None)
    _window: Window = field(init=False, default_factory=Window)
    _leapt: bool = field(init=False, default=False)
    _silent: bool = field(init=False, default=False)
    _peers: IntArray = field(init=False)
    _local: BoolArray = field(init=False)

    def __post_init__(self) -> None:
        count = len(self.sensors)
        self.trust = Trust(count)
        self.tare = Tare(count)
        self.heard = np.full(count, -np.inf)
        self.anchor = Anchor(len(self.ensemble.case.compartments))
        self.lagged = np.zeros((self.ensemble.members, count + self.anchor.rooms))
        self._local = np.array([one.kind in LOCAL for one in self.sensors], dtype=np.bool_)
        keys = [(one.kind, one.room) for one in self.sensors]
        names = {key: n for n, key in enumerate(dict.fromkeys(keys))}
        self._peers = np.array([names[key] for key in keys], dtype=np.intp)

    def step(
        self, until: float, told: Mapping[int, float], least: Mapping[int, float] | None = None
    ) -> None:
        """One round to `until`, s. told: number of a sensor to the change that it showed; least:
        to the change that one reached which told nothing more, as it died of the heat."""
        if self.conditions is not None:
            self.conditions(self.ensemble, until)
        if self._word is None:
            self._word = self.snapshot(), self.lagged.copy()
            self._window.shown[float(self.ensemble.time)] = self.lagged.copy()
        heard = np.array(sorted(told), dtype=np.intp)
        values = np.array([told[n] for n in heard.tolist()])
        span, told_as = until - self.ensemble.time, self.tare.corrected(heard, values)
        denied = self._denied(heard, values)
        plain = heard[self.tare.stretched(heard, told_as) < BEYOND]
        self._silent = self._is_quiet(until, plain)
        variance, off = self._run(until, heard, told_as, denied)
        self.heard[plain] = until
        factor = self.trust.judge(
            heard, values, off, self._peers[heard], self._local[heard], denied
        )
        backed = self._is_backed(heard, until)
        used = np.isfinite(factor) & ~backed
        self._hear(until, News(heard[used], told_as[used], (variance * factor)[used]))
        self.tare.learn(heard[backed], values[backed], self.lagged[:, heard[backed]], span)
        self._reach(least or {}, span)
        self._anchor(until, heard[used], values[used])
        self._window.shown[until] = self.lagged.copy()
        self._window.forget(float(self.ensemble.times[0]))
        if len(heard) or least:
            self._word = self.snapshot(), self.lagged.copy()

    def _run(
        self, until: float, heard: IntArray, told: FloatArray, denied: BoolArray
    ) -> tuple[FloatArray, FloatArray]:
        """Bring the members to `until`, again and bolder while the sensors surprise them together:
        the sensors' variances and how far off each one is, in spreads."""
        start, lagged = self.snapshot(), self.lagged
        span, self._leapt = until - start.time, False
        for bold in BOLDER:
            if bold != BOLDER[0]:
                start, lagged = self._before(until, start, lagged)
                self._restore(start, lagged)
            if bold >= LEAP:
                self._leap(start.time, until)
            else:
                roots = self.ensemble.drift(until, bold=bold, quiet=self._silent)
                self.ensemble.advance(until, self._struck(roots, start.time, until))
                self._show(until - start.time)
            variance = self._variance(heard, told, span)
            variance = variance + self._delay(heard, lagged, until - start.time)
            off = surprise(self.lagged[:, heard], told, variance)
            if not len(heard) or self._together(heard, np.where(denied, 0.0, off)) < CALM:
                break
        return variance, off

    def _happened(self, roots: FloatArray, start: float, until: float) -> FloatArray:
        return roots if self.events is None else self.events(roots, start, until)

    def _struck(self, roots: FloatArray, start: float, until: float) -> FloatArray:
        """Roots after what is known to have happened: what burns no more grows no more."""
        left = self._happened(roots, start, until)
        kept = np.divide(left, roots, out=np.ones_like(roots), where=roots > 0)
        self.ensemble.unknowns[:, SLOPE] *= kept
        return left

    def _leap(self, start: float, until: float) -> None:
        """Bring members to `until` along any other fire of the window: what sensors tell of now
        began some time ago, as air takes its time to them."""
        self.ensemble.leap(until, lambda roots: self._happened(roots, start, until))
        self._leapt = True
        self._retrace()

    def _retrace(self) -> None:
        """Bring members from the beginning of the window to its end, with what they show there."""
        times = self.ensemble.times.tolist()
        self.lagged = self._window.shown[times[0]].copy()
        for before, time in pairwise(times):
            self.ensemble.follow(time)
            self._show(time - before)
            self._window.shown[time] = self.lagged.copy()

    def _before(
        self, until: float, start: Snapshot, lagged: FloatArray
    ) -> tuple[Snapshot, FloatArray]:
        """Where to begin again: what surprises came at some time since the last word of all."""
        if self._word is None or len(self._word[1]) != len(lagged):
            return start, lagged
        word, shown_then = self._word
        if not until - self.ensemble.window <= word.time < start.time:
            return start, lagged
        return replace(word, seat=start.seat, room=start.room), shown_then

    def _together(self, heard: IntArray, off: FloatArray) -> float:
        """How surprised the sensors are as a whole, over kinds of peers."""
        found = agreed(off, self._peers[heard])
        return float(np.sqrt(np.mean(np.square(found))))

    def _denied(self, heard: IntArray, values: FloatArray) -> BoolArray:
        """Heads (k,) that tell of less heat than one that hangs lower in their room, and than all
        of their peers: air above is never the cooler one by much."""
        own = [self.sensors[n] for n in heard.tolist()]
        noise = np.array([one.noise**2 for one in own])
        share = np.array([one.share for one in own])
        spread = np.sqrt(noise + (share * values) ** 2)
        low = np.array([one.kind is Kind.AIR for one in own], dtype=np.bool_)
        rooms = np.array([one.room for one in own], dtype=np.intp)
        below = values[:, None] < values - ODD * np.hypot(spread[:, None], spread)
        peers = (self._peers[heard][:, None] == self._peers[heard]) & ~np.eye(len(own), dtype=bool)
        layer = np.array([one.kind is Kind.LAYER for one in own], dtype=np.bool_)
        cooler = (below & low & (rooms[:, None] == rooms)).any(axis=1)
        return np.asarray(layer & cooler & (below | ~peers).all(axis=1))

    def _is_quiet(self, now: float, heard: IntArray) -> bool:
        """Whether all that told of heat fell silent, those that were heard now included."""
        heat = [n for n, one in enumerate(self.sensors) if one.kind in OF_HEAT]
        if np.isin(heat, heard).any():
            return False
        last = float(self.heard[heat].max(initial=-np.inf))
        return bool(-np.inf < last < now - QUIET)

    def _is_backed(self, heard: IntArray, now: float) -> BoolArray:
        """Which sensors hang low in a room where a head in the layer lives: they only learn."""
        fresh = self.heard >= now - QUIET
        rooms = {
            one.room for n, one in enumerate(self.sensors)
            if one.kind in OF_LAYER and fresh[n] and self.trust.level[n] >= LIAR
        }  # fmt: skip
        low = [self.sensors[n].kind is Kind.AIR and self.sensors[n].room in rooms for n in heard]
        return np.array(low, dtype=np.bool_)

    def _reach(self, least: Mapping[int, float], span: float) -> None:
        """Move members that stay below what dead heads reached; those above may be right."""
        below = {n: v for n, v in least.items() if self.lagged[:, n].mean() < v}
        heard = np.array(sorted(below), dtype=np.intp)
        values = np.array([below[n] for n in heard.tolist()])
        self._move(self.lagged[:, heard], values, self._variance(heard, values, span))

    def _anchor(self, now: float, heard: IntArray, values: FloatArray) -> None:
        """Learn what the members lack in each room: the median over its heads, of the part of it
        that is the layer's and not a jet's."""
        lacking: dict[int, list[tuple[float, float]]] = {}
        for n, value in zip(heard.tolist(), values.tolist(), strict=True):
            one = self.sensors[n]
            if one.kind not in OF_LAYER:
                continue
            rest = self.lagged[:, n]
            expected = float(np.median(rest))
            rise = float(np.median(self.felt[:, one.room]))
            part = 1.0 if one.kind is Kind.LAYER else min(max(rise / max(expected, 1.0), 0.0), 1.0)
            lacking.setdefault(one.room, []).append((part * (value - expected), part * value))
        for room, found in lacking.items():
            self.anchor.adopt(
                now, room, *(float(np.median(one)) for one in zip(*found, strict=True))
            )

    def _show(self, span: float) -> None:
        air = self.ensemble.air(self.ensemble.last)
        rises = air.scale * (air.upper - air.inside)
        now = np.column_stack([*(shown(one, air) for one in self.sensors), rises])
        slow = self.ensemble.slow
        lags = [
            slow if one.kind in SLOW_KINDS else np.full_like(slow, one.lag) for one in self.sensors
        ]
        lag = np.column_stack([*lags, *[slow] * self.anchor.rooms])
        share = np.where(lag > 0, 1.0 - np.exp(-span / np.maximum(lag, 1e-9)), 1.0)
        self.lagged = self.lagged + share * (now - self.lagged)

    @property
    def felt(self) -> FloatArray:
        """Rises of the upper layers as they would be measured now, K, (m, c)."""
        return self.lagged[:, len(self.sensors) :]

    def _variance(self, heard: IntArray, values: FloatArray, span: float) -> FloatArray:
        noise = np.array([self.sensors[n].noise for n in heard.tolist()])
        noise = noise * np.exp(-self.tare.level[heard])
        share = np.array([self.sensors[n].share for n in heard.tolist()])
        repeated = max(CORRELATED / span, 1.0)
        air = self.ensemble.air(self.ensemble.last)
        missed = np.array([doubt(self.sensors[n], air) for n in heard.tolist()])
        missed = np.where(self.tare.level[heard] == 0.0, missed, LEARNT * missed)
        size = np.maximum(np.abs(values), np.abs(self.lagged[:, heard]).mean(axis=0))
        stretched = STRETCH * size * self.tare.stretched(heard, values)
        own = noise**2 + repeated * ((share * size) ** 2 + missed**2)
        return np.asarray(own + max(SYSTEMATIC / span, 1.0) * stretched**2)

    def _delay(self, heard: IntArray, before: FloatArray, span: float) -> FloatArray:
        """Variance (k,) of heads where it does not burn: smoke takes its time to get there."""
        rate = (self.lagged[:, heard] - before[:, heard]).mean(axis=0) / span
        rooms = np.array([self.sensors[n].room for n in heard.tolist()], dtype=np.intp)
        away = (self.ensemble.room[:, None] != rooms).mean(axis=0)
        return np.asarray((DELAY * away * rate) ** 2)

    def _hear(self, now: float, news: News) -> None:
        """Move members towards the news. Members of another fire have it all before them: they
        take what was told in the whole window, in PARTS, and burn again after each."""
        self._window.news[now] = news
        if not self._leapt:
            self._move(self.lagged[:, news.sensor], news.told, news.variance)
            return
        for part in range(PARTS):
            if part:
                self.ensemble.rewind()
                self._retrace()
            shown, told, variance = self._window.seen(self.ensemble.times.tolist())
            self._move(shown, told, PARTS * variance, last=part == PARTS - 1)

    def _move(
        self, shown: FloatArray, told: FloatArray, variance: FloatArray, *, last: bool = True
    ) -> None:
        """Members after values told (k,), for which they showed (m, k); last: of this round."""
        if not len(told):
            return
        table = self.ensemble.table()
        whole = np.concatenate([table, self.lagged], axis=1)
        moved = update(whole, shown, told, variance)
        self.lagged = moved[:, table.shape[1] :]
        self.ensemble.adopt(moved[:, : table.shape[1]], again=last)

    def snapshot(self) -> Snapshot:
        """What everything from here on depends on, but chance."""
        own = self.ensemble
        return Snapshot(
            own.time, own.model.state(), own.unknowns.copy(), own.seat.copy(), own.room.copy(),
            self.lagged.copy(), own.roots.copy(), own.times.copy(),
        )  # fmt: skip

    def _restore(self, start: Snapshot, lagged: FloatArray) -> None:
        own = self.ensemble
        own.model.restore(start.zone)
        own.unknowns, own.seat = start.unknowns.copy(), start.seat.copy()
        own.room, self.lagged = start.room.copy(), lagged
        own.roots, own.times = start.roots.copy(), start.times.copy()

    def alive(self, now: float, within: float) -> Sequence[int]:
        """Sensors that told something in the last `within` s and are believed."""
        fresh = self.heard >= now - within
        return [n for n in range(len(self.sensors)) if fresh[n] and n not in self.trust.liars()]
