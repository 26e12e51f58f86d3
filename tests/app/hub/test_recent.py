"""The last minutes of a site: by number, by time, and never more than there is room for."""

import numpy as np
import pytest

from app.hub.forecast import recent
from app.hub.forecast.catch_up import merged
from app.hub.forecast.recent import Recent
from twin.clock import NS_PER_S
from twin.samples import SampleBatch, batch_of


def at(*seconds: int) -> SampleBatch:
    times = np.array(seconds, dtype=np.int64) * NS_PER_S
    return batch_of(list(range(len(seconds))), np.array(seconds, float), 0, times, times)


def kept(*batches: SampleBatch, span_s: int = 900) -> Recent:
    found = Recent(span_s * NS_PER_S)
    for one in batches:
        found.add(one)
    return found


def test_a_reader_gets_what_came_after_the_number_it_knows() -> None:
    found = kept(at(1, 2, 3), at(4), at(5, 6))
    assert found.count == 6
    assert [found.since(k).value.tolist() for k in (0, 2, 4, 6)] == [
        [1, 2, 3, 4, 5, 6], [3, 4, 5, 6], [5, 6], [],
    ]  # fmt: skip


def test_what_is_too_old_goes_and_the_numbers_stay() -> None:
    found = kept(at(1, 2), at(50), at(200), span_s=100)
    assert found.count == 4
    assert found.since(0).value.tolist() == [200]
    assert found.since(3).value.tolist() == [200]


def test_room_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "MOST_SAMPLES", 10)
    found = kept(*(at(k, k, k) for k in range(20)))
    assert len(found.since(0)) <= 12


def test_an_earlier_instant_sees_nothing_that_came_later() -> None:
    found = kept(at(1, 9), at(5, 12))
    assert found.until(9 * NS_PER_S).value.tolist() == [1, 9, 5]
    assert found.reaches(5 * NS_PER_S)
    assert not found.reaches(NS_PER_S // 2)
    assert not kept().reaches(0)


def test_samples_of_two_sources_stand_once_and_by_time() -> None:
    whole = merged([at(4, 2), at(4, 3), kept(at(1)).since(0)])
    assert whole.value.tolist() == [1, 2, 3, 4]
    assert len(merged([])) == 0
