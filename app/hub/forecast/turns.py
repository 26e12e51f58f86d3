"""Whose turn it is: many sites, few workers, nobody forgotten. Pure: times are handed in.

First forecasts of P0 come before everything; then what people ask, and whatever has waited for
longer than OVERDUE_S beyond its time, in the order in which it fell due; then refreshes of P0,
then P1. A site belongs to the worker that holds what is known of it, until that worker is lost.
"""

from collections import Counter, deque
from dataclasses import dataclass, field

from sim.forecast.model import Pull

OVERDUE_S = 5.0
HOLDS_S = (1.0, 2.0, 5.0, 10.0, 20.0)  # after the first, second ... failure in a row
MOST_WISHES = 4  # what-ifs that wait for one site; the newest win


@dataclass(frozen=True, slots=True)
class Wish:
    """A what-if that was asked for. number: what its result will carry; at: ns UTC, 0 for now."""

    number: int
    pulls: tuple[Pull, ...]
    at: int
    asked: float


@dataclass(slots=True)
class Need:
    """A site whose fire is forecast. Times in s of one steady clock.

    due: when the next base forecast is wanted; sent: samples that the holder has; failures: in a
    row. `holder` is the worker that knows the site, None before the first job.
    """

    site: str
    incident: str
    zone: str
    opened: int
    is_p0: bool
    due: float
    has_forecast: bool = False
    holder: int | None = None
    sent: int = 0
    in_work: bool = False
    failures: int = 0
    wishes: deque[Wish] = field(default_factory=deque)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a worker shall do next: a base forecast, or the wish."""

    need: Need
    wish: Wish | None


class Turns:
    """All needs by site."""

    def __init__(self, refresh_s: float) -> None:
        self._refresh_s = refresh_s
        self.needs: dict[str, Need] = {}

    def next(self, worker: int, now: float) -> Turn | None:
        """The most urgent work that this worker may do, taken; None when nothing is due."""
        found: list[tuple[tuple[int, float], Need, Wish | None]] = []
        load = Counter(need.holder for need in self.needs.values())
        for need in self.needs.values():
            if need.in_work or not _may_take(need, worker, load, now):
                continue
            if need.due <= now:
                found.append(((_tier(need, now), need.due), need, None))
            if need.wishes and need.has_forecast:
                found.append(((1, need.wishes[0].asked), need, need.wishes[0]))
        if not found:
            return None
        _, need, wish = min(found, key=lambda one: one[0])
        if wish is not None:
            need.wishes.popleft()
        else:
            need.due = now + self._refresh_s
        if need.holder != worker:
            need.holder, need.sent = worker, 0
        need.in_work = True
        return Turn(need, wish)

    def done(self, turn: Turn) -> None:
        """The work came to an answer."""
        turn.need.in_work = False
        if turn.wish is None:
            turn.need.has_forecast, turn.need.failures = True, 0

    def again(self, turn: Turn, now: float) -> None:
        """The answer was a first word: the whole one is due at once."""
        turn.need.due = now

    def failed(self, turn: Turn, now: float) -> None:
        """The work came to nothing; the site waits a while, so that it holds nobody else up."""
        need = turn.need
        need.in_work = False
        if turn.wish is not None:
            return
        need.due = now + HOLDS_S[min(need.failures, len(HOLDS_S) - 1)]
        need.failures += 1

    def lost(self, worker: int) -> None:
        """A worker is gone with all it knew: its sites may go to any other."""
        for need in self.needs.values():
            if need.holder == worker:
                need.holder, need.sent, need.in_work = None, 0, False

    def wish(self, need: Need, wish: Wish) -> Wish | None:
        """Take a what-if; gives the oldest one that had to go for it."""
        dropped = need.wishes.popleft() if len(need.wishes) >= MOST_WISHES else None
        need.wishes.append(wish)
        return dropped


def _may_take(need: Need, worker: int, load: Counter[int | None], now: float) -> bool:
    """An overdue site of a worker that has clearly more of them may change hands: what is known
    of it must then be worked out anew, so it does not happen for one site less."""
    if need.holder in (None, worker):
        return True
    return now - need.due > OVERDUE_S and load[need.holder] > load[worker] + 1


def _tier(need: Need, now: float) -> int:
    if need.is_p0 and not need.has_forecast:
        return 0
    if now - need.due > OVERDUE_S:
        return 1
    return 2 if need.is_p0 else 3
