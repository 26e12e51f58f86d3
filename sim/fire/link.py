"""When a fusible link, sprinkler or heat detector acts: the law of the response time index (RTI).

dT/dt = sqrt(u) / RTI x (Tgas - T), no loss to the pipe. Source: Heskestad and Bill 1988. The RTI of
electronic heat detectors is not constant (Gottuk and Pomeroy 2011): their times come out too early.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit

from sim.fire import ceiling_jet, formulas
from sim.fire.arrays import FloatArray, Numbers, not_negative, over_arrays, positive

_time = over_arrays(formulas.link_time)


@dataclass(frozen=True, slots=True)
class Seat:
    """A link or heat head above a burning surface, and what it is.

    height m above that surface, radius m from the fire's axis; rti (m s)^0.5; activation and start
    (its temperature before the fire) K. draught: m/s of air that a fan draws past it, as in the
    plenum of a hood; None where only the fire's own jet moves.
    """

    height: float
    radius: float
    rti: float
    activation: float
    start: float
    draught: float | None = None


HOOD_LINK = Seat(1.1, 0.0, rti=150.0, activation=455.15, start=343.15, draught=2.8)
"""182 C link over a cooking line at work: plenum at 70 C, 10,000 m3/h through 1 m2."""
CEILING_HEAD = Seat(2.1, 0.0, rti=120.0, activation=330.15, start=301.15)
"""57 C heat head over a hob 0.9 m high, kitchen 3 m high and at 28 C."""


def warmed(time: FloatArray, hrr: FloatArray, seat: Seat) -> FloatArray:
    """Temperature of the link of `seat` over fires hrr (..., n) W, K, shape of `hrr`.

    Gas by Alpert on top of what the link starts from, each instant as if steady: too early where
    the plume needs seconds to rise (more than about 5 m). No hot layer.
    """
    rise = ceiling_jet.rise(hrr, height=seat.height, radius=seat.radius)
    speed = ceiling_jet.velocity(hrr, height=seat.height, radius=seat.radius)
    wind = speed if seat.draught is None else np.full_like(speed, seat.draught)
    return link_temperature(time, rise + seat.start, wind, rti=seat.rti, start=seat.start)


def opening_time(time: FloatArray, hrr: FloatArray, seat: Seat) -> FloatArray:
    """When the link of `seat` acts over fires hrr (..., n) W, s; NaN when it does not."""
    return activation_time(time, warmed(time, hrr, seat), seat.activation)


def constant_jet_time(
    gas: Numbers, velocity: Numbers, *, rti: Numbers, activation: Numbers, start: Numbers
) -> FloatArray:
    """Seconds until a link at `start` K reaches `activation` K in gas of constant temperature (K)
    and velocity (m/s); inf when it never does. rti: (m s)^0.5."""
    return _time(
        positive("gas", gas),
        positive("start", start),
        positive("activation", activation),
        not_negative("velocity", velocity),
        positive("rti", rti),
    )


def link_temperature(
    time: FloatArray, gas: FloatArray, velocity: FloatArray, *, rti: Numbers, start: Numbers
) -> FloatArray:
    """Temperature of links in a jet that changes, K, shape of `gas`.

    time (n,) s, rising; gas K and velocity m/s (..., n), linear between the times; rti and start
    (...): one for each row. Each step is solved exactly for its mean gas, so any step is stable.
    """
    jet, wind = np.broadcast_arrays(positive("gas", gas), not_negative("velocity", velocity))
    if jet.shape[-1] != len(time) or (np.diff(time) <= 0).any():
        raise ValueError("time must rise and have one entry for each column of the gas")
    rows = jet.shape[:-1]
    index = np.array(np.broadcast_to(positive("rti", rti), rows)).reshape(-1)
    first = np.array(np.broadcast_to(positive("start", start), rows)).reshape(-1)
    gases, winds = (np.array(one).reshape(-1, len(time)) for one in (jet, wind))
    links = _run(time, gases, winds, index, first)
    return links.reshape(jet.shape)


def activation_time(time: FloatArray, link: FloatArray, activation: Numbers) -> FloatArray:
    """First time that links (..., n) K reach `activation` K, linear between the times; NaN when
    they do not."""
    limit = np.broadcast_to(positive("activation", activation), link.shape[:-1])
    over = link >= limit[..., None]
    at = np.argmax(over, axis=-1)
    before = np.maximum(at - 1, 0)
    low = np.take_along_axis(link, before[..., None], axis=-1)[..., 0]
    high = np.take_along_axis(link, at[..., None], axis=-1)[..., 0]
    span = np.where(high > low, high - low, 1.0)
    part = np.clip((limit - low) / span, 0.0, 1.0)
    reached = time[before] + part * (time[at] - time[before])
    return np.where(over.any(axis=-1), reached, np.nan)


@njit(cache=True)
def _run(
    time: FloatArray, gas: FloatArray, velocity: FloatArray, rti: FloatArray, start: FloatArray
) -> FloatArray:
    links = np.empty(gas.shape)
    for row in range(gas.shape[0]):
        link = start[row]
        links[row, 0] = link
        for k in range(1, gas.shape[1]):
            mean = 0.5 * (gas[row, k - 1] + gas[row, k])
            wind = 0.5 * (velocity[row, k - 1] + velocity[row, k])
            link = formulas.link_step(mean, link, wind, rti[row], time[k] - time[k - 1])
            links[row, k] = link
    return links
