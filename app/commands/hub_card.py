"""How a screen finds its hub, from the options that wall and commander share."""

import argparse
from pathlib import Path

from app.commands.options import state_directory
from app.config import SettingsError, load_settings
from app.hub.settings import HubAddress


def add_hub(own: argparse.ArgumentParser) -> None:
    """--hub, --feed and --token-file."""
    own.add_argument("--hub", type=Path, metavar="FILE", help="hub.json of a hub on this machine")
    own.add_argument("--feed", metavar="URL", help="ws://host:port of a remote hub")
    own.add_argument("--token-file", type=Path, metavar="FILE", help="file with the feed's token")


def feed_and_token(options: argparse.Namespace) -> tuple[str, str]:
    """What was asked for; without any, the local hub of this account. Raises SettingsError."""
    feed, token = options.feed or "", ""
    if not feed:
        hub = _card(options.hub)
        feed, token = hub.feed, hub.token
    if options.token_file is not None:
        token = _token(options.token_file)
    return feed, token


def _card(named: Path | None) -> HubAddress:
    usual = state_directory() / "hub" / "hub.json"
    if named is None and not usual.exists():
        raise SettingsError(
            "no hub runs for this account",
            where=str(usual),
            remedy="Start `emberwall hub`, or name a hub's file with --hub: "
            "`emberwall demo` says where its own is",
        )
    return load_settings(HubAddress, named or usual)


def _token(path: Path) -> str:
    try:
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        what = error.strerror if isinstance(error, OSError) else "it is no text"
        raise SettingsError(
            f"the token cannot be read ({what})", where=str(path), remedy="Check --token-file"
        ) from error
