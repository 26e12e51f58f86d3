"""`emberwall bench NAME`. A bench is imported only when it is asked for."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path

import msgspec

Bench = Callable[[argparse.Namespace], object]


def _spine(options: argparse.Namespace) -> object:
    from app.bench.spine import bench_spine

    return bench_spine(options)


def _fire(options: argparse.Namespace) -> object:
    from app.bench.fire import bench_fire

    return bench_fire(random_cases=options.cases)


def _assimilate(options: argparse.Namespace) -> object:
    from app.bench.assimilate import bench_assimilate

    return bench_assimilate(options)


def _foam(options: argparse.Namespace) -> object:
    from app.bench.foam import bench_foam

    return bench_foam(options.data)


def _advice(options: argparse.Namespace) -> object:
    from app.bench.advice import bench_advice

    return bench_advice()


def _surrogate(options: argparse.Namespace) -> object:
    from app.bench.surrogate import bench_surrogate

    return bench_surrogate()


BENCHES: dict[str, tuple[Bench, str]] = {
    "spine": (_spine, "event to pixel, durable ingest, storage, start-up"),
    "fire": (_fire, "zone and field model: cost, ensembles, random kitchens, closure"),
    "assimilate": (_assimilate, "forecasts of measured fires played back as sensors"),
    "foam": (_foam, "one Steckler room through OpenFOAM"),
    "advice": (_advice, "advice against the written key"),
    "surrogate": (_surrogate, "the learned model against the zone model"),
}


def add(own: argparse.ArgumentParser) -> None:
    """Options of the subcommand."""
    listed = "; ".join(f"{name}: {text}" for name, (_, text) in BENCHES.items())
    own.add_argument("name", choices=sorted(BENCHES), help=listed)
    own.add_argument("--json", action="store_true", help="one JSON object on standard output")
    own.add_argument("--seconds", type=float, default=40.0, help="spine: of watching the wall")
    own.add_argument("--frames", type=int, default=900, help="spine: seconds of data to ingest")
    own.add_argument("--cases", type=int, default=10_000, help="fire: random kitchens")
    own.add_argument("--fires", type=int, help="assimilate: how many measured fires, 0 for all")
    own.add_argument("--members", type=int, help="assimilate: members of the ensemble")
    named = os.environ.get("EMBERWALL_VALIDATION")
    own.add_argument(
        "--data", type=Path, default=Path(named) if named else None,
        help="assimilate, foam: measured fires, default the folder in EMBERWALL_VALIDATION",
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Measure and print."""
    bench, _ = BENCHES[options.name]
    encoded = msgspec.json.encode(bench(options))
    print((encoded if options.json else msgspec.json.format(encoded)).decode())
    return 0
