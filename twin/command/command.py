"""A command to a device: select, confirm, execute, and the measured answer, as one table.

The answer is the position that the device measures afterwards, never the echo of the command
(domain file, 4.2). Time comes in as an argument; nothing here sends anything.
"""

from enum import StrEnum

import msgspec
from msgspec import Struct

from twin.clock import NS_PER_S
from twin.errors import ActionRefused

CONFIRM_WITHIN = 30 * NS_PER_S  # domain file 4.2: expiry 30 s
ANSWER_WITHIN = 5 * NS_PER_S  # domain file 4.2: readback within 5 s


class CommandState(StrEnum):
    """Where a command stands; the last four are ends."""

    SELECTED = "selected"
    CONFIRMED = "confirmed"
    EXECUTING = "executing"
    DONE = "done"
    FAILED = "failed"
    EXPIRED = "expired"
    REFUSED = "refused"


class CommandInput(StrEnum):
    """What can happen to a command."""

    CONFIRM = "confirm"
    EXECUTE = "execute"
    MEASURED_AS_WANTED = "measured as wanted"
    TIME_OVER = "time over"
    REFUSE = "refuse"


S, C, E = CommandState.SELECTED, CommandState.CONFIRMED, CommandState.EXECUTING
NEXT: dict[CommandState, dict[CommandInput, CommandState]] = {
    S: {
        CommandInput.CONFIRM: C,
        CommandInput.TIME_OVER: CommandState.EXPIRED,
        CommandInput.REFUSE: CommandState.REFUSED,
    },
    C: {
        CommandInput.EXECUTE: E,
        CommandInput.TIME_OVER: CommandState.EXPIRED,
        CommandInput.REFUSE: CommandState.REFUSED,
    },
    E: {
        CommandInput.MEASURED_AS_WANTED: CommandState.DONE,
        CommandInput.TIME_OVER: CommandState.FAILED,
    },
}


class Command(Struct, frozen=True, kw_only=True):
    """One order to one device. `wanted`: the position that must be measured; `second`: the other
    person where two are needed; times ns UTC; `why` explains an end other than DONE."""

    id: str
    site: str
    tag: str
    wanted: float
    by: str
    reason: str
    needs_second: bool
    state: CommandState = CommandState.SELECTED
    second: str = ""
    changed: int
    why: str = ""


def confirm(command: Command, *, by: str, now: int) -> Command:
    """The command confirmed. Raises ActionRefused if it needs another person than who selected
    it, or is past confirming."""
    if command.needs_second and by == command.by:
        raise ActionRefused(
            "a second person must confirm",
            where=f"{command.site}/{command.tag}",
            remedy="Ask a colleague with the right to confirm",
        )
    return msgspec.structs.replace(_step(command, CommandInput.CONFIRM, now), second=by)


def execute(command: Command, *, now: int) -> Command:
    """The command on its way to the device. Raises ActionRefused if it is not confirmed."""
    return _step(command, CommandInput.EXECUTE, now)


def refuse(command: Command, *, why: str, now: int) -> Command:
    """The command turned down by a rule, or by the device's edge, before it ran."""
    return msgspec.structs.replace(_step(command, CommandInput.REFUSE, now), why=why)


def measured(command: Command, *, position: float, source_time: int, now: int) -> Command:
    """The command after a measured position; one measured before the execution, or another than
    wanted, changes nothing."""
    fresh = command.state is E and source_time >= command.changed
    if not fresh or position != command.wanted:
        return command
    return _step(command, CommandInput.MEASURED_AS_WANTED, now)


def expire(command: Command, *, now: int) -> Command:
    """The command after time passed: not confirmed or executed within 30 s it expires, without
    the wanted position within 5 s of execution it has failed."""
    allowed = ANSWER_WITHIN if command.state is E else CONFIRM_WITHIN
    if command.state not in NEXT or now - command.changed < allowed:
        return command
    why = "position not measured in time" if command.state is E else "not confirmed in time"
    return msgspec.structs.replace(_step(command, CommandInput.TIME_OVER, now), why=why)


def _step(command: Command, came: CommandInput, now: int) -> Command:
    state = NEXT.get(command.state, {}).get(came)
    if state is None:
        raise ActionRefused(
            f"a command that is {command.state} cannot take '{came}'",
            where=f"{command.site}/{command.tag}",
            remedy="Select the device again",
        )
    return msgspec.structs.replace(command, state=state, changed=now)
