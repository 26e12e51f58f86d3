"""Monitored items: which node belongs to which point, asked for in requests a server accepts."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from asyncua import Client, ua

from connectors.options import Options
from connectors.place import Followed
from twin.site.model import OpcuaSource

QUEUE_MS = 2000.0  # how long a server keeps every sample while it cannot publish
QUEUE_SPARE = 4
MAX_QUEUE = 1000


@dataclass(frozen=True, slots=True)
class Item:
    """A point and its node in this session. `node` is the library's NodeId (untyped there)."""

    point: Followed
    node: Any


def resolve(
    points: Sequence[Followed], namespaces: Sequence[str]
) -> tuple[list[Item], dict[int, str]]:
    """Nodes of all points in a server with these namespace URIs, and by row why a point has none.

    A node written `nsu=URI;...` is found by its URI, whatever index the server gives it today.
    """
    items, refused = [], {}
    for point in points:
        text = cast(OpcuaSource, point.source).node
        try:
            items.append(Item(point, _node_id(text, namespaces)))
        except (ValueError, ua.UaError) as error:
            refused[point.row] = f"node {text}: {error}"
    return items, refused


async def items_per_call(client: Client, options: Options) -> int:
    """Most items for one request: our own limit, or the server's when it is lower."""
    node = client.get_node(
        ua.ObjectIds.Server_ServerCapabilities_OperationLimits_MaxMonitoredItemsPerCall
    )
    try:
        limit = int(await node.read_value() or 0)
    except (ua.UaStatusCodeError, TypeError, ValueError):  # many servers do not say
        limit = 0
    return min(limit, options.items_per_call) if limit > 0 else options.items_per_call


async def monitor(
    client: Client, subscription: int, items: Sequence[Item], most: int, publish_ms: float
) -> dict[int, str]:
    """Ask the server to watch the items, `most` in one request; by row, why it refused one."""
    refused: dict[int, str] = {}
    waiting = list(items)
    while waiting:
        part, rest = waiting[:most], waiting[most:]
        request = ua.CreateMonitoredItemsParameters()
        request.SubscriptionId = subscription
        request.TimestampsToReturn = ua.TimestampsToReturn.Both
        request.ItemsToCreate = [_request(item, publish_ms) for item in part]
        try:
            results = await client.uaclient.session.create_monitored_items(request)
        except ua.uaerrors.BadTooManyOperations:
            if most == 1:
                raise
            most //= 2  # a server with a limit that it does not declare
            continue
        for item, result in zip(part, results, strict=True):
            if not result.StatusCode.is_good():
                refused[item.point.row] = f"node {item.node.to_string()}: {result.StatusCode.name}"
        waiting = rest
    return refused


async def read(client: Client, items: Sequence[Item], most: int) -> Iterator[tuple[int, Any]]:
    """Present values: (row, DataValue) of every item."""
    values: list[Any] = []
    for first in range(0, len(items), most):
        part = [item.node for item in items[first : first + most]]
        session = client.uaclient.session
        values.extend(await session.read_attributes(part, ua.AttributeIds.Value))
    return zip((item.point.row for item in items), values, strict=True)


def _request(item: Item, publish_ms: float) -> Any:
    """One CreateMonitoredItems entry; the row serves as client handle."""
    period_ms = 1000.0 * item.point.period_s
    wanted = ua.MonitoringParameters()
    wanted.ClientHandle = item.point.row
    wanted.SamplingInterval = period_ms
    wanted.QueueSize = min(MAX_QUEUE, math.ceil((publish_ms + QUEUE_MS) / period_ms) + QUEUE_SPARE)
    wanted.DiscardOldest = True
    entry = ua.MonitoredItemCreateRequest()
    entry.ItemToMonitor.NodeId = item.node
    entry.ItemToMonitor.AttributeId = ua.AttributeIds.Value
    entry.MonitoringMode = ua.MonitoringMode.Reporting
    entry.RequestedParameters = wanted
    return entry


def _node_id(text: str, namespaces: Sequence[str]) -> Any:
    if not text.startswith("nsu="):
        return ua.NodeId.from_string(text)
    uri, _, rest = text.removeprefix("nsu=").partition(";")
    if uri not in namespaces:
        raise ValueError(f"the server has no namespace {uri}")
    return ua.NodeId.from_string(f"ns={list(namespaces).index(uri)};{rest}")
