"""What an incident is."""

from enum import StrEnum

from msgspec import Struct

from twin.site.model import Priority


class IncidentState(StrEnum):
    """PENDING until a person acknowledges, ACTIVE while handled, COMPLETED when cleared by one."""

    PENDING = "PENDING"
    ACTIVE = "ACTIVE"
    COMPLETED = "COMPLETED"


class Incident(Struct, frozen=True, kw_only=True):
    """One per zone and cause. Times are ns UTC; `first_out` is the alarm that came first by
    source time; `alarms` are the ids of all that joined; `trace` follows it through every room."""

    id: str
    trace: str
    site: str
    zone: str
    state: IncidentState
    priority: Priority
    first_out: str
    opened: int
    changed: int
    closed: int = 0
    alarms: tuple[str, ...] = ()
