"""A lost link is one alarm, not one for every sensor of its site."""

import pytest
from layouts import at, point, samples, twin_of
from test_limits import flips

from twin.alarm.states import AlarmState
from twin.quality import Quality
from twin.twin import Twin

DOWN = Quality.BAD_NO_COMMUNICATION
ROWS = (0, 1, 2)
LOSSES = (0, 2, 4)  # of A, B and C, each before its long loss


@pytest.fixture
def twin() -> Twin:
    twin = twin_of([point(tag, role="heat", heartbeat_s=10.0) for tag in "ABC"])
    twin.apply(samples(*((row, 0, 20) for row in ROWS)), at(0))
    return twin


def cut(twin: Twin, second: float) -> None:
    twin.link("T-001", at(second), connected=False)
    twin.apply(samples(*((row, second, 20) for row in ROWS), quality=DOWN), at(second))


def restore(twin: Twin, second: float, rows: tuple[int, ...] = ROWS) -> None:
    twin.link("T-001", at(second), connected=True)
    twin.apply(samples(*((row, second, 20) for row in rows)), at(second))


def states(twin: Twin) -> list[int]:
    return twin.cells.state[list(LOSSES)].tolist()


def pass_time(twin: Twin, first: int, last: int) -> None:
    for second in range(first, last + 1):
        twin.tick(at(second))


def test_one_sensor_speaks_for_a_lost_link(twin: Twin) -> None:
    cut(twin, 1)
    pass_time(twin, 2, 400)
    quiet = AlarmState.SUPPRESSED_BY_DESIGN
    assert states(twin) == [AlarmState.UNACKNOWLEDGED, quiet, quiet]
    assert len(twin.incidents) == 1
    assert set(twin.cells.reason.values()) == {"edge link lost"}


def test_after_the_return_all_is_as_before(twin: Twin) -> None:
    cut(twin, 1)
    pass_time(twin, 2, 400)
    restore(twin, 401)
    pass_time(twin, 402, 404)
    assert states(twin) == [AlarmState.RTN_UNACKNOWLEDGED, AlarmState.NORMAL, AlarmState.NORMAL]


def test_a_sensor_that_does_not_come_back_with_its_link_gets_its_own_alarm(twin: Twin) -> None:
    cut(twin, 1)
    pass_time(twin, 2, 100)
    restore(twin, 101, rows=(0, 1))
    pass_time(twin, 102, 170)
    assert states(twin)[1:] == [AlarmState.NORMAL, AlarmState.UNACKNOWLEDGED]


def test_a_link_that_comes_back_soon_leaves_no_trace(twin: Twin) -> None:
    cut(twin, 1)
    pass_time(twin, 2, 20)
    restore(twin, 21)
    changes = [twin.tick(at(second)).changes for second in range(22, 60, 5)]
    assert not any(changes)
    assert flips(twin.tick(at(60))) == []


def test_a_restart_in_between_forgets_nothing(twin: Twin) -> None:
    cut(twin, 1)
    pass_time(twin, 2, 100)
    other = Twin(twin.alarms, now=at(101))
    other.restore(twin.export())
    restore(other, 102)
    pass_time(other, 103, 105)
    assert states(other)[1:] == [AlarmState.NORMAL, AlarmState.NORMAL]
