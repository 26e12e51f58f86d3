"""A kitchen fire from the zone model to the advice, whole."""

from dataclasses import replace

import numpy as np
import pytest
from air_parts import LIMITS

from app.library import layouts, resource
from sim.fire.case import Case, Compartment, Fire, Material, Opening
from sim.fire.zone import ZoneModel, ZoneRun
from sim.people.advice import advise
from sim.people.criteria import load_criteria
from sim.people.egress import EgressTable, shares
from sim.people.facts import facts_from_sensors
from sim.people.floor import floor_plan
from sim.people.model import NEVER, Advice, Verdict
from sim.people.outlook import (
    Seat,
    exit_forecasts,
    longest_sights,
    speed_in_smoke,
    ways_out,
    with_forecast,
)
from sim.people.situation import Situation
from sim.people.tenability import Tenability, assess

LAYOUT = layouts()["k-s"]
WALL = (Material(0.2, 800.0, 1000.0, 0.02),)
ROOMS = {"line": 0, "prep": 0, "dining": 1}
SIZES = ((6.0, 4.0, 2.8), (6.0, 3.0, 2.8))
CRITERIA = load_criteria(resource("advice", "criteria.yaml"))
CALM = {
    "GD-01": 0.0, "GD-02": 0.0, "CO-01": 4.0, "XV-GAS": 0.0, "FT-GAS": 0.0, "TT-DUCT-01": 55.0,
    "TT-DUCT-02": 50.0, "SUP-ST": 0.0, "PC-01": 3.0,
}  # fmt: skip
REPORTED = Situation(
    fire=True, first_item_only=True, hidden=False, reachable=True, cylinders_heated=False,
    trained=True, extinguisher=True, told=True, attempts_failed=0, fighting_s=0.0, oil_vessels=1,
    oil_area_m2=0.15,
)  # fmt: skip


def kitchen(growth: float, most: float) -> Case:
    """K-S with its dining room; growth kW/s2, most kW."""
    hrr = tuple((float(t), 1e3 * min(growth * t * t, most)) for t in range(0, 601, 20))
    rooms = zip(("kitchen", "dining"), ((0.0, 0.0, 0.0), (0.0, -3.0, 0.0)), SIZES, strict=True)
    return Case(
        id="k-s",
        compartments=tuple(
            Compartment(id=name, at=at, size=size, ceiling=WALL, walls=WALL, floor=WALL)
            for name, at, size in rooms
        ),
        openings=(
            Opening(id="DOOR-01", of="kitchen", to="dining", height=2.1, width=1.0),
            Opening(id="DOOR-02", of="kitchen", height=2.1, width=0.9),
            Opening(id="street", of="dining", height=2.1, width=1.2),
        ),
        fires=(Fire(id="pan", compartment="kitchen", at=(2.5, 3.4, 0.8), area=0.15, hrr=hrr),),
    )


def run_of(*cases: Case) -> tuple[ZoneRun, Tenability]:
    run = ZoneModel(cases).run(600.0, every=5.0)
    return run, assess(run, longest_sights(SIZES), LIMITS.tenability)


def advice_at(now: float, *cases: Case) -> Advice:
    run, told = run_of(*cases)
    plan = floor_plan(LAYOUT, LIMITS.egress)
    walks = EgressTable(plan, LIMITS.egress).look_up(3)
    facts = facts_from_sensors(LAYOUT, CALM, REPORTED, LIMITS.sensors, gas_supply="NG")
    at = int(np.searchsorted(run.time, now))
    seat = Seat(room=0, area=0.15, base=0.8, hrr=run.hrr[:, at, 0])
    seen = with_forecast(facts, run, told, seat, now=now, head=1.8)
    ways = ways_out(told, walks, ROOMS, now)
    return advise(replace(seen, ways_out=ways), CRITERIA)


def test_a_bigger_fire_never_gives_more_time() -> None:
    growths = np.array([0.003, 0.0117, 0.0469, 0.1876])
    _, told = run_of(*(kitchen(float(growth), 2000.0) for growth in growths))
    assert (np.diff(told.untenable[:, 0]) <= 0).all()
    assert np.isfinite(told.untenable[:, 0]).all()
    assert (told.untenable[:, 0] <= told.untenable[:, 1]).all()  # the room of the fire comes first


def test_a_small_pan_fire_may_be_put_out_and_a_growing_one_not() -> None:
    small = advice_at(20.0, kitchen(0.003, 20.0), kitchen(0.003, 25.0))
    assert small.verdict is Verdict.EXTINGUISH
    assert advice_at(60.0, kitchen(0.1876, 2000.0)).verdict is Verdict.EVACUATE


def test_the_way_out_is_held_against_the_time_people_need() -> None:
    _, told = run_of(kitchen(0.0469, 2000.0), kitchen(0.0117, 2000.0))
    plan = floor_plan(LAYOUT, LIMITS.egress)
    walks = EgressTable(plan, LIMITS.egress).look_up(6)
    exits = exit_forecasts(
        told, walks, ROOMS, LIMITS, now=20.0, shares=shares(plan, 6), warned=10.0
    )
    assert [one.id for one in exits] == ["DOOR-01", "DOOR-02"]
    for one in exits:
        assert 0 < one.rset.low <= one.rset.median <= one.rset.high
        assert one.margin_s == pytest.approx(one.aset.low - one.rset.high, abs=0.051)  # rounded
        assert one.margin_s != NEVER
    assert sum(one.people for one in exits) == 6


def test_smoke_slows_people_a_little_before_it_stops_them() -> None:
    run, told = run_of(kitchen(0.0469, 2000.0))
    factor = speed_in_smoke(told, run.time, 0, 20.0)
    assert 0.9 < factor < 1.0  # at 10 m of sight 0.976, less where the layer comes down at once
    walks = EgressTable(floor_plan(LAYOUT, LIMITS.egress), LIMITS.egress).look_up(3)
    clear, smoky = (
        ways_out(told, walks, ROOMS, 20.0, speed_factor=share)[0].walking_s
        for share in (1.0, factor)
    )
    assert smoky == pytest.approx(clear / factor)


def test_a_way_out_that_is_not_modelled_is_unknown() -> None:
    _, told = run_of(kitchen(0.003, 20.0))
    walks = EgressTable(floor_plan(LAYOUT, LIMITS.egress), LIMITS.egress).look_up(3)
    assert [way.untenable_s for way in ways_out(told, walks, {}, 0.0)] == [None, None]
