"""The whole state of a twin as bytes and back, keyed by names so that the fleet may change."""

import msgspec
import numpy as np
import numpy.typing as npt
from msgspec import Struct

from twin.alarm.cells import AlarmCells
from twin.alarm.conditions import Conditions
from twin.alarm.table import AlarmTable
from twin.alarm.watches import NONE
from twin.errors import TwinError
from twin.incident.forming import Incidents
from twin.incident.model import Incident
from twin.site.table import PointTable
from twin.state.latest import LatestValues

Column = npt.NDArray[np.generic]
Columns = dict[str, Column]
Places = npt.NDArray[np.int64]

VERSION = 1


class Part(Struct, frozen=True):
    """Rows by name, and little-endian columns over them."""

    names: list[str]
    columns: dict[str, tuple[str, bytes]]


class Checkpoint(Struct, frozen=True, kw_only=True):
    """Everything that a twin must not forget."""

    version: int
    values: Part
    cells: Part
    watches: Part
    by: dict[str, str]
    reason: dict[str, str]
    incidents: list[Incident]
    spans: dict[str, tuple[int, int]]


def export(
    alarms: AlarmTable,
    latest: LatestValues,
    cells: AlarmCells,
    conditions: Conditions,
    incidents: Incidents,
) -> bytes:
    """The state as msgpack."""
    ids = [definition.id for definition in alarms.definitions]
    return msgspec.msgpack.encode(
        Checkpoint(
            version=VERSION,
            values=_packed(_point_names(alarms.points), _values(latest)),
            cells=_packed(ids, _cells(cells)),
            watches=_packed(_watch_names(alarms, conditions), _watches(conditions)),
            by={ids[row]: name for row, name in cells.by.items()},
            reason={ids[row]: text for row, text in cells.reason.items()},
            incidents=list(incidents.open.values()),
            spans=incidents.spans(),
        )
    )


def restore(
    data: bytes,
    alarms: AlarmTable,
    latest: LatestValues,
    cells: AlarmCells,
    conditions: Conditions,
    incidents: Incidents,
) -> None:
    """Fill the parts of a fresh twin. Raises TwinError if the bytes are no checkpoint."""
    try:
        saved = _decoded(data)
        _fill(saved.values, _point_names(alarms.points), _values(latest))
        _fill(saved.cells, [d.id for d in alarms.definitions], _cells(cells))
        _fill(saved.watches, _watch_names(alarms, conditions), _watches(conditions))
    except (msgspec.DecodeError, ValueError, TypeError) as error:
        raise TwinError(
            f"not a checkpoint of this version ({error})",
            where="checkpoint",
            remedy="Start without it; alarms are evaluated anew from the next samples",
        ) from error
    latest.touch()
    known = alarms.row_by_id
    cells.by.update({known[i]: name for i, name in saved.by.items() if i in known})
    cells.reason.update({known[i]: text for i, text in saved.reason.items() if i in known})
    incidents.adopt(saved.incidents, saved.spans)


def _decoded(data: bytes) -> Checkpoint:
    saved = msgspec.msgpack.decode(data, type=Checkpoint)
    if saved.version != VERSION:
        raise ValueError(f"version {saved.version}")
    return saved


def _values(latest: LatestValues) -> Columns:
    return {
        "value": latest.value,
        "quality": latest.quality,
        "source_time": latest.source_time,
        "arrival_time": latest.arrival_time,
    }


def _cells(cells: AlarmCells) -> Columns:
    return {
        "state": cells.state,
        "active": cells.active,
        "condition_time": cells.condition_time,
        "occurrence": cells.occurrence,
        "raised": cells.raised,
        "changed": cells.changed,
        "value": cells.value,
        "shelved_until": cells.shelved_until,
        "held": cells.held,
        "told": cells.told,
    }


def _watches(conditions: Conditions) -> Columns:
    return {
        "raw": conditions.raw,
        "on": conditions.on,
        "since": conditions.since,
        "x": conditions.x,
    }


def _point_names(points: PointTable) -> list[str]:
    sites = points.fleet.sites
    return [
        f"{sites[k].id}/{tag}" for k, tag in zip(points.site_of.tolist(), points.tags, strict=True)
    ]


def _watch_names(alarms: AlarmTable, conditions: Conditions) -> list[str]:
    """An alarm's id for its own watch; for a leaf, what it compares, which stands in its rule."""
    table = conditions.watches
    names = _point_names(alarms.points)
    columns = zip(
        table.alarm.tolist(), table.point.tolist(), table.other.tolist(), table.input.tolist(),
        table.sign.tolist(), table.code.tolist(), table.on_at.tolist(), table.delay.tolist(),
        strict=True,
    )  # fmt: skip
    return [
        alarms.definitions[alarm].id if alarm != NONE else f"{names[point]}|{rest}"
        for alarm, point, *rest in columns
    ]


def _packed(names: list[str], columns: Columns) -> Part:
    return Part(
        names,
        {
            name: (column.dtype.str, column.astype(column.dtype.newbyteorder("<")).tobytes())
            for name, column in columns.items()
        },
    )


def _fill(part: Part, names: list[str], columns: Columns) -> None:
    """Copy the saved rows that still exist. Raises ValueError if a column is not as it should."""
    saved_row = {name: row for row, name in enumerate(part.names)}
    pairs = [(saved_row[name], row) for row, name in enumerate(names) if name in saved_row]
    old, new = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    for name, column in columns.items():
        if name not in part.columns:
            continue
        kind, data = part.columns[name]
        saved = np.frombuffer(data, dtype=kind)
        if saved.dtype != column.dtype or len(saved) != len(part.names):
            raise ValueError(f"column {name} does not fit")
        column[new] = saved[old]
