"""One device of every protocol, with two points: A counts up, B stays 7.5."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest
from support import foreign, small_site

from twin.site.model import ModbusSource, MqttSource, OpcuaSource, Register, Source
from twin.site.table import PointTable

URI = "urn:emberwall:test-kitchen"
KINDS = ("opcua-asyncua", "opcua-node", "modbus-libmodbus", "modbus-pymodbus", "mqtt-mosquitto")
ONE_EACH = ("opcua-asyncua", "modbus-libmodbus", "mqtt-mosquitto")


@dataclass
class Peer:
    """The process that is spoken to and, for MQTT, the device that publishes to it."""

    scheme: str
    server: foreign.Foreign
    device: list[str] = field(default_factory=list)
    publisher: "subprocess.Popen[bytes] | None" = None

    @property
    def port(self) -> int:
        return self.server.port

    def url(self, port: int | None = None) -> str:
        path = "/kitchen" if self.scheme == "opc.tcp" else ""
        return f"{self.scheme}://127.0.0.1:{port or self.port}{path}"

    def source(self, name: str) -> Source:
        if self.scheme == "opc.tcp":
            return OpcuaSource("line", f"nsu={URI};s={name}")
        if self.scheme == "mqtt":
            return MqttSource("line", name)
        register = {"A": 0, "B": 1}.get(name, 9999)
        return ModbusSource("line", 1, Register.INPUT, register, scale=0.1 if name == "B" else 1.0)

    def table(self, names: Sequence[str] = ("A", "B"), **rest: float) -> PointTable:
        return small_site.table(
            [small_site.point(name, self.source(name), **rest) for name in names]
        )

    async def __aenter__(self) -> Self:
        await self.server.start()
        self.publish()
        return self

    def publish(self) -> None:
        if self.device:
            self.publisher = subprocess.Popen(self.device)

    def kill(self) -> None:
        if self.publisher is not None:
            self.publisher.kill()
            self.publisher.wait()
        self.server.kill()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()


def make(kind: str, directory: Path, *arguments: str) -> Peer:
    """A peer of one kind, not yet started. Skips the test when it cannot run here."""
    port = foreign.free_port()
    if kind == "opcua-asyncua":
        return Peer("opc.tcp", foreign.asyncua_server(port, *arguments))
    if kind == "opcua-node":
        if (reason := foreign.needs_node()) is not None:
            pytest.skip(reason)
        return Peer("opc.tcp", foreign.node_opcua_server(port))
    if kind == "modbus-libmodbus":
        return Peer("modbus+tcp", foreign.libmodbus_server(port, *arguments))
    if kind == "modbus-pymodbus":
        return Peer("modbus+tcp", foreign.pymodbus_server(port))
    script = str(foreign.HERE / "mqtt_device.py")
    device = [sys.executable, script, str(port), small_site.SITE, *arguments]
    return Peer("mqtt", foreign.mosquitto(port, directory), device)
