"""The conversation with an OPC UA server.

Every loss ends the session and every recovery opens a new one, with all items asked for anew.
The library's own reconnect is not used: it asks for all items in one request whatever the server
allows, forgets those that fail, restores without present values, and tells nobody of the break.
"""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from asyncua import Client, ua
from asyncua.client.ua_client import UaClientState

from connectors.base import LinkState
from connectors.opcua.decode import decode, has_overflowed, nanoseconds_utc
from connectors.opcua.history import Break, backfill
from connectors.opcua.items import Item, items_per_call, monitor, read, resolve
from connectors.opcua.session import CHANNEL_MS, session
from connectors.options import Options
from connectors.outlet import Outlet
from connectors.place import Followed, Place
from connectors.retry import Dialogue, Line
from twin.quality import Quality

KEEPALIVES = 10  # publishing intervals without a change before the server says it is alive
SILENCE_S = 5.0  # a subscription quiet for longer is dead although its server answers
HISTORY_LAG_S = 2.0
MOST_PER_PUBLISH = 10_000
RENEW_S = 0.75 * CHANNEL_MS / 1000  # when to renew the channel. Source: OPC 10000-4, 5.5.2


@dataclass(slots=True)
class Watch:
    """One session with its subscription. published: loop time of the last publish response."""

    client: Client
    subscription: int
    items: list[Item]
    most: int
    published: float
    waits_for_reader: bool = False


def opcua_talks(
    place: Place, points: Sequence[Followed], outlet: Outlet, options: Options
) -> list[tuple[Line, Dialogue]]:
    """One line: a server's points stand and fall together."""
    line = Line(place.where, [point.row for point in points], outlet, options.backoff)
    return [(line, OpcuaDialogue(place, points, outlet, options))]


class OpcuaDialogue:
    """Follows nodes by one subscription; asks a quiet server whether it is alive."""

    def __init__(
        self, place: Place, points: Sequence[Followed], outlet: Outlet, options: Options
    ) -> None:
        self._place, self._points = place, points
        self._outlet, self._options = outlet, options
        self._refused: set[int] = set()
        self._opened = 0  # when the session began, by the later of both clocks, ns UTC
        self._by_row = {point.row: point for point in points}
        self._seen: dict[int, float] = {}  # row to loop time of its last sample in this session
        self._first: dict[int, int] = {}  # row to source time of its first sample in this session

    async def talk(self, line: Line) -> None:
        """Open a session, subscribe, and stay until the server is lost."""
        async with session(self._place, self._options) as client:
            opened = nanoseconds_utc(await _server_time(client)) or 0
            self._opened = max(opened, self._outlet.clock())
            self._seen.clear()
            self._first.clear()
            known = {row: self._outlet.device_time(row) for row in self._by_row}
            watch = await self._subscribe(client, line)
            await self._monitor(watch, self._points)
            gap_start = line.gap_start
            line.live()
            filling = None
            if gap_start is not None:
                filling = asyncio.create_task(self._fill(watch, line, gap_start, known))
            try:
                await self._stay(watch, line)
            finally:
                if filling is not None:
                    filling.cancel()
                    await asyncio.gather(filling, return_exceptions=True)

    async def _subscribe(self, client: Client, line: Line) -> Watch:
        loop = asyncio.get_running_loop()
        wanted = ua.CreateSubscriptionParameters()
        wanted.RequestedPublishingInterval = self._options.publish_ms
        wanted.RequestedMaxKeepAliveCount = KEEPALIVES
        wanted.RequestedLifetimeCount = 30 * KEEPALIVES
        wanted.MaxNotificationsPerPublish = MOST_PER_PUBLISH
        wanted.PublishingEnabled = True
        most = await items_per_call(client, self._options)
        watch = Watch(client, 0, [], most, loop.time())

        async def take(result: Any) -> None:
            """One publish response. The library asks for the next one after this returns, so a
            slow reader leaves the values in the server's queue."""
            line.heard()
            for notification in result.NotificationMessage.NotificationData or ():
                for item in getattr(notification, "MonitoredItems", None) or ():
                    self._put(item.ClientHandle, item.Value)
            watch.waits_for_reader = True
            await self._outlet.has_room()
            watch.waits_for_reader = False
            watch.published = loop.time()

        # The raw service, not the library's Subscription: that starts a task for every value.
        answer = await client.uaclient.session.create_subscription(wanted, take)
        watch.subscription = int(answer.SubscriptionId)
        return watch

    async def _monitor(self, watch: Watch, points: Sequence[Followed]) -> None:
        """Follow these points; those that the server refuses turn Bad and say why."""
        namespaces = await watch.client.get_namespace_array()
        items, refused = resolve(points, namespaces)
        refused |= await monitor(
            watch.client, watch.subscription, items, watch.most, self._options.publish_ms
        )
        watch.items += [item for item in items if item.point.row not in refused]
        faults = self._outlet.counters.faults
        for point in points:
            if point.row in refused:
                faults[point.tag] = refused[point.row]
            else:
                faults.pop(point.tag, None)
        new = sorted(refused.keys() - self._refused)
        self._refused = (self._refused - {point.row for point in points}) | refused.keys()
        self._outlet.mark(new, Quality.BAD_CONFIGURATION_ERROR)

    async def _stay(self, watch: Watch, line: Line) -> None:
        """Watch over the session until it is lost, which raises."""
        loop = asyncio.get_running_loop()
        renew_at = loop.time() + RENEW_S
        retry_at = loop.time() + self._options.retry_fault_s
        async with watch.client.uaclient.subscribe_state() as states:
            while True:
                with contextlib.suppress(TimeoutError):
                    state = await states.next_change(timeout=self._options.keepalive_s)
                    if state is UaClientState.DISCONNECTED:
                        raise ConnectionError("the server closed the connection")
                await self._check_alive(watch, line)
                await self._reaffirm(watch)
                if loop.time() > renew_at:
                    await watch.client.open_secure_channel(renew=True)
                    watch.client.uaclient.revolve_security_token()
                    renew_at = loop.time() + RENEW_S
                if self._refused and loop.time() > retry_at:
                    await self._monitor(watch, [self._by_row[row] for row in self._refused])
                    retry_at = loop.time() + self._options.retry_fault_s

    async def _check_alive(self, watch: Watch, line: Line) -> None:
        limit_s = self._options.request_s
        try:
            async with asyncio.timeout(limit_s):
                await watch.client.get_node(ua.ObjectIds.Server_ServerStatus_State).read_value()
        except TimeoutError as error:
            raise ConnectionError(f"no answer within {limit_s:g} s, the server hangs") from error
        line.heard()
        silent_s = asyncio.get_running_loop().time() - watch.published
        if silent_s > SILENCE_S and not watch.waits_for_reader:
            raise ConnectionError(f"the subscription was silent for {silent_s:.1f} s")

    async def _reaffirm(self, watch: Watch) -> None:
        """Read what did not change for a heartbeat: silence is no proof that a value holds."""
        now = asyncio.get_running_loop().time()
        quiet = [
            item
            for item in watch.items
            if now - self._seen.get(item.point.row, now) > item.point.heartbeat_s
        ]
        for row, value in await read(watch.client, quiet, watch.most):
            self._put(row, value, attested=self._outlet.clock())

    def _put(self, row: int, value: Any, attested: int | None = None) -> None:
        status = value.StatusCode.value if value.StatusCode is not None else 0
        raw = value.Value.Value if value.Value is not None else None
        reading = decode(raw, status, value.SourceTimestamp, value.ServerTimestamp)
        if reading.quality == Quality.BAD_DECODING_ERROR:
            self._outlet.counters.rejected += 1
        if has_overflowed(status):
            self._outlet.counters.coalesced += 1
        if row not in self._seen:  # the first value of a session may be old and still hold
            attested = self._opened
            self._first[row] = reading.source_time or 0
        self._seen[row] = asyncio.get_running_loop().time()
        self._outlet.put(row, reading.value, reading.quality, reading.source_time, attested)

    async def _fill(self, watch: Watch, line: Line, start: int, known: dict[int, int]) -> None:
        """Close the gap from the server's history, or put it on record unfilled."""
        line.state = LinkState.BACKFILLING
        try:
            # Servers write history behind time (asyncua's by half a second, measured), and the
            # first live value must be known: it parts history from what comes by itself.
            await asyncio.sleep(HISTORY_LAG_S)
            missing = Break(start, await _server_time(watch.client), known, self._first)
            filled = await backfill(watch.client, watch.items, self._outlet, missing)
        except (ua.UaError, TimeoutError):  # a server without history says so in many ways
            filled = False
        line.state = LinkState.LIVE
        line.end_gap(filled=filled)


async def _server_time(client: Client) -> Any:
    """The server's clock, a datetime (the library is untyped)."""
    return await client.get_node(ua.ObjectIds.Server_ServerStatus_CurrentTime).read_value()
