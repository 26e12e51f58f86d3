"""What an edge forecasts by itself is the hub's first word on a fire, and only the first."""

import sys
from pathlib import Path

import msgspec
import pytest
from hub_ends import FLEET, running_edge, running_hub, samples, screen
from msgspec.structs import replace
from support import forecast_worker
from test_forecasting import QUICK, Show

from app.feed.contract import ForecastStage, ForecastState
from app.hub.forecast.edge_word import line_of, outlook_of, told
from app.hub.forecast.progress import Known, Yard, state_of
from app.hub.forecast.turns import Need
from sim.forecast.model import Series
from sim.people.model import NEVER, Arrival
from sim.surrogate.outlook import TIMES, Outlook
from twin.clock import NS_PER_S

PATIENT = replace(QUICK, job_limit_s=10.0)
FLAT = Series(*((value,) * len(TIMES) for value in (40.0, 80.0, 160.0)))
OUTLOOK = Outlook(
    site="K-001", made_at=1, alarm="K-001/TT-1/HH", times_s=TIMES, answered=1.0, candidates=512,
    hrr_kw=FLAT, upper_c=FLAT, untenable=Arrival(94.0, NEVER, NEVER, 0.4),
)  # fmt: skip


@pytest.mark.system
async def test_the_edges_outlook_stands_until_the_hubs_first_forecast(tmp_path: Path) -> None:
    acts = tmp_path / "acts"
    acts.mkdir()
    (acts / "slow").write_text("1.5")  # seconds that the worker's job takes
    command = (sys.executable, forecast_worker.__file__, str(acts))
    sent = msgspec.json.encode(OUTLOOK)
    async with (
        running_hub(tmp_path, FLEET, command, forecast=PATIENT) as hub,
        running_edge(hub, tmp_path, outlook=lambda site: sent) as edge,
        screen(hub) as one,
    ):
        show = Show(one)
        await edge.send(samples([0], [240.0]))
        await show.until(lambda: show.stage().edge)
        assert show.stage().edge == told(OUTLOOK)
        assert show.stage().stage is ForecastStage.STARTING
        assert show.newest() is None
        await show.until(show.newest)
        await show.until(lambda: show.stage().stage is ForecastStage.RUNNING)
        assert show.stage().edge is None


def state(known: Known, *, age_s: int) -> ForecastState:
    need = Need("K-001", "INC", "room", 0, is_p0=True, due=0.0)
    yard = Yard(ready=1, trouble="", sites=1, mean_s=1.0)
    return state_of(need, known, yard, now=age_s * NS_PER_S, steady=0.0)


def test_while_ours_is_late_people_go_by_the_edges() -> None:
    own = told(OUTLOOK)
    late = state(Known(since=0, edge=own), age_s=60)
    assert (late.stage, late.edge) == (ForecastStage.LATE, own)
    had = state(Known(since=0, edge=own, computed=NS_PER_S), age_s=60)
    assert (had.stage, had.edge) == (ForecastStage.LATE, None)
    failed = state(Known(since=0, edge=own, reason="it died", remedy="Wait"), age_s=1)
    assert (failed.remedy, failed.edge) == ("Wait", own)


def test_a_sentence_says_fire_heat_and_when_it_is_lost() -> None:
    own = told(OUTLOOK)
    assert own is not None
    assert line_of(own) == (
        "the edge: fire 80 (40 to 160) kW, layer 80 (40 to 160) °C in 3 min, "
        "untenable from 94 s on in 40% of its fires"
    )


@pytest.mark.parametrize(
    "message",
    [
        b"", b"{", b"[]", b'{"site": 1}',
        msgspec.json.encode(Outlook(site="K-001", made_at=1, reason="it burns in the duct")),
    ],
)  # fmt: skip
def test_nothing_is_made_of_what_is_no_outlook(message: bytes) -> None:
    assert told(outlook_of(message)) is None
