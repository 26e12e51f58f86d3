"""The order of one site's messages on one lane, as the hub keeps it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from edge.link.wire import Lane

ASK_AGAIN_S = 1.0  # a gap is asked for at most this often
TRIES = 3  # then a message whose checksum stays wrong counts as an empty one


class Place(Enum):
    """Where a message stands in its stream."""

    NEXT = auto()
    REPEATED = auto()
    AHEAD = auto()


@dataclass(slots=True)
class Stream:
    """`handed`: last number given to the hub; `committed`: last number the hub has durably.

    Only the next number is ever handed out, so an Ack of `committed` is true for all below it.
    `told`: last number the edge had at its Hello; `run`: which run of the edge that was.
    """

    site: str
    lane: Lane
    epoch: int
    key: bytes
    routing: bytes
    handed: int
    committed: int
    told: int = 0
    run: int = 0
    backlog: int = 0
    rejected: int = 0
    last_heard: int = 0
    asked: float = float("-inf")
    damaged: int = 0
    is_ack_due: bool = False
    outlook: bytes = b""

    def place(self, seq: int) -> Place:
        """Where message `seq` stands."""
        if seq <= self.handed:
            return Place.REPEATED
        return Place.NEXT if seq == self.handed + 1 else Place.AHEAD

    def may_ask(self, now: float) -> bool:
        """True once a second while messages are missing; now: monotonic seconds."""
        if now - self.asked < ASK_AGAIN_S:
            return False
        self.asked = now
        return True

    def hand_out(self, seq: int) -> None:
        """Message `seq` goes to the hub."""
        self.handed = seq
        self.damaged = 0
        self.asked = float("-inf")

    def is_beyond_repair(self) -> bool:
        """Count one more wrong checksum of the next message; True when it stays wrong."""
        self.damaged += 1
        return self.damaged >= TRIES


HaveSeq = Callable[[str, Lane, int], int]


def opened(
    before: Stream | None,
    *,
    site: str,
    lane: Lane,
    epoch: int,
    key: bytes,
    routing: bytes,
    have: int,
    told: int = 0,
    run: int = 0,
) -> Stream:
    """The stream after a Hello. What the hub holds uncommitted is not handed out twice."""
    stream = Stream(
        site, lane, epoch, key, routing, handed=have, committed=have, told=told, run=run
    )
    if before is not None and before.epoch == epoch:
        stream.handed = max(have, before.handed)
        stream.backlog, stream.rejected = before.backlog, before.rejected
    return stream
