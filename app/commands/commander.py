"""`emberwall commander`."""

import argparse
from pathlib import Path

from app.commands.options import add_config, add_look, state_directory
from app.config import load_settings
from app.hub.settings import HubAddress
from app.processes import check_screen
from app.screens.commander.main import run_commander
from app.screens.commander.settings import CommanderSettings


def add(own: argparse.ArgumentParser) -> None:
    """Options of the subcommand."""
    add_config(own)
    own.add_argument("--hub", type=Path, metavar="FILE", help="hub.json of a hub on this machine")
    own.add_argument("--feed", metavar="URL", help="ws://host:port of a remote hub")
    own.add_argument("--token-file", type=Path, metavar="FILE", help="file with the feed's token")
    own.add_argument("--operator", default="commander", help="whose name stands in the journal")
    own.add_argument("--site", default="", metavar="ID", help="which site to open first")
    own.add_argument(
        "--result", type=Path, metavar="DIR", help="show a result of `emberwall sim run`; no hub"
    )
    own.add_argument("--screenshot", type=Path, metavar="DIR", help="write PNGs, then end")
    own.add_argument("--full-screen", action="store_true")
    add_look(own)


def run(options: argparse.Namespace) -> int:
    """Open the commander's screen until it is closed."""
    settings = settings_of(options)
    check_screen()
    return run_commander(settings)


def settings_of(options: argparse.Namespace) -> CommanderSettings:
    """The settings file, or the options; without any, the local hub of this account. A result
    needs no hub."""
    if options.config:
        return load_settings(CommanderSettings, options.config)
    feed, token = options.feed or "", ""
    if not feed and (options.hub is not None or options.result is None):
        card = options.hub or state_directory() / "hub" / "hub.json"
        hub = load_settings(HubAddress, card)
        feed, token = hub.feed, hub.token
    if options.token_file is not None:
        token = options.token_file.read_text("utf-8").strip()
    return CommanderSettings(
        feed=feed,
        token=token,
        operator=options.operator,
        language=options.language,
        theme=options.theme,
        full_screen=options.full_screen,
        site=options.site,
        result=options.result,
        screenshots=options.screenshot,
    )
