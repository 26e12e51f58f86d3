"""What the criteria say and why: verdict, how sure, margin, every reason with its source."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.screens.forecast_words import verdict_word
from app.screens.i18n import translate
from app.screens.reasons import (
    is_unknown,
    marks_word,
    reason_figures,
    reason_text,
    share_word,
    source_text,
    spare_word,
)
from app.screens.theme import Look, Size
from app.screens.widgets.arrival_bars import ELIDE
from app.screens.widgets.card import LEFT, RIGHT, Card
from app.screens.widgets.forecast_card import WRAP
from sim.forecast.model import Advice, Reason

HEAD, FRAME, MARK, LINE, SOURCE = 62, 54, 11, 21, 18


class AdviceCard(Card):
    """Reasons that speak for the verdict, each with its source, how many speak against it, and what
    is not known. A short card has one line for each and counts all others. A person opens it."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._advice: Advice | None = None
        self._reasons: list[Reason] = []
        self._unknown: list[Reason] = []
        self._is_short, self.is_open = False, False
        self.on_look()

    def set_short(self, short: bool) -> None:
        """Whether there is little room."""
        if short != self._is_short:
            self._is_short = short
            self.on_look()
            self.update()

    def toggle(self) -> None:
        """Show every reason, or again only those that speak for the verdict."""
        self.is_open = not self.is_open
        self.on_look()
        self.update()

    @property
    def left_out(self) -> int:
        """How many known reasons are only counted."""
        return len(self._reasons) - len(self._rows)

    @property
    def _rows(self) -> list[Reason]:
        """The reasons that have a line."""
        if self.is_open:
            return self._reasons
        return [reason for reason in self._reasons if reason.holds]

    @property
    def _is_terse(self) -> bool:
        return self._is_short and not self.is_open

    def _is_full(self, reason: Reason) -> bool:
        """Whether a reason has its figures and source in a second line."""
        return reason.holds and not is_unknown(reason) and not self._is_terse

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """A click opens it, or closes it."""
        self.toggle()

    def on_look(self) -> None:
        """Sizes and texts follow the look."""
        body = sum(self._high(reason) for reason in self._rows) + self._unknown_high()
        body += self._look.px(LINE) * bool(self.left_out)
        head = HEAD if self._advice is not None else LINE
        self.setFixedHeight(self._look.px(FRAME + head) + body)

    def show_advice(self, advice: Advice | None) -> None:
        """Another advice; None when the model gives none."""
        if advice != self._advice:
            self._advice = advice
            reasons = () if advice is None else advice.reasons
            known = [reason for reason in reasons if not is_unknown(reason)]
            self._reasons = sorted(known, key=lambda r: not r.holds)
            self._unknown = [reason for reason in reasons if is_unknown(reason)]
            self.on_look()
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow card needs more lines for what is not known."""
        super().resizeEvent(event)
        self.on_look()

    def _unknown_text(self) -> str:
        if self._is_terse:
            text = translate("AdviceCard", "{count} not known · show them  E")
            return text.format(count=len(self._unknown))
        words = " · ".join(reason_text(reason) for reason in self._unknown)
        return translate("AdviceCard", "Not known: {list}").format(list=words)

    def _unknown_high(self) -> int:
        if not self._unknown:
            return 0
        look = self._look
        wide = self.width() - look.px(2 * 16 + MARK + 9)
        metrics = QFontMetrics(look.font(Size.SMALL))
        box = metrics.boundingRect(0, 0, max(wide, 80), 4000, WRAP, self._unknown_text())
        return box.height() + look.px(8)

    def _high(self, reason: Reason) -> int:
        return self._look.px(LINE + SOURCE + 4 if self._is_full(reason) else LINE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Drawn from the look and what was shown last."""
        look, painter = self._look, self.painter()
        title = translate("AdviceCard", "Advice")
        hint = translate("AdviceCard", "a person decides")
        box = self.title(painter, self.frame(painter), title, hint)
        if self._advice is None:
            painter.setFont(look.font(Size.BODY))
            painter.setPen(look.color("text2"))
            painter.drawText(box, WRAP, translate("AdviceCard", "No advice without a forecast"))
            return
        self._head(painter, box, self._advice)
        top = box.top() + look.px(HEAD)
        for reason in self._rows:
            self._reason(painter, QRectF(box.left(), top, box.width(), look.px(LINE)), reason)
            top += self._high(reason)
        if self.left_out:
            self._others(painter, QRectF(box.left(), top, box.width(), look.px(LINE)))
            top += look.px(LINE)
        self._not_known(painter, QRectF(box.left(), top, box.width(), self._unknown_high()))

    def _others(self, painter: QPainter, row: QRectF) -> None:
        """How many speak against it, and how to see them."""
        look, side = self._look, self._look.px(MARK)
        painter.setPen(QPen(look.color("text2"), look.line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(row.left() + 0.5, row.center().y() - side / 2, side, side))
        text = translate("AdviceCard", "{count} more · show them  E").format(count=self.left_out)
        words = row.adjusted(side + look.px(9), 0, 0, 0)
        self._words(painter, words, (text, "text2"), Size.SMALL)

    def _not_known(self, painter: QPainter, box: QRectF) -> None:
        """What could speak for or against it, if anybody knew."""
        if not self._unknown:
            return
        look, side = self._look, self._look.px(MARK)
        square = QRectF(box.left() + 0.5, box.top() + look.px(6), side, side)
        painter.setPen(QPen(look.color("quality"), look.line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(square)
        painter.setFont(look.font(Size.SMALL))
        painter.drawText(square, Qt.AlignmentFlag.AlignCenter, "?")
        words = box.adjusted(side + look.px(9), look.px(4), 0, 0)
        painter.drawText(words, WRAP, self._unknown_text())

    def _head(self, painter: QPainter, box: QRectF, advice: Advice) -> None:
        look = self._look
        row = QRectF(box.left(), box.top() + look.px(2), box.width(), look.px(30))
        painter.setFont(look.font(Size.TITLE, bold=True))
        painter.setPen(look.color("text1"))
        painter.drawText(row, LEFT, verdict_word(advice.verdict))
        painter.setFont(look.font(Size.BODY))
        painter.setPen(look.color("text2"))
        painter.drawText(row, RIGHT, share_word(advice))
        low = QRectF(box.left(), row.bottom(), box.width(), look.px(20))
        painter.setFont(look.font(Size.SMALL))
        margin = spare_word(advice)
        metrics = painter.fontMetrics()
        room = low.width() - metrics.horizontalAdvance(margin) - look.px(8)
        key = marks_word(advice.verdict)
        if metrics.horizontalAdvance(key) <= room:  # half of it says nothing
            painter.drawText(low, LEFT, key)
        painter.setPen(look.color("text1"))
        painter.drawText(low, RIGHT, margin)

    def _reason(self, painter: QPainter, row: QRectF, reason: Reason) -> None:
        look, side = self._look, self._look.px(MARK)
        square = QRectF(row.left() + 0.5, row.center().y() - side / 2, side, side)
        painter.setPen(QPen(look.color("text2"), look.line))
        painter.setBrush(look.color("text1") if reason.holds else Qt.BrushStyle.NoBrush)
        painter.drawRect(square)
        words = row.adjusted(side + look.px(9), 0, 0, 0)
        ink = "quality" if is_unknown(reason) else "text1" if reason.holds else "text2"
        if self._is_full(reason):
            self._words(painter, words, (reason_text(reason), "text1"), Size.BODY)
            low = QRectF(words.left(), row.bottom(), words.width(), look.px(SOURCE))
            self._words(
                painter, low, (reason_figures(reason), ink), Size.SMALL, source_text(reason)
            )
        else:
            figures = reason_figures(reason)
            painter.setFont(look.font(Size.SMALL))
            painter.setPen(look.color(ink))
            painter.drawText(words, RIGHT, figures)
            used = painter.fontMetrics().horizontalAdvance(figures) + look.px(8)
            text = (reason_text(reason), "text1" if reason.holds else "text2")
            self._words(painter, words.adjusted(0, 0, -used, 0), text, Size.SMALL)

    def _words(
        self, painter: QPainter, box: QRectF, text: tuple[str, str], size: Size, more: str = ""
    ) -> None:
        """A text in its ink, and after it, quieter, whatever there is room for."""
        look = self._look
        painter.setFont(look.font(size))
        metrics = painter.fontMetrics()
        painter.setPen(look.color(text[1]))
        painter.drawText(box, LEFT, metrics.elidedText(text[0], ELIDE, int(box.width())))
        rest = box.adjusted(metrics.horizontalAdvance(text[0]), 0, 0, 0)
        if more and rest.width() > look.px(40):
            painter.setPen(look.color("text2"))
            painter.drawText(rest, LEFT, metrics.elidedText(f" · {more}", ELIDE, int(rest.width())))
