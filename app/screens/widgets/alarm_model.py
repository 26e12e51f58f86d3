"""Forwards AlarmRows to Qt, and nothing else."""

from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.feed.snapshot import Snapshot
from app.screens.view_models.alarm_line import AlarmLine
from app.screens.view_models.alarm_rows import AlarmRows, RowChanges

LINE_ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
Int64Array = npt.NDArray[np.int64]
NOWHERE = QModelIndex()


class AlarmTableModel(QAbstractTableModel):
    """One column; LINE_ROLE gives the AlarmLine of a row.

    However many alarms changed, a frame costs at most three announcements: what came is put at
    the end, one change of layout brings the new order with what went at the end, which is then
    taken off.
    """

    def __init__(self, rows: AlarmRows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._order: Int64Array = rows.rows

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Alarms listed."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """One."""
        return 0 if parent.isValid() else 1

    # Any: Qt's own signature; a role decides the type.
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The line, or its id as text."""
        if not index.isValid() or role not in (LINE_ROLE, Qt.ItemDataRole.DisplayRole):
            return None
        line = self.line(index.row())
        if line is None or role == LINE_ROLE:
            return line
        return line.id

    def line(self, place: int) -> AlarmLine | None:
        """The line at a place; None for one that is just going."""
        if not 0 <= place < len(self._order):
            return None
        now = self._rows.place_of(int(self._order[place]))
        return None if now < 0 else self._rows.line(now)

    def place_of(self, alarm: int) -> int:
        """The place of an alarm, -1 when it is not listed."""
        return self._rows.place_of(alarm)

    def on_frame(self, snapshot: Snapshot, changed: Int64Array | None) -> None:
        """Adopt a snapshot that the alarm book has adopted; `changed` is what the book gave."""
        changes = self._rows.refresh(snapshot, changed)
        if changes.renewed:
            self.beginResetModel()
            self._order = self._rows.rows
            self.endResetModel()
        elif changes.moved:
            self._move(changes)
        if len(changes.touched) and not changes.renewed:
            first, last = int(changes.touched[0]), int(changes.touched[-1])
            self.dataChanged.emit(self.index(first, 0), self.index(last, 0))

    def _move(self, changes: RowChanges) -> None:
        new, count = self._rows.rows, len(self._order)
        if len(changes.came):
            self.beginInsertRows(NOWHERE, count, count + len(changes.came) - 1)
            self._order = np.concatenate([self._order, changes.came])
            self.endInsertRows()
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        alarms = [int(self._order[index.row()]) for index in kept]
        self._order = np.concatenate([new, changes.gone])
        gone = {int(alarm): len(new) + k for k, alarm in enumerate(changes.gone)}
        places = [gone.get(alarm, self._rows.place_of(alarm)) for alarm in alarms]
        self.changePersistentIndexList(kept, [self.index(place, 0) for place in places])
        self.layoutChanged.emit()
        if len(changes.gone):
            self.beginRemoveRows(NOWHERE, len(new), len(self._order) - 1)
            self._order = new
            self.endRemoveRows()
