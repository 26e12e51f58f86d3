"""The library's client in its own network thread, and the bridge from there to the event loop."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import TypeVar

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from connectors.options import Options
from connectors.place import Place
from twin.clock import NS_PER_S

T = TypeVar("T")
Message = tuple[str, bytes, bool]  # topic, payload, retained


class Network:
    """One connection to a broker, from opening to loss, used with `async with`.

    The thread only collects; everything is handed to `on_messages` in the event loop, many
    messages at a time. `granted` tells per topic whether the broker lets us follow it.
    """

    def __init__(
        self,
        place: Place,
        topics: Sequence[str],
        options: Options,
        on_messages: Callable[[Sequence[Message]], None],
    ) -> None:
        self._place, self._topics, self._on_messages = place, topics, on_messages
        self._keepalive = max(1, round(options.keepalive_s))
        self._loop = asyncio.get_running_loop()
        self._inbox: deque[Message] = deque()
        self._is_called = threading.Event()
        self.granted: asyncio.Future[dict[str, bool]] = self._loop.create_future()
        self.lost: asyncio.Future[str] = self._loop.create_future()
        self._ended: asyncio.Future[None] = self._loop.create_future()
        self._is_leaving = False
        self._client = Client(CallbackAPIVersion.VERSION2, reconnect_on_failure=False)
        self._client.connect_timeout = 3 * options.request_s
        self._client.on_connect = self._connected
        self._client.on_subscribe = self._subscribed
        self._client.on_message = self._message
        self._client.on_disconnect = self._disconnected
        self._thread = threading.Thread(target=self._run, name=f"mqtt {place.where}", daemon=True)

    @property
    def proof_ns(self) -> int:
        """A broker that died longer ago than this would have been missed: a ping after one
        silent keep-alive, its answer within another, and the library looks once a second."""
        return (2 * self._keepalive + 1) * NS_PER_S

    async def __aenter__(self) -> "Network":
        self._thread.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._is_leaving = True
        self._client.disconnect()
        await self._ended  # a connect under way ends by its own time limit
        self._thread.join()
        for name in ("on_connect", "on_subscribe", "on_message", "on_disconnect"):
            setattr(self._client, name, None)  # no circle: the sockets close now, not some day

    def _run(self) -> None:
        reason = "the connection was closed"
        try:
            self._client.connect(self._place.host, self._place.port, keepalive=self._keepalive)
            if self._is_leaving:
                self._client.disconnect()
            self._client.loop_forever()
        except Exception as error:  # the door of this thread: told to the event loop, not lost
            reason = f"{type(error).__name__}: {error}"
        self._tell(self.lost, reason)
        self._tell(self._ended, None)

    def _connected(
        self,
        client: Client,
        userdata: object,
        flags: ConnectFlags,
        code: ReasonCode,
        properties: Properties | None,
    ) -> None:
        if code.is_failure:
            self._tell(self.lost, f"the broker refused: {code}")
            return
        client.subscribe([(topic, 1) for topic in self._topics])

    def _subscribed(
        self,
        client: Client,
        userdata: object,
        mid: int,
        codes: list[ReasonCode],
        properties: Properties | None,
    ) -> None:
        granted = {
            topic: not code.is_failure for topic, code in zip(self._topics, codes, strict=True)
        }
        self._tell(self.granted, granted)

    def _message(self, client: Client, userdata: object, message: MQTTMessage) -> None:
        self._inbox.append((message.topic, bytes(message.payload), message.retain))
        if not self._is_called.is_set():
            self._is_called.set()
            self._loop.call_soon_threadsafe(self._hand_over)

    def _disconnected(
        self,
        client: Client,
        userdata: object,
        flags: DisconnectFlags,
        code: ReasonCode,
        properties: Properties | None,
    ) -> None:
        self._tell(self.lost, f"the broker was lost: {code}")

    def _hand_over(self) -> None:
        self._is_called.clear()
        messages = [self._inbox.popleft() for _ in range(len(self._inbox))]
        if messages:
            self._on_messages(messages)

    def _tell(self, future: asyncio.Future[T], what: T) -> None:
        def settle() -> None:
            if not future.done():
                future.set_result(what)

        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(settle)
