"""The feed serves who may see, refuses the rest with a reason, and no client can hurt it."""

import asyncio

import pytest
from feed_ends import Client, SmallState, client, serving
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from app.feed.contract import Acknowledge, Alarms, Answer, StopScenario, Values, Welcome
from app.feed.server import FeedError, FeedServer


async def test_everything_first_then_only_what_changed() -> None:
    state = SmallState()
    async with serving(state) as server:
        state.post(1, 1)
        async with client(server) as one:
            assert isinstance(await one.next(Welcome), Welcome)
            assert await one.next(Alarms) == Alarms((state.rows[1][1],), all=True)
            await one.next(Values)
            state.post(2, 1)
            assert await one.next(Alarms) == Alarms((state.rows[2][1],))


async def test_what_one_acknowledges_the_other_sees() -> None:
    state = SmallState()
    async with serving(state) as server, client(server) as ann, client(server) as bob:
        await bob.next(Alarms)
        await ann.say(Acknowledge(5, (3,)))
        assert await ann.next(Answer) == Answer(5, ok=True)
        news = await bob.next(Alarms)
        assert isinstance(news, Alarms)
        assert [(row.alarm, row.by) for row in news.rows] == [(3, "ann")]


async def test_a_refusal_is_an_answer() -> None:
    async with serving(SmallState()) as server, client(server) as one:
        await one.say(Acknowledge(6, (9,)))
        assert await one.next(Answer) == Answer(6, False, "it is shelved", "Unshelve it")


@pytest.mark.expects_log("a request of a screen failed")
async def test_a_failing_hub_is_an_answer_too() -> None:
    async with serving(SmallState()) as server, client(server) as one:
        await one.say(StopScenario(7, "BJ-001"))
        answer = await one.next(Answer)
        assert isinstance(answer, Answer)
        assert not answer.ok
        assert answer.remedy


async def closing(one: Client) -> ConnectionClosed:
    with pytest.raises(ConnectionClosed) as closed:
        await one.next(type(None))
    return closed.value


@pytest.mark.parametrize(
    ("wrong", "code", "kind"),
    [({"token": "other"}, 1008, "wrong token"), ({"version": 99}, 1002, "wrong version")],
)
async def test_a_stranger_is_told_why(wrong: dict[str, object], code: int, kind: str) -> None:
    async with serving(SmallState()) as server:
        async with client(server, **wrong) as one:  # type: ignore[arg-type]
            closed = await closing(one)
        assert closed.rcvd is not None
        assert closed.rcvd.code == code
        assert closed.rcvd.reason
        assert server.refused[kind] == 1
        assert server.clients == 0


@given(data=st.binary(max_size=300) | st.text(max_size=50))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
def test_garbage_is_counted_and_the_next_client_served(data: bytes | str) -> None:
    async def check() -> None:
        async with serving(SmallState()) as server:
            async with connect(server.url) as socket:
                await socket.send(data)
                with pytest.raises(ConnectionClosed):
                    await asyncio.wait_for(socket.recv(), 6)
            assert server.refused["garbage"] == 1
            async with client(server) as one:
                await one.next(Welcome)

    asyncio.run(check())


async def test_garbage_after_hello_closes_only_that_client() -> None:
    async with serving(SmallState()) as server, client(server) as good, client(server) as bad:
        await bad.next(Values)
        await bad.socket.send(b"\xc1\xc1")
        await closing(bad)
        await good.say(Acknowledge(1, (1,)))
        await good.next(Answer)


async def test_a_slow_client_gets_the_newest_and_nothing_piles_up() -> None:
    state = SmallState(blob=2_000_000)
    async with (
        serving(state) as server,
        client(server, most_waiting=1) as slow,
        client(server) as quick,
    ):
        await slow.next(Values)
        for _ in range(15):  # 30 MB that the slow one does not read
            state.values += 1
            state.post(1, state.values % 3)
            await quick.next(Values)
        last = received = 0
        while last < state.values:
            values = await slow.next(Values)
            assert isinstance(values, Values)
            last = values.server_time
            received += 1
        assert received < 10  # what fits the sockets' buffers, then the newest


async def test_clients_that_leave_leave_nothing() -> None:
    state = SmallState()
    async with serving(state) as server:
        for _ in range(10):
            async with client(server) as one:
                await one.next(Welcome)
        async with asyncio.timeout(5):
            while server.clients:  # noqa: ASYNC110  # the server learns of it in its own time
                await asyncio.sleep(0.01)
        left = [t for t in asyncio.all_tasks() if t.get_name().startswith("feed-")]
        assert left == []


async def test_another_machine_needs_permission() -> None:
    with pytest.raises(FeedError, match="allow_remote"):
        FeedServer(SmallState(), SmallState(), token="x", host="0.0.0.0")
    with pytest.raises(FeedError, match="token"):
        FeedServer(SmallState(), SmallState(), token="")


async def test_a_taken_port_is_an_error_with_a_remedy() -> None:
    state = SmallState()
    async with serving(state) as server:
        port = int(server.url.rpartition(":")[2])
        with pytest.raises(FeedError, match="feed_port"):
            async with FeedServer(state, state, token="x", port=port):
                pass
