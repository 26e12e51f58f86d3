"""The whole hub with a real edge and real screens: sent, durable, acknowledged, shown."""

import time
from pathlib import Path

import numpy as np
import pytest
from hub_ends import ALARMS, running_edge, running_hub, samples, screen
from msgspec.structs import replace
from support.foreign import free_port
from support.proxy import Proxy

from app.feed.contract import (
    Acknowledge,
    Alarms,
    Answer,
    CloseIncident,
    Incidents,
    Journal,
    JournalAnswer,
    JournalPage,
    Kpi,
    Links,
    Reset,
    Shelve,
    StartScenario,
    Trend,
    TrendAnswer,
    Values,
    Welcome,
)
from app.hub.store.reader import Reader
from twin.alarm.states import AlarmState
from twin.quality import Quality

H, HH = (ALARMS.row_by_id[f"K-001/TT-1/{kind}"] for kind in ("H", "HH"))


async def test_a_screen_first_gets_the_whole_state(tmp_path: Path) -> None:
    async with running_hub(tmp_path, synthetic=True) as hub, screen(hub) as one:
        welcome = await one.next(Welcome)
        assert isinstance(welcome, Welcome)
        assert welcome.synthetic
        assert len(welcome.fleet.sites) == 2
        values = await one.next(Values)
        assert isinstance(values, Values)
        assert len(np.frombuffer(values.point, "<u4")) == len(ALARMS.points)
        whole = [m for m in one.seen if isinstance(m, Alarms | Incidents | Links)]
        assert [m.all for m in whole] == [True] * 3
        journal = next(m for m in one.seen if isinstance(m, Journal))
        assert journal.entries[-1].text.startswith("started")


async def test_a_sample_reaches_screen_and_history(tmp_path: Path) -> None:
    async with (
        running_hub(tmp_path) as hub,
        running_edge(hub, tmp_path) as edge,
        screen(hub) as one,
    ):
        await one.next(Values)
        at = time.time_ns()
        await edge.send(samples([5], [42.5], at=at))
        await edge.delivered()
        values = await one.next(Values)
        assert isinstance(values, Values)
        assert np.frombuffer(values.value, "<f8").tolist() == [42.5]
        await one.ask(Trend(7, 5, at - 1, at + 1))
        answer = await one.next(TrendAnswer)
        assert isinstance(answer, TrendAnswer)
        assert np.frombuffer(answer.time, "<i8").tolist() == [at]
        kpi = await one.next(Kpi)
        assert isinstance(kpi, Kpi)


async def test_an_alarm_is_acknowledged_by_one_and_seen_by_the_other(tmp_path: Path) -> None:
    async with (
        running_hub(tmp_path) as hub,
        running_edge(hub, tmp_path) as edge,
        screen(hub) as ann,
        screen(hub, "bob") as bob,
    ):
        await edge.send(samples([0], [240.0]))
        while True:
            news = await ann.next(Alarms)
            assert isinstance(news, Alarms)
            if {row.alarm for row in news.rows} >= {H, HH}:
                break
        await ann.ask(Acknowledge(1, (H, HH)))
        answer = await ann.next(Answer)
        assert isinstance(answer, Answer)
        assert answer.ok
        reader = Reader(tmp_path / "hub.db")
        page = reader.journal_page(before=0, most=50, incident="")
        reader.close()
        assert {w.entry.by for w in page if w.entry.kind == "action"} == {"ann"}
        states: dict[int, int] = {}
        while states.get(HH) != AlarmState.ACKNOWLEDGED:
            news = await bob.next(Alarms)
            assert isinstance(news, Alarms)
            states.update({row.alarm: row.state for row in news.rows})
        await bob.ask(JournalPage(2))
        page2 = await bob.next(JournalAnswer)
        assert isinstance(page2, JournalAnswer)
        kinds = {entry.kind for entry in page2.entries}
        assert {"alarm", "action", "incident", "system"} <= kinds


async def test_who_closed_an_incident_and_why_is_in_the_journal(tmp_path: Path) -> None:
    async with (
        running_hub(tmp_path) as hub,
        running_edge(hub, tmp_path) as edge,
        screen(hub) as one,
    ):
        for value in (240.0, 20.0):
            await edge.send(samples([0], [value]))
            await edge.delivered()
        incident = ""
        while not incident:
            news = await one.next(Incidents)
            assert isinstance(news, Incidents)
            incident = next((i.id for i in news.incidents), "")
        requests = (
            Acknowledge(1, (H, HH)),
            Reset(2, (HH,)),
            CloseIncident(3, incident, "oil cooled"),
        )
        for request in requests:
            await one.ask(request)
            answer = await one.next(Answer)
            assert isinstance(answer, Answer)
            assert answer.ok, answer
        await one.ask(JournalPage(4, incident=incident))
        page = await one.next(JournalAnswer)
        assert isinstance(page, JournalAnswer)
        assert ("ann", "closed: oil cooled") in {(e.by, e.text) for e in page.entries}


async def test_a_refusal_says_what_and_what_to_do(tmp_path: Path) -> None:
    async with running_hub(tmp_path) as hub, screen(hub) as one:
        await one.ask(Shelve(3, (HH,), 60.0, "noise"))
        answer = await one.next(Answer)
        assert isinstance(answer, Answer)
        assert not answer.ok
        assert answer.what
        assert answer.remedy


async def test_the_alarm_lane_and_the_samples_make_one_alarm(tmp_path: Path) -> None:
    async with running_hub(tmp_path) as hub, running_edge(hub, tmp_path) as edge:
        at = time.time_ns()
        await edge.tell(HH, active=True, at=at)
        await edge.send(samples([0], [250.0], at=at))
        await edge.delivered()
        reader = Reader(tmp_path / "hub.db")
        page = reader.journal_page(before=0, most=50, incident="")
        reader.close()
        mine = [w for w in page if w.entry.alarm.endswith("TT-1/HH") and w.entry.kind == "alarm"]
        assert len(mine) == 1


async def test_a_restart_loses_nothing(tmp_path: Path) -> None:
    at = time.time_ns()
    async with running_hub(tmp_path) as hub, running_edge(hub, tmp_path) as edge:
        await edge.send(samples([0, 1, 4], [240.0, 20.0, 30.0], at=at))
        await edge.delivered()
    async with running_hub(tmp_path) as hub, screen(hub) as one:
        await one.next(Values)
        alarms = next(m for m in one.seen if isinstance(m, Alarms))
        assert {row.alarm: row.state for row in alarms.rows} == {
            H: AlarmState.UNACKNOWLEDGED,
            HH: AlarmState.UNACKNOWLEDGED,
        }
        incidents = next(m for m in one.seen if isinstance(m, Incidents))
        assert len(incidents.incidents) == 1
        for row, value in ((0, 240.0), (1, 20.0), (4, 30.0)):
            await one.ask(Trend(row, row, at - 1, at + 1))
            answer = await one.next(TrendAnswer)
            assert isinstance(answer, TrendAnswer)
            assert np.frombuffer(answer.value, "<f8").tolist() == [value]


async def test_a_lost_edge_turns_its_points_bad_and_heals(tmp_path: Path) -> None:
    async with running_hub(tmp_path) as hub, screen(hub) as one:
        async with running_edge(hub, tmp_path) as edge:
            await edge.send(samples([0, 4], [20.0, 21.0]))
            await edge.delivered()
        qualities = await one.until_qualities({0: Quality.BAD_NO_COMMUNICATION})
        assert qualities[1] == Quality.BAD_WAITING_FOR_INITIAL_DATA
        async with running_edge(hub, tmp_path) as edge:
            await edge.send(samples([0, 4], [20.0, 21.0]))
            await one.until_qualities({0: Quality.GOOD})


async def test_a_cut_link_comes_back_with_every_point_as_it_was(tmp_path: Path) -> None:
    at = time.time_ns()
    async with (
        running_hub(tmp_path) as hub,
        screen(hub) as one,
        Proxy(port_of(hub.telemetry)) as telemetry,
        Proxy(port_of(hub.alarms)) as alarms,
        running_edge(replace(hub, telemetry=url(telemetry), alarms=url(alarms)), tmp_path) as edge,
    ):
        await edge.send(samples([0, 1], [20.0, 21.0], at=at))
        await edge.delivered()
        wires = (telemetry, alarms)
        for wire in wires:
            await wire.cut()
        await one.until_qualities(
            {0: Quality.BAD_NO_COMMUNICATION, 1: Quality.BAD_NO_COMMUNICATION}
        )
        restored = len(one.seen)  # values may come before the word that the link is back
        for wire in wires:
            wire.restore()
        while True:
            links = await one.next(Links, limit_s=20.0)
            assert isinstance(links, Links)
            if any(row.site == "K-001" and row.connected for row in links.rows):
                break
        await one.until_qualities({0: Quality.GOOD, 1: Quality.GOOD}, limit_s=3.0, since=restored)
        await one.ask(Trend(1, 0, at - 1, time.time_ns()))
        answer = await one.next(TrendAnswer)
        assert isinstance(answer, TrendAnswer)
        assert np.frombuffer(answer.time, "<i8").tolist() == [at]


async def test_a_plant_that_does_not_answer_is_a_clear_refusal(tmp_path: Path) -> None:
    address = {"*": f"127.0.0.1:{free_port()}"}
    async with running_hub(tmp_path, demo=True, controls=address) as hub, screen(hub) as one:
        await one.ask(StartScenario(4, "K-001", "R1"))
        answer = await one.next(Answer)
        assert isinstance(answer, Answer)
        assert not answer.ok
        assert "does not answer" in answer.what
        assert answer.remedy


def port_of(address: str) -> int:
    return int(address.rpartition(":")[2])


def url(wire: Proxy) -> str:
    return f"tcp://127.0.0.1:{wire.port}"


@pytest.mark.expects_log("torn rows")
async def test_a_torn_log_row_is_reported_and_the_rest_used(tmp_path: Path) -> None:
    import sqlite3

    at = time.time_ns()
    async with running_hub(tmp_path) as hub, running_edge(hub, tmp_path) as edge:
        await edge.send(samples([1], [20.0], at=at))
        await edge.delivered()
        await edge.send(samples([2], [21.0], at=at))
        await edge.delivered()
    database = sqlite3.connect(tmp_path / "hub.db")
    database.execute("UPDATE arrival SET data = zeroblob(length(data)) WHERE id = 1")
    database.commit()
    database.close()
    async with running_hub(tmp_path) as hub, screen(hub) as one:
        await one.ask(Trend(1, 2, at, at))
        answer = await one.next(TrendAnswer)
        assert isinstance(answer, TrendAnswer)
        assert len(answer.value) == 8
