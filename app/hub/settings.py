"""What a hub needs to know before it starts."""

from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct, field

from app.feed.contract import ScenarioInfo

LOOPBACK = "tcp://127.0.0.1:*"


class ForecastSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a hub forecasts fires.

    workers: processes; threads: of each, 0 for one per processor, for mostly one fire burns at a
    time and its worker then has them all; members: of an ensemble; horizon_s: how far ahead;
    refresh_s: from the start of one forecast of a site to the start of the next; history_s:
    samples that a forecast may look back on, and how far back a what-if may begin;
    start_limit_s, job_limit_s: a worker that takes longer to load, or to answer (three times as
    long where a fire is followed from its alarm on), is killed and started again; runs: folder of
    finished OpenFOAM runs, one folder by the id of each site, by which layers are corrected.
    """

    enabled: bool = True
    workers: Annotated[int, Meta(ge=1, le=64)] = 2
    threads: Annotated[int, Meta(ge=0, le=256)] = 0
    members: Annotated[int, Meta(ge=16, le=10_000)] = 256
    horizon_s: Annotated[float, Meta(ge=60, le=3600)] = 600.0
    refresh_s: Annotated[float, Meta(gt=0, le=60)] = 4.0
    history_s: Annotated[float, Meta(ge=60, le=7200)] = 900.0
    start_limit_s: Annotated[float, Meta(gt=0)] = 240.0
    job_limit_s: Annotated[float, Meta(gt=0)] = 20.0
    seed: int = 20_251
    runs: Path | None = None


class HubSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Settings of one hub.

    directory: hub.db, history/ and hub.json live here. fleet: site file, None for the packaged
    one. keys: the hub's CURVE key file, made if missing (None: hub.key in the directory);
    enrolments: folder of the admitted edges (None: edges/ in the directory). telemetry, alarms:
    what the link binds. feed_host other than loopback needs allow_remote; feed_token: what a
    screen must show (None: drawn and written to hub.json). controls: "host:port" of the process
    that plays scenarios, by site, "*" for all others; used in a demo only. synthetic: the values
    come from simulated plants, and every screen says so. forecast: of running fires.
    """

    directory: Path
    fleet: Path | None = None
    keys: Path | None = None
    enrolments: Path | None = None
    telemetry: str = LOOPBACK
    alarms: str = LOOPBACK
    feed_host: str = "127.0.0.1"
    feed_port: int = 0
    feed_token: str | None = None
    allow_remote: bool = False
    demo: bool = False
    synthetic: bool = False
    controls: dict[str, str] = field(default_factory=dict)
    scenarios: tuple[ScenarioInfo, ...] = ()
    retention_days: int = 90
    tick_s: float = 0.2
    checkpoint_s: float = 60.0
    flush_s: float = 600.0
    flush_samples: int = 4_000_000
    forecast: ForecastSettings = field(default_factory=ForecastSettings)

    @property
    def database(self) -> Path:
        """The hub's database."""
        return self.directory / "hub.db"

    @property
    def history(self) -> Path:
        """Folder of the day files."""
        return self.directory / "history"

    @property
    def key_file(self) -> Path:
        """The hub's CURVE key pair."""
        return self.keys or self.directory / "hub.key"

    @property
    def enrolment_folder(self) -> Path:
        """One file per admitted edge."""
        return self.enrolments or self.directory / "edges"

    @property
    def ready_file(self) -> Path:
        """Where a running hub tells its addresses."""
        return self.directory / "hub.json"


class HubAddress(Struct, frozen=True):
    """What `hub.json` holds: where the hub listens and the key that edges must expect."""

    telemetry: str
    alarms: str
    feed: str
    public_key: str
    token: str
