"""`emberwall commander`."""

import argparse
from pathlib import Path

from app.commands.hub_card import add_hub, feed_and_token
from app.commands.options import add_config, add_look
from app.config import load_settings
from app.processes import check_screen
from app.screens.commander.main import run_commander
from app.screens.commander.settings import CommanderSettings


def add(own: argparse.ArgumentParser) -> None:
    """Options of the subcommand."""
    add_config(own)
    add_hub(own)
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
    needs_hub = options.hub is not None or options.feed or options.result is None
    feed, token = feed_and_token(options) if needs_hub else ("", "")
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
