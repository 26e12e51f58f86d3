"""What oil does over the horizon: its part of a forecast, and how its fire grows.

A vat gives what its vapour gives. Where its flames reach the hood, the grease there catches fire,
and from then on the fire grows as kitchen fires do once more than the vessel burns.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.fire.oil import OilRun
from sim.forecast.parts import NOT_AT_ALL, OilForecast
from sim.forecast.quantiles import last_over, series
from sim.forecast.vessels import Grease, OilState, burnt
from sim.people.arrivals import arrival
from sim.people.model import Arrival
from sim.people.tenability import ZERO_C

FloatArray = npt.NDArray[np.float64]

FLAMES = 0.2  # m per kW^0.4, where flames end that come and go: McCaffrey 1979
TRUST_SENSORS = (0.3, 1.5)  # least and most of the oil's own heat that sensors may make of it
WARM_C = 210.0  # high alarm of a fryer; cooler oil without a fire is not told of
COOL_C = 250.0  # below it, falling, an incident of hot oil may be closed
AFTER_S, AFTER_STEP_S = 3600.0, 15.0
AT_ONCE = Arrival(0.0, 0.0, 0.0, 1.0)
EVERY = 4  # of the members are followed for the hour after


@dataclass(frozen=True, slots=True)
class OilCourse:
    """One vessel, its members over `times` (t,) s from now, and what is done to it: the heat is
    cut at `cut` s, agent comes at `agent` s, inf for never."""

    state: OilState
    times: FloatArray
    run: OilRun
    cut: float = np.inf
    agent: float = np.inf


def courses(
    states: Sequence[OilState], times: FloatArray, *, cut: float = np.inf, agent: float = np.inf
) -> list[OilCourse]:
    """All vessels over the horizon."""
    return [
        OilCourse(one, times, burnt(one, times, cut=cut, agent=agent), cut, agent)
        for one in states
    ]  # fmt: skip


def grown(
    times: FloatArray, roots: FloatArray, own: Sequence[OilCourse], grease: Grease, largest: float
) -> FloatArray:
    """Roots (m, t) of the heat release in the room of these vessels. roots: how the members would
    go on without knowing of oil; largest: W that the rooms feed."""
    hrr = roots**2
    for one in own:
        heat = one.run.hrr * _by_sensors(one, hrr[:, 0])[:, None]
        if heat.any():
            hrr = np.maximum(hrr, heat)
            hrr = hrr + _beyond(times, hrr, heat, one.state, grease)
    return np.asarray(np.sqrt(np.minimum(hrr, largest)))


def _by_sensors(one: OilCourse, hrr: FloatArray) -> FloatArray:
    """What sensors make of oil that burns now, factor (m,)."""
    ratio = np.clip(hrr / np.maximum(one.run.hrr[:, 0], 1e3), *TRUST_SENSORS)
    return np.where(one.state.alight, ratio, 1.0)


def _beyond(
    times: FloatArray, hrr: FloatArray, heat: FloatArray, state: OilState, grease: Grease
) -> FloatArray:
    """Heat of what catches fire once the flames reach the hood over a vessel, W (m, t)."""
    reached = FLAMES * (np.maximum(hrr, 0.0) / 1e3) ** 0.4 >= state.vessel.clear
    reached |= state.licked & (heat > 0)
    ever, first = reached.any(axis=1), times[reached.argmax(axis=1)]
    since = np.maximum(times - first[:, None], 0.0)
    begun = np.where(reached[:, 0], np.maximum(hrr[:, 0] - heat[:, 0], 0.0), 0.0)[:, None]
    more = (np.sqrt(begun) + np.sqrt(grease.alpha)[:, None] * since) ** 2 - begun
    return np.asarray(np.where((ever & grease.burns)[:, None], more, 0.0))


def told(own: Sequence[OilCourse]) -> tuple[OilForecast, ...]:
    """Vessels that are hot or have burnt, the most urgent first."""
    found = [_told(one) for one in own]
    chosen = [
        one for one, course in zip(found, own, strict=True)
        if one.now_c >= WARM_C or np.isfinite(course.state.since) or one.ignites.share > 0
    ]  # fmt: skip
    return tuple(sorted(chosen, key=_urgency))


def _urgency(one: OilForecast) -> tuple[float, float, float]:
    first = one.ignites.median if one.ignites.median >= 0 else np.inf
    return -one.burning, first, -one.now_c


def _told(one: OilCourse) -> OilForecast:
    state, run = one.state, one.run
    burning, was = float(state.alight.mean()), np.isfinite(state.since)
    first = np.where(np.isnan(run.ignition), np.inf, run.ignition)
    again = np.where(np.isnan(run.reignition), np.inf, run.reignition)
    again = np.where(state.alight, again, first) if was else again
    below, cool = _after(one)
    return OilForecast(
        asset=state.vessel.asset,
        tag=state.vessel.tag,
        now_c=round(state.shown - ZERO_C, 1),
        rate_c_min=round(60.0 * state.rate, 2),
        heated=state.heated,
        burning=burning,
        agent=float((state.hit > 0).mean()) if np.isfinite(state.struck) else 0.0,
        oil_c=series(run.temperature - ZERO_C),
        ignites=NOT_AT_ALL if was else arrival(first),
        reignites=arrival(again),
        below=below if was else NOT_AT_ALL,
        cool=cool,
    )


def _after(one: OilCourse) -> tuple[Arrival, Arrival]:
    """When the oil is for good below its autoignition, and below COOL_C, within an hour."""
    state = one.state
    if state.shown < COOL_C + ZERO_C and not state.heated:
        return AT_ONCE, AT_ONCE
    times = np.arange(0.0, AFTER_S + AFTER_STEP_S / 2, AFTER_STEP_S)
    run = burnt(state, times, cut=one.cut, agent=one.agent, every=EVERY)
    below = last_over(times, run.temperature >= state.limit[::EVERY, None])
    cool = last_over(times, run.temperature >= COOL_C + ZERO_C)
    return arrival(below), arrival(cool)
