"""The life of a device command."""

from collections.abc import Callable
from itertools import product

import msgspec
import pytest
from layouts import at

from twin.command.command import (
    NEXT,
    Command,
    CommandInput,
    CommandState,
    confirm,
    execute,
    expire,
    measured,
    refuse,
)
from twin.errors import ActionRefused

CLOSED = 0.0
ACTS: dict[CommandInput, Callable[[Command], Command]] = {
    CommandInput.CONFIRM: lambda command: confirm(command, by="Li", now=at(1)),
    CommandInput.EXECUTE: lambda command: execute(command, now=at(1)),
    CommandInput.REFUSE: lambda command: refuse(command, why="", now=at(1)),
}


def selected(*, needs_second: bool = False) -> Command:
    return Command(
        id="c1", site="T-001", tag="XV-GAS", wanted=CLOSED, by="Li", reason="leak",
        needs_second=needs_second, changed=at(0),
    )  # fmt: skip


def executing() -> Command:
    return execute(confirm(selected(), by="Li", now=at(5)), now=at(6))


def test_the_measured_position_is_the_answer() -> None:
    command = executing()
    assert measured(command, position=1.0, source_time=at(7), now=at(7)) is command
    done = measured(command, position=CLOSED, source_time=at(8), now=at(8))
    assert done.state is CommandState.DONE


def test_a_position_from_before_the_execution_proves_nothing() -> None:
    command = executing()
    assert measured(command, position=CLOSED, source_time=at(5), now=at(7)) is command


def test_without_the_position_in_5_s_it_failed() -> None:
    assert expire(executing(), now=at(10.9)).state is CommandState.EXECUTING
    assert expire(executing(), now=at(11)).state is CommandState.FAILED


def test_without_confirmation_in_30_s_it_expires() -> None:
    assert expire(selected(), now=at(29.9)).state is CommandState.SELECTED
    assert expire(selected(), now=at(30)).state is CommandState.EXPIRED


def test_where_two_are_needed_nobody_confirms_himself() -> None:
    with pytest.raises(ActionRefused, match="second person"):
        confirm(selected(needs_second=True), by="Li", now=at(1))
    assert confirm(selected(needs_second=True), by="Wu", now=at(1)).second == "Wu"


def test_a_refusal_says_why() -> None:
    assert refuse(selected(), why="key in maintenance", now=at(1)).why == "key in maintenance"


def test_nothing_leads_on_from_an_end() -> None:
    ends = set(CommandState) - set(NEXT)
    assert ends == {"done", "failed", "expired", "refused"}
    assert {state for ways in NEXT.values() for state in ways.values()} | {
        CommandState.SELECTED
    } == set(CommandState)


def test_what_the_table_lacks_is_refused() -> None:
    for state, came in product(CommandState, ACTS):
        command = msgspec.structs.replace(selected(), state=state)
        if came in NEXT.get(state, {}):
            assert ACTS[came](command).state is NEXT[state][came]
        else:
            with pytest.raises(ActionRefused):
                ACTS[came](command)
