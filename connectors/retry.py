"""Keeping a conversation going: open it, notice its loss, wait a little, open it again."""

import asyncio
import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from connectors.base import Gap, LinkState
from connectors.outlet import Outlet
from twin.errors import EmberwallError
from twin.quality import Quality

TALKING = (LinkState.LIVE, LinkState.BACKFILLING)
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waits between attempts: first_s, doubling, never above cap_s, each shortened at random by
    up to the share `jitter` so that a fleet does not knock in step."""

    first_s: float = 0.5
    cap_s: float = 15.0
    jitter: float = 0.3

    def delay_s(self, attempt: int, chance: float) -> float:
        """Wait before attempt 0, 1, 2 ...; chance is a random number from 0 to 1."""
        full = min(self.cap_s, self.first_s * 2.0 ** min(attempt, 30))
        return full * (1.0 - self.jitter * chance)


class Dialogue(Protocol):
    """One talk with one peer, from opening to loss."""

    async def talk(self, line: "Line") -> None:
        """Open, call `line.live()` once values can be trusted, and pass values on until the peer
        is lost. Loss is an exception whose text says why, or a return."""
        ...


class Line:
    """One peer and the points behind it: what state the talk is in, and who is told of a loss.

    A loss is logged once, turns the points Bad and opens a gap; the recovery is logged once and
    closes the gap.
    """

    def __init__(self, where: str, rows: Sequence[int], outlet: Outlet, backoff: Backoff) -> None:
        self.where, self.rows = where, rows
        self.state = LinkState.STARTING
        self._outlet, self._backoff = outlet, backoff
        self._heard = outlet.clock()
        self._gap_start: int | None = None
        self._gap_end = 0
        self._reason = ""
        self._was_live = False

    @property
    def gap_start(self) -> int | None:
        """When the talk was last alive before the present gap, ns UTC; None without a gap."""
        return self._gap_start

    @property
    def is_live(self) -> bool:
        """True while values of the peer can be trusted."""
        return self.state in TALKING

    def heard(self, at: int | None = None) -> None:
        """The peer gave a sign of life, now or at another moment, ns UTC."""
        self._heard = self._outlet.clock() if at is None else max(at, self._heard)

    def live(self) -> None:
        """Values of the peer can be trusted from now on."""
        self.heard()
        self.state, self._was_live = LinkState.LIVE, True
        self._gap_end = self._heard
        self._outlet.counters.faults.pop(self.where, None)
        if self._gap_start is not None:
            logger.info("%s: recovered after: %s", self.where, self._reason)

    def end_gap(self, *, filled: bool = False) -> None:
        """Put the present gap on record; `filled`: the device's own history closed it."""
        if self._gap_start is None:
            return
        gap = Gap(self._gap_start, self._gap_end, self._reason, filled)
        self._outlet.counters.gaps.append(gap)
        self._gap_start = None

    async def keep(self, dialogue: Dialogue, count: Callable[[], None]) -> None:
        """Talk until the outlet is closed; `count` is called before every attempt but the
        first."""
        attempt = 0
        while True:
            try:
                await dialogue.talk(self)
                if self._outlet.is_closed:
                    return
                reason = "the peer closed the conversation"
            except EmberwallError as error:
                reason = f"{error.what}. {error.remedy}"
            except Exception as error:  # the door of this task: libraries raise of every kind
                reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            attempt = 0 if self.is_live else attempt + 1
            self._lost(reason)
            # Jitter spreads load, it guards no secret.
            await asyncio.sleep(self._backoff.delay_s(attempt, random.random()))  # noqa: S311
            count()

    def _lost(self, reason: str) -> None:
        is_news = self.state not in (LinkState.STALE, LinkState.FAULT)
        self.state = LinkState.STALE if self._was_live else LinkState.FAULT
        self._outlet.counters.faults[self.where] = reason
        if self._gap_start is None:
            self._gap_start = self._heard
        if is_news:
            self._reason = reason
            bad = Quality.BAD_NO_COMMUNICATION if self._was_live else Quality.BAD_NOT_CONNECTED
            self._outlet.mark(self.rows, bad, since=self._heard)
            logger.warning("%s: lost: %s; its points are Bad, trying on", self.where, reason)
