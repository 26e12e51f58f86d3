"""Health of the edges: how many are heard, and those that need a look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.feed.contract import LinkRow
from app.feed.snapshot import Tables
from app.screens.i18n import translate
from app.screens.theme import Look, Size
from app.screens.view_models.figures import count_text, milliseconds_text, span_text
from app.screens.widgets.range_strip import paint_bad
from app.screens.widgets.themed import Themed

ROW, HEAD, FULL_MS = 26, 56, 1000.0
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Health:
    """What the panel tells of all edges."""

    connected: int
    total: int
    backlog: int
    rejected: int
    worst: Sequence[LinkRow]


def health_of(links: Mapping[str, LinkRow]) -> Health:
    """Lost edges first, then the fullest outboxes, then the slowest."""
    rows = list(links.values())
    worst = sorted(rows, key=lambda r: (r.connected, -r.backlog, -r.lag_ms, r.site))
    return Health(
        connected=sum(r.connected for r in rows),
        total=len(rows),
        backlog=sum(r.backlog for r in rows),
        rejected=sum(r.rejected for r in rows),
        worst=worst,
    )


class LinksPanel(Themed):
    """Figures on top, then one line per edge: name, lag as a bar, backlog."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._health = health_of({})
        self._tables: Tables | None = None
        self._now = 0

    def show_links(self, links: Mapping[str, LinkRow], tables: Tables, *, now: int) -> None:
        """Health of every edge."""
        self._health, self._tables, self._now = health_of(links), tables, now
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        look, painter = self._look, self.painter()
        painter.fillRect(self.rect(), look.color("background"))
        self._figures(painter)
        top, height, side = look.px(HEAD + 4), look.px(ROW), look.px(16)
        count = max(0, (self.height() - top) // height)
        for k, row in enumerate(self._health.worst[:count]):
            self._row(painter, QRectF(side, top + k * height, self.width() - 2 * side, height), row)

    def _figures(self, painter: QPainter) -> None:
        look, health = self._look, self._health
        pairs = (
            (f"{health.connected} / {health.total}", translate("LinksPanel", "links connected")),
            (count_text(health.backlog), translate("LinksPanel", "waiting at edges")),
            (count_text(health.rejected), translate("LinksPanel", "rejected inputs")),
        )
        width = (self.width() - look.px(32)) / len(pairs)
        for k, (number, label) in enumerate(pairs):
            box = QRectF(look.px(16) + k * width, look.px(6), width - look.px(8), look.px(26))
            lost = k == 0 and health.connected < health.total
            painter.setFont(look.font(Size.TITLE))
            painter.setPen(look.color("quality" if lost else "text1"))
            painter.drawText(box, LEFT, number)
            painter.setFont(look.font(Size.SMALL))
            painter.setPen(look.color("text2"))
            low = box.translated(0, look.px(24))
            text = painter.fontMetrics().elidedText(
                label, Qt.TextElideMode.ElideRight, int(box.width())
            )
            painter.drawText(low, LEFT, text)

    def _row(self, painter: QPainter, box: QRectF, row: LinkRow) -> None:
        look = self._look
        painter.setFont(look.font(Size.BODY))
        painter.setPen(look.color("text2"))
        name = painter.fontMetrics().elidedText(
            self._name(row.site), Qt.TextElideMode.ElideRight, int(box.width() * 0.42)
        )
        painter.drawText(box, LEFT, name)
        left = box.left() + box.width() * 0.45
        bar = QRectF(left, box.center().y() - look.px(3), box.width() * 0.32, look.px(6))
        if not row.connected:
            paint_bad(painter, bar.adjusted(0, -look.px(3), 0, look.px(3)), look)
            painter.setPen(look.color("quality"))
            painter.setFont(look.font(Size.BODY))
            painter.drawText(box, RIGHT, span_text(self._now - row.last_heard))
            return
        painter.fillRect(bar, look.color("surface2"))
        share = min(row.lag_ms / FULL_MS, 1.0)
        painter.fillRect(
            QRectF(bar.left(), bar.top(), bar.width() * share, bar.height()), look.color("process")
        )
        painter.setPen(look.color("text1"))
        painter.drawText(box, RIGHT, milliseconds_text(row.lag_ms))

    def _name(self, site: str) -> str:
        if self._tables is None or site not in self._tables.points.site_index:
            return site
        owner = self._tables.points.fleet.sites[self._tables.points.site_index[site]]
        return f"{site}  {self._look.name(owner.name)}"
