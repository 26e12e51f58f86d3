"""The dead-band never lets the hub be further from the truth than it promises."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from link_ends import small_fleet

from edge.acquire import Acquisition
from twin.clock import NS_PER_S
from twin.quality import Quality
from twin.samples import SampleBatch, batch_of
from twin.site.table import PointTable, point_table

TABLE: PointTable = point_table(small_fleet())
NOBODY = np.zeros(len(TABLE), dtype=np.bool_)
BAND = float(TABLE.deadband[0])
HEARTBEAT = int(TABLE.heartbeat[0])


def accepted(samples: list[tuple[int, float]], *, cut: int = 0) -> SampleBatch:
    """What is sent of (row, value) samples a second apart, given in two batches cut at `cut`."""
    acquisition = Acquisition(TABLE)
    rows, values = [r for r, _ in samples], [v for _, v in samples]
    times = np.arange(len(samples)) * NS_PER_S
    batch = batch_of(rows, values, 0, times, times)
    places = np.arange(len(samples))
    first = acquisition.accept(batch.select(places < cut), NOBODY)
    second = acquisition.accept(batch.select(places >= cut), NOBODY)
    return SampleBatch(
        *(
            np.concatenate([getattr(first, name), getattr(second, name)])
            for name in ("point", "value", "quality", "source_time", "arrival_time")
        )
    )


finite = st.floats(-1e6, 1e6, allow_nan=False)
walk = st.lists(st.tuples(st.integers(0, 2), finite | st.floats(19.0, 21.0)), max_size=60)


@given(samples=walk, cut=st.integers(0, 60))
def test_the_last_sent_value_is_always_within_the_dead_band(
    samples: list[tuple[int, float]], cut: int
) -> None:
    sent = accepted(samples, cut=cut)
    heard: dict[int, float] = {}
    came = dict(zip(sent.source_time.tolist(), sent.value.tolist(), strict=True))
    for k, (row, value) in enumerate(samples):
        if k * NS_PER_S in came:
            heard[row] = came[k * NS_PER_S]
        assert abs(value - heard[row]) <= TABLE.deadband[row]


@given(samples=walk)
def test_nothing_is_sent_that_the_dead_band_already_covers(
    samples: list[tuple[int, float]],
) -> None:
    """Against the plain loop over samples, one at a time."""
    last: dict[int, tuple[float, int]] = {}
    expected = []
    for k, (row, value) in enumerate(samples):
        time = k * NS_PER_S
        if (
            row not in last
            or abs(value - last[row][0]) > TABLE.deadband[row]
            or time - last[row][1] >= TABLE.heartbeat[row]
        ):
            last[row] = (value, time)
            expected.append(time)
    assert accepted(samples).source_time.tolist() == expected


def one(value: float, second: float, quality: int = 0, row: int = 0) -> SampleBatch:
    time = round(second * NS_PER_S)
    return batch_of([row], value, quality, time, time)


def test_an_unchanged_value_is_sent_again_at_its_heartbeat() -> None:
    acquisition = Acquisition(TABLE)
    beat = HEARTBEAT / NS_PER_S
    sent = [len(acquisition.accept(one(20.0, s), NOBODY)) for s in (0, beat / 2, beat, beat + 1)]
    assert sent == [1, 0, 1, 0]


def test_a_clock_set_back_silences_nothing() -> None:
    acquisition = Acquisition(TABLE)
    sent = [len(acquisition.accept(one(20.0, s), NOBODY)) for s in (7200, 7201, 3600, 3601, 3602)]
    assert sent == [1, 0, 1, 0, 0]


@pytest.mark.parametrize("bad", [Quality.BAD_NOT_CONNECTED, Quality.UNCERTAIN_LAST_USABLE])
def test_a_new_quality_is_always_sent(bad: Quality) -> None:
    acquisition = Acquisition(TABLE)
    qualities = (0, bad, bad, 0)
    sent = [len(acquisition.accept(one(20.0, s, q), NOBODY)) for s, q in enumerate(qualities)]
    assert sent == [1, 1, 0, 1]


def test_not_a_number_is_a_change_once_in_each_direction() -> None:
    acquisition = Acquisition(TABLE)
    values = (20.0, np.nan, np.nan, np.inf, np.inf, 20.0)
    sent = [len(acquisition.accept(one(v, s), NOBODY)) for s, v in enumerate(values)]
    assert sent == [1, 1, 0, 1, 0, 1]


def test_a_point_that_flipped_a_condition_is_sent_however_small_its_step() -> None:
    acquisition = Acquisition(TABLE)
    acquisition.accept(one(20.0, 0), NOBODY)
    always = NOBODY.copy()
    always[0] = True
    assert len(acquisition.accept(one(20.0 + BAND / 2, 1), always)) == 1
    assert len(acquisition.accept(one(20.0 + BAND, 2), NOBODY)) == 0


def test_order_is_kept() -> None:
    batch = batch_of([2, 0, 1, 0, 2, 2], [1, 2, 3, 99, 50, 77], 0, np.arange(6), 0)
    sent = Acquisition(TABLE).accept(batch, NOBODY)
    assert sent.source_time.tolist() == sorted(sent.source_time.tolist())
    assert sent.point.tolist() == [2, 0, 1, 0, 2, 2]
