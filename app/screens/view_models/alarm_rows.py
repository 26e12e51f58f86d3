"""What the alarm table shows, ranked: unacknowledged first, then priority, then newest."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from app.feed.snapshot import Snapshot
from app.screens.view_models.alarm_book import AlarmBook
from app.screens.view_models.alarm_line import AlarmLine, alarm_line
from twin.alarm.states import AlarmState

Int64Array = npt.NDArray[np.int64]
UInt64Array = npt.NDArray[np.uint64]

# Rank of every state: what waits for a person, what is known, what is on the shelf, the rest.
GROUP = np.array([0, 0, 1, 0, 0, 1, 2, 3, 3], dtype=np.uint64)
# A key holds, from the top: group 2 bits, priority 2, newest first 39 (10 ms steps), row 21.
TIME_BITS, ROW_BITS, STEP_NS = 39, 21, 10_000_000
NEWEST = (1 << TIME_BITS) - 1
NO_KEY = np.uint64(2**64 - 1)
NONE: Int64Array = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class RowChanges:
    """What one refresh did. `moved`: the order differs; `came` and `gone`: alarm rows that were
    not listed before, or are no more; `touched`: places (in the new order) whose text differs;
    `renewed`: all is new."""

    moved: bool
    touched: Int64Array
    came: Int64Array = field(default_factory=lambda: NONE)
    gone: Int64Array = field(default_factory=lambda: NONE)
    renewed: bool = False

    @property
    def is_nothing(self) -> bool:
        """True when the table looks as before."""
        return not (self.moved or self.renewed or len(self.touched))


class AlarmRows:
    """The ranked list. Plain Python: a test needs no window. Changing k of n rows costs
    O(n + k log n) in numpy, without sorting the whole anew."""

    def __init__(self, book: AlarmBook) -> None:
        self._book = book
        self._snapshot: Snapshot | None = None
        self._keys: UInt64Array = np.zeros(0, dtype=np.uint64)
        self._key_of: UInt64Array = np.zeros(0, dtype=np.uint64)

    def __len__(self) -> int:
        return len(self._keys)

    @property
    def rows(self) -> Int64Array:
        """Alarm rows in the order shown, (n,)."""
        return (self._keys & np.uint64((1 << ROW_BITS) - 1)).astype(np.int64)

    def alarm_at(self, place: int) -> int:
        """The alarm row at a place of the list."""
        return int(self._keys[place]) & ((1 << ROW_BITS) - 1)

    def place_of(self, alarm: int) -> int:
        """The place of an alarm, -1 when it is not listed."""
        if not 0 <= alarm < len(self._key_of) or self._key_of[alarm] == NO_KEY:
            return -1
        return int(np.searchsorted(self._keys, self._key_of[alarm]))

    def line(self, place: int) -> AlarmLine:
        """Everything one line shows."""
        assert self._snapshot is not None
        assert self._snapshot.tables is not None
        return alarm_line(self._snapshot.tables, self._snapshot.alarms[self.alarm_at(place)])

    def refresh(self, snapshot: Snapshot, changed: Int64Array | None) -> RowChanges:
        """Adopt a snapshot that the book has already adopted, with the rows the book gave."""
        self._snapshot = snapshot
        if changed is None:
            self._start()
            return RowChanges(True, np.arange(len(self._keys)), renewed=True)
        if not len(changed):
            return RowChanges(False, NONE)
        old, new = self._key_of[changed], self._keys_for(changed)
        differs = old != new
        if differs.any():
            self._replace(old[differs], new[differs])
            self._key_of[changed] = new
        was, is_listed = old != NO_KEY, new != NO_KEY
        touched = np.sort(np.searchsorted(self._keys, new[is_listed])).astype(np.int64)
        return RowChanges(
            bool(differs.any()), touched, changed[is_listed & ~was], changed[was & ~is_listed]
        )

    def _start(self) -> None:
        rows = np.arange(len(self._book.state), dtype=np.int64)
        self._key_of = self._keys_for(rows)
        self._keys = np.sort(self._key_of[self._key_of != NO_KEY])

    def _keys_for(self, rows: Int64Array) -> UInt64Array:
        assert self._book.tables is not None
        state = self._book.state[rows]
        priority = self._book.tables.alarms.priority[rows].astype(np.uint64)
        age = np.uint64(NEWEST) - (self._book.raised[rows] // STEP_NS).astype(np.uint64)
        rank = (GROUP[state] << np.uint64(2)) | priority
        key = (rank << np.uint64(TIME_BITS + ROW_BITS)) | (age << np.uint64(ROW_BITS))
        listed = state != AlarmState.NORMAL
        return np.where(listed, key | rows.astype(np.uint64), NO_KEY)

    def _replace(self, old: UInt64Array, new: UInt64Array) -> None:
        gone = np.sort(old[old != NO_KEY])
        come = np.sort(new[new != NO_KEY])
        kept = np.delete(self._keys, np.searchsorted(self._keys, gone)) if len(gone) else self._keys
        self._keys = np.insert(kept, np.searchsorted(kept, come), come) if len(come) else kept
