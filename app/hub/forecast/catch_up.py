"""What happened at a site before its fire was noticed, from history and newest values."""

import numpy as np

from app.hub.parts import Parts
from twin.quality import Quality
from twin.samples import SampleBatch, concatenate


def past_samples(parts: Parts, site: str, start: int, end: int) -> SampleBatch:
    """All kept samples of a site with start <= source time <= end, ns UTC, by time, as rows of
    the fleet's table. Reads files: for a thread."""
    rows = parts.alarms.points.rows_of(site)
    found = [_of_point(parts, row, start, end) for row in rows]
    whole = concatenate(found)
    return whole.select(np.argsort(whole.source_time, kind="stable"))


def newest_values(parts: Parts, site: str) -> SampleBatch:
    """The newest value of every point of a site that was ever heard."""
    latest, own = parts.twin.latest, parts.alarms.points.rows_of(site)
    rows = np.arange(own.start, own.stop, dtype=np.uint32)
    rows = rows[latest.quality[rows] != Quality.BAD_WAITING_FOR_INITIAL_DATA]
    return SampleBatch(
        rows,
        latest.value[rows],
        latest.quality[rows],
        latest.source_time[rows],
        latest.arrival_time[rows],
    )


def merged(parts: list[SampleBatch]) -> SampleBatch:
    """Samples of several sources by time, each (point, source time) once, the first one kept."""
    whole = concatenate(parts)
    if not len(whole):
        return whole
    keys = np.stack([whole.source_time, whole.point.astype(np.int64)], axis=1)
    _, first = np.unique(keys, axis=0, return_index=True)  # in order of time
    return whole.select(first)


def _of_point(parts: Parts, row: int, start: int, end: int) -> SampleBatch:
    own = parts.historian.read(int(parts.point_id[row]), start, end)
    point = np.full(len(own), row, dtype=np.uint32)
    return SampleBatch(point, own.value, own.quality, own.time, own.time)
