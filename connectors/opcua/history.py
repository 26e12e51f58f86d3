"""Reading back what a server recorded while it could not be heard."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from asyncua import Client, ua

from connectors.opcua.decode import Reading, decode
from connectors.opcua.items import Item
from connectors.outlet import Outlet
from twin.clock import NS_PER_S

CAN_READ_HISTORY = 0x04  # AccessLevel bit. Source: OPC 10000-3, 8.57
SLACK_NS = 2 * NS_PER_S  # the gap was noticed on the edge's clock, history is on the server's
LAST = 2**63
VALUES_PER_NODE = 1000
NODES_PER_CALL = 50


@dataclass(frozen=True, slots=True)
class Break:
    """What is missing. start: last sign of life, ns UTC by the edge's clock; end: now, by the
    server's; by row, ns UTC, known: source time of the newest sample before the break, first: of
    the first one after it."""

    start: int
    end: datetime
    known: dict[int, int]
    first: dict[int, int]


async def backfill(client: Client, items: Sequence[Item], outlet: Outlet, missing: Break) -> bool:
    """Put all recorded values of the break that did not come live; True when every item has
    history and it was read."""
    levels = await client.uaclient.session.read_attributes(
        [item.node for item in items], ua.AttributeIds.UserAccessLevel
    )
    recorded = [
        item
        for item, level in zip(items, levels, strict=True)
        if level.Value is not None and (level.Value.Value or 0) & CAN_READ_HISTORY
    ]
    details = ua.ReadRawModifiedDetails()
    details.IsReadModified = False
    details.StartTime = datetime.fromtimestamp((missing.start - SLACK_NS) / NS_PER_S, UTC)
    details.EndTime = missing.end
    details.NumValuesPerNode = VALUES_PER_NODE
    details.ReturnBounds = False
    complete = len(recorded) == len(items)
    for first in range(0, len(recorded), NODES_PER_CALL):
        part = recorded[first : first + NODES_PER_CALL]
        complete &= await _read_part(client, part, details, outlet, missing)
    return complete


async def _read_part(
    client: Client, items: Sequence[Item], details: Any, outlet: Outlet, missing: Break
) -> bool:
    """All pages of some nodes."""
    complete = True
    waiting: list[tuple[Item, bytes | None]] = [(item, None) for item in items]
    while waiting:
        request = ua.HistoryReadParameters()
        request.HistoryReadDetails = details
        request.TimestampsToReturn = ua.TimestampsToReturn.Both
        request.ReleaseContinuationPoints = False
        request.NodesToRead = [_wanted(item, page) for item, page in waiting]
        results = await client.uaclient.session.history_read(request)
        following = []
        for (item, page), result in zip(waiting, results, strict=True):
            if result.StatusCode.is_bad() or result.HistoryData is None:
                complete = False
                continue
            _put(item, result.HistoryData.DataValues or (), outlet, missing)
            if result.ContinuationPoint and result.ContinuationPoint != page:
                following.append((item, result.ContinuationPoint))
        waiting = following
        await outlet.has_room()
    return complete


def _wanted(item: Item, page: bytes | None) -> Any:
    wanted = ua.HistoryReadValueId()
    wanted.NodeId = item.node
    wanted.IndexRange = ""
    wanted.ContinuationPoint = page
    return wanted


def _put(item: Item, values: Sequence[Any], outlet: Outlet, missing: Break) -> None:
    row = item.point.row
    newest, first = missing.known.get(row, 0), missing.first.get(row, LAST)
    readings: list[Reading] = []
    for value in values:
        status = value.StatusCode.value if value.StatusCode is not None else 0
        raw = value.Value.Value if value.Value is not None else None
        reading = decode(raw, status, value.SourceTimestamp, value.ServerTimestamp)
        time = reading.source_time
        if time is not None and newest < time < first:
            newest = time
            readings.append(reading)
    if readings:
        value_, quality, source_time = zip(*readings, strict=True)
        outlet.put_history([row] * len(readings), (value_, quality, source_time))
