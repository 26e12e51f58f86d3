"""One UTC day of history: `raw_YYYYMMDD.db`, a SQLite file of chunks.

`through` is the last row of the arrival log whose samples of this day are in the file; it moves
in the same transaction as the chunks, so a crash between file and log never doubles a sample.
"""

import sqlite3
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sqlite_utils

from app.hub.store.codec import History, decode, encode, joined
from app.hub.store.errors import ChunkError

FULL_CHUNK = 1024  # samples; measured 0.40 B per quantised sample, longer chunks gain under 5 %
DAY_NS = 86_400 * 1_000_000_000
SCHEMA = 1


@dataclass(frozen=True, slots=True)
class DayInfo:
    """What a file holds: source times lo to hi, ns UTC, and log rows up to `through`."""

    path: Path
    lo: int
    hi: int
    through: int


def day_path(folder: Path, day: int) -> Path:
    """File of one day, counted from 1970-01-01."""
    date = str(np.datetime64(day, "D")).replace("-", "")
    return folder / f"raw_{date}.db"


def day_of(path: Path) -> int:
    """The reverse of `day_path`. Raises ValueError for another file's name."""
    digits = path.stem.removeprefix("raw_")
    return int(np.datetime64(f"{digits[:-4]}-{digits[-4:-2]}-{digits[-2:]}", "D").astype(np.int64))


def open_day(path: Path) -> sqlite3.Connection:
    """The file for writing, made if missing. Durable at every commit."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    database = sqlite_utils.Database(connection)
    if "chunk" not in database.table_names():
        connection.execute("BEGIN IMMEDIATE")
        database.table("chunk").create(
            {"id": int, "point": int, "t0": int, "t1": int, "n": int, "vmin": float,
             "vmax": float, "crc": int, "data": bytes},
            pk="id",
        )  # fmt: skip
        database.table("chunk").create_index(["point", "t0"])
        database.table("about").create(
            {"id": int, "schema": int, "lo": int, "hi": int, "through": int}, pk="id"
        )
        connection.execute("INSERT INTO about VALUES (1, ?, 0, 0, 0)", (SCHEMA,))
        if connection.in_transaction:
            connection.execute("COMMIT")
    return connection


def info(connection: sqlite3.Connection, path: Path) -> DayInfo:
    """What the file holds."""
    lo, hi, through = connection.execute("SELECT lo, hi, through FROM about").fetchone()
    return DayInfo(path, lo, hi, through)


def append(
    connection: sqlite3.Connection, path: Path, parts: list[tuple[int, History]], through: int
) -> DayInfo:
    """Add samples by point id, all or nothing. A last chunk that is not full is filled up."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        for point, history in parts:
            _append_point(connection, point, history)
        times = [(int(h.time[0]), int(h.time[-1])) for _, h in parts]
        before = info(connection, path)
        is_new = before.through == 0
        lo = min([t[0] for t in times] + ([] if is_new else [before.lo]))
        hi = max([t[1] for t in times] + ([] if is_new else [before.hi]))
        connection.execute("UPDATE about SET lo = ?, hi = ?, through = ?", (lo, hi, through))
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return DayInfo(path, lo, hi, through)


def _append_point(connection: sqlite3.Connection, point: int, history: History) -> None:
    last = connection.execute(
        "SELECT id, n, crc, data FROM chunk WHERE point = ? ORDER BY id DESC LIMIT 1", (point,)
    ).fetchone()
    if last is not None and last[1] < FULL_CHUNK:
        try:
            history = joined([decode(last[3], last[2]), history])
            connection.execute("DELETE FROM chunk WHERE id = ?", (last[0],))
        except ChunkError:
            pass  # the damaged chunk stays for a later repair, the new samples get their own
    for first in range(0, len(history), FULL_CHUNK):
        _insert(connection, point, _piece(history, first, first + FULL_CHUNK))


def _piece(history: History, first: int, last: int) -> History:
    return History(history.time[first:last], history.value[first:last], history.quality[first:last])


def _insert(connection: sqlite3.Connection, point: int, history: History) -> None:
    data = encode(history)
    finite = history.value[np.isfinite(history.value)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (None, None)
    connection.execute(
        "INSERT INTO chunk (point, t0, t1, n, vmin, vmax, crc, data) VALUES (?,?,?,?,?,?,?,?)",
        (point, int(history.time[0]), int(history.time[-1]), len(history), low, high,
         zlib.crc32(data), data),
    )  # fmt: skip


def read(
    connection: sqlite3.Connection, point: int, start: int, end: int
) -> tuple[int, list[History], int]:
    """(through, histories that overlap, damaged chunks), all of one instant of the file."""
    connection.execute("BEGIN")
    try:
        (through,) = connection.execute("SELECT through FROM about").fetchone()
        rows = connection.execute(
            "SELECT crc, data FROM chunk WHERE point = ? AND t0 <= ? AND t1 >= ?",
            (point, end, start),
        ).fetchall()
    finally:
        connection.execute("COMMIT")
    parts, damaged = [], 0
    for crc, data in rows:
        try:
            parts.append(decode(data, crc).between(start, end))
        except ChunkError:
            damaged += 1
    return through, parts, damaged
