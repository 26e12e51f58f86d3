"""The command line: `emberwall SUBCOMMAND`.

A subcommand's module is imported only when it is asked for, so that an edge never loads Qt.
Exit codes: 0 done, 1 something is missing or failed, 2 wrong use, 130 stopped by the keyboard.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence

from app.logs import start_logging
from twin.errors import EmberwallError

SUBCOMMANDS = {
    "demo": "a whole control centre on this machine",
    "hub": "headquarters without a screen",
    "edge": "the box in the kitchen; works alone when cut off",
    "light": "many simulated kitchens over the real link",
    "plant": "virtual kitchens and pump stations on real OPC UA, Modbus TCP and MQTT",
    "wall": "the wall, connected to a hub",
    "commander": "fire forecast, what-if, orders and 3D results, connected to a hub",
    "site": "check a site or fleet file",
    "enrol": "admit an edge's key at the hub, or revoke it",
    "sim": "run a fire case, or set our models beside measured fires",
    "bench": "measured figures on real processes",
    "doctor": "what is missing on this machine and the command that mends it",
}


def top_parser() -> argparse.ArgumentParser:
    """The parser that finds the subcommand."""
    width = max(map(len, SUBCOMMANDS))
    listed = "\n".join(f"  {name:<{width}}  {text}" for name, text in SUBCOMMANDS.items())
    top = argparse.ArgumentParser(
        prog="emberwall",
        usage="emberwall [--log LEVEL] SUBCOMMAND [options]",
        description="A digital-twin control centre that keeps kitchens and equipment from burning.",
        epilog=f"subcommands (each has --help):\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--log", default="info", choices=["debug", "info", "warning", "error"])
    top.add_argument("subcommand", choices=SUBCOMMANDS, metavar="SUBCOMMAND")
    top.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a subcommand; its exit code. What goes wrong on purpose is one line, no traceback."""
    top = top_parser().parse_args(arguments)
    start_logging(top.log)
    module = importlib.import_module(f"app.commands.{top.subcommand}")
    own = argparse.ArgumentParser(
        prog=f"emberwall {top.subcommand}", description=SUBCOMMANDS[top.subcommand]
    )
    module.add(own)
    options = own.parse_args(top.rest)
    try:
        return int(module.run(options))
    except EmberwallError as error:
        print(f"emberwall {top.subcommand}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 1  # whoever read our output has left


if __name__ == "__main__":
    sys.exit(main())
