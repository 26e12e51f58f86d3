"""What screens show, worked out without a window."""

import numpy as np
import pytest

from app.feed.contract import (
    Incidents,
    Journal,
    JournalEntry,
    LinkRow,
    Links,
    ScenarioInfo,
    TrendAnswer,
)
from app.screens.view_models.alarm_book import AlarmBook
from app.screens.view_models.figures import age_text, count_text, span_text, value_text
from app.screens.view_models.heat import heat_field
from app.screens.view_models.incident_line import checklist, incident_of, timeline
from app.screens.view_models.kpi_strip import kpi_strip
from app.screens.view_models.nation import nation_rows
from app.screens.view_models.picker import Picker
from app.screens.view_models.site_values import SiteValues
from app.screens.view_models.trend_choice import choose_trends
from app.screens.view_models.trend_model import TrendModel
from tests.support.kitchens import three_kitchens, three_kitchens_table
from tests.support.local_feed import LocalFeed, alarm_row, alarms_of, values_of
from twin.alarm.states import AlarmState as S
from twin.incident.model import Incident, IncidentState
from twin.quality import Quality, Severity
from twin.site.model import Priority

SECOND = 1_000_000_000
NOW = 1_790_000_000 * SECOND
TABLE = three_kitchens_table()
POINTS = TABLE.points
SITE = three_kitchens().sites[0].id
OIL = POINTS.row(SITE, "TT-OIL-01")
FIRE = TABLE.row_by_id[f"{SITE}/TT-OIL-01/HH"]
WARM = TABLE.row_by_id[f"{SITE}/TT-OIL-01/H"]


@pytest.fixture
def feed() -> LocalFeed:
    """Every point at the middle of its normal band, just now."""
    made = LocalFeed()
    made.welcome(three_kitchens(), now=NOW)
    value = np.array([sum(p.normal) / 2 if p.normal else 0.0 for p in POINTS.points])
    n = len(value)
    made.say(values_of(np.arange(n), value, np.zeros(n), np.full(n, NOW)), now=NOW)
    return made


def set_point(feed: LocalFeed, row: int, value: float, quality: int = 0, at: int = NOW) -> None:
    one = (np.array([row]), np.array([value]), np.array([quality]), np.array([at]))
    feed.say(values_of(*one), now=NOW)


def book_of(feed: LocalFeed) -> AlarmBook:
    book = AlarmBook()
    book.refresh(feed.newest)
    return book


def test_a_site_shows_its_worst_alarm_and_a_lost_edge(feed: LocalFeed) -> None:
    feed.say(
        alarms_of(
            alarm_row(FIRE, S.UNACKNOWLEDGED, raised=NOW), alarm_row(WARM, S.SHELVED, raised=NOW)
        ),
        now=NOW,
    )
    lost = three_kitchens().sites[2].id
    feed.say(Links((LinkRow(lost, False, NOW, 0, 0.0, 0),), all=True), now=NOW)
    rows = nation_rows(feed.newest, book_of(feed))
    assert rows.priority.tolist() == [int(TABLE.priority[FIRE]), -1, -1]
    assert rows.unacknowledged.tolist() == [True, False, False]
    assert rows.connected.tolist() == [True, True, False]
    assert rows.severity[0] > 0.3
    assert rows.normal == 1


def test_figures_count_what_is_annunciated_and_not_the_shelf(feed: LocalFeed) -> None:
    feed.say(
        alarms_of(
            alarm_row(FIRE, S.ACKNOWLEDGED, raised=NOW), alarm_row(WARM, S.SHELVED, raised=NOW)
        ),
        now=NOW,
    )
    book = book_of(feed)
    strip = kpi_strip(feed.newest, book, nation_rows(feed.newest, book))
    assert (strip.active, strip.shelved, strip.unacknowledged) == (1, 1, 0)
    assert strip.alarms_10min is None  # the hub has not said it yet


@pytest.mark.parametrize(
    ("quality", "at", "severity", "is_stale"),
    [
        (Quality.GOOD, NOW, Severity.GOOD, False),
        (Quality.UNCERTAIN_SUBNORMAL, NOW, Severity.UNCERTAIN, False),
        (Quality.BAD_NO_COMMUNICATION, NOW, Severity.BAD, False),
        (Quality.GOOD, NOW - 3600 * SECOND, Severity.GOOD, True),
    ],
)
def test_a_value_carries_its_quality_and_age(
    feed: LocalFeed, quality: Quality, at: int, severity: Severity, is_stale: bool
) -> None:
    set_point(feed, OIL, 180.0, quality, at)
    lines = SiteValues(book_of(feed)).lines(feed.newest, SITE, now=NOW)
    line = next(line for line in lines if line.row == OIL)
    assert (line.severity, line.is_stale) == (severity, is_stale)
    assert line.age_s == (NOW - at) / SECOND


def test_heat_stands_where_the_alarm_is(feed: LocalFeed) -> None:
    feed.say(alarms_of(alarm_row(FIRE, S.UNACKNOWLEDGED, raised=NOW)), now=NOW)
    lines = SiteValues(book_of(feed)).lines(feed.newest, SITE, now=NOW)
    layout = three_kitchens().layout_of(three_kitchens().sites[0])
    heat = heat_field(layout, lines)
    ny, nx = heat.field.shape
    row, column = np.unravel_index(int(heat.field.argmax()), heat.field.shape)
    x, y, _ = POINTS.points[OIL].at
    assert column * layout.size[0] / nx == pytest.approx(x, abs=0.3)
    assert row * layout.size[1] / ny == pytest.approx(y, abs=0.3)
    assert 0 <= heat.field.min() <= heat.field.max() <= 1


def test_a_camera_that_sees_flames_is_not_hot_itself(feed: LocalFeed) -> None:
    seen = TABLE.row_by_id[f"{SITE}/CAM-01/H"]
    feed.say(alarms_of(alarm_row(seen, S.UNACKNOWLEDGED, raised=NOW)), now=NOW)
    lines = SiteValues(book_of(feed)).lines(feed.newest, SITE, now=NOW)
    layout = three_kitchens().layout_of(three_kitchens().sites[0])
    assert heat_field(layout, lines).field.max() == 0


def test_a_calm_floor_is_cold(feed: LocalFeed) -> None:
    lines = SiteValues(book_of(feed)).lines(feed.newest, SITE, now=NOW)
    layout = three_kitchens().layout_of(three_kitchens().sites[0])
    assert heat_field(layout, lines).field.max() == 0


def test_trends_show_alarms_first_and_do_not_jump(feed: LocalFeed) -> None:
    values = SiteValues(book_of(feed))
    calm = choose_trends(values.lines(feed.newest, SITE, now=NOW), ())
    assert len(set(calm)) == 4
    duct = next(k for k, d in enumerate(TABLE.definitions) if d.id.startswith(f"{SITE}/TT-CAB-02/"))
    feed.say(alarms_of(alarm_row(duct, S.UNACKNOWLEDGED, raised=NOW)), now=NOW)
    lines = SiteValues(book_of(feed)).lines(feed.newest, SITE, now=NOW)
    now = choose_trends(lines, calm)
    assert TABLE.definitions[duct].point in now
    assert sum(a == b for a, b in zip(calm, now, strict=True)) == 3


def test_history_and_live_tail_make_one_curve_with_its_gap(feed: LocalFeed) -> None:
    model = TrendModel(OIL)
    model.refresh(feed.newest)
    time = NOW - np.arange(5)[::-1] * SECOND
    quality = np.array([0, 0x80310000, 0x80310000, 0, 0])
    columns = (time.astype("<i8"), np.arange(5.0).astype("<f8"), quality.astype("<u4"))
    model.history(TrendAnswer(0, OIL, *(column.tobytes() for column in columns)))
    curve = model.window(now=NOW, span=60 * SECOND)
    assert len(curve.time) == 5  # the newest is known already
    assert np.isnan(curve.value[1:3]).all()
    assert curve.gaps == ((NOW - 3 * SECOND, NOW - SECOND),)


def test_an_older_sample_does_not_bend_a_trend(feed: LocalFeed) -> None:
    model = TrendModel(OIL)
    assert model.refresh(feed.newest)
    set_point(feed, OIL, 1.0, at=NOW - SECOND)
    assert not model.refresh(feed.newest)


def incident(**more: object) -> Incident:
    return Incident(
        id="I-1",
        trace="t",
        site=SITE,
        zone="line",
        state=IncidentState.PENDING,
        priority=Priority.P0,
        first_out=TABLE.definitions[WARM].id,
        opened=NOW,
        changed=NOW,
        alarms=(TABLE.definitions[WARM].id, TABLE.definitions[FIRE].id),
        **more,  # type: ignore[arg-type]  # a test's own words
    )


def test_the_checklist_is_ticked_by_what_happened(feed: LocalFeed) -> None:
    feed.say(Incidents((incident(),), all=True), now=NOW)
    feed.say(alarms_of(alarm_row(FIRE, S.UNACKNOWLEDGED, raised=NOW)), now=NOW)
    found = incident_of(feed.newest, SITE)
    assert found is not None
    assert [bool(s.done) for s in checklist(feed.newest, found)] == [True, False, False, False]
    feed.say(alarms_of(alarm_row(FIRE, S.ACKNOWLEDGED, raised=NOW, by="ann")), now=NOW)
    steps = checklist(feed.newest, found)
    assert [bool(s.done) for s in steps] == [True, True, False, False]
    assert steps[1].by == "ann"


def test_the_timeline_colours_alarms_and_marks_people(feed: LocalFeed) -> None:
    rest = (float("nan"), "", "")
    entries = (
        JournalEntry(1, NOW - 9, NOW, "alarm", SITE, FIRE, 0, int(S.UNACKNOWLEDGED), *rest),
        JournalEntry(2, NOW - 5, NOW, "action", SITE, FIRE, 1, int(S.ACKNOWLEDGED), *rest),
        JournalEntry(3, NOW - 4, NOW, "alarm", "elsewhere", FIRE, 0, 1, *rest),
    )
    feed.say(Journal(entries), now=NOW)
    marks = timeline(feed.newest, SITE, since=NOW - 100)
    assert [(m.priority, m.is_person) for m in marks] == [
        (int(TABLE.priority[FIRE]), False),
        (-1, True),
    ]


def test_scenarios_are_found_by_any_word_fires_first() -> None:
    scenarios = (
        ScenarioInfo("F2", "蒸汽", "Steam", "nuisance"),
        ScenarioInfo("R4", "燃气软管脱落", "Gas hose off", "gas"),
        ScenarioInfo("R1", "炸炉起火", "Fryer fire", "fire"),
    )
    picker = Picker(scenarios, three_kitchens().sites)
    assert [s.id for s in picker.scenarios_like("")] == ["R1", "R4", "F2"]
    assert [s.id for s in picker.scenarios_like("hose gas")] == ["R4"]
    assert [s.id for s in picker.scenarios_like("炸炉")] == ["R1"]
    burns = (ScenarioInfo("R4b", "燃气起爆", "Gas ignites", "fire"), *scenarios)
    assert [s.id for s in Picker(burns, ()).scenarios_like("r4")] == ["R4", "R4b"]
    assert [s.id for s in picker.sites_like(SITE.lower())] == [SITE]


def test_figures_are_short() -> None:
    oil = POINTS.points[OIL]
    assert value_text(float("nan"), oil) == "–"
    assert value_text(-0.2, oil) == "0"
    assert count_text(17360) == "17\u202f360"
    assert (span_text(32 * SECOND), span_text(3 * 3600 * SECOND)) == ("00:32", "3:00 h")
    assert (age_text(73.4), age_text(400.0)) == ("73 s", "7 min")
