"""What the link carries, and what it needs from whoever keeps it until the hub has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from edge.link.wire import Lane


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to be kept: n samples or conditions in `payload`, its crc32, edge clock ns UTC."""

    site: str
    lane: Lane
    n: int
    crc: int
    sent: int
    payload: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """A message that the disk has, with its number in its stream."""

    seq: int
    draft: Draft


class Keeper(Protocol):
    """Numbers the messages of every (lane, site) 1, 2, 3 ... within an epoch and keeps them."""

    @property
    def epoch(self) -> int:
        """Drawn once when the keeper's memory began."""
        ...

    def last_seq(self, lane: Lane, site: str) -> int:
        """The newest number of a stream, 0 before the first."""
        ...

    def waiting(self, lane: Lane, site: str) -> int:
        """Messages of a stream that the hub has not yet confirmed."""
        ...

    async def pending(self, lane: Lane, site: str, *, after: int, most: int) -> Sequence[Kept]:
        """Up to `most` messages with a number above `after`, in order. Raises EmberwallError."""
        ...

    def acknowledge(self, lane: Lane, site: str, seq: int) -> None:
        """The hub has everything up to and including `seq`."""
        ...

    async def renew(self, epoch: int) -> None:
        """Draw a new epoch if `epoch` is still the present one: the hub remembers more."""
        ...
