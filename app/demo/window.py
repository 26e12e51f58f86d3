"""The demo with its wall: the processes, one window, and the story that plays in it."""

import argparse
import logging
import sys
import time
from pathlib import Path

from app.config import save_settings
from app.demo.show import process_start, start_all, wait_live
from app.demo.stage import Stage, demo_cast, stage
from app.demo.story import Director
from app.feed.client import FeedClient
from app.library import load_fleet
from app.processes import check_screen
from app.screens.wall.settings import WallSettings

log = logging.getLogger(__name__)

LOOK_S = 0.2
FIRE_SHOWS_S = 42.0


def run_window(directory: Path, options: argparse.Namespace) -> int:
    """Open the wall, start everything, play the story until the wall is closed."""
    check_screen()
    began = process_start()
    fleet = load_fleet()
    with stage(directory, fleet, demo_cast(fleet, with_data=options.data is not None)) as play:
        _start_wall(play, options)
        start_all(play, options.data)
        with FeedClient(play.feed_url, token=play.token, operator="demo") as feed:
            seconds = wait_live(play, feed, began)
        hub = play.hub_directory / "hub.json"
        print(f"live after {seconds:.1f} s. In the window: P plays a scenario, ? shows all keys")
        print(f"the commander's panel: {sys.argv[0]} commander --hub {hub}", flush=True)
        _watch(play, options.seconds)
    return 0


def _start_wall(play: Stage, options: argparse.Namespace) -> None:
    settings = WallSettings(
        feed=play.feed_url,
        token=play.token,
        operator="demo",
        language=options.language,
        theme=options.theme,
        screenshots=options.screenshot,
        screenshot_after_s=FIRE_SHOWS_S,
    )
    path = play.directory / "wall.json"
    save_settings(settings, path)
    play.children.start("wall", ["wall", "--config", str(path)])


def _watch(play: Stage, seconds: float | None) -> None:
    """Until the wall is closed, or the time is over."""
    director = Director(play.plant_control)
    live = time.monotonic()
    while play.children.is_running("wall"):
        passed = time.monotonic() - live
        if seconds is not None and passed > seconds:
            return
        director.advance(passed)
        time.sleep(LOOK_S)
    play.children.check_ended("wall")
