"""Whether there is a forecast to trust, without a window."""

import re
import time
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest
from made_fire import SITE, fire, told

from app.feed.contract import Forecasts, ForecastStage
from app.feed.snapshot import Connection, ConnectionState
from app.screens.hub_words import SAID, hub_word
from app.screens.view_models.forecast_standing import Standing, forecast_view
from app.screens.view_models.soundness import fault_of
from sim.forecast.model import Series


@pytest.mark.parametrize(
    ("stage", "age_s", "forecast", "wanted"),
    [
        (None, 0, False, Standing.IDLE),
        (ForecastStage.OFF, 0, False, Standing.OFF),
        (ForecastStage.IDLE, 0, True, Standing.IDLE),
        (ForecastStage.STARTING, 0, False, Standing.STARTING),
        (ForecastStage.RUNNING, 2, True, Standing.LIVE),
        (ForecastStage.RUNNING, 60, True, Standing.STALE),
        (ForecastStage.LATE, 2, True, Standing.STALE),
        (ForecastStage.FAILED, 2, True, Standing.FAILED),
        (ForecastStage.FAILED, 0, False, Standing.FAILED),
    ],
)
def test_how_a_forecast_stands(
    stage: ForecastStage | None, age_s: float, forecast: bool, wanted: Standing
) -> None:
    view = forecast_view(
        told(stage, age_s=age_s, forecast=forecast).newest, SITE, now=time.time_ns()
    )
    assert view.standing is wanted
    shows = wanted in (Standing.LIVE, Standing.STALE) or (wanted is Standing.FAILED and forecast)
    assert (view.forecast is not None) is shows


def test_a_lost_hub_makes_a_fresh_forecast_stale() -> None:
    feed = told(ForecastStage.RUNNING)
    feed.mirror.connection(Connection(ConnectionState.LOST, time.time_ns(), "cut"))
    view = forecast_view(feed.newest, SITE, now=time.time_ns())
    assert view.standing is Standing.STALE
    assert view.is_old


def broken(how: str):
    forecast = fire()
    place = forecast.places[0]
    nan = (float("nan"),) * len(forecast.times_s)
    short = Series((1.0,), (1.0,), (1.0,))
    wrong = {
        "short": {"places": (msgspec.structs.replace(place, upper_c=short),)},
        "nan": {"places": (msgspec.structs.replace(place, co_ppm=Series(nan, nan, nan)),)},
        "times": {"times_s": forecast.times_s[::-1]},
        "map": {"heat": (msgspec.structs.replace(forecast.heat[0], values=b"12"),)},
        "seat": {"seat": (float("nan"), 0.0, 0.0)},
    }  # fmt: skip
    return msgspec.structs.replace(forecast, **wrong[how])


@pytest.mark.parametrize("how", ["short", "nan", "times", "map", "seat"])
def test_a_broken_forecast_is_told_and_not_shown(how: str) -> None:
    feed = told(ForecastStage.RUNNING)
    feed.say(Forecasts((broken(how),), all=True), now=time.time_ns())
    view = forecast_view(feed.newest, SITE, now=time.time_ns())
    assert view.standing is Standing.FAILED
    assert view.forecast is None
    assert view.reason
    assert fault_of(fire()) == ""


def test_every_text_of_the_hub_that_is_translated_is_still_said() -> None:
    folders = Path(str(files("app.hub"))), Path(str(files("twin")))
    told = "".join(path.read_text("utf-8") for one in folders for path in one.rglob("*.py"))
    pieces = [piece for text in SAID for piece in re.split(r"\{\w+\}", str(text)) if piece]
    assert [piece for piece in pieces if piece not in told] == []
    assert hub_word("something newer") == "something newer"
