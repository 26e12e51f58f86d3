"""One lane's ROUTER at the hub: letters in, words out, and who is still there."""

from dataclasses import dataclass

import zmq

from edge.link.line import Socket
from edge.link.wire import DownHeader, Lane, encode

MOST_PARTS = 3
GIVEN_ID = (5, 0)  # the length and first byte of a routing id that ZeroMQ itself gave


@dataclass(slots=True)
class Peer:
    """One connection. `heard` and `said`: monotonic seconds; `told`: sites asked to say Hello."""

    routing: bytes
    key: bytes
    heard: float
    said: float
    told: set[str]
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as it came: from which connection, proven by which key (Z85), its parts."""

    routing: bytes
    key: bytes
    parts: list[bytes]

    @property
    def has_given_id(self) -> bool:
        """False when the peer chose its own routing id, which is how one is stolen."""
        return (len(self.routing), self.routing[0]) == GIVEN_ID


class Door:
    """The socket of one lane. Nothing here blocks or raises for what a peer did."""

    def __init__(self, lane: Lane, socket: Socket) -> None:
        self.lane = lane
        self.socket = socket
        self.peers: dict[bytes, Peer] = {}

    def read(self) -> Letter | None:
        """The next message, or None when there is none now."""
        try:
            frame = self.socket.recv(zmq.NOBLOCK, copy=False, track=False)
        except zmq.Again:
            return None
        routing, key = frame.bytes, _user_id(frame)
        parts: list[bytes] = []
        while frame.more:
            frame = self.socket.recv(zmq.NOBLOCK, copy=False, track=False)
            if len(parts) < MOST_PARTS:
                parts.append(frame.bytes)
        return Letter(routing, key, parts)

    def peer(self, letter: Letter, now: float) -> Peer:
        """The connection a letter came from. A routing id that changed hands starts anew."""
        peer = self.peers.get(letter.routing)
        if peer is None or peer.key != letter.key:
            peer = Peer(letter.routing, letter.key, now, now, set())
            self.peers[letter.routing] = peer
        peer.heard = now
        return peer

    def say(self, routing: bytes, word: DownHeader, now: float) -> bool:
        """Send; False if it could not be: the peer is gone, or so slow that its queue is full."""
        peer = self.peers.get(routing)
        if peer is None:
            return False
        try:
            self.socket.send_multipart([routing, *encode(word)], zmq.NOBLOCK)
        except zmq.Again:
            return False
        except zmq.ZMQError:  # EHOSTUNREACH: the connection has ended
            del self.peers[routing]
            return False
        peer.said = now
        return True


def _user_id(frame: zmq.Frame) -> bytes:
    """The CURVE key that the handshake proved; empty if there was none."""
    try:
        key = frame.get("User-Id")
    except zmq.ZMQError:
        return b""
    return key.encode() if isinstance(key, str) else b""
