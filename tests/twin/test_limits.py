"""Limits, codes and rates on points, through the whole twin."""

import numpy as np
import pytest
from layouts import NAME, START, S, at, point, samples, twin_of

from twin.alarm.states import AlarmState
from twin.events import Outcome
from twin.quality import Quality
from twin.site.model import Limit, Limits, Priority, StateAlarm
from twin.twin import Twin

P2 = Priority.P2
HIGH = Limits(H=Limit(100.0, P2), hysteresis=5.0)
LOW = Limits(L=Limit(100.0, P2), hysteresis=5.0)


def flips(outcome: Outcome) -> list[tuple[int, bool, float]]:
    """(alarm row, active, seconds after START) of every flip."""
    found = outcome.conditions
    if found is None:
        return []
    times = ((found.source_time - START) / S).tolist()
    return list(zip(found.alarm.tolist(), found.active.tolist(), times, strict=True))


@pytest.mark.parametrize(
    ("limits", "values", "expected"),
    [
        (HIGH, [99.9, 100.0, 96.0, 94.9], [(0, True, 1.0), (0, False, 3.0)]),
        (LOW, [100.1, 100.0, 104.0, 105.1], [(0, True, 1.0), (0, False, 3.0)]),
        (Limits(HH=Limit(100.0, P2)), [50.0, 100.0, 99.0], [(0, True, 1.0)]),
        (Limits(LL=Limit(0.0, P2)), [5.0, 0.0, 4.0], [(0, True, 1.0)]),
        (HIGH, [96.0, 99.0, 95.0], []),
    ],
)
def test_a_limit_turns_with_hysteresis(
    limits: Limits, values: list[float], expected: list[tuple[int, bool, float]]
) -> None:
    twin = twin_of([point("A", limits=limits)])
    batch = samples(*((0, float(k), value) for k, value in enumerate(values)))
    assert flips(twin.apply(batch, at(9))) == expected


def test_a_short_excursion_inside_one_batch_raises_its_alarm() -> None:
    twin = twin_of([point("A", limits=HIGH)])
    outcome = twin.apply(samples((0, 0, 50), (0, 1, 120), (0, 2, 50)), at(2))
    assert flips(outcome) == [(0, True, 1.0), (0, False, 2.0)]
    assert outcome.changes[0].after.tolist() == [
        AlarmState.UNACKNOWLEDGED,
        AlarmState.RTN_UNACKNOWLEDGED,
    ]
    assert outcome.changes[0].value.tolist() == [120.0, 50.0]


def delayed(delay_s: float) -> Twin:
    return twin_of([point("A", limits=Limits(H=Limit(100.0, P2, delay_s=delay_s)))])


def test_a_delay_counts_by_source_time() -> None:
    twin = delayed(10)
    assert not flips(twin.apply(samples((0, 0, 120), (0, 9.9, 120)), at(9.9)))
    assert flips(twin.apply(samples((0, 12, 121)), at(12))) == [(0, True, 10.0)]


def test_a_return_before_the_delay_raises_nothing() -> None:
    twin = delayed(10)
    assert not flips(twin.apply(samples((0, 0, 120), (0, 9, 50), (0, 30, 120)), at(30)))


def test_a_value_that_held_for_the_delay_counts_though_it_has_gone() -> None:
    twin = delayed(10)
    outcome = twin.apply(samples((0, 0, 120), (0, 30, 50)), at(30))
    assert flips(outcome) == [(0, True, 10.0), (0, False, 30.0)]
    assert outcome.changes[0].value.tolist() == [120.0, 50.0]


def test_a_delay_runs_out_without_another_sample() -> None:
    twin = delayed(10)
    twin.apply(samples((0, 0, 120)), at(1))
    assert not flips(twin.tick(at(10.9)))
    assert flips(twin.tick(at(11))) == [(0, True, 10.0)]
    assert not flips(twin.tick(at(12)))


def test_a_late_backlog_is_not_judged_before_it_is_all_here() -> None:
    twin = delayed(10)
    twin.apply(samples((0, -3600, 120)), at(0))
    assert not flips(twin.tick(at(1)))
    assert not flips(twin.apply(samples((0, -3595, 50)), at(2)))


def test_a_bad_value_neither_raises_nor_clears() -> None:
    twin = twin_of([point("A", limits=HIGH)])
    bad = Quality.BAD_SENSOR_FAILURE
    assert not flips(twin.apply(samples((0, 0, 120), quality=bad), at(0)))
    assert flips(twin.apply(samples((0, 1, 120)), at(1))) == [(0, True, 1.0)]
    assert not flips(twin.apply(samples((0, 2, 0), quality=bad), at(2)))


def test_an_older_sample_changes_nothing() -> None:
    twin = twin_of([point("A", limits=HIGH)])
    twin.apply(samples((0, 10, 50)), at(10))
    outcome = twin.apply(samples((0, 9, 120), (0, 11, 51), (0, 10.5, 120)), at(11))
    assert (outcome.older, flips(outcome), twin.latest.value[0]) == (2, [], 51.0)


CODES = {0: NAME, 1: NAME, 2: NAME}


def test_a_code_raises_its_own_alarm() -> None:
    alarms = (StateAlarm(1, P2), StateAlarm(2, Priority.P3))
    twin = twin_of([point("A", codes=CODES, alarms=alarms, limits_range=(0, 2))])
    outcome = twin.apply(samples(*((0, k, c) for k, c in enumerate([0, 1, 1, 2, 0]))), at(5))
    assert flips(outcome) == [(0, True, 1.0), (0, False, 3.0), (1, True, 3.0), (1, False, 4.0)]


def test_a_code_returns_after_a_bad_value_between() -> None:
    twin = twin_of([point("A", codes=CODES, alarms=(StateAlarm(1, P2),), limits_range=(0, 2))])
    twin.apply(samples((0, 0, 1)), at(0))
    twin.apply(samples((0, 1, 0), quality=Quality.BAD_NOT_CONNECTED), at(1))
    assert flips(twin.apply(samples((0, 2, 0)), at(2))) == [(0, False, 2.0)]


def rising(per_minute: float, *, noise: float = 0.0, period: float = 1.0) -> list[tuple[int, bool]]:
    """Turns of a rate alarm at 8.3 per minute: 2 min flat, 2 min rising, 2 min flat."""
    twin = twin_of([point("A", limits=Limits(rate=Limit(8.3, P2)), period_s=period)])
    random = np.random.default_rng(1)
    times = np.arange(0, 360, period)
    values = (
        30 + per_minute / 60 * np.clip(times - 120, 0, 120) + random.normal(0, noise, len(times))
    )
    batch = samples(*((0, t, v) for t, v in zip(times.tolist(), values.tolist(), strict=True)))
    return [(int(when), on) for _, on, when in flips(twin.apply(batch, at(360)))]


@pytest.mark.parametrize("period", [0.5, 1.0, 5.0, 10.0])
def test_a_fast_rise_raises_a_rate_alarm_once(period: float) -> None:
    (came, on), (went, off) = rising(12.0, period=period)
    assert (on, off) == (True, False)
    assert 120 < came <= 170  # at most the window of 40 s and one sample
    assert 240 < went <= 290


@pytest.mark.parametrize("noise", [0.0, 0.3])
def test_a_slow_rise_raises_none(noise: float) -> None:
    assert rising(5.0, noise=noise) == []


def test_noise_and_spikes_raise_no_rate_alarm() -> None:
    twin = twin_of([point("A", limits=Limits(rate=Limit(8.3, P2)))])
    random = np.random.default_rng(2)
    values = 30 + random.normal(0, 0.5, 600)
    values[::97] += 40.0
    batch = samples(*((0, float(k), float(v)) for k, v in enumerate(values)))
    assert not flips(twin.apply(batch, at(600)))


def test_one_step_after_a_long_quiet_is_no_rate() -> None:
    twin = twin_of([point("A", limits=Limits(rate=Limit(8.3, P2)))])
    batch = samples((0, 0, 30), (0, 60, 30), (0, 120, 30), (0, 121, 31), (0, 125, 31), (0, 130, 31))
    assert not flips(twin.apply(batch, at(130)))
