from dataclasses import replace

import numpy as np
import pytest

from sim.fire import oil

ZERO_C = 273.15
TEN_MINUTES = np.arange(0.0, 601.0, 1.0)


def oil_c(run: oil.OilRun, *at: float) -> list[float]:
    return [float(run.temperature[0, np.searchsorted(run.time, t)] - ZERO_C) for t in at]


@pytest.mark.parametrize(
    ("vat", "rate_per_min", "lead"), [(oil.FRYER, 18.0, 7 * 60.0), (oil.WOK, 97.0, 80.0)]
)
def test_oil_warms_as_the_domain_says(vat: oil.Vat, rate_per_min: float, lead: float) -> None:
    run = oil.run(vat, TEN_MINUTES, 1.0, start=230 + ZERO_C)
    assert 133.0 / run.ignition[0] * 60.0 == pytest.approx(rate_per_min, rel=0.02)
    assert run.ignition[0] == pytest.approx(lead, rel=0.07)  # the domain rounds to minutes


def test_a_vat_left_alone_cools_by_at_most_2_8_k_a_minute() -> None:
    run = oil.run(oil.FRYER, np.arange(0.0, 2400.0), 0.0, start=316 + ZERO_C)
    passed = np.flatnonzero(run.temperature[0] <= 260 + ZERO_C)[0]
    assert 1.5 < 56.0 / (run.time[passed] / 60.0) <= 2.8


def test_a_stuck_thermostat_runs_as_scenario_r1() -> None:
    time = np.arange(-440.0, 601.0)
    run = oil.run(oil.FRYER, time, time < 45, start=230 + ZERO_C, agent=oil.Agent(at=45.0))
    known = (230, 309, 363, 368, 370, 362, 355, 345, 331)
    assert oil_c(run, -440, -180, 0, 30, 45, 60, 120, 300, 600) == pytest.approx(known, abs=5.0)
    assert run.ignition[0] == pytest.approx(0.0, abs=10.0)
    assert run.extinction[0] < 60.0
    assert np.isnan(run.reignition[0])


def test_an_unattended_wok_runs_as_scenario_r2_but_warmer_after_ignition() -> None:
    run = oil.run(oil.WOK, np.arange(-120.0, 61.0), 1.0, start=169 + ZERO_C)
    assert oil_c(run, -120, -60, 0) == pytest.approx((169, 266, 363), abs=10.0)
    assert oil_c(run, 30, 60) == pytest.approx((385, 400), abs=17.0)  # the model is hotter there
    assert 250e3 < run.hrr[0, -1] < 400e3  # "up to 300 kW with continued heating"


def test_oil_burns_again_as_scenario_r7_when_the_gas_comes_back() -> None:
    time = np.arange(0.0, 700.0)
    half = np.where(time >= 420, 0.5, 0.0)  # the table's 7 K/min is half of this burner
    poor = oil.Agent(at=0.0, quench=0.0)
    run = oil.run(oil.FRYER, time, half, start=372 + ZERO_C, agent=poor, burning=True)
    assert oil_c(run, 300, 420, 540) == pytest.approx((358, 352, 366), abs=2.0)
    assert run.extinction[0] < 15.0
    assert run.reignition[0] == pytest.approx(560, abs=10)
    cut = oil.run(oil.FRYER, time, 0.0, start=372 + ZERO_C, agent=poor, burning=True)
    assert np.isnan(cut.reignition[0])


def test_a_flame_is_violent_after_20_s_and_dies_when_the_oil_is_gone() -> None:
    run = oil.run(oil.WOK, np.arange(0.0, 1500.0), 1.0, start=636.2)
    assert run.hrr[0, 5] < 450e3 * 0.16 < run.hrr[0, 20]  # beyond a plain pool's by then
    assert run.mass[0, -1] < 0.05
    assert run.hrr[0, -1] == pytest.approx(0.0, abs=1.0)
    assert run.extinction[0] < 900.0
    assert run.temperature.max() < 1200.0  # a dry pan glows, it does not run away


def test_burnt_and_lost_vapour_is_the_oil_that_is_missing() -> None:
    time = np.arange(0.0, 600.0, 0.25)
    run = oil.run(oil.WOK, time, 1.0, start=500.0, agent=oil.Agent(at=250.0, hit=0.5))
    left = np.trapezoid(run.hrr[0] / oil.HEAT_OF_COMBUSTION + run.vapour[0], time)
    assert left == pytest.approx(run.mass[0, 0] - run.mass[0, -1], rel=0.01)


def test_cold_oil_cools_by_the_exact_law() -> None:
    run = oil.run(oil.FRYER, TEN_MINUTES, 0.0, start=350.0, ambient=290.0)
    lag = (18.4 * oil.SPECIFIC_HEAT + 5e3) / 7.0
    assert run.temperature[0] == pytest.approx(290.0 + 60.0 * np.exp(-TEN_MINUTES / lag), abs=0.01)


def test_heat_in_is_heat_stored_lost_and_carried_off() -> None:
    time = np.arange(0.0, 300.0, 0.25)
    vat = replace(oil.FRYER, loss=0.0, autoignition=2000.0)
    run = oil.run(vat, time, 1.0, start=450.0)
    stored = (18.4 * oil.SPECIFIC_HEAT + 5e3) * (run.temperature[0, -1] - 450.0)
    vapour = oil.VAPOUR_HEAT * (18.4 - run.mass[0, -1])
    assert stored + vapour == pytest.approx(16.7e3 * time[-1], rel=1e-3)


def test_members_are_independent_and_more_heat_ignites_sooner() -> None:
    heat = np.linspace(0.3, 1.0, 8)[:, None] * np.ones(1200)
    time = np.arange(0.0, 1200.0)
    together = oil.run(oil.FRYER, time, heat, start=480.0)
    assert (np.diff(together.ignition[~np.isnan(together.ignition)]) < 0).all()
    alone = oil.run(oil.FRYER, time, heat[3], start=480.0)
    assert (alone.temperature[0] == together.temperature[3]).all()


@pytest.mark.parametrize("hit", [0.0, 0.5, 1.0])
def test_only_a_full_hit_puts_the_fire_out(hit: float) -> None:
    time = np.arange(0.0, 400.0)
    agent = oil.Agent(at=60.0, hit=hit)
    run = oil.run(oil.WOK, time, time < 60, start=640.0, agent=agent)
    assert np.isnan(run.extinction[0]) == (hit < 1.0)
    without = oil.run(oil.WOK, time, time < 60, start=640.0)
    assert (run.hrr[0] <= without.hrr[0] + 1e-6).all()


def test_a_drawn_ensemble_stays_in_its_ranges_and_finite() -> None:
    rng = np.random.default_rng(3)
    vats = oil.sample(oil.FRYER, 200, rng=rng)
    run = oil.run(vats, TEN_MINUTES, rng.random((200, 1)) * np.ones(601), start=500.0)
    for series in (run.temperature, run.hrr, run.vapour, run.mass):
        assert np.isfinite(series).all()
        assert (series >= -1e-9).all()
    assert np.nanmin(run.ignition) > 60.0


def test_what_cannot_be_is_named() -> None:
    with pytest.raises(ValueError, match="mass"):
        oil.run(replace(oil.WOK, mass=-1.0), TEN_MINUTES, 1.0, start=300.0)
    with pytest.raises(ValueError, match="hit"):
        oil.run(oil.WOK, TEN_MINUTES, 1.0, start=300.0, agent=oil.Agent(hit=1.5))
    with pytest.raises(ValueError, match="time"):
        oil.run(oil.WOK, TEN_MINUTES[::-1], 1.0, start=300.0)
    with pytest.raises(ValueError, match="start"):
        oil.run(oil.WOK, TEN_MINUTES, 1.0, start=float("nan"))
