import numpy as np
import pytest

from sim.fire import growth, items, oil

TIME = np.arange(0.0, 601.0)
SEAT = items.Seat(at=(0.0, 0.0, 0.9), diameter=0.42)
FILTERS = items.Item("filters", items.KITCHEN["hood_grease"], (0.0, 0.0, 2.0))


def fire(peak: float) -> np.ndarray:
    return growth.t_squared(TIME, growth.COEFFICIENT["fast"], peak=peak)


def cabinets(distance: float) -> items.Item:
    return items.Item("cabinets", items.KITCHEN["cabinets"], (distance, 0.0, 1.2))


@pytest.mark.parametrize("kind", items.KITCHEN.values(), ids=items.KITCHEN)
def test_an_item_releases_its_energy_and_never_more_than_its_peak(kind: items.Kind) -> None:
    time = np.arange(0.0, 30000.0)
    hrr = np.array([items.item_hrr(t, kind.coefficient, kind.peak, kind.energy) for t in time])
    assert np.trapezoid(hrr, time) == pytest.approx(kind.energy, rel=1e-3)
    assert hrr.max() <= kind.peak


def test_plywood_ignites_after_the_time_of_the_thick_solid() -> None:
    steady = np.full((1, len(TIME)), 50e3)  # W/m2 from the layer, no fire
    run = items.spread(TIME, np.zeros(len(TIME)), SEAT, [cabinets(3.0)], layer_flux=steady)
    known = np.pi / 4 * 0.54e6 * (390 - 25) ** 2 / 50e3**2
    assert run.ignition[0, 0] == pytest.approx(known, rel=1e-6)
    below = items.spread(TIME, np.zeros(len(TIME)), SEAT, [cabinets(3.0)], layer_flux=15.9e3)
    assert np.isnan(below.ignition).all()


def test_radiation_falls_with_the_square_of_distance() -> None:
    near, far = (items.spread(TIME, fire(50e3), SEAT, [cabinets(d)]).flux[0, 0, -1] for d in (4, 8))
    assert near / far == pytest.approx(4.0, rel=0.01)  # far from a flame it is a point
    exact = 0.35 * 50e3 / (4 * np.pi * 8.0**2)
    assert far == pytest.approx(exact, rel=0.01)


def test_a_flame_in_the_filters_ignites_their_grease_and_a_small_one_does_not() -> None:
    hrr = np.stack([fire(40e3), fire(100e3), fire(300e3)])
    ignition = items.spread(TIME, hrr, SEAT, [FILTERS]).ignition[:, 0]
    assert np.isnan(ignition[0])
    assert ignition[1] > ignition[2] > 0


def test_one_item_ignites_the_next() -> None:
    shelf = items.Item("shelf", items.KITCHEN["packaging_shelf"], (1.2, 0.0, 1.2))
    alone = items.spread(TIME, fire(1200e3), SEAT, [cabinets(2.6)])
    chain = items.spread(TIME, fire(1200e3), SEAT, [shelf, cabinets(2.6)])
    assert np.isnan(alone.ignition[0, 0])
    assert chain.ignition[0, 0] < chain.ignition[0, 1]
    assert (chain.added >= chain.hrr[:, 0]).all()


def test_a_greater_fire_never_ignites_later() -> None:
    peaks = np.geomspace(20e3, 3e6, 40)
    hrr = np.stack([fire(peak) for peak in peaks])
    ignition = items.spread(TIME, hrr, SEAT, [cabinets(1.2)]).ignition[:, 0]
    late = np.where(np.isnan(ignition), np.inf, ignition)
    assert (late[1:] <= late[:-1]).all()
    assert np.isfinite(late[-1])


def test_a_curve_with_few_points_stays_within_its_tolerance() -> None:
    hrr = fire(500e3)
    curve = items.to_curve(TIME, hrr, tolerance=0.01)
    times, values = np.array(curve).T
    assert len(curve) < 20
    assert np.abs(np.interp(TIME, times, values) - hrr).max() <= 0.01 * 500e3


def test_no_items_add_nothing() -> None:
    run = items.spread(TIME, fire(1e6), SEAT, [])
    assert (run.added == 0).all()


def test_what_cannot_be_is_named() -> None:
    with pytest.raises(ValueError, match="hrr"):
        items.spread(TIME, np.full(len(TIME), np.nan), SEAT, [FILTERS])
    with pytest.raises(ValueError, match="time"):
        items.spread(TIME[::-1], fire(1e5), SEAT, [FILTERS])


def test_an_unattended_wok_brings_a_small_kitchen_to_flashover_about_200_s() -> None:
    wok = oil.run(oil.WOK, TIME, 1.0, start=636.2)  # the domain's R2: gas on, no agent
    shelf = items.Item("shelf", items.KITCHEN["packaging_shelf"], (1.5, 0.0, 1.2))
    run = items.spread(TIME, wok.hrr, SEAT, [FILTERS, cabinets(0.6), shelf])
    whole = wok.hrr + run.added
    assert TIME[np.argmax(whole[0] >= 1.8e6)] == pytest.approx(200.0, rel=0.15)
