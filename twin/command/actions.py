"""What a person can do to alarms and incidents. `alarms` are rows of the alarm table."""

from msgspec import Struct

LONGEST_SHELF_MIN = 480.0  # 8 h, domain file 3.3


class Acknowledge(Struct, frozen=True):
    """The person has seen the alarms. One that needs no acknowledgement is passed over."""

    alarms: tuple[int, ...]
    by: str


class Reset(Struct, frozen=True):
    """Clear latched alarms. Refused for one whose condition holds or that nobody has seen."""

    alarms: tuple[int, ...]
    by: str


class Shelve(Struct, frozen=True):
    """Put alarms aside for `minutes`, at most 8 h, with a reason. Refused for P0."""

    alarms: tuple[int, ...]
    minutes: float
    reason: str
    by: str


class Unshelve(Struct, frozen=True):
    """Take alarms off the shelf by hand; an active one comes back acknowledged."""

    alarms: tuple[int, ...]
    by: str


class Suppress(Struct, frozen=True):
    """Suppress by design: a logic, named in `reason`, makes the alarms meaningless now."""

    alarms: tuple[int, ...]
    reason: str
    by: str


class Unsuppress(Struct, frozen=True):
    """The logic that suppressed the alarms no longer holds."""

    alarms: tuple[int, ...]
    by: str


class RemoveFromService(Struct, frozen=True):
    """Take alarms out of service for work under a permit."""

    alarms: tuple[int, ...]
    permit: str
    by: str


class ReturnToService(Struct, frozen=True):
    """The work is done."""

    alarms: tuple[int, ...]
    by: str


class CloseIncident(Struct, frozen=True):
    """A person says that the incident is over. Refused while an alarm of it is active, or a P0
    alarm of it is not acknowledged and reset."""

    incident: str
    reason: str
    by: str


AlarmAction = (
    Acknowledge
    | Reset
    | Shelve
    | Unshelve
    | Suppress
    | Unsuppress
    | RemoveFromService
    | ReturnToService
)
Action = AlarmAction | CloseIncident
