"""`emberwall wall`."""

import argparse
from pathlib import Path

from app.commands.options import add_config, add_look, state_directory
from app.config import load_settings
from app.hub.settings import HubAddress
from app.processes import check_screen
from app.screens.wall.main import run_wall
from app.screens.wall.settings import WallSettings


def add(own: argparse.ArgumentParser) -> None:
    """Options of the subcommand."""
    add_config(own)
    own.add_argument("--hub", type=Path, metavar="FILE", help="hub.json of a hub on this machine")
    own.add_argument("--feed", metavar="URL", help="ws://host:port of a remote hub")
    own.add_argument("--token-file", type=Path, metavar="FILE", help="file with the feed's token")
    own.add_argument("--operator", default="desk", help="whose name stands in the journal")
    own.add_argument("--full-screen", action="store_true")
    add_look(own)


def run(options: argparse.Namespace) -> int:
    """Open the wall until it is closed."""
    settings = settings_of(options)
    check_screen()
    return run_wall(settings)


def settings_of(options: argparse.Namespace) -> WallSettings:
    """The settings file, or the options; without any, the local hub of this account."""
    if options.config:
        return load_settings(WallSettings, options.config)
    feed, token = options.feed, ""
    if feed is None:
        card = options.hub or state_directory() / "hub" / "hub.json"
        hub = load_settings(HubAddress, card)
        feed, token = hub.feed, hub.token
    if options.token_file is not None:
        token = options.token_file.read_text("utf-8").strip()
    return WallSettings(
        feed=feed,
        token=token,
        operator=options.operator,
        language=options.language,
        theme=options.theme,
        full_screen=options.full_screen,
    )
