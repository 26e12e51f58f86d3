"""`emberwall wall`."""

import argparse

from app.commands.hub_card import add_hub, feed_and_token
from app.commands.options import add_config, add_look
from app.config import load_settings
from app.processes import check_screen
from app.screens.wall.main import run_wall
from app.screens.wall.settings import WallSettings


def add(own: argparse.ArgumentParser) -> None:
    """Options of the subcommand."""
    add_config(own)
    add_hub(own)
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
    feed, token = feed_and_token(options)
    return WallSettings(
        feed=feed,
        token=token,
        operator=options.operator,
        language=options.language,
        theme=options.theme,
        full_screen=options.full_screen,
    )
