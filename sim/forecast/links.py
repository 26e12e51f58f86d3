"""When the fusible link in the hood over each appliance lets the agent go.

A link follows the gas in its plenum with its response time index. What it has warmed to is read
from the nearest plenum thermometer, which itself comes late; ahead, the plenum warms as a plume of
the members' fire would warm it, as much stronger or weaker as the thermometer shows now. Nobody
knows which link a site has, nor how thick its thermometer is: both differ by member, and those
whose plume agrees with the thermometer count for more. Where the agent came no link is told of.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.fire import ceiling_jet, link
from sim.forecast.parts import LinkForecast
from sim.forecast.prior import log_even, spread
from sim.forecast.resample import resampled
from sim.forecast.signals import Signals
from sim.people.arrivals import arrival
from sim.people.tenability import ZERO_C
from twin.clock import NS_PER_S
from twin.site.model import AssetKind, Layout

FloatArray = npt.NDArray[np.float64]

PROTECTED = (AssetKind.WOK, AssetKind.FRYER, AssetKind.GRIDDLE)
HELD_S = 300.0  # of the past that a link still feels
TOLD_RISE = 20.0  # K, from which on a thermometer says how the members' plume is off
OFF = (0.3, 3.0)  # least and most that it may say
RTI_SPREAD = 0.55  # of its log: links from fast (50) to slow (350) lie within two of these
LAGS = (5.0, 75.0)  # s of a plenum thermometer: sheaths of 1.5 to 6 mm in air at 3 m/s
OFF_SPREAD = 0.4  # of the log of what a plume in a hood is off from a free one
RATE_S = 15.0  # over which its rate is read
STILL_AIR = 0.5  # m/s past a link in a hood that does not draw: some of the plume's own


@dataclass(frozen=True, slots=True)
class Link:
    """The link over one appliance, and the plenum thermometer next to it: its row and place. Both
    stand at the hood's lower edge: what has come in there mixes with no more air of the room."""

    asset: str
    at: tuple[float, float, float]
    row: int
    thermometer: tuple[float, float, float]


def links_of(layout: Layout) -> tuple[Link, ...]:
    """One over each appliance under a hood whose plenum has a thermometer."""
    plenums = [(n, p) for n, p in enumerate(layout.points) if p.kind == "plenum temperature"]
    hoods = [a.box for a in layout.assets if a.kind is AssetKind.HOOD and min(a.box.size[:2]) > 0.4]
    found = []
    for asset in layout.assets:
        if asset.kind not in PROTECTED or not plenums:
            continue
        x, y = (asset.box.at[n] + asset.box.size[n] / 2 for n in (0, 1))
        over = [
            box for box in hoods
            if box.at[0] <= x <= box.at[0] + box.size[0]
            and box.at[1] <= y <= box.at[1] + box.size[1]
        ]  # fmt: skip
        if over:
            row, point = min(plenums, key=lambda one: np.hypot(one[1].at[0] - x, one[1].at[1] - y))
            edge = over[0].at[2]
            beside = (*point.at[:2], min(point.at[2], edge))
            found.append(Link(asset.id, (x, y, edge), row, beside))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Fires:
    """Members' fires: times (t,) s from now, hrr (m, t) W, seat (m, 3) m; draws: the hood runs."""

    times: FloatArray
    hrr: FloatArray
    seat: FloatArray
    draws: bool

    def rise(self, at: tuple[float, float, float]) -> FloatArray:
        """K at a place in the plenum, (m, t)."""
        radius = np.hypot(self.seat[:, 0] - at[0], self.seat[:, 1] - at[1])[:, None]
        height = np.maximum(at[2] - self.seat[:, 2], 0.3)[:, None]
        return ceiling_jet.rise(self.hrr, height=height, radius=radius)


def told(own: Sequence[Link], signals: Signals, fires: Fires, now: int) -> tuple[LinkForecast, ...]:
    """Every link whose plenum has told anything, the first to open first; none once the agent was
    let go."""
    if signals.discharged(now) is not None:
        return ()
    found = [one for link in own if (one := _told(link, signals, fires, now)) is not None]
    return tuple(sorted(found, key=_urgency))


def _urgency(one: LinkForecast) -> tuple[float, float]:
    return (one.opens.median if one.opens.median >= 0 else np.inf), -one.now_c


def _told(own: Link, signals: Signals, fires: Fires, now: int) -> LinkForecast | None:
    track = signals.tracks[own.row]
    times, plenum = track.course(now - round(HELD_S * NS_PER_S), now)
    if not len(times):
        return None
    kind = link.HOOD_LINK
    draught = kind.draught if fires.draws and kind.draught else STILL_AIR
    rng = np.random.default_rng(9)
    rti, lag = _drawn(len(fires.hrr), rng)
    usual = min(float(np.median(plenum[: max(len(plenum) // 4, 1)])), float(plenum[-1])) + ZERO_C
    there, here = fires.rise(own.thermometer), fires.rise(own.at)
    past = _before(times, plenum + ZERO_C, lag)
    shown, made = past.gas[:, -1] - usual, np.maximum(there[:, 0], 1.0)
    burns = (shown > TOLD_RISE) & (there[:, 0] > 1.0)
    ratio = np.where(burns, np.maximum(shown, 1.0) / made, 1.0)
    off = np.clip(ratio, *OFF)
    beside = np.where(burns, np.clip(here[:, 0] / made, *OFF), 1.0)[:, None]
    felt = np.where(past.gas > usual, usual + beside * (past.gas - usual), past.gas)
    warm = link.link_temperature(
        past.times, felt, np.full_like(felt, draught), rti=rti, start=felt[:, 0]
    )[:, -1]
    gas = usual + off[:, None] * here
    gas[:, 0] = np.maximum(gas[:, 0], felt[:, -1])
    ahead = link.link_temperature(fires.times, gas, np.full_like(gas, draught), rti=rti, start=warm)
    opens = link.activation_time(fires.times, ahead, kind.activation)
    rows = resampled(0.5 * (np.log(ratio) / OFF_SPREAD) ** 2, len(ratio), rng)
    opens, warm = opens[rows], warm[rows]
    return LinkForecast(
        asset=own.asset,
        now_c=round(float(np.median(warm)) - ZERO_C, 1),
        rated_c=round(kind.activation - ZERO_C),
        opens=arrival(np.where(np.isnan(opens), np.inf, opens)),
    )


def _drawn(members: int, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """Response time index (m s)^0.5 of the links and lag s of the thermometers, (m,) each."""
    rti = link.HOOD_LINK.rti * np.exp(RTI_SPREAD * spread(members, rng))
    return rti, log_even(*LAGS, members, rng)


@dataclass(frozen=True, slots=True)
class Past:
    """Gas (m, n) K at a thermometer, at times (n,) s before now."""

    times: FloatArray
    gas: FloatArray


def _before(times: FloatArray, shown: FloatArray, lag: FloatArray) -> Past:
    """The gas up to now at a thermometer with such a lag (m,), first order, that showed (n,) K."""
    kept = np.concatenate([np.diff(times) > 0, [True]])
    clock, course = times[kept], shown[kept]
    after = np.minimum(clock + RATE_S / 2, clock[-1])
    before = np.maximum(clock - RATE_S / 2, clock[0])
    gone = np.interp(after, clock, course) - np.interp(before, clock, course)
    rate = gone / np.maximum(after - before, 1e-3)
    gas = np.maximum(course + lag[:, None] * rate, float(course.min()))
    return Past(np.append(clock, 1e-3), np.column_stack([gas, gas[:, -1]]))
