"""The same stream gives the same alarms, however it is cut into batches."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from layouts import NAME, at, point, twin_of

from twin.events import Outcome
from twin.quality import Quality
from twin.samples import SampleBatch, batch_of
from twin.site.model import Leaf, Limit, Limits, Point, Priority, Rule, StateAlarm
from twin.twin import Twin

P0, P1, P2, P3 = Priority
POINTS: list[Point] = [
    point("A", limits=Limits(L=Limit(2.0, P2), H=Limit(8.0, P1, delay_s=3.0), hysteresis=1.0)),
    point("B", limits=Limits(H=Limit(5.0, P0), rate=Limit(4.0, P2))),
    point("C", alarms=(StateAlarm(1, P2), StateAlarm(2, P1, delay_s=2.0)), codes={0: NAME}),
]
LEAVES = (
    Leaf("A", above=5.0, for_s=2.0),
    Leaf("B", above_point="A", for_s=1.0),
    Leaf("C", equals=2.0),
    Leaf("B", rate=3.0),
)
RULES = [
    Rule(id="R1", name=NAME, priority=P0, zone="line", at_least=2, of=LEAVES),
    Rule(
        id="R2", name=NAME, priority=P1, zone="store", at_least=2, delay_s=2.0,
        of=LEAVES, groups=("x", "x", "y", "y"), unless=(Leaf("A", below=3.0),),
    ),
]  # fmt: skip
sample = st.tuples(
    st.integers(0, 2), st.integers(0, 10), st.sampled_from([0.0, 0.5, 1.0, 2.0, 5.0, -3.0]),
    st.sampled_from([0, 0, 0, 0, 0, int(Quality.BAD_SENSOR_FAILURE)]),
)  # fmt: skip


def stream_of(rows: list[tuple[int, int, float, int]]) -> SampleBatch:
    """Times go on by the given steps, sometimes back; all rows of both sites take part."""
    times = np.cumsum([step for _, _, step, _ in rows]) * 1_000_000_000 + at(0)
    point_row = [row + 3 * (k % 7 == 0) for k, (row, *_) in enumerate(rows)]
    return batch_of(point_row, [r[1] for r in rows], [r[3] for r in rows], times, times)


def run(stream: SampleBatch, cuts: list[int]) -> tuple[Twin, list[Outcome]]:
    """Every part is applied at the same moment: only the cuts differ."""
    twin = twin_of(POINTS, RULES, sites=2)
    bounds = sorted({0, len(stream), *(c for c in cuts if c < len(stream))})
    parts = [np.arange(a, b) for a, b in pairwise(bounds)]
    return twin, [twin.apply(stream.select(part), at(500)) for part in parts]


def told(outcomes: list[Outcome]) -> list[tuple[object, ...]]:
    """Every flip and every change of state, in order."""
    flips = [o.conditions for o in outcomes if o.conditions is not None]
    changes = [c for o in outcomes for c in o.changes]
    return [
        row
        for f in flips
        for row in zip(f.alarm.tolist(), f.active.tolist(), f.source_time.tolist(), strict=True)
    ] + [
        row
        for c in changes
        for row in zip(
            c.alarm.tolist(), c.before.tolist(), c.after.tolist(), c.occurrence.tolist(),
            c.source_time.tolist(), c.value.tolist(), strict=True,
        )
    ]  # fmt: skip


def cells_of(twin: Twin) -> list[list[float]]:
    cells = twin.cells
    columns = (cells.state, cells.active, cells.condition_time, cells.occurrence, cells.raised)
    return [column.tolist() for column in (*columns, cells.value, cells.held, twin.latest.value)]


@settings(max_examples=60, deadline=None)
@given(st.lists(sample, min_size=1, max_size=60), st.lists(st.integers(1, 59), max_size=6))
def test_cuts_do_not_matter(rows: list[tuple[int, int, float, int]], cuts: list[int]) -> None:
    stream = stream_of(rows)
    whole, said = run(stream, [])
    cells, incidents = cells_of(whole), dict(whole.incidents)
    later = told([whole.tick(at(600))])
    for other in (cuts, list(range(len(stream)))):
        twin, again = run(stream, other)
        np.testing.assert_equal(told(again), told(said))
        np.testing.assert_equal(cells_of(twin), cells)
        assert twin.incidents == incidents
        assert sum(o.older for o in again) == sum(o.older for o in said)
        np.testing.assert_equal(told([twin.tick(at(600))]), later)
