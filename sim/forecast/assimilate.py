"""From sensors to members: one round after the other, each a few seconds of fire long.

A round runs every member to its end, asks what the sensors would show there, and moves members
towards what they did show. When the sensors agree that the fire did something that no member did,
the round is run again with bolder members; when one sensor disagrees with its peers, it loses
trust instead.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from sim.forecast.anchor import Anchor
from sim.forecast.ensemble import Ensemble, Snapshot
from sim.forecast.events import Events
from sim.forecast.gain import surprise, update
from sim.forecast.sensors import Kind, Sensor, doubt, shown
from sim.forecast.trust import Trust

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]
BoolArray = npt.NDArray[np.bool_]
LOCAL = (Kind.HEAD, Kind.HOOD, Kind.DUCT)
OF_LAYER = (Kind.LAYER, Kind.HEAD)
OF_HEAT = (Kind.LAYER, Kind.AIR, Kind.HEAD, Kind.HOOD, Kind.DUCT)

CORRELATED = 15.0  # s, how long a sensor's error lasts: a row of samples is no new proof
BOLDER = (1.0, 4.0, 16.0)
QUIET = 60.0  # s without a word about heat, after which a fire is taken to go on as it was
CALM = 1.5  # spreads that the sensors together may be off before a round is run again

Conditions = Callable[[Ensemble, float], None]
"""Writes what is known of doors and fans at a time, s, into the model."""


@dataclass(slots=True)
class Assimilation:
    """The filter of one fire. `trust` of each sensor; `heard`: when each one last told, s; anchor:
    what the members lack beside the heads."""

    ensemble: Ensemble
    sensors: tuple[Sensor, ...]
    conditions: Conditions | None = None
    events: Events | None = None
    trust: Trust = field(init=False)
    heard: FloatArray = field(init=False)
    lagged: FloatArray = field(init=False)
    anchor: Anchor = field(init=False)
    _peers: IntArray = field(init=False)
    _local: BoolArray = field(init=False)

    def __post_init__(self) -> None:
        count = len(self.sensors)
        self.trust = Trust(count)
        self.heard = np.full(count, -np.inf)
        self.anchor = Anchor(len(self.ensemble.case.compartments))
        self.lagged = np.zeros((self.ensemble.members, count))
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
        heard = np.array(sorted(told), dtype=np.intp)
        values = np.array([told[n] for n in heard.tolist()])
        start, lagged = self.snapshot(), self.lagged
        span = until - start.time
        for bold in BOLDER:
            if bold != BOLDER[0]:
                self._restore(start, lagged)
            quiet = self._is_quiet(until)
            roots = self.ensemble.drift(until, bold=bold, quiet=quiet)
            if self.events is not None:
                roots = self.events(roots, start.time, until)
            self.ensemble.advance(until, roots)
            self._show(span)
            variance = self._variance(heard, values, span)
            off = surprise(self.lagged[:, heard], values, variance)
            if not len(heard) or _together(off, self._peers[heard]) < CALM:
                break
        self.heard[heard] = until
        factor = self.trust.judge(heard, values, off, self._peers[heard], self._local[heard])
        used = np.isfinite(factor)
        self._move(heard[used], values[used], (variance * factor)[used])
        self._reach(least or {}, span)
        self._anchor(until, heard[used], values[used])

    def _is_quiet(self, now: float) -> bool:
        """Whether all that told of heat fell silent."""
        heat = [n for n, one in enumerate(self.sensors) if one.kind in OF_HEAT]
        last = float(self.heard[heat].max(initial=-np.inf))
        return bool(-np.inf < last < now - QUIET)

    def _reach(self, least: Mapping[int, float], span: float) -> None:
        """Move members that stay below what dead heads reached; those above may be right."""
        below = {n: v for n, v in least.items() if self.lagged[:, n].mean() < v}
        heard = np.array(sorted(below), dtype=np.intp)
        values = np.array([below[n] for n in heard.tolist()])
        self._move(heard, values, self._variance(heard, values, span))

    def _anchor(self, now: float, heard: IntArray, values: FloatArray) -> None:
        """Learn what the members lack in each room: the median over its heads, of the part of it
        that is the layer's and not a jet's."""
        air = self.ensemble.air(self.ensemble.last)
        lacking: dict[int, list[float]] = {}
        for n, value in zip(heard.tolist(), values.tolist(), strict=True):
            one = self.sensors[n]
            if one.kind not in OF_LAYER:
                continue
            rest = shown(one, air) if one.lag == 0 else self.lagged[:, n]
            expected = float(np.median(rest))
            rise = float(np.median(air.scale[:, one.room] * (air.upper[:, one.room] - air.inside)))
            part = 1.0 if one.kind is Kind.LAYER else min(max(rise / max(expected, 1.0), 0.0), 1.0)
            lacking.setdefault(one.room, []).append(part * (value - expected))
        for room, found in lacking.items():
            self.anchor.adopt(now, room, float(np.median(found)))

    def _show(self, span: float) -> None:
        air = self.ensemble.air(self.ensemble.last)
        now = np.column_stack([shown(one, air) for one in self.sensors]) if self.sensors else (
            np.zeros((self.ensemble.members, 0))
        )  # fmt: skip
        lag = np.array([one.lag for one in self.sensors])
        share = np.where(lag > 0, 1.0 - np.exp(-span / np.maximum(lag, 1e-9)), 1.0)
        self.lagged = self.lagged + share * (now - self.lagged)

    def _variance(self, heard: IntArray, values: FloatArray, span: float) -> FloatArray:
        noise = np.array([self.sensors[n].noise for n in heard.tolist()])
        share = np.array([self.sensors[n].share for n in heard.tolist()])
        repeated = max(CORRELATED / span, 1.0)
        air = self.ensemble.air(self.ensemble.last)
        missed = np.array([doubt(self.sensors[n], air) for n in heard.tolist()])
        size = np.maximum(np.abs(values), np.abs(self.lagged[:, heard]).mean(axis=0))
        return np.asarray(noise**2 + repeated * ((share * size) ** 2 + missed**2))

    def _move(self, heard: IntArray, values: FloatArray, variance: FloatArray) -> None:
        if not len(heard):
            return
        table = self.ensemble.table()
        whole = np.concatenate([table, self.lagged], axis=1)
        moved = update(whole, self.lagged[:, heard], values, variance)
        self.lagged = moved[:, table.shape[1] :]
        self.ensemble.adopt(moved[:, : table.shape[1]])

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


def _together(off: FloatArray, peers: IntArray) -> float:
    """How surprised the sensors are as a whole: the mean over kinds of the peers' median."""
    groups = [float(np.median(off[peers == group])) for group in np.unique(peers)]
    return float(np.sqrt(np.mean(np.square(groups))))
