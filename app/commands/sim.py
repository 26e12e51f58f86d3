"""`emberwall sim validate`: what our models are worth on fires that others measured."""

import argparse
import sys
import time
from pathlib import Path

import msgspec

from sim.validate.compare import CaseResult, Job, judge_all, read_jobs
from sim.validate.markdown import markdown
from sim.validate.plots import plot_verdict
from sim.validate.report import Verdict, verdict
from sim.validate.steckler import SETTINGS as STECKLER_SETTINGS
from sim.validate.tables import find_data
from sim.validate.transient import SETTINGS as TRANSIENT_SETTINGS
from sim.validate.zone_probe import zone_model


def add(own: argparse.ArgumentParser) -> None:
    """Options of the subcommand."""
    actions = own.add_subparsers(dest="action", required=True, metavar="ACTION")
    validate = actions.add_parser("validate", help="errors on fires that others measured")
    validate.add_argument("--data", type=Path, required=True, help="folder of measured fires")
    validate.add_argument("--json", action="store_true", help="one JSON object")
    validate.add_argument("--out", type=Path, help="folder for tables and plots")
    validate.add_argument("--only", default="", help="names of cases or data sets, part of it")
    validate.add_argument("--workers", type=int, default=2)


def run(options: argparse.Namespace) -> int:
    """Do what was asked."""
    return _validate(options)


def _validate(options: argparse.Namespace) -> int:
    folder = find_data(options.data)
    wanted = [j for j in read_jobs(folder) if options.only in f"{j.dataset}/{j.name}"]
    began = time.perf_counter()
    results = _judged(wanted, options.workers)
    found = verdict(
        "zone",
        results,
        folder,
        settings={"steckler": STECKLER_SETTINGS, "transient": TRANSIENT_SETTINGS},
        wall_s=time.perf_counter() - began,
    )
    if options.out:
        _write(found, options.out)
    print(_json(found) if options.json else markdown([found]))
    return 0


def _judged(jobs: list[Job], workers: int) -> list[CaseResult]:
    results = []
    for done, result in enumerate(judge_all(zone_model, jobs, workers=workers), start=1):
        failed = f"  FAILED {result.failed}" if result.failed else ""
        text = f"{done}/{len(jobs)} {result.dataset}/{result.case} {result.wall_s:.2f} s{failed}"
        print(text, file=sys.stderr)
        results.append(result)
    return sorted(results, key=lambda one: (one.dataset, one.case))


def _json(found: Verdict) -> str:
    plain = msgspec.to_builtins(found)
    return msgspec.json.format(msgspec.json.encode({**plain, "zone": plain})).decode()


def _write(found: Verdict, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "validation.md").write_text(markdown([found]), encoding="utf-8")
    (folder / "validation.json").write_text(_json(found), encoding="utf-8")
    plot_verdict(found, folder / "plots")
