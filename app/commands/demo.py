"""`emberwall demo`."""

import argparse
import shutil
import signal
import sys
import tempfile
from pathlib import Path

import msgspec

from app.commands.options import add_look
from app.demo.show import run_headless
from twin.errors import EmberwallError


def add(own: argparse.ArgumentParser) -> None:
    """Options of the subcommand."""
    own.add_argument("--headless", action="store_true", help="no screen; prints what happened")
    own.add_argument("--seconds", type=float, metavar="N", help="stop after N seconds of live show")
    own.add_argument("--json", action="store_true", help="figures as JSON (headless)")
    own.add_argument("--data", type=Path, metavar="DIR", help="recorded data sets to replay")
    own.add_argument("--directory", type=Path, metavar="DIR", help="keep everything there")
    own.add_argument("--screenshot", type=Path, metavar="DIR", help="write PNGs, then end")
    add_look(own)


def run(options: argparse.Namespace) -> int:
    """Run the demo; its directory goes at the end unless it was named. Logs of a failure stay."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # children go with us then too
    if options.directory is not None:
        return _run_in(options, options.directory)
    with tempfile.TemporaryDirectory(prefix="emberwall-demo-") as folder:
        try:
            return _run_in(options, Path(folder))
        except EmberwallError:
            _keep_logs(Path(folder) / "logs")
            raise


def _keep_logs(logs: Path) -> None:
    if logs.is_dir():
        kept = shutil.move(logs, tempfile.mkdtemp(prefix="emberwall-demo-logs-"))
        print(f"the logs of this demo are in {kept}", file=sys.stderr)


def _run_in(options: argparse.Namespace, directory: Path) -> int:
    if not options.headless:
        from app.demo.window import run_window  # Qt is loaded only where a window is opened

        return run_window(directory, options)
    if options.data is None:
        print("no data folder: the pump station runs on its model", file=sys.stderr)
    report = run_headless(
        directory,
        seconds=options.seconds or 60.0,
        data=options.data,
        told=lambda text: print(text, file=sys.stderr),
    )
    encoded = msgspec.json.encode(report)
    print((encoded if options.json else msgspec.yaml.encode(report)).decode().strip())
    return 0
