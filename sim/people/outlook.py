"""From a run of the zone model to the ways out and to the situation that is advised on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sim.fire.constants import VISIBILITY_FACTOR
from sim.people.arrivals import exit_forecast
from sim.people.egress import Walks, required_times, smoke_factor
from sim.people.floor import Exit
from sim.people.limits import PeopleLimits
from sim.people.model import ExitForecast
from sim.people.situation import Situation, WayOut, flame_seen
from sim.people.tenability import ZERO_C, Layers, Tenability, crossing

FloatArray = npt.NDArray[np.float64]

LAST_OUT = 0.95  # share of the walking times that counts as the last person's


@dataclass(frozen=True, slots=True)
class Seat:
    """Where it burns: column of the room in the run, burning area m2, its height above the floor m,
    and hrr (m,) W released now."""

    room: int
    area: float
    base: float
    hrr: FloatArray


def available(
    told: Tenability, one: Exit, rooms: Mapping[str, int], now: float
) -> FloatArray | None:
    """Seconds (m,) until the first of the rooms on both sides of a way out is untenable, inf when
    not within the run. rooms: column of the run by zone; a side that is not modelled is left out,
    None when neither is."""
    columns = [rooms[zone] for zone in (one.inside, one.beyond) if zone in rooms]
    if not columns:
        return None
    first = told.untenable[:, columns].min(axis=1)
    return np.asarray(np.maximum(first - now, 0.0))


def speed_in_smoke(told: Tenability, time: FloatArray, room: int, now: float) -> float:
    """Share of the walking speed that the smoke at head height leaves from `now` to the moment the
    room is untenable, in the members with the thickest smoke (95 %)."""
    sight = told.visibility[:, _row(time, now) :, room]
    before = time[_row(time, now) :] <= np.maximum(told.untenable[:, room : room + 1], now)
    worst = np.where(before, sight, np.inf).min(axis=1)
    thickest = np.quantile(VISIBILITY_FACTOR / worst, LAST_OUT, method="inverted_cdf")
    return float(smoke_factor(thickest))


def ways_out(
    told: Tenability,
    walks: Mapping[str, Walks],
    rooms: Mapping[str, int],
    now: float,
    *,
    speed_factor: float = 1.0,
) -> tuple[WayOut, ...]:
    """What the advice asks of each way out; unknown where neither side is modelled. speed_factor:
    see `speed_in_smoke`."""
    return tuple(
        WayOut(
            untenable_s=available(told, walk.exit, rooms, now),
            walking_s=walk.quantile(LAST_OUT) / speed_factor,
        )
        for walk in walks.values()
    )


def exit_forecasts(
    told: Tenability,
    walks: Mapping[str, Walks],
    rooms: Mapping[str, int],
    limits: PeopleLimits,
    *,
    now: float,
    shares: Mapping[str, int],
    warned: float = 0.0,
    speed_factor: float = 1.0,
    are_seen: bool = False,
) -> tuple[ExitForecast, ...]:
    """Required against available time of each way out that is modelled. shares: people who have it
    as their nearest; warned: seconds since the sounder began; are_seen: they are counted inside."""
    found = []
    for name, walk in walks.items():
        untenable = available(told, walk.exit, rooms, now)
        if untenable is None:
            continue
        required = required_times(
            walk, limits.egress, warned=warned, speed_factor=speed_factor, are_seen=are_seen
        )
        found.append(
            exit_forecast(
                name, walk.exit.at, required=required, available=untenable, people=shares[name]
            )
        )
    return tuple(found)


def with_forecast(
    facts: Situation, run: Layers, told: Tenability, seat: Seat, *, now: float, head: float
) -> Situation:
    """The facts with what the model says of the room of the fire: air and layer at `now` (on the
    run's clock), flames and radiation of the fire, and when the smoke is at `head` m. Carbon
    monoxide is the worse of heads and model."""
    at = _row(run.time, now)
    room = seat.room
    tip, flux_kw = flame_seen(seat.hrr, seat.area, seat.base)
    smoke = crossing(run.time[at:], -run.layer_height[:, at:, room : room + 1], -head)[:, 0]
    return replace(
        facts,
        area_m2=seat.area,
        flame_top_m=tip,
        flux_kw_m2=flux_kw,
        layer_m=run.layer_height[:, at, room],
        smoke_to_head_s=np.maximum(smoke - now, 0.0),
        upper_c=run.upper_temperature[:, at, room] - ZERO_C,
        head_c=told.temperature[:, at, room] - ZERO_C,
        co_ppm=_worse(facts.co_ppm, told.co[:, at, room] * 1e6),
    )


def longest_sights(sizes: Sequence[tuple[float, float, float]]) -> FloatArray:
    """Longest line of sight of each room, m (c,): its diagonal on the floor."""
    return np.array([np.hypot(size[0], size[1]) for size in sizes])


def _row(time: FloatArray, now: float) -> int:
    """The newest time that is not after `now`; the first when all are."""
    return max(0, int(np.searchsorted(time, now, side="right")) - 1)


def _worse(measured: FloatArray | float | None, modelled: FloatArray) -> FloatArray:
    return modelled if measured is None else np.maximum(measured, modelled)
