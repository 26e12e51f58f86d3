"""Named things of a site, each with the orders that can be given about it."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.screens.forecast_words import short_order_word
from app.screens.theme import Look, Size
from app.screens.view_models.order_desk import Choice
from app.screens.view_models.order_rows import OrderRow
from app.screens.widgets.arrival_bars import ELIDE
from app.screens.widgets.card import LEFT
from app.screens.widgets.scrolled import scrolled
from app.screens.widgets.themed import Themed

ROW, BUTTON = 34, 76


class NamedThing(Themed):
    """A name with its measured position, and its buttons at the right."""

    def __init__(self, look: Look, row: OrderRow, parent: QWidget) -> None:
        super().__init__(look, parent)
        self.row = row
        self.buttons = [QPushButton(self) for _ in row.choices]
        self._box = QHBoxLayout(self)
        self._box.addStretch(1)
        for button in self.buttons:
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._box.addWidget(button)
        self.on_look()

    def on_look(self) -> None:
        """Sizes and texts follow the look."""
        look = self._look
        self.setFixedHeight(look.px(ROW))
        self._box.setContentsMargins(0, look.px(2), 0, look.px(2))
        self._box.setSpacing(look.px(4))
        for button, choice in zip(self.buttons, self.row.choices, strict=True):
            button.setText(short_order_word(choice.code))
            button.setFixedWidth(look.px(BUTTON))
            button.setStyleSheet("padding: 0px;")
        self.setToolTip(look.name(self.row.name))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        look, painter = self._look, self.painter()
        painter.fillRect(self.rect(), look.color("surface1"))
        wide = self.width() - len(self.buttons) * look.px(BUTTON + 4) - look.px(4)
        now = look.name(self.row.now)
        half = look.px(ROW) / 2
        upper = QRectF(0, 0, wide, half if now else 2 * half)
        self._line(painter, upper, look.name(self.row.name), "text1")
        if now:
            self._line(painter, QRectF(0, half - 1, wide, half), now, "text2")

    def _line(self, painter: QPainter, box: QRectF, text: str, ink: str) -> None:
        painter.setFont(self._look.font(Size.SMALL))
        painter.setPen(self._look.color(ink))
        painter.drawText(box, LEFT, painter.fontMetrics().elidedText(text, ELIDE, int(box.width())))


class OrderList(Themed):
    """Signal wished(Choice). One order may be pointed at by keys; a click needs no pointing."""

    wished = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.things: list[NamedThing] = []
        self._rows: tuple[OrderRow, ...] = ()
        self._pointed = -1
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._area = scrolled(self._body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)

    @property
    def buttons(self) -> list[tuple[Choice, QPushButton]]:
        """Every order with its button, from top to bottom."""
        return [
            pair
            for thing in self.things
            for pair in zip(thing.row.choices, thing.buttons, strict=True)
        ]

    def show_rows(self, rows: Sequence[OrderRow], *, enabled: bool) -> None:
        """What can be ordered at this site, and whether it can be now."""
        if tuple(row.choices for row in rows) != tuple(row.choices for row in self._rows):
            self._make(rows)
        self._rows = tuple(rows)
        for thing, row in zip(self.things, rows, strict=True):
            thing.row = row
            thing.update()
        for k, (_, button) in enumerate(self.buttons):
            button.setEnabled(enabled)
            button.setChecked(k == self._pointed)

    def _make(self, rows: Sequence[OrderRow]) -> None:
        for old in self.things:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.things, self._pointed = [], -1
        for row in rows:
            thing = NamedThing(self._look, row, self._body)
            self.things.append(thing)
            self._column.addWidget(thing)
        for choice, button in self.buttons:
            button.clicked.connect(lambda _on=False, choice=choice: self.wished.emit(choice))

    def point(self, step: int) -> None:
        """Point at the next order, or the one before."""
        buttons = self.buttons
        if buttons:
            start = self._pointed if self._pointed >= 0 else (-1 if step > 0 else 0)
            self._pointed = (start + step) % len(buttons)
            for k, (_, button) in enumerate(buttons):
                button.setChecked(k == self._pointed)
            self._area.ensureWidgetVisible(buttons[self._pointed][1])

    @property
    def pointed(self) -> Choice | None:
        """The order that is pointed at."""
        return self.buttons[self._pointed][0] if 0 <= self._pointed < len(self.buttons) else None
