"""Quantiles over members, with members that never get there."""

import numpy as np
import pytest
from air_parts import clock

from sim.errors import SimError
from sim.people.arrivals import arrival, arrivals, best_margin, exit_forecast
from sim.people.model import NEVER

RAMP = clock()[None, :] * np.array([[1.0], [0.5], [0.0]])  # reaches 100 at 100 s, 200 s, never


def test_quantiles_are_moments_of_members_and_never_is_told_as_never() -> None:
    told = arrivals(clock(), RAMP, 100.0)
    assert (told.low, told.median, told.high) == (100.0, 200.0, NEVER)
    assert told.share == pytest.approx(2 / 3)


def test_a_falling_quantity_arrives_from_above() -> None:
    assert arrivals(clock(), 100.0 - RAMP, 0.0, rising=False).low == 100.0


def test_moments_count_from_the_first_time() -> None:
    assert arrivals(clock() + 50.0, RAMP, 100.0).low == 100.0


def test_nobody_arrives_without_members() -> None:
    assert arrival(np.array([])).share == 0.0


def test_the_margin_is_the_early_end_of_one_against_the_late_end_of_the_other() -> None:
    told = exit_forecast(
        "DOOR-01", (0.0, 0.0, 0.0), required=np.array([20.0, 40.0]),
        available=np.array([100.0, np.inf]), people=2,
    )  # fmt: skip
    assert told.margin_s == 60.0
    assert (told.aset.share, told.people) == (0.5, 2)


@pytest.mark.parametrize(("available", "margin"), [(np.inf, NEVER), (39.0, -1.1)])
def test_a_margin_of_one_second_too_few_is_not_read_as_never(
    available: float, margin: float
) -> None:
    told = exit_forecast(
        "DOOR-01", (0.0, 0.0, 0.0), required=np.array([40.0]),
        available=np.array([available]), people=1,
    )  # fmt: skip
    assert told.margin_s == margin


def test_people_who_never_get_out_are_no_forecast() -> None:
    with pytest.raises(SimError, match="DOOR-01"):
        exit_forecast(
            "DOOR-01", (0.0, 0.0, 0.0), required=np.array([np.inf]),
            available=np.array([9.0]), people=1,
        )  # fmt: skip


def test_the_margin_of_the_best_way_out_is_never_one_of_a_way_that_stays_open() -> None:
    one, other, open_ = (
        exit_forecast(
            "DOOR-01", (0.0, 0.0, 0.0), required=np.array([40.0]),
            available=np.array([available]), people=1,
        ) for available in (90.0, 120.0, np.inf)
    )  # fmt: skip
    assert best_margin((one, other)) == 80.0
    assert best_margin((one, open_)) == best_margin(()) == NEVER
