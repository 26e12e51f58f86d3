"""A fire played to the commander's window: what the hub says, and a person's keys."""

import time

import numpy as np
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.feed.contract import (
    Forecasts,
    ForecastStage,
    ForecastState,
    ForecastStates,
    Incidents,
)
from app.screens.commander.window import CommanderWindow
from sim.forecast.model import NEVER, Arrival, Lever, Pull
from tests.support.example_fire import example_fire
from tests.support.kitchens import three_kitchens, three_kitchens_table
from tests.support.local_feed import LocalFeed, alarms_of, values_of
from twin.incident.model import Incident, IncidentState
from twin.site.model import Fleet, Priority

FLEET: Fleet = three_kitchens()
SITE = FLEET.sites[0].id
TABLE = three_kitchens_table()
KEY = Qt.Key
LEFT = Qt.MouseButton.LeftButton
NOTHING = Arrival(NEVER, NEVER, NEVER, 0.0)


def incident(number: int = 1, site: str = SITE) -> Incident:
    now = time.time_ns()
    return Incident(
        id=f"I-{number}", trace="t", site=site, zone="line", state=IncidentState.PENDING,
        priority=Priority.P0, first_out=TABLE.definitions[0].id, opened=now - 40 * 10**9,
        changed=now,
    )  # fmt: skip


def calm(feed: LocalFeed, window: CommanderWindow) -> None:
    now = time.time_ns()
    feed.welcome(FLEET, now=now)
    points = TABLE.points.points
    value = np.array([sum(p.normal) / 2 if p.normal else 0.0 for p in points])
    n = len(points)
    feed.say(values_of(np.arange(n), value, np.zeros(n), np.full(n, now)), now=now)
    feed.say(alarms_of(everything=True), now=now)
    window.frames.tick()


def burning(feed: LocalFeed, window: CommanderWindow, **more: object) -> None:
    """A fire at the first site with a forecast a second old."""
    calm(feed, window)
    now = time.time_ns()
    feed.say(Incidents((incident(),), all=True), now=now)
    made = example_fire(SITE, "I-1", made_at=now - 10**9, **more)  # type: ignore[arg-type]  # a test's own words
    feed.say(Forecasts((made,), all=True), now=now)
    stage(feed, window, ForecastStage.RUNNING)


def stage(feed: LocalFeed, window: CommanderWindow, found: ForecastStage, **more: object) -> None:
    state = ForecastState(site=SITE, stage=found, incident="I-1", **more)  # type: ignore[arg-type]  # as above
    feed.say(ForecastStates((state,), all=True), now=time.time_ns())
    window.frames.tick()


def tried(feed: LocalFeed, window: CommanderWindow, number: int = 21) -> None:
    """A what-if has come."""
    base = feed.newest.forecasts[SITE]
    made = example_fire(
        SITE, "I-1", made_at=base.made_at, number=number, base=base.number,
        pulls=(Pull(Lever.STOP_HOOD),), pace=1.4,
    )  # fmt: skip
    feed.say(Forecasts((made,)), now=time.time_ns())
    window.frames.tick()


def asked(feed: LocalFeed, kind: type) -> list[object]:
    return [request for request in feed.asked if isinstance(request, kind)]


def press(qtbot: QtBot, window: CommanderWindow, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(window.focusWidget() or window, key)
