"""Requests on their way to the hub, and what is said when their answers come."""

from collections.abc import Callable
from concurrent.futures import Future

from PySide6.QtCore import QObject, QTimer

from app.feed.contract import Answer, Reply, Request
from app.screens.forecast_words import refusal_word

POLL_MS = 50
Say = Callable[[str, bool], None]
Ask = Callable[[Request], "Future[Reply]"]


class Errands(QObject):
    """Sends requests and tells the answers; nothing here waits for the network."""

    def __init__(self, ask: Ask, say: Say, owner: QObject) -> None:
        super().__init__(owner)
        self._ask, self._say = ask, say
        self._open: list[tuple[Future[Reply], Callable[[Reply], None]]] = []
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._collect)

    def send(self, request: Request, done: str) -> None:
        """Ask; `done` is said when the hub agrees, its own words when it refuses."""
        self.ask(request, lambda reply: self._tell(reply, done))

    def ask(self, request: Request, answered: Callable[[Reply], None]) -> None:
        """Ask; `answered` is called with the answer, in the window's thread."""
        self._open.append((self._ask(request), answered))
        self._timer.start()

    def stop(self) -> None:
        """No answer is waited for any more."""
        self._timer.stop()

    def _tell(self, reply: Reply, done: str) -> None:
        if isinstance(reply, Answer) and not reply.ok:
            self._say(refusal_word((reply.what, reply.remedy)), False)
        else:
            self._say(done, True)

    def _collect(self) -> None:
        """Hand on the answers that have come."""
        ready = [pair for pair in self._open if pair[0].done()]
        self._open = [pair for pair in self._open if not pair[0].done()]
        if not self._open:
            self._timer.stop()
        for future, answered in ready:
            answered(future.result())
