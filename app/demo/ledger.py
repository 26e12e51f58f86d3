"""Accounts of a stopped system: what the edges accepted against what the hub stored.

Read from the files that edges and hub left behind, so that nothing that only lives in a memory
counts. The history itself is read and counted too, point by point.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.hub.store.arrival import unpack
from app.hub.store.codec import History
from app.hub.store.historian import Historian

TELEMETRY = "telemetry"
EARLIEST, LATEST = -(2**63), 2**63 - 1


@dataclass(frozen=True, slots=True)
class Accounts:
    """accepted: by the edges, after the dead-band; waiting: of these, in an outbox and not yet
    stored; stored: by the hub's own counters; in_history: counted in log and day files;
    repeated: of these, those that stand twice with the same point, time, value and quality."""

    accepted: int
    waiting: int
    stored: int
    in_history: int
    repeated: int

    @property
    def lost(self) -> int:
        """Accepted by an edge and found nowhere; what stands twice makes up for nothing."""
        return max(0, self.accepted - self.waiting - (self.in_history - self.repeated))

    @property
    def duplicated(self) -> int:
        """Standing twice, or more in the history than the edges ever let go."""
        return max(self.repeated, self.in_history - (self.accepted - self.waiting))


def settle(outboxes: Iterable[Path], hub: Path) -> Accounts:
    """The accounts of stopped edges (their outbox files) and a stopped hub (its data folder)."""
    with closing(_read_only(hub / "hub.db")) as database:
        have = {
            (site, epoch): seq
            for site, epoch, seq in database.execute(
                "SELECT site, epoch, seq FROM link WHERE lane = ?", (TELEMETRY,)
            )
        }
        (stored,) = database.execute("SELECT COALESCE(SUM(samples), 0) FROM stored").fetchone()
        (points,) = database.execute("SELECT COALESCE(MAX(id), 0) FROM point").fetchone()
        in_history, repeated = _history(hub, points, database)
    accepted = waiting = 0
    for path in outboxes:
        own_accepted, own_waiting = _outbox(path, have)
        accepted, waiting = accepted + own_accepted, waiting + own_waiting
    return Accounts(accepted, waiting, int(stored), in_history, repeated)


def _outbox(path: Path, have: dict[tuple[str, int], int]) -> tuple[int, int]:
    with closing(_read_only(path)) as database:
        (epoch,) = database.execute("SELECT epoch FROM epoch").fetchone()
        (accepted,) = database.execute(
            "SELECT COALESCE(SUM(accepted), 0) FROM stream WHERE lane = ?", (TELEMETRY,)
        ).fetchone()
        rows = database.execute("SELECT site, seq, n FROM message WHERE lane = ?", (TELEMETRY,))
        waiting = sum(n for site, seq, n in rows if seq > have.get((site, epoch), 0))
    return int(accepted), int(waiting)


def _history(hub: Path, points: int, database: sqlite3.Connection) -> tuple[int, int]:
    """Samples of all points that a reader of the history finds, log and day files together, and
    how many of them repeat the one before."""
    historian = Historian(hub / "history")
    try:
        held = min((day.through for day in historian.days.values()), default=0)
        rows = database.execute(
            "SELECT id, received, n, crc, data FROM arrival WHERE id > ? ORDER BY id", (held,)
        )
        for row in rows:
            arrival = unpack(*row)
            if arrival is not None:
                historian.add(arrival.id, arrival.received, arrival.batch.point, arrival.batch)
        found = [historian.read(k, EARLIEST, LATEST) for k in range(points + 1)]
        return sum(map(len, found)), sum(map(_repeated, found))
    finally:
        historian.close()


def _repeated(history: History) -> int:
    """Samples equal to one of the same time, whatever their order."""
    if not (history.time[1:] == history.time[:-1]).any():
        return 0  # sorted by time, so the common case is told at once
    value = history.value.view(np.int64)  # bits, so that NaN equals itself
    rows = np.stack([history.time, value, history.quality.astype(np.int64)])
    return len(history) - int(np.unique(rows, axis=1).shape[1])


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)
