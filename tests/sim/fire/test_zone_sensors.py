import msgspec
import numpy as np
import pytest
from zone_cases import case, fire

from sim.fire import link
from sim.fire.case import Case, Detector
from sim.fire.jet import _jet
from sim.fire.zone import (
    ZoneRun,
    detector_temperature,
    jet_temperature,
    plume_temperature,
    simulate,
)

UNDER_CEILING = (3.2, 2.0, 2.45)


def with_link(rti: float, activation: float, *, hrr: float = 200e3) -> Case:
    head = Detector(id="head", compartment="room", at=UNDER_CEILING, activation=activation, rti=rti)
    return msgspec.structs.replace(case(hrr), detectors=(head,))


def held(run: ZoneRun) -> ZoneRun:
    """The last instant of a run for ever: a steady jet."""
    count = len(run.time)
    fixed = {
        name: np.repeat(getattr(run, name)[:, -1:], count, axis=1)
        for name in ("upper_temperature", "lower_temperature", "layer_height", "hrr")
    }
    return ZoneRun(**{n: fixed.get(n, getattr(run, n)) for n in run.__dataclass_fields__})


@pytest.mark.parametrize(("rti", "activation"), [(30.0, 341.0), (120.0, 341.0), (300.0, 347.0)])
def test_a_link_in_a_steady_jet_is_the_closed_form(rti: float, activation: float) -> None:
    one = with_link(rti, activation)
    run = held(simulate(one, every=1.0))
    gas, speed = _jet(run, one, "room", UNDER_CEILING)
    _, at = detector_temperature(run, one)
    known = link.constant_jet_time(
        gas[0, 0], speed[0, 0], rti=rti, activation=activation, start=one.inside
    )
    assert at[0, 0] == pytest.approx(float(known), rel=0.02, abs=0.2)


def test_a_slower_link_is_later_and_a_high_limit_is_never_reached() -> None:
    times = []
    for rti in (30.0, 120.0, 300.0):
        one = with_link(rti, 341.0)
        times.append(detector_temperature(simulate(one), one)[1][0, 0])
    assert times == sorted(times)
    one = with_link(50.0, 1500.0)
    assert np.isnan(detector_temperature(simulate(one), one)[1]).all()


@pytest.mark.parametrize("hrr", [5e3, 1e5, 1e6])
@pytest.mark.parametrize("x", [2.0, 2.6, 3.9])
def test_a_jet_is_never_cooler_than_its_layer(hrr: float, x: float) -> None:
    one = case(hrr)
    run = simulate(one, every=5.0)
    jet = jet_temperature(run, one, "room", x, 2.0, 2.45)
    assert (jet >= run.upper_temperature[..., 0] - 1e-9).all()
    assert (jet < 2500.0).all()


def test_a_jet_fades_away_from_the_fire() -> None:
    one = case()
    run = simulate(one, every=10.0)
    far = [jet_temperature(run, one, "room", x, 2.0, 2.45)[0, 5] for x in (2.0, 2.7, 3.3, 3.9)]
    assert (np.diff(far) <= 0).all()
    assert far[0] > far[-1]


def test_a_plume_cools_as_it_rises_and_aside() -> None:
    one = case(fires=(fire(20e3, area=0.05),))
    run = simulate(one, every=5.0)
    layer = run.layer_height[0, 0, 0]
    axis = [
        plume_temperature(run, one, "room", 2.0, 2.0, z)[0, 0]
        for z in np.linspace(0.8, layer - 0.05, 6)
    ]
    assert (np.diff(axis) < 0).all()
    aside = [plume_temperature(run, one, "room", x, 2.0, 1.2)[0, 0] for x in (2.0, 2.2, 2.6, 3.5)]
    assert (np.diff(aside) <= 1e-3).all()  # far away there is the layer alone
