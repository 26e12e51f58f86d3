"""The newest value of every point."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from layouts import START, S, at, fleet, point, samples

from twin.quality import Quality
from twin.samples import batch_of
from twin.site.table import point_table
from twin.state.latest import LatestValues

TABLE = point_table(fleet([point(tag, limits_range=(0, 100)) for tag in "ABC"]))


@pytest.fixture
def latest() -> LatestValues:
    return LatestValues(TABLE)


def test_a_point_waits_for_its_first_value(latest: LatestValues) -> None:
    assert np.isnan(latest.value).all()
    assert (latest.quality == Quality.BAD_WAITING_FOR_INITIAL_DATA).all()


def test_the_last_of_several_samples_stays(latest: LatestValues) -> None:
    update = latest.update(samples((0, 0, 1), (1, 0, 5), (0, 1, 2), (0, 2, 3)))
    assert latest.value[:2].tolist() == [3.0, 5.0]
    assert (update.older, update.rejected) == (0, 0)


@pytest.mark.parametrize(
    ("value", "quality", "rejected"),
    [
        (100.5, Quality.BAD_OUT_OF_RANGE, 1),
        (-0.5, Quality.BAD_OUT_OF_RANGE, 1),
        (np.inf, Quality.BAD_OUT_OF_RANGE, 1),
        (np.nan, Quality.BAD_DECODING_ERROR, 0),
        (100.0, Quality.GOOD, 0),
    ],
)
def test_a_value_that_cannot_be_gets_a_bad_quality_and_is_kept(
    latest: LatestValues, value: float, quality: Quality, rejected: int
) -> None:
    assert latest.update(samples((0, 0, value))).rejected == rejected
    assert latest.quality[0] == quality
    np.testing.assert_equal(latest.value[0], value)


def test_a_bad_sample_keeps_the_reason_it_came_with(latest: LatestValues) -> None:
    came = samples((0, 0, 500), quality=Quality.BAD_SENSOR_FAILURE)
    assert latest.update(came).rejected == 0
    assert latest.quality[0] == Quality.BAD_SENSOR_FAILURE


def test_an_unknown_row_is_counted_and_nothing_else(latest: LatestValues) -> None:
    assert latest.update(samples((7, 0, 1), (0, 0, 1))).rejected == 1
    assert latest.value[0] == 1.0


def test_a_clock_that_runs_ahead_is_not_believed(latest: LatestValues) -> None:
    latest.update(batch_of([0], 1.0, 0, START + 3600 * S, START))
    latest.update(batch_of([0], 2.0, 0, START + S, START + S))
    assert latest.value[0] == 2.0


def test_every_reader_learns_what_changed_since_its_last_look(latest: LatestValues) -> None:
    latest.update(samples((0, 0, 1), (2, 0, 1)))
    seen = latest.current
    assert latest.changed_since(0).tolist() == [0, 2]
    latest.update(samples((2, 1, 2), (1, 1, 2)))
    assert latest.changed_since(seen).tolist() == [1, 2]
    assert latest.changed_since(latest.current).tolist() == []


rows = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 9), st.integers(0, 100)), max_size=30)


@given(rows, st.integers(0, 30))
def test_batches_give_what_single_samples_give(
    stream: list[tuple[int, int, int]], cut: int
) -> None:
    one_by_one, in_two = LatestValues(TABLE), LatestValues(TABLE)
    older = sum(one_by_one.update(samples(row)).older for row in stream)
    parts = [part for part in (stream[:cut], stream[cut:]) if part]
    assert older == sum(in_two.update(samples(*part)).older for part in parts)
    np.testing.assert_equal(one_by_one.value, in_two.value)
    np.testing.assert_equal(one_by_one.source_time, in_two.source_time)


def test_an_empty_batch_is_nothing(latest: LatestValues) -> None:
    assert latest.update(samples(*[])).older == 0
    assert latest.changed_since(0).tolist() == []
    assert at(0) == START
