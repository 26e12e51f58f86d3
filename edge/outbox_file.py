"""The outbox's file: what an edge has accepted and the hub has not yet confirmed.

SQLite in WAL mode with synchronous=FULL: `append` returns after the disk has it. One writer.
"""

import secrets
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from edge.link.cargo import Draft, Kept
from edge.link.wire import Lane
from twin.errors import EmberwallError

SCHEMA = """
CREATE TABLE IF NOT EXISTS epoch (id INTEGER PRIMARY KEY CHECK (id = 1), epoch INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS message (
    site TEXT, lane TEXT, seq INTEGER, n INTEGER NOT NULL, crc INTEGER NOT NULL,
    sent INTEGER NOT NULL, payload BLOB NOT NULL, PRIMARY KEY (lane, site, seq));
CREATE TABLE IF NOT EXISTS stream (
    site TEXT, lane TEXT, last_seq INTEGER NOT NULL, accepted INTEGER NOT NULL,
    PRIMARY KEY (lane, site)) WITHOUT ROWID;
"""
LARGEST_EPOCH = 2**52  # exact in JSON too
ALARM_SHARE = 0.05  # of the file; telemetry may never take it


class OutboxError(EmberwallError):
    """The outbox cannot be opened, read or written."""


class OutboxFull(OutboxError):
    """No room on the disk, or the file has reached its bound; all it holds is kept."""


@dataclass(frozen=True, slots=True)
class StreamCount:
    """Numbers of one site and lane: last seq given, samples or conditions ever accepted."""

    last_seq: int = 0
    accepted: int = 0


Stream = tuple[Lane, str]


class OutboxFile:
    """Blocking; belongs to one thread. Raises OutboxError, OutboxFull."""

    def __init__(self, path: Path, *, most_bytes: int) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._prepare(most_bytes)
        except (OSError, sqlite3.Error) as error:
            raise self._error("cannot be opened", error) from error

    def _prepare(self, most_bytes: int) -> None:
        run = self._db.execute
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = FULL")
        run("PRAGMA busy_timeout = 5000")
        self._db.executescript(SCHEMA)
        self._page_bytes = self._pragma("page_size")
        self._most_pages = max(most_bytes // self._page_bytes, 64)
        run(f"PRAGMA max_page_count = {self._most_pages}")
        drawn = secrets.randbelow(LARGEST_EPOCH) + 1
        run("INSERT OR IGNORE INTO epoch VALUES (1, ?)", (drawn,))
        rows = run("SELECT lane, site, last_seq, accepted FROM stream")
        self.counts: dict[Stream, StreamCount] = {
            (Lane(lane), site): StreamCount(last_seq, accepted)
            for lane, site, last_seq, accepted in rows
        }
        self.epoch: int = run("SELECT epoch FROM epoch").fetchone()[0]

    def append(self, drafts: Sequence[Draft]) -> list[Kept]:
        """Keep all of these or none, in one transaction; on return the disk has them."""
        telemetry = sum(len(d.payload) for d in drafts if d.lane is Lane.TELEMETRY)
        if telemetry and not self._has_room(telemetry):
            raise self._full("telemetry has reached its bound")
        counts = dict(self.counts)
        kept: list[Kept] = []
        for draft in drafts:
            stream = (draft.lane, draft.site)
            before = counts.get(stream, StreamCount())
            counts[stream] = StreamCount(before.last_seq + 1, before.accepted + draft.n)
            kept.append(Kept(before.last_seq + 1, draft))
        touched = {(draft.lane, draft.site) for draft in drafts}
        self._write(kept, {stream: counts[stream] for stream in touched})
        self.counts = counts
        return kept

    def _write(self, kept: Sequence[Kept], counts: Mapping[Stream, StreamCount]) -> None:
        with self._transaction():
            self._db.executemany(
                "INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (d.site, d.lane.value, k.seq, d.n, d.crc, d.sent, d.payload)
                    for k in kept
                    for d in (k.draft,)
                ],
            )
            self._db.executemany(
                "INSERT INTO stream VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE"
                " SET last_seq = excluded.last_seq, accepted = excluded.accepted",
                [(site, lane.value, c.last_seq, c.accepted) for (lane, site), c in counts.items()],
            )

    def pending(self, lane: Lane, site: str, *, after: int, most: int) -> list[Kept]:
        """Up to `most` messages of a stream with a number above `after`, in order."""
        try:
            rows = self._db.execute(
                "SELECT seq, n, crc, sent, payload FROM message"
                " WHERE lane = ? AND site = ? AND seq > ? ORDER BY seq LIMIT ?",
                (lane.value, site, after, most),
            ).fetchall()
        except sqlite3.Error as error:
            raise self._error("cannot be read", error) from error
        return [
            Kept(seq, Draft(site, lane, n, crc, sent, payload))
            for seq, n, crc, sent, payload in rows
        ]

    def backlog(self) -> dict[Stream, int]:
        """How many messages of every stream wait for the hub."""
        rows = self._db.execute("SELECT lane, site, count(*) FROM message GROUP BY lane, site")
        return {(Lane(lane), site): count for lane, site, count in rows}

    def acknowledge(self, through: Mapping[Stream, int]) -> None:
        """Delete all that the hub has, up to and including these numbers, in one transaction."""
        with self._transaction():
            self._db.executemany(
                "DELETE FROM message WHERE lane = ? AND site = ? AND seq <= ?",
                [(lane.value, site, seq) for (lane, site), seq in through.items()],
            )

    def renew(self) -> None:
        """Draw a new epoch and number what waits from 1 again: for a file older than the hub's
        memory of it (a restored copy), whose next numbers the hub would take for repeats."""
        drawn = secrets.randbelow(LARGEST_EPOCH) + 1
        waiting = self.backlog()
        counts = {
            stream: StreamCount(waiting.get(stream, 0), count.accepted)
            for stream, count in self.counts.items()
        }
        run = self._db.execute
        with self._transaction():
            # By way of negative numbers: a direct shift may collide with a row not yet shifted.
            run(
                "UPDATE message SET seq = first - 1 - seq FROM"
                " (SELECT lane AS l, site AS s, min(seq) AS first FROM message GROUP BY lane, site)"
                " WHERE lane = l AND site = s"
            )
            run("UPDATE message SET seq = -seq")
            self._db.executemany(
                "UPDATE stream SET last_seq = ? WHERE lane = ? AND site = ?",
                [(c.last_seq, lane.value, site) for (lane, site), c in counts.items()],
            )
            run("UPDATE epoch SET epoch = ?", (drawn,))
        self.counts, self.epoch = counts, drawn

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
                raise self._full("no room for more") from error
            raise self._error("cannot be written", error) from error

    def _has_room(self, size: int) -> bool:
        """Whether telemetry of so many bytes leaves the alarms their share."""
        used = self._pragma("page_count") - self._pragma("freelist_count")
        return used + size / self._page_bytes < self._most_pages * (1 - ALARM_SHARE)

    def _pragma(self, name: str) -> int:
        value: int = self._db.execute(f"PRAGMA {name}").fetchone()[0]
        return value

    def _full(self, what: str) -> OutboxFull:
        return OutboxFull(
            what,
            where=str(self._path),
            remedy="Free disk space or restore the link; nothing accepted is lost meanwhile",
        )

    def _error(self, what: str, error: Exception) -> OutboxError:
        return OutboxError(
            f"outbox {what} ({error})",
            where=str(self._path),
            remedy="Check the disk and the file's owner; keep a damaged file for repair",
        )
