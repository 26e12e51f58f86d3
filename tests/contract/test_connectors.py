"""What every connector promises, against servers that Emberwall did not write."""

import asyncio
import contextlib
import gc
import os
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import psutil
import pytest
from support import foreign, peers
from support.peers import KINDS, ONE_EACH, Peer
from support.proxy import Proxy
from support.small_site import HASTY, SITE, Reader, point, reading, table

from connectors.base import LinkState
from connectors.registry import connect
from twin.quality import Quality
from twin.site.model import ModbusSource, Register

pytestmark = pytest.mark.expects_log("lost")
SCHEMES = ("opc.tcp", "modbus+tcp", "mqtt")
WITHIN_S = 3.5  # from a fault to Bad, and from its end to Good
SECOND = 1_000_000_000


@contextlib.asynccontextmanager
async def serving(kind: str, directory: Path, *arguments: str) -> AsyncIterator[Peer]:
    async with peers.make(kind, directory, *arguments) as peer:
        yield peer


@pytest.fixture(scope="module")
def standing(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Peer]:
    """A peer for all tests that leave it as it was."""
    history = ("--history",) if request.param == "opcua-asyncua" else ()
    peer = peers.make(request.param, tmp_path_factory.mktemp("peer"), *history)
    peer.server.spawn()
    try:
        while not peer.server.answers():
            time.sleep(0.02)
        peer.publish()
        yield peer
    finally:
        peer.kill()


every = pytest.mark.parametrize("standing", KINDS, indirect=True)
one_each = pytest.mark.parametrize("standing", ONE_EACH, indirect=True)
asyncua = pytest.mark.parametrize("standing", ["opcua-asyncua"], indirect=True)


async def is_alive(reader: Reader) -> None:
    await reader.until(lambda: reader.is_good("A", "B"), within_s=8)


@every
async def test_values_arrive_good_with_their_time(standing: Peer) -> None:
    async with reading(standing.url(), standing.table()) as reader:
        await is_alive(reader)
        count = len(reader.seen["A"])
        await reader.until(lambda: len(reader.seen["A"]) >= count + 8)
        good = [sample for sample in reader.seen["A"] if sample[1] == Quality.GOOD]
        values = [sample[0] for sample in good]
        times = [sample[2] for sample in good]
        assert values == sorted(values)
        assert times == sorted(set(times))
        assert all(abs(arrival - source) < SECOND for _, _, source, arrival in good[2:])
        assert reader.value("B") == pytest.approx(7.5)
        assert reader.device.state is LinkState.LIVE
        assert reader.device.counters.dropped == 0


@every
async def test_a_cut_wire_turns_points_bad_and_heals_with_a_gap(standing: Peer) -> None:
    async with (
        Proxy(standing.port) as wire,
        reading(standing.url(wire.port), standing.table()) as reader,
    ):
        await is_alive(reader)
        await wire.cut()
        await reader.until(lambda: reader.is_bad("A", "B"), WITHIN_S)
        assert reader.quality("B") == Quality.BAD_NO_COMMUNICATION
        assert reader.device.state is LinkState.STALE
        assert reader.device.counters.faults
        wire.restore()
        await reader.until(lambda: reader.is_good("A", "B"), WITHIN_S)
        await reader.until(lambda: reader.device.state is LinkState.LIVE)
        (gap,) = reader.device.counters.gaps
        assert 0 < gap.end - gap.start < 5 * SECOND
        assert gap.reason
        assert not reader.device.counters.faults


@every
async def test_no_gap_is_unexplained(standing: Peer) -> None:
    """Between two Good samples lies less than a second, or a sample that says Bad."""
    async with (
        Proxy(standing.port) as wire,
        reading(standing.url(wire.port), standing.table(("A",))) as reader,
    ):
        await reader.until(lambda: reader.is_good("A"), 8)
        wire.silence(True)
        await reader.until(lambda: reader.is_bad("A"), WITHIN_S)
        wire.silence(False)
        await reader.until(lambda: reader.is_good("A"), WITHIN_S)
        told = sorted((source, quality) for _, quality, source, _ in reader.seen["A"])
        unexplained = [
            later[0] - earlier[0]
            for earlier, later in pairwise(told)
            if earlier[1] == Quality.GOOD and later[0] - earlier[0] > SECOND
        ]
        assert not unexplained


@pytest.mark.parametrize(
    "standing", [kind for kind in KINDS if kind != "opcua-asyncua"], indirect=True
)
@pytest.mark.keeps_threads  # the standing server is a new process afterwards
async def test_a_killed_server_heals_after_its_restart(standing: Peer) -> None:
    async with reading(standing.url(), standing.table()) as reader:
        await is_alive(reader)
        standing.server.kill()
        await reader.until(lambda: reader.is_bad("A", "B"), WITHIN_S)
        await standing.server.start()
        await reader.until(lambda: reader.is_good("A", "B"), WITHIN_S)
        assert reader.device.counters.reconnects >= 1


@one_each
async def test_a_frozen_server_is_noticed(standing: Peer) -> None:
    async with reading(standing.url(), standing.table()) as reader:
        await is_alive(reader)
        frozen = time.monotonic()
        standing.server.freeze()
        await reader.until(lambda: reader.is_bad("A", "B"), WITHIN_S)
        while time.monotonic() - frozen < 4.0:  # as long as a device that restarts its bus
            assert reader.is_bad("A", "B")
            await asyncio.sleep(0.05)
        standing.server.thaw()
        await reader.until(lambda: reader.is_good("A", "B"), WITHIN_S)


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_a_port_that_talks_garbage_is_a_fault(scheme: str) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while await reader.read(1000):
                writer.write(os.urandom(300))
                await writer.drain()
        writer.transport.abort()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        peer = Peer(scheme, foreign.Foreign([], port))
        async with reading(peer.url(), peer.table()) as reader:
            await reader.until(lambda: reader.device.counters.reconnects >= 1, 8)
            assert reader.is_bad("A", "B")
            assert reader.device.state is LinkState.FAULT
            assert reader.device.counters.dropped == 0


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_a_closed_port_is_a_clear_fault_and_tried_again(scheme: str) -> None:
    peer = Peer(scheme, foreign.Foreign([], foreign.free_port()))
    async with reading(peer.url(), peer.table()) as reader:
        await reader.until(lambda: reader.device.counters.reconnects >= 2)
        assert reader.quality("A") == Quality.BAD_NOT_CONNECTED
        assert reader.device.state is LinkState.FAULT
        ((where, reason),) = reader.device.counters.faults.items()
        assert where.startswith(f"{SITE}/line")
        assert len(reason) > 10


@every
async def test_an_unknown_point_is_bad_alone_and_says_why(standing: Peer) -> None:
    table = standing.table(("A", "Ghost"), heartbeat_s=0.2)
    async with reading(standing.url(), table) as reader:
        faults = reader.device.counters.faults
        await reader.until(lambda: "Ghost" in faults, 8)
        await reader.until(lambda: reader.is_good("A") and reader.is_bad("Ghost"), 8)
        assert reader.device.state is LinkState.LIVE


@one_each
async def test_a_slow_reader_loses_nothing_that_was_not_replaced(standing: Peer) -> None:
    """While nobody reads, room is bounded; then the newest values are there, and none dropped."""
    options = replace(HASTY, room=10)
    async with reading(standing.url(), standing.table(), options) as reader:
        await is_alive(reader)
        reader.pause()
        await asyncio.sleep(1.0)
        held, paused = len(reader.batches), time.time_ns()
        reader.resume()
        await reader.until(lambda: reader.seen["A"][-1][2] > paused)
        assert all(len(batch) <= 10 + 20 for batch in reader.batches[held:])
        assert reader.device.counters.dropped == 0
        assert reader.is_good("A", "B")


@pytest.mark.parametrize(
    ("kind", "arguments"), [("opcua-asyncua", ("--flood", "150")), ("mqtt-mosquitto", ("150",))]
)
async def test_a_flood_arrives_whole(kind: str, arguments: tuple[str, ...], tmp_path: Path) -> None:
    """150 points at 20 Hz: every count of every point, none dropped, none twice."""
    async with serving(kind, tmp_path, *arguments) as peer:
        names = [f"F{k}" for k in range(150)]
        table = peer.table(names, period_s=0.05)
        async with reading(peer.url(), table) as reader:
            await reader.until(lambda: all(len(reader.seen[n]) >= 25 for n in names), 15)
            counters = reader.device.counters
            assert (counters.dropped, counters.coalesced, counters.rejected) == (0, 0, 0)
            for name in names:
                values = [s[0] for s in reader.seen[name] if s[1] == Quality.GOOD][1:]
                assert len(set(values)) == len(values)


@one_each
async def test_closing_leaves_nothing_behind(standing: Peer) -> None:
    process = psutil.Process()
    before = process.num_fds()
    for _ in range(3):
        async with reading(standing.url(), standing.table()) as reader:
            await is_alive(reader)
        assert reader.device.state is LinkState.STOPPED
    gc.collect()
    await asyncio.sleep(0.1)
    assert process.num_fds() <= before


@one_each
async def test_closing_does_not_wait_for_a_frozen_server(standing: Peer) -> None:
    try:
        async with reading(standing.url(), standing.table()) as reader:
            await is_alive(reader)
            standing.server.freeze()
            start = time.monotonic()
        assert time.monotonic() - start < 3.0
    finally:
        standing.server.thaw()


@pytest.mark.parametrize("standing", ["modbus-libmodbus"], indirect=True)
async def test_closing_in_the_middle_of_an_answer_is_no_hang(standing: Peer) -> None:
    """A cancellation that arrives together with an answer is swallowed by the library."""
    for _ in range(60):
        async with reading(standing.url(), standing.table(period_s=0.0001)) as reader:
            await reader.until(lambda: reader.is_good("A"))
            start = time.monotonic()
        assert time.monotonic() - start < 2.0


async def test_one_refused_register_darkens_only_its_point(tmp_path: Path) -> None:
    async with serving("modbus-libmodbus", tmp_path, "--refuse", "105") as peer:
        points = table(
            point(f"R{k}", ModbusSource("line", 1, Register.INPUT, k)) for k in range(100, 120)
        )
        others = [tag for tag in points.tags if tag != "R105"]
        async with reading(peer.url(), points) as reader:
            await reader.until(lambda: reader.is_good(*others) and reader.is_bad("R105"), 8)
            assert reader.quality("R105") == Quality.BAD_DEVICE_FAILURE
            assert "exception 4" in reader.device.counters.faults["R105"]
            assert [reader.value(tag) for tag in others] == [float(tag[1:]) for tag in others]


async def test_a_dead_unit_does_not_share_its_fate(tmp_path: Path) -> None:
    async with serving("modbus-libmodbus", tmp_path, "--silent-unit", "9") as peer:
        points = table(
            [
                point("ALIVE", ModbusSource("line", 1, Register.INPUT, 0)),
                point("DEAD", ModbusSource("line", 9, Register.INPUT, 0)),
            ]
        )
        async with reading(peer.url(), points) as reader:
            await reader.until(lambda: len(reader.device.counters.faults) == 1, 8)
            assert reader.is_good("ALIVE")
            assert reader.is_bad("DEAD")
            count = len(reader.seen["ALIVE"])
            took = await reader.until(lambda: len(reader.seen["ALIVE"]) >= count + 10)
            assert took < 2.5


@pytest.mark.parametrize("code", [10, 11])
async def test_a_gateway_that_has_no_path_to_a_unit_is_a_lost_unit(
    code: int, tmp_path: Path
) -> None:
    async with serving("modbus-libmodbus", tmp_path, "--no-path", "9", str(code)) as peer:
        points = table(
            [
                point("ALIVE", ModbusSource("line", 1, Register.INPUT, 0)),
                point("GONE", ModbusSource("line", 9, Register.INPUT, 0)),
            ]
        )
        async with reading(peer.url(), points) as reader:
            await reader.until(lambda: reader.is_good("ALIVE") and reader.is_bad("GONE"), 8)
            ((where, reason),) = reader.device.counters.faults.items()
            assert where.endswith("unit 9")
            assert f"exception {code}" in reason


@pytest.mark.parametrize("standing", ["opcua-asyncua", "opcua-node"], indirect=True)
async def test_items_are_asked_for_in_requests_of_a_bounded_size(standing: Peer) -> None:
    options = replace(HASTY, items_per_call=1)
    async with reading(standing.url(), standing.table(), options) as reader:
        await is_alive(reader)


@asyncua
async def test_an_unchanging_value_is_read_again_at_its_heartbeat(standing: Peer) -> None:
    async with reading(standing.url(), standing.table(("B",), heartbeat_s=0.3)) as reader:
        await reader.until(lambda: len(reader.seen["B"]) >= 4, 8)
        good = [sample for sample in reader.seen["B"] if sample[1] == Quality.GOOD]
        assert {value for value, *_ in good} == {7.5}
        times = [source for _, _, source, _ in good]
        assert times == sorted(set(times))


@asyncua
async def test_history_closes_the_gap_where_the_server_has_it(standing: Peer) -> None:
    async with (
        Proxy(standing.port) as wire,
        reading(standing.url(wire.port), standing.table(("A",))) as reader,
    ):
        await reader.until(lambda: reader.is_good("A"), 8)
        await wire.cut()
        await reader.until(lambda: reader.is_bad("A"))
        await asyncio.sleep(1.0)
        wire.restore()
        await reader.until(lambda: reader.is_good("A"))
        await reader.until(lambda: bool(reader.device.counters.gaps))
        assert reader.device.counters.gaps[0].filled
        count = len(reader.seen["A"])
        await reader.until(lambda: len(reader.seen["A"]) > count + 5)
        good = [s[0] for s in reader.seen["A"] if s[1] == Quality.GOOD]
        values = sorted(good)
        assert set(range(int(values[1]), int(values[-1]))) <= {int(v) for v in good}


async def test_a_server_that_renumbers_its_namespaces_is_followed(tmp_path: Path) -> None:
    async with (
        serving("opcua-asyncua", tmp_path) as peer,
        reading(peer.url(), peer.table()) as reader,
    ):
        await is_alive(reader)
        peer.server.kill()
        peer.server.command.append("--shift")
        await peer.server.start()
        await reader.until(lambda: reader.is_bad("B"))
        await reader.until(lambda: reader.is_good("A", "B"), 8)


@asyncua
async def test_a_text_node_is_a_decoding_error(standing: Peer) -> None:
    async with reading(standing.url(), standing.table(("A", "S"))) as reader:
        await reader.until(lambda: reader.is_good("A") and reader.is_bad("S"), 8)
        await reader.until(lambda: reader.quality("S") == Quality.BAD_DECODING_ERROR)
        assert reader.device.counters.rejected >= 1


def test_connecting_opens_nothing_by_itself(tmp_path: Path) -> None:
    peer = peers.make("mqtt-mosquitto", tmp_path)
    connector = connect("line", peer.url(), points=peer.table(), site_id=SITE)
    assert connector.state is LinkState.STARTING
    assert connector.connection == "line"
