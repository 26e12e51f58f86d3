"""`emberwall sim`: run a fire case, set our models beside fires that others measured, or teach the
surrogate anew."""

import argparse
import sys
from pathlib import Path

import msgspec

from app.simulation.run import MODELS, run_case
from app.simulation.validate import Request, validate, write_verdicts
from app.simulation.wishes import Wishes
from sim.fire.case_file import read_case
from sim.validate.markdown import markdown


def add(own: argparse.ArgumentParser) -> None:
    """Options of the subcommand."""
    actions = own.add_subparsers(dest="action", required=True, metavar="ACTION")
    _add_run(actions.add_parser("run", help="one case through one model"))
    _add_validate(actions.add_parser("validate", help="errors on fires that others measured"))
    _add_surrogate(actions.add_parser("surrogate", help="teach the learned model anew"))


def _add_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("case", type=Path, metavar="CASE.yaml", help="see resources/cases")
    parser.add_argument("--model", choices=sorted(MODELS), default="zone")
    parser.add_argument("--out", type=Path, required=True, help="folder for the results")
    parser.add_argument("--every", type=_positive, default=1.0, help="s between rows, default 1")
    parser.add_argument("--cell", type=_positive, default=0.2, help="m, of a field, default 0.2")
    parser.add_argument(
        "--wall-limit", type=_positive, default=3600.0, metavar="SECONDS", help="default 3600"
    )
    parser.add_argument("--processes", type=int, default=1, help="or threads, of a field")
    parser.add_argument(
        "--network", type=Path, metavar="FILE.onnx", help="surrogate, default the packaged one"
    )
    parser.add_argument("--json", action="store_true", help="the summary on standard output")


def _add_surrogate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, help="folder for network and card")
    parser.add_argument("--cases", type=_count, help="kitchens to teach with, default 5000")
    parser.add_argument(
        "--seconds", type=_positive, help="CPU seconds of teaching at most, default 420"
    )
    parser.add_argument("--seed", type=int, help="of kitchens and networks, default 2026")
    parser.add_argument(
        "--keep", type=Path, metavar="FILE.onnx",
        help="teach nothing: set the band and card of this network by the zone model as it is now",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="the card's figures on standard output")


def _add_validate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, required=True, help="folder of measured fires")
    parser.add_argument("--model", choices=["zone", "field", "both"], default="zone")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.add_argument("--out", type=Path, help="folder for tables and plots")
    parser.add_argument("--only", default="", help="fires whose DATASET/CASE contains this")
    parser.add_argument("--workers", type=int, default=2, help="processes, default 2")
    parser.add_argument(
        "--field-budget",
        type=_positive,
        default=1800.0,
        metavar="SECONDS",
        help="wall seconds after which no more fires go to the field model, default 1800",
    )


def run(options: argparse.Namespace) -> int:
    """Do what was asked; 1 when a fire could not be run or its result cannot be believed."""
    return {"run": _run, "validate": _validate, "surrogate": _surrogate}[options.action](options)


def _run(options: argparse.Namespace) -> int:
    wishes = Wishes(
        every=options.every,
        report=_tell,
        cell=options.cell,
        wall_limit=options.wall_limit,
        processes=max(1, options.processes),
        network=options.network,
    )
    summary = run_case(read_case(options.case), options.model, options.out, wishes)
    encoded = msgspec.json.format(msgspec.json.encode(summary)).decode()
    (options.out / "summary.json").write_text(encoded, encoding="utf-8")
    print(encoded if options.json else f"{options.model}: results in {options.out}")
    return 1 if summary.get("problems") else 0


def _validate(options: argparse.Namespace) -> int:
    request = Request(
        data=options.data,
        models=("zone", "field") if options.model == "both" else (options.model,),
        only=options.only,
        workers=max(1, options.workers),
        field_budget=options.field_budget,
    )
    verdicts = validate(request, _tell)
    encoded = write_verdicts(verdicts, options.out)
    print(encoded if options.json else markdown(verdicts.values()))
    return 1 if any(one.failed for one in verdicts.values()) else 0


def _surrogate(options: argparse.Namespace) -> int:
    from app.simulation.teach import Wish, teach

    wish = Wish(cases=options.cases, seconds=options.seconds, seed=options.seed, keep=options.keep)
    figures = teach(options.out, wish, _tell)
    encoded = msgspec.json.format(msgspec.json.encode(figures)).decode()
    print(encoded if options.json else f"network and card in {options.out}")
    return 0


def _tell(text: str) -> None:
    print(text, file=sys.stderr)


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not above 0")
    return value


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not above 0")
    return value
