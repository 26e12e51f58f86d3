"""Generous bounds that a slip into one object per sample would break."""

from time import perf_counter

import numpy as np
from layouts import START, S, point, twin_of

from twin.samples import SampleBatch
from twin.site.model import Limit, Limits, Priority

LIMITS = Limits(
    LL=Limit(-10, Priority.P3), L=Limit(0, Priority.P2),
    H=Limit(100, Priority.P2), HH=Limit(150, Priority.P1, delay_s=2),
)  # fmt: skip


def batch(rows: np.ndarray, value: float, after: int) -> SampleBatch:
    times = np.full(len(rows), START + after * S)
    return SampleBatch(
        rows.astype(np.uint32),
        np.full(len(rows), value),
        np.zeros(len(rows), np.uint32),
        times,
        times,
    )


def test_quiet_samples_pass_fast_and_a_burst_of_50_000_alarms_is_taken_in_time() -> None:
    points = [point(f"A{k}", limits=LIMITS, limits_range=(-100, 1000)) for k in range(100)]
    twin = twin_of(points, sites=500)
    random = np.random.default_rng(1)
    quiet = [batch(random.integers(0, 10_000, 3000), 50.0, k) for k in range(100)]
    begin = perf_counter()
    assert not any(twin.apply(one, START).changes for one in quiet)
    assert 300_000 / (perf_counter() - begin) > 500_000  # measured: 9 million a second
    begin = perf_counter()
    changes = twin.apply(batch(np.arange(50_000), 120.0, 200), START).changes
    assert sum(len(one) for one in changes) == 50_000
    assert perf_counter() - begin < 3.0  # measured: 0.3 s
