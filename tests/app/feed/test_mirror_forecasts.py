"""Forecasts on their way to screens: the newest base by site, the what-ifs that belong to it."""

from support.small_forecast import forecast

from app.feed.contract import (
    Forecasts,
    ForecastStage,
    ForecastState,
    ForecastStates,
    encoder,
    from_hub,
)
from app.feed.mirror import WHAT_IFS_KEPT, Mirror
from app.feed.snapshot import Snapshot


def shown(*words: Forecasts | ForecastStates) -> Snapshot:
    mirror = Mirror()
    for word in words:
        mirror.apply(word, now=1)
    return mirror.newest


def test_a_forecast_survives_the_wire() -> None:
    word = Forecasts((forecast(3), forecast(4, base=3)))
    assert from_hub.decode(encoder.encode(word)) == word


def test_the_newest_base_stands_and_an_older_one_changes_nothing() -> None:
    snapshot = shown(Forecasts((forecast(2),)), Forecasts((forecast(1),)))
    assert snapshot.forecasts["K-001"].number == 2


def test_what_ifs_stand_beside_their_base_newest_last() -> None:
    many = [forecast(k, base=1) for k in range(2, WHAT_IFS_KEPT + 4)]
    snapshot = shown(Forecasts((forecast(1), *many)), Forecasts((forecast(40),)))
    kept = [one.number for one in snapshot.what_ifs["K-001"]]
    assert kept == [one.number for one in many][-WHAT_IFS_KEPT:]
    assert snapshot.forecasts["K-001"].number == 40


def test_a_new_incident_takes_the_old_what_ifs_away() -> None:
    snapshot = shown(
        Forecasts((forecast(8), forecast(9, base=8))), Forecasts((forecast(1, incident="B"),))
    )
    assert snapshot.forecasts["K-001"].incident == "B"
    assert snapshot.what_ifs["K-001"] == ()


def test_all_replaces_what_was_known() -> None:
    states = ForecastStates((ForecastState(site="K-001", stage=ForecastStage.RUNNING),))
    snapshot = shown(
        states, Forecasts((forecast(1),)), ForecastStates((), all=True), Forecasts((), all=True)
    )
    assert snapshot.forecasts == {}
    assert snapshot.forecast_states == {}
