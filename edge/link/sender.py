"""An edge's end of the link: two lanes, each with its own socket, from the outbox to the hub."""

import asyncio
import secrets
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import TracebackType
from typing import Self

from msgspec import Struct

from edge.link.cargo import Keeper, Kept
from edge.link.keys import CurveKeys
from edge.link.lane_sender import LaneSender, OutlookOf, Rejected, no_outlook, none_rejected
from edge.link.line import Context, Socket, dealer
from edge.link.wire import Lane


class HubAddress(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the hub listens, `tcp://host:port` for each lane, and its public key in Z85."""

    telemetry: str
    alarms: str
    public_key: str

    def url(self, lane: Lane) -> str:
        """Where a lane connects to."""
        return self.alarms if lane is Lane.ALARM else self.telemetry


class LinkSender:
    """Brings every message of the outbox to the hub once and in order. Used with `async with`.

    sites: `wire.rows_crc` of every site this key speaks for; context: from `line.link_context`;
    rejected: how many samples of a site were rejected so far, told with the heartbeats; outlook:
    of a site, see `wire.Heartbeat`.
    """

    def __init__(
        self,
        *,
        hub: HubAddress,
        keys: CurveKeys,
        sites: Mapping[str, int],
        outbox: Keeper,
        context: Context,
        rejected: Rejected = none_rejected,
        outlook: OutlookOf = no_outlook,
    ) -> None:
        self._sites = tuple(sites)
        self._outbox = outbox

        def dial_of(lane: Lane) -> Callable[[], Socket]:
            return partial(dealer, context, hub.url(lane), keys=keys, server_key=hub.public_key)

        run = secrets.randbits(63)
        self._lanes = {
            lane: LaneSender(
                lane, dial_of(lane), outbox, sites, rejected=rejected, run=run,
                outlook=outlook if lane is Lane.ALARM else no_outlook,
            )
            for lane in Lane
        }  # fmt: skip

    async def __aenter__(self) -> Self:
        self._tasks = [
            asyncio.create_task(one.run(), name=f"link {lane.value}")
            for lane, one in self._lanes.items()
        ]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def offer(self, kept: Sequence[Kept]) -> None:
        """Messages that the outbox has just taken: send them at once where it is their turn."""
        for lane, sender in self._lanes.items():
            sender.offer(one for one in kept if one.draft.lane is lane)

    def nudge(self) -> None:
        """An outlook is news: tell it at once."""
        self._lanes[Lane.ALARM].nudge()

    def is_connected(self, site: str) -> bool:
        """True while the hub takes both lanes of this site."""
        return all(lane.is_connected(site) for lane in self._lanes.values())

    def refusal(self, site: str) -> str:
        """Why the hub refuses this site, empty if it does not."""
        return next((r for lane in self._lanes.values() if (r := lane.refusal_of(site))), "")

    def backlog(self, site: str) -> int:
        """Messages of this site that the hub has not confirmed, both lanes."""
        return sum(self._outbox.waiting(lane, site) for lane in Lane)
