"""A duct fire told by its thermometers, and the way of the drawn duct."""

from functools import cache

import numpy as np
import pytest

from app.library import layouts
from sim.forecast.duct_fire import told
from sim.forecast.duct_way import duct_way
from sim.forecast.floors import rooms_of
from sim.forecast.model import Lever, Pull
from sim.forecast.parts import DuctForecast
from sim.forecast.signals import Signals
from sim.forecast.site_case import site_case
from sim.forecast.track import Track

S = 1_000_000_000
LAYOUT = layouts()["k-m"]
ROWS = {point.tag: row for row, point in enumerate(LAYOUT.points)}
R3 = {  # degC at s, as resources/scenarios/r03.yaml has them
    "TT-DUCT-01": ((0, 65), (10, 80), (20, 95), (60, 180), (120, 520), (180, 700)),
    "TT-DUCT-02": ((0, 60), (20, 62), (60, 110), (120, 330), (180, 560)),
    "TT-DUCT-03": ((0, 55), (20, 55), (60, 70), (120, 180), (180, 400)),
    "TT-HOOD-03": ((0, 70), (10, 110), (60, 95), (120, 100), (180, 115)),
    "VT-DUCT": ((0, 9), (20, 9), (60, 4), (120, 2), (180, 2)),
}
TIMES = np.arange(0.0, 601.0, 10.0)


def signals(until: float, damper: float = 1.0) -> Signals:
    tracks = {row: Track() for row in range(len(LAYOUT.points))}
    for tag, keys in R3.items():
        for t in np.arange(0.0, until + 0.5, 5.0):
            value = float(np.interp(t, *zip(*keys, strict=True)))
            tracks[ROWS[tag]].adopt(round(t * S), value, 0)
    tracks[ROWS["FDMP-01"]].adopt(0, damper, 0)
    return Signals(LAYOUT, site_case(LAYOUT), tracks)


@cache
def at(until: float, *pulls: Lever, damper: float = 1.0) -> DuctForecast:
    way = duct_way(LAYOUT, rooms_of(LAYOUT))
    assert way is not None
    found = told(
        way, signals(until, damper), round(until * S), TIMES, [Pull(p) for p in pulls], 1
    )  # fmt: skip
    assert found is not None
    return found


def test_the_way_leads_from_the_hood_through_the_ceiling_to_the_roof() -> None:
    way = duct_way(LAYOUT, rooms_of(LAYOUT))
    assert way is not None
    assert [p.kind for p in way.places] == [*["thermometer"] * 3, "ceiling", "room", "roof"]
    along = {p.id or p.kind: p.along for p in way.places}
    assert along["TT-DUCT-01"] < along["TT-DUCT-02"] < along["TT-DUCT-03"] < way.length
    assert along["line"] == pytest.approx(0.4, abs=0.15)  # 2.6 m to a ceiling of 3.0 m
    assert along["roof"] == way.length


def test_the_fire_reaches_the_places_in_their_order() -> None:
    places = sorted(at(65.0).choices[0].places, key=lambda place: place.along)
    reached = [place.fire.median for place in places]
    assert all(moment >= 0 for moment in reached)
    assert reached == sorted(reached)


@pytest.mark.parametrize("tag", ["TT-DUCT-02", "TT-DUCT-03"])
def test_heat_two_minutes_ahead_is_that_of_the_scenario(tag: str) -> None:
    later = float(np.interp(185.0, *zip(*R3[tag], strict=True)))
    place = next(p for p in at(65.0).choices[0].places if p.id == tag)
    assert 0.3 * later < place.wall_c.high[12] < 1.6 * later  # steel is cooler than the gas beside


def test_a_stopped_fan_carries_less_heat_to_the_roof() -> None:
    choices = {one.choice: one for one in at(65.0).choices}
    roof = {name: one.places[-1].wall_c.median[-1] for name, one in choices.items()}
    assert roof["fan_stopped"] < roof["as_is"]


def test_what_is_done_already_is_no_choice() -> None:
    assert [c.choice for c in at(125.0, damper=0.0).choices] == ["as_is", "fan_stopped"]
    assert at(125.0, damper=0.0).damper_shut == 1.0
    assert at(125.0, Lever.STOP_HOOD).choices[0].choice == "fan_stopped"


def test_a_damper_shut_now_comes_first_and_holds_the_fire_back() -> None:
    as_is, shut = at(65.0), at(65.0, Lever.CLOSE_DAMPER)
    assert [c.choice for c in shut.choices] == ["damper_shut", "fan_stopped"]
    assert shut.damper_shut == 1.0
    before, after = (one.choices[0].places[-1] for one in (as_is, shut))
    assert after.fire.median > before.fire.median + 60.0
    assert after.wall_c.median[-1] < before.wall_c.median[-1] - 100.0
    both = at(65.0, Lever.CLOSE_DAMPER, Lever.STOP_HOOD)
    assert [c.choice for c in both.choices] == ["fan_stopped"]
    done = at(125.0, Lever.CLOSE_DAMPER, damper=0.0)
    assert [c.choice for c in done.choices] == ["as_is", "fan_stopped"]


def test_before_the_duct_is_warm_there_is_nothing_to_tell() -> None:
    way = duct_way(LAYOUT, rooms_of(LAYOUT))
    assert way is not None
    assert told(way, signals(15.0), 15 * S, TIMES, (), 1) is None
