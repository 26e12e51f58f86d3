"""What an edge needs to know before it starts."""

from pathlib import Path

from msgspec import Struct, field

from edge.link.sender import HubAddress
from edge.outbox import MOST_BYTES
from twin.site.model import Fleet


class EdgeSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Settings of the box in one kitchen (or of a few sites that share a box).

    directory: outbox.db, status.json and edge.key live here. fleet: what is known of the sites, of
    which `sites` are this edge's own. hub: from its hub.json. keys: key file, made if missing
    (None: edge.key in the directory); the hub must have enrolled it. connections: site to
    connection id to URL, where it differs from the site file (an endpoints.json as it is).
    simulated: points of cameras and inner calculations come from a model, told apart as synthetic.
    scenarios: folder of scenario files; control: "host:port" of the virtual plant, whose
    scenarios the model then plays too.
    outbox_bytes: bound of the outbox. flush_s: least time between two transactions of telemetry.
    outlook: network of the surrogate that the edge forecasts with, None for no outlooks;
    outlook_s: how often while a fire alarm stands.
    """

    directory: Path
    fleet: Fleet
    sites: tuple[str, ...]
    hub: HubAddress
    keys: Path | None = None
    connections: dict[str, dict[str, str]] = field(default_factory=dict)
    simulated: bool = False
    scenarios: Path | None = None
    control: str | None = None
    outbox_bytes: int = MOST_BYTES
    flush_s: float = 0.05
    tick_s: float = 0.2
    status_s: float = 1.0
    outlook: Path | None = None
    outlook_s: float = 3.0

    @property
    def key_file(self) -> Path:
        """This edge's CURVE key pair."""
        return self.keys or self.directory / "edge.key"


class LightSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Settings of many simulated kitchens in one process, each with its own key and link.

    keys: folder with SITE.key of every site, made if missing (None: keys/ in the directory).
    period_s: how often all kitchens are advanced, kept and sent, in one transaction. seed: of the
    kitchens' noise. scenarios: folder of scenario files, None for none. control_port: loopback
    port that takes scenarios, 0 for a free one; the one in use is written to control.json.
    """

    directory: Path
    fleet: Fleet
    sites: tuple[str, ...]
    hub: HubAddress
    keys: Path | None = None
    seed: int = 1
    scenarios: Path | None = None
    control_port: int = 0
    outbox_bytes: int = MOST_BYTES
    period_s: float = 0.2
    status_s: float = 1.0

    @property
    def key_folder(self) -> Path:
        """Where the keys of the kitchens are."""
        return self.keys or self.directory / "keys"


def own_fleet(fleet: Fleet, sites: tuple[str, ...]) -> Fleet:
    """The fleet with only these sites, in its own order. Raises KeyError naming unknown ones."""
    unknown = set(sites) - {site.id for site in fleet.sites}
    if unknown:
        raise KeyError(", ".join(sorted(unknown)))
    own = tuple(site for site in fleet.sites if site.id in sites)
    layouts = {site.layout: fleet.layouts[site.layout] for site in own}
    return Fleet(tenants=fleet.tenants, layouts=layouts, sites=own)
