"""The one connection that writes `hub.db`. All methods are called in the writer's thread only."""

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path

import msgspec

from app.hub.store import arrival, journal, schema
from app.hub.store.errors import StoreError
from app.hub.store.records import AlarmRecord, Change, Committed, HighWater
from sim.forecast.model import Forecast
from twin.incident.model import Incident
from twin.samples import UInt32Array

CHECKPOINTS_KEPT = 2
FORECASTS_KEPT = 200  # newest of one incident: 13 min of a refresh every 4 s
FORECASTS_KEPT_IN_ALL = 20_000
_UPSERT_ALARM = (
    "INSERT INTO alarm VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET "
    "state=excluded.state, active=excluded.active, condition_time=excluded.condition_time, "
    "occurrence=excluded.occurrence, raised=excluded.raised, changed=excluded.changed, "
    "value=excluded.value, shelved_until=excluded.shelved_until, "
    "held=excluded.held, told=excluded.told, "
    '"by"=excluded."by", reason=excluded.reason'
)


def open_database(path: Path) -> sqlite3.Connection:
    """`hub.db` for writing, made if missing; durable at every commit. Raises StoreError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA wal_autocheckpoint=8192")  # 32 MB: fewer, longer checkpoints
        version = schema.prepare(connection)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(
            f"the hub's database cannot be opened ({error})",
            where=str(path),
            remedy="Check the folder's rights and space; restore hub.db from a copy if it is torn",
        ) from error
    if version != schema.SCHEMA:
        connection.close()
        raise StoreError(
            f"the hub's database has schema {version}, this program knows {schema.SCHEMA}",
            where=str(path),
            remedy="Start the program version that wrote it, or name an empty directory",
        )
    return connection


class Writer:
    """Everything of a group in one transaction: log, high-water, counters, alarms, journal."""

    def __init__(
        self, connection: sqlite3.Connection, point_id: UInt32Array, *, log_from: int = 0
    ) -> None:
        """`log_from`: last log row that any day file holds; new rows get higher numbers."""
        self._connection = connection
        self._point_id = point_id
        self._head = journal.load_head(connection)
        (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM arrival").fetchone()
        (marked,) = connection.execute("SELECT coalesce(max(log_id), 0) FROM checkpoint").fetchone()
        self._log_id = max(int(last), int(marked), log_from)

    @property
    def log_id(self) -> int:
        """Last row of the arrival log."""
        return self._log_id

    def commit(self, changes: Sequence[Change]) -> list[Committed]:
        """Make all changes durable, or none. Raises sqlite3.Error (a full disk, say)."""
        head, log_id = self._head, self._log_id
        done: list[Committed] = []
        with _transaction(self._connection) as connection:
            for group, row in zip(changes, self._log(changes, log_id), strict=True):
                written = journal.append(connection, head, group.entries)
                if written:
                    head = journal.Head(written[-1].id, written[-1].hash)
                done.append(Committed(row, group.received, tuple(written)))
            self._upsert_links([h for c in changes for h in c.high_water])
            self._add_stored(c.stored for c in changes)
            self._upsert_alarms([a for c in changes for a in c.alarms])
            self._upsert_incidents([i for c in changes for i in c.incidents])
        self._head, self._log_id = head, max([log_id, *(d.log_id for d in done)])
        return done

    def checkpoint(self, log_id: int, time: int, data: bytes) -> None:
        """Keep a whole twin: everything up to log row `log_id` is in it."""
        with _transaction(self._connection) as connection:
            connection.execute(
                "INSERT INTO checkpoint (log_id, time, crc, data) VALUES (?,?,?,?)",
                (log_id, time, zlib.crc32(data), data),
            )
            connection.execute(
                "DELETE FROM checkpoint WHERE id <= (SELECT max(id) - ? FROM checkpoint)",
                (CHECKPOINTS_KEPT,),
            )

    def forecast(self, forecast: Forecast) -> None:
        """Keep one forecast; the oldest of its incident, and of all, go for it."""
        one = forecast
        row = (one.site, one.incident, one.number, one.base, one.made_at)
        with _transaction(self._connection) as connection:
            connection.execute(
                "INSERT INTO forecast (site, incident, number, base, made_at, data) "
                "VALUES (?,?,?,?,?,?)",
                (*row, zlib.compress(msgspec.msgpack.encode(one), 1)),
            )
            connection.execute(
                "DELETE FROM forecast WHERE incident = ? AND number <= ?",
                (one.incident, one.number - FORECASTS_KEPT),
            )
            connection.execute(
                "DELETE FROM forecast WHERE id <= (SELECT max(id) - ? FROM forecast)",
                (FORECASTS_KEPT_IN_ALL,),
            )

    def trim(self, through: int) -> int:
        """Delete log rows up to `through`; gives how many went. The caller has made sure that
        day files and a checkpoint hold them."""
        with _transaction(self._connection) as connection:
            return connection.execute("DELETE FROM arrival WHERE id <= ?", (through,)).rowcount

    def _log(self, changes: Sequence[Change], log_id: int) -> list[int]:
        """Write the samples of each change as one log row; gives the rows' ids, 0 for none."""
        ids, rows = [], []
        for change in changes:
            if not len(change.samples):
                ids.append(0)
                continue
            log_id += 1
            ids.append(log_id)
            data, crc = arrival.pack(change.samples, self._point_id[change.samples.point])
            rows.append((log_id, change.received, len(change.samples), crc, data))
        self._connection.executemany("INSERT INTO arrival VALUES (?,?,?,?,?)", rows)
        return ids

    def _upsert_links(self, marks: list[HighWater]) -> None:
        newest = {(m.site, m.lane, m.epoch): m.seq for m in marks}
        self._connection.executemany(
            "INSERT INTO link VALUES (?,?,?,?) ON CONFLICT(site, lane, epoch) "
            "DO UPDATE SET seq = max(seq, excluded.seq)",
            [(*key, seq) for key, seq in newest.items()],
        )

    def _add_stored(self, counts: Iterable[dict[str, tuple[int, int]]]) -> None:
        total: dict[str, tuple[int, int]] = {}
        for one in counts:
            for site, (samples, messages) in one.items():
                before = total.get(site, (0, 0))
                total[site] = (before[0] + samples, before[1] + messages)
        self._connection.executemany(
            "INSERT INTO stored VALUES (?,?,?) ON CONFLICT(site) DO UPDATE SET "
            "samples = samples + excluded.samples, messages = messages + excluded.messages",
            [(site, *pair) for site, pair in total.items()],
        )

    def _upsert_alarms(self, records: list[AlarmRecord]) -> None:
        newest = {record.id: record for record in records}
        self._connection.executemany(_UPSERT_ALARM, [astuple(r) for r in newest.values()])

    def _upsert_incidents(self, incidents: list[Incident]) -> None:
        newest = {incident.id: incident for incident in incidents}
        self._connection.executemany(
            "INSERT INTO incident VALUES (?,?,?,?) ON CONFLICT(id) DO UPDATE SET "
            "changed=excluded.changed, is_open=excluded.is_open, data=excluded.data",
            [
                (i.id, i.changed, int(i.closed == 0), msgspec.msgpack.encode(i))
                for i in newest.values()
            ],
        )


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All or nothing, durable at the end."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
