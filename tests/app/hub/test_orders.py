"""A commander's order: selected, confirmed by the same person in time, in the journal with both."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from hub_ends import HubClock, Screen, running_edge, running_hub, samples, screen

from app.feed.contract import Answer, Incidents, Order
from app.hub.settings import HubAddress
from app.hub.store.reader import Reader
from twin.command.command import CONFIRM_WITHIN


async def asked(one: Screen, order: Order) -> Answer:
    await one.ask(order)
    answer = await one.next(Answer)
    assert isinstance(answer, Answer)
    return answer


@asynccontextmanager
async def burning(directory: Path, clock: HubClock) -> AsyncIterator[tuple[HubAddress, Order]]:
    """A hub with an open P0 incident, and an order for it that is not selected yet."""
    async with (
        running_hub(directory, clock=clock) as hub,
        running_edge(hub, directory) as edge,
        screen(hub) as one,
    ):
        await edge.send(samples([0], [240.0]))
        while True:
            news = await one.next(Incidents)
            assert isinstance(news, Incidents)
            if news.incidents:
                break
        yield hub, Order(1, "K-001", news.incidents[0].id, "close_door", "D-1")


def confirmed(order: Order, token: str) -> Order:
    return msgspec.structs.replace(order, confirm=True, token=token)


def journalled(directory: Path) -> list[tuple[str, str, str]]:
    reader = Reader(directory / "hub.db")
    page = reader.journal_page(before=0, most=200, incident="")
    reader.close()
    lines = [w.entry for w in reversed(page) if w.entry.kind == "order"]
    return [(line.by, line.text, line.incident) for line in lines]


async def test_selected_confirmed_and_in_the_journal(tmp_path: Path) -> None:
    clock = HubClock()
    async with burning(tmp_path, clock) as (hub, order), screen(hub) as ann:
        first = await asked(ann, order)
        assert first.ok
        assert 0 < first.expires - clock() <= CONFIRM_WITHIN
        assert journalled(tmp_path) == []
        second = await asked(ann, confirmed(order, first.token))
        assert second.ok
        assert journalled(tmp_path) == [("ann", "handed over: close_door D-1", order.incident)]
        third = await asked(ann, confirmed(order, first.token))
        assert not third.ok, "once given, it is not given again"


async def test_an_order_that_waits_too_long_must_be_selected_again(tmp_path: Path) -> None:
    clock = HubClock()
    async with burning(tmp_path, clock) as (hub, order), screen(hub) as ann:
        first = await asked(ann, order)
        clock.ahead += CONFIRM_WITHIN
        late = await asked(ann, confirmed(order, first.token))
        assert not late.ok
        assert late.remedy
        assert journalled(tmp_path) == []


async def test_one_order_at_a_time(tmp_path: Path) -> None:
    clock = HubClock()
    async with (
        burning(tmp_path, clock) as (hub, order),
        screen(hub) as ann,
        screen(hub, "bob") as bob,
    ):
        assert (await asked(ann, order)).ok
        other = await asked(bob, order)
        assert not other.ok
        assert "ann" in other.what
        again = await asked(ann, msgspec.structs.replace(order, code="evacuate"))
        assert again.ok, "who has selected may change their mind"
        clock.ahead += CONFIRM_WITHIN
        assert (await asked(bob, order)).ok


@pytest.mark.parametrize(
    "change",
    [
        {"token": "ffffffff"},
        {"code": "stop_hood"},
        {"target": "D-2"},
        {"incident": "INC-1"},
        {"site": "K-002"},
    ],
)
async def test_only_what_was_selected_can_be_confirmed(
    tmp_path: Path, change: dict[str, str]
) -> None:
    async with burning(tmp_path, HubClock()) as (hub, order), screen(hub) as ann:
        first = await asked(ann, order)
        wrong = msgspec.structs.replace(confirmed(order, first.token), **change)
        assert not (await asked(ann, wrong)).ok
        assert journalled(tmp_path) == []


async def test_nobody_else_can_confirm(tmp_path: Path) -> None:
    async with (
        burning(tmp_path, HubClock()) as (hub, order),
        screen(hub) as ann,
        screen(hub, "bob") as bob,
    ):
        first = await asked(ann, order)
        assert not (await asked(bob, confirmed(order, first.token))).ok


@pytest.mark.parametrize(
    "change",
    [{"code": ""}, {"code": "Cut Gas"}, {"code": "a" * 50}, {"target": "x" * 99}, {"site": "?"}],
)
async def test_what_is_no_order_is_refused(tmp_path: Path, change: dict[str, str]) -> None:
    async with burning(tmp_path, HubClock()) as (hub, order), screen(hub) as ann:
        answer = await asked(ann, msgspec.structs.replace(order, **change))
        assert not answer.ok
        assert answer.remedy


async def test_an_order_has_a_name(tmp_path: Path) -> None:
    async with burning(tmp_path, HubClock()) as (hub, order), screen(hub, " ") as nobody:
        assert not (await asked(nobody, order)).ok
