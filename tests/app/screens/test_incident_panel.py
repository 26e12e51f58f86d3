"""The checklist and the timeline of an incident."""

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.feed.contract import Journal, JournalEntry
from app.feed.snapshot import Tables
from app.screens.i18n import Language
from app.screens.theme import Look, load_theme
from app.screens.view_models.incident_line import SPAN, YOUNG, LineMark, Step, timeline_span
from app.screens.view_models.procedures import procedure_of, procedures
from app.screens.widgets.checklist_card import ChecklistCard
from app.screens.widgets.timeline import in_lanes
from tests.support.kitchens import three_kitchens, three_kitchens_table
from tests.support.local_feed import LocalFeed
from twin.incident.model import Incident, IncidentState
from twin.site.model import Priority

NOW = 1_790_000_000 * 10**9
TABLE = three_kitchens_table()
SITE = three_kitchens().sites[0].id
FACTS = [Step("seen", NOW), Step("acknowledged", 0), Step("clear", 0), Step("closed", 0)]


def incident(first_out: str, *others: str) -> Incident:
    return Incident(
        id="I-1", trace="t", site=SITE, zone="line", state=IncidentState.PENDING,
        priority=Priority.P0, first_out=f"{SITE}/{first_out}", opened=NOW, changed=NOW,
        alarms=tuple(f"{SITE}/{alarm}" for alarm in (first_out, *others)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first_out", "kind"),
    [
        ("OIL-300/RULE", "oil"),
        ("TT-OIL-01/H", "oil"),
        ("DUCT-150/RULE", "duct"),
        ("GAS-50/RULE", "gas"),
        ("CO-70/RULE", "carbon monoxide"),
        ("FIRE-STORE/RULE", "store"),
        ("TT-CAB-01/H", "electrical"),
        ("SUP-ST/STATE3", "discharge"),
        ("FAN-VIB/H", "other"),
        ("NO-SUCH/H", "other"),
    ],
)
def test_the_first_steps_follow_what_came_first(first_out: str, kind: str) -> None:
    tables = Tables(TABLE.points, TABLE)
    assert procedure_of(tables, incident(first_out)).id == kind


def test_where_the_first_alarm_tells_nothing_the_next_one_does() -> None:
    tables = Tables(TABLE.points, TABLE)
    assert procedure_of(tables, incident("SUP-PT/LL", "FAN-VIB/H", "TT-HOOD-01/HH")).id == "oil"
    assert procedure_of(tables, incident("GD-01/H", "TT-HOOD-01/HH")).id == "gas"


def test_every_procedure_speaks_both_languages_and_the_last_fits_all() -> None:
    for procedure in procedures():
        assert procedure.steps
        assert all(step.zh and step.en for step in procedure.steps)
        assert all(len(step.en) <= 34 and len(step.zh) <= 17 for step in procedure.steps)
    assert not procedures()[-1].kinds


def test_a_click_ticks_a_step_and_another_takes_it_off(qtbot: QtBot) -> None:
    card = ChecklistCard(Look(load_theme("night"), Language.EN))
    qtbot.addWidget(card)
    card.show_steps("I-1", procedures()[0], FACTS)
    card.resize(card.sizeHint())
    card.show()
    second = QPoint(40, card._top() + 30)
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=second)
    assert [bool(card.ticked(k)) for k in range(3)] == [False, True, False]
    card.show_steps("I-2", procedures()[0], FACTS)
    assert not card.ticked(1)  # another incident has its own
    card.show_steps("I-1", procedures()[0], FACTS)
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=second)
    assert not card.ticked(1)


def test_a_low_card_keeps_the_steps(qtbot: QtBot) -> None:
    card = ChecklistCard(Look(load_theme("night"), Language.EN))
    qtbot.addWidget(card)
    card.show_steps("I-1", procedures()[0], FACTS)
    card.resize(card.minimumSizeHint())
    assert card.steps_in_sight() == 3
    card.resize(card.sizeHint())
    assert card.steps_in_sight() == len(procedures()[0].steps)


def entry(number: int, time: int) -> JournalEntry:
    return JournalEntry(number, time, time, "system", "", -1, -1, -1, float("nan"), "", "started")


@pytest.mark.parametrize(("age_min", "span"), [(1, YOUNG), (9.9, YOUNG), (10.1, SPAN)])
def test_a_young_hub_has_a_short_timeline(age_min: float, span: int) -> None:
    feed = LocalFeed()
    feed.welcome(three_kitchens(), now=NOW)
    feed.say(Journal((entry(1, NOW - round(age_min * 60e9)), entry(2, NOW - 1))), now=NOW)
    assert timeline_span(feed.newest, NOW) == span


def test_marks_that_come_together_stand_above_each_other() -> None:
    marks = [LineMark(t, p, False, entry(t, t)) for t, p in ((0, 2), (1, 0), (2, 1), (90, 3))]
    lanes = {mark.priority: lane for mark, lane in in_lanes(marks, float, 20.0)}
    assert lanes == {0: 0, 1: 1, 2: 2, 3: 0}
    assert [mark.priority for mark, _ in in_lanes(marks, float, 20.0)] == [3, 2, 1, 0]
