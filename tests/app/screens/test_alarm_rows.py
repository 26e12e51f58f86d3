"""The ranked alarm list: its order, its changes, its speed."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from app.feed.contract import AlarmRow, Alarms
from app.library import load_fleet
from app.screens.view_models.alarm_book import AlarmBook
from app.screens.view_models.alarm_line import MarkFill
from app.screens.view_models.alarm_rows import GROUP, AlarmRows
from app.screens.widgets.alarm_model import LINE_ROLE, AlarmTableModel
from tests.support.kitchens import three_kitchens, three_kitchens_table
from tests.support.local_feed import LocalFeed, alarm_row, alarms_of
from twin.alarm.states import AlarmState as S
from twin.site.model import Fleet

SECOND = 1_000_000_000
NOW = 1_790_000_000 * SECOND
TABLE = three_kitchens_table()


class Bench:
    """Feed, book and list together."""

    def __init__(self) -> None:
        self.feed = LocalFeed()
        self.feed.welcome(three_kitchens(), now=NOW)
        self.book = AlarmBook()
        self.rows = AlarmRows(self.book)
        self.model = AlarmTableModel(self.rows)
        self.frame()

    def say(self, *rows: AlarmRow) -> None:
        self.feed.say(Alarms(rows), now=NOW)

    def frame(self) -> None:
        snapshot = self.feed.newest
        self.model.on_frame(snapshot, self.book.refresh(snapshot))

    def shown(self) -> list[int]:
        index = self.model.index
        return [index(k, 0).data(LINE_ROLE).alarm for k in range(self.model.rowCount())]


def of_priority(priority: int) -> list[int]:
    return np.flatnonzero(TABLE.priority == priority).tolist()


def test_unacknowledged_before_known_then_priority_then_newest(qtbot: QtBot) -> None:
    bench = Bench()
    p0, p2, late, known, shelved = *of_priority(0)[:1], *of_priority(2)[:3], of_priority(1)[0]
    bench.say(
        alarm_row(known, S.ACKNOWLEDGED, raised=NOW),
        alarm_row(shelved, S.SHELVED, raised=NOW),
        alarm_row(p2, S.UNACKNOWLEDGED, raised=NOW),
        alarm_row(late, S.UNACKNOWLEDGED, raised=NOW + SECOND),
        alarm_row(p0, S.UNACKNOWLEDGED, raised=NOW - 60 * SECOND),
    )
    bench.frame()
    assert bench.shown() == [p0, late, p2, known, shelved]


@pytest.mark.parametrize(
    ("state", "fill"),
    [
        (S.UNACKNOWLEDGED, MarkFill.WAITING),
        (S.LATCHED_UNACKNOWLEDGED, MarkFill.WAITING),
        (S.ACKNOWLEDGED, MarkFill.CALM),
        (S.RTN_UNACKNOWLEDGED, MarkFill.OUTLINE),
        (S.SHELVED, MarkFill.HATCHED),
        (S.SUPPRESSED_BY_DESIGN, MarkFill.SUPPRESSED),
        (S.OUT_OF_SERVICE, MarkFill.OUT_OF_SERVICE),
    ],
)
def test_every_state_has_its_mark(qtbot: QtBot, state: S, fill: MarkFill) -> None:
    bench = Bench()
    bench.say(alarm_row(3, state, raised=NOW))
    bench.frame()
    assert bench.rows.line(0).fill is fill


def test_what_is_normal_again_leaves_the_list(qtbot: QtBot) -> None:
    bench = Bench()
    bench.say(alarm_row(3, S.ACKNOWLEDGED, raised=NOW))
    bench.frame()
    bench.say(alarm_row(3, S.NORMAL, raised=NOW))
    bench.frame()
    assert bench.model.rowCount() == 0


def test_the_selection_stays_with_its_alarm(qtbot: QtBot) -> None:
    bench = Bench()
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(bench.model)
    chosen, other = of_priority(2)[0], of_priority(0)[0]
    bench.say(alarm_row(chosen, S.UNACKNOWLEDGED, raised=NOW))
    bench.frame()
    flag = QItemSelectionModel.SelectionFlag.SelectCurrent
    view.selectionModel().setCurrentIndex(bench.model.index(0, 0), flag)
    bench.say(alarm_row(other, S.UNACKNOWLEDGED, raised=NOW))
    bench.frame()
    assert bench.shown() == [other, chosen]
    assert view.currentIndex().row() == 1


CHANGE = st.tuples(
    st.integers(0, 40), st.sampled_from(list(S)), st.integers(-50, 50)
)  # alarm, state, seconds


@settings(max_examples=40, deadline=None)
@given(frames=st.lists(st.lists(CHANGE, max_size=12), max_size=8))
def test_any_changes_end_in_the_order_of_a_full_sort(
    frames: list[list[tuple[int, S, int]]],
) -> None:
    bench = Bench()
    tester = QAbstractItemModelTester(
        bench.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    for frame in frames:
        for alarm, state, age in frame:
            bench.say(alarm_row(alarm, state, raised=NOW + age * SECOND))
        bench.frame()
    alarms = bench.feed.newest.alarms
    expected = sorted(
        alarms,
        key=lambda a: (int(GROUP[alarms[a].state]), TABLE.priority[a], -alarms[a].raised, a),
    )
    assert bench.shown() == expected
    del tester


def test_a_hundred_thousand_rows_refresh_within_a_frame() -> None:
    """1,000 changes a second are 50 a frame; the promise is 50 ms, the list takes a part of it."""
    book, rows = AlarmBook(), None
    feed = many_alarms()
    rows = AlarmRows(book)
    rows.refresh(feed.newest, book.refresh(feed.newest))
    assert len(rows) == 100_000
    random, spent = np.random.default_rng(7), []
    for frame in range(12):
        chosen = random.integers(0, 100_000, 50).tolist()
        state = (S.UNACKNOWLEDGED, S.ACKNOWLEDGED, S.NORMAL)[frame % 3]
        change = alarms_of(*(alarm_row(a, state, raised=NOW + frame * SECOND) for a in chosen))
        feed.say(change, now=NOW)
        start = time.perf_counter()
        rows.refresh(feed.newest, book.refresh(feed.newest))
        spent.append(time.perf_counter() - start)
    assert sorted(spent)[len(spent) // 2] < 0.025


def many_alarms(count: int = 100_000) -> LocalFeed:
    """A fleet with so many alarms, all of them active."""
    fleet = load_fleet()
    kitchen = next(s for s in fleet.sites if len(fleet.layout_of(s).points) >= 50)
    each = len(TABLE) // 3
    sites = tuple(replace(kitchen, id=f"X-{k}") for k in range(count // each + 2))
    feed = LocalFeed()
    feed.welcome(Fleet(tenants=fleet.tenants, layouts=fleet.layouts, sites=sites), now=NOW)
    rows = (alarm_row(a, S.UNACKNOWLEDGED, raised=NOW - a * SECOND) for a in range(count))
    feed.say(alarms_of(*rows, everything=True), now=NOW)
    return feed
