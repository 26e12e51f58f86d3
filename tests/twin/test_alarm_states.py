"""The table of nine states against the rules of ISA-18.2, every cell of it."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from layouts import alarms_of, at, point

from twin.alarm.cells import AlarmCells
from twin.alarm.states import WAYS_BACK, AlarmInput, AlarmState, step
from twin.events import ConditionChanges
from twin.site.model import Limit, Limits, Priority

N, U, A, R, LU, LA, S, D, O = AlarmState  # noqa: E741
I = AlarmInput  # noqa: E741
CASES = list(product(AlarmState, AlarmInput, (False, True), (False, True), (False, True)))

IN_THE_TABLE = {  # what the process and the operator do to an alarm that is not put away
    (N, I.ACTIVATE): U, (R, I.ACTIVATE): U, (LU, I.ACTIVATE): U, (LA, I.ACTIVATE): U,
    (A, I.REALARM): U, (R, I.REALARM): U, (LU, I.REALARM): U, (LA, I.REALARM): U,
    (U, I.ACKNOWLEDGE): A, (R, I.ACKNOWLEDGE): N, (LU, I.ACKNOWLEDGE): LA,
    (LA, I.RESET): N,
}  # fmt: skip
RETURNED = {(U, False): R, (U, True): LU, (A, False): N, (A, True): LA}


def back(active: bool, held: bool, *, seen: bool) -> AlarmState:
    if active:
        return A if seen else U
    return (LA if seen else LU) if held else N


def by_the_book(
    state: AlarmState, came: AlarmInput, latching: bool, held: bool, active: bool
) -> AlarmState:
    if came is I.REMOVE_FROM_SERVICE:
        return O
    if state is O:
        return back(active, held, seen=False) if came is I.RETURN_TO_SERVICE else O
    if came is I.SUPPRESS:
        return D
    if state is D:
        return back(active, held, seen=False) if came is I.UNSUPPRESS else D
    if came is I.SHELVE:
        return S
    if state is S:
        if came in (I.UNSHELVE, I.SHELF_EXPIRED):
            return back(active, held, seen=came is I.UNSHELVE)
        return S
    if came is I.RETURN:
        return RETURNED.get((state, latching), state)
    return IN_THE_TABLE.get((state, came), state)


@pytest.mark.parametrize("state", AlarmState)
def test_every_cell_follows_the_book(state: AlarmState) -> None:
    for case in (c for c in CASES if c[0] is state):
        _, came, latching, held, active = case
        after = step(
            np.array([state], np.uint8),
            np.array([came], np.uint8),
            latching=np.array([latching]),
            held=np.array([held]),
            active=np.array([active]),
        )
        assert AlarmState(int(after[0])) is by_the_book(*case), case


def test_the_array_and_the_single_step_agree() -> None:
    columns = [np.array(column) for column in zip(*CASES, strict=True)]
    states, inputs = columns[0].astype(np.uint8), columns[1].astype(np.uint8)
    latching, held, active = columns[2:]
    after = step(states, inputs, latching=latching, held=held, active=active)
    assert after.tolist() == [int(by_the_book(*case)) for case in CASES]


@given(st.lists(st.sampled_from([*AlarmInput]), max_size=40), st.sampled_from([*Priority]))
def test_no_walk_leaves_the_valid_states(walk: list[AlarmInput], priority: Priority) -> None:
    cells = AlarmCells(alarms_of([point("A", limits=Limits(H=Limit(100.0, priority)))]))
    occurrence, latching = 0, priority in (Priority.P0, Priority.P1)
    for k, came in enumerate(walk, start=1):
        take(cells, came, k)
        state, active = AlarmState(int(cells.state[0])), bool(cells.active[0])
        assert occurrence <= cells.occurrence[0] <= occurrence + 1
        occurrence = int(cells.occurrence[0])
        if state < S:
            assert active == (state in (U, A))
            assert bool(cells.held[0]) == (latching and state is not N)
        assert not (latching and state is R)
        assert latching or state not in (LU, LA)


def take(cells: AlarmCells, came: AlarmInput, second: int) -> None:
    """One step of a walk, as the twin would give it."""
    row = np.array([0])
    if came in (I.ACTIVATE, I.RETURN):
        flip = ConditionChanges(
            row.astype(np.uint32),
            np.array([came is I.ACTIVATE]),
            np.array([at(second)]),
            np.array([1.0]),
        )
        cells.flip(flip, at(second))
    elif came is not I.REALARM or cells.active[0]:
        cells.act(row, came, at(second), by="Li")


@pytest.mark.parametrize("way", WAYS_BACK)
@pytest.mark.parametrize("away", [I.SHELVE, I.SUPPRESS, I.REMOVE_FROM_SERVICE])
def test_only_the_fitting_way_leads_back(way: AlarmInput, away: AlarmInput) -> None:
    fitting = {
        I.SHELVE: (I.UNSHELVE, I.SHELF_EXPIRED),
        I.SUPPRESS: (I.UNSUPPRESS,),
        I.REMOVE_FROM_SERVICE: (I.RETURN_TO_SERVICE,),
    }
    cells = AlarmCells(alarms_of([point("A", limits=Limits(H=Limit(100.0, Priority.P2)))]))
    take(cells, away, 1)
    take(cells, way, 2)
    assert (cells.state[0] == N) == (way in fitting[away])
