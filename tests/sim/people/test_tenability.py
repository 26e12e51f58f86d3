"""Doses, sight and arrival times against the standards' numbers, and what must always hold."""

import dataclasses
import time

import numpy as np
import pytest
from air_parts import TENABILITY, air, clock, run, steady
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import SimError
from sim.fire.constants import EXTINCTION
from sim.people.tenability import (
    LIGHTED_SIGN,
    ZERO_C,
    Air,
    assess,
    assess_air,
    crossing,
    dose,
    gas_rate,
    head_air,
    heat_rate,
    layer_flux,
    sight_limits,
    visibility,
)

WIDE = np.array([20.0])


def minutes_to(rate: float, limit: float) -> float:
    return limit / rate


@pytest.mark.parametrize(
    ("co_ppm", "limit", "minutes"),
    [(500, 0.1, 7.0), (1400, 0.3, 7.5), (3000, 0.3, 3.5), (5000, 0.3, 2.1)],
)
def test_carbon_monoxide_doses_as_the_domain_tells(
    co_ppm: float, limit: float, minutes: float
) -> None:
    rate = float(gas_rate(air(co=co_ppm / 1e6))[0, 0, 0])
    assert minutes_to(rate, limit) == pytest.approx(minutes, abs=0.05)  # table, one decimal


@pytest.mark.parametrize(("temperature_c", "minutes"), [(80, 17), (100, 8), (120, 4.3), (150, 2)])
def test_hot_air_doses_as_the_domain_tells(temperature_c: float, minutes: float) -> None:
    rate = float(heat_rate(air(temperature_c=temperature_c))[0, 0, 0])
    assert 1 / rate == pytest.approx(minutes, rel=0.03)  # table, two digits


def test_a_layer_of_200_c_radiates_about_two_and_a_half_kilowatts() -> None:
    assert float(layer_flux(np.array(200 + ZERO_C))) == pytest.approx(2500, rel=0.1)


def test_radiation_counts_only_above_what_is_borne_for_half_an_hour() -> None:
    cool, hot = heat_rate(air(layer_c=190.0)), heat_rate(air(layer_c=400.0))
    assert float(cool[0, 0, 0]) == pytest.approx(float(heat_rate(air())[0, 0, 0]))
    flux_kw = float(layer_flux(np.array(400 + ZERO_C))) / 1e3
    assert float(hot[0, 0, 0] - cool[0, 0, 0]) == pytest.approx(flux_kw**1.56 / 6.9)


def test_carbon_dioxide_makes_people_breathe_faster() -> None:
    still = gas_rate(air(co=1e-3, co2=0.02))
    panting = gas_rate(air(co=1e-3, co2=0.05))
    assert float((panting / still)[0, 0, 0]) == pytest.approx(np.exp(1.0))


def test_low_oxygen_and_hydrogen_cyanide_add_to_the_dose() -> None:
    assert float(gas_rate(air(o2=0.10))[0, 0, 0]) == pytest.approx(np.exp(0.54 * 10.9 - 8.13))
    assert float(gas_rate(air(hcn=1e-4))[0, 0, 0]) == pytest.approx(100**2.36 / 1.2e6)
    assert float(gas_rate(air())[0, 0, 0]) == 0.0


def test_visibility_follows_soot_and_the_kind_of_sign() -> None:
    soot = steady(3.0 / (EXTINCTION * 10.0))  # 10 m to a reflecting sign
    assert float(visibility(soot)[0, 0, 0]) == pytest.approx(10.0)
    assert float(visibility(soot, LIGHTED_SIGN)[0, 0, 0]) == pytest.approx(26.67, abs=0.01)
    assert float(visibility(steady(0.0))[0, 0, 0]) == 30.0


def test_a_head_is_in_the_layer_once_it_has_come_down() -> None:
    assert float(head_air(run(layer_height=1.8), 1.8).temperature[0, 0, 0]) == 400.0
    assert float(head_air(run(layer_height=1.81), 1.8).temperature[0, 0, 0]) == 293.15


def test_arrival_lies_on_the_straight_line_between_two_times() -> None:
    time = np.array([0.0, 10.0, 20.0])
    values = np.array([[[0.0, 9.0], [4.0, 9.0], [8.0, 9.0]], [[0.0, 0.0], [0.0, 0.0], [0.0, 5.0]]])
    assert crossing(time, values, 5.0).tolist() == [[12.5, 0.0], [np.inf, 20.0]]


def test_small_rooms_need_less_sight() -> None:
    assert sight_limits(np.array([7.2, 12.0]), TENABILITY).tolist() == [5.0, 10.0]


def test_the_first_criterion_decides() -> None:
    told = assess_air(clock(), air(co=1400e-6, layer_c=150.0), WIDE, TENABILITY)
    assert float(told.poisoned[0, 0]) == pytest.approx(450.0)  # 0.3 x 35000 / 1400 min
    assert float(told.untenable[0, 0]) == float(told.poisoned[0, 0])
    assert np.isinf([told.hot, told.scorched, told.blind, told.burnt]).all()


def test_what_people_have_had_before_counts() -> None:
    fresh = assess(run(), WIDE, TENABILITY)
    tired = assess(run(), WIDE, TENABILITY, gas_before=np.array([[0.2]]))
    assert float(tired.gas_dose[0, 0, 0]) == 0.2
    assert float(tired.poisoned[0, 0]) < float(fresh.poisoned[0, 0])


def test_a_run_in_two_parts_doses_as_in_one() -> None:
    whole = run()
    early, late = (
        dataclasses.replace(
            whole, **{f.name: _part(getattr(whole, f.name), at) for f in dataclasses.fields(whole)}
        )
        for at in (slice(1, 301), slice(301, 601))
    )
    first = assess(early, WIDE, TENABILITY, since=0.0)
    second = assess(
        late, WIDE, TENABILITY, since=300.0,
        gas_before=first.gas_dose[:, -1], heat_before=first.heat_dose[:, -1],
    )  # fmt: skip
    at_once = assess(whole, WIDE, TENABILITY)
    assert second.gas_dose[0, -1, 0] == pytest.approx(at_once.gas_dose[0, -1, 0])
    assert second.heat_dose[0, -1, 0] == pytest.approx(at_once.heat_dose[0, -1, 0])


def _part(column: np.ndarray, at: slice) -> np.ndarray:
    return column[at] if column.ndim == 1 else column[:, at]


def test_a_column_that_is_not_finite_is_refused_by_name() -> None:
    broken = dataclasses.replace(run(), upper_co=steady(np.nan))
    with pytest.raises(SimError, match="upper_co"):
        assess(broken, WIDE, TENABILITY)


fraction = st.floats(0.0, 0.3)
airs = st.builds(
    air,
    temperature_c=st.floats(-20.0, 900.0),
    layer_c=st.floats(-20.0, 1200.0),
    o2=st.floats(0.0, 0.209),
    co2=fraction,
    co=fraction,
    soot=st.floats(0.0, 0.1),
    hcn=st.none() | st.floats(0.0, 1e-3),
)


@given(airs)
@settings(max_examples=60, deadline=None)
def test_a_dose_never_falls_and_stays_a_number(breath: Air) -> None:
    for rate in (gas_rate(breath), heat_rate(breath)):
        taken = dose(clock(), rate)
        assert np.isfinite(taken).all()
        assert (np.diff(taken, axis=1) >= 0).all()


@given(
    airs,
    st.sampled_from(["temperature", "layer", "co2", "co", "soot"]),
    st.floats(1.0, 3.0),
)
@settings(max_examples=60, deadline=None)
def test_worse_air_never_gives_more_time(breath: Air, name: str, factor: float) -> None:
    worse = dataclasses.replace(breath, **{name: np.abs(getattr(breath, name)) * factor})
    before = assess_air(clock(), breath, WIDE, TENABILITY).untenable
    assert (assess_air(clock(), worse, WIDE, TENABILITY).untenable <= before).all()


@given(airs, st.floats(0.0, 1.0))
@settings(max_examples=30, deadline=None)
def test_less_oxygen_never_gives_more_time(breath: Air, share: float) -> None:
    worse = dataclasses.replace(breath, o2=breath.o2 * share)
    before = assess_air(clock(), breath, WIDE, TENABILITY).untenable
    assert (assess_air(clock(), worse, WIDE, TENABILITY).untenable <= before).all()


def test_a_large_ensemble_is_assessed_at_once() -> None:
    one = run(n=121)
    many = dataclasses.replace(
        one,
        **{
            f.name: np.broadcast_to(getattr(one, f.name), (256, 121, 6)).copy()
            for f in dataclasses.fields(one)
            if f.name != "time"
        },
    )
    took = []
    for _ in range(5):
        began = time.process_time()
        assess(many, np.full(6, 12.0), TENABILITY)
        took.append(time.process_time() - began)
    assert min(took) < 0.02  # the best of five: others use the machine too
