"""One site of the virtual plant: its model behind the servers that its layout names."""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from sim.plant.modbus_server import ModbusDeviceServer
from sim.plant.model import SiteModel
from sim.plant.mqtt_broker import Announcer, payload
from sim.plant.opcua_server import OpcuaDeviceServer
from sim.plant.reading import Shown
from twin.site.model import ModbusSource, MqttSource, OpcuaSource, Point

Server = OpcuaDeviceServer | ModbusDeviceServer


@dataclass(slots=True)
class Device:
    """A site being served. endpoints: URL by connection id."""

    site: str
    points: Sequence[Point]
    model: SiteModel
    announcer: Announcer
    endpoints: dict[str, str] = field(default_factory=dict)
    _servers: dict[str, Server] = field(default_factory=dict)
    _silent: set[int] = field(default_factory=set)

    async def open(self, stack: AsyncExitStack, host: str) -> None:
        """Start a server for every connection that the points name."""
        for connection, own in _by_connection(self.points).items():
            first = own[0].source
            server: Server
            if isinstance(first, OpcuaSource):
                server = OpcuaDeviceServer(self.site, own, host=host)
                self.endpoints[connection] = (await stack.enter_async_context(server)).url
            elif isinstance(first, ModbusSource):
                server = ModbusDeviceServer(own, host=host)
                await stack.enter_async_context(server)
                self.endpoints[connection] = f"modbus+tcp://{host}:{server.port}"
            else:
                self.endpoints[connection] = self.announcer.url
                continue
            self._servers[connection] = server

    async def step(self, now: int) -> int:
        """Show what came due, and tell how many samples that were."""
        batch = self.model.advance(now)
        shown: dict[str, list[Shown]] = {}
        for row, value, quality, time in zip(
            batch.point.tolist(),
            batch.value.tolist(),
            batch.quality.tolist(),
            batch.source_time.tolist(),
            strict=True,
        ):
            one = Shown(self.points[row], value, quality, time)
            shown.setdefault(_connection(one.point), []).append(one)
        for one in self._gone_silent(now):
            shown.setdefault(_connection(one.point), []).append(one)
        for connection, readings in shown.items():
            await self._show(connection, readings)
        return len(batch)

    async def _show(self, connection: str, readings: list[Shown]) -> None:
        server = self._servers.get(connection)
        if server is not None:
            await server.show(readings)
            return
        for one in readings:
            if isinstance(one.point.source, MqttSource) and not one.is_silent:
                topic = f"{self.site}/{one.point.source.topic}"
                await self.announcer.publish(topic, payload(one))

    def _gone_silent(self, now: int) -> list[Shown]:
        """Instruments whose line was cut since the last step."""
        silent = {row for row in range(len(self.points)) if self.model.is_silent(row, now)}
        fresh = silent - self._silent
        self._silent = silent
        return [Shown(self.points[row], 0.0, 0, now, is_silent=True) for row in sorted(fresh)]


def _connection(point: Point) -> str:
    source = point.source
    return source.connection if isinstance(source, OpcuaSource | ModbusSource | MqttSource) else ""


def _by_connection(points: Sequence[Point]) -> dict[str, list[Point]]:
    """Points that speak a protocol, by connection; what cameras and the edge itself work out is
    no matter of a device."""
    found: dict[str, list[Point]] = {}
    for point in points:
        if connection := _connection(point):
            found.setdefault(connection, []).append(point)
    return found
