"""Oil of a fryer and a pan as the scripts R1, R2 and R7 have it, and what is told of it."""

import numpy as np
import pytest

from sim.forecast.oil_course import courses, grown, told
from sim.forecast.parts import NOT_AT_ALL, OilForecast
from tests.sim.forecast.kitchen_signals import Keys, S, oils_of

TIMES = np.arange(0.0, 601.0, 5.0)
HEATED: dict[str, Keys] = {"TT-OIL-01": ((0, 230), (420, 356)), "XV-GAS": ((0, 1),)}
BURNT: dict[str, Keys] = {
    "TT-OIL-01": ((0, 345), (60, 363), (105, 370), (120, 362), (180, 355), (660, 331)),
    "TT-HOOD-02": ((0, 80), (60, 84), (90, 150), (105, 185), (120, 140), (180, 80), (660, 50)),
    "XV-GAS": ((0, 1), (104, 1), (105, 0)), "SUP-ST": ((0, 0), (104, 0), (105, 3)),
}  # fmt: skip
PAN: dict[str, Keys] = {
    "TT-OIL-02": ((0, 169), (60, 266), (120, 363), (150, 385), (180, 400)),
    "TT-HOOD-01": ((0, 75), (60, 82), (120, 95), (150, 180), (180, 320)),
    "PC-01": ((0, 0),), "XV-GAS": ((0, 1),),
}  # fmt: skip


def oil(name: str, keys: dict[str, Keys], at: float, *, agent: float = np.inf) -> OilForecast:
    states = oils_of(name, keys, at).states(round(at * S))
    return told(courses(states, TIMES, agent=agent, cut=agent))[0]


@pytest.mark.parametrize("at", [120.0, 240.0, 360.0])
def test_heated_oil_ignites_within_its_band_and_later_when_colder(at: float) -> None:
    found = oil("k-m", HEATED, at)
    known = (363.0 - 230.0) / 18.0 * 60.0 - at  # 18 K/min to the script's 363 degC
    assert found.asset == "FRY-01"
    assert found.heated
    assert found.rate_c_min == pytest.approx(18.0, rel=0.02)
    assert found.ignites.low < known < found.ignites.high
    assert found.ignites.median == pytest.approx(known, abs=60.0)  # 340 to 410 degC are possible
    assert found.burning == 0.0
    assert found.below == NOT_AT_ALL


@pytest.mark.parametrize("at", [122.0, 130.0, 150.0])
def test_a_leap_of_the_thermometer_is_no_heat_that_a_burner_gives(at: float) -> None:
    leap: dict[str, Keys] = {
        "TT-OIL-01": ((0, 180), (119, 180), (120, 355), (180, 373)), "XV-GAS": ((0, 1),)
    }  # fmt: skip
    (course,) = courses(oils_of("k-m", leap, at, step=1.0).states(round(at * S)), TIMES)
    assert course.state.rate * 60.0 == pytest.approx(0.0 if at < 125.0 else 18.0, rel=0.05)
    assert course.state.heated or at < 125.0
    most = np.median(course.run.hrr.max(axis=1))
    assert 40e3 < float(most) < 600e3  # 0.14 m2 alight; 380 kW is what the vapour of 16.7 kW gives


def test_shut_gas_keeps_oil_from_igniting() -> None:
    found = oil("k-m", HEATED | {"XV-GAS": ((0, 1), (230, 1), (232, 0))}, 240.0)
    assert not found.heated
    assert found.ignites.share == 0.0
    assert found.oil_c.median[-1] < found.now_c


def test_a_pan_over_no_gas_is_not_foreseen_to_ignite() -> None:
    """Scenario R6: nobody there at night, the meter at 0."""
    warm = PAN | {"TT-OIL-02": ((0, 160), (60, 215)), "TT-HOOD-01": ((0, 60),)}
    flowing, idle = (
        oils_of("k-s", warm | {"FT-GAS": ((0, flow),)}, 60.0).states(60 * S) for flow in (6.0, 0.0)
    )
    assert told(courses(flowing, TIMES))[0].ignites.share > 0.9
    assert all(one.ignites.share == 0.0 for one in told(courses(idle, TIMES)))


def test_an_idle_thermostat_is_left_in_charge() -> None:
    wobbling: dict[str, Keys] = {"TT-OIL-01": ((0, 178), (30, 190)), "XV-GAS": ((0, 1),)}
    assert oils_of("k-m", wobbling, 30.0).states(30 * S)[0].rate > 0.3
    assert told(courses(oils_of("k-m", wobbling, 30.0).states(30 * S), TIMES)) == ()


def test_after_the_agent_it_says_until_when_it_may_burn_again() -> None:
    soon, later = (oil("k-m", BURNT, at) for at in (125.0, 400.0))
    assert soon.agent > 0.9
    assert soon.burning < 0.1
    assert 0.0 <= soon.below.low <= soon.below.high < 900.0
    assert later.below.high < soon.below.high
    assert soon.cool.median > 1200.0  # an insulated vat cools at most 2.8 K/min


def test_gas_opened_again_over_hot_oil_burns_again_when_the_blanket_breaks() -> None:
    again: dict[str, Keys] = {
        "SUP-ST": ((0, 3),), "TT-OIL-01": ((0, 372), (300, 358), (420, 352), (540, 366)),
        "XV-GAS": ((0, 0), (419, 0), (420, 1)), "FD-01": ((0, 0),), "TT-HOOD-02": ((0, 70),),
    }  # fmt: skip
    calm, opened = oil("k-m", again, 400.0), oil("k-m", again, 480.0)
    assert calm.reignites.share < 0.1
    assert opened.reignites.share > 0.9
    assert opened.reignites.median == pytest.approx(560.0 - 480.0, abs=30.0)  # scenario R7


def test_a_discharge_puts_burning_oil_out_and_holds() -> None:
    base, out = oil("k-m", BURNT, 100.0), oil("k-m", BURNT, 100.0, agent=5.0)
    assert base.burning == 1.0
    assert base.below.low == -1.0
    assert out.below.median > 0.0
    assert out.reignites.share < 0.2


def test_an_empty_bottle_gives_no_agent() -> None:
    empty = BURNT | {"SUP-PT": ((0, 0.4),), "XV-GAS": ((0, 1),)}
    found = oil("k-m", empty, 112.0)
    assert found.agent == 0.0
    assert found.burning == 1.0


def test_a_pan_left_alone_is_foreseen_before_it_is_called_hot() -> None:
    left, minded = oil("k-s", PAN, 80.0), PAN | {"PC-01": ((0, 3),)}
    assert left.ignites.low < 40.0 < left.ignites.high
    assert told(courses(oils_of("k-s", minded, 80.0).states(80 * S), TIMES))[0].ignites.share == 0


def test_oil_alight_gives_off_what_its_surface_does_whatever_sensors_say() -> None:
    oils = oils_of("k-s", PAN, 180.0)
    least = oils.least_w(0, 180 * S)
    assert (least > 0.9 * 300e3 * 0.16).all()
    assert (least < 1.1 * 600e3 * 0.16).all()
    assert (oils_of("k-s", PAN, 60.0).least_w(0, 60 * S) == 0.0).all()


def test_flames_in_the_hood_make_the_fire_grow_beyond_the_vessel() -> None:
    oils = oils_of("k-s", PAN, 180.0)
    own = courses(oils.states(180 * S), TIMES)
    roots = grown(TIMES, np.full((64, len(TIMES)), 300.0), own, oils.grease, 5e6)
    assert (np.diff(roots, axis=1) >= -60.0).all()  # a pan burns out in the end
    later = roots[:, 24] ** 2
    assert 0.4 < (later > 5e5).mean() < 0.95
    assert (roots**2 <= 5e6 * 1.001).all()
    cold = courses(oils_of("k-s", PAN, 20.0).states(20 * S), TIMES[:3])
    same = np.full((64, 3), 20.0)
    assert grown(TIMES[:3], same, cold, oils.grease, 5e6) == pytest.approx(same)
