"""What the outbox accepted reaches the hub once and in order."""

import pytest
from conftest import Connect
from link_ends import SITE, Hub, alarm, telemetry, until

from edge.link.keys import CurveKeys, enrol, make_keys
from edge.link.line import Context
from edge.link.receiver import LinkReceiver
from edge.link.reception import Received
from edge.link.sender import LinkSender
from edge.link.wire import Lane
from edge.outbox import Outbox


def numbers(hub: Hub, lane: Lane = Lane.TELEMETRY) -> list[int]:
    return [one.seq for one in hub.stored if one.lane is lane]


async def test_what_was_kept_before_the_hub_was_there_comes_in_order(
    hub: Hub, outbox: Outbox, connect: Connect
) -> None:
    await outbox.append([telemetry(float(k), n=60) for k in range(300)])
    async with hub.listening() as receiver, connect() as sender:
        await hub.take(receiver, 300)
        assert numbers(hub) == list(range(1, 301))
        assert [one.batch.value[0] for one in hub.stored if one.batch] == list(range(300))
        await until(lambda: sender.backlog(SITE) == 0)
    assert await outbox.pending(Lane.TELEMETRY, SITE, after=300, most=1) == []


async def test_a_fresh_message_goes_out_at_once(hub: Hub, outbox: Outbox, connect: Connect) -> None:
    async with hub.listening() as receiver, connect() as sender:
        await hub_opens(receiver, sender)
        sender.offer(await outbox.append([telemetry(5.0)]))
        await hub.take(receiver, 1, within=0.4)  # below the sender's own tick


async def test_the_hub_is_told_of_rejected_samples_soon(hub: Hub, connect: Connect) -> None:
    counts = {SITE: 3}
    async with hub.listening() as receiver, connect(rejected=counts.__getitem__) as sender:
        await hub_opens(receiver, sender)

        def is_told() -> bool:
            return receiver.health()[0].rejected == counts[SITE]

        await hub.take_until(receiver, is_told, within=1.5)
        counts[SITE] = 4
        await hub.take_until(receiver, is_told, within=1.5)


async def test_an_alarm_overtakes_a_backlog(hub: Hub, outbox: Outbox, connect: Connect) -> None:
    await outbox.append([telemetry(n=60) for _ in range(5000)])
    async with hub.listening() as receiver, connect() as sender:
        await hub.take(receiver, 200)
        sender.offer(await outbox.append([alarm()]))
        before = len(hub.stored)
        while not numbers(hub, Lane.ALARM):
            await hub.take(receiver, len(hub.stored) + 1)
        assert len(hub.stored) - before < 1500
        await until(lambda: any(h.backlog > 100 for h in receiver.health()) or not sender)


async def test_nothing_is_committed_twice_when_the_hub_forgets_its_acks(
    hub: Hub, outbox: Outbox, connect: Connect
) -> None:
    """The hub dies between commit and acknowledgement, again and again."""
    await outbox.append([telemetry(float(k)) for k in range(200)])
    hub.choose_ports()
    async with connect():
        for _ in range(5):
            async with hub.listening() as receiver:
                hub.commit(await receive_some(receiver))
        async with hub.listening() as receiver:
            await hub.take(receiver, 200, within=15.0)
    assert numbers(hub) == list(range(1, 201))


async def test_what_could_not_be_committed_comes_again(
    hub: Hub, outbox: Outbox, connect: Connect
) -> None:
    await outbox.append([telemetry(float(k)) for k in range(100)])
    async with hub.listening() as receiver, connect():
        lost = await receive_some(receiver)
        receiver.give_back(lost)
        await hub.take(receiver, 100)
    assert numbers(hub) == list(range(1, 101))


async def test_messages_handed_out_are_not_handed_out_again_to_a_reconnected_edge(
    hub: Hub, outbox: Outbox, connect: Connect
) -> None:
    await outbox.append([telemetry(float(k)) for k in range(20)])
    async with hub.listening() as receiver:
        async with connect():
            slow = await receive_some(receiver)  # not yet committed
        async with connect():
            rest = await receiver.receive(100, 1.0)
            hub.commit(slow + rest)
            receiver.acknowledge(slow + rest)
            await hub.take(receiver, 20)
    assert numbers(hub) == list(range(1, 21))


@pytest.mark.expects_log("older than the hub's memory")
async def test_an_outbox_from_an_old_copy_starts_a_new_epoch(
    hub: Hub, outbox: Outbox, connect: Connect
) -> None:
    """Else its next messages would bear numbers that the hub already has, and be dropped."""
    epoch = outbox.epoch
    hub.have[SITE, Lane.TELEMETRY, epoch] = 1000
    await outbox.append([telemetry(1.0), telemetry(2.0)])
    async with hub.listening() as receiver, connect():
        await hub.take(receiver, 2)
    assert outbox.epoch != epoch
    assert {one.epoch for one in hub.stored} == {outbox.epoch}
    assert numbers(hub) == [1, 2]


@pytest.mark.expects_log("points differ")
async def test_sides_that_disagree_about_rows_do_not_talk(
    hub: Hub, outbox: Outbox, connect: Connect
) -> None:
    await outbox.append([telemetry()])
    async with hub.listening() as receiver, connect(points=8) as sender:
        assert await receiver.receive(10, 0.5) == []
        await until(lambda: sender.refusal(SITE) == "points differ")
        assert not sender.is_connected(SITE)
        assert [h.reason for h in receiver.health()] == ["points differ"]


@pytest.mark.expects_log("damaged cargo")
@pytest.mark.expects_log("is lost")
async def test_a_message_damaged_on_the_edges_disk_does_not_stop_the_rest(
    hub: Hub, outbox: Outbox, connect: Connect
) -> None:
    good, bad = telemetry(1.0), telemetry(2.0)
    bad = type(bad)(bad.site, bad.lane, bad.n, bad.crc ^ 1, bad.sent, bad.payload)
    await outbox.append([good, bad, good])
    async with hub.listening() as receiver, connect():
        await hub.take(receiver, 3)
    assert [one.batch is not None for one in hub.stored] == [True, False, True]


async def test_one_key_may_carry_two_sites(
    hub: Hub, outbox: Outbox, sockets: Context, edge_keys: CurveKeys
) -> None:
    both = make_keys()
    enrol(hub.folder, "both", both.public_key, [SITE, "SH-014"])
    await outbox.append([telemetry(), telemetry(site="SH-014"), telemetry(site="SH-014")])
    async with hub.listening() as receiver:
        sites = {SITE: 7, "SH-014": 7}
        async with LinkSender(
            hub=hub.address, keys=both, sites=sites, outbox=outbox, context=sockets
        ):
            await hub.take(receiver, 3)
    assert sorted((one.site, one.seq) for one in hub.stored) == [
        (SITE, 1),
        ("SH-014", 1),
        ("SH-014", 2),
    ]


async def receive_some(receiver: LinkReceiver) -> list[Received]:
    return await receiver.receive(20, 5.0)


async def hub_opens(receiver: LinkReceiver, sender: LinkSender) -> None:
    while not sender.is_connected(SITE):
        await receiver.receive(1, 0.05)
