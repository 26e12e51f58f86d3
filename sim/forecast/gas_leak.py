"""Gas in the rooms of a site: leaks that agree with the heads, and ahead, room by room.

What enters a room, since when, how it is aired and how late a head hears of it are drawn, run
beside the heads, and chosen by what they showed. Each room is learnt from its own heads, so gas
that comes through a door counts as a leak of that room.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from sim.forecast.floors import Room, nearest_room
from sim.forecast.model import Lever, Pull
from sim.forecast.parts import GasChoice, GasForecast
from sim.forecast.prior import even, log_even, spread
from sim.forecast.quantiles import last_over, series, three
from sim.forecast.resample import misfit, resampled
from sim.forecast.signals import Signals
from sim.gas import layers
from sim.gas.fuel import LPG, NATURAL_GAS, Fuel
from sim.people.arrivals import arrival
from sim.people.model import NEVER
from sim.people.tenability import crossing
from twin.clock import NS_PER_S
from twin.site.model import Layout, Point

FloatArray = npt.NDArray[np.float64]

DRAWN, KEPT, ROUNDS = 256, 96, 3
PAST_S, CLOCK_S, TELLS_S = 900.0, 5.0, 20.0
TELLS_PCT, FIRST_PCT = 4.0, 2.0  # a head's normal band ends at 2 %LEL
NEWEST_S = 120.0
BEFORE_S = 60.0  # a leak begins so long before a head first tells, at most
LEAK = {True: (2e-4, 2e-2), False: (1e-4, 0.5)}  # m3/s; hoses and holes, liquid LPG to 2 mm
AIRED = (2e-3, 0.5)  # m3/s, cracks to open doors
OPENED = (0.2, 1.0)  # m3/s more once doors and windows are opened; calm to light wind
LATE_S = 40.0  # by which a head far from the leak hears of it, at most
ERROR_PCT, ERROR_SHARE = 2.0, 0.10  # of a head beside a well-mixed layer
DEPTH = (0.6, 1.6)  # times the layer's depth: what a leak is worth
FLOOR_HEAD = 1.0  # m, a head lower than this watches for what is heavier than air
APART = 0.10
DELAY_S = 5.0  # until a valve is shut
SAFE_PCT = 10.0
WITNESSES = ("flame detector", "heat detector")


@dataclass(frozen=True, slots=True)
class _Members:
    """Unknowns: leak m3/s, start s of the clock, aired, opened m3/s (m,); late (m, k) s."""

    leak: FloatArray
    start: FloatArray
    aired: FloatArray
    opened: FloatArray
    late: FloatArray

    def chosen(self, rows: npt.NDArray[np.intp], rng: np.random.Generator) -> "_Members":
        """These rows, a little apart."""
        own = {one.name: getattr(self, one.name)[rows] for one in fields(self)}
        for name in ("leak", "aired"):
            own[name] = own[name] * np.exp(APART * spread(len(rows), rng))
        own["start"] = own["start"] + 3.0 * spread(len(rows), rng)
        return _Members(**own)


@dataclass(frozen=True, slots=True)
class _Known:
    """One room. clock (n,) s, `now` and `first`, when a head first told, on it; readings (n, k)
    %LEL, NaN where none; shut s of the clock, inf while the valve is open; extract m3/s."""

    room: layers.Room
    fuel: Fuel
    heads: tuple[Point, ...]
    clock: FloatArray
    now: float
    first: float
    readings: FloatArray
    shut: float
    extract: float


@dataclass(frozen=True, slots=True)
class GasWatch:
    """The gas heads of a site. supply: as `Site.gas`; drawn (c,): m3/s that hoods take from each
    room while they run."""

    layout: Layout
    rooms: Sequence[Room]
    signals: Signals
    supply: str
    drawn: Sequence[float]
    seed: int

    def told(
        self, now: int, times: FloatArray, pulls: Sequence[Pull], draws: bool
    ) -> tuple[GasForecast, ...]:
        """Rooms whose heads tell of gas, over `times` (t,) s from `now`; the worst first."""
        found = []
        for number, room in enumerate(self.rooms):
            known = self._known(number, room, now, times, draws)
            if known is not None:
                found.append(_forecast(room, known, pulls, np.random.default_rng([self.seed, 10])))
        return tuple(sorted(found, key=lambda one: -one.choices[0].pct_lel.median[0]))

    def peak(self, now: int, gone: float) -> float | None:
        """Highest %LEL of this leak: since every head last showed less than `gone`. One that turned
        Bad counts as it last stood. None without heads."""
        tracks = [self.signals.tracks[row] for row in self.signals.rows("gas")]
        courses = [course for track in tracks if len((course := track.course(0, now))[0])]
        if not courses:
            return None
        clock = np.unique(np.concatenate([at for at, _ in courses]))
        shown = np.zeros(len(clock))
        for at, value in courses:
            newest = np.searchsorted(at, clock, side="right") - 1
            shown = np.maximum(shown, np.where(newest >= 0, value[newest], 0.0))
        quiet = np.flatnonzero(shown < gone)
        return float(shown[quiet[-1] if len(quiet) else 0 :].max())

    def told_of(self, now: int, alarm: int | None) -> bool:
        """Whether a head shows gas, or did since the alarm, ns UTC."""
        tracks = [self.signals.tracks[row] for row in self.signals.rows("gas")]
        last = [track.last(now) for track in tracks]
        since = [] if alarm is None else [track.course(alarm, now)[1] for track in tracks]
        shown = [*(one[1] for one in last if one is not None), *np.concatenate([[], *since])]
        return max(shown, default=0.0) >= SAFE_PCT

    def denies_fire(self, now: int) -> bool:
        """Whether all flame and heat heads of the site live. None of them proves a fire while gas
        is what a forecast is about."""
        rows = [row for kind in WITNESSES for row in self.signals.rows(kind)]
        return bool(rows) and all(self.signals.tracks[row].at(now) is not None for row in rows)

    def _known(
        self, number: int, room: Room, now: int, times: FloatArray, draws: bool
    ) -> _Known | None:
        start = now - round(PAST_S * NS_PER_S)
        heads, courses = [], []
        for row, point in enumerate(self.layout.points):
            if point.kind != "gas" or nearest_room(self.rooms, *point.at[:2]) != number:
                continue
            at, value = self.signals.tracks[row].course(start, now)
            if len(at) and value[at >= -NEWEST_S].max(initial=0.0) >= TELLS_PCT:
                heads.append(point)
                courses.append((at, value))
        if not heads:
            return None
        first = min(_since(at, value) for at, value in courses)
        back = min(np.ceil((BEFORE_S - first) / CLOCK_S) * CLOCK_S, PAST_S)
        clock = np.concatenate([np.arange(-back, -CLOCK_S / 2, CLOCK_S), times]) + back
        low = min(head.at[2] for head in heads) - room.floor < FLOOR_HEAD
        is_lpg = "LPG" in self.supply and (low or "NG" not in self.supply)
        depth = min(0.6, room.height / 4)
        return _Known(
            room=layers.Room(room.area, room.height, min(0.3, depth), depth),
            fuel=LPG if is_lpg else NATURAL_GAS,
            heads=tuple(heads),
            clock=clock,
            now=float(back),
            first=max(first + back, 0.0),
            readings=np.stack([_on(clock - back, at, value) for at, value in courses], axis=1),
            shut=np.inf if is_lpg else self._shut(now, back),
            extract=self.drawn[number] if draws else 0.0,
        )

    def _shut(self, now: int, back: float) -> float:
        """When the gas valve was shut, s of the clock."""
        if not self.signals.is_shut(now):
            return np.inf
        found = [
            self.signals.tracks[row].since(0, now) for row in self.signals.rows("valve position")
        ]
        shut = max((one for one in found if one is not None), default=now)
        return max(back + (shut - now) / NS_PER_S, 0.0)


def lead_s(gas: Sequence[GasForecast]) -> float:
    """Seconds until a room reaches 25 %LEL in the earliest of its cases (5 %), if nothing more is
    done; inf when not within the horizon."""
    earliest = [one.choices[0].at_25.low for one in gas]
    return min((at for at in earliest if at != NEVER), default=np.inf)


def _since(at: FloatArray, value: FloatArray) -> float:
    """When a head began to tell of the gas it tells of now, s before now."""
    quiet = np.flatnonzero(value < FIRST_PCT)
    return float(at[min(quiet[-1] + 1, len(at) - 1)] if len(quiet) else at[0])


def _on(clock: FloatArray, at: FloatArray, value: FloatArray) -> FloatArray:
    inside = (clock >= at[0] - CLOCK_S) & (clock <= min(at[-1] + CLOCK_S, 0.0))
    return np.where(inside, np.interp(clock, at, value), np.nan)


def _forecast(
    room: Room, known: _Known, pulls: Sequence[Pull], rng: np.random.Generator
) -> GasForecast:
    members = _fitted(known, rng)
    pulled = {pull.lever for pull in pulls}
    if Lever.CUT_GAS in pulled:
        known = replace(known, shut=min(known.shut, known.now + DELAY_S))
    if pulled & {Lever.STOP_HOOD, Lever.CLOSE_DAMPER}:
        known = replace(known, extract=0.0)
    vented = Lever.OPEN_DOOR in pulled
    names = ["as_is", "vented"] if np.isfinite(known.shut) else [
        "as_is", "valve_shut", "vented", "shut_and_vented"
    ]  # fmt: skip
    worth = rng.uniform(*DEPTH, len(members.leak))
    return GasForecast(
        room=room.id,
        zones=tuple(zone.id for zone in room.zones),
        fuel=known.fuel.name,
        layer="ceiling" if known.fuel.rises else "floor",
        depth=known.room.ceiling_depth if known.fuel.rises else known.room.floor_depth,
        leak_m3_h=three(3600.0 * members.leak * worth * (known.shut > known.now)),
        heads=tuple(head.tag for head in known.heads),
        choices=tuple(_choice(name, known, members, vented) for name in names),
    )


def _fitted(known: _Known, rng: np.random.Generator) -> _Members:
    """Members that agree with the heads up to now."""
    drawn = _Members(
        log_even(*LEAK[known.fuel.rises], DRAWN, rng),
        known.first - BEFORE_S * even(DRAWN, rng),
        log_even(*AIRED, DRAWN, rng),
        log_even(*OPENED, DRAWN, rng),
        LATE_S * np.stack([even(DRAWN, rng) for _ in known.heads], axis=1),
    )
    for n in range(ROUNDS):
        count = KEPT if n == ROUNDS - 1 else DRAWN
        drawn = drawn.chosen(resampled(_misfit(known, drawn), count, rng), rng)
    return drawn


def _misfit(known: _Known, members: _Members) -> FloatArray:
    past = known.clock <= known.now + 1e-6
    clock, readings = known.clock[past], known.readings[past]
    run = _run(replace(known, clock=clock), members, members.aired[:, None], known.shut)
    shown = np.stack(
        [_heard(run, known, head, members.late[:, n]) for n, head in enumerate(known.heads)], axis=2
    )
    error = ERROR_PCT + ERROR_SHARE * np.nan_to_num(readings)
    return misfit((shown - readings) / error) * CLOCK_S / TELLS_S


def _heard(run: layers.GasRun, known: _Known, head: Point, late: FloatArray) -> FloatArray:
    """What a head shows, %LEL (m, n)."""
    height = min(max(head.at[2], 0.0), known.room.height)
    here = np.minimum(run.percent_lel(height), head.range[1])
    return np.stack([
        np.interp(run.time - delay, run.time, row, left=0.0)
        for row, delay in zip(here, late, strict=True)
    ])  # fmt: skip


def _run(known: _Known, members: _Members, aired: FloatArray, shut: float) -> layers.GasRun:
    clock = known.clock[None, :]
    on = (clock >= members.start[:, None]) & (clock < shut)
    air = layers.Air(extract=known.extract, height=min(2.0, known.room.height / 2), draught=aired)
    return layers.run(known.room, known.fuel, known.clock, members.leak[:, None] * on, air=air)


def _choice(name: str, known: _Known, members: _Members, vented: bool) -> GasChoice:
    ahead = known.clock >= known.now - 1e-6
    times = known.clock[ahead] - known.now
    shut = min(known.shut, known.now + DELAY_S) if "shut" in name else known.shut
    more = members.opened[:, None] * ahead * (vented or "vented" in name)
    run = _run(known, members, members.aired[:, None] + more, shut)
    entry = layers.CEILING if known.fuel.rises else layers.FLOOR
    pct = run.fraction[:, ahead, entry] * 100.0 / known.fuel.lower
    at = [arrival(crossing(times, pct[:, :, None], limit)[:, 0]) for limit in (25.0, 50.0, 100.0)]
    return GasChoice(
        choice=name, pct_lel=series(pct), at_25=at[0], at_50=at[1], at_100=at[2],
        below_10=arrival(last_over(times, pct >= SAFE_PCT)),
    )  # fmt: skip
