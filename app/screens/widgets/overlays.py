"""What lies over a page for a while: the keys, and the answer to what a person asked."""

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.screens.i18n import translate
from app.screens.theme import Look, Size
from app.screens.widgets.themed import Themed

TOAST_MS = 5000
LEAST_WIDE = 520
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def keys() -> list[tuple[str, str]]:
    """Every key and what it does."""
    return [
        ("↑ ↓", translate("Help", "choose an alarm")),
        ("Enter", translate("Help", "go to its kitchen; once more: all its points")),
        ("Esc", translate("Help", "one step back")),
        ("N", translate("Help", "all kitchens")),
        ("F", translate("Help", "the alarm that came first")),
        ("A", translate("Help", "acknowledge the chosen alarm")),
        ("⇧ A", translate("Help", "acknowledge all alarms of the incident in sight")),
        ("S", translate("Help", "shelve it, or take it off the shelf")),
        ("R", translate("Help", "reset a latched alarm")),
        ("C", translate("Help", "close the incident")),
        ("← →", translate("Help", "previous or next kitchen with alarms")),
        ("O", translate("Help", "time ahead of the forecast in the scene")),
        ("P", translate("Help", "play a scenario (demo)")),
        ("L", translate("Help", "language")),
        ("T", translate("Help", "theme: night, dusk, day")),
        ("F11", translate("Help", "full screen")),
        ("?", translate("Help", "these keys")),
    ]


class HelpOverlay(Themed):
    """All keys on one card; any key or click closes it."""

    ROW, CAP = 32, 64

    def rows(self) -> list[tuple[str, str]]:
        """Every key and what it does."""
        return keys()

    def mousePressEvent(self, _event: object) -> None:
        """A click chooses what lies under it."""
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        look, painter = self._look, self.painter()
        painter.fillRect(self.rect(), look.color("background", 0.72))
        rows = self.rows()
        height = look.px(self.ROW)
        size = (self._wide(rows), look.px(72) + len(rows) * height)
        card = QRectF((self.width() - size[0]) / 2, (self.height() - size[1]) / 2, size[0], size[1])
        painter.fillRect(card, look.color("surface1"))
        painter.setPen(QPen(look.color("line_strong"), look.line))
        painter.drawRect(card)
        inner = card.adjusted(look.px(24), look.px(16), -look.px(24), 0)
        painter.setFont(look.font(Size.TITLE))
        painter.setPen(look.color("text1"))
        painter.drawText(
            QRectF(inner.left(), inner.top(), inner.width(), look.px(28)),
            LEFT,
            translate("Help", "Keys"),
        )
        for k, (key, meaning) in enumerate(rows):
            top = inner.top() + look.px(40) + k * height
            self._row(painter, QRectF(inner.left(), top, inner.width(), height), key, meaning)

    def _wide(self, rows: list[tuple[str, str]]) -> int:
        """Room for the longest row."""
        look = self._look
        metrics = QFontMetrics(look.font(Size.BODY))
        longest = max(metrics.horizontalAdvance(meaning) for _, meaning in rows)
        return max(look.px(LEAST_WIDE), longest + look.px(self.CAP + 20 + 2 * 24))

    def _row(self, painter: QPainter, box: QRectF, key: str, meaning: str) -> None:
        look = self._look
        painter.setFont(look.font(Size.BODY))
        cap = QRectF(
            box.left(), box.top() + look.px(3), look.px(self.CAP), box.height() - look.px(6)
        )
        painter.setPen(QPen(look.color("line_strong"), look.line))
        painter.setBrush(look.color("surface2"))
        painter.drawRoundedRect(cap, look.px(3), look.px(3))
        painter.setPen(look.color("text1"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
        painter.setPen(look.color("text2"))
        painter.drawText(box.adjusted(look.px(self.CAP + 20), 0, 0, 0), LEFT, meaning)


class Toast(Themed):
    """The answer to a request, for five seconds, at the foot of the window."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._text, self._good = "", True
        self._timer = QTimer(self, interval=TOAST_MS, singleShot=True)
        self._timer.timeout.connect(self.hide)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def say(self, text: str, *, good: bool) -> None:
        """Show a text; a refusal has a stronger frame."""
        self._text, self._good = text, good
        self.place()
        self.show()
        self.raise_()
        self.update()
        self._timer.start()

    def place(self) -> None:
        """Stand at the foot of the parent."""
        look, parent = self._look, self.parentWidget()
        if parent is None:
            return
        self.setFont(look.font(Size.BODY))
        wide = self.fontMetrics().horizontalAdvance(self._text) + look.px(48)
        width, height = min(wide, parent.width() - look.px(64)), look.px(40)
        self.setGeometry(
            (parent.width() - width) // 2, parent.height() - height - look.px(96), width, height
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        look, painter = self._look, self.painter()
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setBrush(look.color("surface2"))
        frame = look.color("line_strong" if self._good else "text1")
        painter.setPen(QPen(frame, look.line if self._good else 2 * look.line))
        painter.drawRoundedRect(box, look.px(3), look.px(3))
        painter.setFont(look.font(Size.BODY))
        painter.setPen(look.color("text1"))
        inner = box.adjusted(look.px(16), 0, -look.px(16), 0)
        elide = Qt.TextElideMode.ElideRight
        text = painter.fontMetrics().elidedText(self._text, elide, int(inner.width()))
        painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, text)
