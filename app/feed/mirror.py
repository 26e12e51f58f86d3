"""Folds the hub's messages into snapshots. Pure: no socket, no thread, no clock."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from app.feed.contract import (
    Alarms,
    Forecasts,
    ForecastStates,
    Incidents,
    Journal,
    JournalEntry,
    Kpi,
    Links,
    Values,
    Welcome,
)
from app.feed.snapshot import Connection, ConnectionState, Tables, empty_snapshot
from twin.alarm.states import AlarmState
from twin.alarm.table import alarm_table
from twin.incident.model import IncidentState
from twin.quality import Quality
from twin.site.table import point_table

JOURNAL_KEPT = 1000
CLOSED_KEPT = 50

WHAT_IFS_KEPT = 6  # of one site: more than a commander compares

State = Values | Alarms | Incidents | Journal | Links | Kpi | Forecasts | ForecastStates


class Mirror:
    """Holds the newest snapshot; every call makes a new one and leaves the old ones alone."""

    def __init__(self) -> None:
        self.newest = empty_snapshot(Connection(ConnectionState.CONNECTING))

    def connection(self, connection: Connection) -> None:
        """Tell where the conversation stands; what was known stays known."""
        self._next(connection=connection)

    def welcome(self, word: Welcome, *, now: int) -> None:
        """Start from nothing but the journal: the hub sends everything anew after a Welcome."""
        points = point_table(word.fleet)
        alarms = alarm_table(points)
        n, version = len(points), self.newest.version + 1
        fresh = empty_snapshot(Connection(ConnectionState.LIVE, now))
        self.newest = replace(
            fresh,
            version=version,
            tables=Tables(points, alarms, word.scenarios, word.synthetic),
            value=np.full(n, np.nan),
            quality=np.full(n, Quality.BAD_WAITING_FOR_INITIAL_DATA, dtype=np.uint32),
            source_time=np.zeros(n, dtype=np.int64),
            value_version=np.full(n, version, dtype=np.int64),
            alarm_version=np.full(len(alarms), version, dtype=np.int64),
            journal=self.newest.journal,
            heard=now,
        )

    def apply(self, word: State, *, now: int) -> None:
        """Adopt one message of the hub."""
        match word:
            case Values():
                self._values(word, now)
            case Alarms():
                self._alarms(word, now)
            case Incidents():
                self._incidents(word, now)
            case Journal():
                self.journal(word.entries, now=now)
            case Links():
                known = {} if word.all else dict(self.newest.links)
                known.update((row.site, row) for row in word.rows)
                self._next(links=known, heard=now)
            case Kpi():
                self._next(kpi=word, heard=now)
            case Forecasts():
                self._forecasts(word, now)
            case ForecastStates():
                states = {} if word.all else dict(self.newest.forecast_states)
                states.update((row.site, row) for row in word.rows)
                self._next(forecast_states=states, heard=now)

    def journal(self, entries: Sequence[JournalEntry], *, now: int) -> None:
        """Add entries in any order; those already known are dropped."""
        merged = {entry.id: entry for entry in self.newest.journal}
        merged.update((entry.id, entry) for entry in entries)
        kept = sorted(merged)[-JOURNAL_KEPT:]
        self._next(journal=tuple(merged[key] for key in kept), heard=now)

    def _values(self, word: Values, now: int) -> None:
        old = self.newest
        rows = np.frombuffer(word.point, dtype="<u4")
        value, quality = old.value.copy(), old.quality.copy()
        source, changed = old.source_time.copy(), old.value_version.copy()
        value[rows] = np.frombuffer(word.value, dtype="<f8")
        quality[rows] = np.frombuffer(word.quality, dtype="<u4")
        source[rows] = np.frombuffer(word.source_time, dtype="<i8")
        changed[rows] = old.version + 1
        self._next(
            value=value,
            quality=quality,
            source_time=source,
            value_version=changed,
            heard=now,
            full_values=old.full_values or old.version + 1,
        )

    def _alarms(self, word: Alarms, now: int) -> None:
        old = self.newest
        known = {} if word.all else dict(old.alarms)
        changed = old.alarm_version.copy()
        if word.all:
            changed[:] = old.version + 1
        for row in word.rows:
            changed[row.alarm] = old.version + 1
            if row.state == AlarmState.NORMAL:
                known.pop(row.alarm, None)
            else:
                known[row.alarm] = row
        self._next(alarms=known, alarm_version=changed, heard=now)

    def _incidents(self, word: Incidents, now: int) -> None:
        known = {} if word.all else dict(self.newest.incidents)
        known.update((incident.id, incident) for incident in word.incidents)
        closed = sorted(
            (i for i in known.values() if i.state is IncidentState.COMPLETED),
            key=lambda i: i.closed,
        )
        for incident in closed[:-CLOSED_KEPT]:
            del known[incident.id]
        self._next(incidents=known, heard=now)

    def _forecasts(self, word: Forecasts, now: int) -> None:
        """A newer base replaces the older; what-ifs of another incident go with it."""
        old = self.newest
        bases = {} if word.all else dict(old.forecasts)
        branches = {} if word.all else dict(old.what_ifs)
        for one in word.forecasts:
            kept = tuple(
                i for i in branches.get(one.site, ())
                if i.incident == one.incident and i.number != one.number
            )  # fmt: skip
            if one.base:
                branches[one.site] = (*kept, one)[-WHAT_IFS_KEPT:]
                continue
            known = bases.get(one.site)
            if known is None or known.incident != one.incident or known.number < one.number:
                bases[one.site] = one
                branches[one.site] = kept
        self._next(forecasts=bases, what_ifs=branches, heard=now)

    def _next(self, **changes: object) -> None:
        version = self.newest.version + 1
        self.newest = replace(self.newest, version=version, **changes)  # type: ignore[arg-type]  # names checked by replace
