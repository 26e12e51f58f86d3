"""The levers of a what-if: gas, hood, suppression, doors, fire size, from when; and the request."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.screens.forecast_words import CHOICES, ROWS
from app.screens.i18n import translate
from app.screens.theme import Look, Size
from app.screens.view_models.figures import clock_text
from app.screens.view_models.forecast_text import clock_of_seconds
from app.screens.view_models.levers import LeverBoard, LeverRow, Row
from app.screens.widgets.scrolled import scrolled
from app.screens.widgets.themed import Themed
from sim.forecast.model import Lever

KEYS = {Row.GAS: "G", Row.HOOD: "H", Row.DAMPER: "B", Row.AGENT: "U"}


class LeverButtons(QWidget):
    """One row: a name, the measured position, and one button for every choice."""

    chosen = Signal(object)  # (key, Lever or None)

    def __init__(self, row: LeverRow, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.row, self._number = row, number
        self._name, self._now = QLabel(self), QLabel(self)
        self._name.setWordWrap(True)
        self.as_it_is = QPushButton(self)
        self.choices = [QPushButton(self) for _ in row.choices]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        grid.addWidget(self._name, 0, 0)
        grid.addWidget(self._now, 0, 1, Qt.AlignmentFlag.AlignRight)
        line = QHBoxLayout()
        line.setSpacing(4)
        for button in (self.as_it_is, *self.choices):
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setMinimumWidth(1)  # a narrow column cuts words, never a button
            line.addWidget(button, 1)
        grid.addLayout(line, 1, 0, 1, 2)
        self.as_it_is.clicked.connect(lambda: self.chosen.emit((row.key, None)))
        for button, lever in zip(self.choices, row.choices, strict=True):
            button.clicked.connect(lambda _on, lever=lever: self.chosen.emit((row.key, lever)))

    def dress(self, look: Look, pulled: Lever | None) -> None:
        """Words in the language of the screen, and which button is down."""
        key = KEYS.get(self.row.row, f"D{self._number}" if self._number else "")
        word = look.name(self.row.name) or translate("Forecast", ROWS[self.row.row])
        self._name.setText(f"{word}  {key}".rstrip())
        now = look.name(self.row.now)
        self._now.setText(translate("Levers", "now: {state}").format(state=now) if now else "")
        self._now.setStyleSheet(f"color: {look.theme.tokens['text2']};")
        self._now.setFont(look.font(Size.SMALL))
        self.as_it_is.setText(translate("Levers", "as is"))
        self.as_it_is.setChecked(pulled is None)
        for button, lever in zip(self.choices, self.row.choices, strict=True):
            button.setText(translate("Forecast", CHOICES[lever]))
            button.setChecked(pulled is lever)


class LeversPanel(Themed):
    """Signals: turned when a lever was moved; compute and clear when asked for; shifted(step) to
    branch earlier or later."""

    turned = Signal()
    compute = Signal()
    clear = Signal()
    shifted = Signal(int)

    def __init__(self, look: Look, board: LeverBoard, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._board = board
        self._back_s, self._at, self._busy, self._can_cancel = 0.0, 0, "", False
        self.rows: list[LeverButtons] = []
        self._list = QVBoxLayout()
        self.smaller, self.larger = QPushButton("−", self), QPushButton("+", self)
        self.earlier, self.later = QPushButton("◂", self), QPushButton("▸", self)
        self._size, self._factor = QLabel(self), QLabel(self)
        self._from, self._when = QLabel(self), QLabel(self)
        self.ask, self.reset = QPushButton(self), QPushButton(self)
        self._said = QLabel(self)
        self._said.setWordWrap(True)
        self.ask.setObjectName("primary")
        self._compose()
        self.on_look()

    def _compose(self) -> None:
        body, outer = QWidget(), QVBoxLayout(self)
        self._box, self._foot = QVBoxLayout(body), QVBoxLayout()
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scrolled(body), 1)
        outer.addLayout(self._foot)
        self._box.addLayout(self._list)
        for label, buttons, middle in (
            (self._size, (self.smaller, self.larger), self._factor),
            (self._from, (self.earlier, self.later), self._when),
        ):
            self._box.addWidget(label)
            row = QHBoxLayout()
            row.addWidget(buttons[0])
            row.addWidget(middle, 1)
            row.addWidget(buttons[1])
            self._box.addLayout(row)
            middle.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._box.addStretch(1)
        self._foot.addWidget(self._said)
        last = QHBoxLayout()
        last.addWidget(self.ask, 3)
        last.addWidget(self.reset, 2)
        self._foot.addLayout(last)
        self.smaller.clicked.connect(lambda: self._resize(-1))
        self.larger.clicked.connect(lambda: self._resize(1))
        self.earlier.clicked.connect(lambda: self.shifted.emit(1))
        self.later.clicked.connect(lambda: self.shifted.emit(-1))
        self.ask.clicked.connect(self.compute)
        self.reset.clicked.connect(self.clear)
        for button in (
            self.smaller, self.larger, self.earlier, self.later, self.ask, self.reset,
        ):  # fmt: skip
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def on_look(self) -> None:
        """Sizes and texts follow the look."""
        look = self._look
        side = look.px(12)
        self._box.setContentsMargins(side, side, side, side)
        self._box.setSpacing(look.px(6))
        self._foot.setContentsMargins(side, look.px(8), side, side)
        self._foot.setSpacing(look.px(8))
        self._list.setSpacing(look.px(8))
        self._size.setText(translate("Levers", "Fire size against what is seen  + −"))
        self._from.setText(translate("Levers", "Branch from  , ."))
        self.ask.setText(translate("Levers", "Compute  W"))
        for button in (self.smaller, self.larger, self.earlier, self.later):
            button.setFixedWidth(look.px(44))
        self.refresh()

    def show_rows(self) -> None:
        """The board has other rows: make their buttons."""
        for old in self.rows:
            self._list.removeWidget(old)
            old.deleteLater()
        self.rows = []
        doors = 0
        for row in self._board.rows:
            doors += row.row is Row.DOOR
            made = LeverButtons(row, doors if row.row is Row.DOOR else 0, self)
            made.chosen.connect(self._pull)
            self.rows.append(made)
            self._list.addWidget(made)
        self.refresh()

    def show_branch(
        self, back_s: float, at: int, busy: str, *, can_ask: bool, can_cancel: bool = False
    ) -> None:
        """From when a what-if starts: so many s before now, ns UTC; what the hub is doing, and
        whether that can be called off."""
        self._back_s, self._at, self._busy, self._can_cancel = back_s, at, busy, can_cancel
        self.ask.setEnabled(can_ask)
        self.refresh()

    def refresh(self) -> None:
        """Buttons and words as the board says."""
        look, board = self._look, self._board
        for row in self.rows:
            row.dress(look, board.pulled.get(row.row.key))
        self._factor.setText(f"× {board.factor:g}")
        now = translate("Levers", "now")
        earlier = f"{clock_text(self._at)}  (−{clock_of_seconds(self._back_s)})"
        self._when.setText(earlier if self._back_s > 0 else now)
        cancel, clear = translate("Levers", "Cancel  X"), translate("Levers", "Clear  X")
        self.reset.setText(cancel if self._can_cancel else clear)
        self._said.setText(self._busy)
        self._said.setVisible(bool(self._busy))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        self.painter().fillRect(self.rect(), self._look.color("background"))

    def _pull(self, wish: tuple[tuple[Row, str], Lever | None]) -> None:
        self._board.pull(*wish)
        self.refresh()
        self.turned.emit()

    def _resize(self, step: int) -> None:
        self._board.resize(step)
        self.refresh()
        self.turned.emit()
