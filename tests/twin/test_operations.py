"""What people do to alarms."""

import pytest
from layouts import at, point, samples, twin_of

from twin.alarm.states import AlarmState
from twin.command.actions import (
    Acknowledge,
    Action,
    RemoveFromService,
    Reset,
    ReturnToService,
    Shelve,
    Suppress,
    Unshelve,
    Unsuppress,
)
from twin.errors import ActionRefused
from twin.site.model import Limit, Limits, Priority
from twin.twin import Twin

N, U, A, R, LU, LA, S, D, O = AlarmState  # noqa: E741
FIRE, DANGER, WEAK = 0, 3, 4  # rows of the limits of A (P0, with two losses), B (P1), C (P2)
PRIORITIES = (Priority.P0, Priority.P1, Priority.P2)


@pytest.fixture
def twin() -> Twin:
    """Three points over their limits."""
    made = twin_of(
        [
            point(tag, limits=Limits(H=Limit(100.0, priority)))
            for tag, priority in zip("ABC", PRIORITIES, strict=True)
        ]
    )
    made.apply(samples(*((k, 0, 120) for k in range(3))), at(0))
    return made


def state(twin: Twin, alarm: int) -> AlarmState:
    return AlarmState(int(twin.cells.state[alarm]))


def clear(twin: Twin, second: float = 1) -> None:
    twin.apply(samples(*((k, second, 20) for k in range(3))), at(second))


def shelve(twin: Twin, alarm: int, minutes: float = 60, reason: str = "steam") -> None:
    twin.operate(Shelve((alarm,), minutes, reason, "Li"), at(1))


def test_a_plain_alarm_is_done_when_it_returned_and_was_seen(twin: Twin) -> None:
    clear(twin)
    assert state(twin, WEAK) is R
    twin.operate(Acknowledge((WEAK,), "Li"), at(2))
    assert state(twin, WEAK) is N


def test_a_latching_alarm_stays_until_it_is_reset(twin: Twin) -> None:
    clear(twin)
    assert state(twin, FIRE) is LU
    twin.operate(Acknowledge((FIRE,), "Li"), at(2))
    assert state(twin, FIRE) is LA
    twin.operate(Reset((FIRE,), "Li"), at(3))
    assert state(twin, FIRE) is N


def test_a_latched_alarm_that_comes_again_must_be_seen_again(twin: Twin) -> None:
    clear(twin)
    twin.operate(Acknowledge((FIRE,), "Li"), at(2))
    twin.apply(samples((0, 3, 120)), at(3))
    assert (state(twin, FIRE), twin.cells.occurrence[FIRE]) == (U, 2)


def test_who_acted_stands_in_the_changes_and_the_cell(twin: Twin) -> None:
    changes = twin.operate(Acknowledge((WEAK,), "Li"), at(1)).changes[0]
    assert (changes.by, twin.cells.by[WEAK]) == ("Li", "Li")
    clear(twin, 2)
    assert WEAK not in twin.cells.by


def test_acknowledging_twice_changes_nothing(twin: Twin) -> None:
    twin.operate(Acknowledge((WEAK,), "Li"), at(1))
    assert twin.operate(Acknowledge((WEAK,), "Wu"), at(2)).changes == ()


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (Reset((FIRE,), "Li"), "condition still holds"),
        (Shelve((FIRE,), 10, "steam", "Li"), "P0"),
        (Shelve((WEAK, FIRE), 10, "steam", "Li"), "P0"),
        (Shelve((WEAK,), 481, "steam", "Li"), "481 minutes"),
        (Shelve((WEAK,), 0, "steam", "Li"), "0 minutes"),
        (Shelve((WEAK,), float("nan"), "steam", "Li"), "nan minutes"),
        (Shelve((WEAK,), 10, " ", "Li"), "reason"),
        (Suppress((WEAK,), "", "Li"), "reason"),
        (RemoveFromService((WEAK,), "", "Li"), "permit"),
        (Acknowledge((99,), "Li"), "no such alarm"),
        (Acknowledge((-1,), "Li"), "no such alarm"),
        (Acknowledge((FIRE,), ""), "nobody"),
    ],
)
def test_what_is_refused_changes_nothing(twin: Twin, action: Action, words: str) -> None:
    before = twin.cells.state.tolist()
    with pytest.raises(ActionRefused, match=words):
        twin.operate(action, at(1))
    assert twin.cells.state.tolist() == before


def test_what_is_shelved_is_not_shelved_again(twin: Twin) -> None:
    shelve(twin, WEAK)
    with pytest.raises(ActionRefused, match="already shelved"):
        shelve(twin, WEAK)


def test_a_latched_alarm_nobody_saw_is_not_reset(twin: Twin) -> None:
    clear(twin)
    with pytest.raises(ActionRefused, match="acknowledged"):
        twin.operate(Reset((FIRE,), "Li"), at(2))


def test_taken_off_the_shelf_by_hand_an_active_alarm_is_acknowledged(twin: Twin) -> None:
    shelve(twin, WEAK)
    twin.operate(Unshelve((WEAK,), "Li"), at(2))
    assert (state(twin, WEAK), twin.cells.shelved_until[WEAK]) == (A, 0)


def test_when_the_shelf_expires_an_active_alarm_is_unacknowledged(twin: Twin) -> None:
    shelve(twin, WEAK, minutes=0.5)
    assert not twin.tick(at(30)).changes
    (changes,) = twin.tick(at(31)).changes
    assert (changes.alarm.tolist(), changes.by, state(twin, WEAK)) == ([WEAK], "", U)


@pytest.mark.parametrize(("alarm", "after"), [(WEAK, N), (DANGER, LU)])
def test_when_the_shelf_expires_a_cleared_alarm_keeps_only_its_latch(
    twin: Twin, alarm: int, after: AlarmState
) -> None:
    shelve(twin, alarm)
    clear(twin, 2)
    twin.tick(at(3601))
    assert state(twin, alarm) is after


def test_a_latching_alarm_off_the_shelf_by_hand_waits_for_its_reset(twin: Twin) -> None:
    shelve(twin, DANGER)
    clear(twin, 2)
    twin.operate(Unshelve((DANGER,), "Li"), at(3))
    assert state(twin, DANGER) is LA


def test_a_danger_that_came_and_went_on_the_shelf_is_latched() -> None:
    twin = twin_of([point("A", limits=Limits(H=Limit(100.0, Priority.P1)))])
    twin.operate(Shelve((0,), 1, "work", "Li"), at(0))
    twin.apply(samples((0, 1, 120), (0, 2, 20)), at(2))
    twin.tick(at(60))
    assert AlarmState(int(twin.cells.state[0])) is LU


def test_a_shelved_condition_stays_live_and_told(twin: Twin) -> None:
    shelve(twin, WEAK)
    outcome = twin.apply(samples((2, 2, 20)), at(2))
    assert outcome.conditions is not None
    assert (outcome.conditions.alarm.tolist(), outcome.changes) == ([WEAK], ())
    assert not twin.cells.active[WEAK]


@pytest.mark.parametrize(
    ("there", "back", "away"),
    [
        (Suppress((0,), "pump off", "Li"), Unsuppress((0,), "Li"), D),
        (RemoveFromService((0,), "P-17", "Li"), ReturnToService((0,), "Li"), O),
    ],
)
@pytest.mark.parametrize(("value", "after"), [(120.0, U), (20.0, N)])
def test_back_from_suppression_or_service_by_what_the_condition_is(
    there: Action, back: Action, away: AlarmState, value: float, after: AlarmState
) -> None:
    twin = twin_of([point("A", limits=Limits(H=Limit(100.0, Priority.P2)))])
    twin.operate(there, at(0))
    twin.apply(samples((0, 1, value)), at(1))
    assert AlarmState(int(twin.cells.state[0])) is away
    twin.operate(back, at(2))
    assert AlarmState(int(twin.cells.state[0])) is after
