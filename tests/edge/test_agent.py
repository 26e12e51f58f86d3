"""A whole edge: real MQTT in, real CURVE out."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from link_ends import SITE, Hub, small_fleet, until
from support.foreign import Foreign, free_port, mosquitto

from edge.agent import run_edge
from edge.link.keys import enrol, load_or_make_keys
from edge.link.wire import LinkError, rows_crc
from edge.settings import EdgeSettings
from edge.station import Station
from edge.status import EdgeStatus, read_status

CAMERA_ROW = 4


async def say(radio: Foreign, tag: str, value: float) -> None:
    """What a radio head tells, by a client that nobody here wrote."""
    message = msgspec.json.encode({"v": value, "t": time.time_ns()})
    address = ["-p", str(radio.port), "-t", f"{SITE}/{tag}", "-r", "-q", "1", "-m", message]
    process = await asyncio.create_subprocess_exec("mosquitto_pub", *address)
    assert await process.wait() == 0


def settings_for(tmp_path: Path, hub: Hub, radio_url: str | None) -> EdgeSettings:
    fleet = small_fleet(SITE, "SH-014", connections={"radio": radio_url} if radio_url else {})
    own = Station(small_fleet(SITE), now=0)
    hub.points = {SITE: rows_crc(own.alarms, SITE)}
    hub.choose_ports()
    enrol(hub.folder, "edge", load_or_make_keys(tmp_path / "edge.key").public_key, [SITE])
    return EdgeSettings(
        directory=tmp_path, fleet=fleet, sites=(SITE,), hub=hub.address, status_s=0.05
    )


@asynccontextmanager
async def running(settings: EdgeSettings) -> AsyncIterator[None]:
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(run_edge(settings, stop))
        yield
        stop.set()


def status(settings: EdgeSettings) -> EdgeStatus:
    return read_status(settings.directory / "status.json")


def is_written(settings: EdgeSettings) -> bool:
    return (settings.directory / "status.json").exists()


async def test_a_value_travels_from_the_device_to_the_hub(hub: Hub, tmp_path: Path) -> None:
    async with mosquitto(free_port(), tmp_path) as radio:
        settings = settings_for(tmp_path, hub, f"mqtt://127.0.0.1:{radio.port}")
        async with hub.listening() as receiver, running(settings):
            await say(radio, "TT-02", 21.5)
            await hub.take_until(receiver, lambda: 21.5 in values(hub, row=1))


async def test_cut_off_from_the_hub_it_goes_on_deciding_and_tells_later(
    hub: Hub, tmp_path: Path
) -> None:
    async with mosquitto(free_port(), tmp_path) as radio:
        settings = settings_for(tmp_path, hub, f"mqtt://127.0.0.1:{radio.port}")
        async with running(settings):
            await say(radio, "GD-01", 61.0)
            await until(lambda: is_written(settings))
            await until(lambda: len(status(settings).sites[SITE].active) == 2)
            await until(lambda: status(settings).sites[SITE].accepted_conditions == 2)
            assert not status(settings).connected
            assert status(settings).sites[SITE].connectors["radio"].state == "live"
            async with hub.listening() as receiver:
                await hub.take_until(receiver, lambda: told(hub) == [True, True])
                await hub.take_until(receiver, lambda: status(settings).backlog == 0)
                assert status(settings).connected


async def test_camera_points_come_from_a_model_only_where_that_is_said(
    hub: Hub, tmp_path: Path
) -> None:
    async with mosquitto(free_port(), tmp_path) as radio:
        settings = settings_for(tmp_path, hub, f"mqtt://127.0.0.1:{radio.port}")
        settings = msgspec.structs.replace(settings, simulated=True)
        async with hub.listening() as receiver, running(settings):
            await hub.take_until(receiver, lambda: bool(values(hub, row=CAMERA_ROW)))
            await hub.take_until(receiver, lambda: status(settings).simulated)
            assert values(hub, row=0) == []


async def test_a_connection_without_an_address_is_named(hub: Hub, tmp_path: Path) -> None:
    with pytest.raises(LinkError, match="BJ-001/radio"):
        await run_edge(settings_for(tmp_path, hub, None), asyncio.Event())


def test_settings_survive_a_file(hub: Hub, tmp_path: Path) -> None:
    def path(kind: type, value: object) -> Path:
        return Path(str(value))

    settings = settings_for(tmp_path, hub, "mqtt://127.0.0.1:1883")
    written = msgspec.json.encode(settings, enc_hook=str)
    assert msgspec.json.decode(written, type=EdgeSettings, dec_hook=path) == settings


def values(hub: Hub, *, row: int) -> list[float]:
    """All that the hub has of one point and that is a number."""
    batches = [one.batch for one in hub.stored if one.batch is not None]
    return [v for b in batches for v in b.value[b.point == row].tolist() if v == v]


def told(hub: Hub) -> list[bool]:
    """What the alarm lane said, in order."""
    changes = [one.conditions for one in hub.stored if one.conditions is not None]
    return [active for change in changes for active in change.active.tolist()]
