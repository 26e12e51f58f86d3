"""A forecast read at one time, and its figures in words, without a window."""

import msgspec
import numpy as np
import pytest
from made_fire import fire

from app.screens.forecast_words import past_word, sentences
from app.screens.view_models.forecast_reading import (
    band_at,
    happens,
    map_at,
    maps_of,
    reached,
    worst_exit,
    worst_place,
)
from app.screens.view_models.forecast_text import arrival_text, figure, margin_text, reason_value
from app.screens.widgets.exits_card import people_word
from sim.forecast.model import NEVER, Arrival, PastError, Series
from tests.support.example_fire import emptied


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


def test_sentences_end_with_the_stop_of_their_script() -> None:
    assert sentences("the worker ended", "It starts again.") == "The worker ended. It starts again."
    assert sentences("预测迟到", "所示内容的时间如其标注。") == "预测迟到。所示内容的时间如其标注。"


def test_an_error_beyond_all_measure_is_told_as_such() -> None:
    told = past_word((PastError(60, 8, 260.0, 0.4), PastError(180, 6, 14.0, 0.9)))
    assert told.endswith("+1 min > 100 % · +3 min 14 %")


def test_one_is_a_person_and_two_are_people() -> None:
    assert [people_word(count) for count in (0, 1, 2)] == ["0 people", "1 person", "2 people"]
