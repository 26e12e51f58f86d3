"""The advice against the written key, and what it must never say."""

import time
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.library import resource
from sim.errors import CaseError, SimError
from sim.people.advice import LEAST_MARGIN_S, UNKNOWN, advise, reason_codes
from sim.people.cases import WrittenCase, advice_agreement, load_cases
from sim.people.criteria import Criteria, Criterion, Op, load_criteria
from sim.people.model import Verdict
from sim.people.situation import Situation, WayOut, facts_of, flame_seen

CRITERIA = load_criteria(resource("advice", "criteria.yaml"))
CASES = load_cases(resource("advice", "cases.yaml"))
SMALL_FIRE: dict[str, object] = {
    "fire": True, "people": 4, "gas_pct_lel": 0.0, "gas_fed": False, "duct_involved": False,
    "first_item_only": True, "hidden": False, "reachable": True, "cylinders_heated": False,
    "trained": True, "extinguisher": True, "told": True, "attempts_failed": 0, "fighting_s": 0.0,
    "discharged": False, "oil_vessels": 1, "oil_area_m2": 0.15, "area_m2": 0.15,
    "flame_top_m": 1.4, "flux_kw_m2": 0.2, "layer_m": 2.4, "smoke_to_head_s": np.inf,
    "upper_c": 60.0, "head_c": 32.0, "co_ppm": 15.0,
    "ways_out": (WayOut(untenable_s=np.inf, walking_s=8.0),),
}  # fmt: skip
DERIVED = {"attempts", "best_margin_s", "gas_margin_s"}
EVACUATE_FACTS = {one.of for one in CRITERIA.evacuate} - DERIVED


def small_fire(**differing: object) -> Situation:
    return Situation(**(SMALL_FIRE | differing))  # type: ignore[arg-type]  # a table of facts


def test_two_hundred_written_cases_agree_with_their_key() -> None:
    agree, n, wrong = advice_agreement(CASES, CRITERIA)
    assert n == 200
    assert agree / n >= 0.95, wrong


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.id))
def test_no_written_case_is_fought_with_the_way_out_lost(case: WrittenCase) -> None:
    if advise(case.situation, CRITERIA).verdict is Verdict.EXTINGUISH:
        margin = facts_of(case.situation)["margin_s"]
        assert margin is not None
        assert margin.min() > LEAST_MARGIN_S


moments = st.one_of(st.just(np.inf), st.floats(0.0, 900.0))
ways = st.lists(
    st.builds(
        WayOut,
        untenable_s=st.none() | st.lists(moments, min_size=5, max_size=5).map(np.array),
        walking_s=st.none() | st.floats(0.0, 120.0),
    ),
    max_size=3,
).map(tuple)
LAX = Criteria(
    1.0,
    (Criterion("never", "co_ppm", Op.ABOVE, 1e9, "ppm", ""),),
    (Criterion("fire", "fire", Op.IS, 1.0, "", ""),),
)


@given(ways, st.sampled_from([CRITERIA, LAX]))
@settings(max_examples=300, deadline=None)
def test_never_extinguish_when_the_way_out_is_lost_within_walking_time_and_a_minute(
    ways_out: tuple[WayOut, ...], criteria: Criteria
) -> None:
    advice = advise(small_fire(ways_out=ways_out), criteria)
    clear = [
        np.all(np.asarray(way.untenable_s) > np.asarray(way.walking_s) + 60.0)
        for way in ways_out
        if way.untenable_s is not None and way.walking_s is not None
    ]
    if advice.verdict is Verdict.EXTINGUISH:
        assert any(clear)
    elif criteria is LAX:
        assert not any(clear)


@given(st.sets(st.sampled_from(sorted(set(SMALL_FIRE) - {"people"})), min_size=1))
@settings(max_examples=200, deadline=None)
def test_what_is_unknown_is_never_taken_as_safe(unknown: set[str]) -> None:
    blank: dict[str, object] = {name: None for name in unknown if name != "ways_out"}
    if "ways_out" in unknown:
        blank["ways_out"] = ()
    advice = advise(small_fire(**blank), CRITERIA)
    assert advice.verdict is Verdict.CONTAIN
    assert advice.share < 1.0
    assert any(reason.code.endswith(UNKNOWN) and reason.holds for reason in advice.reasons)


@given(st.sets(st.sampled_from(sorted(set(SMALL_FIRE) - {"ways_out"}))))
@settings(max_examples=100, deadline=None)
def test_nothing_unknown_undoes_a_reason_to_leave(unknown: set[str]) -> None:
    blank: dict[str, object] = dict.fromkeys(unknown)
    told = advise(small_fire(**(blank | {"gas_pct_lel": 40.0})), CRITERIA)
    assert told.verdict is Verdict.EVACUATE
    assert told.share == 1.0
    assert told.reasons[0].code == "gas_explosive"


@pytest.mark.parametrize("criterion", CRITERIA.evacuate, ids=lambda one: one.code)
def test_every_reason_to_leave_is_enough(criterion: Criterion) -> None:
    worse = {
        Op.ABOVE: criterion.limit * 1.01,
        Op.AT_LEAST: criterion.limit,
        Op.AT_MOST: criterion.limit,
        Op.BELOW: criterion.limit * 0.99,
        Op.IS: bool(criterion.limit),
    }[criterion.op]
    changed: dict[str, object] = {criterion.of: worse}
    if criterion.of == "gas_margin_s":
        changed = {"gas_25_s": worse + 8.0}
    if criterion.of == "attempts":
        changed = {"attempts_failed": int(worse)}
    if criterion.of == "best_margin_s":
        changed = {"ways_out": (WayOut(untenable_s=worse + 8.0, walking_s=8.0),)}
    advice = advise(small_fire(**changed), CRITERIA)
    assert advice.verdict is Verdict.EVACUATE
    assert [reason.code for reason in advice.reasons if reason.holds] == [criterion.code]


@given(
    st.sampled_from(sorted(EVACUATE_FACTS & {"co_ppm", "upper_c", "flux_kw_m2", "head_c"})),
    st.lists(st.floats(0.0, 500.0), min_size=8, max_size=8),
    st.floats(0.0, 300.0),
)
@settings(max_examples=100, deadline=None)
def test_a_worse_forecast_never_talks_people_out_of_leaving(
    name: str, values: list[float], more: float
) -> None:
    before = advise(small_fire(**{name: np.array(values)}), CRITERIA)
    after = advise(small_fire(**{name: np.array(values) + more}), CRITERIA)
    if before.verdict is Verdict.EVACUATE:
        assert after.verdict is Verdict.EVACUATE
        assert after.share >= before.share


def test_share_and_reason_say_how_many_forecasts_call_for_it() -> None:
    upper = np.repeat([100.0, 170.0], [160, 96])
    advice = advise(small_fire(upper_c=upper), CRITERIA)
    assert (advice.verdict, advice.share) == (Verdict.EVACUATE, 0.375)
    assert (advice.reasons[0].code, advice.reasons[0].value) == ("layer_hot", 170.0)


def test_people_leave_before_the_gas_that_is_foreseen_and_stay_out_until_it_is_gone() -> None:
    """Scenario R4: 20 %LEL and rising; later 18 %LEL, shut off after 26; then below 10."""
    calm = small_fire(fire=False, area_m2=0.0, gas_pct_lel=18.0)
    rising, far = replace(calm, gas_25_s=39.0), replace(calm, gas_25_s=300.0)
    assert advise(rising, CRITERIA).verdict is Verdict.EVACUATE
    assert advise(rising, CRITERIA).reasons[0].code == "gas_coming"
    assert advise(far, CRITERIA).verdict is Verdict.WATCH
    assert advise(replace(calm, gas_peak_pct_lel=26.0), CRITERIA).verdict is Verdict.EVACUATE
    assert advise(replace(calm, gas_pct_lel=9.0), CRITERIA).verdict is Verdict.WATCH


def test_gas_of_which_nothing_else_is_told_is_the_most_there_was() -> None:
    known = facts_of(small_fire(gas_pct_lel=12.0))
    assert (known["gas_peak_pct_lel"], known["gas_margin_s"]) == (12.0, np.inf)
    unknown = facts_of(small_fire(gas_pct_lel=None))
    assert unknown["gas_peak_pct_lel"] is unknown["gas_margin_s"] is None


def test_an_advice_travels() -> None:
    for case in CASES:
        advice = advise(case.situation, CRITERIA)
        sent = msgspec.json.encode(advice)
        assert msgspec.json.decode(sent, type=type(advice)) == advice
        assert all(np.isfinite([r.value, r.limit]).all() for r in advice.reasons)
        assert advice.reasons
        assert {r.code for r in advice.reasons} <= set(reason_codes(CRITERIA))
        assert 0.0 <= advice.share <= 1.0


def test_nothing_known_at_all_is_contained() -> None:
    advice = advise(Situation(), CRITERIA)
    assert (advice.verdict, advice.share) == (Verdict.CONTAIN, 0.0)


def test_advice_over_many_members_comes_at_once() -> None:
    chance = np.random.default_rng(1)
    way = WayOut(untenable_s=chance.uniform(60, 600, 256), walking_s=9.0)
    upper, layer = chance.normal(120, 20, 256), chance.normal(2.2, 0.2, 256)
    situation = small_fire(upper_c=upper, layer_m=layer, ways_out=(way, way))
    advise(situation, CRITERIA)
    began = time.process_time()
    for _ in range(20):
        advise(situation, CRITERIA)
    assert (time.process_time() - began) / 20 < 0.005


def test_flames_and_radiation_follow_the_heat_release() -> None:
    tip, flux = flame_seen(np.array([0.0, 1e5, 5e5]), 0.15, 0.8)
    assert tip[0] == pytest.approx(0.8)
    assert tip[1] == pytest.approx(0.8 + 0.235 * 100**0.4 - 1.02 * np.sqrt(4 * 0.15 / np.pi))
    assert flux[2] == pytest.approx(0.3 * 500 / (4 * np.pi * 9))


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"upper_c": np.array([1.0, np.nan])}, "upper_c"),
        ({"upper_c": np.zeros(3), "layer_m": np.ones(4)}, "situation"),
    ],
)
def test_numbers_that_cannot_be_are_refused_by_name(changed: dict[str, object], named: str) -> None:
    with pytest.raises(SimError, match=named):
        advise(small_fire(**changed), CRITERIA)


def test_a_criterion_on_an_unknown_fact_is_refused_by_name(tmp_path: Path) -> None:
    text = resource("advice", "criteria.yaml").read_text("utf-8")
    broken = tmp_path / "criteria.yaml"
    broken.write_text(text.replace("of: duct_involved", "of: duct_is_hot"), "utf-8")
    with pytest.raises(CaseError, match="duct_is_hot"):
        load_criteria(broken)
