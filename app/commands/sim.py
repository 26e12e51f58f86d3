"""`emberwall sim`: draw a site's fire as a case, run a case, set our models beside fires that
others measured, or teach the surrogate anew."""

import argparse
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from types import FrameType

import msgspec

from app.commands.plot_fonts import letters_for
from app.commands.sim_folder import SUMMARY, drop_stale, earlier, written
from app.simulation.draw import Fire, draw, write_case
from app.simulation.run import MODELS, run_case
from app.simulation.validate import Request, validate, write_verdicts
from app.simulation.wishes import Wishes
from sim.errors import SimError
from sim.fire.case import Case
from sim.fire.case_file import read_case
from sim.fire.growth import COEFFICIENT
from sim.validate.markdown import markdown

LONG = ("field", "foam")  # models whose runs can be ended early
OWN = {
    "every": ("zone", "field", "foam"), "cell": LONG, "wall_limit": LONG, "processes": LONG,
    "network": ("surrogate",), "library": ("foam",),
}  # fmt: skip
"""Options that some models understand."""
USUAL = {"every": 1.0, "cell": 0.2, "wall_limit": 3600.0, "processes": 1}
MOST_ROWS = 1_000_000


def add(own: argparse.ArgumentParser) -> None:
    """Options of the subcommand."""
    actions = own.add_subparsers(dest="action", required=True, metavar="ACTION")
    _add_draw(actions.add_parser("draw", help="a fire at a site, as a case"))
    _add_run(actions.add_parser("run", help="one case through one model"))
    _add_validate(actions.add_parser("validate", help="errors on fires that others measured"))
    _add_surrogate(actions.add_parser("surrogate", help="teach the learned model anew"))


def _add_draw(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("site", metavar="SITE", help="of the fleet, such as BJ-001")
    parser.add_argument(
        "--fleet", type=Path, metavar="FILE", help="file of sites, default the packaged fleet"
    )
    parser.add_argument("--seat", required=True, metavar="ASSET", help="what burns, such as FRY-01")
    parser.add_argument("--peak", type=_positive, required=True, metavar="KW", help="heat release")
    parser.add_argument(
        "--growth", choices=list(COEFFICIENT), default="medium", help="to the peak, default medium"
    )
    parser.add_argument(
        "--duration", type=_positive, default=600.0, metavar="SECONDS", help="default 600"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="CASE.yaml", help="the file")


def _add_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("case", type=Path, metavar="CASE.yaml", help="see resources/cases")
    parser.add_argument("--model", choices=sorted(MODELS), default="zone", help="default zone")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="folder for the results"
    )
    parser.add_argument(
        "--every", type=_positive, metavar="SECONDS",
        help="between rows, default 1; field and foam keep 60 rows at most",
    )  # fmt: skip
    parser.add_argument(
        "--cell", type=_positive, metavar="M", help="field, foam: size of cells, default 0.2"
    )
    parser.add_argument(
        "--wall-limit", type=_positive, metavar="SECONDS",
        help="field, foam: end after so long with what is there, default 3600",
    )  # fmt: skip
    parser.add_argument(
        "--processes", type=_count, metavar="N", help="foam: processes, field: threads, default 1"
    )
    parser.add_argument(
        "--network", type=Path, metavar="FILE.onnx", help="surrogate, default the packaged one"
    )
    parser.add_argument(
        "--library", type=Path, metavar="DIR",
        help="foam: keep the finished run there, in a folder by the site's id for its forecasts",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="the summary on standard output")


def _add_surrogate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="folder for network and card"
    )
    parser.add_argument(
        "--cases", type=_count, metavar="N", help="kitchens to teach with, default 5000"
    )
    parser.add_argument(
        "--seconds", type=_positive, help="CPU seconds of teaching at most, default 420"
    )
    parser.add_argument(
        "--seed", type=int, metavar="N", help="of kitchens and networks, default 2026"
    )
    parser.add_argument(
        "--keep", type=Path, metavar="FILE.onnx",
        help="teach nothing: set the band and card of this network by the zone model as it is now",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="the card's figures on standard output")


def _add_validate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help="folder of measured fires"
    )
    parser.add_argument(
        "--model", choices=["zone", "field", "both"], default="zone", help="default zone"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder for tables and plots")
    parser.add_argument(
        "--only", default="", metavar="TEXT", help="fires whose DATASET/CASE contains this"
    )
    parser.add_argument(
        "--workers", type=_count, default=2, metavar="N", help="processes, default 2"
    )
    parser.add_argument(
        "--field-budget",
        type=_positive,
        default=1800.0,
        metavar="SECONDS",
        help="wall seconds after which no more fires go to the field model, default 1800",
    )


def run(options: argparse.Namespace) -> int:
    """Do what was asked; 1 when a fire could not be run or its result cannot be believed."""
    actions = {"draw": _draw, "run": _run, "validate": _validate, "surrogate": _surrogate}
    return actions[options.action](options)


def _draw(options: argparse.Namespace) -> int:
    fire = Fire(options.seat, 1e3 * options.peak, options.growth, options.duration)
    write_case(draw(options.site, fire, options.fleet), options.out)
    print(f"case in {options.out}")
    return 0


def _run(options: argparse.Namespace) -> int:
    _check_options(options)
    case = read_case(options.case)
    _check_rows(case, options.every)
    wishes = Wishes(
        every=options.every,
        report=_tell,
        cell=options.cell,
        wall_limit=options.wall_limit,
        processes=options.processes,
        network=options.network,
        library=options.library,
    )
    names = msgspec.json.encode(case).decode()
    with written(options.out), letters_for(names, _tell), _stoppable(options.model) as stopped:
        before = earlier(options.out)
        wishes = replace(wishes, stopped=stopped)
        summary = run_case(case, options.model, options.out, wishes)
        encoded = msgspec.json.format(msgspec.json.encode(summary)).decode()
        (options.out / SUMMARY).write_text(encoded, encoding="utf-8")
        drop_stale(options.out, before, summary)
    print(encoded if options.json else f"{options.model}: results in {options.out}")
    return 1 if summary.get("problems") else 0


def _check_options(options: argparse.Namespace) -> None:
    """An option that the model does not know would be passed over in silence; one that it knows
    and nobody gave takes its usual value."""
    for name, models in OWN.items():
        if getattr(options, name) is not None and options.model not in models:
            raise SimError(
                f"only --model {' and '.join(models)} understands it",
                where=f"--{name.replace('_', '-')}",
                remedy=f"Leave it out, or use --model {models[0]}",
            )
    for name, value in USUAL.items():
        if getattr(options, name) is None:
            setattr(options, name, value)


def _check_rows(case: Case, every: float) -> None:
    if case.duration / every > MOST_ROWS:
        raise SimError(
            f"{case.duration:g} s with a row every {every:g} s are more than {MOST_ROWS} rows",
            where=case.id, remedy="Raise --every or lower the duration",
        )  # fmt: skip


@contextmanager
def _stoppable(model: str) -> Iterator[Callable[[], bool]]:
    """A first Ctrl-C lets a long run end with what it has, a second one leaves at once."""
    asked = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        _tell("stopping, what is there is kept; Ctrl-C once more leaves at once")
        asked.set()

    if model not in LONG or threading.current_thread() is not threading.main_thread():
        yield asked.is_set
        return
    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def _validate(options: argparse.Namespace) -> int:
    request = Request(
        data=options.data,
        models=("zone", "field") if options.model == "both" else (options.model,),
        only=options.only,
        workers=options.workers,
        field_budget=options.field_budget,
    )
    with written(options.out) if options.out else nullcontext():
        verdicts = validate(request, _tell)
        encoded = write_verdicts(verdicts, options.out)
    print(encoded if options.json else markdown(verdicts.values()))
    return 1 if any(one.failed for one in verdicts.values()) else 0


def _surrogate(options: argparse.Namespace) -> int:
    from app.simulation.teach import Wish, teach

    wish = Wish(cases=options.cases, seconds=options.seconds, seed=options.seed, keep=options.keep)
    with written(options.out):
        figures = teach(options.out, wish, _tell)
    encoded = msgspec.json.format(msgspec.json.encode(figures)).decode()
    print(encoded if options.json else f"network and card in {options.out}")
    return 0


def _tell(text: str) -> None:
    print(text, file=sys.stderr)


def _count(text: str) -> int:
    value = int(text) if text.lstrip("+-").isdecimal() else 0
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is no whole number from 1 on")
    return value


def _positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is no number above 0")
    return value
