"""A duct that burns: members of the duct model that agree with its thermometers, and ahead.

What nobody knows of a duct (when it caught fire, how much grease, what a shut damper lets through,
how much longer it is than drawn) is drawn, run beside what the thermometers showed, and chosen by
that; the chosen ones, a little apart again, run on over the horizon, as it is and with the fan
stopped or the damper shut.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sim.fire import duct
from sim.forecast.duct_way import DuctWay
from sim.forecast.model import Lever, Pull
from sim.forecast.parts import DuctChoice, DuctForecast, DuctPlace
from sim.forecast.prior import even, log_even, spread
from sim.forecast.quantiles import series, three
from sim.forecast.resample import misfit, resampled
from sim.forecast.signals import Signals
from sim.people.arrivals import arrival
from sim.people.tenability import ZERO_C, crossing
from twin.clock import NS_PER_S

FloatArray = npt.NDArray[np.float64]

DRAWN, KEPT = 160, 64
PAST_S, CLOCK_S = 600.0, 5.0
WARM_C = 90.0  # high alarm of a duct; ignition lies about the time it is passed
BEFORE_S, BEHIND_S = 90.0, 20.0
LOAD = (0.3, 5.0)  # kg/m2: a film of 0.3 to 5 mm
LEAK = (0.5, 2.5)  # m/s past a shut damper; scenario R3 has 1 to 2
LONGER = (0.9, 2.2)  # times what is drawn: bends and offsets
STACK = 2.0  # m/s, a hot duct's own draught with the fan stopped
ERROR_K, ERROR_SHARE = 25.0, 0.25  # of the model beside a thermometer; see `sim/fire/duct.py`
TELLS_S = 30.0  # apart, from which on readings tell anew
APART = 0.08  # spread given back to chosen members, of logarithms
LINK_C = 150.0
RISE = 180.0  # K of the outer face above the room; insulation criterion of EN 1363-1
INSIDE = 301.15  # K


@dataclass(frozen=True, slots=True)
class _Members:
    """Unknowns (m,): s of the clock, kg/m2, m/s, times the drawn length."""

    ignition: FloatArray
    load: FloatArray
    leak: FloatArray
    longer: FloatArray

    def chosen(self, rows: npt.NDArray[np.intp], rng: np.random.Generator) -> "_Members":
        """These rows, a little apart."""
        count = len(rows)
        apart = [np.exp(APART * spread(count, rng)) for _ in range(3)]
        return _Members(
            np.maximum(self.ignition[rows] + 5.0 * spread(count, rng), 0.0),
            self.load[rows] * apart[0], self.leak[rows] * apart[1], self.longer[rows] * apart[2],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Known:
    """What the signals say over clock (n,) s, `now` among them, `warm` when the first thermometer
    passed WARM_C: plenum K and air m/s (n,); readings (n, k) K, NaN where none; is_shut: the damper
    is known to be; shut: it is, or a lever shuts it now; link: it may yet shut by its own; nozzle
    s of agent into the duct, inf for none."""

    clock: FloatArray
    now: float
    warm: float
    plenum: FloatArray
    air: FloatArray
    readings: FloatArray
    is_shut: bool
    shut: bool
    link: bool
    nozzle: float


def told(
    way: DuctWay, signals: Signals, now: int, times: FloatArray, pulls: Sequence[Pull], seed: int
) -> DuctForecast | None:
    """The duct over `times` (t,) s from `now`, ns UTC; None before its thermometers tell of it."""
    known = _known(way, signals, now, times, pulls)
    if known is None:
        return None
    rng = np.random.default_rng([seed, 9])
    members = _fitted(way, known, rng)
    courses = {name: _run(way, known, members, name) for name in _names(known, pulls)}
    first = next(iter(courses.values()))
    ahead = known.clock >= known.now - 1e-6
    shut = 1.0 if known.shut else float((first.shut <= known.now).mean())
    return DuctForecast(
        length=round(way.length, 2),
        damper_shut=shut,
        hrr_kw=series(first.hrr[:, ahead] / 1e3),
        choices=tuple(_choice(name, way, known, members, run) for name, run in courses.items()),
    )


def _names(known: _Known, pulls: Sequence[Pull]) -> list[str]:
    """What can be done yet, the course foreseen first."""
    pulled = {pull.lever for pull in pulls}
    if Lever.STOP_HOOD in pulled:
        return ["fan_stopped"] if known.shut else ["fan_stopped", "damper_shut"]
    if Lever.CLOSE_DAMPER in pulled and not known.is_shut:
        return ["damper_shut", "fan_stopped"]
    return ["as_is", "fan_stopped"] if known.shut else ["as_is", "fan_stopped", "damper_shut"]


def _known(
    way: DuctWay, signals: Signals, now: int, times: FloatArray, pulls: Sequence[Pull]
) -> _Known | None:
    start = now - round(PAST_S * NS_PER_S)
    readings = [signals.tracks[row].course(start, now) for row in way.rows]
    warm = [float(t[v >= WARM_C][0]) for t, v in readings if (v >= WARM_C).any()]
    if not warm:
        return None
    back = min(max(-min(warm) + BEFORE_S, CLOCK_S), PAST_S)
    past = np.arange(-np.ceil(back / CLOCK_S) * CLOCK_S, -CLOCK_S / 2, CLOCK_S)
    at = np.concatenate([past, times])
    clock = at - at[0]
    open_ = _last(signals, "damper position", now)
    is_shut = bool(open_) and min(open_) < 1
    hottest = max(float(v[-1]) for _, v in readings if len(v))
    agent = signals.discharged(now)
    nozzle = np.inf
    if agent is not None and not signals.was_empty(agent):
        nozzle = max((agent - now) / NS_PER_S - at[0], 0.0)
    pulled = {pull.lever for pull in pulls}
    if Lever.DISCHARGE in pulled:
        nozzle = min(nozzle, -at[0] + 5.0)
    return _Known(
        clock=clock,
        now=-float(at[0]),
        warm=max(min(warm) - float(at[0]), 0.0),
        plenum=_course(signals, "plenum temperature", start, now, at, 60.0) + ZERO_C,
        air=_course(signals, "velocity", start, now, at, 8.0),
        readings=np.stack([_held(t, v, at) for t, v in readings], axis=1) + ZERO_C,
        is_shut=is_shut,
        shut=is_shut or Lever.CLOSE_DAMPER in pulled,
        link=bool(open_) and not is_shut and hottest < LINK_C + 30.0,
        nozzle=nozzle,
    )


def _last(signals: Signals, kind: str, now: int) -> list[float]:
    found = [signals.tracks[row].at(now) for row in signals.rows(kind)]
    return [one[1] for one in found if one is not None]


def _course(
    signals: Signals, kind: str, start: int, now: int, at: FloatArray, usual: float
) -> FloatArray:
    """Mean of the points of a kind over `at` (n,) s from now; the newest stays."""
    found = [signals.tracks[row].course(start, now) for row in signals.rows(kind)]
    told = [np.interp(at, t, v) for t, v in found if len(t)]
    return np.mean(told, axis=0) if told else np.full(len(at), usual)


def _held(times: FloatArray, values: FloatArray, at: FloatArray) -> FloatArray:
    if not len(times):
        return np.full(len(at), np.nan)
    inside = (at >= times[0] - CLOCK_S) & (at <= 0.0)
    return np.where(inside, np.interp(at, times, values), np.nan)


def _fitted(way: DuctWay, known: _Known, rng: np.random.Generator) -> _Members:
    """Members that agree with the thermometers up to now."""
    ignition = known.warm - BEFORE_S + (BEFORE_S + BEHIND_S) * even(DRAWN, rng)
    drawn = _Members(
        np.maximum(ignition, 0.0), log_even(*LOAD, DRAWN, rng), log_even(*LEAK, DRAWN, rng),
        log_even(*LONGER, DRAWN, rng),
    )  # fmt: skip
    rows = resampled(_fit(way, known, drawn), KEPT, rng)
    again = drawn.chosen(rows, rng)
    return again.chosen(resampled(_fit(way, known, again), KEPT, rng), rng)


def _fit(way: DuctWay, known: _Known, members: _Members) -> FloatArray:
    """How little each member (m,) agrees with what the thermometers showed."""
    past = _until_now(known)
    run = _run(way, past, members, "as_is")
    shown = run.reading()
    along = np.array([p.along for p in way.places if p.kind == "thermometer"])
    at = _between(shown, way, members, along)
    readings = past.readings
    error = ERROR_K + ERROR_SHARE * np.abs(np.nan_to_num(readings) - INSIDE)
    return misfit((at - readings) / error) * CLOCK_S / TELLS_S


def _until_now(known: _Known) -> _Known:
    """What is known up to now alone."""
    past = known.clock <= known.now + 1e-6
    return replace(
        known, clock=known.clock[past], plenum=known.plenum[past], air=known.air[past],
        readings=known.readings[past],
    )  # fmt: skip


def _run(way: DuctWay, known: _Known, members: _Members, name: str) -> duct.DuctRun:
    """The members over the clock; from now on with the fan stopped or the damper shut."""
    own = duct.Duct(
        length=way.length * LONGER[1] * 1.3, width=way.width, depth=way.depth, load=members.load
    )
    leak = members.leak[:, None]
    later = known.clock >= known.now - 1e-6
    air = np.broadcast_to(known.air, (len(members.load), len(known.clock)))
    if name == "damper_shut":
        air = np.where(later, np.minimum(air, leak), air)
    if name == "fan_stopped":
        most = np.minimum(STACK, leak / 2) if known.shut else STACK
        air = np.where(later, np.minimum(air, most), air)
    draught = duct.Draught(
        velocity=np.maximum(air, 0.0), leak=members.leak,
        shuts=LINK_C + ZERO_C if known.link and name != "fan_stopped" else np.inf,
        nozzle=known.nozzle, damper=min(way.damper, own.length),
    )  # fmt: skip
    places = tuple(np.linspace(0.0, own.length, round(own.length / duct.CELL) + 1).tolist())
    return duct.run(
        own, known.clock, known.plenum, ignition=members.ignition, places=places, draught=draught,
        ambient=INSIDE,
    )  # fmt: skip


def _between(values: FloatArray, way: DuctWay, members: _Members, along: FloatArray) -> FloatArray:
    """Values (m, n, p) at drawn places (k,), each member's duct longer in its own way (m, n, k)."""
    last = values.shape[2] - 1
    length = way.length * LONGER[1] * 1.3
    where = np.clip(along * members.longer[:, None] / length * last, 0.0, last)
    low = np.minimum(where.astype(np.intp), last - 1)
    share = (where - low)[:, None, :]
    rows = np.arange(len(values))[:, None]
    first = values[rows, :, low].transpose(0, 2, 1)
    second = values[rows, :, low + 1].transpose(0, 2, 1)
    return np.asarray((1.0 - share) * first + share * second)


def _choice(
    name: str, way: DuctWay, known: _Known, members: _Members, run: duct.DuctRun
) -> DuctChoice:
    ahead = known.clock >= known.now - 1e-6
    times = known.clock[ahead] - known.now
    along = np.array([place.along for place in way.places])
    wall = _between(run.wall, way, members, along)[:, ahead]
    front = run.front[:, ahead] / members.longer[:, None]
    furthest = np.maximum.accumulate(front, axis=1)
    places = []
    for n, place in enumerate(way.places):
        at = max(place.along, 0.01)
        fire = crossing(times, furthest[:, :, None], at)[:, 0]
        hot = crossing(times, wall[:, :, n : n + 1], INSIDE + RISE)[:, 0]
        places.append(
            DuctPlace(
                id=place.id, kind=place.kind, along=round(place.along, 2), fire=arrival(fire),
                hot=arrival(hot), wall_c=series(wall[:, :, n] - ZERO_C),
            )
        )  # fmt: skip
    return DuctChoice(
        choice=name,
        places=tuple(places),
        front=series(np.minimum(front, way.length)),
        highest_c=three(wall.max(axis=(1, 2)) - ZERO_C),
    )
