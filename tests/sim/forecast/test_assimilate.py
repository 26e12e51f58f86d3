"""Rounds of the filter on a toy room: silences, lies and low heads."""

import numpy as np
import pytest

from sim.fire.case import Case, Compartment, Fire, Opening
from sim.fire.zone import ZoneModel
from sim.forecast.assimilate import Assimilation
from sim.forecast.ensemble import ROOT, Ensemble
from sim.forecast.prior import BURNERS
from sim.forecast.sensors import Kind, Sensor

ROOM = Compartment(id="room", size=(4.0, 3.0, 2.5), leak_area=0.01)
DOOR = Opening(id="door", of="room", height=2.0, width=0.8)
LOW, LAYER = 3, (0, 1, 2)


def case(kw: float) -> Case:
    fire = Fire(
        id="fire", compartment="room", at=(2.0, 1.5, 0.3), area=0.1,
        hrr=((0.0, 1e3 * kw), (1200.0, 1e3 * kw)),
    )  # fmt: skip
    return Case(id="toy", compartments=(ROOM,), openings=(DOOR,), fires=(fire,))


def rises(kw: float, until: float = 1200.0) -> tuple[np.ndarray, np.ndarray]:
    """Seconds and rise of the layer over a steady fire, K."""
    run = ZoneModel([case(kw)]).run(until, 10.0)
    return run.time, run.upper_temperature[0, :, 0] - case(kw).inside


def filter_of(members: int = 24) -> Assimilation:
    heads = [
        Sensor(tag=f"L{n}", kind=Kind.LAYER, room=0, at=(2.0, 1.5, 2.5), noise=1.0) for n in LAYER
    ]
    low = Sensor(tag="low", kind=Kind.AIR, room=0, at=(2.0, 1.5, 1.0), noise=2.0, share=0.2)
    own = Ensemble(case(0.0), members, prior=BURNERS, seed=3, window=120.0)
    return Assimilation(own, (*heads, low))


def followed(
    kw: float, *, every: float, until: float, own: Assimilation | None = None
) -> Assimilation:
    """A steady fire from 0 s on, told by three heads every so many seconds; rounds of 20 s."""
    time, rise = rises(kw)
    own = filter_of() if own is None else own
    for now in np.arange(20.0, until + 1.0, 20.0).tolist():
        value = float(np.interp(now, time, rise))
        own.step(now, dict.fromkeys(LAYER, value) if now % every == 0 else {})
    return own


def kw_of(own: Assimilation) -> float:
    return float(np.median(own.ensemble.unknowns[:, ROOT] ** 2)) / 1e3


@pytest.mark.parametrize("every", [20.0, 100.0])
def test_a_fire_that_began_in_a_silence_did_not_begin_in_its_last_seconds(every: float) -> None:
    assert 20.0 < kw_of(followed(50.0, every=every, until=200.0)) < 125.0


def test_a_long_silence_keeps_its_fire() -> None:
    own = followed(50.0, every=20.0, until=200.0)
    for now in np.arange(220.0, 1800.0, 20.0).tolist():
        own.step(now, {})
    assert own.ensemble.times[-1] == own.ensemble.time == 1780.0
    own.step(1800.0, {})
    assert np.isfinite(own.felt).all()


def test_heads_that_speak_after_a_silence_are_followed_at_once() -> None:
    own = followed(50.0, every=20.0, until=300.0)
    before = float(np.median(own.felt[:, 0]))
    for now in (320.0, 340.0, 360.0, 380.0):
        own.step(now, {})
    for now in (400.0, 420.0, 440.0):
        own.step(now, dict.fromkeys(LAYER, 0.4 * before))
    assert float(np.median(own.felt[:, 0])) < 0.6 * before


def test_a_low_head_that_jumps_is_no_larger_fire() -> None:
    time, rise = rises(50.0)
    own = filter_of()
    for now in np.arange(20.0, 401.0, 20.0).tolist():
        value = float(np.interp(now, time, rise))
        own.step(now, {**dict.fromkeys(LAYER, value), LOW: 0.15 * value})
    before = kw_of(own)
    for now in np.arange(420.0, 681.0, 20.0).tolist():
        own.step(now, {LOW: 0.15 * value + 60.0 * (now > 500.0)})
    assert kw_of(own) < 2.0 * before


def test_one_of_two_heads_that_falls_below_cooler_air_lies() -> None:
    time, rise = rises(50.0)
    own = filter_of()
    for now in np.arange(20.0, 501.0, 20.0).tolist():
        value = float(np.interp(now, time, rise))
        lie = value if now < 300.0 else 0.0
        own.step(now, {0: value, 1: lie, LOW: 0.6 * value})
    assert own.trust.liars().tolist() == [1]
    assert 25.0 < kw_of(own) < 100.0
