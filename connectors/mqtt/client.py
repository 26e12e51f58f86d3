"""The conversation with an MQTT broker: topics below the site's prefix, QoS 1."""

import asyncio
from asyncio import FIRST_COMPLETED
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from connectors.base import DecodeError
from connectors.mqtt.decode import decode
from connectors.mqtt.network import Message, Network
from connectors.options import Options
from connectors.outlet import Outlet
from connectors.place import Followed, Place
from connectors.retry import Dialogue, Line
from twin.clock import NS_PER_S
from twin.quality import Quality
from twin.site.model import MqttSource

STALE_AFTER = 3  # periods or heartbeats without a message, whichever is longer
REMEMBERED = 32  # times of a point by which a message sent again is known


@dataclass(slots=True)
class Topic:
    """What a point last said. heard: loop time of its last message."""

    point: Followed
    heard: float
    times: deque[int] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    is_stale: bool = False

    @property
    def limit_s(self) -> float:
        """Silence longer than this makes the point Bad."""
        return STALE_AFTER * max(self.point.period_s, self.point.heartbeat_s)


def mqtt_talks(
    place: Place, points: Sequence[Followed], outlet: Outlet, options: Options
) -> list[tuple[Line, Dialogue]]:
    """One line: a broker's points stand and fall together."""
    line = Line(place.where, [point.row for point in points], outlet, options.backoff)
    return [(line, MqttDialogue(place, points, outlet, options))]


class MqttDialogue:
    """Follows topics; a topic that falls silent is Bad though the broker lives."""

    def __init__(
        self, place: Place, points: Sequence[Followed], outlet: Outlet, options: Options
    ) -> None:
        self._place, self._outlet, self._options = place, outlet, options
        self._heard = 0
        self._topics: dict[str, list[Topic]] = {}
        for point in points:
            name = f"{place.site_id}/{cast(MqttSource, point.source).topic}"
            self._topics.setdefault(name, []).append(Topic(point, 0.0))

    async def talk(self, line: Line) -> None:
        """Connect, subscribe, and stay until the broker is lost."""
        loop = asyncio.get_running_loop()
        network = Network(self._place, list(self._topics), self._options, self._receive)
        async with network:
            limit_s = 4 * self._options.request_s
            opening: set[asyncio.Future[Any]] = {network.granted, network.lost}
            done, _ = await asyncio.wait(opening, timeout=limit_s, return_when=FIRST_COMPLETED)
            if network.lost in done:
                raise ConnectionError(network.lost.result())
            if not done:
                raise ConnectionError(f"no answer within {limit_s:g} s")
            for topic in self._all():
                topic.heard, topic.is_stale = loop.time(), False
            self._refuse(network.granted.result())
            line.live()
            line.end_gap()
            await self._stay(network, line)

    async def _stay(self, network: Network, line: Line) -> None:
        while not network.lost.done():
            # Messages prove that the broker lives; without any, the library's pings do.
            line.heard(max(self._heard, self._outlet.clock() - network.proof_ns))
            self._find_stale()
            await asyncio.wait([network.lost], timeout=self._options.keepalive_s)
        raise ConnectionError(network.lost.result())

    def _all(self) -> list[Topic]:
        return [topic for topics in self._topics.values() for topic in topics]

    def _refuse(self, granted: dict[str, bool]) -> None:
        for name, is_granted in granted.items():
            for topic in self._topics[name] if not is_granted else ():
                self._outlet.counters.faults[topic.point.tag] = f"the broker refuses topic {name}"
                self._outlet.mark([topic.point.row], Quality.BAD_CONFIGURATION_ERROR)

    def _find_stale(self) -> None:
        now = asyncio.get_running_loop().time()
        for name, topics in self._topics.items():
            for topic in topics:
                if topic.is_stale or now - topic.heard <= topic.limit_s:
                    continue
                topic.is_stale = True
                self._outlet.counters.faults[topic.point.tag] = (
                    f"no message on {name} for {topic.limit_s:g} s"
                )
                self._outlet.mark([topic.point.row], Quality.BAD_NO_COMMUNICATION)

    def _receive(self, messages: Sequence[Message]) -> None:
        now = asyncio.get_running_loop().time()
        self._heard = self._outlet.clock()
        for name, payload, is_retained in messages:
            for topic in self._topics.get(name, ()):
                self._put(topic, payload, is_retained, now)

    def _put(self, topic: Topic, payload: bytes, is_retained: bool, now: float) -> None:
        point, counters = topic.point, self._outlet.counters
        topic.heard, topic.is_stale = now, False
        try:
            reading = decode(payload, cast(MqttSource, point.source).field, tag=point.tag)
        except DecodeError as error:
            counters.rejected += 1
            counters.faults[point.tag] = str(error)
            self._outlet.mark([point.row], Quality.BAD_DECODING_ERROR)
            return
        counters.faults.pop(point.tag, None)
        time, quality = reading.source_time, reading.quality
        if is_retained:  # what the broker kept: it holds, if it is not too old to be believed
            if quality == Quality.GOOD and not self._is_fresh(topic, time):
                quality = Quality.UNCERTAIN_LAST_USABLE
            self._outlet.put(point.row, reading.value, quality, time, self._outlet.clock())
            return
        if time is not None and time in topic.times:
            return  # QoS 1 may deliver a message twice
        if time is not None:
            topic.times.append(time)
        self._outlet.put(point.row, reading.value, quality, time)

    def _is_fresh(self, topic: Topic, time: int | None) -> bool:
        """Whether a retained message can still be true."""
        return time is not None and self._outlet.clock() - time < topic.limit_s * NS_PER_S
