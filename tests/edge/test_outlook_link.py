"""An outlook rides on the heartbeats of the alarm lane: never too long, gone with its edge."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from link_ends import SITE, Hub

from edge.link.keys import CurveKeys
from edge.link.line import Context
from edge.link.receiver import LinkReceiver
from edge.link.sender import LinkSender
from edge.link.wire import MOST_OUTLOOK
from edge.outbox import Outbox


@dataclass
class Pair:
    """A hub and an edge that says `words` of itself."""

    hub: Hub
    receiver: LinkReceiver
    sender: LinkSender | None = None
    words: bytes = b""

    async def hears(self, words: bytes) -> None:
        await self.hub.take_until(self.receiver, lambda: self.receiver.outlook(SITE) == words)

    def say(self, words: bytes) -> None:
        assert self.sender is not None
        self.words = words
        self.sender.nudge()


@asynccontextmanager
async def joined(
    hub: Hub, keys: CurveKeys, outbox: Outbox, sockets: Context
) -> AsyncIterator[Pair]:
    async with hub.listening() as receiver:
        pair = Pair(hub, receiver)
        sender = pair.sender = LinkSender(
            hub=hub.address, keys=keys, sites={SITE: hub.points[SITE]}, outbox=outbox,
            context=sockets, outlook=lambda site: pair.words,
        )  # fmt: skip
        async with sender:
            await hub.take_until(receiver, lambda: sender.is_connected(SITE))
            yield pair


async def test_the_newest_outlook_stands_until_the_edge_says_none(
    hub: Hub, edge_keys: CurveKeys, outbox: Outbox, sockets: Context
) -> None:
    async with joined(hub, edge_keys, outbox, sockets) as pair:
        assert pair.receiver.outlook(SITE) == b""
        assert pair.receiver.outlook("SH-014") == b""
        for words in (b"first", b"second", b""):
            pair.say(words)
            await pair.hears(words)


async def test_one_that_is_too_long_is_dropped_and_the_link_goes_on(
    hub: Hub, edge_keys: CurveKeys, outbox: Outbox, sockets: Context
) -> None:
    async with joined(hub, edge_keys, outbox, sockets) as pair:
        pair.say(b"short")
        await pair.hears(b"short")
        pair.say(b"x" * (MOST_OUTLOOK + 1))
        await pair.hears(b"")
        pair.say(b"x" * MOST_OUTLOOK)
        await pair.hears(b"x" * MOST_OUTLOOK)
        assert pair.sender is not None
        assert pair.sender.is_connected(SITE)
        assert not pair.receiver.refused
