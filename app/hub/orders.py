"""Orders that a commander hands over to people: selected, confirmed within 30 s, journalled.

The steps are those of a command to a device (`twin/command/command.py`), but no device is driven:
what is confirmed here is that a named person gave the order, and when.
"""

import re
import secrets

from app.feed.contract import Answer, Order
from app.hub.parts import Parts
from app.hub.store.records import Change, Entry
from twin.command.command import (
    CONFIRM_WITHIN,
    Command,
    CommandState,
    confirm,
    expire,
)
from twin.errors import ActionRefused

CODE = re.compile(r"[a-z][a-z_]{0,39}")
MOST_TARGET = 80
GIVEN = 1.0  # the "position" of an order: it was given


class Orders:
    """At most one selected order per site; a restarted hub knows of none."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._selected: dict[str, tuple[Order, Command]] = {}

    async def reply(self, order: Order, operator: str) -> Answer:
        """Select or confirm. The journal holds a confirmed order before the answer goes out.
        Raises ActionRefused."""
        self._check(order, operator)
        now = self._parts.clock()
        if not order.confirm:
            return self._select(order, operator, now)
        command = self._confirm(order, operator, now)
        text = f"{order.code} {order.target}".strip()
        entry = Entry(
            now, command.changed, "order", order.site, by=operator, text=f"handed over: {text}",
            incident=order.incident,
        )  # fmt: skip
        await self._parts.settle(Change(entries=(entry,)), [])
        return Answer(order.request, ok=True, token=command.id)

    def _select(self, order: Order, operator: str, now: int) -> Answer:
        held = self._selected.get(order.site)
        if held is not None and held[1].by != operator:
            command = expire(held[1], now=now)
            if command.state is CommandState.SELECTED:
                left_s = (command.changed + CONFIRM_WITHIN - now) / 1e9
                raise ActionRefused(
                    f"{command.by} has an order selected here", where=order.site,
                    remedy=f"Speak to {command.by}, or wait {left_s:.0f} s",
                )  # fmt: skip
        command = Command(
            id=secrets.token_hex(4), site=order.site, tag=order.code, wanted=GIVEN, by=operator,
            reason=order.incident, needs_second=False, changed=now,
        )  # fmt: skip
        self._selected[order.site] = order, command
        return Answer(order.request, ok=True, token=command.id, expires=now + CONFIRM_WITHIN)

    def _confirm(self, order: Order, operator: str, now: int) -> Command:
        held, command = self._selected.get(order.site, (None, None))
        if held is None or command is None or not _is_same(order, held, command, operator):
            raise ActionRefused(
                "this order is not the one selected", where=order.site,
                remedy="Select it, then confirm within 30 s",
            )  # fmt: skip
        del self._selected[order.site]
        return confirm(expire(command, now=now), by=operator, now=now)

    def _check(self, order: Order, operator: str) -> None:
        if not operator.strip():
            raise ActionRefused(
                "nobody is named", where=order.site, remedy="Sign in: every order has a name"
            )
        incident = self._parts.twin.incidents.get(order.incident)
        if incident is None or incident.site != order.site:
            raise ActionRefused(
                "there is no such open incident", where=order.site,
                remedy="It may be closed already",
            )  # fmt: skip
        if not CODE.fullmatch(order.code) or len(order.target) > MOST_TARGET:
            raise ActionRefused(
                "this is no order", where=order.site,
                remedy="An order is one lower-case word and a short target",
            )  # fmt: skip


def _is_same(order: Order, held: Order, command: Command, operator: str) -> bool:
    asked = (order.token, order.incident, order.code, order.target, operator)
    return asked == (command.id, held.incident, held.code, held.target, command.by)
