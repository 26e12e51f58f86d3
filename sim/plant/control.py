"""The control line of a plant or of light edges: newline-delimited JSON over loopback TCP.

{"do": "start", "site": "BJ-001", "scenario": "R1"}, optionally "speed"; {"do": "stop", "site":
"BJ-001"}; {"do": "list"}. The answer is {"ok": true, ...} or {"ok": false, "what": ...,
"where": ..., "remedy": ...}.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Literal, Self

import msgspec
from msgspec import Struct

from sim.plant.errors import PlantError
from twin.errors import EmberwallError

log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
LONGEST_LINE = 64 * 1024
PATIENCE_S = 5.0

Answer = dict[str, Any]  # JSON that goes back to who asked


class Message(Struct, frozen=True, forbid_unknown_fields=True):
    """One request. site and scenario as `do` needs them; speed in script seconds per second."""

    do: Literal["start", "stop", "list"]
    site: str | None = None
    scenario: str | None = None
    speed: float | None = None


Handler = Callable[[Message], Mapping[str, Any]]


class ControlServer:
    """Hands every request to `handler`, used with `async with`.

    handler gives the fields of the answer; an EmberwallError that it raises is the answer's
    refusal. Only this machine can connect.
    """

    def __init__(self, handler: Handler, *, port: int = 0, host: str = LOOPBACK) -> None:
        self._handler = handler
        self._place = (host, port)
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._talks: set[asyncio.Task[None]] = set()

    @property
    def address(self) -> str:
        """host:port, with the real port."""
        if self._server is None:
            raise RuntimeError("the control server is not running")
        host, port = self._server.sockets[0].getsockname()[:2]
        return f"{host}:{port}"

    async def __aenter__(self) -> Self:
        try:
            self._server = await asyncio.start_server(self._serve, *self._place, limit=LONGEST_LINE)
        except OSError as error:
            raise PlantError(
                f"the control port cannot be opened ({error.strerror})",
                where=f"{self._place[0]}:{self._place[1]}",
                remedy="Choose another port, or 0 for any free one",
            ) from error
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.close()
            for writer in list(self._writers):
                writer.close()
            await self._server.wait_closed()
            await asyncio.gather(*self._talks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        talk = asyncio.current_task()
        assert talk is not None
        self._talks.add(talk)
        talk.add_done_callback(self._talks.discard)
        try:
            while line := await reader.readline():
                writer.write(msgspec.json.encode(self._answer(line)) + b"\n")
                await writer.drain()
        except (ConnectionError, ValueError) as error:  # ValueError: a line beyond the limit
            log.info("a control conversation ended: %s", error)
        finally:
            writer.close()
            self._writers.discard(writer)

    def _answer(self, line: bytes) -> Answer:
        try:
            message = msgspec.json.decode(line, type=Message)
            return {"ok": True, **self._handler(message)}
        except msgspec.MsgspecError as error:
            return _refusal(str(error), where="control line", remedy='Send {"do": "list"}')
        except EmberwallError as error:
            return _refusal(error.what, where=error.where, remedy=error.remedy)


async def ask(host: str, port: int, message: Mapping[str, Any]) -> Answer:
    """The answer to one request. Raises PlantError when nobody answers within 5 s."""
    where = f"{host}:{port}"
    try:
        async with asyncio.timeout(PATIENCE_S):
            reader, writer = await asyncio.open_connection(host, port, limit=LONGEST_LINE)
            try:
                writer.write(msgspec.json.encode(message) + b"\n")
                line = await reader.readline()
            finally:
                writer.close()
                with suppress(ConnectionError):
                    await writer.wait_closed()
        answer = msgspec.json.decode(line, type=Answer)
    except (OSError, TimeoutError, msgspec.MsgspecError) as error:
        raise PlantError(
            f"no answer from the plant ({error or type(error).__name__})",
            where=where,
            remedy="Check that the plant or the light edges run and that the address is right",
        ) from error
    return answer


def _refusal(what: str, *, where: str, remedy: str) -> Answer:
    return {"ok": False, "what": what, "where": where, "remedy": remedy}
