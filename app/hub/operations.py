"""What people ask of the hub through a screen: carried out, journalled, then answered."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from app.feed.contract import (
    Acknowledge,
    Answer,
    CloseIncident,
    JournalAnswer,
    JournalPage,
    Order,
    Reply,
    Request,
    Reset,
    Shelve,
    StartScenario,
    StopScenario,
    Trend,
    TrendAnswer,
    Unshelve,
    WhatIf,
)
from app.hub.orders import Orders
from app.hub.parts import Parts
from app.hub.store.codec import History
from app.hub.store.reader import Reader
from app.hub.store.records import Change, Entry
from app.hub.store.thin import thin
from sim.plant.control import ask
from sim.plant.errors import PlantError
from twin.command import actions
from twin.errors import ActionRefused, EmberwallError
from twin.events import Outcome

COMMIT_S = 10.0
MOST_TREND = 20_000


AskWhatIf = Callable[[WhatIf, str], Awaitable[Answer]]


class HubError(EmberwallError):
    """The hub cannot do what was asked, or cannot start."""


class Operations:
    """Answers the requests of screens. Raises EmberwallError to refuse one."""

    def __init__(
        self, parts: Parts, reader: Reader, controls: Mapping[str, str], what_if: AskWhatIf
    ) -> None:
        """what_if: who answers a what-if; controls: addresses of the plants, by site."""
        self._parts, self._reader, self._controls = parts, reader, controls
        self._what_if, self._orders = what_if, Orders(parts)
        self._unsettled: set[asyncio.Task[None]] = set()

    async def reply(self, request: Request, operator: str) -> Reply:
        """Carry a request out, durably, and answer it."""
        match request:
            case Trend():
                return await self._trend(request)
            case JournalPage():
                return await self._page(request)
            case StartScenario(site=site, scenario=scenario):
                return await self._control(
                    request.request, site, {"do": "start", "site": site, "scenario": scenario}
                )
            case StopScenario(site=site):
                return await self._control(request.request, site, {"do": "stop", "site": site})
            case WhatIf():
                return await self._what_if(request, operator)
            case Order():
                return await self._orders.reply(request, operator)
            case _:
                return await self._act(request.request, _action(request, operator))

    async def _act(self, number: int, action: actions.Action) -> Answer:
        """The journal line with the person's name is durable before the answer goes out."""
        if not action.by.strip():
            raise ActionRefused(
                "nobody is named", where="feed", remedy="Sign in: every action has a name"
            )
        parts = self._parts
        outcome = parts.twin.operate(action, parts.clock())
        change = Change(entries=_closing(action, outcome, parts.clock()))
        settled = asyncio.create_task(parts.settle(change, [outcome]), name="hub-action")
        self._unsettled.add(settled)
        settled.add_done_callback(self._unsettled.discard)
        done, _ = await asyncio.wait([settled], timeout=COMMIT_S)
        if not done:
            return Answer(
                number, ok=False, what="The hub's disk does not take it; it is not recorded yet",
                remedy="Free space on the hub; the action is kept and recorded then",
            )  # fmt: skip
        settled.result()
        return Answer(number, ok=True)

    async def close(self) -> None:
        """End what the disk never took; it was never answered with ok."""
        for one in self._unsettled:
            one.cancel()
        await asyncio.gather(*self._unsettled, return_exceptions=True)

    async def _trend(self, request: Trend) -> TrendAnswer:
        parts = self._parts
        if not 0 <= request.point < len(parts.point_id):
            raise HubError(
                f"there is no point {request.point}", where="feed", remedy="Reload the fleet"
            )
        identity = int(parts.point_id[request.point])
        most = min(max(request.most, 8), MOST_TREND)

        def read() -> History:
            return thin(parts.historian.read(identity, request.start, request.end), most)

        found = await asyncio.to_thread(read)
        return TrendAnswer(
            request.request,
            request.point,
            found.time.astype("<i8", copy=False).tobytes(),
            found.value.astype("<f8", copy=False).tobytes(),
            found.quality.astype("<u4", copy=False).tobytes(),
        )

    async def _page(self, request: JournalPage) -> JournalAnswer:
        page = await asyncio.to_thread(
            self._reader.journal_page,
            before=request.before,
            most=request.most,
            incident=request.incident,
        )
        line = self._parts.board.line
        return JournalAnswer(request.request, tuple(line(one) for one in page))

    async def _control(self, number: int, site: str, message: dict[str, str]) -> Answer:
        address = self._controls.get(site) or self._controls.get("*")
        if address is None:
            raise HubError(
                "scenarios can be played in a demo only",
                where=site,
                remedy="Start `emberwall demo`",
            )
        host, _, port = address.rpartition(":")
        try:
            said = await ask(host, int(port), message)
        except (PlantError, ValueError) as error:  # ValueError: the address has no port
            raise HubError(
                f"the plant does not answer ({error})",
                where=address,
                remedy="Check that the virtual plant is running",
            ) from error
        what, remedy = str(said.get("what", "")), str(said.get("remedy", ""))
        return Answer(number, ok=bool(said.get("ok")), what=what, remedy=remedy)


def _closing(action: actions.Action, outcome: Outcome, now: int) -> tuple[Entry, ...]:
    """Who closed an incident and why; an alarm's own lines name their actor themselves."""
    if not isinstance(action, actions.CloseIncident):
        return ()
    return tuple(
        Entry(
            now, now, "action", one.site, by=action.by, text=f"closed: {action.reason}",
            incident=one.id,
        )
        for one in outcome.incidents
    )  # fmt: skip


def _action(request: Request, operator: str) -> actions.Action:
    """The request in the twin's words."""
    match request:
        case Acknowledge(alarms=alarms):
            return actions.Acknowledge(alarms, operator)
        case Reset(alarms=alarms):
            return actions.Reset(alarms, operator)
        case Shelve(alarms=alarms, minutes=minutes, reason=reason):
            return actions.Shelve(alarms, minutes, reason, operator)
        case Unshelve(alarms=alarms):
            return actions.Unshelve(alarms, operator)
        case CloseIncident(incident=incident, reason=reason):
            return actions.CloseIncident(incident, reason, operator)
    raise HubError("the hub does not know this request", where="feed", remedy="Update the hub")
