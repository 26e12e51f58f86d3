"""The made-up fire of these tests, and a feed that tells of it."""

import time

from app.feed.contract import Forecasts, ForecastStage, ForecastState, ForecastStates
from tests.support.example_fire import example_fire
from tests.support.kitchens import three_kitchens
from tests.support.local_feed import LocalFeed

SITE = three_kitchens().sites[0].id
LAYOUT = three_kitchens().layout_of(three_kitchens().sites[0])
NOW = 1_800_000_000_000_000_000
S = 1_000_000_000


def fire(**more: object):
    return example_fire(SITE, "I-1", made_at=NOW, **more)  # type: ignore[arg-type]  # a test's own words


def told(stage: ForecastStage | None, *, age_s: float = 1.0, forecast: bool = True) -> LocalFeed:
    feed, now = LocalFeed(), time.time_ns()
    feed.welcome(three_kitchens(), now=now)
    if forecast:
        made = example_fire(SITE, "I-1", made_at=now - round(age_s * S))
        feed.say(Forecasts((made,), all=True), now=now)
    if stage is not None:
        state = ForecastState(site=SITE, stage=stage, reason="why", remedy="what")
        feed.say(ForecastStates((state,), all=True), now=now)
    return feed
