"""Oil in the vessels of a site as their thermometers, the burner and the flame tell of it.

Each member has its own autoignition. While no flame is proved, the oil shows that it lies above
what the thermometer has reached; once one is, that it lies below. So members agree with what is
seen, and still differ.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sim.fire import oil
from sim.forecast.prior import ULTRA_FAST, log_even, spread
from sim.forecast.signals import Signals
from sim.forecast.site_case import SiteCase
from sim.forecast.track import Track
from sim.people.tenability import ZERO_C
from twin.clock import NS_PER_S
from twin.site.model import Asset, AssetKind, Layout

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

PAN = "pan temperature"
KINDS = ("oil temperature", PAN)
LEAST, LIKELY, MOST = 613.15, 636.15, 683.15  # K, autoignition; as in `oil.sample`
NORMAL_C = 200.0  # where a point tells no normal band
DOUBT = 10.0  # K, by which a thermometer in the oil may miss its surface
TREND_S = 60.0  # over which a thermometer's rate is read
LEAST_TREND_S = 10.0
STEEPEST = 3.0  # K/s, oil in a wok over two blast burners' heat: what rises faster was no oil
MOST_HEAT = 2.0  # times a vat's usual power: 60 kW below a wok, 50 kW below a fryer
AGAIN_S = 30.0  # after agent came, a flame that is seen burns again
LID_S = 5.0  # since something covered oil that burnt and now shows no flame
LOW = 573.15  # K, shown by a thermometer beside oil that burns
RATE_ERROR = 0.10  # relative spread of a rate that goes on
LEAST_RATE = 0.3 / 60  # K/s
FILLED = 0.15  # relative spread of what a vessel holds
COVERED = 3.0  # s, in which the agent has closed a surface enough
FAST = 46.9  # W/s2; NFPA 72
GREASY = 0.7  # share of the members in which the hood's grease burns on (ours: filters are cleaned)
AMBIENT = 301.15  # K


@dataclass(frozen=True, slots=True)
class Vessel:
    """One vessel with a thermometer. row: of its point; room: number, -1 outside of the rooms; at:
    middle of the oil; clear: m from the oil to the hood's lower edge, or to the ceiling; normal: K,
    up to which its thermostat, or its cook, is taken to be in charge; open_pan: a cook's."""

    row: int
    tag: str
    asset: str
    room: int
    at: tuple[float, float, float]
    clear: float
    normal: float
    open_pan: bool
    vat: oil.Vat


@dataclass(frozen=True, slots=True)
class OilState:
    """One vessel at an instant, members (m,). shown K, `age` s ago, is its newest reading; rate K/s
    as it is shown; limit: autoignition, K; alight; since: s since a flame was proved, inf for
    never; struck: s since agent (or a lid) came, inf for never; hit (m,): share of the surface that
    it reached; to_come (m,): what another discharge would reach; power W that reaches the oil;
    flux W/m2; mass kg; licked: the plenum has been as hot as
    burning grease; blind: s since the last heat sensor of the room died hot, 0 while one lives."""

    vessel: Vessel
    shown: float
    age: float
    rate: float
    limit: FloatArray
    alight: BoolArray
    since: float
    struck: float
    hit: FloatArray
    to_come: FloatArray
    power: FloatArray
    flux: FloatArray
    mass: FloatArray
    licked: bool
    blind: float

    @property
    def is_hot(self) -> bool:
        """Whether it is worth following: hot, or one that has burnt."""
        return self.shown >= NORMAL_C + ZERO_C or bool(np.isfinite(self.since))

    @property
    def heated(self) -> bool:
        """Whether its burner is taken to be on."""
        return bool(np.median(self.power) > 0) and (
            self.rate > LEAST_RATE or bool(self.alight.any())
        )


def vessels_of(layout: Layout, site: SiteCase) -> tuple[Vessel, ...]:
    """Vessels whose oil or pan a thermometer watches."""
    zones = site.zones()
    assets = {asset.id: asset for asset in layout.assets}
    found = []
    for row, point in enumerate(layout.points):
        asset = assets.get(point.asset or "")
        if point.kind not in KINDS or asset is None:
            continue
        room = zones.get(point.zone, -1)
        (x, y, z), (width, depth, height) = asset.box.at, asset.box.size
        at = (x + width / 2, y + depth / 2, z + height)
        edge = _edge_over(at, layout.assets)
        top = site.rooms[room].floor + site.rooms[room].height if room >= 0 else at[2] + 2.0
        vat = oil.FRYER if asset.kind is AssetKind.FRYER else oil.WOK
        normal = point.normal[1] if point.normal else NORMAL_C
        clear = max((top if edge is None else edge) - at[2], 0.1)
        top, is_pan = normal + ZERO_C, point.kind == PAN
        found.append(Vessel(row, point.tag, asset.id, room, at, clear, top, is_pan, vat))
    return tuple(found)


def _edge_over(at: tuple[float, float, float], assets: Iterable[Asset]) -> float | None:
    """Lower edge of the hood over a place, m."""
    over = [
        a.box.at[2] for a in assets
        if a.kind is AssetKind.HOOD and a.box.at[2] > at[2]
        and all(a.box.at[n] <= at[n] <= a.box.at[n] + a.box.size[n] for n in (0, 1))
    ]  # fmt: skip
    return min(over, default=None)


@dataclass(frozen=True, slots=True)
class Grease:
    """What flames in the hood set alight, in each of m members: whether it burns on, and how fast
    its fire grows, W/s2."""

    burns: BoolArray
    alpha: FloatArray


def grease(members: int, *, largest: float, seed: int) -> Grease:
    """Drawn once for a fire. largest: W that the rooms feed; a small room's fire grows slower."""
    rng = np.random.default_rng([seed, 8])
    alpha = log_even(FAST, ULTRA_FAST, members, rng) * min(1.0, largest / 2e6)
    return Grease(rng.random(members) < GREASY, alpha)


@dataclass(frozen=True, slots=True)
class Oils:
    """The oil of a site's vessels. autoignition (m,) K: each member's, before anything is seen;
    flux (m,) W/m2; hit (m,): share of a surface that a discharge reaches in it."""

    vessels: Sequence[Vessel]
    signals: Signals
    autoignition: FloatArray
    flux: FloatArray
    hit: FloatArray
    grease: Grease
    seed: int

    def states(self, now: int) -> list[OilState]:
        """Every vessel that has ever told its temperature, at `now`, ns UTC."""
        return [one for v in self.vessels if (one := self._state(v, now)) is not None]

    def least_w(self, room: int, now: int) -> FloatArray:
        """Heat that the oil alight in a room gives off at least, W, (m,): no more than at its
        autoignition while heat sensors live, since these tell of the rest; then all of it."""
        total = np.zeros(len(self.autoignition))
        for one in self.states(now):
            if one.vessel.room != room or not one.alight.any():
                continue
            full = self.flux * np.asarray(one.vessel.vat.area)
            heat = burnt(one, np.array([0.0, 1.0])).hrr[:, 0] if one.age > 0 else full
            if not one.blind:
                heat = np.minimum(heat, full)
            elif one.licked:
                heat = heat + np.where(self.grease.burns, self.grease.alpha * one.blind**2, 0.0)
            grown = 1.0 - np.exp(-one.since / oil.SPREAD)
            total = total + np.where(one.alight, grown * heat, 0.0)
        return total

    def _state(self, vessel: Vessel, now: int) -> OilState | None:
        signals, track = self.signals, self.signals.tracks[vessel.row]
        last = track.last(now)
        if last is None:
            return None
        age = 0.0 if track.at(now) is not None else (now - last[0]) / NS_PER_S
        shown = last[1] + ZERO_C
        hot = track.first_over(LEAST - ZERO_C - DOUBT, now)
        proof = None if hot is None else signals.burnt_since(vessel.room, hot, now)
        limit = self._limit(track, proof, now)
        struck, hit = self._agent(vessel, now)
        if proof is not None and age == 0 and signals.is_quiet(vessel.room, now):
            struck = LID_S if np.isinf(struck) else struck
            hit = np.ones(len(limit))
        alight = limit <= shown if proof is None else np.full(len(limit), age > 0 or shown >= LOW)
        alight = alight & ~((hit > oil.SHUT) & np.isfinite(struck) & (struck > COVERED))
        rng = np.random.default_rng([self.seed, 7, vessel.row])
        mass = np.asarray(vessel.vat.mass) * np.exp(FILLED * spread(len(limit), rng))
        trend = self._rate(track, now, struck)
        rate = 0.0 if trend is None else trend
        alone = vessel.open_pan and shown > NORMAL_C + ZERO_C and signals.is_empty(now)
        minded = shown <= vessel.normal and proof is None and not alone
        goes_on = min(rate, 0.0) if minded else rate
        power = self._power(vessel, mass, shown, limit, goes_on, rng)
        full = alight | (trend is None and not minded)
        # an idle meter says nothing of a fryer: it may be electric
        is_cold = signals.is_shut(now) or (vessel.open_pan and signals.is_idle(now))
        power = np.where(full, np.asarray(vessel.vat.power), power) * (not is_cold)
        return OilState(
            vessel, shown, age, rate, limit, alight,
            np.inf if proof is None else (now - proof) / NS_PER_S, struck, hit, self.hit, power,
            self.flux, mass, proof is not None and signals.licked(vessel.room, proof, now),
            signals.blind(vessel.room, now),
        )  # fmt: skip

    @staticmethod
    def _rate(track: Track, now: int, struck: float) -> float | None:
        """K/s over the last minute, from when agent came on, or since a leap that no burner makes:
        another pan, or a line that was cut. None where that is too short."""
        span = min(TREND_S, max(struck, LEAST_TREND_S))
        times, values = track.course(now - round(span * NS_PER_S), now)
        leaps = np.flatnonzero(np.abs(np.diff(values)) > DOUBT + STEEPEST * np.diff(times))
        if len(leaps):
            times, values = times[leaps[-1] + 1 :], values[leaps[-1] + 1 :]
        if len(times) < 3 or times[-1] - times[0] < LEAST_TREND_S / 2:
            return None
        return float(np.polyfit(times, values, 1)[0])

    def _agent(self, vessel: Vessel, now: int) -> tuple[float, FloatArray]:
        """Seconds since agent came and what it reached. An empty bottle gave none; when a flame
        head tells again long after, what came is spent."""
        when = self.signals.discharged(now)
        if when is None or self.signals.was_empty(when):
            return np.inf, np.zeros(len(self.hit))
        late = when + round(AGAIN_S * NS_PER_S)
        if self.signals.flame_since(vessel.room, late, now, seen=True) is not None:
            return np.inf, np.zeros(len(self.hit))
        return (now - when) / NS_PER_S, self.hit

    def _limit(self, track: Track, proof: int | None, now: int) -> FloatArray:
        """Autoignition (m,) K as far as it is known: above all that was reached without a flame, or
        below what the oil had when one was proved."""
        order = _share(self.autoignition)
        highest = (track.highest(now if proof is None else proof) or 0.0) + ZERO_C
        reached = float(_share(np.array([highest]))[0])
        if proof is None:
            return _limit_at(reached + order * (1.0 - reached))
        return np.minimum(_limit_at(order * reached), highest)

    def _power(
        self, vessel: Vessel, mass: FloatArray, shown: float, limit: FloatArray, rate: float,
        rng: np.random.Generator,
    ) -> FloatArray:  # fmt: skip
        """W that heat the oil of each member as fast as its thermometer shows, up to what burns
        below it."""
        stored = mass * oil.SPECIFIC_HEAT + np.asarray(vessel.vat.body)
        error = 1.0 + RATE_ERROR * spread(len(mass), rng)
        over = np.minimum((shown - limit) / oil.VAPOUR_RISE, 3.0)
        steam = np.asarray(vessel.vat.area) * self.flux / oil.HEAT_OF_COMBUSTION * np.exp(over)
        lost = np.asarray(vessel.vat.loss) * (shown - AMBIENT) + oil.VAPOUR_HEAT * steam
        heat = np.clip(stored * rate * error + lost, 0.0, MOST_HEAT * np.asarray(vessel.vat.power))
        return np.asarray(heat * (rate > -LEAST_RATE))


def burnt(
    state: OilState,
    times: FloatArray,
    *,
    cut: float = np.inf,
    agent: float = np.inf,
    every: int = 1,
) -> oil.OilRun:
    """The oil at `times` (t,) s from now, 0 first, of every so-manieth member; heat cut, or agent,
    so many seconds from now. It is followed from its newest reading on."""
    age, rows = state.age, slice(None, None, every)
    clock = np.concatenate([[0.0], times + age]) if age > 0 else times
    vat = replace(
        state.vessel.vat, mass=state.mass[rows], power=state.power[rows],
        autoignition=state.limit[rows], flux=state.flux[rows],
    )  # fmt: skip
    heat = np.broadcast_to(
        (clock < age + cut).astype(np.float64), (len(state.mass[rows]), len(clock))
    )
    whole = oil.run(
        vat, clock, heat, start=state.shown, agent=_foam(state, age + agent, rows),
        ambient=AMBIENT, burning=state.alight[rows],
    )  # fmt: skip
    if age == 0:
        return whole
    return replace(
        whole, time=times, temperature=whole.temperature[:, 1:], hrr=whole.hrr[:, 1:],
        vapour=whole.vapour[:, 1:], mass=whole.mass[:, 1:], ignition=whole.ignition - age,
        extinction=whole.extinction - age, reignition=whole.reignition - age,
    )  # fmt: skip


def _foam(state: OilState, agent: float, rows: slice) -> oil.Agent:
    """What lies on the oil, or will at `agent` s of its clock."""
    came = state.age - state.struck
    if np.isfinite(agent):
        return oil.Agent(at=agent, hit=state.to_come[rows])
    if not np.isfinite(state.struck):
        return oil.NO_AGENT
    return oil.Agent(at=came, hit=state.hit[rows])


def _share(autoignition: FloatArray) -> FloatArray:
    """Share of oils that ignite by themselves below so many K: triangular, see `oil.sample`."""
    low = (autoignition - LEAST) ** 2 / ((MOST - LEAST) * (LIKELY - LEAST))
    high = 1.0 - (MOST - autoignition) ** 2 / ((MOST - LEAST) * (MOST - LIKELY))
    inside = np.where(autoignition < LIKELY, low, high)
    return np.where(autoignition <= LEAST, 0.0, np.where(autoignition >= MOST, 1.0, inside))


def _limit_at(share: FloatArray) -> FloatArray:
    """K below which that share of oils ignites."""
    low = LEAST + np.sqrt(np.maximum(share, 0.0) * (MOST - LEAST) * (LIKELY - LEAST))
    high = MOST - np.sqrt(np.maximum(1.0 - share, 0.0) * (MOST - LEAST) * (MOST - LIKELY))
    return np.where(share < (LIKELY - LEAST) / (MOST - LEAST), low, high)
