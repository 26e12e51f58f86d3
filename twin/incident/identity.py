"""The names of an incident, from site, zone and source time alone: no counter, no chance."""

from datetime import UTC, datetime
from hashlib import blake2b

from twin.clock import NS_PER_S

_FAULT = "-fault"


def identity(site: str, zone: str, opened: int, *, is_fault: bool) -> tuple[str, str]:
    """The id, e.g. `INC-20261120-104512-BJ-001-line`, and the trace that follows the incident
    through every room, 16 hexadecimal digits. `opened` ns UTC."""
    moment = datetime.fromtimestamp(opened // NS_PER_S, UTC)
    name = f"INC-{moment:%Y%m%d-%H%M%S}-{site}-{zone}{_FAULT if is_fault else ''}"
    return name, blake2b(name.encode(), digest_size=8).hexdigest()


def is_fault_id(name: str) -> bool:
    """True for the id of an incident that only says that a sensor gives no data."""
    return name.endswith(_FAULT)
