"""What a wall can be told."""

from pathlib import Path

from msgspec import Struct


class WallSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """feed: address of the hub's feed, ws://host:port; scale 0 follows the window's height;
    follow_p0: go to a new P0 by itself when nobody has touched the desk for `idle_s`.

    screenshots: a folder; the wall saves a picture of every page there after `screenshot_after_s`
    of living data, in both languages, by night and by day, and ends.
    """

    feed: str
    token: str
    operator: str = "desk"
    language: str = "en"
    theme: str = "night"
    rate_hz: float = 20.0
    scale: float = 0.0
    width: int = 1920
    height: int = 1080
    full_screen: bool = False
    follow_p0: bool = True
    idle_s: float = 10.0
    screenshots: Path | None = None
    screenshot_after_s: float = 8.0
