"""What an edge says of itself once a second, in a file that people, tests and `doctor` read."""

from pathlib import Path

import msgspec
from msgspec import Struct, field

from sim.surrogate.outlook import Outlook


class ConnectorStatus(Struct, frozen=True):
    """One connection. `faults`: point or place to what is wrong there."""

    state: str
    received: int
    emitted: int
    rejected: int
    dropped: int
    coalesced: int
    retimed: int
    reconnects: int
    gaps: int
    faults: dict[str, str]


class SiteStatus(Struct, frozen=True):
    """One site. accepted: samples and conditions ever kept in the outbox; backlog: messages that
    the hub has not confirmed; active: ids of alarms whose condition holds, as this edge sees it;
    outlook: what this edge forecasts by itself while an alarm tells of a fire."""

    connected: bool
    refusal: str
    backlog: int
    accepted_samples: int
    accepted_conditions: int
    active: tuple[str, ...] = ()
    connectors: dict[str, ConnectorStatus] = field(default_factory=dict)
    outlook: Outlook | None = None


class EdgeStatus(Struct, frozen=True):
    """A whole edge. time ns UTC; connected: all sites are; trouble: why nothing can be kept, empty
    when all is well; taken, rejected, older: samples that came, out of range, or late.
    outlook_ready: it can forecast by itself; outlook_faults: outlooks that came to nothing;
    outlook_trouble: why the last one did, empty after one that did not."""

    time: int
    connected: bool
    backlog: int
    epoch: int
    trouble: str
    taken: int
    rejected: int
    older: int
    simulated: bool
    sites: dict[str, SiteStatus]
    outlook_ready: bool = False
    outlook_faults: int = 0
    outlook_trouble: str = ""


def write_status(path: Path, status: EdgeStatus) -> None:
    """Replace the file in one step, so that a reader never sees half of it."""
    draft = path.with_suffix(".new")
    draft.write_bytes(msgspec.json.encode(status))
    draft.replace(path)


def read_status(path: Path) -> EdgeStatus:
    """What an edge last said. Raises OSError, msgspec.DecodeError."""
    return msgspec.json.decode(path.read_bytes(), type=EdgeStatus)
