"""A hub, an edge and its outbox, ready to be joined."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from link_ends import POINTS, SITE, Hub

from edge.link.keys import CurveKeys, enrol, make_keys
from edge.link.lane_sender import Rejected, none_rejected
from edge.link.line import Context, link_context
from edge.link.sender import LinkSender
from edge.outbox import Outbox


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    return Hub(tmp_path / "authorised")


@pytest.fixture
def edge_keys(hub: Hub) -> CurveKeys:
    """The keys of an edge that the hub admits for SITE."""
    keys = make_keys()
    enrol(hub.folder, "edge", keys.public_key, [SITE])
    return keys


@pytest.fixture
def sockets() -> Iterator[Context]:
    context = link_context(16)
    yield context
    context.destroy(linger=0)


@pytest.fixture
async def outbox(tmp_path: Path) -> AsyncIterator[Outbox]:
    async with Outbox(tmp_path / "outbox.db") as outbox:
        yield outbox


Connect = Callable[..., LinkSender]


@pytest.fixture
def connect(hub: Hub, edge_keys: CurveKeys, outbox: Outbox, sockets: Context) -> Connect:
    """A sender to the hub, for use with `async with`."""

    def sender(
        keys: CurveKeys = edge_keys,
        points: int = POINTS,
        site: str = SITE,
        rejected: Rejected = none_rejected,
    ) -> LinkSender:
        return LinkSender(
            hub=hub.address,
            keys=keys,
            sites={site: points},
            outbox=outbox,
            context=sockets,
            rejected=rejected,
        )

    return sender
