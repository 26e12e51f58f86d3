"""A what-if beside its base, and the levers that made it, without a window."""

import time

import msgspec
import pytest
from made_fire import LAYOUT, NOW, SITE, S, fire, told

from app.feed.contract import Forecasts, ForecastStage
from app.screens.view_models.branches import Branches
from app.screens.view_models.forecast_standing import forecast_view
from app.screens.view_models.levers import LeverBoard, Row, lever_rows
from app.screens.view_models.what_if import Quantity, compare
from sim.forecast.model import NEVER, Lever, Pull
from tests.support.example_fire import example_fire


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


def board() -> LeverBoard:
    made = LeverBoard()
    made.show(lever_rows(LAYOUT, ()))
    return made


def test_a_site_has_the_levers_of_its_equipment() -> None:
    rows = board().rows
    assert [row.row for row in rows[:4]] == [Row.GAS, Row.HOOD, Row.DAMPER, Row.AGENT]
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
