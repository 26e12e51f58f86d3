"""The plant's real servers, read by real clients."""

import asyncio
import math
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from asyncua import Client, ua
from paho.mqtt import client as paho
from paho.mqtt.enums import CallbackAPIVersion
from plant_parts import NOON, Plant, fleet_of, layout, plant, scenarios
from pymodbus.client import AsyncModbusTcpClient

from sim.plant.control import ControlServer, ask
from sim.plant.errors import PlantError
from sim.plant.kitchen import KitchenModel
from sim.plant.modbus_server import ModbusDeviceServer
from sim.plant.mqtt_broker import EmbeddedBroker, payload
from sim.plant.opcua_server import NAMESPACE, OpcuaDeviceServer
from sim.plant.pump import PumpStationModel
from sim.plant.reading import Shown
from sim.plant.settings import PlantSite
from sim.plant.stage import Stage
from twin.quality import Quality
from twin.site.model import ModbusSource, MqttSource, OpcuaSource, Register, WordType

HOST = "127.0.0.1"


@pytest.fixture
def shown() -> list[Shown]:
    """One sample of every point of a K-M."""
    points = layout("k-m").points
    batch = KitchenModel(layout("k-m"), seed=1, start=NOON).advance(NOON)
    assert len(batch) == 54
    return [
        Shown(points[row], value, quality, time)
        for row, value, quality, time in zip(
            batch.point.tolist(),
            batch.value.tolist(),
            batch.quality.tolist(),
            batch.source_time.tolist(),
            strict=True,
        )
    ]


async def test_every_opc_ua_point_reads_back_with_time_and_status(shown: list[Shown]) -> None:
    own = [one for one in shown if isinstance(one.point.source, OpcuaSource)]
    own[0] = Shown(own[0].point, math.nan, Quality.BAD_SENSOR_FAILURE, own[0].time)
    async with OpcuaDeviceServer("BJ-001", [one.point for one in own], host=HOST) as server:
        await server.show(own)
        async with Client(server.url) as client:
            index = await client.get_namespace_index(NAMESPACE)
            for one in own:
                node = client.get_node(ua.NodeId(one.point.tag, index))
                read = await node.read_data_value(raise_on_bad_status=False)
                assert read.StatusCode is not None
                assert read.StatusCode.value == one.quality
                assert read.SourceTimestamp.timestamp() == pytest.approx(one.time / 1e9, abs=1e-3)
                if one.quality == Quality.GOOD:
                    assert read.Value is not None
                    assert read.Value.Value == one.value


async def test_a_node_recovers_from_bad_and_keeps_its_value_while_silent() -> None:
    [panel] = [p for p in layout("k-m").points if p.tag == "SUP-ST"]
    async with OpcuaDeviceServer("A", [panel], host=HOST) as server, Client(server.url) as client:
        index = await client.get_namespace_index(NAMESPACE)
        node = client.get_node(ua.NodeId("SUP-ST", index))
        first = await node.read_data_value(raise_on_bad_status=False)
        assert first.StatusCode is not None
        assert first.StatusCode.value == Quality.BAD_WAITING_FOR_INITIAL_DATA
        await server.show([Shown(panel, math.nan, Quality.BAD_DEVICE_FAILURE, NOON)])
        await server.show([Shown(panel, 1, Quality.GOOD, NOON)])
        await server.show([Shown(panel, 0, Quality.GOOD, NOON, is_silent=True)])
        assert await node.read_value() == 1


@pytest.mark.parametrize("connection", ["gateway", "vfd"])
async def test_every_register_reads_back_within_its_scale(
    shown: list[Shown], connection: str
) -> None:
    own = [one for one in shown if getattr(one.point.source, "connection", "") == connection]
    async with ModbusDeviceServer([one.point for one in own], host=HOST) as server:
        await server.show(own)
        async with AsyncModbusTcpClient(HOST, port=server.port) as client:
            for one in own:
                source = one.point.source
                assert isinstance(source, ModbusSource)
                read = await value_of(client, source)
                assert read == pytest.approx(one.value, abs=source.scale / 2 + 1e-5)


async def value_of(client: AsyncModbusTcpClient, source: ModbusSource) -> float:
    if source.table is Register.DISCRETE:
        bits = await client.read_discrete_inputs(source.register, device_id=source.unit)
        return float(bits.bits[0])
    read = client.read_input_registers
    if source.table is Register.HOLDING:
        read = client.read_holding_registers
    wide = source.type in (WordType.FLOAT32, WordType.INT32, WordType.UINT32)
    answer = await read(source.register, count=2 if wide else 1, device_id=source.unit)
    assert not answer.isError()
    if source.type is WordType.FLOAT32:
        raw = struct.unpack(">f", struct.pack(">HH", *answer.registers))[0]
    elif source.type is WordType.INT16:
        raw = struct.unpack(">h", struct.pack(">H", answer.registers[0]))[0]
    else:
        raw = answer.registers[0]
    return float(raw * source.scale + source.offset)


async def test_a_broken_head_and_a_cut_line_answer_with_their_own_exceptions(
    shown: list[Shown],
) -> None:
    heads = [one for one in shown if one.point.tag in ("GD-01", "GD-02", "GD-03")]
    async with ModbusDeviceServer([one.point for one in heads], host=HOST) as server:
        first, second, third = heads
        bad = Shown(first.point, math.nan, Quality.BAD_SENSOR_FAILURE, NOON)
        cut = Shown(second.point, 0.0, 0, NOON, is_silent=True)
        await server.show([bad, cut, third])
        async with AsyncModbusTcpClient(HOST, port=server.port) as client:
            codes = [
                (await client.read_input_registers(k, device_id=1)).exception_code for k in (0, 1)
            ]
            assert codes == [4, 11]
            assert not (await client.read_input_registers(2, device_id=1)).isError()
            await server.show([first])
            assert not (await client.read_input_registers(0, device_id=1)).isError()
            assert (await client.write_register(0, 9, device_id=1)).isError()


async def test_every_radio_head_tells_its_value_also_to_who_comes_later(
    shown: list[Shown],
) -> None:
    own = {
        f"BJ-001/{one.point.source.topic}": one
        for one in shown
        if isinstance(one.point.source, MqttSource)
    }
    async with EmbeddedBroker(host=HOST) as broker:
        for topic, one in own.items():
            await broker.publish(topic, payload(one))
        heard = await listen(broker.url, "BJ-001/#", len(own))
    assert len(heard) == len(own) == 13
    for topic, one in own.items():
        assert heard[topic] == {"v": one.value, "t": one.time, "q": one.quality}


async def listen(url: str, topic: str, count: int) -> dict[str, dict[str, float]]:
    """The first `count` topics of a subscription."""
    loop = asyncio.get_running_loop()
    heard: dict[str, dict[str, float]] = {}
    full = asyncio.Event()

    def take(_client: object, _data: object, message: paho.MQTTMessage) -> None:
        heard[message.topic] = msgspec.json.decode(message.payload)
        if len(heard) >= count:
            loop.call_soon_threadsafe(full.set)

    client = paho.Client(CallbackAPIVersion.VERSION2)
    client.on_connect = lambda c, *_: c.subscribe(topic, qos=1)
    client.on_message = take
    await asyncio.to_thread(client.connect, HOST, int(url.rpartition(":")[2]))
    client.loop_start()
    try:
        async with asyncio.timeout(10):
            await full.wait()
    finally:
        client.disconnect()
        await asyncio.to_thread(client.loop_stop)
    return heard


async def test_a_plant_serves_every_connection_and_plays_on_demand(tmp_path: Path) -> None:
    async with plant(fleet_of(BJ_001="k-m", PS_001="pump-station"), tmp_path) as running:
        assert set(running.endpoints) == {"BJ-001", "PS-001"}
        assert set(running.endpoints["BJ-001"]) == {"plc", "gateway", "vfd", "broker"}
        told = await ask(*running.control, {"do": "list"})
        assert told["sites"] == {"BJ-001": None, "PS-001": None}
        assert "R1" in told["scenarios"]
        start = {"do": "start", "site": "BJ-001", "scenario": "R10"}
        assert (await ask(*running.control, start))["ok"]
        await panel_shows(running, 1)
        playing = (await ask(*running.control, {"do": "list"}))["playing"]
        assert playing["BJ-001"]["scenario"] == "R10"
        assert (await ask(*running.control, {"do": "stop", "site": "BJ-001"}))["ok"]
        await panel_shows(running, 0)
        assert (await ask(*running.control, {"do": "list"}))["sites"]["BJ-001"] is None


async def panel_shows(running: Plant, code: int) -> None:
    """Wait until the suppression panel of BJ-001 shows a code."""
    async with Client(running.endpoints["BJ-001"]["plc"]) as client, asyncio.timeout(5):
        index = await client.get_namespace_index(NAMESPACE)
        panel = client.get_node(ua.NodeId("SUP-ST", index))
        while await panel.read_value() != code:  # noqa: ASYNC110  # the plant changes it
            await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    "message",
    [
        {"do": "start", "site": "XX-999", "scenario": "R1"},
        {"do": "start", "site": "PS-001", "scenario": "R1"},
        {"do": "start", "site": "BJ-001", "scenario": "R99"},
        {"do": "start", "site": "BJ-001"},
        {"do": "dance"},
        {},
    ],
)
async def test_a_request_that_cannot_be_done_is_refused_with_a_remedy(
    message: dict[str, str],
) -> None:
    async with control_line() as place:
        answer = await ask(*place, message)
    assert answer["ok"] is False
    assert answer["what"]
    assert answer["remedy"]


@asynccontextmanager
async def control_line() -> AsyncIterator[tuple[str, int]]:
    """The control line of two models without servers."""
    models = {
        "BJ-001": KitchenModel(layout("k-m"), seed=1, start=NOON),
        "PS-001": PumpStationModel(layout("pump-station"), seed=1, start=NOON),
    }
    stage = Stage(models, scenarios(), clock=lambda: NOON)
    async with ControlServer(stage.handle) as control:
        host, _, port = control.address.rpartition(":")
        yield host, int(port)


async def test_nobody_there_is_an_error_with_a_remedy() -> None:
    with pytest.raises(PlantError) as caught:
        await ask(HOST, 1, {"do": "list"})
    assert caught.value.remedy


async def test_an_unknown_site_stops_the_plant_before_it_serves(tmp_path: Path) -> None:
    with pytest.raises(PlantError, match="no such site"):
        async with plant(fleet_of(BJ_001="k-m"), tmp_path, sites=(PlantSite("XX"),)):
            pass
