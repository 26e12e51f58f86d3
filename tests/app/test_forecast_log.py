"""What the demo says of the forecasts is what a screen saw."""

from msgspec.structs import replace
from support.kitchens import three_kitchens
from support.small_forecast import forecast

from app.demo.forecast_log import ForecastLog
from app.feed.contract import (
    Forecasts,
    ForecastStage,
    ForecastState,
    ForecastStates,
    Incidents,
    Welcome,
)
from app.feed.mirror import Mirror
from twin.incident.model import Incident, IncidentState
from twin.site.model import Priority

SITE = "BJ-001"
FIRE = Incident(
    id="A", trace="", site=SITE, zone="line", state=IncidentState.PENDING, priority=Priority.P0,
    first_out="", opened=0, changed=0,
)  # fmt: skip
RUNNING = ForecastStates((ForecastState(site=SITE, stage=ForecastStage.RUNNING),))


def mirror(*incidents: Incident) -> Mirror:
    found = Mirror()
    found.welcome(Welcome(1, 0, three_kitchens()), now=0)
    found.apply(Incidents(incidents), now=0)
    found.apply(RUNNING, now=0)
    return found


def arrived(at: Mirror, number: int, took_s: float = 1.0) -> None:
    at.apply(Forecasts((replace(forecast(number, site=SITE), took_s=took_s),)), now=0)


def test_the_first_and_the_longest_wait() -> None:
    feed, log = mirror(FIRE), ForecastLog()
    log.look(feed.newest, 10.0)
    for number, now in ((1, 11.5), (2, 15.0), (3, 22.0)):
        arrived(feed, number, took_s=number / 2)
        log.look(feed.newest, now)
        log.look(feed.newest, now + 0.1)  # seen again, counted once
    (report,) = log.report(feed.newest, 23.0)
    assert (report.first_forecast_s, report.count, report.worst_refresh_s) == (1.5, 3, 7.0)
    assert (report.took_s, report.verdicts) == (1.5, ("",))


def test_a_forecast_that_stopped_coming_shows() -> None:
    feed, log = mirror(FIRE), ForecastLog()
    arrived(feed, 1)
    log.look(feed.newest, 0.0)
    assert log.report(feed.newest, 30.0)[0].worst_refresh_s == 30.0
    idle = ForecastState(site=SITE, stage=ForecastStage.IDLE)
    feed.apply(ForecastStates((idle,)), now=0)
    assert log.report(feed.newest, 30.0)[0].worst_refresh_s == 0.0


def test_a_fire_without_a_forecast_is_told() -> None:
    feed, log = mirror(FIRE, replace(FIRE, id="B", priority=Priority.P1)), ForecastLog()
    log.look(feed.newest, 0.0)
    (report,) = log.report(feed.newest, 9.0)
    assert (report.incident, report.first_forecast_s, report.count) == ("A", -1.0, 0)
