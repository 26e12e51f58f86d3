"""What the board tells of forecasts: everything to a newcomer, to others what is new to them."""

import time
from collections.abc import Iterable

import pytest
from hub_ends import ALARMS
from support.small_forecast import forecast

from app.feed.contract import Forecasts, ForecastStage, ForecastState, ForecastStates, FromHub
from app.feed.mirror import Mirror
from app.feed.snapshot import Snapshot
from app.hub.board import WHAT_IFS_KEPT, Board
from twin.twin import Twin


@pytest.fixture
def board() -> Board:
    twin = Twin(ALARMS, now=0)
    return Board(ALARMS, twin.latest, twin.cells, time.time_ns)


def shown(news: Iterable[FromHub]) -> Snapshot:
    mirror = Mirror()
    for one in news:
        if isinstance(one, Forecasts | ForecastStates):
            mirror.apply(one, now=0)
    return mirror.newest


def test_a_newcomer_gets_the_newest_of_every_site(board: Board) -> None:
    board.post(forecasts=(forecast(1), forecast(1, site="K-002")))
    board.post(forecasts=(forecast(2), forecast(3, base=2)))
    running = ForecastState(site="K-001", stage=ForecastStage.RUNNING)
    board.post(forecast_states=(running,))
    snapshot = shown(board.news_since(0))
    assert {site: one.number for site, one in snapshot.forecasts.items()} == {
        "K-001": 2, "K-002": 1,
    }  # fmt: skip
    assert [one.number for one in snapshot.what_ifs["K-001"]] == [3]
    assert snapshot.forecast_states["K-001"] == running


def test_others_get_only_what_is_new(board: Board) -> None:
    board.post(forecasts=(forecast(1),))
    version = board.news_version()
    board.post(forecasts=(forecast(2, base=1),))
    new = [one for one in board.news_since(version) if isinstance(one, Forecasts)]
    assert new == [Forecasts((forecast(2, base=1),))]
    assert not board.news_since(board.news_version())


def test_what_ifs_are_bounded_and_go_with_their_incident(board: Board) -> None:
    board.post(forecasts=[forecast(1), *(forecast(k, base=1) for k in range(2, 20))])
    assert len(shown(board.news_since(0)).what_ifs["K-001"]) == WHAT_IFS_KEPT
    board.post(forecasts=(forecast(1, incident="B"),))
    assert shown(board.news_since(0)).what_ifs.get("K-001", ()) == ()
