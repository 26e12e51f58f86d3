"""Orders and requests of the commander on their way to the hub."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.feed.contract import Answer, Order, Reply, Request, WhatIf
from app.screens.commander.scene_page import ScenePage
from app.screens.errands import Ask, Errands, Say
from app.screens.forecast_words import refusal_word
from app.screens.i18n import translate
from app.screens.view_models.order_desk import Choice, OrderDesk


class Dispatch(QObject):
    """The two steps of an order and every other request. Without a hub it only says so; `show`
    draws what has changed."""

    def __init__(
        self, ask: Ask | None, desk: OrderDesk, say: Say, show: Callable[[], None], owner: QObject
    ) -> None:
        super().__init__(owner)
        self.desk, self._say, self._show = desk, say, show
        self._errands = None if ask is None else Errands(ask, say, self)

    def send(self, request: Request, done: str) -> None:
        """Ask the hub; its answer is told."""
        if self._errands is None:
            self._say(translate("Commander", "Not connected to a hub"), False)
        else:
            self._errands.send(request, done)

    def ask_what_if(self, request: WhatIf, scene: ScenePage) -> None:
        """Ask for a what-if; the page learns the number of its result."""
        if self._errands is None:
            return
        wishes = scene.wishes
        wishes.ask()

        def answered(reply: Reply) -> None:
            took = isinstance(reply, Answer) and reply.ok and reply.token.isdecimal()
            wishes.answered(int(reply.token) if took and isinstance(reply, Answer) else 0)
            if isinstance(reply, Answer) and not reply.ok:
                self._say(refusal_word((reply.what, reply.remedy)), False)
            self._show()

        self._errands.ask(request, answered)
        self._show()

    def select(self, choice: Choice, scene: ScenePage) -> None:
        """The first step of an order for the incident in sight."""
        if scene.incident is not None and scene.can_order:
            incident = scene.incident.id
            self._hand_in(self.desk.select(choice, site=scene.site_id, incident=incident))

    def confirm(self) -> None:
        """The second step of an order."""
        self._hand_in(self.desk.confirm())

    def cancel(self) -> None:
        """Let the selected order go."""
        self.desk.cancel()
        self._show()

    def stop(self) -> None:
        """No answer is waited for any more."""
        if self._errands is not None:
            self._errands.stop()

    def _hand_in(self, order: Order | None) -> None:
        if order is not None and self._errands is not None:
            self._errands.ask(order, self._answered)
        self._show()

    def _answered(self, reply: Reply) -> None:
        if isinstance(reply, Answer) and self.desk.answer(reply):
            self._say(translate("Commander", "Handed over; it stands in the journal"), True)
        elif self.desk.said:
            self._say(refusal_word(self.desk.said), False)
        self._show()
