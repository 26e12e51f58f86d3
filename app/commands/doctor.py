"""`emberwall doctor`."""

import argparse
from pathlib import Path

from app.doctor import examine, report


def add(own: argparse.ArgumentParser) -> None:
    """Options of the subcommand."""
    own.add_argument("--hub", type=Path, metavar="DIR", help="also look at the hub of this folder")
    own.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Examine and report."""
    return report(examine(options.hub), as_json=options.json)
