"""Which what-if is in sight: one button for the base and one for each, and how they are shown."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from app.screens.forecast_words import pulls_word
from app.screens.i18n import translate
from app.screens.theme import Look
from app.screens.view_models.figures import clock_text
from app.screens.widgets.themed import Themed
from sim.forecast.model import Forecast
from twin.site.model import Layout

MOST = 6
LONGEST = 26  # characters of a button


class BranchBar(Themed):
    """Signals: chosen(number): a what-if, 0 for the base; compared(on): show what it changes."""

    chosen = Signal(int)
    compared = Signal(bool)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._branches: tuple[Forecast, ...] = ()
        self._number = 0
        self._layout: Layout | None = None
        self._group = QButtonGroup(self)
        self.buttons = [QPushButton(self) for _ in range(MOST + 1)]
        self._box = QHBoxLayout(self)
        for k, button in enumerate(self.buttons):
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._group.addButton(button, k)
            button.clicked.connect(lambda _on=False, k=k: self._choose(k))
            self._box.addWidget(button)
        self._box.addStretch(1)
        self.difference = QPushButton(self)
        self.difference.setCheckable(True)
        self.difference.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.difference.toggled.connect(self.compared)
        self._box.addWidget(self.difference)
        self.on_look()

    def on_look(self) -> None:
        """Sizes and texts follow the look."""
        look = self._look
        self._box.setContentsMargins(look.px(12), look.px(6), look.px(12), look.px(6))
        self._box.setSpacing(look.px(6))
        self._dress()

    def show_branches(
        self, branches: tuple[Forecast, ...], number: int, layout: Layout | None
    ) -> None:
        """What-ifs, oldest first, and which one is in sight."""
        if (branches, number, layout) != (self._branches, self._number, self._layout):
            self._branches, self._number, self._layout = branches[-MOST:], number, layout
            self._dress()

    def _dress(self) -> None:
        self.difference.setText(translate("Branches", "What changes  M"))
        self.difference.setEnabled(self._number != 0)
        for k, button in enumerate(self.buttons):
            button.setVisible(k <= len(self._branches))
            if k == 0:
                button.setText(translate("Branches", "Forecast  V"))
                button.setChecked(self._number == 0)
            elif k <= len(self._branches):
                branch = self._branches[k - 1]
                words = pulls_word(branch.pulls, self._layout, self._look)
                alike = [one for one in self._branches if one.pulls == branch.pulls]
                when = f" · {clock_text(branch.made_at)}" if len(alike) > 1 else ""
                short = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
                button.setText(f"{short}{when}")
                button.setToolTip(f"{words}{when}")
                button.setChecked(branch.number == self._number)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        painter, look = self.painter(), self._look
        painter.fillRect(self.rect(), look.color("background"))
        painter.fillRect(0, self.height() - look.line, self.width(), look.line, look.color("line"))

    def _choose(self, place: int) -> None:
        self._dress()
        self.chosen.emit(0 if place == 0 else self._branches[place - 1].number)
