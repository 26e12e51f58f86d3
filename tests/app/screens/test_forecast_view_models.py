"""What the forecast's screens show, without a window."""

import time

import msgspec
import numpy as np
import pytest

from app.feed.contract import Answer, Forecasts, ForecastStage, ForecastState, ForecastStates
from app.feed.snapshot import Connection, ConnectionState
from app.screens.view_models.branches import Branches
from app.screens.view_models.contours import contours
from app.screens.view_models.forecast_floor import head_map, hot_lines, smoke
from app.screens.view_models.forecast_reading import (
    band_at,
    happens,
    map_at,
    maps_of,
    reached,
    worst_exit,
    worst_place,
)
from app.screens.view_models.forecast_standing import Standing, forecast_view
from app.screens.view_models.forecast_text import arrival_text, figure, margin_text, reason_value
from app.screens.view_models.levers import LeverBoard, Row, lever_rows
from app.screens.view_models.order_desk import USUAL, OrderDesk, OrderStep
from app.screens.view_models.rooms import merged, rooms_of
from app.screens.view_models.soundness import fault_of
from app.screens.view_models.what_if import Quantity, compare
from sim.forecast.model import NEVER, Arrival, Lever, Pull, Series
from tests.support.example_fire import EXTENT, SEAT, emptied, example_fire
from tests.support.kitchens import three_kitchens
from tests.support.local_feed import LocalFeed

SITE = three_kitchens().sites[0].id
LAYOUT = three_kitchens().layout_of(three_kitchens().sites[0])
NOW = 1_800_000_000_000_000_000
S = 1_000_000_000


def fire(**more: object):
    return example_fire(SITE, "I-1", made_at=NOW, **more)  # type: ignore[arg-type]  # a test's own words


# Reading


def test_a_series_is_read_between_its_times_and_held_beyond_them() -> None:
    series = Series((0.0, 10.0), (10.0, 20.0), (20.0, 30.0))
    assert band_at(series, (0.0, 60.0), 30.0).median == 15.0
    assert band_at(series, (0.0, 60.0), 999.0).high == 30.0


@pytest.mark.parametrize(
    ("arrival", "at_s", "wanted"),
    [
        (Arrival(60, 90, 120, 1.0), 0, (False, False, False)),
        (Arrival(60, 90, 120, 1.0), 90, (True, True, False)),
        (Arrival(60, 90, NEVER, 0.8), 600, (True, True, False)),
        (Arrival(NEVER, NEVER, NEVER, 0.0), 600, (False, False, False)),
    ],
)
def test_what_is_reached_by_a_time(arrival: Arrival, at_s: float, wanted: tuple[bool, ...]) -> None:
    assert reached(arrival, at_s) == wanted
    assert happens(arrival) is (arrival.low != NEVER)


def test_the_worst_room_and_way_out_are_those_lost_first() -> None:
    forecast = fire()
    assert worst_place(forecast).id == "kitchen"
    assert worst_exit(forecast).id == "DOOR-02"
    assert worst_exit(emptied(forecast)) is None


def test_maps_are_blended_between_their_times() -> None:
    forecast = fire()
    fields = maps_of(forecast, "temperature")
    early, late = map_at(fields, 60.0), map_at(fields, 120.0)
    middle = map_at(fields, 90.0)
    assert np.allclose(middle.values, (early.values + late.values) / 2, atol=1e-3)
    assert map_at([], 0.0) is None


def test_a_later_map_is_not_shown_for_now() -> None:
    late = [field for field in maps_of(fire(), "temperature") if field.at_s >= 60]
    assert map_at(late, 0.0) is None
    assert map_at(late, 60.0) is not None
    assert map_at(late, 9999.0).values is not None


def test_a_map_with_a_wrong_number_of_values_is_refused() -> None:
    field = msgspec.structs.replace(fire().heat[0], nx=3)
    with pytest.raises(ValueError, match="values for 3 x"):
        map_at([field], 0.0)


# Contours and rooms


def test_a_contour_is_a_circle_where_the_field_is_a_cone() -> None:
    x = np.linspace(-0.95, 0.95, 20)
    field = 1 - np.hypot(x[None, :], x[:, None])
    (line,) = contours(field, 0.5, (-1.0, 1.0, -1.0, 1.0))
    radius = np.hypot(line[:, 0], line[:, 1])
    assert np.allclose(radius, 0.5, atol=0.01)  # linear between cells of 0.1 m
    assert np.array_equal(line[0], line[-1])


def test_a_contour_closes_along_the_border_and_nothing_hot_gives_no_line() -> None:
    field = np.zeros((4, 4))
    field[:, 0] = 10.0
    (line,) = contours(field, 5.0, (0.0, 4.0, 0.0, 4.0))
    assert line[:, 0].min() == pytest.approx(0.0, abs=1e-3)  # the rim lies just below the level
    assert line[:, 0].max() == pytest.approx(1.0)
    assert contours(np.zeros((4, 4)), 5.0, (0, 4, 0, 4)) == []


def test_unknown_cells_count_as_cold() -> None:
    field = np.full((5, 5), np.nan)
    field[2, 2] = 100.0
    (line,) = contours(field, 60.0, (0, 5, 0, 5))
    assert len(line) >= 4


def test_zones_that_share_a_side_become_one_room() -> None:
    line, prep = ((0, 4, 0), (9, 3, 3)), ((0, 0, 0), (9, 4, 3))
    assert merged([line, prep]) == (((0, 0, 0), (9, 7, 3)),)
    apart = ((20, 0, 0), (1, 1, 3))
    assert len(merged([line, apart])) == 2


def test_rooms_of_a_place_come_from_its_zones_and_unknown_ones_are_left_out() -> None:
    place = fire().places[0]
    assert len(rooms_of(LAYOUT, place)) == 1
    strange = msgspec.structs.replace(place, zones=("nowhere",))
    assert rooms_of(LAYOUT, strange) == ()


def test_the_sixty_degree_line_surrounds_the_seat_and_lies_in_its_band() -> None:
    lines = hot_lines(fire(), LAYOUT, 300.0)
    (median,) = lines.median
    xs = [x for x, _ in median]
    assert min(xs) < SEAT[0] < max(xs)
    assert len(lines.band) == 2
    widths = sorted(max(x for x, _ in line) - min(x for x, _ in line) for line in lines.band)
    assert widths[0] < max(xs) - min(xs) < widths[1]


def test_without_maps_rooms_are_outlined_as_they_are_reached() -> None:
    forecast = emptied(fire())
    assert head_map(forecast, 300.0) is None
    assert hot_lines(forecast, LAYOUT, 0.0).median == ()
    late = hot_lines(forecast, LAYOUT, 600.0)
    assert late.median
    assert late.band  # some rooms are reached in a part of the cases only


def test_smoke_gets_darker_and_lower() -> None:
    early, late = smoke(fire(), LAYOUT, 15.0)[0], smoke(fire(), LAYOUT, 400.0)[0]
    assert late.layer.median < early.layer.median
    assert late.darkness > early.darkness
    assert late.layer.low <= late.layer.median <= late.layer.high


def test_maps_of_the_median_alone_take_the_band_from_the_rooms() -> None:
    forecast = fire()
    median = tuple(field for field in forecast.heat if field.quantity == "temperature")
    lines = hot_lines(msgspec.structs.replace(forecast, heat=median), LAYOUT, 300.0)
    assert lines.median == hot_lines(forecast, LAYOUT, 300.0).median
    assert lines.band == hot_lines(emptied(forecast), LAYOUT, 300.0).band
    assert median[0].extent == EXTENT


# Standing


def told(stage: ForecastStage | None, *, age_s: float = 1.0, forecast: bool = True) -> LocalFeed:
    feed, now = LocalFeed(), time.time_ns()
    feed.welcome(three_kitchens(), now=now)
    if forecast:
        made = example_fire(SITE, "I-1", made_at=now - round(age_s * S))
        feed.say(Forecasts((made,), all=True), now=now)
    if stage is not None:
        state = ForecastState(site=SITE, stage=stage, reason="why", remedy="what")
        feed.say(ForecastStates((state,), all=True), now=now)
    return feed


@pytest.mark.parametrize(
    ("stage", "age_s", "forecast", "wanted"),
    [
        (None, 0, False, Standing.IDLE),
        (ForecastStage.OFF, 0, False, Standing.OFF),
        (ForecastStage.IDLE, 0, True, Standing.IDLE),
        (ForecastStage.STARTING, 0, False, Standing.STARTING),
        (ForecastStage.RUNNING, 2, True, Standing.LIVE),
        (ForecastStage.RUNNING, 60, True, Standing.STALE),
        (ForecastStage.LATE, 2, True, Standing.STALE),
        (ForecastStage.FAILED, 2, True, Standing.FAILED),
        (ForecastStage.FAILED, 0, False, Standing.FAILED),
    ],
)
def test_how_a_forecast_stands(
    stage: ForecastStage | None, age_s: float, forecast: bool, wanted: Standing
) -> None:
    view = forecast_view(
        told(stage, age_s=age_s, forecast=forecast).newest, SITE, now=time.time_ns()
    )
    assert view.standing is wanted
    shows = wanted in (Standing.LIVE, Standing.STALE) or (wanted is Standing.FAILED and forecast)
    assert (view.forecast is not None) is shows


def test_a_lost_hub_makes_a_fresh_forecast_stale() -> None:
    feed = told(ForecastStage.RUNNING)
    feed.mirror.connection(Connection(ConnectionState.LOST, time.time_ns(), "cut"))
    view = forecast_view(feed.newest, SITE, now=time.time_ns())
    assert view.standing is Standing.STALE
    assert view.is_old


def broken(how: str):
    forecast = fire()
    place = forecast.places[0]
    nan = (float("nan"),) * len(forecast.times_s)
    short = Series((1.0,), (1.0,), (1.0,))
    wrong = {
        "short": {"places": (msgspec.structs.replace(place, upper_c=short),)},
        "nan": {"places": (msgspec.structs.replace(place, co_ppm=Series(nan, nan, nan)),)},
        "times": {"times_s": forecast.times_s[::-1]},
        "map": {"heat": (msgspec.structs.replace(forecast.heat[0], values=b"12"),)},
        "seat": {"seat": (float("nan"), 0.0, 0.0)},
    }  # fmt: skip
    return msgspec.structs.replace(forecast, **wrong[how])


@pytest.mark.parametrize("how", ["short", "nan", "times", "map", "seat"])
def test_a_broken_forecast_is_told_and_not_shown(how: str) -> None:
    feed = told(ForecastStage.RUNNING)
    feed.say(Forecasts((broken(how),), all=True), now=time.time_ns())
    view = forecast_view(feed.newest, SITE, now=time.time_ns())
    assert view.standing is Standing.FAILED
    assert view.forecast is None
    assert view.reason
    assert fault_of(fire()) == ""


# Words


@pytest.mark.parametrize(
    ("arrival", "text"),
    [
        (Arrival(170, 200, 220, 1.0), "2:50 – 3:40"),
        (Arrival(500, 590, NEVER, 0.6), "8:20 – > 10:00"),
        (Arrival(NEVER, NEVER, NEVER, 0.0), "> 10:00"),
        (Arrival(60, 60, 60, 1.0), "1:00"),
    ],
)
def test_arrivals_are_told_as_bands(arrival: Arrival, text: str) -> None:
    assert arrival_text(arrival, 600.0) == text


def test_figures_have_a_true_minus_and_as_many_digits_as_they_deserve() -> None:
    assert margin_text(-65) == "−1:05"
    assert figure(-0.001, 1) == "0.0"
    assert [reason_value(v, "m") for v in (120.4, 1.44, 0.054, 3.0)] == [
        "120 m", "1.4 m", "0.05 m", "3 m",
    ]  # fmt: skip


# What if


def test_a_worse_what_if_differs_in_every_row_and_says_which_way() -> None:
    base = fire()
    worse = fire(number=9, base=7, pulls=(Pull(Lever.STOP_HOOD),), pace=1.4)
    found = compare(base, worse, at_s=300.0)
    rows = {row.quantity: row for row in found.rows}
    assert rows[Quantity.UPPER].better == -1
    assert rows[Quantity.UPPER].change > 0
    assert rows[Quantity.LAYER].better == -1
    assert rows[Quantity.ASET].change < 0
    assert rows[Quantity.MARGIN].better == -1


def test_the_same_fire_makes_no_difference() -> None:
    found = compare(fire(), fire(number=9, base=7), at_s=120.0)
    assert {row.better for row in found.rows} == {0}


def test_what_never_comes_any_more_is_better_and_has_no_number() -> None:
    calm = fire(number=9, base=7, pace=0.55)
    row = next(r for r in compare(fire(), calm, at_s=60.0).rows if r.quantity is Quantity.FLASHOVER)
    assert row.other == NEVER
    assert row.better == 1
    assert row.change is None


def test_a_what_if_made_later_is_moved_to_the_clock_of_its_base() -> None:
    base = fire()
    later = msgspec.structs.replace(fire(number=9, base=7), made_at=NOW + 30 * S)
    found = compare(base, later, at_s=0.0)
    _, other = found.curves[Quantity.UPPER]
    assert other.times[0] == pytest.approx(30.0)


def test_branches_keep_the_base_that_a_what_if_left() -> None:
    branches = Branches()
    feed = told(ForecastStage.RUNNING)
    first = feed.newest.forecasts[SITE]
    view = forecast_view(feed.newest, SITE, now=time.time_ns())
    branches.adopt(view, (), SITE)
    tried = example_fire(SITE, "I-1", made_at=first.made_at, number=11, base=first.number)
    newer = msgspec.structs.replace(first, number=first.number + 1)
    feed.say(Forecasts((newer, tried)), now=time.time_ns())
    view = forecast_view(feed.newest, SITE, now=time.time_ns())
    assert branches.adopt(view, feed.newest.what_ifs[SITE], SITE)
    assert branches.other.number == 11
    assert branches.base_for(view.forecast).number == first.number
    branches.next(1)
    assert branches.other is None
    assert branches.base_for(view.forecast).number == newer.number


def test_a_base_computed_again_for_an_earlier_instant_is_no_what_if() -> None:
    branches, feed = Branches(), told(ForecastStage.RUNNING)
    view = forecast_view(feed.newest, SITE, now=time.time_ns())
    again = example_fire(SITE, "I-1", made_at=NOW, number=20, base=20)
    tried = example_fire(SITE, "I-1", made_at=NOW, number=21, base=20)
    branches.adopt(view, (again, tried), SITE)
    assert [one.number for one in branches.all] == [21]
    assert branches.base_for(view.forecast).number == 20


# Levers


def board() -> LeverBoard:
    made = LeverBoard()
    made.show(lever_rows(LAYOUT, ()))
    return made


def test_a_site_has_the_levers_of_its_equipment() -> None:
    rows = board().rows
    assert [row.row for row in rows[:3]] == [Row.GAS, Row.HOOD, Row.AGENT]
    assert {row.target for row in rows if row.row is Row.DOOR} >= {"DOOR-01", "DOOR-02"}


def test_levers_turn_round_and_become_pulls() -> None:
    levers = board()
    levers.turn((Row.HOOD, ""))
    levers.turn((Row.DOOR, "DOOR-01"))
    levers.turn((Row.DOOR, "DOOR-01"))
    levers.resize(1)
    assert levers.pulls == (
        Pull(Lever.STOP_HOOD),
        Pull(Lever.CLOSE_DOOR, "DOOR-01"),
        Pull(Lever.FIRE_SIZE, value=1.5),
    )
    levers.turn((Row.HOOD, ""))
    levers.turn((Row.HOOD, ""))
    assert Pull(Lever.STOP_HOOD) not in levers.pulls
    levers.clear()
    assert levers.pulls == ()


def test_another_site_starts_with_nothing_pulled() -> None:
    levers = board()
    levers.turn((Row.GAS, ""))
    assert levers.show(levers.rows[:2])
    assert levers.pulls == ()


# Orders


def selected() -> OrderDesk:
    desk = OrderDesk()
    assert desk.select(USUAL[0], site=SITE, incident="I-1") is not None
    desk.answer(Answer(1, ok=True, token="t-1", expires=NOW + 20 * S))
    return desk


def test_an_order_is_selected_then_handed_over_with_the_hubs_token() -> None:
    desk = selected()
    assert desk.step is OrderStep.SELECTED
    order = desk.confirm()
    assert (order.confirm, order.token, order.code) == (True, "t-1", "evacuate")
    assert desk.answer(Answer(2, ok=True))
    assert desk.step is OrderStep.IDLE


def test_only_one_order_is_in_hand_and_none_without_an_incident() -> None:
    desk = selected()
    assert desk.select(USUAL[1], site=SITE, incident="I-1") is None
    assert OrderDesk().select(USUAL[1], site=SITE, incident="") is None
    assert OrderDesk().confirm() is None


def test_a_refusal_and_an_expired_token_end_at_the_first_step() -> None:
    desk = OrderDesk()
    desk.select(USUAL[0], site=SITE, incident="I-1")
    desk.answer(Answer(1, ok=False, what="another order is in hand", remedy="Wait"))
    assert desk.step is OrderStep.IDLE
    assert "another order" in desk.said
    late = selected()
    assert late.left_s(NOW) == pytest.approx(20.0)
    assert late.left_s(NOW + 21 * S) == 0.0
    assert late.confirm() is None
