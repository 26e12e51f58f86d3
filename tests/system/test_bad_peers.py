"""A running system that is fed garbage: it says so, counts it, and goes on."""

import asyncio
import socket
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
import zmq

from app.demo.show import start_all, wait_live
from app.demo.stage import Cast, Stage, stage
from app.feed.client import FeedClient
from app.feed.snapshot import ConnectionState
from app.library import load_fleet
from edge.link.keys import make_keys
from edge.link.line import dealer, link_context
from edge.link.wire import VERSION, Hello, Lane, encode
from edge.settings import own_fleet
from sim.plant.control import ask
from twin.quality import severity

pytestmark = [pytest.mark.system, pytest.mark.timeout(120)]
SITES = ("BJ-001", "GZ-007")


@pytest.fixture(scope="module")
def play(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    fleet = own_fleet(load_fleet(), SITES)
    cast = Cast({"BJ-001": ("BJ-001",)}, ("GZ-007",))
    with stage(tmp_path_factory.mktemp("stage"), fleet, cast) as own:
        start_all(own, None)
        with FeedClient(own.feed_url, token=own.token, operator="test") as feed:
            wait_live(own, feed, time.monotonic())
        yield own


@pytest.fixture
def feed(play: Stage) -> Iterator[FeedClient]:
    with FeedClient(play.feed_url, token=play.token, operator="test") as client:
        until(lambda: client.newest.is_live and client.newest.kpi is not None)
        yield client


def until(true: Callable[[], bool], *, within_s: float = 15.0) -> None:
    deadline = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def refused(feed: FeedClient) -> int:
    kpi = feed.newest.kpi
    return kpi.refused if kpi else 0


def test_a_key_that_nobody_enrolled_is_refused_and_counted(play: Stage, feed: FeedClient) -> None:
    before = refused(feed)
    context = link_context(1)
    stranger = dealer(context, play.hub.telemetry, keys=make_keys(), server_key=play.hub.public_key)
    stranger.send_multipart(encode(Hello(VERSION, "BJ-001", Lane.TELEMETRY, 1, 0, 0)))
    until(lambda: refused(feed) > before)
    assert stranger.poll(300, zmq.POLLIN) == 0, "no answer for a stranger"
    context.destroy(linger=0)


def test_garbage_on_every_port_leaves_the_system_live(play: Stage, feed: FeedClient) -> None:
    for url in (play.hub.telemetry, play.hub.alarms, play.feed_url):
        address = urlsplit(url)
        with socket.create_connection((address.hostname, address.port), timeout=5) as wire:
            wire.sendall(bytes(range(256)) * 40)
    before = feed.newest.version
    until(lambda: feed.newest.version > before + 10)
    assert play.children.is_running("hub")
    assert feed.newest.kpi is not None
    assert feed.newest.kpi.edges_connected == len(SITES)


def test_a_screen_with_a_wrong_token_is_told_so(play: Stage) -> None:
    with FeedClient(play.feed_url, token="wrong", operator="test") as stranger:
        until(lambda: stranger.newest.connection.state is ConnectionState.REFUSED)
        assert stranger.newest.connection.remedy


def test_an_unknown_scenario_is_refused_with_the_known_ones(play: Stage) -> None:
    message = {"do": "start", "site": "BJ-001", "scenario": "R99"}
    answer = asyncio.run(ask("127.0.0.1", play.plant_control, message))
    assert not answer["ok"]
    assert "R1" in answer["remedy"]


def test_a_plant_that_dies_turns_its_points_bad_with_a_reason(
    play: Stage, feed: FeedClient
) -> None:
    tables = feed.newest.tables
    assert tables is not None
    row = tables.points.row("BJ-001", "TT-OIL-01")

    def is_bad() -> bool:
        return bool(severity(feed.newest.quality[row : row + 1])[0] == 2)

    assert not is_bad()
    play.children.kill("plant")
    until(is_bad, within_s=10)

    def has_reason() -> bool:
        status = play.edge_statuses()["edge-BJ-001"].sites["BJ-001"]
        return all(connector.faults for connector in status.connectors.values())

    until(has_reason)
