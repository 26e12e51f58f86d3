"""News of many sites as messages of single sites, rows counted from each site's first."""

import zlib
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from edge.link.cargo import Draft
from edge.link.wire import Lane, pack_conditions, pack_samples
from twin.alarm.table import AlarmTable
from twin.events import ConditionChanges
from twin.samples import SampleBatch, concatenate

Int64Array = npt.NDArray[np.int64]
MOST_SAMPLES = 4096  # in one message; a device's history comes in thousands


def telemetry_drafts(alarms: AlarmTable, batches: Sequence[SampleBatch], sent: int) -> list[Draft]:
    """Messages with all samples of the batches, each site's in order. sent: ns UTC."""
    points = alarms.points
    batch = concatenate(batches)
    drafts = []
    for site, places in _by_site(points.site_of[batch.point]):
        own = batch.select(places)
        first = np.uint32(points.site_first[site])
        own = SampleBatch(
            own.point - first, own.value, own.quality, own.source_time, own.arrival_time
        )
        payload = pack_samples(own)
        name = points.fleet.sites[site].id
        drafts.append(Draft(name, Lane.TELEMETRY, len(own), zlib.crc32(payload), sent, payload))
    return drafts


def condition_drafts(
    alarms: AlarmTable, changes: Sequence[ConditionChanges], sent: int
) -> list[Draft]:
    """Messages with all condition changes, each site's in order. sent: ns UTC."""
    alarm = np.concatenate([one.alarm for one in changes])
    active = np.concatenate([one.active for one in changes])
    source_time = np.concatenate([one.source_time for one in changes])
    value = np.concatenate([one.value for one in changes])
    drafts = []
    for site, places in _by_site(alarms.site[alarm]):
        first = np.uint32(np.searchsorted(alarms.site, site))
        own = ConditionChanges(
            alarm[places] - first, active[places], source_time[places], value[places]
        )
        payload = pack_conditions(own)
        name = alarms.points.fleet.sites[site].id
        drafts.append(Draft(name, Lane.ALARM, len(own), zlib.crc32(payload), sent, payload))
    return drafts


def _by_site(site_of: Int64Array) -> Iterator[tuple[int, Int64Array]]:
    """Places of every site's rows in their order, at most MOST_SAMPLES at a time."""
    if not len(site_of):
        return
    order = np.argsort(site_of, kind="stable")
    sites = site_of[order]
    starts = np.flatnonzero(np.concatenate([[True], sites[1:] != sites[:-1]]))
    for start, end in zip(starts, [*starts[1:], len(order)], strict=True):
        for part in range(start, end, MOST_SAMPLES):
            yield int(sites[start]), order[part : min(part + MOST_SAMPLES, end)]
