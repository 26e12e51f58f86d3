"""The newest state of the hub as one frozen value, swapped whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from app.feed.contract import (
    AlarmRow,
    ForecastState,
    JournalEntry,
    Kpi,
    LinkRow,
    ScenarioInfo,
)
from sim.forecast.model import Forecast
from twin.alarm.table import AlarmTable
from twin.incident.model import Incident
from twin.site.table import PointTable

Float64Array = npt.NDArray[np.float64]
UInt32Array = npt.NDArray[np.uint32]
Int64Array = npt.NDArray[np.int64]


class ConnectionState(StrEnum):
    """Where the conversation with the hub stands."""

    CONNECTING = "connecting"
    LIVE = "live"
    LOST = "lost"
    REFUSED = "refused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Connection:
    """State since when (local clock, ns UTC), and why it is not live."""

    state: ConnectionState
    since: int = 0
    what: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Tables:
    """What a Welcome fixes. `synthetic`: the values come from simulated plants."""

    points: PointTable
    alarms: AlarmTable
    scenarios: tuple[ScenarioInfo, ...] = ()
    synthetic: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Everything a screen may show. Nobody changes what hangs on it.

    value (n,), quality (n,), source_time (n,) ns UTC over the point table; value_version (n,)
    and alarm_version (m,): `version` of the snapshot in which the row last changed, so that a
    reader finds what is new to him with one comparison. alarms: every alarm that is not plain
    normal, by row. journal: oldest first, without gaps. forecasts: newest base forecast by site;
    what_ifs: the last few of the same incident by site, newest last; forecast_states: by site, a
    missing one is idle. `heard`: local time of the last message.
    """

    version: int
    connection: Connection
    tables: Tables | None
    value: Float64Array
    quality: UInt32Array
    source_time: Int64Array
    value_version: Int64Array
    alarm_version: Int64Array
    alarms: Mapping[int, AlarmRow] = field(default_factory=dict)
    incidents: Mapping[str, Incident] = field(default_factory=dict)
    journal: tuple[JournalEntry, ...] = ()
    links: Mapping[str, LinkRow] = field(default_factory=dict)
    kpi: Kpi | None = None
    forecasts: Mapping[str, Forecast] = field(default_factory=dict)
    what_ifs: Mapping[str, tuple[Forecast, ...]] = field(default_factory=dict)
    forecast_states: Mapping[str, ForecastState] = field(default_factory=dict)
    heard: int = 0
    full_values: int = 0

    @property
    def is_live(self) -> bool:
        """True while the hub talks to us and we know its fleet."""
        return self.connection.state is ConnectionState.LIVE and self.tables is not None


def empty_snapshot(connection: Connection) -> Snapshot:
    """What a screen shows before the first Welcome."""
    none = np.zeros(0, dtype=np.int64)
    return Snapshot(
        version=0,
        connection=connection,
        tables=None,
        value=np.zeros(0, dtype=np.float64),
        quality=np.zeros(0, dtype=np.uint32),
        source_time=none,
        value_version=none,
        alarm_version=none,
    )
