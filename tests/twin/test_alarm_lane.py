"""One alarm, heard twice: from the samples and from the edge."""

import numpy as np
from layouts import at, point, samples, twin_of
from test_limits import HIGH, flips

from twin.alarm.states import AlarmState
from twin.events import ConditionChanges
from twin.twin import Twin


def told(*rows: tuple[int, bool, float]) -> ConditionChanges:
    """Conditions from (alarm row, active, seconds after START)."""
    return ConditionChanges(
        np.array([r[0] for r in rows], np.uint32),
        np.array([r[1] for r in rows], np.bool_),
        np.array([at(r[2]) for r in rows], np.int64),
        np.full(len(rows), 120.0),
    )


def hub() -> Twin:
    return twin_of([point("A", limits=HIGH)])


def test_an_alarm_heard_twice_exists_once() -> None:
    twin = hub()
    assert flips(twin.conditions(told((0, True, 5)), at(5))) == [(0, True, 5.0)]
    assert not flips(twin.apply(samples((0, 4, 50), (0, 5, 120)), at(6)))
    assert not flips(twin.conditions(told((0, True, 5)), at(7)))
    assert twin.cells.occurrence[0] == 1


def test_what_happened_before_does_not_undo_what_the_edge_knows() -> None:
    twin = hub()
    twin.conditions(told((0, True, 5), (0, False, 8)), at(8))
    assert not flips(twin.apply(samples((0, 4, 50), (0, 5, 120), (0, 7, 121)), at(9)))
    assert not flips(twin.apply(samples((0, 8, 50)), at(9)))
    assert twin.cells.state[0] == AlarmState.RTN_UNACKNOWLEDGED


def test_thinner_samples_do_not_contradict_the_edge_for_one_heartbeat() -> None:
    twin = hub()
    twin.conditions(told((0, True, 5)), at(5))
    assert not flips(twin.apply(samples((0, 6, 99)), at(6)))
    assert not flips(twin.apply(samples((0, 7, 50)), at(7)))
    assert not flips(twin.tick(at(30)))
    assert not flips(twin.apply(samples((0, 66, 50)), at(66)))
    assert flips(twin.tick(at(66))) == [(0, False, 66.0)]


def test_the_edges_own_return_counts_at_once() -> None:
    twin = hub()
    twin.conditions(told((0, True, 5)), at(5))
    assert flips(twin.conditions(told((0, False, 5.1)), at(6))) == [(0, False, 5.1)]


def test_hysteresis_goes_on_from_what_the_edge_said() -> None:
    twin = hub()
    twin.apply(samples((0, 4, 99)), at(4))
    twin.conditions(told((0, True, 5)), at(5))
    for second in (70, 130, 190):
        assert not flips(twin.apply(samples((0, second, 97)), at(second)))
        assert not flips(twin.tick(at(second)))


def test_a_flip_at_the_same_instant_is_settled_by_the_next_sample() -> None:
    twin = hub()
    outcome = twin.apply(samples((0, 5, 120), (0, 5, 50)), at(5))
    assert flips(outcome) == [(0, True, 5.0)]
    assert not flips(twin.tick(at(6)))
    twin.apply(samples((0, 7, 51)), at(7))
    assert flips(twin.tick(at(7))) == [(0, False, 7.0)]


def test_rows_beyond_the_table_are_passed_over() -> None:
    twin = hub()
    assert flips(twin.conditions(told((99, True, 1), (0, True, 5)), at(5))) == [(0, True, 5.0)]
