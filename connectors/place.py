"""What a dialogue is told: where its peer is, and which points it follows there."""

from dataclasses import dataclass

from twin.site.model import Source


@dataclass(frozen=True, slots=True)
class Place:
    """One endpoint of one site. `where` names it in logs and faults."""

    where: str
    site_id: str
    url: str
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Followed:
    """One point of the connection: its row in the site's table and how to find it."""

    row: int
    tag: str
    source: Source
    period_s: float
    heartbeat_s: float
