"""When the wall goes to a new P0 by itself: not while a person works."""

import time
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QObject, QTimer

from app.screens.view_models.alarm_book import AlarmBook
from twin.alarm.states import AlarmState

HOLD_MS = 1500
WORK = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)


class P0Watch(QObject):
    """Sees new unacknowledged P0 alarms; after a moment calls `go` with the alarm's row."""

    def __init__(
        self, go: Callable[[int], None], *, idle_s: float, enabled: bool, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._go, self._idle_s, self._enabled = go, idle_s, enabled
        self._worked = float("-inf")
        self._target = -1
        self._known: npt.NDArray[np.bool_] = np.zeros(0, dtype=np.bool_)
        self._timer = QTimer(self, interval=HOLD_MS, singleShot=True)
        self._timer.timeout.connect(self._leave)

    @property
    def is_working(self) -> bool:
        """True when a person touched keyboard or mouse a moment ago."""
        return time.monotonic() - self._worked < self._idle_s

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only listens."""
        if event.type() in WORK:
            self._worked = time.monotonic()
        return False

    def refresh(self, book: AlarmBook, changed: npt.NDArray[np.int64] | None) -> None:
        """Look for what is new; what stood there at the start is not."""
        if book.tables is None:
            return
        waiting = (book.state == AlarmState.UNACKNOWLEDGED) & (book.tables.alarms.priority == 0)
        known, self._known = self._known, waiting
        if changed is None or len(known) != len(waiting):
            return
        new = np.flatnonzero(waiting & ~known)
        if len(new) and self._enabled and not self.is_working:
            self._target = int(new[np.argmin(book.raised[new])])
            self._timer.start()

    def hold(self) -> None:
        """Go nowhere any more."""
        self._enabled = False
        self._timer.stop()

    def _leave(self) -> None:
        if not self.is_working:
            self._go(self._target)
