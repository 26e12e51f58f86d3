"""What a commander's screen can be told."""

from pathlib import Path

from msgspec import Struct


class CommanderSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """feed: address of the hub's feed, ws://host:port, empty when only results are looked at;
    site: which one to open, "" for the worst incident; result: a folder of `emberwall sim run`
    to show at once; scale 0 follows the window's height.

    screenshots: a folder; a picture of every page is saved there `screenshot_after_s` after the
    first forecast, in both languages, by night and by day, and the program ends.
    """

    feed: str = ""
    token: str = ""
    operator: str = "commander"
    language: str = "en"
    theme: str = "night"
    rate_hz: float = 10.0
    scale: float = 0.0
    width: int = 1920
    height: int = 1080
    full_screen: bool = False
    site: str = ""
    result: Path | None = None
    screenshots: Path | None = None
    screenshot_after_s: float = 8.0
