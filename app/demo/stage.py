"""Hub, plant and edges of a demo as processes, in a directory of their own.

Ports, keys and the feed's token are chosen before anything starts, so that the processes start side
by side and a killed one comes back where the others look for it.
"""

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from app.config import save_settings
from app.demo.children import Children, children, wait_for_file
from app.demo.ports import free_ports
from app.feed.contract import ScenarioInfo
from app.hub.settings import HubSettings
from app.library import resource
from edge.link.keys import enrol, load_or_make_keys
from edge.link.sender import HubAddress
from edge.settings import EdgeSettings, LightSettings, own_fleet
from edge.status import EdgeStatus, read_status
from sim.plant.library import load_scenarios
from sim.plant.settings import Model, PlantSettings, PlantSite
from twin.site.model import Fleet

READY_S = 120.0  # on a busy machine; a process that ends is noticed at once
SETTINGS = "settings.json"
STOP_ORDER = ("plant", "light", "wall")


@dataclass(frozen=True)
class Cast:
    """Who plays: sites of every full edge by the edge's name, sites of the light edges, and which
    sites replay real data (`skab` or `nist`, by site) when a data folder is given."""

    full: Mapping[str, tuple[str, ...]]
    light: tuple[str, ...] = ()
    replays: Mapping[str, Model] = field(default_factory=dict)


FULL = {"BJ-001": ("BJ-001",), "SH-014": ("SH-014",), "YC-002": ("YC-002", "PS-001")}


def demo_cast(fleet: Fleet, *, with_data: bool) -> Cast:
    """The cast of the demo: three full edges, all other kitchens light."""
    taken = {site for sites in FULL.values() for site in sites}
    light = tuple(site.id for site in fleet.sites if site.id not in taken)
    replays = {"PS-001": Model.SKAB, "YC-002": Model.NIST} if with_data else {}
    return Cast(FULL, light, replays)


class Stage:
    """The processes of one demo. Use `stage(...)`, which also takes them away."""

    def __init__(self, directory: Path, fleet: Fleet, cast: Cast, own: Children) -> None:
        self.directory, self.fleet, self.cast, self.children = directory, fleet, cast, own
        telemetry, alarms, self.feed_port, self.plant_control, self.light_control = free_ports(5)
        self.token = secrets.token_urlsafe(24)
        hub_keys = load_or_make_keys(self.hub_directory / "hub.key")
        self.hub = HubAddress(
            telemetry=f"tcp://127.0.0.1:{telemetry}",
            alarms=f"tcp://127.0.0.1:{alarms}",
            public_key=hub_keys.public_key,
        )

    @property
    def hub_directory(self) -> Path:
        """The hub's data."""
        return self.directory / "hub"

    @property
    def feed_url(self) -> str:
        """Where screens connect."""
        return f"ws://127.0.0.1:{self.feed_port}"

    def start_hub(self) -> None:
        """Start the hub; it listens on ports that are already known."""
        controls = dict.fromkeys(
            (site for sites in self.cast.full.values() for site in sites),
            f"127.0.0.1:{self.plant_control}",
        )
        settings = HubSettings(
            directory=self.hub_directory,
            fleet=self._fleet_file(),
            telemetry=self.hub.telemetry,
            alarms=self.hub.alarms,
            feed_port=self.feed_port,
            feed_token=self.token,
            demo=True,
            synthetic=True,
            controls={**controls, "*": f"127.0.0.1:{self.light_control}"},
            scenarios=scenario_infos(),
        )
        self._start("hub", settings)

    def start_plant(self, data: Path | None) -> None:
        """Start the virtual plant with the sites of the full edges."""
        sites = tuple(
            PlantSite(site, model=self.cast.replays.get(site, Model.VIRTUAL))
            for sites in self.cast.full.values()
            for site in sites
        )
        settings = PlantSettings(
            directory=self.directory / "plant",
            sites=sites,
            data=data,
            control_port=self.plant_control,
        )
        self._start("plant", settings)

    def start_light(self) -> None:
        """Start the process that carries all light edges."""
        if not self.cast.light:
            return
        directory = self.directory / "light"
        for site in self.cast.light:
            keys = load_or_make_keys(directory / "keys" / f"{site}.key")
            enrol(self.hub_directory / "edges", site, keys.public_key, [site])
        settings = LightSettings(
            directory=directory,
            fleet=own_fleet(self.fleet, self.cast.light),
            sites=self.cast.light,
            hub=self.hub,
            control_port=self.light_control,
            scenarios=resource("scenarios"),
        )
        self._start("light", settings)

    def start_edges(self) -> None:
        """Start the full edges; they wait for the settings that `introduce_edges` writes."""
        for name, sites in self.cast.full.items():
            keys = load_or_make_keys(self.directory / f"edge-{name}" / "edge.key")
            enrol(self.hub_directory / "edges", name, keys.public_key, sites)
            self._launch("edge", f"edge-{name}", "--wait", f"{READY_S:.0f}")

    def introduce_edges(self) -> None:
        """Tell the full edges where the plant's devices are, once the plant has told it."""
        told = wait_for_file(
            self.directory / "plant" / "endpoints.json", self.children, limit_s=READY_S
        )
        endpoints: dict[str, dict[str, str]] = json.loads(told)
        for name, sites in self.cast.full.items():
            directory = self.directory / f"edge-{name}"
            settings = EdgeSettings(
                directory=directory,
                fleet=own_fleet(self.fleet, sites),
                sites=sites,
                hub=self.hub,
                connections={site: endpoints[site] for site in sites},
                simulated=True,
                control=f"127.0.0.1:{self.plant_control}",
                scenarios=resource("scenarios"),
            )
            save_settings(settings, directory / SETTINGS)

    def _fleet_file(self) -> Path:
        path = self.directory / "fleet.json"
        path.write_bytes(msgspec.json.encode(self.fleet))
        return path

    def edge_statuses(self) -> dict[str, EdgeStatus]:
        """What every edge process said last, by process name; those that said nothing yet lack."""
        found = {}
        for name in [*(f"edge-{name}" for name in self.cast.full), "light"]:
            try:
                found[name] = read_status(self.directory / name / "status.json")
            except (OSError, msgspec.DecodeError):
                continue
        return found

    def _start(self, kind: str, settings: object) -> None:
        directory = self.directory / kind
        directory.mkdir(parents=True, exist_ok=True)
        save_settings(settings, directory / SETTINGS)
        self._launch(kind, kind)

    def _launch(self, kind: str, name: str, *more: str) -> None:
        path = self.directory / name / SETTINGS
        self.children.start(name, [kind, "--config", str(path), *more])


def scenario_infos() -> tuple[ScenarioInfo, ...]:
    """What the packaged scenarios are, for the picker."""
    return tuple(
        ScenarioInfo(one.id, one.name.zh, one.name.en, one.truth.value)
        for one in load_scenarios(resource("scenarios")).values()
    )


@contextmanager
def stage(directory: Path, fleet: Fleet, cast: Cast) -> Iterator[Stage]:
    """An empty stage; all its processes are gone at the end."""
    directory.mkdir(parents=True, exist_ok=True)
    with children(directory / "logs", STOP_ORDER) as own:
        yield Stage(directory, fleet, cast, own)
