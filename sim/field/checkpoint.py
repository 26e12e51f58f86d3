"""A run's state in a folder, so that a run that was killed goes on from there.

Every row of the output is a file that is written once; the state is one file, renamed into place
when it is whole. A kill at any moment leaves the state before or the one after.
"""

import hashlib
import os
import time
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError
from sim.fire.case import Case

FORM = 2
"""Of the files; a state in another form is not read."""
STATE, NEW = "state.npz", "new.npz"
KEY, ROWS = "key", "rows"

Columns = Mapping[str, NDArray[Any]]


def key_of(case: Case, *numbers: float) -> str:
    """What a run must share with a kept state to go on from it: its case and its numbers."""
    told = msgspec.json.encode(case) + repr((FORM, *(float(one) for one in numbers))).encode()
    return hashlib.sha256(told).hexdigest()


class Store:
    """The state of one run in `folder`. key: see `key_of`."""

    def __init__(self, folder: Path, key: str) -> None:
        self._folder, self._key, self._written = folder, key, 0

    def load(self) -> tuple[Columns, list[Columns]] | None:
        """State and rows; None when there are none, or those of another run."""
        try:
            state = _read(self._folder / STATE)
            if str(state[KEY]) != self._key:
                return None
            rows: list[Columns] = [_read(self._row(n)) for n in range(int(state[ROWS]))]
        except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
            return None
        self._written = len(rows)
        return state, rows

    def save(self, state: Columns, rows: Sequence[Columns]) -> None:
        """Keep a state; rows: all so far, of which only the new ones are written. Raises
        SimError when the folder cannot be written."""
        try:
            if self._written == 0:
                self.clear()
                self._folder.mkdir(parents=True, exist_ok=True)
            for n in range(self._written, len(rows)):
                self._write(self._row(n), rows[n])
            numbers = {KEY: np.array(self._key), ROWS: np.array(len(rows))}
            self._write(self._folder / STATE, {**state, **numbers})
        except OSError as error:
            raise SimError(
                f"the run's state cannot be kept: {error}", where=str(self._folder),
                remedy="Make room there, or choose another folder",
            ) from error  # fmt: skip
        self._written = len(rows)

    def clear(self) -> None:
        """Forget the state."""
        for path in (self._folder / STATE, self._folder / NEW, *self._folder.glob("row_*.npz")):
            path.unlink(missing_ok=True)
        with suppress(OSError):  # it is not there, or holds what is not ours
            self._folder.rmdir()
        self._written = 0

    def _row(self, n: int) -> Path:
        return self._folder / f"row_{n:05d}.npz"

    def _write(self, path: Path, columns: Columns) -> None:
        new = self._folder / NEW
        with new.open("wb") as file:
            np.savez(file, **columns)  # type: ignore[arg-type]  # its stub has allow_pickle first
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)


class Resumable(Protocol):
    """What a run's state is made of and put back into; `time` s simulated is one column."""

    def kept(self) -> Columns:
        """The state."""

    def kept_rows(self) -> list[Columns]:
        """Rows of the output so far."""

    def adopt(self, kept: Columns, rows: Sequence[Columns]) -> None:
        """Go on from there."""


class Keeper:
    """Keeps the state of a run in a folder, if one is given, and goes on from what is there.

    wall, cpu: s since here; wall_before, cpu_before: s of the run that was broken off, which had
    come to `resumed` s."""

    def __init__(self, recorder: Resumable, folder: Path | None, every: float, key: str) -> None:
        self._recorder, self._every = recorder, every
        self._store = None if folder is None else Store(folder, key)
        self._began, self._cpu = time.monotonic(), time.process_time()
        self._kept_at = self._began
        self.wall_before, self.cpu_before, self.resumed = 0.0, 0.0, 0.0
        found = None if self._store is None else self._store.load()
        if found is not None:
            state, rows = found
            recorder.adopt(state, rows)
            self.wall_before, self.cpu_before = state["spent"].tolist()
            self.resumed = float(state["time"])

    @property
    def wall(self) -> float:
        """Wall seconds since here."""
        return time.monotonic() - self._began

    @property
    def cpu(self) -> float:
        """CPU seconds since here."""
        return time.process_time() - self._cpu

    def after_step(self) -> None:
        """Keep the state when it is time."""
        if time.monotonic() - self._kept_at >= self._every:
            self._save()
            self._kept_at = time.monotonic()

    def finish(self, ended: str) -> None:
        """A run that is done needs no state; one that ended early keeps its own."""
        if self._store is not None and ended == "done":
            self._store.clear()
        else:
            self._save()

    def _save(self) -> None:
        if self._store is None:
            return
        spent = np.array([self.wall_before + self.wall, self.cpu_before + self.cpu])
        self._store.save({**self._recorder.kept(), "spent": spent}, self._recorder.kept_rows())


def _read(path: Path) -> dict[str, NDArray[Any]]:
    with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
        return {name: kept[name] for name in kept.files}
