"""A hub's state and desk for the real feed server, told by the test what to say."""

import numpy as np

from app.feed.contract import (
    VERSION,
    Acknowledge,
    Alarms,
    Answer,
    FromHub,
    Journal,
    JournalAnswer,
    JournalEntry,
    JournalPage,
    Reply,
    Request,
    Trend,
    TrendAnswer,
    Values,
    Welcome,
)
from app.feed.server import FeedServer
from tests.support.local_feed import alarm_row, values_of
from twin.errors import ActionRefused
from twin.site.model import Fleet


class FeedBoard:
    """One value per point, alarms by row, a journal with every entry since the beginning."""

    def __init__(self, fleet: Fleet, points: int) -> None:
        self.fleet, self.points = fleet, points
        self.version = 1
        self.values = np.zeros(points)
        self.rows: dict[int, int] = {}
        self.journal: list[JournalEntry] = []
        self.sent_at: dict[int, int] = {}
        self.asked: list[Request] = []
        self.server: FeedServer | None = None

    def _came(self) -> None:
        self.version += 1
        if self.server is not None:
            self.server.notify()

    def set_value(self, row: int, value: float) -> None:
        self.values[row] = value
        self._came()

    def set_alarm(self, alarm: int, state: int) -> None:
        self.rows[alarm] = int(state)
        self._came()

    def write(self, count: int) -> None:
        for _ in range(count):
            number = len(self.journal) + 1
            self.journal.append(
                JournalEntry(number, number, number, "system", "", -1, -1, -1, 0.0, "", "x")
            )
            self.sent_at[number] = self.version + 1
        self._came()

    def welcome(self) -> Welcome:
        return Welcome(VERSION, 1, self.fleet, synthetic=True)

    def values_version(self) -> int:
        return self.version

    def values_since(self, version: int) -> Values | None:
        now = np.full(self.points, self.version)
        return values_of(np.arange(self.points), self.values, np.zeros(self.points), now)

    def news_version(self) -> int:
        return self.version

    def news_since(self, version: int) -> tuple[FromHub, ...]:
        rows = tuple(alarm_row(row, state, raised=1) for row, state in self.rows.items())
        new = [e for e in self.journal if version and self.sent_at[e.id] > version]
        return (Alarms(rows, all=version == 0), Journal(tuple(new)))

    async def reply(self, request: Request, operator: str) -> Reply:
        self.asked.append(request)
        match request:
            case Acknowledge(number, alarms):
                if 1 in alarms:
                    raise ActionRefused("it is shelved", where="alarm 1", remedy="Unshelve it")
                for alarm in alarms:
                    self.set_alarm(alarm, 2)
                return Answer(number, ok=True)
            case JournalPage(number, before, most):
                older = [e for e in self.journal if before == 0 or e.id < before]
                return JournalAnswer(number, tuple(reversed(older[-most:])))
            case Trend(number, point):
                return TrendAnswer(number, point, b"\0" * 8, b"\0" * 8, b"\0" * 4)
        return Answer(request.request, ok=True)
