"""Every test must leave nothing behind: no warning, task, thread, timer, socket or log of alarm."""

import asyncio
import functools
import gc
import inspect
import logging
import os
import threading
import time
from collections.abc import Iterator

import psutil
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test that leaves a thread, a child process or a listening socket."""
    process = psutil.Process()
    threads = set(threading.enumerate())
    children = {child.pid for child in process.children()}
    listening = _listening(process)
    yield
    if request.node.get_closest_marker("keeps_threads"):
        return
    deadline = time.monotonic() + 3.0
    while (left := _left(process, threads, children, listening)) and time.monotonic() < deadline:
        gc.collect()  # what only waits for the collector is not left behind
        time.sleep(0.02)  # a joined thread may still be on its way out
    if left:
        pytest.fail(f"left behind: {', '.join(left)}")


def _left(
    process: psutil.Process,
    threads: set[threading.Thread],
    children: set[int],
    listening: set[int],
) -> list[str]:
    found = [f"thread {t.name}" for t in threading.enumerate() if t not in threads and t.is_alive()]
    found += [f"process {c.pid} {c.name()}" for c in process.children() if c.pid not in children]
    found += [f"listening port {port}" for port in _listening(process) - listening]
    return found


def _listening(process: psutil.Process) -> set[int]:
    return {
        c.laddr.port for c in process.net_connections(kind="tcp") if c.status == psutil.CONN_LISTEN
    }


@pytest.fixture(autouse=True)
def no_alarming_log(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """Fail the test in which Emberwall logs a warning or worse that it did not announce.

    A test announces with `@pytest.mark.expects_log("part of the message")`.
    """
    yield
    expected = [m.args[0] for m in request.node.iter_markers("expects_log")]
    for when in ("setup", "call", "teardown"):
        for record in caplog.get_records(when):
            ours = record.name.split(".")[0] in ("app", "twin", "sim", "connectors", "edge")
            text = record.getMessage()
            if ours and record.levelno >= logging.WARNING and not any(e in text for e in expected):
                pytest.fail(f"unannounced log: {record.name} {record.levelname} {text}")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Wrap every asynchronous test so that tasks it leaves behind fail it."""
    if not isinstance(item, pytest.Function) or not inspect.iscoroutinefunction(item.obj):
        return
    inner = item.obj

    @functools.wraps(inner)
    async def checked(*args: object, **kwargs: object) -> None:
        before = asyncio.all_tasks()
        await inner(*args, **kwargs)
        await asyncio.sleep(0)
        left = [t.get_name() for t in asyncio.all_tasks() - before if not t.done()]
        if left:
            pytest.fail(f"left behind: tasks {left}")

    item.obj = checked
