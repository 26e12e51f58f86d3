"""From the files back to a running hub: checkpoint, arrival log, rows of alarms and incidents."""

import logging
from dataclasses import dataclass

import msgspec
import numpy as np

from app.hub.store.arrival import Arrival
from app.hub.store.database import Database
from app.hub.store.historian import Historian
from app.hub.store.reader import Reader
from app.hub.store.records import AlarmRecord
from app.hub.store.registry import NO_ROW, rows_by_id
from twin.alarm.cells import AlarmCells
from twin.alarm.table import AlarmTable
from twin.checkpoint import Checkpoint
from twin.errors import EmberwallError
from twin.events import ConditionChanges
from twin.incident.model import Incident
from twin.samples import Int64Array, SampleBatch
from twin.twin import Twin

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a start found. corrupt: log rows that were torn and left out."""

    from_checkpoint: bool
    rows: int
    samples: int
    corrupt: int
    alarms: int
    incidents: tuple[Incident, ...]


def recover(
    alarms: AlarmTable, database: Database, historian: Historian, now: int
) -> tuple[Twin, Recovered]:
    """The twin where the last commit left it; the historian's buffer filled from the log.

    Values and the memory of the rules come from the checkpoint and the samples after it; what an
    alarm or incident *is* comes from its row, which was committed with its cause.
    """
    reader = database.reader
    twin = Twin(alarms, now=now)
    after, whole = _restore(twin, reader)
    rows = samples = corrupt = 0
    row_of = rows_by_id(database.point_id)
    for arrival in reader.arrivals(0):
        if arrival is None:
            corrupt += 1
            continue
        rows += 1
        samples += len(arrival.batch)
        historian.add(arrival.id, arrival.received, arrival.batch.point, arrival.batch)
        if arrival.id > after:
            twin.apply(_present(arrival, row_of), arrival.received)
    if corrupt:
        log.warning("%d torn rows of the arrival log are left out", corrupt)
    records, incidents = reader.alarms(), tuple(reader.incidents())
    _believe(twin, records, now)
    restore_cells(twin.cells, alarms, records)
    twin = _with_incidents(twin, [one for one in incidents if not one.closed], now)
    return twin, Recovered(whole, rows, samples, corrupt, len(records), incidents)


def _believe(twin: Twin, records: list[AlarmRecord], now: int) -> None:
    """Tell the rules which conditions hold that the samples alone do not show: those that an edge
    sent, and those that came with time."""
    row_of = twin.alarms.row_by_id
    known = [(row_of[r.id], r) for r in records if r.id in row_of]
    other = [(row, r) for row, r in known if bool(twin.cells.active[row]) != r.active]
    twin.conditions(
        ConditionChanges(
            np.array([row for row, _ in other], dtype=np.uint32),
            np.array([r.active for _, r in other], dtype=np.bool_),
            np.array([r.condition_time for _, r in other], dtype=np.int64),
            np.array([r.value for _, r in other], dtype=np.float64),
        ),
        now,
    )


def _with_incidents(twin: Twin, incidents: list[Incident], now: int) -> Twin:
    """The same twin with these open incidents, by way of its own checkpoint."""
    saved = msgspec.msgpack.decode(twin.export(), type=Checkpoint)
    saved = msgspec.structs.replace(saved, incidents=incidents)
    fresh = Twin(twin.alarms, now=now)
    fresh.restore(msgspec.msgpack.encode(saved))
    return fresh


def restore_cells(cells: AlarmCells, alarms: AlarmTable, records: list[AlarmRecord]) -> None:
    """Set every alarm that has a row; rows of alarms no longer configured are left out."""
    for record in records:
        row = alarms.row_by_id.get(record.id)
        if row is None:
            continue
        cells.state[row] = record.state
        cells.active[row] = record.active
        cells.condition_time[row] = record.condition_time
        cells.occurrence[row] = record.occurrence
        cells.raised[row] = record.raised
        cells.changed[row] = record.changed
        cells.value[row] = record.value
        cells.shelved_until[row] = record.shelved_until
        cells.held[row], cells.told[row] = record.held, record.told
        for words, word in ((cells.by, record.by), (cells.reason, record.reason)):
            words.pop(row, None)
            if word:
                words[row] = word


def _restore(twin: Twin, reader: Reader) -> tuple[int, bool]:
    """(log row that the twin now holds, whether there was a checkpoint)."""
    newest = reader.newest_checkpoint()
    if newest is None:
        return 0, False
    try:
        twin.restore(newest[1])
    except EmberwallError as error:
        log.warning("the checkpoint of the twin is left out: %s", error)
        return 0, False
    return newest[0], True


def _present(arrival: Arrival, row_of: Int64Array) -> SampleBatch:
    """The samples whose point the fleet still has, as rows of its table."""
    batch = arrival.batch
    known = batch.point < len(row_of)
    rows = np.where(known, row_of[np.where(known, batch.point, 0)], NO_ROW)
    kept = batch.select(rows != NO_ROW)
    return SampleBatch(
        rows[rows != NO_ROW].astype(np.uint32),
        kept.value,
        kept.quality,
        kept.source_time,
        kept.arrival_time,
    )
