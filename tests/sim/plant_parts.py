"""What several plant tests need: the packaged layouts, and a plant that runs beside the test."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from app.library import layouts, resource
from sim.plant.library import load_scenarios
from sim.plant.scenario import Scenario
from sim.plant.serve import run_plant
from sim.plant.settings import PlantSettings, PlantSite
from twin.site.model import Fleet, Layout, Name, Site

S = 1_000_000_000
NOON = 1_767_240_000 * S  # 2026-01-01 12:00 in China
NAMELESS = Name("", "")


def layout(name: str) -> Layout:
    """A packaged layout."""
    return layouts()[name]


def scenarios() -> dict[str, Scenario]:
    """The packaged scenarios."""
    return load_scenarios(resource("scenarios"))


def fleet_of(**sites: str) -> Fleet:
    """A fleet of sites by id and layout; `_` in an id stands for `-`."""
    made = tuple(
        Site(id=name.replace("_", "-"), name=NAMELESS, layout=kind, city=NAMELESS, lon=0, lat=0)
        for name, kind in sites.items()
    )
    return Fleet(tenants=(), layouts={kind: layout(kind) for kind in sites.values()}, sites=made)


class Plant:
    """A running plant: where its sites and its control line are."""

    def __init__(self, directory: Path) -> None:
        self.endpoints: dict[str, dict[str, str]] = json.loads(
            (directory / "endpoints.json").read_text()
        )
        host, _, port = json.loads((directory / "control.json").read_text())["address"].rpartition(
            ":"
        )
        self.control = (host, int(port))

    def port(self, site: str, connection: str) -> int:
        """The port of one connection."""
        return int(self.endpoints[site][connection].split("/")[2].rpartition(":")[2])


@asynccontextmanager
async def plant(fleet: Fleet, directory: Path, **settings: object) -> AsyncIterator[Plant]:
    """A plant with all sites of the fleet, gone at the end."""
    stop = asyncio.Event()
    sites = settings.pop("sites", tuple(PlantSite(site.id) for site in fleet.sites))
    own = PlantSettings(sites=sites, directory=directory, **settings)  # type: ignore[arg-type]
    task = asyncio.create_task(
        run_plant(
            own, stop, fleet=fleet, scenarios=resource("scenarios"), replays=resource("replays")
        )
    )
    try:
        async with asyncio.timeout(30):
            while not (directory / "endpoints.json").exists() and not task.done():
                await asyncio.wait([task], timeout=0.02)
        if task.done():
            task.result()
        yield Plant(directory)
    finally:
        stop.set()
        async with asyncio.timeout(20):
            await task
