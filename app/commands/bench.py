"""`emberwall bench NAME`."""

import argparse
from collections.abc import Callable

import msgspec

from app.bench.spine import bench_spine

BENCHES: dict[str, Callable[[argparse.Namespace], object]] = {"spine": bench_spine}


def add(own: argparse.ArgumentParser) -> None:
    """Options of the subcommand."""
    own.add_argument("name", choices=sorted(BENCHES))
    own.add_argument("--json", action="store_true", help="one JSON object on standard output")
    own.add_argument("--seconds", type=float, default=40.0, help="of watching the wall")
    own.add_argument("--frames", type=int, default=900, help="seconds of data for the ingest")


def run(options: argparse.Namespace) -> int:
    """Measure and print."""
    encoded = msgspec.json.encode(BENCHES[options.name](options))
    print((encoded if options.json else msgspec.json.format(encoded)).decode())
    return 0
