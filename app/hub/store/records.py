"""What the hub commits: values handed from the event loop to the writer's thread."""

from dataclasses import dataclass, field

from twin.incident.model import Incident
from twin.samples import EMPTY, SampleBatch


@dataclass(frozen=True, slots=True)
class Entry:
    """A journal line before it has its number. alarm: the alarm's id or empty; before, after:
    AlarmState or -1; times ns UTC, `time` when it was decided here."""

    time: int
    source_time: int
    kind: str
    site: str
    alarm: str = ""
    before: int = -1
    after: int = -1
    value: float = float("nan")
    by: str = ""
    text: str = ""
    incident: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A journal line as it stands, with its number and its link of the chain."""

    id: int
    entry: Entry
    hash: bytes


@dataclass(frozen=True, slots=True)
class AlarmRecord:
    """One alarm's cell by its id, in the column order of the table. Times ns UTC."""

    id: str
    state: int
    active: bool
    condition_time: int
    occurrence: int
    raised: int
    changed: int
    value: float
    shelved_until: int
    held: bool
    told: bool
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class HighWater:
    """Everything up to and including `seq` of a lane's epoch is committed."""

    site: str
    lane: str
    epoch: int
    seq: int


@dataclass(frozen=True, slots=True)
class Change:
    """All that one group of messages, one tick or one person's action changed: one transaction.

    samples: rows of the fleet's table; received: the hub's time of receipt, ns UTC;
    stored: (samples, messages) to add by site.
    """

    received: int = 0
    samples: SampleBatch = EMPTY
    high_water: tuple[HighWater, ...] = ()
    stored: dict[str, tuple[int, int]] = field(default_factory=dict)
    alarms: tuple[AlarmRecord, ...] = ()
    incidents: tuple[Incident, ...] = ()
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Committed:
    """What became of a change: its row of the arrival log (0: no samples) and journal lines."""

    log_id: int
    received: int
    written: tuple[Written, ...]
