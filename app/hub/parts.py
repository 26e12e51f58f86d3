"""The rooms of one hub, as they are handed to whoever works in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from app.feed.contract import LinkRow
from app.hub.board import Board
from app.hub.committer import Committer
from app.hub.metrics import Metrics
from app.hub.scribe import Scribe, decided, touched
from app.hub.store.historian import Historian
from app.hub.store.records import Change, Committed
from twin.alarm.table import AlarmTable
from twin.clock import Clock
from twin.events import Outcome
from twin.samples import UInt32Array
from twin.twin import Twin


@dataclass(frozen=True, slots=True)
class Parts:
    """point_id (n,): stable id of every row."""

    twin: Twin
    alarms: AlarmTable
    committer: Committer
    scribe: Scribe
    historian: Historian
    point_id: UInt32Array
    board: Board
    metrics: Metrics
    clock: Clock

    async def settle(
        self, change: Change, outcomes: Sequence[Outcome], links: Iterable[LinkRow] = ()
    ) -> None:
        """Make a change and what the twin decided upon it durable, then show it."""
        done = await self.committer.submit(decided(change, outcomes, self.scribe))
        self.show(outcomes, done, links)

    def show(
        self, outcomes: Sequence[Outcome], done: Committed, links: Iterable[LinkRow] = ()
    ) -> None:
        """Post what is durable now."""
        rows = [touched(outcome) for outcome in outcomes]
        self.board.post(
            alarms=np.concatenate(rows) if rows else None,
            incidents=[one for outcome in outcomes for one in outcome.incidents],
            written=done.written,
            links=links,
        )
