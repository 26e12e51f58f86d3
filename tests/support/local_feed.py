"""A feed without a hub: the client's own mirror, told by the test what the hub would say.

Stands where a window is under test and a hub with its plants would only be slow; the
conversation itself is tested in tests/app/feed and tests/app/screens with real sockets.
"""

from concurrent.futures import Future

import numpy as np

from app.feed.contract import (
    AlarmRow,
    Alarms,
    Answer,
    Reply,
    Request,
    Trend,
    TrendAnswer,
    Values,
    Welcome,
)
from app.feed.mirror import Mirror, State
from app.feed.snapshot import Snapshot
from twin.site.model import Fleet


class LocalFeed:
    """`newest` and `ask` as FeedClient has them; requests are kept in `asked`."""

    def __init__(self) -> None:
        self.mirror = Mirror()
        self.asked: list[Request] = []
        self.answers: dict[type, Reply] = {}

    @property
    def newest(self) -> Snapshot:
        return self.mirror.newest

    def ask(self, request: Request) -> "Future[Reply]":
        self.asked.append(request)
        future: Future[Reply] = Future()
        empty = TrendAnswer(0, request.point, b"", b"", b"") if isinstance(request, Trend) else None
        future.set_result(self.answers.get(type(request), empty or Answer(0, ok=True)))
        return future

    def welcome(self, fleet: Fleet, *, now: int, synthetic: bool = True) -> None:
        word = Welcome(version=1, server_time=now, fleet=fleet, synthetic=synthetic)
        self.mirror.welcome(word, now=now)

    def say(self, word: State, *, now: int) -> None:
        self.mirror.apply(word, now=now)


def values_of(
    point: np.ndarray, value: np.ndarray, quality: np.ndarray, source_time: np.ndarray
) -> Values:
    """Columns as the wire carries them."""
    return Values(
        server_time=int(source_time.max(initial=0)),
        point=point.astype("<u4").tobytes(),
        value=value.astype("<f8").tobytes(),
        quality=quality.astype("<u4").tobytes(),
        source_time=source_time.astype("<i8").tobytes(),
    )


def alarm_row(
    alarm: int, state: int, *, raised: int, value: float = 1.0, **more: object
) -> AlarmRow:
    """One row with the usual rest."""
    return AlarmRow(
        alarm=alarm,
        state=int(state),
        active=bool(more.pop("active", state in (1, 2))),
        occurrence=1,
        raised=raised,
        changed=int(more.pop("changed", raised)),  # type: ignore[call-overload]  # a test's own word
        value=value,
        **more,  # type: ignore[arg-type]  # as above
    )


def alarms_of(*rows: AlarmRow, everything: bool = False) -> Alarms:
    """One message."""
    return Alarms(rows=rows, all=everything)
