"""`emberwall light`."""

import argparse
from functools import partial
from pathlib import Path

from app.config import load_settings
from app.processes import run_until_stopped
from edge.light import run_light
from edge.settings import LightSettings


def add(own: argparse.ArgumentParser) -> None:
    """Options of the subcommand."""
    own.add_argument("--config", type=Path, required=True, metavar="FILE")


def run(options: argparse.Namespace) -> int:
    """Run until stopped."""
    settings = load_settings(LightSettings, options.config)
    return run_until_stopped(partial(run_light, settings))
