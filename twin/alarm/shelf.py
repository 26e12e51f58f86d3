"""The shelf: alarms put aside for a bounded time."""

import numpy as np
import numpy.typing as npt

from twin.alarm.cells import AlarmCells
from twin.alarm.states import AlarmInput
from twin.clock import NS_PER_S
from twin.events import AlarmChanges

Int64Array = npt.NDArray[np.int64]


def shelve(
    cells: AlarmCells, rows: Int64Array, now: int, *, minutes: float, by: str, reason: str
) -> AlarmChanges:
    """Put alarms (k,) on the shelf until `minutes` from now."""
    changes = cells.act(rows, AlarmInput.SHELVE, now, by=by, reason=reason)
    cells.shelved_until[changes.alarm] = now + round(minutes * 60 * NS_PER_S)
    return changes


def expire(cells: AlarmCells, now: int) -> AlarmChanges:
    """Take off what has been on the shelf for its time; an active alarm comes back
    unacknowledged (ISA-18.2, 11.7.3)."""
    rows = np.flatnonzero((cells.shelved_until > 0) & (cells.shelved_until <= now))
    return cells.act(rows, AlarmInput.SHELF_EXPIRED, now)
