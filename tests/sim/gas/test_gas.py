import numpy as np
import pytest

from sim.gas import layers, release
from sim.gas.fuel import LPG, NATURAL_GAS, Fuel

KITCHEN = layers.Room(area=84.0, height=3.0)  # 12 x 7 x 3 m
HEAD, FLOOR_HEAD = 2.8, 0.1  # m, where gas heads hang
TIME = np.arange(0.0, 1501.0, 1.0)
hose = float(release.hose_flow(NATURAL_GAS, diameter=0.0095, pressure=2000.0))


def lel(run: layers.GasRun, height: float, *at: float, distance: float = 0.0) -> list[float]:
    series = run.percent_lel(height, distance)[0]
    return [float(np.interp(t, run.time, series)) for t in at]


def reached(run: layers.GasRun, height: float, percent: float) -> float:
    return float(np.interp(percent, run.percent_lel(height)[0], run.time))


def test_an_open_hose_gives_11_4_m3_an_hour() -> None:
    assert hose * 3600 == pytest.approx(11.4, rel=0.01)


def test_a_leak_with_the_fan_off_fills_the_ceiling_layer() -> None:
    run = layers.run(KITCHEN, NATURAL_GAS, TIME, hose)
    assert reached(run, HEAD, 25) == pytest.approx(197, rel=0.03)
    assert reached(run, HEAD, 100) == pytest.approx(13 * 60, rel=0.07)
    assert lel(run, FLOOR_HEAD, 800)[0] < 1.0


def test_a_running_fan_hides_the_leak() -> None:
    run = layers.run(KITCHEN, NATURAL_GAS, TIME, hose, air=layers.Air(extract=1.5, height=2.0))
    settled = lel(run, HEAD, 900, 1500)
    assert settled == pytest.approx([4.2, 4.2], abs=0.5)
    assert settled[1] - settled[0] < 0.1


@pytest.mark.parametrize(
    ("flow", "at_25", "at_100"),
    [
        (release.liquid_flow(LPG, diameter=0.002), 5, 20),
        (release.hose_flow(LPG, diameter=0.005, pressure=2800.0), 205, 14 * 60),
    ],
)
def test_lpg_fills_the_floor_layer(flow: float, at_25: float, at_100: float) -> None:
    run = layers.run(KITCHEN, LPG, np.arange(0.0, 900.0, 0.25), flow)
    assert reached(run, FLOOR_HEAD, 25) == pytest.approx(at_25, rel=0.05)
    assert reached(run, FLOOR_HEAD, 100) == pytest.approx(at_100, rel=0.05)
    assert lel(run, HEAD, 30)[0] < 1.0


def test_scenario_r4_near_and_far_head_and_the_airing_after_the_valve() -> None:
    leak = np.where(TIME < 205, hose, 0.0)
    doors = layers.Air(draught=np.where(TIME < 205, 0.0, 0.42))
    run = layers.run(KITCHEN, NATURAL_GAS, TIME, leak, air=doors)
    near = lel(run, HEAD, 60, 79, 158, 197, 205, 400, 800, 1500)
    assert near == pytest.approx([8, 10, 20, 25, 26, 20, 10, 3], abs=2.0)
    far = lel(run, HEAD, 60, 79, 158, 197, 205, distance=6.0)
    assert far == pytest.approx([2, 4, 12, 17, 18], abs=2.0)


@pytest.mark.parametrize("fuel", [NATURAL_GAS, LPG])
@pytest.mark.parametrize("air", [layers.STILL, layers.Air(extract=0.8, height=2.0, draught=0.1)])
def test_no_gas_is_made_or_lost(fuel: Fuel, air: layers.Air) -> None:
    run = layers.run(KITCHEN, fuel, TIME, 0.02, air=air)
    inside = run.fraction @ (KITCHEN.area * np.array(KITCHEN.depths))
    assert inside + run.vented == pytest.approx(run.released, abs=1e-9)
    assert run.released[0, -1] == pytest.approx(0.02 * TIME[-1])
    assert (np.diff(run.vented) >= -1e-12).all()


def test_any_leak_and_airing_stays_between_nothing_and_pure_gas() -> None:
    rng = np.random.default_rng(5)
    time = np.arange(0.0, 600.0, 5.0)
    leak = rng.exponential(0.05, (300, 1)) * (rng.random((300, len(time))) < 0.7)
    air = layers.Air(extract=rng.exponential(1.0, (300, 1)), height=2.7, draught=rng.random())
    for fuel in (NATURAL_GAS, LPG):
        fraction = layers.run(KITCHEN, fuel, time, leak, air=air).fraction
        assert (fraction >= 0).all()
        assert (fraction <= 1).all()


def test_a_greater_leak_shows_more_and_more_air_shows_less() -> None:
    leaks = np.array([[0.001], [0.003], [0.01]])
    shown = layers.run(KITCHEN, NATURAL_GAS, TIME, leaks).percent_lel(HEAD)
    assert (np.diff(shown[:, 1:], axis=0) > 0).all()
    airs = layers.Air(draught=np.array([[0.0], [0.3], [1.0]]))
    shown = layers.run(KITCHEN, NATURAL_GAS, TIME, hose, air=airs).percent_lel(HEAD)
    assert (np.diff(shown[:, 1:], axis=0) < 0).all()


def test_a_sealed_layer_follows_the_exact_law() -> None:
    calm = Fuel("no diffusion", density=0.72, lower=0.05, upper=0.15, diffusion=0.0)
    run = layers.run(KITCHEN, calm, TIME, 0.05)
    exact = 1.0 - np.exp(-0.05 * TIME / (84.0 * 0.6))
    assert run.fraction[0, :, layers.CEILING] == pytest.approx(exact, abs=1e-3)


def test_the_front_comes_sooner_from_a_greater_leak_and_never_without_one() -> None:
    times = layers.spread_time(NATURAL_GAS, np.array([0.0, 0.001, 0.01]), 8.0)
    assert np.isinf(times[0])
    assert times[1] > times[2] > 0


def test_the_flammable_room_is_that_between_the_limits() -> None:
    run = layers.run(KITCHEN, NATURAL_GAS, np.arange(0.0, 4000.0, 1.0), hose)
    volume = run.flammable_volume()[0]
    assert volume[700] == 0
    assert volume[900] == pytest.approx(84.0 * 0.6)
    assert volume[-1] < volume[900] + 84.0 * 2.1


def test_what_cannot_be_is_named() -> None:
    with pytest.raises(ValueError, match="flow"):
        layers.run(KITCHEN, NATURAL_GAS, TIME, -1.0)
    with pytest.raises(ValueError, match="do not fit"):
        layers.Room(area=10.0, height=0.5)
    with pytest.raises(ValueError, match="pressure"):
        release.hose_flow(NATURAL_GAS, diameter=0.01, pressure=5e5)
    with pytest.raises(ValueError, match="not stored as a liquid"):
        release.liquid_flow(NATURAL_GAS, diameter=0.002)
    with pytest.raises(ValueError, match="not in a room"):
        layers.run(KITCHEN, LPG, TIME, 0.01).percent_lel(4.0)
