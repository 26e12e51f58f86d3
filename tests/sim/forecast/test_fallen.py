"""A sensor that the fire took is no proof that the fire is gone, nor are those further off."""

import pytest

from sim.forecast.fallen import Steering
from sim.forecast.sensors import Kind, Sensor


def sensor(tag: str, kind: Kind) -> Sensor:
    return Sensor(tag=tag, kind=kind, room=0, at=(1.0, 1.0, 2.4), noise=2.0)


NEAR, FAR, SMOKE = 0, 1, 2
SENSORS = (sensor("HD-1", Kind.HEAD), sensor("HD-2", Kind.HEAD), sensor("SD-1", Kind.SMOKE))


def test_only_the_hottest_of_a_kind_steers() -> None:
    kept, least = Steering(SENSORS).adopt({NEAR: 50.0, FAR: 8.0, SMOKE: 0.2})
    assert kept == {NEAR: 50.0, SMOKE: 0.2}
    assert not least


def test_one_that_dies_hot_leaves_its_word_and_silences_the_cooler() -> None:
    own = Steering(SENSORS)
    own.adopt({NEAR: 90.0, FAR: 8.0})
    assert own.adopt({FAR: 9.0}) == ({}, {NEAR: 90.0})
    assert own.adopt({FAR: 10.0}) == ({}, {})
    assert own.adopt({FAR: 95.0}) == ({FAR: 95.0}, {})


@pytest.mark.parametrize("last", [0.0, 10.0, 39.0])
def test_one_that_dies_cool_is_broken_and_the_others_are_heard(last: float) -> None:
    own = Steering(SENSORS)
    own.adopt({NEAR: last, FAR: -1.0})
    assert own.adopt({FAR: 5.0}) == ({FAR: 5.0}, {})


def test_one_that_comes_back_steers_again() -> None:
    own = Steering(SENSORS)
    own.adopt({NEAR: 90.0, FAR: 8.0})
    own.adopt({FAR: 9.0})
    assert own.adopt({NEAR: 30.0, FAR: 9.0}) == ({NEAR: 30.0}, {})
