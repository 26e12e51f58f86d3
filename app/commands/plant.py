"""`emberwall plant`."""

import argparse
import asyncio
import shutil
import tempfile
from pathlib import Path

from app.commands.options import add_config, state_directory
from app.config import load_settings
from app.library import load_fleet, load_site, resource
from app.processes import run_until_stopped
from sim.plant.scenario import load_scenario
from sim.plant.serve import run_plant
from sim.plant.settings import Model, PlantSettings, PlantSite
from twin.site.model import Fleet


def add(own: argparse.ArgumentParser) -> None:
    """Options of the subcommand."""
    add_config(own)
    own.add_argument("--directory", type=Path, metavar="DIR", help="where endpoints.json goes")
    own.add_argument("--site", action="append", metavar="ID|FILE", help="a site, or a site file")
    own.add_argument("--scenario", metavar="ID|FILE", help="played from the start")
    own.add_argument(
        "--model", default="virtual", choices=[m.value for m in Model], help="or a recorded set"
    )
    own.add_argument("--data", type=Path, metavar="DIR", help="folder of recorded data sets")
    own.add_argument("--control-port", type=int, default=0, metavar="PORT")
    own.add_argument("--broker", metavar="URL", help="mqtt://host:port of a running broker")


def run(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    with tempfile.TemporaryDirectory(prefix="emberwall-scenarios-") as folder:
        settings, fleet, scenarios = settings_of(options, Path(folder))
        replays = resource("replays")

        async def work(stop: asyncio.Event) -> None:
            await run_plant(settings, stop, fleet=fleet, scenarios=scenarios, replays=replays)

        return run_until_stopped(work)


def settings_of(
    options: argparse.Namespace, own_scenarios: Path
) -> tuple[PlantSettings, Fleet, Path]:
    """Settings, fleet and scenario folder. A scenario file of one's own joins the packaged ones."""
    packaged = resource("scenarios")
    if options.config:
        return load_settings(PlantSettings, options.config), load_fleet(), packaged
    named = options.site or ["BJ-001"]
    is_file = Path(named[0]).is_file()
    fleet = load_site(Path(named[0])) if is_file else load_fleet()
    sites = [site.id for site in fleet.sites] if is_file else named
    scenario = options.scenario
    if scenario is not None and Path(scenario).is_file():
        for path in packaged.glob("*.yaml"):
            shutil.copy(path, own_scenarios)
        shutil.copy(scenario, own_scenarios / f"own-{Path(scenario).name}")
        packaged, scenario = own_scenarios, load_scenario(Path(scenario)).id
    settings = PlantSettings(
        sites=tuple(
            PlantSite(site, model=Model(options.model), scenario=scenario if k == 0 else None)
            for k, site in enumerate(sites)
        ),
        directory=options.directory or state_directory() / "plant",
        data=options.data,
        control_port=options.control_port,
        broker=options.broker,
    )
    return settings, fleet, packaged
