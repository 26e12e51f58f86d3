"""`emberwall edge`."""

import argparse
import time
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from app.commands.options import add_config, state_directory
from app.config import SettingsError, load_settings
from app.hub import settings as hub_settings
from app.library import load_fleet, load_site, resource
from app.processes import run_until_stopped
from edge.agent import run_edge
from edge.link.sender import HubAddress
from edge.settings import EdgeSettings, own_fleet


def add(own: argparse.ArgumentParser) -> None:
    """Options of the subcommand."""
    add_config(own)
    own.add_argument("--directory", type=Path, metavar="DIR", help="outbox, status, key")
    own.add_argument("--site", metavar="ID|FILE", help="a site of the fleet, or a site file")
    own.add_argument("--hub", type=Path, metavar="FILE", help="the hub's hub.json")
    own.add_argument(
        "--wait", type=float, default=0.0, metavar="S", help="for the settings file to appear"
    )
    own.add_argument(
        "--endpoints", type=Path, metavar="FILE", help="endpoints.json of a virtual plant"
    )
    own.add_argument(
        "--connect",
        action="append",
        default=[],
        metavar="ID=URL",
        help="address of a connection, where it differs from the site file",
    )


def run(options: argparse.Namespace) -> int:
    """Run until stopped."""
    return run_until_stopped(partial(run_edge, with_model(settings_of(options))))


def with_model(settings: EdgeSettings) -> EdgeSettings:
    """With the packaged surrogate where the settings name none."""
    if settings.outlook is not None:
        return settings
    return replace(settings, outlook=resource("models", "kitchen.onnx"))


def settings_of(options: argparse.Namespace) -> EdgeSettings:
    """The settings file, or the options. Raises SettingsError."""
    if options.config:
        deadline = time.monotonic() + options.wait
        while not options.config.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        return load_settings(EdgeSettings, options.config)
    if not options.site or not options.hub:
        raise SettingsError(
            "--site and --hub are needed",
            where="options",
            remedy="Name a site of the fleet or a site file, and the hub.json of your hub",
        )
    path = Path(options.site)
    fleet = load_site(path) if path.exists() else load_fleet()
    sites = (fleet.sites[0].id,) if path.exists() else (options.site,)
    hub = load_settings(hub_settings.HubAddress, options.hub)
    try:
        connections = _endpoints(options.endpoints).get(sites[0], {})
        connections |= dict(one.split("=", 1) for one in options.connect)
        fleet = own_fleet(fleet, sites)
    except (ValueError, KeyError) as error:
        raise SettingsError(
            f"{error} cannot be used", where="options", remedy="Use ID=URL and a known site"
        ) from error
    return EdgeSettings(
        directory=options.directory or state_directory() / f"edge-{sites[0]}",
        fleet=fleet,
        sites=sites,
        hub=HubAddress(hub.telemetry, hub.alarms, hub.public_key),
        connections={sites[0]: connections},
    )


def _endpoints(path: Path | None) -> dict[str, dict[str, str]]:
    return {} if path is None else load_settings(dict[str, dict[str, str]], path)
