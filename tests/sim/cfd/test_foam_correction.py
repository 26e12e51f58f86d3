"""A correction carries what a field run says of the zone model, inside its range and not beyond."""

import numpy as np
import pytest
from foam_parts import room_case
from made_runs import layered_run

from sim.cfd.correction import CorrectionError, RoomCorrection, correction
from sim.cfd.layers import room_layers
from sim.fire.zone import simulate

CASE = room_case(duration=120.0)


def test_layers_of_two_temperatures_are_found_again() -> None:
    time = np.array([10.0, 20.0])
    run = layered_run(
        CASE, time, np.array([400.0, 450.0]), np.array([295.0, 300.0]), np.array([1.0, 0.9])
    )
    for place in (None, (2.5, 0.3)):
        layers = room_layers(run, "room", place=place)
        assert layers.upper == pytest.approx([400.0, 450.0], rel=0.03)
        assert layers.lower == pytest.approx([295.0, 300.0], abs=1.0)
        assert layers.interface == pytest.approx([1.0, 0.9], abs=0.1)  # the grid is 0.15 m
    assert layers.late()[0] == pytest.approx(layers.upper.mean(), rel=0.1)


def test_a_hotter_field_run_gives_the_ratio_of_the_rises() -> None:
    zone = simulate(CASE, every=1.0)
    time = np.arange(20.0, 121.0, 20.0)
    rise = np.interp(time, zone.time, zone.upper_temperature[0, :, 0]) - CASE.inside
    height = np.full(time.size, 1.0)
    run = layered_run(CASE, time, CASE.inside + 1.2 * rise, np.full(time.size, 294.0), height)
    seen = room_layers(run, "room").upper - CASE.inside
    found = correction(run, zone).of("room")
    assert found is not None
    assert found.rise_ratio == pytest.approx((seen * rise).sum() / (rise**2).sum(), rel=1e-6)
    assert found.rise_ratio == pytest.approx(1.2, rel=0.06)
    assert (found.rise_from, found.rise_to) == pytest.approx((rise.min(), rise.max()))
    assert found.n == time.size


def test_runs_of_different_times_are_not_compared() -> None:
    zone = simulate(room_case(duration=5.0), every=1.0)
    one = np.array([100.0])
    run = layered_run(CASE, one, np.array([400.0]), np.array([294.0]), np.array([1.0]))
    with pytest.raises(CorrectionError, match="before the other begins"):
        correction(run, zone)


def test_a_cold_room_has_no_correction() -> None:
    zone = simulate(CASE, every=10.0)
    time = np.array([50.0, 100.0])
    cold = np.full(2, CASE.inside)
    run = layered_run(CASE, time, cold, cold, np.full(2, 1.0))
    assert correction(run, zone).of("room") is None


def test_a_correction_acts_inside_its_range_and_fades_outside() -> None:
    own = RoomCorrection(
        room="room", rise_ratio=1.1, height_offset=-0.2, rise_from=40.0, rise_to=100.0,
        scatter=0.0, n=5,
    )  # fmt: skip
    rise = np.array([0.0, 20.0, 35.0, 40.0, 100.0, 112.5, 125.0, 400.0])
    share = np.array([0.0, 0.0, 0.5, 1.0, 1.0, 0.5, 0.0, 0.0])
    assert own.weight(rise) == pytest.approx(share)
    assert own.upper(293.0 + rise, 293.0) == pytest.approx(293.0 + rise * (1 + 0.1 * share))
    height = own.height(np.array([1.0, 0.1]), np.array([353.0, 353.0]), 293.0)
    assert height == pytest.approx([0.8, 0.0])
