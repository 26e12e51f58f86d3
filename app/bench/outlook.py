"""How far an edge's outlook is off: fires in the drawings of the fleet, played to it as sensors.

The truth is the zone model of the whole building, with a fire, a seat and doors without contacts
that the outlook is not told; heads and hood thermocouples show what comes of it, noisy and late.
Synthetic, all of it: how far the zone model is off measured fires is told by `sim validate`.
"""

import time
from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from msgspec.structs import replace

from app.library import layouts, resource
from sim.fire import growth
from sim.fire.case import Case
from sim.fire.zone import ZoneModel
from sim.fire.zone_run import ZoneRun
from sim.forecast.sensors import Air, Kind, Sensor, shown
from sim.forecast.site_case import Seat, SiteCase, site_case
from sim.surrogate.candidates import BACK
from sim.surrogate.features import HORIZONS, FloatArray
from sim.surrogate.outlook import Outlook
from sim.surrogate.site import SHUT_DOORS, Readings, SiteOutlook
from sim.surrogate.surrogate import Surrogate
from twin.clock import NS_PER_S
from twin.site.model import Layout

EVERY = 5.0  # s
FIRES = 40  # for each layout
AFTER = (0.0, 30.0, 120.0)  # s since the alarm, when an outlook is asked for
ALARM = {Kind.HEAD: 29.0, Kind.HOOD: 90.0}  # K of rise: 57 C at a head, 150 C in a hood
SEEN = 2e4  # W, a fire that flame heads see
NORMAL = {Kind.HEAD: 28.0, Kind.HOOD: 60.0}  # C before the fire
LATEST = 600.0  # s since ignition; a fire without an alarm by then is left out
SEED = 11


class Truth(NamedTuple):
    """Fires of one layout as the zone model has them, and what the sensors show, C (m, t)."""

    run: ZoneRun
    cases: list[Case]
    room: int
    readings: dict[str, FloatArray]
    alarm: FloatArray


@dataclass(slots=True)
class Tally:
    """For each outlook over the horizons: error of the rise, K; rise that came; rise when it was
    made; whether it lay in the band."""

    off: list[FloatArray]
    came: list[FloatArray]
    stays: list[FloatArray]
    inside: list[FloatArray]


def bench_outlook(*, fires: int = FIRES) -> dict[str, Any]:
    """By layout: share answered, reasons, error of the rise and of all stays as it is, coverage of
    the 90 % band at +1, +3, +5, +10 min, and milliseconds."""
    surrogate = Surrogate.load(resource("models", "kitchen.onnx"))
    return {name: _layout(layouts()[name], surrogate, fires) for name in ("k-m", "k-s")}


def _layout(layout: Layout, surrogate: Surrogate, fires: int) -> dict[str, Any]:
    site = site_case(layout)
    truth = _truth(layout, site, fires, np.random.default_rng([SEED, len(layout.points)]))
    maker = SiteOutlook(layout, "bench", surrogate)
    maker.warm()
    tally, reasons, took = Tally([], [], [], []), Counter[str](), []
    for member in np.flatnonzero(np.isfinite(truth.alarm)).tolist():
        for after in AFTER:
            readings = _readings(layout, truth, member, after)
            began = time.perf_counter()
            told = maker.outlook(readings)
            took.append(1e3 * (time.perf_counter() - began))
            reasons[told.reason.split(":")[0]] += 1
            if not told.reason:
                _score(tally, told, truth, member, round((truth.alarm[member] + after) / EVERY) - 1)
    return _told(tally, reasons, took)


def _told(tally: Tally, reasons: Counter[str], took: list[float]) -> dict[str, Any]:
    asked = sum(reasons.values())
    rows = [0, 2, 4, 9]
    came = np.array(tally.came)
    warm = came >= 20.0

    def share(off: FloatArray) -> list[float]:
        found = np.where(warm, off / np.maximum(came, 20.0), np.nan)
        return [round(100 * float(one), 1) for one in np.nanmean(found, axis=0)[rows]]

    return {
        "outlooks": asked,
        "answered": round(reasons[""] / asked, 3),
        "not_answered": {why: count for why, count in reasons.items() if why},
        "minutes": [1, 3, 5, 10],
        "rise_mean_abs_pct": share(np.array(tally.off)),
        "all_stays_pct": share(np.abs(came - np.array(tally.stays))),
        "covered": [round(float(one), 3) for one in np.mean(tally.inside, axis=0)[rows]],
        "ms_median": round(float(np.median(took)), 1),
        "ms_longest": round(max(took), 1),
    }


def _score(tally: Tally, told: Outlook, truth: Truth, member: int, row: int) -> None:
    inside = truth.cases[member].inside
    upper = truth.run.upper_temperature[member, :, truth.room] - inside
    later = row + np.round(HORIZONS / EVERY).astype(int)
    low, median, high = (
        np.array(one)[1:] + 273.15 - inside
        for one in (told.upper_c.low, told.upper_c.median, told.upper_c.high)
    )
    came = upper[later]
    tally.off.append(np.abs(median - came))
    tally.came.append(came)
    tally.stays.append(np.full(len(came), upper[row]))
    tally.inside.append((low <= came) & (came <= high))


def _truth(layout: Layout, site: SiteCase, fires: int, rng: np.random.Generator) -> Truth:
    """Fires in the room with the hood; doors stand open or shut."""
    room = next(n for n, one in enumerate(site.rooms) if one.id == site.case.hoods[0].compartment)
    seats = [one for one in site.seats if one.room == room]
    share = np.array([one.hazard for one in seats])
    chosen = [seats[n] for n in rng.choice(len(seats), fires, p=share / share.sum())]
    cases = [_case(site, seat, rng) for seat in chosen]
    run = ZoneModel(cases).run(LATEST + AFTER[-1] + HORIZONS[-1], EVERY)
    sensors = [one for _, one in site.sensors if one.kind in NORMAL and one.room == room]
    rises = {one.tag: _shown(one, site, cases, run, rng) for one in sensors}
    hot = np.array([rises[one.tag] >= ALARM[one.kind] for one in sensors]).any(axis=0)
    hot |= run.hrr[:, :, 0] >= SEEN
    hot &= run.time <= LATEST
    alarm = np.where(hot.any(axis=1), run.time[hot.argmax(axis=1)], np.inf)
    shows = {one.tag: NORMAL[one.kind] + rises[one.tag] for one in sensors}
    return Truth(run, cases, room, shows, alarm)


def _case(site: SiteCase, seat: Seat, rng: np.random.Generator) -> Case:
    case, room = site.case, site.rooms[seat.room].id
    peak = 5e4 * (1.5e6 / 5e4) ** rng.random()
    rate = growth.COEFFICIENT["slow"] * 64 ** rng.random()  # to ultra-fast
    hrr = growth.curve(rate, until=LATEST + AFTER[-1] + HORIZONS[-1], peak=peak)
    fire = next(one for one in case.fires if one.compartment == room)
    fire = replace(fire, at=seat.at, hrr=hrr, radiative_fraction=rng.uniform(0.25, 0.4))
    doors = tuple(
        replace(one, open=((0.0, 1.0),))
        if one.open[0][1] < 1.0 and rng.random() > SHUT_DOORS else one
        for one in case.openings
    )  # fmt: skip
    hoods = tuple(replace(one, capture=rng.uniform(0.4, 0.95)) for one in case.hoods)
    return replace(case, fires=(fire,), openings=doors, hoods=hoods)


def _shown(
    sensor: Sensor, site: SiteCase, cases: list[Case], run: ZoneRun, rng: np.random.Generator
) -> FloatArray:
    """Rise that a sensor shows in each fire, (m, t), after its lag and with its noise."""
    values = np.stack([shown(sensor, _air(site, cases, run, row)) for row in range(len(run.time))])
    lagged, keep = np.empty_like(values), np.exp(-EVERY / max(sensor.lag, 1e-3))
    before = np.zeros(values.shape[1])
    for row, value in enumerate(values):
        before = lagged[row] = keep * before + (1 - keep) * value
    found = lagged.T
    return found * (1 + 0.1 * rng.standard_normal((len(cases), 1))) + sensor.noise * (
        rng.standard_normal(found.shape)
    )


def _air(site: SiteCase, cases: list[Case], run: ZoneRun, row: int) -> Air:
    rooms = site.case.compartments
    m, c = run.upper_temperature[:, row].shape
    seat, hrr = np.zeros((m, c, 3)), np.zeros((m, c))
    own = next(n for n, one in enumerate(rooms) if one.id == cases[0].fires[0].compartment)
    seat[:, own] = [one.fires[0].at for one in cases]
    hrr[:, own] = run.hrr[:, row, 0]
    hooded = {one.compartment for one in site.case.hoods}
    return Air(
        upper=run.upper_temperature[:, row], lower=run.lower_temperature[:, row],
        layer=run.layer_height[:, row], upper_soot=run.upper_soot[:, row],
        lower_soot=run.lower_soot[:, row], upper_co=run.upper_co[:, row],
        lower_co=run.lower_co[:, row], floor=np.array([one.at[2] for one in rooms]),
        height=np.array([one.size[2] for one in rooms]), hrr=hrr, seat=seat,
        hood=np.full(m, sum(one.flow for one in site.case.hoods)),
        hooded=np.array([one.id in hooded for one in rooms]),
        radiative=np.array([one.fires[0].radiative_fraction for one in cases]),
        scale=np.ones((m, c)), inside=site.case.inside,
    )  # fmt: skip


def _readings(layout: Layout, truth: Truth, member: int, after: float) -> Readings:
    at = truth.alarm[member] + after
    doors = {one.id: one.open[0][1] for one in truth.cases[member].openings}
    contacts = {
        one.tag: float(doors[one.asset] >= 1.0)
        for one in layout.points
        if one.kind == "door contact" and one.asset in doors
    }

    def values(back: float) -> dict[str, float]:
        row = round((at - back) / EVERY) - 1
        known = {tag: float(one[member, row]) for tag, one in truth.readings.items()}
        kinds = {one.tag: one.kind for one in layout.points}
        before = {tag: _normal(kinds[tag]) for tag in known}
        return (known if row >= 0 else before) | contacts

    kinds = {one.tag: one.kind for one in layout.points}
    return Readings(
        now=round(at * NS_PER_S), alarm="bench", alarmed_at=round(truth.alarm[member] * NS_PER_S),
        zone="line", values=values(0.0), back=[values(one) for one in BACK],
        normal={tag: _normal(kinds[tag]) for tag in truth.readings},
    )  # fmt: skip


def _normal(kind: str) -> float:
    return NORMAL[Kind.HEAD if kind == "heat detector" else Kind.HOOD]
