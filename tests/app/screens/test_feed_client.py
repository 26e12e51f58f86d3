"""The feed client against the real feed server, over a real socket."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from app.feed.client import FeedClient
from app.feed.contract import Acknowledge, Answer, Reply, Trend, TrendAnswer
from app.feed.server import FeedServer
from app.feed.snapshot import ConnectionState, Snapshot
from tests.support.feed_board import FeedBoard
from tests.support.kitchens import three_kitchens, three_kitchens_table
from twin.alarm.states import AlarmState

TOKEN = "right"


class Hub:
    """A feed server in a thread of its own, as another process would be."""

    def __init__(self, board: FeedBoard, port: int = 0) -> None:
        self.board, self.port = board, port
        self.url = ""
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    def __enter__(self) -> "Hub":
        self._thread.start()
        assert self._ready.wait(5)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._loop is not None
        assert self._stop is not None
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def do(self, act: Callable[[], None]) -> None:
        """Change the board in the hub's own thread."""
        assert self._loop is not None
        self._loop.call_soon_threadsafe(act)

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        async with FeedServer(self.board, self.board, token=TOKEN, port=self.port) as server:
            self.board.server = server
            self.url, self.port = server.url, int(server.url.rsplit(":", 1)[1])
            self._ready.set()
            await self._stop.wait()
        self.board.server = None


@pytest.fixture
def board() -> FeedBoard:
    return FeedBoard(three_kitchens(), len(three_kitchens_table().points))


@contextmanager
def client(url: str, token: str = TOKEN) -> Iterator[FeedClient]:
    with FeedClient(url, token=token, operator="ann") as feed:
        yield feed


def until(feed: FeedClient, holds: Callable[[Snapshot], bool], within: float = 8.0) -> Snapshot:
    """The first snapshot for which it holds."""
    deadline = time.monotonic() + within
    while not holds(snapshot := feed.newest):
        assert time.monotonic() < deadline, f"waited in vain: {snapshot.connection}"
        threading.Event().wait(0.01)
    return snapshot


def test_a_snapshot_holds_all_that_the_hub_said(board: FeedBoard) -> None:
    board.values[7], board.rows[5] = 42.5, AlarmState.UNACKNOWLEDGED
    with Hub(board) as hub, client(hub.url) as feed:
        shot = until(feed, lambda s: bool(s.alarms) and s.full_values > 0)
    assert shot.is_live
    assert shot.value[7] == 42.5
    assert shot.alarms[5].state == AlarmState.UNACKNOWLEDGED


def test_a_snapshot_in_hand_never_changes(board: FeedBoard) -> None:
    with Hub(board) as hub, client(hub.url) as feed:
        old = until(feed, lambda s: s.full_values > 0)
        hub.do(lambda: board.set_value(3, 9.0))
        new = until(feed, lambda s: s.full_values > 0 and s.value[3] == 9.0)
    assert old.value[3] == 0.0
    assert new.value_version[3] > old.version


def test_a_request_gets_its_answer_and_the_change_comes(board: FeedBoard) -> None:
    with Hub(board) as hub, client(hub.url) as feed:
        until(feed, lambda s: s.is_live)
        assert feed.ask(Acknowledge(0, (4,))).result(5) == Answer(answered(feed, board), ok=True)
        until(feed, lambda s: 4 in s.alarms)


def answered(feed: FeedClient, board: FeedBoard) -> int:
    """The number that the last request got."""
    return next(r.request for r in reversed(board.asked) if isinstance(r, Acknowledge))


def test_a_refusal_is_an_answer_with_a_remedy(board: FeedBoard) -> None:
    with Hub(board) as hub, client(hub.url) as feed:
        until(feed, lambda s: s.is_live)
        answer = feed.ask(Acknowledge(0, (1,))).result(5)
    assert isinstance(answer, Answer)
    assert (answer.ok, answer.what, answer.remedy) == (False, "it is shelved", "Unshelve it")


def test_history_comes_for_the_point_that_was_asked(board: FeedBoard) -> None:
    with Hub(board) as hub, client(hub.url) as feed:
        until(feed, lambda s: s.is_live)
        answer = feed.ask(Trend(0, 11, 0, 1)).result(5)
    assert isinstance(answer, TrendAnswer)
    assert answer.point == 11


def test_a_lost_hub_is_said_and_found_again_without_a_gap_in_the_journal(board: FeedBoard) -> None:
    with Hub(board) as hub, client(hub.url) as feed:
        hub.do(lambda: board.write(3))
        until(feed, lambda s: len(s.journal) == 3)
        url, port = hub.url, hub.port
        hub.__exit__()
        lost = until(feed, lambda s: s.connection.state is ConnectionState.LOST)
        assert lost.journal[-1].id == 3
        assert lost.tables is not None  # what was known stays to be seen
        board.write(450)  # more than two pages, while nobody listened
        hub.__init__(board, port)  # type: ignore[misc]  # the same address again
        hub.__enter__()
        found = until(feed, lambda s: s.is_live and len(s.journal) == 453)
        assert feed.url == url
    assert [entry.id for entry in found.journal] == list(range(1, 454))


def test_requests_to_a_lost_hub_are_answered_with_a_no() -> None:
    with client("ws://127.0.0.1:9") as feed:
        until(feed, lambda s: s.connection.state is ConnectionState.LOST)
        answer: Reply = feed.ask(Acknowledge(0, (1,))).result(5)
    assert isinstance(answer, Answer)
    assert not answer.ok
    assert "not connected" in answer.what


def test_a_wrong_token_is_refused_with_the_reason(board: FeedBoard) -> None:
    with Hub(board) as hub, client(hub.url, token="wrong") as feed:
        shot = until(feed, lambda s: s.connection.state is ConnectionState.REFUSED)
    assert "token" in shot.connection.what


def test_a_stopped_feed_answers_too(board: FeedBoard) -> None:
    with Hub(board) as hub, client(hub.url) as feed:
        until(feed, lambda s: s.is_live)
    answer = feed.ask(Acknowledge(0, (1,))).result(1)
    assert isinstance(answer, Answer)
    assert not answer.ok
    assert feed.newest.connection.state is ConnectionState.STOPPED
