"""Orders to people: choose one, then hand it over; the journal keeps both steps."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.feed.contract import JournalEntry
from app.screens.forecast_words import asset_word, order_word, ordered_word, refusal_word
from app.screens.i18n import translate
from app.screens.theme import Look, Size
from app.screens.view_models.figures import clock_text
from app.screens.view_models.order_desk import Choice, OrderDesk, OrderStep
from app.screens.view_models.order_rows import FOR_ALL, OrderRow
from app.screens.widgets.arrival_bars import ELIDE
from app.screens.widgets.card import LEFT, RIGHT, Card
from app.screens.widgets.forecast_card import WRAP
from app.screens.widgets.order_list import ROW, OrderList
from twin.site.model import Layout

HEAD, SAID, LOG, BUTTON, GAP = 28, 40, 22, 38, 6
LOGGED, MOST_ROWS, PAD = 2, 4, 5


class OrdersCard(Card):
    """Orders to all, and by name to who stands at a door, hood or valve. Signals: wished(Choice)
    for the first step, confirm for the second, cancel."""

    wished = Signal(object)
    confirm = Signal()
    cancel = Signal()

    def __init__(self, look: Look, desk: OrderDesk, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._desk = desk
        self._layout: Layout | None = None
        self._entries: Sequence[JournalEntry] = ()
        self._left_s, self._can_order = 0.0, False
        self._most = MOST_ROWS
        self.choices = [QPushButton(self) for _ in FOR_ALL]
        self.list = OrderList(look)
        self.hand_over, self.let_go = QPushButton(self), QPushButton(self)
        self.hand_over.setObjectName("primary")
        self._compose()
        self.on_look()

    def _compose(self) -> None:
        self._top, self._second = QHBoxLayout(), QHBoxLayout()
        self._box = QVBoxLayout(self)
        self._box.addLayout(self._top)
        self._box.addLayout(self._second)
        self._box.addWidget(self.list)
        self._box.addStretch(1)
        for row, buttons in (
            (self._top, self.choices), (self._second, [self.hand_over, self.let_go]),
        ):  # fmt: skip
            for button in buttons:
                button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
                button.setMinimumWidth(1)
                button.setStyleSheet("padding-left: 2px; padding-right: 2px;")
                row.addWidget(button, 1)
        for button, choice in zip(self.choices, FOR_ALL, strict=True):
            button.clicked.connect(lambda _on=False, choice=choice: self.wished.emit(choice))
        self.list.wished.connect(self.wished)
        self.hand_over.clicked.connect(self.confirm)
        self.let_go.clicked.connect(self.cancel)

    def on_look(self) -> None:
        """Sizes and texts follow the look."""
        look = self._look
        side = look.px(16)
        self._box.setContentsMargins(side, look.px(12 + HEAD + SAID), side, look.px(12))
        for box in (self._box, self._top, self._second):
            box.setSpacing(look.px(GAP))
        self._dress()

    def set_most(self, rows: int) -> None:
        """How many named things are seen at once; the others are scrolled to."""
        self._most = rows
        self._dress()

    def show_orders(
        self,
        entries: Sequence[JournalEntry],
        layout: Layout | None,
        rows: Sequence[OrderRow],
        *,
        left_s: float,
        can_order: bool,
    ) -> None:
        """Orders of the incident, newest first; what can be ordered by name; seconds left for the
        second step."""
        self._entries, self._layout = entries[:LOGGED], layout
        self._left_s, self._can_order = left_s, can_order
        self.list.show_rows(rows, enabled=can_order and self._desk.step is OrderStep.IDLE)
        self._dress()
        self.update()

    def _dress(self) -> None:
        look, desk = self._look, self._desk
        waiting = desk.step is OrderStep.SELECTED
        words = [f"{order_word(c.code)}  F{k}" for k, c in enumerate(FOR_ALL, start=2)]
        if not self._fit(words):  # a narrow card shows the words without their keys
            words = [order_word(choice.code) for choice in FOR_ALL]
        for button, word in zip(self.choices, words, strict=True):
            button.setText(word)
            button.setVisible(not waiting)
            button.setEnabled(self._can_order and desk.step is OrderStep.IDLE)
        self.hand_over.setText(translate("Orders", "Hand over  Enter"))
        self.let_go.setText(translate("Orders", "Cancel  Esc"))
        for button in (self.hand_over, self.let_go):
            button.setVisible(waiting)
        rows = min(len(self.list.things), self._most)
        self.list.setVisible(bool(rows) and not waiting)
        self.list.setFixedHeight(look.px(ROW * rows))
        log = LOG * max(len(self._entries), 1)
        high = 24 + HEAD + SAID + BUTTON + GAP + ROW * rows + GAP + log  # the same in both steps
        self.setFixedHeight(look.px(high))

    def _fit(self, words: Sequence[str]) -> bool:
        """Whether the words have room side by side."""
        look, metrics = self._look, QFontMetrics(self._look.font(Size.BODY))
        room = (self.width() - look.px(2 * 16 + 2 * GAP)) / len(words) - look.px(2 * PAD)
        return all(metrics.horizontalAdvance(word) <= room for word in words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: other words may fit."""
        super().resizeEvent(event)
        self._dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        look, painter = self._look, self.painter()
        title = translate("Orders", "Orders to people")
        hint = translate("Orders", "in two steps")
        box = self.title(painter, self.frame(painter), title, hint)
        painter.setFont(look.font(Size.BODY))
        painter.setPen(look.color("text1"))
        row = QRectF(box.left(), box.top() + look.px(2), box.width(), look.px(SAID))
        painter.drawText(row, WRAP, self._said())
        self._log(painter, box)

    def _said(self) -> str:
        desk = self._desk
        if desk.choice is not None and desk.step is OrderStep.SELECTED:
            return translate(
                "Orders", "Step 2 of 2: hand over “{order}” within {left:.0f} s"
            ).format(order=self.choice_word(desk.choice), left=self._left_s)
        if desk.step in (OrderStep.SELECTING, OrderStep.CONFIRMING):
            return translate("Orders", "The hub is asked …")
        if desk.said:
            return refusal_word(desk.said)
        if not self._can_order:
            return translate("Orders", "No incident here: nothing to order")
        return translate("Orders", "Step 1 of 2: choose. No device moves by itself.")

    def choice_word(self, choice: Choice) -> str:
        """What is ordered, of a named thing which."""
        word = order_word(choice.code)
        target = asset_word(self._layout, choice.target, self._look)
        return f"{word}: {target}" if target else word

    def _log(self, painter: QPainter, box: QRectF) -> None:
        look = self._look
        painter.setFont(look.font(Size.SMALL))
        top = self.height() - look.px(12) - look.px(LOG) * max(len(self._entries), 1)
        if not self._entries:
            painter.setPen(look.color("text2"))
            row = QRectF(box.left(), top, box.width(), look.px(LOG))
            painter.drawText(row, LEFT, translate("Orders", "No order handed over yet"))
        for k, entry in enumerate(self._entries):
            row = QRectF(box.left(), top + k * look.px(LOG), box.width(), look.px(LOG))
            painter.setPen(look.color("text2"))
            aside = f"{entry.by}  {clock_text(entry.time)}".strip()
            painter.drawText(row, RIGHT, aside)
            metrics = painter.fontMetrics()
            room = int(row.width()) - metrics.horizontalAdvance(aside) - look.px(8)
            painter.setPen(look.color("text1"))
            text = ordered_word(entry.text, self._layout, look)
            painter.drawText(row, LEFT, metrics.elidedText(text, ELIDE, room))
