"""Scenarios R1, R2, R3 and R6 as the virtual kitchens send them, forecast from their P0 on."""

from dataclasses import replace
from functools import cache

import pytest
from msgspec import structs

from app.library import layouts, resource
from sim.forecast.advice import people_of
from sim.forecast.forecaster import Forecaster
from sim.forecast.model import Arrival, Forecast, Verdict
from sim.forecast.parts import Hazard
from sim.plant.kitchen import KitchenModel
from sim.plant.library import load_scenarios
from twin.site.model import Name, Site

S = 1_000_000_000
NOON = 1_767_240_000 * S
BEFORE_S = 200.0
MEMBERS = 64


@cache
def told(name: str, layout: str, p0: float, *times: float) -> dict[float, Forecast]:
    """Forecasts at seconds of the script; a whole script, not where a demonstration begins."""
    drawn = layouts()[layout]
    site = Site(
        id="K-1", name=Name("", ""), layout=layout, city=Name("", ""), lon=0, lat=0, gas="NG",
        staff_per_shift=6,
    )  # fmt: skip
    people = replace(people_of(drawn, site), simulates=False)
    own = Forecaster(drawn, site, members=MEMBERS, seed=1, people=people)
    script = load_scenarios(resource("scenarios"))[name]
    script = structs.replace(script, demo_from_s=max(script.starts_s, p0 - BEFORE_S))
    kitchen, clock = KitchenModel(drawn, seed=7, start=NOON), NOON
    began = NOON + round(BEFORE_S * S)
    zero, found, plays = began - round(script.begins_s * S), {}, False
    own.start(zero + round(p0 * S), "line")
    for at in times:
        now = zero + round(at * S)
        while clock < now:
            clock = min(clock + S, now)
            if clock >= began and not plays:
                kitchen.start(script, clock, speed=1.0)
                plays = True
            own.observe(kitchen.advance(clock), clock)
        found[at] = own.forecast(now)
    return found


def fryer() -> dict[float, Forecast]:
    return told("R1", "k-m", -207.0, -205.0, -100.0, -20.0, 20.0, 30.0, 60.0, 120.0)


def wok() -> dict[float, Forecast]:
    return told("R2", "k-s", 12.0, 14.0, 30.0, 60.0, 90.0, 110.0, 130.0, 240.0)


def holds(arrival: Arrival, known: float) -> bool:
    return arrival.low <= known <= (float("inf") if arrival.high < 0 else arrival.high)


@pytest.mark.parametrize("at", [-205.0, -100.0, -20.0])
def test_a_stuck_thermostat_is_foreseen_to_light_the_oil_when_it_does(at: float) -> None:
    found = fryer()[at]
    assert (found.oil[0].asset, found.links[0].asset) == ("FRY-01", "FRY-01")
    assert holds(found.oil[0].ignites, -at)
    assert holds(found.links[0].opens, 45.0 - at)
    assert found.hrr_kw.high[0] < 30.0


@pytest.mark.parametrize("at", [20.0, 30.0])
def test_the_link_is_foreseen_to_open_when_it_does(at: float) -> None:
    assert holds(fryer()[at].links[0].opens, 45.0 - at)


def test_agent_ends_the_fryers_fire_and_its_links() -> None:
    before, after = fryer()[30.0], fryer()[120.0]
    assert after.links == ()
    assert after.hrr_kw.median[0] < 0.3 * before.hrr_kw.median[0]
    assert after.places[0].untenable.share < 0.3 < before.places[0].untenable.share


def test_a_wok_left_alone_is_foreseen_to_take_its_kitchen() -> None:
    """The script calls flashover at about 200 s, by Thomas' formula with a door open. From 120 s on
    its head stands at 120 degC for a minute, which is no fire that grows."""
    for at, found in list(wok().items())[:-1]:
        assert found.places[0].untenable.share > 0.6
        assert 0.5 < found.flashover.share < 0.95
        assert 200.0 < at + found.flashover.low < (280.0 if at < 100.0 else 330.0)


def test_people_are_to_leave_the_woks_kitchen_long_before_it_is_lost() -> None:
    said = {at: one.advice.verdict for at, one in wok().items() if one.advice}
    assert set(said.values()) <= {Verdict.CONTAIN, Verdict.EVACUATE}
    assert said[110.0] is said[130.0] is Verdict.EVACUATE
    leaving = [verdict is Verdict.EVACUATE for verdict in said.values()]
    assert leaving == sorted(leaving)  # once said, it stays


def test_a_room_whose_heads_died_of_the_heat_is_not_taken_to_cool() -> None:
    """The last of them turns Bad at 180 s, and says so again and again."""
    before, after = wok()[130.0], wok()[240.0]
    assert after.hrr_kw.median[0] > 1.5 * before.hrr_kw.median[0]
    assert 0.0 <= after.places[0].untenable.median < 60.0
    assert after.advice is not None
    assert after.advice.verdict is Verdict.EVACUATE
    assert "co_high" in [
        one.code for one in after.advice.reasons if one.holds
    ]  # at its range's top


def test_the_seat_stays_when_its_thermometer_burns() -> None:
    assert {one.seat_asset for one in wok().values()} == {"WOK-02"}


def test_gas_that_ignites_and_takes_its_heads_away_is_still_to_be_left() -> None:
    found = told("R5b", "k-m-lpg", 6.0, 60.0, 95.0, 120.0)
    assert [one.hazard for one in found.values()] == [Hazard.GAS, Hazard.FIRE, Hazard.FIRE]
    for one in found.values():
        assert one.advice is not None
        assert one.advice.verdict is Verdict.EVACUATE
        assert "gas_explosive" in [reason.code for reason in one.advice.reasons if reason.holds]
    # 110 degC under all of a line's ceiling: more than the jet of 60 kW, 2 m below (Alpert 1972)
    assert found[120.0].hrr_kw.low[0] > 100.0


def test_people_stay_out_of_a_leak_until_it_has_gone_and_no_fog_is_taken_for_smoke() -> None:
    """Scenario R4: 25 %LEL at 197 s, 18 to 20 from 400 s on, below 10 after 800 s."""
    found = told("R4", "k-m", 80.0, 158.0, 199.0, 450.0, 1200.0)
    said = {at: one.advice for at, one in found.items() if one.advice is not None}
    assert [one.verdict for one in said.values()] == 3 * [Verdict.EVACUATE] + [Verdict.WATCH]
    first = {at: one.reasons[0].code for at, one in said.items()}
    assert first == {
        158.0: "gas_coming", 199.0: "gas_explosive", 450.0: "gas_explosive", 1200.0: "nothing_burns"
    }  # fmt: skip
    for one in found.values():
        assert one.hazard is Hazard.GAS
        assert {place.layer_m.median[0] for place in one.places} == {3.0}  # the ceiling's height


def test_a_duct_fire_empties_the_building_and_leaves_the_kitchen_tenable() -> None:
    for found in told("R3", "k-m", 53.0, 55.0, 90.0, 150.0).values():
        assert found.hazard is Hazard.DUCT
        assert found.advice is not None
        assert found.advice.verdict is Verdict.EVACUATE
        assert [one.code for one in found.advice.reasons if one.holds] == ["duct_involved"]
        assert found.places[0].untenable.share < 0.4
        assert found.places[0].hot.share < 0.2


def test_a_store_at_night_burns_while_the_pans_are_cold() -> None:
    found = told("R6", "k-m", 482.0, 490.0)[490.0]
    assert found.seat_asset == "CAB-01"
    assert all(one.ignites.share == 0.0 for one in found.oil)
    assert found.advice is not None
    assert found.advice.verdict is Verdict.CONTAIN


def test_a_fryer_is_contained_throughout_and_every_reason_has_its_source() -> None:
    for one in (*fryer().values(), *wok().values()):
        assert one.advice is not None
        assert all(reason.source for reason in one.advice.reasons)
        assert one.advice.verdict is not Verdict.EXTINGUISH  # nobody said who is there
    assert {one.advice.verdict for one in fryer().values() if one.advice} == {Verdict.CONTAIN}
