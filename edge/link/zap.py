"""Who may connect: the hub's answer to ZeroMQ's question about every handshake.

Asked once per connection only, so the receiver asks again with every message. Source: ZeroMQ
RFC 27 (ZAP).
"""

from collections.abc import Callable

import zmq
from zmq.utils import z85

from edge.link.line import Context, Line

ENDPOINT = "inproc://zeromq.zap.01"
VERSION = b"1.0"


class Zap:
    """Admits the keys that `is_admitted` knows; its argument is the key as 40 letters of Z85.

    The key becomes the connection's User-Id, which travels with every message of it.
    """

    def __init__(self, context: Context, is_admitted: Callable[[bytes], bool]) -> None:
        self._is_admitted = is_admitted
        socket = context.socket(zmq.REP)
        socket.linger = 0
        socket.bind(ENDPOINT)
        self._line = Line(socket, self._answer)

    def close(self) -> None:
        """Answer no more; new connections are then refused."""
        self._line.close()

    def _answer(self, question: list[bytes]) -> None:
        request = question[1] if len(question) > 1 else b""
        key = _curve_key(question)
        admitted = bool(key) and self._is_admitted(key)
        status, text = (b"200", b"OK") if admitted else (b"400", b"Unknown key")
        self._line.send([VERSION, request, status, text, key if admitted else b"", b""])


def _curve_key(question: list[bytes]) -> bytes:
    """version, request, domain, address, identity, mechanism, then the credentials."""
    if len(question) != 7 or question[0] != VERSION or question[5] != b"CURVE":
        return b""
    key: bytes = z85.encode(question[6])
    return key
