"""The contract that every connector keeps."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import Protocol, Self

from twin.errors import EmberwallError
from twin.samples import SampleBatch


class ConnectorError(EmberwallError):
    """A device cannot be spoken to as the site file says."""


class DecodeError(ConnectorError):
    """Bytes, registers or a payload that do not make a value of the point."""


class LinkState(StrEnum):
    """Where the conversation stands."""

    STARTING = "starting"
    LIVE = "live"
    STALE = "stale"
    BACKFILLING = "backfilling"
    FAULT = "fault"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Gap:
    """A span without data on every point of the connection, ns UTC. `filled`: values were read
    back from the device's own history."""

    start: int
    end: int
    reason: str
    filled: bool = False


@dataclass(slots=True)
class Counters:
    """What happened so far. `dropped` must stay 0: a driver stops reading before it drops.

    rejected: samples that could not be decoded; coalesced: samples replaced by a newer one of
    their point because the reader was slow; retimed: samples whose device time was in the future
    or older than what had been said of their point, and that carry the edge's time instead;
    faults: what is wrong now, by tag or by the peer's place.
    """

    received: int = 0
    emitted: int = 0
    rejected: int = 0
    dropped: int = 0
    coalesced: int = 0
    retimed: int = 0
    reconnects: int = 0
    gaps: list[Gap] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)


class Connector(Protocol):
    """One conversation with one endpoint, used with `async with`.

    A lost peer is data, not the end: its points turn Bad and the stream goes on. Rows are those
    of the site's own point table. Quality the protocol lacks is made by the connector: a timeout
    is BadNoCommunication, an exception on one register is Bad for that point alone.
    """

    @property
    def connection(self) -> str:
        """The connection's id in the site file."""
        ...

    @property
    def state(self) -> LinkState:
        """Where the conversation stands now."""
        ...

    @property
    def counters(self) -> Counters:
        """What happened so far."""
        ...

    def samples(self) -> AsyncIterator[SampleBatch]:
        """Batches as they come, until the connector is closed. The next batch is not taken from
        the device's buffer before the caller asks for it."""
        ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
