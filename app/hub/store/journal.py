"""The journal: append-only, each line chained to the one before by SHA-256.

hash(k) = sha256(hash(k-1) + msgpack(line k)), hash(0) = empty; `about` keeps count and head, so
that lines cut off at the end show as well. Whoever can write the file could write a whole new
chain: the head is what another place must keep to notice that.
"""

import hashlib
import math
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from app.hub.store.records import Entry, Written

# `before` and `by` are words of SQL, hence the quotes.
COLUMNS = 'id, time, source_time, kind, site, alarm, "before", "after", value, "by", text, incident'
PAGE_MOST = 1000
Line = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """End of the chain: number of lines and hash of the last."""

    count: int = 0
    hash: bytes = b""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the chain holds; `broken_at`: first line that does not fit, 0 if all do."""

    lines: int
    broken_at: int = 0

    @property
    def holds(self) -> bool:
        """True when every line is as it was written."""
        return self.broken_at == 0


def load_head(connection: sqlite3.Connection) -> Head:
    """Where the next line goes."""
    count, head = connection.execute("SELECT entries, head FROM about").fetchone()
    return Head(int(count), bytes(head))


def append(connection: sqlite3.Connection, head: Head, entries: Sequence[Entry]) -> list[Written]:
    """Write lines after `head` inside the caller's transaction; the last one is the new head."""
    written: list[Written] = []
    rows: list[Line] = []
    last = head.hash
    for number, entry in enumerate(entries, head.count + 1):
        line = _line(number, entry)
        last = chained(last, line)
        rows.append((*line, last))
        written.append(Written(number, entry, last))
    if rows:
        marks = ",".join("?" * 13)
        connection.executemany(f"INSERT INTO journal ({COLUMNS}, hash) VALUES ({marks})", rows)  # noqa: S608  # constants only
        connection.execute("UPDATE about SET entries = ?, head = ?", (len(rows) + head.count, last))
    return written


def page(
    connection: sqlite3.Connection, *, before: int = 0, most: int = 200, incident: str = ""
) -> list[Written]:
    """Lines before a number (0: the newest), newest first; of one incident or of all."""
    rows = connection.execute(
        f"SELECT {COLUMNS}, hash FROM journal WHERE (? <= 0 OR id < ?) "  # noqa: S608  # constants only
        "AND (? = '' OR incident = ?) ORDER BY id DESC LIMIT ?",
        (before, before, incident, incident, max(0, min(most, PAGE_MOST))),
    )
    return [_written(row) for row in rows]


def verify(connection: sqlite3.Connection) -> Verdict:
    """Go through the whole chain, oldest line first."""
    last, number = b"", 0
    for row in connection.execute(f"SELECT {COLUMNS}, hash FROM journal ORDER BY id"):  # noqa: S608  # constants only
        number += 1
        try:
            fits = row[0] == number and chained(last, row[:-1]) == row[-1]
        except (TypeError, ValueError):
            fits = False
        if not fits:
            return Verdict(number, broken_at=number)
        last = row[-1]
    head = load_head(connection)
    cut = head.count != number or head.hash != last
    return Verdict(number, broken_at=number + 1 if cut else 0)


def annunciations(connection: sqlite3.Connection, since: int) -> list[int]:
    """Times of the alarms annunciated since a time, ns UTC: lines that became unacknowledged."""
    rows = connection.execute(
        "SELECT time FROM journal WHERE id > (SELECT max(id) - 100000 FROM journal) "
        'AND kind = \'alarm\' AND time >= ? AND "after" = 1 AND "before" <> 1',
        (since,),
    )
    return [int(time) for (time,) in rows]


def chained(last: bytes, line: Iterable[object]) -> bytes:
    """Hash of a line that follows the line with hash `last`."""
    return hashlib.sha256(last + msgspec.msgpack.encode(tuple(line))).digest()


def _line(number: int, entry: Entry) -> Line:
    """As SQLite gives it back: NaN is NULL and -0.0 is 0.0 there."""
    value = None if math.isnan(entry.value) else entry.value + 0.0
    return (
        number, entry.time, entry.source_time, entry.kind, entry.site, entry.alarm, entry.before,
        entry.after, value, entry.by, entry.text, entry.incident,
    )  # fmt: skip


def _written(row: tuple[object, ...]) -> Written:
    number, *fields, chain = row
    time, source_time, kind, site, alarm, before, after, value, by, text, incident = fields
    entry = Entry(
        time, source_time, kind, site, alarm, before, after,  # type: ignore[arg-type]  # the table's types
        float("nan") if value is None else value, by, text, incident,  # type: ignore[arg-type]
    )  # fmt: skip
    return Written(int(str(number)), entry, bytes(chain))  # type: ignore[call-overload]
