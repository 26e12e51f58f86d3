"""The history of every point: column chunks in one SQLite file per UTC day, lossless.

Committed samples wait in memory (and in the arrival log) until a flush writes them as chunks.
Each day file knows through which log row it holds its samples, so whatever order a crash, a
flush and a reader meet in, a sample is found exactly once.
"""

import logging
import sqlite3
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np

from app.hub.store import day_file
from app.hub.store.buffer import Segment, by_day, segment_of, sorted_block
from app.hub.store.codec import History, joined
from app.hub.store.day_file import DayInfo
from app.hub.store.errors import StoreError
from twin.samples import SampleBatch, UInt32Array

log = logging.getLogger(__name__)

SORT_AT = 65_536  # unsorted samples; a reader scans at most about this many, 40 us measured


class Historian:
    """Keeps and gives back the history of points by their stable ids.

    `add` is called by one thread only; `read` by any; files are written by one own worker.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="historian")
        self._lock = threading.Lock()
        self._segments: list[Segment] = []
        self._blocks: list[Segment] = []
        self._unsorted = 0
        self._buffered = 0
        self._days: dict[int, DayInfo] = {}
        self._last_added = 0
        self._reading = threading.Lock()
        self._readers: dict[Path, sqlite3.Connection] = {}
        self.damaged = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for path in sorted(folder.glob("raw_*.db")):
                self._adopt(path)
        except OSError as error:
            raise StoreError(
                f"the history folder cannot be used ({error})",
                where=str(folder),
                remedy="Give the hub a folder that it may write to",
            ) from error

    def _adopt(self, path: Path) -> None:
        try:
            connection = day_file.open_day(path)
            try:
                self._days[day_file.day_of(path)] = day_file.info(connection, path)
            finally:
                connection.close()
        except (sqlite3.DatabaseError, ValueError) as error:
            self.damaged += 1
            log.warning("history file %s cannot be read and is left out: %s", path.name, error)

    @property
    def buffered(self) -> int:
        """Samples that are committed in the log and not yet in a day file."""
        return self._buffered

    @property
    def days(self) -> dict[int, DayInfo]:
        """Day files by day since 1970."""
        with self._lock:
            return dict(self._days)

    def add(self, log_id: int, received: int, point: UInt32Array, batch: SampleBatch) -> None:
        """Take the committed samples of one log row; log ids must grow. Samples that a day file
        already holds (after a crash between flush and log) are left out."""
        segment = segment_of(log_id, received, point, batch)
        with self._lock:
            self._last_added = log_id
            held = [d for d, known in self._days.items() if known.through >= log_id]
        if held:
            segment = segment.select(~np.isin(segment.day, held))
        if not len(segment):
            return
        with self._lock:
            self._segments.append(segment)
            self._unsorted += len(segment)
            self._buffered += len(segment)
            sort_now = self._unsorted >= SORT_AT
            if sort_now:
                self._unsorted = 0
        if sort_now:
            self._worker.submit(self._sort)

    def read(self, point: int, start: int, end: int) -> History:
        """Samples with start <= source time <= end, ns UTC, oldest first."""
        with self._lock:  # the buffer first: what leaves it is by then in a file
            waiting = [*self._blocks, *self._segments]
            days = [(d, i) for d, i in self._days.items() if i.lo <= end and i.hi >= start]
        parts: list[History] = []
        through: dict[int, int] = {}
        for day, known in sorted(days):
            try:
                with self._reading:
                    held, found, damaged = day_file.read(
                        self._reader(known.path), point, start, end
                    )
            except sqlite3.DatabaseError:
                self.damaged += 1
                continue
            through[day] = held
            self.damaged += damaged
            parts.extend(found)
        parts.extend(_of_buffer(waiting, point, start, end, through))
        return joined(parts)

    def flush(self) -> "Future[int]":
        """Write everything that waits into day files; gives the last log row that is now held."""
        return self._worker.submit(self._flush)

    def forget(self, before_day: int) -> "Future[int]":
        """Unlink the files of days before `before_day`; gives how many went."""
        return self._worker.submit(self._forget, before_day)

    def close(self) -> None:
        """Finish the work in hand and close all files. What waits is in the arrival log."""
        self._worker.shutdown(wait=True)
        with self._reading:
            for connection in self._readers.values():
                connection.close()
            self._readers.clear()

    def _sort(self) -> None:
        with self._lock:
            taken = list(self._segments)
        if not taken:
            return
        block = sorted_block(taken)
        with self._lock:  # the worker alone removes, `add` only appends: the first ones are ours
            self._segments = self._segments[len(taken) :]
            self._blocks = [*self._blocks, block]

    def _flush(self) -> int:
        self._sort()
        with self._lock:
            blocks = list(self._blocks)
            came_since = self._segments
            target = came_since[0].first - 1 if came_since else self._last_added
        if blocks:
            self._write(sorted_block([self._missing(block) for block in blocks]))
        with self._lock:
            self._blocks = self._blocks[len(blocks) :]
            self._buffered -= sum(len(block) for block in blocks)
        return target

    def _missing(self, block: Segment) -> Segment:
        """The block without what a flush that failed half-way has already written."""
        held = [d for d, known in self._days.items() if known.through >= block.last]
        return block.select(~np.isin(block.day, held)) if held else block

    def _write(self, block: Segment) -> None:
        for day, parts in by_day(block):
            path = day_file.day_path(self._folder, day)
            connection = day_file.open_day(path)
            try:
                known = day_file.append(connection, path, parts, block.last)
            finally:
                connection.close()
            with self._lock:
                self._days = {**self._days, day: known}

    def _forget(self, before_day: int) -> int:
        with self._lock:
            gone = {d: i for d, i in self._days.items() if d < before_day}
            self._days = {d: i for d, i in self._days.items() if d >= before_day}
        for known in gone.values():
            with self._reading:
                reader = self._readers.pop(known.path, None)
                if reader is not None:
                    reader.close()
            for suffix in ("", "-wal", "-shm"):
                Path(f"{known.path}{suffix}").unlink(missing_ok=True)
        return len(gone)

    def _reader(self, path: Path) -> sqlite3.Connection:
        if path not in self._readers:
            connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            connection.execute("PRAGMA query_only=ON")
            self._readers[path] = connection
        return self._readers[path]


def _of_buffer(
    waiting: list[Segment], point: int, start: int, end: int, through: dict[int, int]
) -> list[History]:
    """The point's samples that no file read just now holds."""
    found = []
    for segment in waiting:
        own = segment.of_point(point)
        if not len(own):
            continue
        keep = (own.time >= start) & (own.time <= end)
        held = [day for day, last in through.items() if last >= own.last]
        if held:
            keep &= ~np.isin(own.day, held)
        if keep.any():
            found.append(own.select(keep).history())
    return found
