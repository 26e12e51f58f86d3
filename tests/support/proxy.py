"""A TCP proxy between a connector and its peer, with a wire that a test can cut."""

import asyncio
from types import TracebackType
from typing import Self


class Proxy:
    """Passes bytes both ways between its own port and `port`, until cut.

    A cut wire closes the running connections and refuses new ones; `silence` keeps them open and
    passes nothing, as a switch that lost its uplink does.
    """

    def __init__(self, port: int) -> None:
        self._target = port
        self.port = 0
        self.is_cut = False
        self._flows = asyncio.Event()
        self._flows.set()
        self._server: asyncio.Server | None = None
        self._links: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server is not None
        self._server.close()
        await self.cut()

    async def cut(self) -> None:
        self.is_cut = True
        for link in self._links:
            link.cancel()
        await asyncio.gather(*self._links, return_exceptions=True)

    def restore(self) -> None:
        self.is_cut = False

    def silence(self, silent: bool) -> None:
        if silent:
            self._flows.clear()
        else:
            self._flows.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._links.add(task)
        others: list[asyncio.StreamWriter] = [writer]
        try:
            if self.is_cut:
                return
            up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self._target)
            others.append(up_writer)
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pass(reader, up_writer))
                both.create_task(self._pass(up_reader, writer))
        except (OSError, ExceptionGroup, asyncio.CancelledError):
            pass  # the wire is cut, or one end hung up
        finally:
            for one in others:
                one.transport.abort()
            self._links.discard(task)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            await self._flows.wait()
            writer.write(data)
            await writer.drain()
        raise ConnectionResetError
