"""Only an enrolled key speaks, only for its own sites, and nobody's bytes break the hub."""

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import zmq
from conftest import Connect
from link_ends import POINTS, SITE, Hub, telemetry, until

from edge.link.keys import CurveKeys, enrol, make_keys, revoke
from edge.link.line import Context, Socket, dealer, link_context
from edge.link.wire import (
    VERSION,
    Conditions,
    Heartbeat,
    Hello,
    Lane,
    LinkError,
    Telemetry,
    Welcome,
    decode_down,
    encode,
)
from edge.outbox import Outbox


@pytest.mark.expects_log("unknown key")
async def test_a_key_that_is_not_enrolled_gets_no_word_in(
    hub: Hub, outbox: Outbox, connect: Connect
) -> None:
    await outbox.append([telemetry()])
    async with hub.listening() as receiver, connect(keys=make_keys()) as sender:
        assert await receiver.receive(10, 0.5) == []
        assert receiver.refused["unknown key"] >= 1
        assert not sender.is_connected(SITE)


@pytest.mark.expects_log("no longer admitted")
@pytest.mark.expects_log("unknown key")
async def test_a_revoked_key_is_out_within_a_second_on_its_open_connection(
    hub: Hub, outbox: Outbox, connect: Connect
) -> None:
    async with hub.listening() as receiver, connect() as sender:
        sender.offer(await outbox.append([telemetry()]))
        await hub.take(receiver, 1)
        revoke(hub.folder, "edge")
        revoked = time.monotonic()
        last = 0.0
        while time.monotonic() - revoked < 1.6:
            sender.offer(await outbox.append([telemetry()]))
            if await receiver.receive(10, 0.05):
                last = time.monotonic() - revoked
        assert last < 1.0
        assert receiver.refused["key no longer admitted"] >= 1
        assert not sender.is_connected(SITE)


@pytest.mark.expects_log("site of another key")
async def test_a_key_cannot_speak_for_a_site_of_another(
    hub: Hub, edge_keys: CurveKeys, sockets: Context
) -> None:
    async with hub.listening() as receiver:
        with raw(hub, edge_keys, sockets) as thief:
            thief.send_multipart(encode(hello("SH-014")))
            assert await receiver.receive(10, 0.3) == []
            assert receiver.refused["site of another key"] == 1


@pytest.mark.expects_log("chosen routing id")
async def test_a_stolen_routing_id_gives_the_thief_nothing(
    hub: Hub, edge_keys: CurveKeys, sockets: Context
) -> None:
    """Both keys are admitted; the thief claims the routing id that the other one uses."""
    thief_keys = make_keys()
    enrol(hub.folder, "thief", thief_keys.public_key, ["SH-014"])
    async with hub.listening() as receiver:
        with raw(hub, edge_keys, sockets) as owner:
            owner.send_multipart(encode(hello(SITE)))
            await receiver.receive(10, 0.3)
            assert isinstance(decode_down(owner.recv_multipart()[0]), Welcome)
            used = next(iter(receiver._doors[Lane.TELEMETRY].peers))  # what nobody outside knows
            for claimed in (used, b"a name"):
                with raw(hub, thief_keys, sockets, routing_id=claimed) as thief:
                    thief.send_multipart(encode(hello("SH-014")))
                    await receiver.receive(10, 0.3)
                    said = telemetry()
                    word = Telemetry(SITE, 5, 1 if claimed == used else 2, 1, said.crc, said.sent)
                    owner.send_multipart(encode(word, said.payload))
                    received = await receiver.receive(10, 1.0)
                    hub.commit(received)
                    receiver.acknowledge(received)
                    await receiver.receive(1, 0.1)
                    heard = []
                    while thief.poll(100):
                        heard.append(decode_down(thief.recv_multipart()[0]))
                    assert [type(word).__name__ for word in heard if word.site == SITE] == []
                    assert owner.poll(1000)
                    owner.recv_multipart()
    assert [one.seq for one in hub.stored] == [1, 2]


def odd_messages() -> Iterator[list[bytes]]:
    good = telemetry()
    yield [b""]
    yield [b"", b""]
    yield [b"\xff" * 30, b"\xff" * 30]
    yield [b"\x93\xa4tele\xc0\xc0", b""]
    yield [os.urandom(200) for _ in range(9)]
    yield [*encode(hello(SITE)), b"one too many"]
    yield encode(Telemetry(SITE, 5, 1, 1, good.crc, 0), good.payload)  # before any Hello
    yield encode(Hello(VERSION + 1, SITE, Lane.TELEMETRY, 5, 0, POINTS))
    yield encode(Hello(VERSION, SITE, Lane.ALARM, 5, 0, POINTS))
    yield encode(Conditions(SITE, 5, 1, 0, 0, 0))
    yield encode(Heartbeat(SITE, 0))
    yield encode(Hello(VERSION, "", Lane.TELEMETRY, 5, 0, POINTS))
    yield encode(Hello(VERSION, "x" * 5000, Lane.TELEMETRY, 5, 0, POINTS))
    yield encode(Hello(VERSION, SITE, Lane.TELEMETRY, 2**62, 2**62, POINTS))
    yield encode(Telemetry(SITE, 5, -1, -1, -1, 0))
    yield encode(Telemetry(SITE, 2**62, 1, 2**40, 0, 0), b"short")
    yield encode(Telemetry(SITE, 2**62, 2**63 - 1, 1, 0, 0))


@pytest.mark.expects_log("link refused")
@pytest.mark.expects_log("is lost")
async def test_odd_messages_are_counted_and_harm_nobody(
    hub: Hub, edge_keys: CurveKeys, outbox: Outbox, connect: Connect, sockets: Context
) -> None:
    other = make_keys()
    enrol(hub.folder, "other", other.public_key, ["SH-014"])
    async with hub.listening() as receiver, connect(keys=other, site="SH-014") as sender:
        with raw(hub, edge_keys, sockets) as stranger:
            for parts in odd_messages():
                stranger.send_multipart(parts)
            assert await receiver.receive(100, 0.3) == []
        sender.offer(await outbox.append([telemetry(site="SH-014")]))
        await hub.take(receiver, 1)
        assert receiver.refused["garbage"] >= 5
        assert receiver.refused["other link version"] == 2
        assert receiver.refused["wrong lane"] == 1


@pytest.mark.expects_log("damaged cargo")
@pytest.mark.expects_log("is lost")
async def test_a_row_beyond_the_site_never_reaches_the_hub(
    hub: Hub, outbox: Outbox, connect: Connect
) -> None:
    """It would be a point of the next site."""
    await outbox.append([telemetry(n=61), telemetry(n=60)])
    async with hub.listening() as receiver, connect():
        await hub.take(receiver, 2)
    assert [one.batch is None for one in hub.stored] == [True, False]


async def test_a_flood_from_one_key_leaves_the_loop_alive(
    hub: Hub, edge_keys: CurveKeys, sockets: Context
) -> None:
    async with hub.listening() as receiver:
        with raw(hub, edge_keys, sockets) as flood:
            flood.send_multipart(encode(hello(SITE)))
            for _ in range(900):
                flood.send_multipart(encode(Heartbeat(SITE, 0)), zmq.NOBLOCK)
            beats = 0

            async def beat() -> None:
                nonlocal beats
                while True:
                    await asyncio.sleep(0)
                    beats += 1

            beating = asyncio.create_task(beat())
            assert await receiver.receive(10, 0.5) == []
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)
            assert beats > 10
            await until(lambda: bool(receiver.health()))


def test_a_process_that_may_not_open_enough_files_is_told_at_the_start() -> None:
    """A ROUTER out of files spins without a word."""
    with pytest.raises(LinkError, match="ulimit"):
        link_context(10**9)


def hello(site: str) -> Hello:
    return Hello(VERSION, site, Lane.TELEMETRY, 5, 0, POINTS)


@contextmanager
def raw(hub: Hub, keys: CurveKeys, context: Context, routing_id: bytes = b"") -> Iterator[Socket]:
    """A peer of our own making: a bare socket on the telemetry lane."""
    if not routing_id:
        socket = dealer(context, hub.urls[0], keys=keys, server_key=hub.keys.public_key)
    else:
        socket = context.socket(zmq.DEALER)
        socket.set(zmq.LINGER, 0)
        socket.set(zmq.ROUTING_ID, routing_id)
        socket.set(zmq.CURVE_SERVERKEY, hub.keys.public_key.encode())
        socket.set(zmq.CURVE_PUBLICKEY, keys.public)
        socket.set(zmq.CURVE_SECRETKEY, keys.secret)
        socket.connect(hub.urls[0])
    socket.set(zmq.RCVTIMEO, 3000)
    yield socket
    socket.close()
