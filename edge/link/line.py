"""One ZeroMQ socket with CURVE on an asyncio loop, and what every socket of the link has in common.

zmq.asyncio wakes a task per message. Here a socket is polled once and then drained, which is what
lets one core take thousands of messages in a second.
"""

import asyncio
import random
import resource
from collections.abc import Callable, Iterator, Sequence

import zmq

from edge.link.keys import CurveKeys
from edge.link.wire import HEARTBEAT_S, LEASE_S, LinkError

Socket = zmq.Socket[bytes]
Context = zmq.Context[Socket]

FILES_PER_SOCKET = 4  # the connection, its mailbox, and room for what a restart overlaps
FILES_OF_A_PROCESS = 200
LARGEST_MESSAGE = 16 * 2**20
QUEUED = 1000


def link_context(sockets: int) -> Context:
    """A ZeroMQ context for so many sockets. Raises LinkError if the process may not open them.

    A ROUTER that runs out of files stops accepting and spins without a word, so it is checked here.
    """
    needed = sockets * FILES_PER_SOCKET + FILES_OF_A_PROCESS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < needed:
        if hard < needed:
            raise LinkError(
                f"{needed} open files are needed, {hard} are allowed",
                where="link",
                remedy=f"Raise the limit (ulimit -n {needed}, or LimitNOFILE= of the service)",
            )
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
    context: Context = zmq.Context()
    context.set(zmq.MAX_SOCKETS, max(1023, 2 * sockets + 64))
    return context


def dealer(context: Context, url: str, *, keys: CurveKeys, server_key: str) -> Socket:
    """A client's socket, connecting. Its routing id is left to the hub: a chosen one is refused."""
    socket = context.socket(zmq.DEALER)
    _configure(socket)
    first = random.randint(50, 250)  # noqa: S311 - spreads a storm, guards nothing
    socket.set(zmq.RECONNECT_IVL, first)
    socket.set(zmq.RECONNECT_IVL_MAX, 8 * first)
    socket.set(zmq.CURVE_SERVERKEY, server_key.encode())
    socket.set(zmq.CURVE_PUBLICKEY, keys.public)
    socket.set(zmq.CURVE_SECRETKEY, keys.secret)
    socket.connect(url)
    return socket


def router(context: Context, url: str, *, keys: CurveKeys) -> Socket:
    """A hub's socket, bound. Raises LinkError if the address cannot be had."""
    socket = context.socket(zmq.ROUTER)
    _configure(socket)
    socket.set(zmq.ROUTER_MANDATORY, 1)  # else a message to a peer that is gone vanishes
    socket.set(zmq.ROUTER_HANDOVER, 0)  # else a peer can take over another one's routing id
    socket.set(zmq.BACKLOG, 1024)
    socket.set(zmq.CURVE_SERVER, 1)
    socket.set(zmq.CURVE_SECRETKEY, keys.secret)
    socket.set(zmq.ZAP_DOMAIN, b"link")
    try:
        socket.bind(url)
    except zmq.ZMQError as error:
        socket.close()
        raise LinkError(
            f"cannot listen ({error.strerror})",
            where=url,
            remedy="Choose a free port, or stop the process that holds this one",
        ) from error
    return socket


def _configure(socket: Socket) -> None:
    socket.set(zmq.LINGER, 0)
    socket.set(zmq.SNDHWM, QUEUED)
    socket.set(zmq.RCVHWM, QUEUED)
    socket.set(zmq.MAXMSGSIZE, LARGEST_MESSAGE)
    socket.set(zmq.HEARTBEAT_IVL, int(HEARTBEAT_S * 1000))
    socket.set(zmq.HEARTBEAT_TIMEOUT, int(LEASE_S * 1000))
    socket.set(zmq.HEARTBEAT_TTL, int(LEASE_S * 1000))


def file_of(socket: Socket) -> int:
    """The file that becomes readable when the socket has something to tell."""
    return int(socket.get(zmq.FD))


class Line:
    """A socket whose messages are handed to `take` as they come, and that never blocks."""

    def __init__(self, socket: Socket, take: Callable[[list[bytes]], None]) -> None:
        self._socket = socket
        self._take = take
        self._loop = asyncio.get_running_loop()
        self._file = file_of(socket)
        self._again: asyncio.Handle | None = None
        self._loop.add_reader(self._file, self._drain)
        self._look_again()

    def send(self, parts: Sequence[bytes]) -> bool:
        """Hand a message to ZeroMQ; False if it has no room or the peer is gone."""
        try:
            self._socket.send_multipart(parts, zmq.NOBLOCK)
        except zmq.Again:
            return False
        finally:
            self._look_again()
        return True

    def close(self) -> None:
        """Stop listening and close the socket; what was not sent is dropped."""
        self._loop.remove_reader(self._file)
        if self._again is not None:
            self._again.cancel()
        self._socket.close()

    def _look_again(self) -> None:
        """The socket's file tells only of changes, and a send may swallow one."""
        if self._again is None:
            self._again = self._loop.call_soon(self._drain)

    def _drain(self) -> None:
        if self._again is not None:
            self._again.cancel()
            self._again = None
        for taken, parts in enumerate(self._waiting()):
            self._take(parts)
            if self._socket.closed:
                return
            if taken >= QUEUED:
                self._look_again()
                return

    def _waiting(self) -> Iterator[list[bytes]]:
        while not self._socket.closed:
            try:
                yield self._socket.recv_multipart(zmq.NOBLOCK)
            except zmq.Again:
                return
