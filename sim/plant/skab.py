"""The SKAB pump experiments played again: file after file, row after row, then from the start.

The files stay where they are; they are never part of the product. Source: waico/SKAB.
"""

from datetime import datetime
from math import nan
from pathlib import Path

import numpy as np

from sim.plant.errors import PlantError
from sim.plant.replay import Recording, broken, files_in, number, plain, rows_of
from sim.plant.scenario import Scenario
from twin.clock import NS_PER_S
from twin.quality import Quality
from twin.samples import EMPTY, SampleBatch, batch_of
from twin.site.model import Layout

LABELS = ("anomaly", "changepoint")
TIME = "datetime"
LONGEST_GAP_S = 10.0  # pauses in the recordings are shortened to this
BETWEEN_FILES_S = 1.0
LONGEST_CATCH_UP_S = 3600.0


class SkabReplay:
    """All labelled experiments below a folder on the points of a pump station.

    A channel finds its column by its tag. Raises ReplayError for a file that cannot be played.
    """

    def __init__(self, directory: Path, layout: Layout, *, start: int, speed: float = 1.0) -> None:
        paths = [p for p in files_in(directory, "*.csv") if p.parent.name != "anomaly-free"]
        recordings = [load_skab(path) for path in paths or files_in(directory, "*.csv")]
        self._points = layout.points
        self._start = start
        self._speed = speed
        self._time, self._values = _joined(recordings, [plain(p.tag) for p in layout.points])
        self._length = float(self._time[-1]) + BETWEEN_FILES_S
        self._said = -1.0  # replay time that has been told, s

    def advance(self, now: int) -> SampleBatch:
        """All rows due since the last call."""
        reached = (now - self._start) / NS_PER_S * self._speed
        since = max(self._said, reached - LONGEST_CATCH_UP_S)
        if reached <= self._said:
            return EMPTY
        self._said = reached
        first = int(since // self._length) if since >= 0 else 0
        batches = [
            np.flatnonzero(
                (self._time + turn * self._length > since)
                & (self._time + turn * self._length <= reached)
            )
            for turn in range(first, int(reached // self._length) + 1)
        ]
        times = [self._time[rows] + (first + k) * self._length for k, rows in enumerate(batches)]
        return self._batch(np.concatenate(batches), np.concatenate(times), now)

    def start(self, scenario: Scenario, now: int, *, speed: float | None = None) -> None:
        """A recording cannot be told what to do: raises PlantError."""
        raise PlantError(
            f"a recorded experiment is played here, scenario {scenario.id} cannot be",
            where="skab",
            remedy="Serve this site with model = virtual",
        )

    def stop(self, now: int) -> None:
        """A recording goes on."""

    @property
    def playing(self) -> str | None:
        """No scenario is ever played here."""
        return None

    def is_silent(self, row: int, now: int) -> bool:
        """A recording always speaks."""
        return False

    def _batch(
        self, rows: np.ndarray[tuple[int], np.dtype[np.int64]], time: np.ndarray, now: int
    ) -> SampleBatch:
        if not len(rows):
            return EMPTY
        channels = len(self._points)
        source = self._start + (time / self._speed * NS_PER_S).astype(np.int64)
        values = self._values[rows].ravel()
        quality = np.where(np.isnan(values), Quality.BAD_CONFIGURATION_ERROR, Quality.GOOD)
        point = np.tile(np.arange(channels), len(rows))
        return batch_of(point, values, quality, np.repeat(source, channels), now)


def load_skab(path: Path) -> Recording:
    """One experiment. Raises ReplayError naming file, line and column."""
    times: list[float] = []
    rows: list[list[float]] = []
    names: list[str] = []
    for line, row in rows_of(path, delimiter=";"):
        if not names:
            if TIME not in row:
                raise broken(path, 1, f"has no column {TIME}")
            names = [name for name in row if name != TIME and name not in LABELS]
        try:
            moment = datetime.fromisoformat(row[TIME])
        except ValueError as error:
            raise broken(path, line, f"{TIME} is {row[TIME]!r}, not a time") from error
        times.append(moment.timestamp())
        rows.append([number(row[name], path, line, name) for name in names])
    if not rows:
        raise broken(path, 1, "holds no row")
    table = np.array(rows)
    columns = {plain(name): table[:, k] for k, name in enumerate(names)}
    return Recording(path, np.array(times) - times[0], columns)


def _joined(recordings: list[Recording], names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """All recordings on one time axis (n,), and their values (n, channels); NaN where a file
    lacks a channel."""
    times, values = [], []
    begin = 0.0
    for one in recordings:
        gaps = np.clip(np.diff(one.time, prepend=one.time[0]), 0.0, LONGEST_GAP_S)
        time = begin + np.cumsum(gaps)
        missing = np.full(len(time), nan)
        times.append(time)
        values.append(np.stack([one.columns.get(name, missing) for name in names], axis=1))
        begin = float(time[-1]) + BETWEEN_FILES_S
    return np.concatenate(times), np.concatenate(values)
