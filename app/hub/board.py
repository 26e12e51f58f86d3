"""The state that screens follow, with a version for everything that can change."""

from collections import deque
from collections.abc import Callable, Iterable
from typing import TypeVar

import numpy as np

from app.feed.contract import (
    VERSION,
    AlarmRow,
    Alarms,
    Forecasts,
    ForecastState,
    ForecastStates,
    FromHub,
    Incidents,
    Journal,
    JournalEntry,
    Kpi,
    LinkRow,
    Links,
    ScenarioInfo,
    Values,
    Welcome,
)
from app.hub.store.records import Entry, Written
from sim.forecast.model import Forecast
from twin.alarm.cells import AlarmCells
from twin.alarm.states import AlarmState
from twin.alarm.table import AlarmTable
from twin.clock import Clock
from twin.incident.model import Incident
from twin.state.latest import LatestValues

JOURNAL_AT_START = 200
JOURNAL_KEPT = 5_000  # a client further behind gets the last JOURNAL_AT_START again
CLOSED_KEPT = 50
WHAT_IFS_KEPT = 6  # of one site
Row = TypeVar("Row")


class Board:
    """Newest values are read from the twin itself; all else is posted here after its commit."""

    def __init__(
        self,
        alarms: AlarmTable,
        latest: LatestValues,
        cells: AlarmCells,
        clock: Clock,
        *,
        scenarios: tuple[ScenarioInfo, ...] = (),
        synthetic: bool = False,
    ) -> None:
        self._alarms, self._latest, self._cells, self._clock = alarms, latest, cells, clock
        self._scenarios, self._synthetic = scenarios, synthetic
        self._version = 1
        self._alarm_version = np.zeros(len(alarms), np.int64)
        self._incidents: dict[str, tuple[int, Incident]] = {}
        self._links: dict[str, tuple[int, LinkRow]] = {}
        self._journal: deque[tuple[int, JournalEntry]] = deque(maxlen=JOURNAL_KEPT)
        self._kpi: tuple[int, Kpi] | None = None
        self._forecasts: dict[str, tuple[int, Forecast]] = {}
        self._what_ifs: dict[str, tuple[tuple[int, Forecast], ...]] = {}
        self._forecast_states: dict[str, tuple[int, ForecastState]] = {}
        self.on_news: Callable[[], None] = lambda: None

    def welcome(self) -> Welcome:
        """The first message to every client."""
        return Welcome(
            VERSION, self._clock(), self._alarms.points.fleet, self._scenarios, self._synthetic
        )

    def post(
        self,
        alarms: np.ndarray[tuple[int], np.dtype[np.uint32]] | None = None,
        incidents: Iterable[Incident] = (),
        written: Iterable[Written] = (),
        links: Iterable[LinkRow] = (),
        kpi: Kpi | None = None,
        forecasts: Iterable[Forecast] = (),
        forecast_states: Iterable[ForecastState] = (),
    ) -> None:
        """News that are durable, or may be lost like forecasts. `alarms`: rows whose cell
        changed."""
        self._version += 1
        version = self._version
        if alarms is not None:
            self._alarm_version[alarms] = version
        self._incidents.update({one.id: (version, one) for one in incidents})
        self._links.update({one.site: (version, one) for one in links})
        self._journal.extend((version, self.line(one)) for one in written)
        if kpi is not None:
            self._kpi = (version, kpi)
        for forecast in forecasts:
            self._adopt(forecast, version)
        self._forecast_states.update({one.site: (version, one) for one in forecast_states})
        self._forget_closed()
        self.on_news()

    def _adopt(self, forecast: Forecast, version: int) -> None:
        """The newest base of a site, and the last what-ifs of the same incident."""
        site = forecast.site
        kept = tuple(
            one for one in self._what_ifs.get(site, ()) if one[1].incident == forecast.incident
        )
        if forecast.base:
            self._what_ifs[site] = (*kept, (version, forecast))[-WHAT_IFS_KEPT:]
        else:
            self._what_ifs[site] = kept
            self._forecasts[site] = (version, forecast)

    def line(self, written: Written) -> JournalEntry:
        """A journal line as screens know it: the alarm by its row, -1 for none or one long gone."""
        entry: Entry = written.entry
        row = self._alarms.row_by_id.get(entry.alarm, -1) if entry.alarm else -1
        return JournalEntry(
            written.id, entry.time, entry.source_time, entry.kind, entry.site, row, entry.before,
            entry.after, entry.value, entry.by, entry.text, entry.incident,
        )  # fmt: skip

    def values_version(self) -> int:
        """Version of the values as they are now."""
        return self._latest.current + 1

    def values_since(self, version: int) -> Values | None:
        """Points that changed since a version, all for 0."""
        latest = self._latest
        rows = (
            latest.changed_since(version - 1)
            if version
            else np.arange(len(latest.value), dtype=np.int64)
        )
        if not len(rows) and version:
            return None
        return Values(
            self._clock(),
            rows.astype("<u4").tobytes(),
            latest.value[rows].astype("<f8", copy=False).tobytes(),
            latest.quality[rows].astype("<u4", copy=False).tobytes(),
            latest.source_time[rows].astype("<i8", copy=False).tobytes(),
        )

    def news_version(self) -> int:
        """Version of everything but the values."""
        return self._version

    def news_since(self, version: int) -> tuple[FromHub, ...]:
        """What changed since a version; for 0 all of it, and the last lines of the journal."""
        is_first = version == 0
        news: list[FromHub] = []
        if rows := self._alarm_rows(version):
            news.append(Alarms(rows, all=is_first))
        elif is_first:
            news.append(Alarms((), all=True))
        if (found := _since(self._incidents.values(), version)) or is_first:
            news.append(Incidents(found, all=is_first))
        if (links := _since(self._links.values(), version)) or is_first:
            news.append(Links(links, all=is_first))
        if (entries := self._entries(version)) or is_first:
            news.append(Journal(entries))
        news.extend(self._forecast_news(version))
        if self._kpi is not None and self._kpi[0] > version:
            news.append(self._kpi[1])
        return tuple(news)

    def _forecast_news(self, version: int) -> list[FromHub]:
        """One forecast to a message, so that no message is large; bases before what-ifs."""
        is_first = version == 0
        news: list[FromHub] = []
        if (states := _since(self._forecast_states.values(), version)) or is_first:
            news.append(ForecastStates(states, all=is_first))
        bases = _since(self._forecasts.values(), version)
        branches = [one for kept in self._what_ifs.values() for one in _since(kept, version)]
        if is_first:
            news.append(Forecasts((), all=True))
        news.extend(Forecasts((one,)) for one in (*bases, *branches))
        return news

    def _alarm_rows(self, version: int) -> tuple[AlarmRow, ...]:
        cells = self._cells
        if version:
            rows = np.flatnonzero(self._alarm_version > version)
        else:
            rows = np.flatnonzero(cells.state != AlarmState.NORMAL)
        numbers = rows.tolist()
        return tuple(
            map(
                AlarmRow,
                numbers,
                cells.state[rows].tolist(),
                cells.active[rows].tolist(),
                cells.occurrence[rows].tolist(),
                cells.raised[rows].tolist(),
                cells.changed[rows].tolist(),
                cells.value[rows].tolist(),
                cells.shelved_until[rows].tolist(),
                [cells.by.get(row, "") for row in numbers],
                [cells.reason.get(row, "") for row in numbers],
            )
        )

    def _entries(self, version: int) -> tuple[JournalEntry, ...]:
        newest: list[JournalEntry] = []
        for at, entry in reversed(self._journal):
            if at <= version or (version == 0 and len(newest) == JOURNAL_AT_START):
                break
            newest.append(entry)
        if len(newest) == JOURNAL_KEPT:  # older ones may be gone: start again at the end
            del newest[JOURNAL_AT_START:]
        return tuple(reversed(newest))

    def _forget_closed(self) -> None:
        closed = [i for _, i in self._incidents.values() if i.closed]
        if len(closed) > 2 * CLOSED_KEPT:
            for one in sorted(closed, key=lambda i: i.closed)[:-CLOSED_KEPT]:
                del self._incidents[one.id]


def _since(rows: Iterable[tuple[int, Row]], version: int) -> tuple[Row, ...]:
    return tuple(row for at, row in rows if at > version)
