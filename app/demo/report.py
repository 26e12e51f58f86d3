"""What a demo did, as figures."""

from dataclasses import dataclass, field

import numpy as np
from msgspec import Struct

from app.demo.forecast_log import ForecastReport
from app.demo.stage import Cast
from app.feed.snapshot import Snapshot, Tables
from edge.status import EdgeStatus
from twin.alarm.states import AlarmState
from twin.clock import NS_PER_MS
from twin.quality import severity
from twin.site.model import Protocol, Source

NEW_ALARM = (AlarmState.NORMAL, AlarmState.UNACKNOWLEDGED)
REAL = (Protocol.OPCUA, Protocol.MODBUS, Protocol.MQTT)


class AlarmReport(Struct, frozen=True):
    """One alarm that was raised. latency_ms: from the source time of its cause to its decision."""

    id: str
    priority: str
    latency_ms: float


class DemoReport(Struct, frozen=True, kw_only=True):
    """What `emberwall demo --json` prints. Values are synthetic but for the replays named."""

    start_to_live_s: float
    seconds: float
    sites: int
    edges_connected: int
    points_live: int
    points_real_protocols: int
    replays_live: tuple[str, ...]
    scenarios_played: tuple[str, ...]
    alarms: tuple[AlarmReport, ...]
    incidents: tuple[str, ...]
    samples_accepted: int
    samples_stored: int
    samples_waiting: int
    lost: int
    duplicated: int
    rejected: int
    forecasts: tuple[ForecastReport, ...] = ()
    cpu_s: dict[str, float] = field(default_factory=dict)
    synthetic: bool = True


@dataclass(frozen=True, slots=True)
class Liveness:
    """How much of the fleet is alive in one snapshot."""

    edges: int
    points: int
    real_protocols: int


def liveness(snapshot: Snapshot, cast: Cast) -> Liveness:
    """Counts of a snapshot; nothing before the hub has spoken."""
    if snapshot.tables is None or snapshot.kpi is None:
        return Liveness(0, 0, 0)
    good = severity(snapshot.quality) == 0
    real = sum(
        int(good[row])
        for sites in cast.full.values()
        for site in sites
        for row in snapshot.tables.points.rows_of(site)
        if protocol_of(snapshot.tables.points.points[row].source) in REAL
    )
    return Liveness(snapshot.kpi.edges_connected, int(np.count_nonzero(good)), real)


def protocol_of(source: Source) -> Protocol:
    """The protocol that a source is spoken to by."""
    return Protocol(str(source.__struct_config__.tag))


def raised_alarms(snapshot: Snapshot, tables: Tables) -> tuple[AlarmReport, ...]:
    """Alarms that the journal saw raised from normal, oldest first."""
    return tuple(
        AlarmReport(
            tables.alarms.definitions[entry.alarm].id,
            tables.alarms.definitions[entry.alarm].priority.value,
            round((entry.time - entry.source_time) / NS_PER_MS, 1),
        )
        for entry in snapshot.journal
        if entry.alarm >= 0 and (entry.before, entry.after) == NEW_ALARM
    )


def replays_live(cast: Cast, snapshot: Snapshot) -> tuple[str, ...]:
    """Replays whose site has Good values of less than a minute ago."""
    if snapshot.tables is None or snapshot.kpi is None:
        return ()
    points = snapshot.tables.points
    live = []
    for site, name in cast.replays.items():
        rows = points.rows_of(site)
        own = slice(rows.start, rows.stop)
        fresh = snapshot.kpi.server_time - snapshot.source_time[own] < 60e9
        if bool(np.any(fresh & (severity(snapshot.quality[own]) == 0))):
            live.append(name)
    return tuple(sorted(live))


def rejected_inputs(statuses: dict[str, EdgeStatus]) -> int:
    """Samples outside their range that the edges counted."""
    return sum(status.rejected for status in statuses.values())
