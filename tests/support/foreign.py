"""Processes that the tests talk to: servers and a broker that Emberwall did not write."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

HERE = Path(__file__).parent
NODE_SERVER = HERE / "node" / "server.js"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def needs_node() -> str | None:
    """Why the node-opcua server cannot run, None when it can."""
    if shutil.which("node") is None:
        return "node is not installed"
    if not (NODE_SERVER.parent / "node_modules").is_dir():
        return "tests/support/node has no node_modules: run `npm ci --ignore-scripts` there"
    return None


class Foreign:
    """One child process that listens on `port`; it can be frozen, killed and started again."""

    def __init__(self, command: list[str], port: int) -> None:
        self.command, self.port = command, port
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self, within_s: float = 20.0) -> None:
        self.spawn()
        async with asyncio.timeout(within_s):
            while not self.answers():  # noqa: ASYNC110 - another process has no event
                await asyncio.sleep(0.02)

    def spawn(self) -> None:
        self._process = subprocess.Popen(
            self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, f"{self.command} ended at start"
        try:
            socket.create_connection(("127.0.0.1", self.port), 0.2).close()
        except OSError:
            return False
        return True

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        """kill -9, also of a frozen one."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _signal(self, number: int) -> None:
        assert self._process is not None
        os.kill(self._process.pid, number)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()


def python(script: str, port: int, *arguments: str) -> Foreign:
    return Foreign([sys.executable, str(HERE / script), str(port), *arguments], port)


def asyncua_server(port: int, *arguments: str) -> Foreign:
    return python("opcua_server.py", port, *arguments)


def node_opcua_server(port: int) -> Foreign:
    return Foreign(["node", str(NODE_SERVER), str(port)], port)


def libmodbus_server(port: int, *arguments: str) -> Foreign:
    return python("libmodbus_server.py", port, *arguments)


def pymodbus_server(port: int) -> Foreign:
    return python("pymodbus_server.py", port)


def mosquitto(port: int, directory: Path) -> Foreign:
    config = directory / f"mosquitto-{port}.conf"
    config.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\n")
    return Foreign(["/usr/sbin/mosquitto", "-c", str(config)], port)
