"""Simulated kitchens are edges like any other to the hub."""

import asyncio
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from link_ends import Hub, small_fleet, until

from edge.light import run_light
from edge.link.keys import enrol, load_or_make_keys
from edge.link.wire import Lane, rows_crc
from edge.settings import LightSettings
from edge.station import Station
from edge.status import read_status
from sim.plant.control import ask

SITES = ("BJ-001", "SH-014", "YC-002")


@pytest.fixture
def settings(tmp_path: Path, hub: Hub) -> LightSettings:
    fleet = small_fleet(*SITES)
    station = Station(fleet, now=0)
    hub.points = {site: rows_crc(station.alarms, site) for site in SITES}
    hub.choose_ports()
    for site in SITES:
        keys = load_or_make_keys(tmp_path / "keys" / f"{site}.key")
        enrol(hub.folder, site, keys.public_key, [site])
    return LightSettings(
        directory=tmp_path, fleet=fleet, sites=SITES, hub=hub.address, period_s=0.1, status_s=0.1
    )


async def test_every_kitchen_speaks_for_itself(
    settings: LightSettings, hub: Hub, tmp_path: Path
) -> None:
    stop = asyncio.Event()
    async with hub.listening() as receiver, asyncio.TaskGroup() as tasks:
        tasks.create_task(run_light(settings, stop))
        await hub.take(receiver, 30)
        keys = {one.key for one in receiver.health()}
        await until(lambda: read_status(tmp_path / "status.json").connected)
        stop.set()
    assert len(keys) == len(SITES)
    assert {one.site for one in hub.stored} == set(SITES)
    for one in hub.stored:
        if one.batch is not None:
            assert set(one.batch.point.tolist()) <= set(range(5))


async def test_nothing_accepted_is_missing_after_a_pause_of_the_hub(
    settings: LightSettings, hub: Hub, tmp_path: Path
) -> None:
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(run_light(settings, stop))
        async with hub.listening() as receiver:
            await hub.take(receiver, 10)
        await until(lambda: read_status(tmp_path / "status.json").backlog > 6)
        async with hub.listening() as receiver:
            await hub.take(receiver, len(hub.stored) + 20, within=15)
            stop.set()
            await running
    async with hub.listening() as receiver, asyncio.TaskGroup() as tasks:
        stop.clear()
        tasks.create_task(run_light(settings, stop))
        await hub.take(receiver, len(hub.stored) + 20, within=15)
        stop.set()
    numbers = Counter((one.site, one.lane, one.seq) for one in hub.stored)
    assert set(numbers.values()) == {1}
    for site in SITES:
        own = [one.seq for one in hub.stored if (one.site, one.lane) == (site, Lane.TELEMETRY)]
        assert own == list(range(1, len(own) + 1))


async def test_it_answers_on_its_control_line(
    settings: LightSettings, hub: Hub, tmp_path: Path
) -> None:
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(run_light(settings, stop))
        path = tmp_path / "control.json"
        await until(path.exists)
        host, port = msgspec.json.decode(path.read_bytes())["address"].split(":")
        listed = await ask(host, int(port), {"do": "list"})
        refused = await ask(host, int(port), {"do": "start", "site": "BJ-001", "scenario": "R99"})
        strange = await ask(host, int(port), {"do": "stop", "site": "XX-999"})
        stop.set()
    assert listed["sites"] == dict.fromkeys(SITES)
    assert [refused["ok"], strange["ok"]] == [False, False]
