"""Options that several subcommands share."""

import argparse
import locale
import os
from pathlib import Path


def state_directory() -> Path:
    """Where Emberwall keeps data unless told otherwise: $XDG_STATE_HOME/emberwall."""
    base = os.environ.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "emberwall"


def account_language() -> str:
    """The language of this account: zh_CN where it is Chinese, else en."""
    told = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    return "zh_CN" if told.startswith("zh") else "en"


def add_config(parser: argparse.ArgumentParser) -> None:
    """--config FILE."""
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="settings as TOML or JSON; replaces options"
    )


def add_look(parser: argparse.ArgumentParser) -> None:
    """--language and --theme."""
    parser.add_argument("--language", choices=["zh_CN", "en"], default=account_language())
    parser.add_argument("--theme", choices=["night", "dusk", "day"], default="night")
