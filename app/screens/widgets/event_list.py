"""The quiet list of what happened last."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from app.feed.contract import JournalEntry
from app.feed.snapshot import Tables
from app.screens.i18n import translate
from app.screens.theme import Look, Size
from app.screens.view_models.figures import clock_text
from app.screens.widgets.alarm_table import paint_parts
from app.screens.widgets.themed import Themed
from app.screens.words import journal_parts

ROW = 28
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class EventList(Themed):
    """Newest first, as many as fit."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._entries: Sequence[JournalEntry] = ()
        self._tables: Tables | None = None

    def show_entries(self, entries: Sequence[JournalEntry], tables: Tables) -> None:
        """The journal, oldest first."""
        if entries is not self._entries or tables is not self._tables:
            self._entries, self._tables = entries, tables
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        look, painter = self._look, self.painter()
        painter.fillRect(self.rect(), look.color("background"))
        side, height = look.px(16), look.px(ROW)
        if not self._entries or self._tables is None:
            painter.setFont(look.font(Size.BODY))
            painter.setPen(look.color("text2"))
            room = self.rect().adjusted(side, look.px(12), -side, 0)
            painter.drawText(room, translate("EventList", "Nothing has happened yet."))
            return
        count = max(0, (self.height() - look.px(8)) // height)
        for k, entry in enumerate(reversed(self._entries[-count:] if count else ())):
            box = QRectF(side, look.px(8) + k * height, self.width() - 2 * side, height)
            painter.setFont(look.font(Size.BODY))
            painter.setPen(look.color("text2"))
            clock = clock_text(entry.time)
            painter.drawText(box, LEFT, clock)
            taken = painter.fontMetrics().horizontalAdvance(clock) + look.px(12)
            painter.setPen(look.color("text1" if entry.kind == "action" else "text2"))
            text, parts = box.adjusted(taken, 0, 0, 0), journal_parts(entry, self._tables, look)
            paint_parts(painter, text.toRect(), int(text.width()), parts)
