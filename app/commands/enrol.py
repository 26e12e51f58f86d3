"""`emberwall enrol`: admit an edge at a hub, or take the admission back."""

import argparse
from pathlib import Path

from app.commands.options import state_directory
from edge.link.keys import enrol, load_or_make_keys, revoke


def add(own: argparse.ArgumentParser) -> None:
    """Options of the subcommand."""
    own.add_argument("name", help="name of the edge, usually its site")
    own.add_argument("--hub", type=Path, metavar="DIR", help="data folder of the hub")
    own.add_argument("--key", metavar="KEY|FILE", help="public key, or key file of the edge")
    own.add_argument("--sites", nargs="+", metavar="ID", help="sites it speaks for")
    own.add_argument("--revoke", action="store_true", help="open connections end within 1 s")


def run(options: argparse.Namespace) -> int:
    """Write or remove the enrolment file."""
    folder = (options.hub or state_directory() / "hub") / "edges"
    if options.revoke:
        revoke(folder, options.name)
        print(f"{options.name} is revoked")
        return 0
    given = options.key or str(state_directory() / f"edge-{options.name}" / "edge.key")
    is_file = "/" in given or given.endswith(".key")
    key = load_or_make_keys(Path(given)).public_key if is_file else given
    enrol(folder, options.name, key, options.sites or [options.name])
    print(f"{options.name} is enrolled for {', '.join(options.sites or [options.name])}")
    return 0
