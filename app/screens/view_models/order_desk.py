"""One order at a time, in two explicit steps: select, then hand over. Nothing here drives a device.

The hub answers the first step with a token that expires; only the same order with that token is
journalled. A refusal or an expired token ends at the first step again.
"""

from dataclasses import dataclass
from enum import Enum

from app.feed.contract import Answer, JournalEntry, Order
from app.feed.snapshot import Snapshot
from twin.clock import seconds


class OrderStep(Enum):
    """Where the order of this desk stands."""

    IDLE = 0
    SELECTING = 1  # asked the hub
    SELECTED = 2  # waits for the second step
    CONFIRMING = 3  # asked the hub


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be ordered: a Lever's or a Verdict's word, and of a named thing which."""

    code: str
    target: str = ""


class OrderDesk:
    """The order in hand. Plain Python; the window sends what `select` and `confirm` give."""

    def __init__(self) -> None:
        self.step = OrderStep.IDLE
        self.choice: Choice | None = None
        self.said: tuple[str, ...] = ()  # why the hub refused, and what to do
        self._token, self._expires = "", 0
        self._site, self._incident = "", ""

    def select(self, choice: Choice, *, site: str, incident: str) -> Order | None:
        """The first step; None while another order is in hand."""
        if self.step is not OrderStep.IDLE or not incident:
            return None
        self.step, self.choice, self.said = OrderStep.SELECTING, choice, ()
        self._site, self._incident = site, incident
        return Order(0, site, incident, choice.code, choice.target)

    def confirm(self) -> Order | None:
        """The second step; None unless an order is selected."""
        if self.step is not OrderStep.SELECTED or self.choice is None:
            return None
        self.step = OrderStep.CONFIRMING
        code, target = self.choice.code, self.choice.target
        return Order(0, self._site, self._incident, code, target, confirm=True, token=self._token)

    def answer(self, reply: Answer) -> bool:
        """Adopt the hub's answer; True when the order has been handed over."""
        if not reply.ok:
            self._reset((reply.what, reply.remedy))
            return False
        if self.step is OrderStep.SELECTING:
            self.step, self._token, self._expires = OrderStep.SELECTED, reply.token, reply.expires
            return False
        done = self.step is OrderStep.CONFIRMING
        self._reset()
        return done

    def cancel(self) -> None:
        """Let the selected order go."""
        if self.step is OrderStep.SELECTED:
            self._reset()

    def left_s(self, now: int) -> float:
        """Seconds until the selected order expires; an expired one is let go."""
        if self.step is not OrderStep.SELECTED:
            return 0.0
        left = seconds(self._expires - now)
        if left <= 0:
            self._reset()
        return max(left, 0.0)

    def _reset(self, said: tuple[str, ...] = ()) -> None:
        self.step, self.choice, self.said = OrderStep.IDLE, None, said
        self._token, self._expires = "", 0


def orders_of(snapshot: Snapshot, incident: str) -> list[JournalEntry]:
    """Orders of an incident that the journal knows, newest first."""
    own = [e for e in snapshot.journal if e.kind == "order" and e.incident == incident]
    return own[::-1]
