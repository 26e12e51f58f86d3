"""What the worker tells the model: all once, nothing from the future, the alarm's instant."""

from support.small_forecast import forecast

from app.hub.forecast.fire_worker import BEFORE_S, CAUGHT_UP_S, LONGEST_S, FirePosterior
from app.hub.forecast.wire import Columns, Job
from sim.forecast.forecaster import Forecaster
from sim.forecast.model import Forecast, Pull
from twin.clock import NS_PER_S
from twin.samples import SampleBatch, batch_of

NOW = 10_000 * NS_PER_S


class Listening(Forecaster):
    """Keeps what it is told; the model itself is tested where it lives."""

    def __init__(self) -> None:
        self.heard: list[tuple[int, float]] = []
        self.asked: list[int] = []
        self.followed: list[int] = []
        self.began: tuple[int, str] | None = None

    def start(self, now: int, zone: str = "") -> None:
        self.began = (now, zone)

    def observe(self, samples: SampleBatch, now: int) -> None:
        self.heard += zip(samples.point.tolist(), samples.value.tolist(), strict=True)

    def follow(self, now: int) -> None:
        self.followed.append(now)

    def forecast(self, now: int) -> Forecast:
        self.asked.append(now)
        return forecast(0)

    def what_if(self, pulls: object, now: int, base: int = 0) -> Forecast:
        self.asked.append(now)
        return forecast(0)


def job(opened: int) -> Job:
    return Job(
        id=1, site="K-001", incident="A", zone="line", opened=opened, now=NOW, number=1,
        samples=Columns(),
    )  # fmt: skip


def at(*samples: tuple[int, float]) -> SampleBatch:
    """Of point k the k-th (seconds from NOW, value)."""
    times = [NOW + second * NS_PER_S for second, _ in samples]
    return batch_of(list(range(len(samples))), [v for _, v in samples], 0, times, times)


def test_a_clock_that_runs_ahead_loses_no_sample() -> None:
    model = Listening()
    own = FirePosterior(model, job(NOW))
    own.observe(at((-1, 1.0), (2, 2.0)), NOW)
    own.forecast(NOW)
    assert model.heard == [(0, 1.0)]
    own.observe(at((3, 3.0)), NOW + 3 * NS_PER_S)
    assert model.heard == [(0, 1.0), (1, 2.0), (0, 3.0)]


def test_of_long_ago_only_the_newest_of_each_point_is_told() -> None:
    model = Listening()
    early = -round(BEFORE_S)
    samples = batch_of(
        [0, 0, 1, 0], [1.0, 2.0, 3.0, 4.0], 0,
        [NOW + s * NS_PER_S for s in (early - 50, early - 20, early - 90, -5)], NOW,
    )  # fmt: skip
    FirePosterior(model, job(NOW)).observe(samples, NOW)
    assert sorted(model.heard) == [(0, 2.0), (0, 4.0), (1, 3.0)]


def test_a_fire_is_followed_from_its_alarm() -> None:
    model, opened = Listening(), NOW - 200 * NS_PER_S
    own = FirePosterior(model, job(opened))
    own.forecast(NOW)
    own.forecast(NOW + NS_PER_S)
    assert model.began == (opened, "line")
    assert model.followed == [opened]
    assert model.asked == [NOW, NOW + NS_PER_S]


def test_a_fresh_alarm_costs_one_forecast_and_an_old_one_is_bounded() -> None:
    model = Listening()
    opened = NOW - round(CAUGHT_UP_S - 1) * NS_PER_S
    FirePosterior(model, job(opened)).what_if((Pull("stop_hood"),), NOW)  # type: ignore[arg-type]
    assert model.asked == [NOW]
    assert not model.followed
    old = Listening()
    FirePosterior(old, job(0)).forecast(NOW)
    assert old.followed == [NOW - round(LONGEST_S) * NS_PER_S]


def test_few_members_answer_first_and_all_of_them_know_as_much_after_them() -> None:
    few, whole, opened = Listening(), Listening(), NOW - 2 * NS_PER_S
    own = FirePosterior(whole, job(opened), few)
    own.observe(at((-1, 1.0), (2, 2.0)), NOW)
    own.forecast(NOW)
    own.what_if((Pull("stop_hood"),), NOW)  # type: ignore[arg-type]
    assert (few.asked, whole.asked, whole.heard) == ([NOW, NOW], [], [])
    later = NOW + 3 * NS_PER_S
    own.observe(at((3, 3.0)), later)
    own.forecast(later)
    own.forecast(later + NS_PER_S)
    assert few.asked == [NOW, NOW]
    assert whole.asked == [later, later + NS_PER_S]
    assert whole.heard == few.heard == [(0, 1.0), (1, 2.0), (0, 3.0)]
    assert whole.began == few.began == (opened, "line")
