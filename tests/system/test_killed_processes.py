"""Hub and edges die by SIGKILL under load; nothing is lost, nothing counts twice."""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.commands.wall import WallSettings
from app.config import save_settings
from app.demo.ledger import settle
from app.demo.show import start_all, wait_live
from app.demo.stage import Cast, Stage, stage
from app.feed.client import FeedClient
from app.library import load_fleet
from edge.settings import own_fleet
from sim.plant.control import ask

KILLS = 20
FLEET = load_fleet()
LIGHT = ("GZ-007", "CD-003", "CQ-011", "XA-004")
SITES = ("BJ-001", *LIGHT)
EDGES = ("edge-BJ-001", "light")

pytestmark = [pytest.mark.system, pytest.mark.timeout(400)]


def until(true: Callable[[], bool], *, within_s: float, what: str) -> None:
    deadline = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def start_wall(play: Stage) -> None:
    settings = WallSettings(feed=play.feed_url, token=play.token, width=1280, height=720)
    path = play.directory / "wall.json"
    save_settings(settings, path)
    play.children.start("wall", ["wall", "--config", str(path)])


def times_live(play: Stage) -> int:
    return (play.directory / "logs" / "wall.log").read_text().count("live: ws://")


def raised(hub: Path, alarm: str) -> list[int]:
    """Occurrence numbers with which an alarm came from normal, as the journal has it."""
    with closing(sqlite3.connect(f"file:{hub / 'hub.db'}?mode=ro", uri=True)) as database:
        return [
            row[0]
            for row in database.execute(
                "SELECT id FROM journal WHERE alarm = ? AND before = 0 AND after = 1", (alarm,)
            )
        ]


def test_twenty_kills_of_hub_and_edges_lose_and_double_nothing(tmp_path: Path) -> None:
    fleet = own_fleet(FLEET, SITES)
    with stage(tmp_path, fleet, Cast({"BJ-001": ("BJ-001",)}, LIGHT)) as play:
        start_all(play, None)
        start_wall(play)
        with FeedClient(play.feed_url, token=play.token, operator="test") as feed:
            wait_live(play, feed, time.monotonic())
            message = {"do": "start", "site": "BJ-001", "scenario": "R1"}
            assert asyncio.run(ask("127.0.0.1", play.plant_control, message))["ok"]
            for k in range(KILLS):
                for name in ("hub", "edge-BJ-001", *(["light"] if k % 4 == 3 else [])):
                    play.children.kill(name)
                    time.sleep(0.15)  # the others feel the loss
                    play.children.restart(name)
                until(lambda: feed.newest.is_live, within_s=30, what="the feed came back")
            until(
                lambda: (
                    feed.newest.kpi is not None and feed.newest.kpi.edges_connected == len(SITES)
                ),
                within_s=30,
                what="all edges came back",
            )
            until(lambda: times_live(play) >= 2, within_s=15, what="the wall reconnects by itself")
            assert play.children.is_running("wall")
        play.children.stop_all(["wall", "plant", *EDGES, "hub"])
        accounts = settle([tmp_path / name / "outbox.db" for name in EDGES], play.hub_directory)
        fires = raised(play.hub_directory, "BJ-001/OIL-300/RULE")
    assert accounts.accepted > 1000
    assert (accounts.lost, accounts.duplicated) == (0, 0), accounts
    assert len(fires) == 1, "one fire, one alarm, whatever died"
