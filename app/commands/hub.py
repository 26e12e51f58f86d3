"""`emberwall hub`."""

import argparse
from functools import partial
from pathlib import Path

from app.commands.options import add_config, state_directory
from app.config import load_settings
from app.hub.service import run_hub
from app.hub.settings import HubSettings
from app.processes import run_until_stopped


def add(own: argparse.ArgumentParser) -> None:
    """Options of the subcommand."""
    add_config(own)
    own.add_argument("--directory", type=Path, metavar="DIR", help="where data is kept")
    own.add_argument("--fleet", type=Path, metavar="FILE", help="site file; default: packaged")
    own.add_argument("--telemetry", default="tcp://127.0.0.1:5570", metavar="URL")
    own.add_argument("--alarms", default="tcp://127.0.0.1:5571", metavar="URL")
    own.add_argument("--feed-host", default="127.0.0.1", metavar="ADDRESS")
    own.add_argument("--feed-port", type=int, default=5572, metavar="PORT")
    own.add_argument(
        "--allow-remote", action="store_true", help="let the feed listen beyond this machine"
    )


def run(options: argparse.Namespace) -> int:
    """Run until stopped."""
    return run_until_stopped(partial(run_hub, settings_of(options)))


def settings_of(options: argparse.Namespace) -> HubSettings:
    """The settings file, or the options."""
    if options.config:
        return load_settings(HubSettings, options.config)
    return HubSettings(
        directory=options.directory or state_directory() / "hub",
        fleet=options.fleet,
        telemetry=options.telemetry,
        alarms=options.alarms,
        feed_host=options.feed_host,
        feed_port=options.feed_port,
        allow_remote=options.allow_remote,
    )
