"""What a person's action does to the alarms, and what is refused."""

import numpy as np
import numpy.typing as npt

from twin.alarm.cells import AlarmCells
from twin.alarm.shelf import shelve
from twin.alarm.states import AlarmInput, AlarmState
from twin.alarm.table import AlarmTable
from twin.command.actions import (
    LONGEST_SHELF_MIN,
    Acknowledge,
    AlarmAction,
    RemoveFromService,
    Reset,
    ReturnToService,
    Shelve,
    Suppress,
    Unshelve,
    Unsuppress,
)
from twin.errors import ActionRefused
from twin.events import AlarmChanges

Int64Array = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

INPUTS = {
    Acknowledge: AlarmInput.ACKNOWLEDGE,
    Reset: AlarmInput.RESET,
    Unshelve: AlarmInput.UNSHELVE,
    Suppress: AlarmInput.SUPPRESS,
    Unsuppress: AlarmInput.UNSUPPRESS,
    RemoveFromService: AlarmInput.REMOVE_FROM_SERVICE,
    ReturnToService: AlarmInput.RETURN_TO_SERVICE,
}
UNSEEN = (
    AlarmState.UNACKNOWLEDGED,
    AlarmState.RTN_UNACKNOWLEDGED,
    AlarmState.LATCHED_UNACKNOWLEDGED,
)


def operate(alarms: AlarmTable, cells: AlarmCells, action: AlarmAction, now: int) -> AlarmChanges:
    """Carry an action out on all its alarms, or on none. Raises ActionRefused."""
    if not action.by.strip():
        raise ActionRefused("nobody is named", where="action", remedy="Log in first")
    rows = np.array(sorted(set(action.alarms)), dtype=np.int64)
    if len(rows) and not 0 <= rows[0] <= rows[-1] < len(alarms):
        raise ActionRefused(
            "no such alarm", where="action", remedy="Refresh the alarm table and try again"
        )
    if isinstance(action, Shelve):
        _check_shelve(alarms, cells, action, rows)
        return shelve(
            cells, rows, now, minutes=action.minutes, by=action.by, reason=action.reason.strip()
        )
    reason = ""
    if isinstance(action, Reset):
        _check_reset(alarms, cells, rows)
    elif isinstance(action, Suppress):
        reason = _said(action.reason, "a reason")
    elif isinstance(action, RemoveFromService):
        reason = _said(action.permit, "a permit")
    return cells.act(rows, INPUTS[type(action)], now, by=action.by, reason=reason)


def _check_shelve(alarms: AlarmTable, cells: AlarmCells, action: Shelve, rows: Int64Array) -> None:
    _said(action.reason, "a reason")
    if not 0 < action.minutes <= LONGEST_SHELF_MIN:
        raise ActionRefused(
            f"{action.minutes:g} minutes on the shelf",
            where="shelve",
            remedy=f"Choose more than 0 and at most {LONGEST_SHELF_MIN:g} minutes",
        )
    _refuse(
        alarms, rows, alarms.priority[rows] == 0,
        what="a P0 alarm is never shelved", remedy="Acknowledge it and deal with its cause",
    )  # fmt: skip
    _refuse(
        alarms, rows, cells.state[rows] >= AlarmState.SHELVED,
        what="it is already shelved, suppressed or out of service",
        remedy="Bring it back first",
    )  # fmt: skip


def _check_reset(alarms: AlarmTable, cells: AlarmCells, rows: Int64Array) -> None:
    _refuse(
        alarms, rows, cells.active[rows],
        what="its condition still holds", remedy="Reset it when the condition has gone",
    )  # fmt: skip
    _refuse(
        alarms, rows, np.isin(cells.state[rows], UNSEEN),
        what="nobody has acknowledged it", remedy="Acknowledge it first",
    )  # fmt: skip


def _refuse(
    alarms: AlarmTable, rows: Int64Array, forbidden: BoolArray, *, what: str, remedy: str
) -> None:
    if forbidden.any():
        row = int(rows[forbidden][0])
        raise ActionRefused(what, where=alarms.definitions[row].id, remedy=remedy)


def _said(text: str, wanted: str) -> str:
    if not text.strip():
        raise ActionRefused(f"{wanted} is needed", where="action", remedy="Write one line")
    return text.strip()
