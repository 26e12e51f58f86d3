import numpy as np
import pytest

from sim.fire import growth, link

TIME = np.arange(0.0, 200.0, 0.5)
FIRES = np.stack(
    [growth.t_squared(TIME, growth.COEFFICIENT[name]) for name in ("ultra-fast", "fast", "medium")]
)


@pytest.mark.parametrize(
    ("seat", "known"), [(link.HOOD_LINK, (42, 61, 96)), (link.CEILING_HEAD, (32, 51, 80))]
)
def test_links_open_when_the_domain_says(seat: link.Seat, known: tuple[float, ...]) -> None:
    assert link.opening_time(TIME, FIRES, seat) == pytest.approx(known, rel=0.04)


@pytest.mark.parametrize(
    ("rti", "velocity", "gas_c", "activation_c", "known"),
    [(28, 1.0, 100, 57, 17.38), (50, 2.0, 200, 93, 18.39), (300, 1.5, 150, 68, 112.88)],
)
def test_a_constant_jet_gives_the_closed_form(
    rti: float, velocity: float, gas_c: float, activation_c: float, known: float
) -> None:
    activation, gas = activation_c + 273.15, gas_c + 273.15
    time = link.constant_jet_time(gas, velocity, rti=rti, activation=activation, start=293.15)
    assert float(time) == pytest.approx(known, rel=1e-3)
    steps = np.linspace(0.0, 150.0, 40)  # 4 s steps: exact all the same, but for the last one
    warm = link.link_temperature(
        steps, np.full((1, 40), gas), np.full((1, 40), velocity), rti=rti, start=293.15
    )
    assert link.activation_time(steps, warm, activation)[0] == pytest.approx(known, rel=0.02)


def test_a_gas_that_is_too_cool_never_opens_a_link() -> None:
    assert link.constant_jet_time(330.0, 1.0, rti=50, activation=341.0, start=293.0) == np.inf
    small = np.full(TIME.shape, 2e3)
    assert np.isnan(link.opening_time(TIME, small, link.HOOD_LINK))


def test_a_link_stays_between_its_start_and_the_gas_and_a_slow_one_is_later() -> None:
    rng = np.random.default_rng(1)
    gas = 293.0 + 400.0 * rng.random((6, len(TIME)))
    wind = 5.0 * rng.random(gas.shape)
    rti = np.array([5.0, 20.0, 50.0, 100.0, 200.0, 400.0])
    warm = link.link_temperature(TIME, gas, wind, rti=rti, start=293.0)
    assert (warm >= 293.0).all()
    assert (warm <= gas.max()).all()
    same = np.broadcast_to(gas[0], gas.shape)
    times = link.activation_time(
        TIME, link.link_temperature(TIME, same, wind[:1], rti=rti, start=293.0), 370.0
    )
    assert (np.diff(times) > 0).all()


def test_a_draught_of_no_air_keeps_a_link_cold() -> None:
    still = link.link_temperature(
        TIME, np.full(TIME.shape, 600.0), np.zeros(TIME.shape), rti=50.0, start=293.0
    )
    assert (still == 293.0).all()


def test_times_that_do_not_rise_are_refused() -> None:
    with pytest.raises(ValueError, match="time must rise"):
        link.link_temperature(TIME[::-1], TIME + 300, TIME, rti=50.0, start=293.0)
