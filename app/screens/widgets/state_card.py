"""Designed absence: what is the matter, since when, and what a person can do."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.feed.snapshot import Connection, ConnectionState
from app.screens.i18n import translate
from app.screens.theme import Look, Size
from app.screens.view_models.figures import clock_text
from app.screens.widgets.themed import Themed


def headline(state: ConnectionState) -> str:
    """The matter in a few words."""
    match state:
        case ConnectionState.CONNECTING:
            return translate("StateCard", "Connecting to the hub")
        case ConnectionState.LIVE:
            return translate("StateCard", "Waiting for the first values")
        case ConnectionState.LOST:
            return translate("StateCard", "The hub is not connected")
        case ConnectionState.REFUSED:
            return translate("StateCard", "The hub refused this wall")
        case ConnectionState.STOPPED:
            return translate("StateCard", "This wall has stopped")


def advice(connection: Connection) -> str:
    """What a person can do now."""
    match connection.state:
        case ConnectionState.CONNECTING | ConnectionState.LIVE:
            return translate("StateCard", "This takes a moment.")
        case ConnectionState.LOST:
            return translate(
                "StateCard",
                "Nothing shown is newer than that. It is tried again by itself; "
                "check that the hub runs.",
            )
        case ConnectionState.REFUSED:
            return translate("StateCard", "Check the wall's token, then start it again.")
        case ConnectionState.STOPPED:
            return translate("StateCard", "Start the wall again.")


class StateCard(Themed):
    """A full page instead of a blank one."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._connection = Connection(ConnectionState.CONNECTING)

    def show_connection(self, connection: Connection) -> None:
        """Where the conversation stands."""
        if connection != self._connection:
            self._connection = connection
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        look, painter = self._look, self.painter()
        painter.fillRect(self.rect(), look.color("background"))
        width, height = min(self.width() - look.px(64), look.px(560)), look.px(200)
        card = QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)
        painter.fillRect(card, look.color("surface1"))
        painter.setPen(QPen(look.color("line"), look.line))
        painter.drawRect(card)
        self._ring(painter, card)
        inner = card.adjusted(look.px(112), look.px(32), -look.px(32), -look.px(24))
        self._texts(painter, inner)

    def _ring(self, painter: QPainter, card: QRectF) -> None:
        """Two ends of a link: joined, or parted with a gap."""
        look, middle = self._look, card.top() + self._look.px(72)
        left, size = card.left() + look.px(32), look.px(18)
        state = self._connection.state
        parted = state in (ConnectionState.LOST, ConnectionState.REFUSED, ConnectionState.STOPPED)
        ink = look.color("quality" if parted else "text2")
        painter.setPen(QPen(ink, look.px(2)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        shift = look.px(26 if parted else 14)
        for k in (0, 1):
            box = QRectF(left + k * shift, middle - size / 2, size * 1.3, size)
            painter.drawRoundedRect(box, size / 2, size / 2)

    def _texts(self, painter: QPainter, box: QRectF) -> None:
        look, connection = self._look, self._connection
        painter.setFont(look.font(Size.TITLE))
        painter.setPen(look.color("text1"))
        painter.drawText(box, headline(connection.state))
        parts = [advice(connection)]
        if connection.since and connection.state is not ConnectionState.LIVE:
            since = translate("StateCard", "Since {time}").format(time=clock_text(connection.since))
            parts.insert(0, f"{since}. {connection.what}" if connection.what else f"{since}.")
        painter.setFont(look.font(Size.BODY))
        painter.setPen(look.color("text2"))
        low = box.adjusted(0, look.px(40), 0, 0)
        painter.drawText(low, int(Qt.TextFlag.TextWordWrap), "\n".join(parts))


class Banner(Themed):
    """A line across the top of living screens while the hub is lost: what is shown is old."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._connection = Connection(ConnectionState.CONNECTING)
        self.on_look()

    def on_look(self) -> None:
        """Sizes and texts follow the look."""
        self.setFixedHeight(self._look.px(36))

    def show_connection(self, connection: Connection) -> None:
        """Where the conversation stands."""
        self._connection = connection
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        look, painter = self._look, self.painter()
        painter.fillRect(self.rect(), look.color("background"))
        painter.fillRect(self.rect(), look.color("quality", 0.18))
        painter.fillRect(
            0, self.height() - look.line, self.width(), look.line, look.color("quality")
        )
        painter.setFont(look.font(Size.BODY))
        painter.setPen(look.color("text1"))
        since = translate("StateCard", "Since {time}").format(
            time=clock_text(self._connection.since)
        )
        text = f"?   {headline(self._connection.state)} · {since} · {advice(self._connection)}"
        side = look.px(16)
        box = self.rect().adjusted(side, 0, -side, 0)
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, elided)
