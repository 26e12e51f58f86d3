"""Loss of data of a sensor that proves fire."""

import pytest
from layouts import at, point, samples, twin_of
from test_limits import flips

from twin.quality import Quality
from twin.samples import concatenate
from twin.twin import Twin

LOSS, LONG_LOSS = 0, 1
DOWN = Quality.BAD_NO_COMMUNICATION


@pytest.fixture
def twin() -> Twin:
    return twin_of([point("A", role="heat", period_s=1.0, heartbeat_s=10.0)])


def test_bad_quality_is_loss_after_60_and_300_s(twin: Twin) -> None:
    twin.apply(samples((0, 0, 20)), at(0))
    for second in range(5, 300, 5):
        twin.apply(samples((0, second, 20), quality=DOWN), at(second))
    assert flips(twin.tick(at(64.9))) == []
    assert flips(twin.tick(at(70))) == [(LOSS, True, 65.0)]
    assert flips(twin.tick(at(305))) == [(LONG_LOSS, True, 305.0)]


def test_silence_is_loss_once_the_heartbeat_is_overdue(twin: Twin) -> None:
    twin.apply(samples((0, 0, 20)), at(0))
    assert flips(twin.tick(at(74.9))) == []
    assert flips(twin.tick(at(80))) == [(LOSS, True, 75.0)]


def test_a_sensor_that_never_spoke_is_lost(twin: Twin) -> None:
    assert flips(twin.tick(at(60))) == [(LOSS, True, 60.0)]


def test_a_good_value_ends_the_loss(twin: Twin) -> None:
    twin.tick(at(400))
    twin.apply(samples((0, 401, 20)), at(401))
    assert flips(twin.tick(at(402))) == [(LOSS, False, 402.0), (LONG_LOSS, False, 402.0)]


def test_a_good_value_between_two_bad_ones_in_one_batch_starts_the_count_anew(twin: Twin) -> None:
    twin.apply(samples((0, 0, 20), quality=DOWN), at(0))
    one = [samples((0, 50, 20), quality=q) for q in (DOWN, Quality.GOOD)]
    last = samples((0, 51, 20), quality=DOWN)
    twin.apply(concatenate([*one, last]), at(51))
    assert flips(twin.tick(at(100))) == []
    assert flips(twin.tick(at(111))) == [(LOSS, True, 111.0)]


def test_short_spells_of_bad_do_not_add_up(twin: Twin) -> None:
    for second in range(0, 300, 30):
        twin.apply(samples((0, second, 20), quality=DOWN), at(second))
        twin.apply(samples((0, second + 29, 20)), at(second + 29))
        assert flips(twin.tick(at(second + 29))) == []
