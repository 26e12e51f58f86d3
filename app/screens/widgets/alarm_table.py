"""The alarm list as people see it: two lines per alarm, the mark on the left, time on the right."""

import time

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.screens.i18n import translate
from app.screens.theme import Look, Size, blend
from app.screens.view_models.alarm_line import AlarmLine, MarkFill
from app.screens.view_models.figures import clock_text
from app.screens.widgets.alarm_model import LINE_ROLE, AlarmTableModel
from app.screens.widgets.priority_mark import paint_mark
from app.screens.widgets.themed import Themed
from app.screens.words import alarm_aside, alarm_parts, alarm_place

ROW, MARK = 56, 28
TINT = (0.13, 0.07, 0.05, 0.05)  # share of the ink in the ground of a waiting row
Index = QModelIndex | QPersistentModelIndex


class AlarmDelegate(QStyledItemDelegate):
    """Draws one alarm."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self.blink = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One row."""
        return QSize(self.look.px(240), self.look.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Mark, two lines of text, time."""
        line = index.data(LINE_ROLE)
        if not isinstance(line, AlarmLine):
            return
        look, box = self.look, QRect(option.rect)
        painter.save()
        self._ground(painter, box, line)
        chosen = bool(option.state & option.state.State_Selected)
        if chosen:
            _outline(painter, box, look)
        mark = look.px(MARK)
        left = box.left() + look.px(12)
        square = QRectF(left, box.center().y() - mark / 2 + 1, mark, mark)
        paint_mark(painter, square, line.priority, line.fill, look, blink=self.blink)
        text = box.adjusted(look.px(12) + mark + look.px(10), look.px(6), -look.px(16), -look.px(6))
        self._texts(painter, text, line)
        painter.restore()

    def _ground(self, painter: QPainter, box: QRect, line: AlarmLine) -> None:
        look = self.look
        ground = look.color("background")
        if line.fill is MarkFill.WAITING:
            ground = blend(ground, look.priority(line.priority), TINT[line.priority])
        painter.fillRect(box, ground)
        low = QRect(box.left(), box.bottom() - look.line + 1, box.width(), look.line)
        painter.fillRect(low, look.color("line"))

    def _texts(self, painter: QPainter, box: QRect, line: AlarmLine) -> None:
        look = self.look
        waits = line.fill in (MarkFill.WAITING, MarkFill.OUTLINE)
        half = box.height() // 2
        upper = QRect(box.left(), box.top(), box.width(), half)
        lower = upper.translated(0, half)
        room = self._aside(painter, upper, Size.BODY, clock_text(line.raised))
        painter.setFont(look.font(Size.LARGE))
        painter.setPen(look.color("text1" if waits or line.active else "text2"))
        paint_parts(painter, upper, room, alarm_parts(line, look))
        room = self._aside(painter, lower, Size.SMALL, alarm_aside(line, time.time_ns()))
        fits = painter.fontMetrics().elidedText(alarm_place(line, look), ELIDE, room)
        painter.drawText(lower, LEFT, fits)

    def _aside(self, painter: QPainter, box: QRect, size: Size, text: str) -> int:
        """The word on the right; gives the room left of it."""
        painter.setFont(self.look.font(size))
        painter.setPen(self.look.color("text2"))
        painter.drawText(box, RIGHT, text)
        return box.width() - painter.fontMetrics().horizontalAdvance(text) - self.look.px(12)


RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


ELIDE = Qt.TextElideMode.ElideRight
LEAST_LETTERS = 6


def paint_parts(painter: QPainter, box: QRect, room: int, parts: tuple[str, str]) -> None:
    """A text whose first part is shortened so that the second is read whole wherever it fits."""
    head, tail = parts
    metrics = painter.fontMetrics()
    wide = metrics.horizontalAdvance(f" {tail}") if tail and head else 0
    fits = metrics.elidedText(head, ELIDE, max(room - wide, 0))
    if tail and fits != head and len(fits) < LEAST_LETTERS:
        fits = ""  # a stump of a word tells less than the tag alone
    text = f"{fits} {tail}".strip()
    painter.drawText(box, LEFT, metrics.elidedText(text, ELIDE, room))


def _outline(painter: QPainter, box: QRect, look: Look) -> None:
    """The frame of the selected row."""
    painter.setPen(look.color("focus"))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5 - look.line))


class _View(QTableView):
    """A table without headers or grid; Enter opens, nothing is edited. Empty, it says so."""

    opened = Signal(int)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look, self.hint = look, ""
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, letters are left to the window."""
        moves = (
            Qt.Key.Key_Up,
            Qt.Key.Key_Down,
            Qt.Key.Key_PageUp,
            Qt.Key.Key_PageDown,
            Qt.Key.Key_Home,
            Qt.Key.Key_End,
        )
        if event.key() in moves:
            super().keyPressEvent(event)
        else:
            event.ignore()  # letters belong to the window

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Focus alone chooses nothing: keys must never act on what nobody sees chosen."""
        super().focusInEvent(event)
        if not self.selectionModel().hasSelection():
            self.selectionModel().clearCurrentIndex()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, or in an empty list the good news."""
        super().paintEvent(event)
        if self.model() is None or self.model().rowCount() > 0:
            return
        painter = QPainter(self.viewport())
        painter.setFont(self.look.font(Size.BODY))
        painter.setPen(self.look.color("text2"))
        side = self.look.px(16)
        box = self.viewport().rect().adjusted(side, self.look.px(20), -side, 0)
        where = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        calm = translate("AlarmTable", "No alarms. Every kitchen is calm.")
        painter.drawText(box, int(where), f"{calm}\n\n{self.hint}")


class AlarmTable(Themed):
    """The list with its selection. `opened`: Enter or a double click on an alarm row."""

    opened = Signal(int)
    chosen = Signal(int)

    def __init__(self, look: Look, model: AlarmTableModel, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._model = model
        self.view = _View(look, self)
        self._delegate = AlarmDelegate(look, self.view)
        self.view.setItemDelegate(self._delegate)
        self.view.setModel(model)
        self.setFocusProxy(self.view)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.view)
        self.view.doubleClicked.connect(self._open)
        self.view.selectionModel().currentChanged.connect(self._choose)
        self.on_look()

    def on_look(self) -> None:
        """Sizes and texts follow the look."""
        self.view.look = self._delegate.look = self._look
        self.view.verticalHeader().setDefaultSectionSize(self._look.px(ROW))
        self.view.viewport().update()

    def share_selection(self, other: QItemSelectionModel) -> None:
        """Select together with another list on the same model."""
        self.view.setSelectionModel(other)

    def set_hint(self, text: str) -> None:
        """What a person may do while nothing is listed."""
        self.view.hint = text
        self.view.viewport().update()

    def set_blink(self, on: bool) -> None:
        """Show or hide the border of what waits for a person, 1 Hz by the window's timer."""
        self._delegate.blink = on
        self.view.viewport().update()

    def current(self) -> AlarmLine | None:
        """The selected alarm."""
        chosen = self.view.selectionModel().selectedRows()
        return self._model.line(chosen[0].row()) if chosen else None

    @property
    def last_alarm(self) -> int:
        """Row of the alarm at the end of the list, -1 when there is none."""
        line = self._model.line(self._model.rowCount() - 1)
        return -1 if line is None else line.alarm

    def choose(self, alarm: int) -> None:
        """Select an alarm and bring it into sight."""
        place = self._model.place_of(alarm)
        if place >= 0:
            index = self._model.index(place, 0)
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)

    def _open(self, index: QModelIndex) -> None:
        line = self._model.line(index.row())
        if line is not None:
            self.opened.emit(line.alarm)

    def _choose(self, index: QModelIndex, _before: QModelIndex) -> None:
        line = self._model.line(index.row()) if index.isValid() else None
        if line is not None:
            self.chosen.emit(line.alarm)
