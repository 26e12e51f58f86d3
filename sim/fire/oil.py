"""Cooking oil: heating, autoignition, burning, wet chemical, and burning again while it is hot.

One temperature per vat. Vapour leaves the surface ever faster with temperature; it takes heat with
it, burns after autoignition, and the flame gives part of that heat back. So a vat whose heat is cut
burns on by itself, and one whose heat stays on burns several times harder until the vapour carries
off all that the burner gives. Foam shuts the surface, its water cools; when the blanket breaks
while the oil is above autoignition, it burns again.

Sources: autoignition 351-368 C in large pans (canola, palm), vapour seen from 220-230 C, 300-600
kW/m2 of oil (Hostikka et al. 2023), an insulated vat cools at most 2.8 K/min between 316 and 260 C
(UL 300). `FEEDBACK`, `VAPOUR_HEAT` and `VAPOUR_RISE` are chosen, once for all vats, so that the
flame alone keeps up some 450 kW/m2 (less what the vat loses) and vapour shows at 220-230 C; no
measured fryer fire was at hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, inf, isinf, nan

import numpy as np
import numpy.typing as npt
from numba import njit

from sim.fire.arrays import FloatArray, Numbers, not_negative, positive
from sim.fire.constants import STEFAN_BOLTZMANN

BoolArray = npt.NDArray[np.bool_]

SPECIFIC_HEAT = 2300.0  # J/kg/K, vegetable oil, mean of 20 to 350 C
HEAT_OF_COMBUSTION = 39.5e6  # J/kg, triglycerides
VAPOUR_HEAT = 1.75e6  # J/kg of vapour, evaporation and cracking
VAPOUR_RISE = 31.0  # K, over which the vapour grows by e
FEEDBACK = 20e3  # W/m2 of burning surface, back from the flame; pools of 0.4 m
SPREAD = 6.7  # s, growth of the flame over the surface: 95 % after 20 s
FIRE_POINT = (
    583.15  # K, below it no flame stays; low end of 310-360 C (Stark and Mulliner, FRN 610)
)
SHUT = 0.9  # share of foam on the surface that puts the flame out
BROKEN = 0.5  # share of foam below which hot oil can ignite again
BREAKING = 10.0  # s, the foam's end
QUENCH_TIME = 20.0  # s, over which the agent's water boils away
DRY_EMISSION = 1.6 * STEFAN_BOLTZMANN  # W/m2/K4, a dry pan glows on both sides
LONGEST_STEP = 0.25  # s


@dataclass(frozen=True, slots=True)
class Vat:
    """Oil in a fryer or wok. Each field is a number, or (m,) one for each member.

    mass kg; body J/K, metal that warms along; area m2 of free surface; power W that reaches the oil
    at full heat; loss W/K to the kitchen; autoignition K; flux W/m2 of heat released at the
    temperature of autoignition, after the flame has covered the surface.
    """

    mass: Numbers
    body: Numbers
    area: Numbers
    power: Numbers
    loss: Numbers
    autoignition: Numbers = 636.15
    flux: Numbers = 450e3


FRYER = Vat(mass=18.4, body=5e3, area=0.14, power=16.7e3, loss=7.0)
"""20 L, 25 kW burner of which two thirds reach the oil: 18 K/min between 230 and 363 C."""
WOK = Vat(mass=3.0, body=0.75e3, area=0.16, power=14.5e3, loss=5.0)
"""3 kg of oil over a 30-60 kW blast burner: 97 K/min."""


@dataclass(frozen=True, slots=True)
class Agent:
    """Wet chemical, a lid or a fire blanket on the oil. Each field is a number, or (m,).

    at: s of discharge, inf for never, before time[0] when it lies there already; hit: share of the
    surface reached, 0 for an empty bottle; quench: J that its water takes at full hit, 600 kJ:
    0.23 kg of it boils; spread: s in which it closes; life: s until the blanket breaks. 550 s is
    scenario R7's; none was measured.
    """

    at: Numbers = inf
    hit: Numbers = 1.0
    quench: Numbers = 600e3
    spread: Numbers = 4.0
    life: Numbers = 550.0


NO_AGENT = Agent()


@dataclass(frozen=True, slots=True)
class OilRun:
    """m vats over n times.

    time (n,) s; temperature K, hrr W, vapour kg/s that leaves unburnt, mass kg of oil: (m, n).
    ignition, extinction, reignition (m,): first time of each, s, NaN for never.
    """

    time: FloatArray
    temperature: FloatArray
    hrr: FloatArray
    vapour: FloatArray
    mass: FloatArray
    ignition: FloatArray
    extinction: FloatArray
    reignition: FloatArray


def sample(vat: Vat, members: int, *, rng: np.random.Generator) -> Vat:
    """The vat with autoignition (340-410 C, most likely 363) and flux (300-600 kW/m2) drawn for
    each member."""
    return replace(
        vat,
        autoignition=rng.triangular(613.15, 636.15, 683.15, members),
        flux=rng.uniform(300e3, 600e3, members),
    )


def run(
    vat: Vat,
    time: FloatArray,
    heat: Numbers,
    *,
    start: Numbers,
    agent: Agent = NO_AGENT,
    ambient: float = 298.15,
    burning: bool | BoolArray = False,
) -> OilRun:
    """Oil over `time` (n,) s, rising; heat (n,) or (m, n): share of the full power from each time
    to the next; start: K at time[0], a number or (m,); burning: already alight then, one or (m,).

    Raises ValueError naming what cannot be.
    """
    if len(time) < 2 or not (np.diff(time) > 0).all():
        raise ValueError("time must rise and have two entries at least")
    share = np.atleast_2d(not_negative("heat", heat))
    columns = _columns(vat, agent, positive("start", start), members=share.shape[0])
    share = np.array(np.broadcast_to(share, (columns.shape[0], len(time))))
    alight = np.array(np.broadcast_to(np.asarray(burning, np.bool_), share.shape[:1]))
    series, moments = _run(np.asarray(time, np.float64), share, columns, ambient, alight)
    return OilRun(np.asarray(time), *series, *moments.T)


def _columns(vat: Vat, agent: Agent, start: FloatArray, *, members: int) -> FloatArray:
    """What the kernel reads, one row for each member."""
    hit = not_negative("hit", agent.hit)
    if (hit > 1.0).any():
        raise ValueError(f"hit is a share, at most 1, was {hit.max()}")
    fields: Sequence[FloatArray] = (
        positive("mass", vat.mass),
        not_negative("body", vat.body),
        positive("area", vat.area),
        not_negative("power", vat.power),
        not_negative("loss", vat.loss),
        positive("autoignition", vat.autoignition),
        positive("flux", vat.flux),
        _any_time(agent.at),
        hit,
        not_negative("quench", agent.quench),
        positive("spread", agent.spread),
        not_negative("life", agent.life),
        start,
    )
    shape = np.broadcast_shapes((members,), *(one.shape for one in fields))
    return np.stack([np.broadcast_to(one, shape) for one in fields], axis=1)


def _any_time(at: Numbers) -> FloatArray:
    times = np.asarray(at, dtype=np.float64)
    if np.isnan(times).any() or (times == -inf).any():
        raise ValueError(f"at must be a time, was {times}")
    return times


@njit(cache=True)
def foam_cover(since: float, hit: float, spread: float, life: float) -> float:
    """Share of the surface under foam `since` s after the discharge (negative before it)."""
    if since <= 0.0 or isinf(since):
        return 0.0
    if since <= life:
        return hit * (1.0 - exp(-since / spread))
    return hit * exp(-(since - life) / BREAKING)


@njit(cache=True)
def _run(time, heat, vats, ambient, lit):  # type: ignore[no-untyped-def]
    members, n = heat.shape
    series = np.zeros((4, members, n))
    moments = np.full((members, 3), nan)
    for i in range(members):
        mass, body, area, power, loss, limit, flux = vats[i, :7]
        at, hit, quench, spread, life, temperature = vats[i, 7:]
        full, alight, since = mass, lit[i], time[0]
        cover = foam_cover(time[0] - at, hit, spread, life)
        if lit[i]:
            since, moments[i, 0] = time[0] - 5.0 * SPREAD, time[0]
        for k in range(n):
            steps = 0 if k == 0 else int(np.ceil((time[k] - time[k - 1]) / LONGEST_STEP))
            hrr = vapour = 0.0
            for s in range(max(1, steps)):
                dt = 0.0 if k == 0 else (time[k] - time[k - 1]) / steps
                now = time[k] if k == 0 else time[k - 1] + (s + 1) * dt
                cover = foam_cover(now - at, hit, spread, life)
                left = min(1.0, 20.0 * mass / full)
                out = alight and (cover > SHUT or temperature < FIRE_POINT or left < 1e-3)
                if out:
                    alight = False
                    if np.isnan(moments[i, 1]):
                        moments[i, 1] = now
                elif not alight and temperature >= limit and cover < BROKEN and left > 1e-3:
                    alight, since = True, now
                    place = 0 if np.isnan(moments[i, 0]) else 2
                    if np.isnan(moments[i, place]):
                        moments[i, place] = now
                grown = 1.0 - exp(-(now - since) / SPREAD) if alight else 0.0
                bare = area * (1.0 - cover)
                rise = min((temperature - limit) / VAPOUR_RISE, 3.0)
                steam = left * bare * flux / HEAT_OF_COMBUSTION * exp(rise)
                net = power * heat[i, max(k - 1, 0)] - loss * (temperature - ambient)
                net -= (1.0 - left) * DRY_EMISSION * area * (temperature**4 - ambient**4)
                net += FEEDBACK * left * bare * grown - VAPOUR_HEAT * steam
                if now >= at and temperature > 373.15:
                    net -= hit * quench / QUENCH_TIME * exp(-(now - at) / QUENCH_TIME)
                temperature += net * dt / (mass * SPECIFIC_HEAT + body)
                mass -= steam * dt
                hrr, vapour = HEAT_OF_COMBUSTION * steam * grown, steam * (1.0 - grown)
            series[0, i, k], series[1, i, k] = temperature, hrr
            series[2, i, k], series[3, i, k] = vapour, mass
    return series, moments
