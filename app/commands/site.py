"""`emberwall site`: check a site file before it is used."""

import argparse
from pathlib import Path

from app.library import load_fleet, load_site
from twin.alarm.table import alarm_table
from twin.site.table import point_table


def add(own: argparse.ArgumentParser) -> None:
    """Options of the subcommand."""
    own.add_argument("file", type=Path)
    own.add_argument("--fleet", action="store_true", help="the file is a fleet file")


def run(options: argparse.Namespace) -> int:
    """Print what the file holds; errors name the line and the field."""
    fleet = load_fleet(options.file) if options.fleet else load_site(options.file)
    points = point_table(fleet)
    alarms = alarm_table(points)
    print(f"{options.file}: {len(fleet.sites)} sites, {len(points)} points, {len(alarms)} alarms")
    return 0
