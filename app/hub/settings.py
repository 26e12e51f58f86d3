"""What a hub needs to know before it starts."""

from pathlib import Path

from msgspec import Struct, field

from app.feed.contract import ScenarioInfo

LOOPBACK = "tcp://127.0.0.1:*"


class HubSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Settings of one hub.

    directory: hub.db, history/ and hub.json live here. fleet: site file, None for the packaged
    one. keys: the hub's CURVE key file, made if missing (None: hub.key in the directory);
    enrolments: folder of the admitted edges (None: edges/ in the directory). telemetry, alarms:
    what the link binds. feed_host other than loopback needs allow_remote; feed_token: what a
    screen must show (None: drawn and written to hub.json). controls: "host:port" of the process
    that plays scenarios, by site, "*" for all others; used in a demo only. synthetic: the values
    come from simulated plants, and every screen says so.
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
