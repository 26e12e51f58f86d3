"""The demo without a screen: started, watched for a while, stopped, settled."""

import logging
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from app.config import SettingsError
from app.demo.forecast_log import ForecastLog
from app.demo.ledger import settle
from app.demo.report import (
    DemoReport,
    liveness,
    raised_alarms,
    rejected_inputs,
    replays_live,
)
from app.demo.stage import Stage, demo_cast, stage
from app.demo.story import Director
from app.feed.client import FeedClient
from app.feed.snapshot import Snapshot
from app.library import load_fleet

log = logging.getLogger(__name__)

LIVE_LIMIT_S = 120.0
LIVE_SHARE = 0.95  # of all points: a camera of a full edge may be a second late
LOOK_S = 0.1


def start_all(play: Stage, data: Path | None) -> None:
    """Start all processes but screens; returns when the last one has been started."""
    play.start_plant(data)  # it takes longest
    play.start_hub()
    play.start_edges()
    play.start_light()
    play.introduce_edges()


def process_start() -> float:
    """When this process was started, on the monotonic clock: what a user waits for includes the
    loading of the program."""
    return time.monotonic() - (time.time() - psutil.Process().create_time())


def is_live(snapshot: Snapshot, play: Stage) -> bool:
    """True when every edge is connected and nearly every point has a Good value."""
    now = liveness(snapshot, play.cast)
    edges = len(play.cast.full) + len(play.cast.light)
    points = sum(len(play.fleet.layout_of(site).points) for site in play.fleet.sites)
    return now.edges >= edges and now.points >= LIVE_SHARE * points


def wait_live(play: Stage, feed: FeedClient, began: float) -> float:
    """Seconds from `began` until the whole fleet is live. Raises SettingsError."""
    deadline = time.monotonic() + LIVE_LIMIT_S  # `began` is older where a shell became this process
    while not is_live(feed.newest, play):
        play.children.check()
        if time.monotonic() > deadline:
            raise SettingsError(
                f"not live after {LIVE_LIMIT_S:.0f} s: {liveness(feed.newest, play.cast)}",
                where=str(play.directory),
                remedy="See the log files there",
            )
        time.sleep(LOOK_S)
    return time.monotonic() - began


def run_headless(
    directory: Path, *, seconds: float, data: Path | None, told: Callable[[str], None]
) -> DemoReport:
    """Play the demo for so many seconds after it is live and settle its accounts."""
    began = process_start()
    fleet = load_fleet()
    cast = demo_cast(fleet, with_data=data is not None)
    with stage(directory, fleet, cast) as play:
        start_all(play, data)
        with FeedClient(play.feed_url, token=play.token, operator="demo") as feed:
            start_to_live_s = wait_live(play, feed, began)
            told(f"live after {start_to_live_s:.1f} s")
            director, forecasts = Director(play.plant_control), ForecastLog()
            live = time.monotonic()
            while (passed := time.monotonic() - live) < seconds:
                play.children.check()
                director.advance(passed)
                forecasts.look(feed.newest, passed)
                time.sleep(LOOK_S)
            last = feed.newest
        statuses = play.edge_statuses()
        cpu = play.children.cpu_seconds()
        edges = [*(f"edge-{name}" for name in cast.full), "light"]
        play.children.stop_all(["plant", *edges, "hub"])
        accounts = settle([directory / name / "outbox.db" for name in edges], play.hub_directory)
    alive = liveness(last, cast)
    assert last.tables is not None
    return DemoReport(
        start_to_live_s=round(start_to_live_s, 2),
        seconds=seconds,
        sites=len(fleet.sites),
        edges_connected=alive.edges,
        points_live=alive.points,
        points_real_protocols=alive.real_protocols,
        replays_live=replays_live(cast, last),
        scenarios_played=tuple(f"{b.scenario} at {b.site}" for b in director.played),
        alarms=raised_alarms(last, last.tables),
        incidents=tuple(i.id for i in last.incidents.values()),
        samples_accepted=accounts.accepted,
        samples_stored=accounts.in_history,
        samples_waiting=accounts.waiting,
        lost=accounts.lost,
        duplicated=accounts.duplicated,
        rejected=rejected_inputs(statuses),
        forecasts=forecasts.report(last, passed),
        cpu_s={name: round(used, 2) for name, used in cpu.items()},
    )
