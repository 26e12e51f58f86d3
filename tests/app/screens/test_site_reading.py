"""What a site's values, units and names say to people."""

import msgspec
import numpy as np
import pytest

from app.feed.contract import TrendAnswer
from app.library import load_fleet
from app.screens.i18n import Language
from app.screens.theme import Look, load_theme
from app.screens.view_models.alarm_book import AlarmBook
from app.screens.view_models.figures import unit_text, value_with_unit
from app.screens.view_models.kpi_strip import kpi_strip
from app.screens.view_models.nation import nation_rows
from app.screens.view_models.rule_points import holds
from app.screens.view_models.site_values import PointLine, SiteValues
from app.screens.view_models.trend_model import Curve, TrendModel, held
from app.screens.words import site_name
from tests.support.kitchens import three_kitchens, three_kitchens_table
from tests.support.local_feed import LocalFeed, alarm_row, alarms_of, values_of
from twin.alarm.states import AlarmState as S
from twin.site.model import Fleet, Leaf, Name
from twin.units import UNITS

SECOND = 1_000_000_000
NOW = 1_790_000_000 * SECOND
TABLE = three_kitchens_table()
SITE = three_kitchens().sites[0].id
ENGLISH = Look(load_theme("night"), Language.EN)
CHINESE = Look(load_theme("night"), Language.ZH)


def lines(value: dict[str, float], *alarms: str, age_s: float = 0.0) -> dict[str, PointLine]:
    """Points of the first site by tag; all others stand at 0, fresh."""
    feed = LocalFeed()
    feed.welcome(three_kitchens(), now=NOW)
    rows = np.array([TABLE.points.row(SITE, tag) for tag in value])
    time = np.full(len(rows), NOW - round(age_s * SECOND))
    feed.say(values_of(rows, np.array([*value.values()]), np.zeros(len(rows)), time), now=NOW)
    known = [TABLE.row_by_id[f"{SITE}/{alarm}"] for alarm in alarms]
    feed.say(alarms_of(*(alarm_row(k, S.UNACKNOWLEDGED, raised=NOW) for k in known)), now=NOW)
    book = AlarmBook()
    book.refresh(feed.newest)
    return {p.point.tag: p for p in SiteValues(book).lines(feed.newest, SITE, now=NOW)}


@pytest.mark.parametrize(("age_s", "is_stale"), [(14.9, False), (15.1, True)])
def test_a_value_is_old_one_and_a_half_heartbeats_after_it_came(
    age_s: float, is_stale: bool
) -> None:
    assert lines({"XV-GAS": 1.0}, age_s=age_s)["XV-GAS"].is_stale is is_stale


def test_a_combined_alarm_marks_the_points_that_make_it() -> None:
    found = lines({"TT-OIL-01": 358.0, "TT-OIL-02": 180.0}, "OIL-300/RULE", "TT-OIL-01/H")
    assert (found["TT-OIL-01"].priority, found["TT-OIL-01"].unacknowledged) == (0, True)
    assert found["TT-OIL-02"].priority == -1


@pytest.mark.parametrize(
    ("leaf", "value", "active", "does_hold"),
    [
        (Leaf("A", above=3.0), 3.1, False, True),
        (Leaf("A", above=3.0), 3.0, True, False),
        (Leaf("A", above=3.0), float("nan"), True, False),
        (Leaf("A", below=3.0), 2.9, True, True),
        (Leaf("A", equals=1.0), 1.0, True, True),
        (Leaf("A", above_point="B"), 4.0, True, False),
        (Leaf("A", rate=30.0), 0.0, True, True),
        (Leaf("A", rate=30.0), 0.0, False, False),
    ],
)
def test_a_part_of_a_combined_alarm_holds_by_its_own_limit(
    leaf: Leaf, value: float, active: bool, does_hold: bool
) -> None:
    assert holds(leaf, value, 5.0, active=active) is does_hold


def test_every_unit_of_the_packaged_sites_is_known() -> None:
    fleet = load_fleet()
    used = {point.unit for layout in fleet.layouts.values() for point in layout.points}
    assert used - set(UNITS) == set()


def test_units_speak_the_language_and_a_score_has_none() -> None:
    points = {p.tag: p for p in TABLE.points.points}
    assert value_with_unit(7.0, points["PC-01"], chinese=True) == "7 人"
    assert value_with_unit(7.0, points["PC-01"]) == "7 persons"
    assert value_with_unit(0.65, points["CAM-01"]) == "0.65"
    assert unit_text("degC", chinese=True) == "°C"


def test_a_name_that_begins_with_its_city_stands_alone() -> None:
    site = three_kitchens().sites[0]
    assert site_name(site, ENGLISH) == site.name.en
    assert site_name(site, CHINESE) == site.name.zh
    other = msgspec.structs.replace(site, name=Name("一号店", "First"))
    assert site_name(other, ENGLISH) == f"{site.city.en} · First"


@pytest.mark.parametrize(("fleet", "only"), [(three_kitchens(), True), (load_fleet(), False)])
def test_a_fleet_with_a_pump_station_has_sites_not_kitchens(fleet: Fleet, only: bool) -> None:
    feed, book = LocalFeed(), AlarmBook()
    feed.welcome(fleet, now=NOW)
    book.refresh(feed.newest)
    strip = kpi_strip(feed.newest, book, nation_rows(feed.newest, book))
    assert strip.only_kitchens is only


def test_a_sparse_value_holds_until_just_before_the_next() -> None:
    curve = Curve(np.array([0, 1, 11]) * SECOND, np.array([1.0, 1.0, 5.0]), ())
    drawn = held(curve, now=14 * SECOND, period=SECOND, until_now=True)
    assert (drawn.time // SECOND).tolist() == [0, 1, 10, 11, 14]
    assert drawn.value.tolist() == [1.0, 1.0, 1.0, 5.0, 5.0]
    ended = held(curve, now=14 * SECOND, period=SECOND, until_now=False)
    assert ended.time[-1] == 11 * SECOND


def trend(quality: list[int], *, ago_s: float) -> TrendModel:
    """A history of one sample a second that began so long ago."""
    model = TrendModel(0)
    time = NOW - round(ago_s * SECOND) + np.arange(len(quality)) * SECOND
    value = np.zeros(len(quality))
    columns = (time.astype("<i8"), value.astype("<f8"), np.array(quality, dtype="<u4"))
    model.history(TrendAnswer(0, 0, *(column.tobytes() for column in columns)))
    return model


@pytest.mark.parametrize(
    ("ago_s", "span_s"), [(10.0, 120.0), (150.0, 180.0), (590.0, 600.0), (4000.0, 600.0)]
)
def test_a_young_trend_fills_its_axis(ago_s: float, span_s: float) -> None:
    assert trend([0, 0], ago_s=ago_s).span_s(NOW) == span_s


def test_waiting_for_the_first_value_is_no_gap_but_an_outage_is() -> None:
    bad = 0x80310000
    window = {"now": NOW, "span": 600 * SECOND}
    assert trend([bad, 0, 0], ago_s=60).window(**window).gaps == ()
    assert len(trend([0, bad, 0], ago_s=60).window(**window).gaps) == 1
    assert len(trend([bad] * 15 + [0], ago_s=60).window(**window).gaps) == 1
