"""A site's filter: samples in, members at the moment out, in rounds of a few seconds.

The filter begins some minutes before the alarm, when nothing burnt, so that what sensors show
before is known; when the evidence moves the fire to another room, it begins there again.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext

import numpy as np
import numpy.typing as npt

from sim.forecast import events, evidence
from sim.forecast.assimilate import Assimilation
from sim.forecast.ensemble import Ensemble
from sim.forecast.fallen import Steering
from sim.forecast.largest import largest_fire
from sim.forecast.materials import DOOR_GAP
from sim.forecast.prior import Prior
from sim.forecast.sensors import Kind
from sim.forecast.signals import Signals
from sim.forecast.site_case import OIL, SiteCase
from sim.forecast.track import Track
from sim.forecast.vessels import KINDS, Oils, grease, vessels_of
from twin.clock import NS_PER_S
from twin.quality import Quality
from twin.samples import SampleBatch
from twin.site.model import Layout

FloatArray = npt.NDArray[np.float64]

ROUND_S = 5.0
CATCH_UP_S = 15.0  # a longer round while the members are far behind
STRIDE_S = 5.0  # time step of those rounds, and ahead: rises 1.3 % off, half of the cost of 2 s
WINDOW_S = 60.0
LOOK_BACK_S = 90.0  # before the alarm, from which on the filter runs
BASELINE_S = 120.0  # before that, over which sensors tell what is normal
KEPT_S = 1800.0
DUCT_ABOVE_HOOD = 30.0  # K, a duct so much hotter than the hood below it burns itself
POISONS = ("gas", "carbon monoxide")
SHUT_DOORS = 0.7  # share of members in which a door that no contact watches is shut
DISCHARGED = 3
SHUT = 0


class Watcher:
    """The members of one site's fire. Rows are those of the layout's points; times ns UTC."""

    def __init__(
        self, layout: Layout, site: SiteCase, *, members: int, seed: int, prior: Prior
    ) -> None:
        self.layout, self.site = layout, site
        self._members, self._seed, self._prior = members, seed, prior
        self.tracks = {row: Track() for row in range(len(layout.points))}
        self._doors = np.random.default_rng([seed, 4]).random((members, len(site.case.openings)))
        self.began = 0
        self.room: int | None = None
        self.hint: int | None = None
        self.seat_share = np.ones(0)
        self.proofs = np.zeros(0)
        self._fit = np.zeros(0)
        self._steering = Steering(())
        self._base: dict[int, float] = {}
        self.filter: Assimilation | None = None
        self._chances = events.chances(members, seed=seed)
        self.signals = Signals(layout, site, self.tracks)
        self.oils = Oils(
            vessels_of(layout, site), self.signals, self._chances.autoignition,
            self._chances.flux, (self._chances.reach > 0).astype(np.float64),
            grease(members, largest=largest_fire(site.case), seed=seed), seed,
        )  # fmt: skip

    @property
    def seats(self) -> list[int]:
        """Numbers of the seats in the room of the fire."""
        return [n for n, seat in enumerate(self.site.seats) if seat.room == self.room]

    @property
    def now(self) -> int:
        """The instant that the members stand at."""
        assert self.filter is not None
        return self._instant(self.filter.ensemble.time)

    def adopt(self, samples: SampleBatch) -> None:
        """Keep samples, rows of the layout; those of no use are dropped. A head of gas or CO at
        the top of its range is Uncertain, and right."""
        columns = (samples.source_time, samples.point, samples.value, samples.quality)
        for time, row, value, quality in zip(*(c.tolist() for c in columns), strict=True):
            track = self.tracks.get(row)
            if track is not None:
                over = quality == Quality.UNCERTAIN_SUBNORMAL
                known = over and self.layout.points[row].kind in POISONS
                track.adopt(time, value, Quality.GOOD if known else quality)

    def values(self, now: int) -> dict[str, float]:
        """Newest good value by tag at `now`."""
        points = self.layout.points
        found = {points[row].tag: track.at(now) for row, track in self.tracks.items()}
        return {tag: sample[1] for tag, sample in found.items() if sample is not None}

    def lost_high(self, now: int) -> dict[str, float]:
        """Gas and CO heads lost beyond their highest limit, as they last stood: what took a head
        away took no gas away."""
        found = {}
        for row, point in enumerate(self.layout.points):
            last = self.tracks[row].last(now) if point.kind in POISONS else None
            limit = point.limits.HH
            if last is None or limit is None or self.tracks[row].at(now) is not None:
                continue
            if last[1] >= limit.at:
                found[point.tag] = last[1]
        return found

    def in_duct(self, now: int) -> bool:
        """Whether the duct is hotter than all of the hood below it: it burns inside."""
        duct, hood = (
            self._newest(kind, now) for kind in ("duct temperature", "plenum temperature")
        )
        return bool(duct and hood and max(duct) > max(hood) + DUCT_ABOVE_HOOD)

    def _newest(self, kind: str, now: int) -> list[float]:
        told = [self.tracks[row].at(now) for row in self.signals.rows(kind)]
        return [one[1] for one in told if one is not None]

    def told(self, now: int) -> dict[int, float]:
        """Change of each sensor that tells of the rooms at `now`, by its number. Below a duct that
        burns its heat is what hood and duct show, while flame heads live and see none."""
        flames = self._newest("flame detector", now)
        by_duct = self.in_duct(now) and bool(flames) and max(flames) < 1.0
        away = (Kind.HOOD, Kind.DUCT) if by_duct else ()
        found = self.standing(now)
        return {n: v for n, v in found.items() if self.site.sensors[n][1].kind not in away}

    def standing(self, now: int) -> dict[int, float]:
        """Change of each sensor that still stands at `now`, by its number."""
        found = {}
        for n, (row, sensor) in enumerate(self.site.sensors):
            sample = self.tracks[row].at(now)
            if sample is None or now - sample[0] > sensor.hold * NS_PER_S:
                continue
            if sensor.kind in (Kind.HEAD, Kind.AIR) and sample[1] >= sensor.dead_c:
                continue
            found[n] = sample[1] - self._base.get(n, sample[1])
        return found

    def advance(self, now: int) -> None:
        """Bring the members to `now`, from the beginning when there are none yet or when the fire
        proves to burn in another room."""
        if self.filter is None:
            self.began = now - round(LOOK_BACK_S * NS_PER_S)
            self._learn_normal()
        found = evidence.proofs(self.site, self.layout, self.told(now), self.values(now))
        self.proofs = found
        room = evidence.room_of_fire(self.site, found, self.room, self.hint)
        if room != self.room or self.filter is None:
            self._begin(room)
        assert self.filter is not None
        while (rest := (now - self.now) / NS_PER_S) >= 1.0:
            length = _round_length(rest)
            far = striding(self.filter.ensemble) if length > ROUND_S else nullcontext()
            with far:
                self._round(self.filter.ensemble.time + length)

    def _learn_normal(self) -> None:
        span = round(BASELINE_S * NS_PER_S)
        for n, (row, _) in enumerate(self.site.sensors):
            normal = self.tracks[row].before(self.began, span)
            if normal is not None:
                self._base[n] = normal

    def _begin(self, room: int) -> None:
        self.room = room
        ensemble = Ensemble(
            self.site.case, self._members, prior=self._prior, seed=self._seed, window=WINDOW_S
        )
        sensors = tuple(sensor for _, sensor in self.site.sensors)
        self.filter = Assimilation(ensemble, sensors, self._conditions, self._events)
        self._steering = Steering(sensors)
        self._fit = np.zeros(len(self.seats))
        self._choose_seats(self.began)

    def _round(self, until: float) -> None:
        assert self.filter is not None
        now = self._instant(until)
        for n, (row, _) in enumerate(self.site.sensors):
            if n not in self._base and self.tracks[row].time:
                self._base[n] = self.tracks[row].value[0]
        told = self.told(now)
        span = until - self.filter.ensemble.time
        self.filter.step(until, *self._steering.adopt(told))
        ensemble = self.filter.ensemble
        seats = [self.site.seats[n] for n in self.seats]
        trusted = {
            n: v for n, v in told.items() if n not in set(self.filter.trust.liars().tolist())
        }
        own = evidence.fit(
            seats, self.filter.sensors, trusted, ensemble.air(ensemble.last)
        )  # fmt: skip
        self._fit = self._fit * np.exp(-span / evidence.FORGET) + own * span / evidence.FORGET
        self._choose_seats(now)

    def _choose_seats(self, now: int) -> None:
        assert self.filter is not None
        seats = [self.site.seats[n] for n in self.seats]
        hazard = np.array([seat.hazard for seat in seats])
        weight = hazard * np.exp(self._fit - self._fit.max())
        weight = weight * evidence.hot_vessels(self.layout, seats, self._oil(now))
        self.seat_share = weight / weight.sum()
        evidence.place(self.filter.ensemble, seats, self.seat_share)

    def _oil(self, now: int) -> dict[str, float]:
        """What each oil thermometer told last: one that burnt with its vessel was in the fire."""
        points = self.layout.points
        rows = [row for kind in KINDS for row in self.signals.rows(kind)]
        last = {points[row].tag: self.tracks[row].last(now) for row in rows}
        return {tag: sample[1] for tag, sample in last.items() if sample is not None}

    def _conditions(self, ensemble: Ensemble, until: float) -> None:
        """Doors, hoods and fans as their contacts say; doors without one differ by member."""
        values = self.values(self._instant(until))
        plan = ensemble.model.plan
        contacts = self._contacts(values)
        for n, opening in enumerate(ensemble.case.openings):
            if opening.id in contacts:
                plan.opening_curve[:, n, :, 1] = max(contacts[opening.id], DOOR_GAP)
            elif opening.open[0][1] < 1.0:
                shut = self._doors[:, n] < SHUT_DOORS
                plan.opening_curve[:, n, :, 1] = np.where(shut, DOOR_GAP, 1.0)[:, None]
        plan.hood_curve[:, :, :, 1] = self._draught(values)
        if ensemble.case.fans:
            plan.fan_curve[:, :, :, 1] = self._made_up(values)

    def _contacts(self, values: Mapping[str, float]) -> dict[str, float]:
        """Share open of each door by its contact."""
        return {
            point.asset: float(values[point.tag] >= 1)
            for point in self.layout.points
            if point.kind == "door contact" and point.asset and point.tag in values
        }

    def _draught(self, values: Mapping[str, float]) -> float:
        """1 while the exhaust draws; a stopped fan or a shut damper ends it."""
        for point in self.layout.points:
            value = values.get(point.tag)
            if value is None:
                continue
            in_duct = point.zone not in self.site.zones()
            if point.kind == "drive state" and in_duct and value != 1:
                return 0.0
            if point.kind == "damper position" and value < 1:
                return 0.0
        return 1.0

    def _made_up(self, values: Mapping[str, float]) -> float:
        for point in self.layout.points:
            if point.kind == "drive state" and point.zone in self.site.zones():
                return 1.0 if values.get(point.tag, 1.0) == 1 else 0.0
        return self._draught(values)

    def _events(self, roots: FloatArray, start: float, until: float) -> FloatArray:
        """What panels, valves and vats say happened in a round."""
        now = self._instant(until)
        least = np.sqrt(self.oils.least_w(self.room or 0, now))
        assert self.filter is not None
        self.filter.ensemble.least = least
        roots = np.maximum(roots, least)
        shut = self._since("valve position", SHUT, now)
        if len(shut) and min(shut) > -np.inf and max(shut) >= 0 and self._is_oily():
            roots = events.cut(roots, max(shut), start, until)
        discharged = max(self._since("panel state", DISCHARGED, now), default=-np.inf)
        agent = self.signals.discharged(now)
        if discharged >= 0 and agent is not None and not self.signals.was_empty(agent):
            roots = events.struck(roots, self._chances.reach, discharged, start, until)
        return roots

    def _since(self, kind: str, code: float, now: int) -> list[float]:
        """When each point of a kind took a code, s of the model, -inf where it has another."""
        rows = [row for row, point in enumerate(self.layout.points) if point.kind == kind]
        found = [self.tracks[row].since(code, now) for row in rows]
        return [-np.inf if one is None else (one - self.began) / NS_PER_S for one in found]

    def _is_oily(self) -> bool:
        return self.site.seats[self.seats[int(np.argmax(self.seat_share))]].kind in OIL

    def _instant(self, time: float) -> int:
        return self.began + round(time * NS_PER_S)


@contextmanager
def striding(own: Ensemble) -> Iterator[None]:
    """Longer time steps than those in which the members follow their sensors."""
    usual, own.model.longest_step = own.model.longest_step, STRIDE_S
    try:
        yield
    finally:
        own.model.longest_step = usual


def _round_length(rest: float) -> float:
    """Seconds of the next round when the members are `rest` s behind."""
    if rest > CATCH_UP_S:
        return CATCH_UP_S
    return ROUND_S if rest >= ROUND_S + 1.0 else rest
