"""What the filter remembers of its last minutes, and what a fire that surprises owes to it."""

import numpy as np
import pytest

from sim.fire.case import Case, Compartment, Fire, Opening
from sim.fire.zone import simulate
from sim.forecast.assimilate import Assimilation
from sim.forecast.ensemble import Ensemble
from sim.forecast.prior import BURNERS
from sim.forecast.sensors import Kind, Sensor
from sim.forecast.window import News, Window

TRUE_W, BEGAN, ROUND_S = 150e3, 100.0, 10.0
HEADS = tuple(
    Sensor(tag=f"L{n}", kind=Kind.LAYER, room=0, at=(2.0, 1.5, 2.5), noise=1.0) for n in range(3)
)


def kitchen(hrr: tuple[tuple[float, float], ...] = ((0.0, 0.0),)) -> Case:
    return Case(
        id="toy",
        compartments=(Compartment(id="room", size=(4.0, 3.0, 2.5), leak_area=0.01),),
        openings=(Opening(id="door", of="room", height=2.0, width=0.8),),
        fires=(Fire(id="fire", compartment="room", at=(2.0, 1.5, 0.3), area=0.1, hrr=hrr),),
    )


def test_words_of_a_window_stand_beside_what_members_showed_and_prove_as_one() -> None:
    own = Window()
    for time in (10.0, 20.0, 30.0):
        own.shown[time] = np.full((4, 3), time)
        own.news[time] = News(np.array([0, 2]), np.array([time, 1.0]), np.array([2.0, 3.0]))
    own.forget(20.0)
    shown, told, variance = own.seen([10.0, 20.0, 25.0, 30.0])
    assert shown[0].tolist() == [20.0, 20.0, 30.0, 30.0]
    assert told.tolist() == [20.0, 1.0, 30.0, 1.0]
    assert variance.tolist() == [4.0, 6.0, 4.0, 6.0]
    assert shown.shape == (4, 4)


@pytest.fixture(scope="module")
def surprised() -> Assimilation:
    """A filter that heard nothing but air at rest until a burner was lit at BEGAN."""
    burner = kitchen(((0.0, 0.0), (BEGAN, 0.0), (BEGAN + 1.0, TRUE_W), (600.0, TRUE_W)))
    true = simulate(burner, ROUND_S)
    rise = true.upper_temperature[0, :, 0] - burner.inside
    own = Assimilation(Ensemble(kitchen(), 64, prior=BURNERS, seed=2, window=120.0), HEADS)
    for now in np.arange(ROUND_S, 161.0, ROUND_S).tolist():
        late = float(np.interp(now, true.time, rise)) * (
            1.0 - np.exp(-max(now - BEGAN, 0.0) / 30.0)
        )
        own.step(now, {n: late + 0.3 * (n - 1) for n in range(len(HEADS))})
    return own


def test_a_fire_that_surprises_did_not_burn_when_heads_told_of_none(
    surprised: Assimilation,
) -> None:
    times, roots = surprised.ensemble.times, surprised.ensemble.roots
    before = np.median(roots[:, times <= BEGAN - 20.0] ** 2)
    assert before < 0.1 * TRUE_W


def test_a_minute_of_a_burner_tells_of_its_size(surprised: Assimilation) -> None:
    low, median, high = np.quantile(surprised.ensemble.burnt, (0.05, 0.5, 0.95))
    assert 0.5 * TRUE_W < median < 2.0 * TRUE_W
    assert low < TRUE_W < high
