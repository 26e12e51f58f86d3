"""Where virtual radio heads tell their values: an embedded MQTT broker, or one that runs already.

A message is `{"v": value, "t": source time ns, "q": StatusCode}` at `SITE/TOPIC`, QoS 1 and
retained; v is null where a Bad sample has no value.
"""

import asyncio
import logging
from types import TracebackType
from typing import Any, Protocol, Self
from urllib.parse import urlsplit

import msgspec
from amqtt.broker import Broker, BrokerContext
from amqtt.contexts import BrokerConfig
from paho.mqtt import client as paho
from paho.mqtt.enums import CallbackAPIVersion

from sim.plant.errors import PlantError
from sim.plant.reading import Shown

log = logging.getLogger(__name__)

AT_LEAST_ONCE = 1
CONNECT_S = 5.0


class Announcer(Protocol):
    """Publishes retained messages, used with `async with`."""

    @property
    def url(self) -> str:
        """mqtt://host:port of the broker."""
        ...

    async def publish(self, topic: str, payload: bytes) -> None:
        """Tell everyone who follows the topic, now and later."""
        ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


def payload(shown: Shown) -> bytes:
    """One sample as the message of a radio head."""
    value = shown.value if shown.value == shown.value else None
    return msgspec.json.encode({"v": value, "t": shown.time, "q": shown.quality})


class EmbeddedBroker:
    """A broker inside this process, for this machine only; our own messages take no socket."""

    def __init__(self, *, host: str, port: int = 0) -> None:
        self._host, self._port = host, port
        self._broker: Broker | None = None
        self._context: Any = None  # amqtt carries no types

    @property
    def url(self) -> str:
        """The broker's address with its real port."""
        return f"mqtt://{self._host}:{self._port}"

    async def publish(self, topic: str, payload: bytes) -> None:
        """Retain the message and send it to all who follow the topic."""
        await self._context.retain_message(topic, payload, AT_LEAST_ONCE)
        await self._context.broadcast_message(topic, payload, AT_LEAST_ONCE)

    async def __aenter__(self) -> Self:
        config = BrokerConfig.from_dict(
            {
                "listeners": {"default": {"type": "tcp", "bind": f"{self._host}:{self._port}"}},
                "plugins": {
                    "amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}
                },
            }
        )
        broker = Broker(config)
        try:
            await broker.start()
        except Exception as error:  # amqtt raises its own and the system's errors alike
            raise PlantError(
                f"the MQTT broker cannot listen ({error})",
                where=f"{self._host}:{self._port}",
                remedy="Choose another port, 0 for any free one, or name a running broker",
            ) from error
        sockets = broker._servers["default"].instance.sockets  # the only way to it
        self._port = sockets[0].getsockname()[1]
        self._broker, self._context = broker, BrokerContext(broker)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._broker is not None:
            await self._broker.shutdown()


class ExternalBroker:
    """A broker that runs already, e.g. Mosquitto; paho keeps the line in its own thread."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 1883
        self._client = paho.Client(CallbackAPIVersion.VERSION2)

    @property
    def url(self) -> str:
        """The broker's address."""
        return f"mqtt://{self._host}:{self._port}"

    async def publish(self, topic: str, payload: bytes) -> None:
        """Hand the message to paho, which repeats it until the broker has it."""
        self._client.publish(topic, payload, qos=AT_LEAST_ONCE, retain=True)

    async def __aenter__(self) -> Self:
        try:
            async with asyncio.timeout(CONNECT_S):
                await asyncio.to_thread(self._client.connect, self._host, self._port)
        except (OSError, TimeoutError) as error:
            raise PlantError(
                f"the MQTT broker does not answer ({error})",
                where=self.url,
                remedy="Start the broker, or leave `broker` empty for the embedded one",
            ) from error
        self._client.loop_start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.disconnect()
        await asyncio.to_thread(self._client.loop_stop)
