"""Heat into the gas keeps its energy, heat into walls obeys the known solutions."""

import numpy as np
import pytest
from foam_parts import BOARD, room_case
from hypothesis import given
from hypothesis import strategies as st

from sim.cfd.heat import conductance, mean_conductance, pieces, source_height
from sim.fire.case import Material

CURVES = st.lists(
    st.tuples(st.floats(0.0, 300.0), st.floats(0.0, 2e6)), min_size=1, max_size=8
).map(lambda pairs: tuple(sorted({round(t, 1): q for t, q in pairs}.items())))


@given(CURVES, st.floats(10.0, 400.0))
def test_pieces_hold_the_energy_of_the_curve(
    curve: tuple[tuple[float, float], ...], end: float
) -> None:
    knots = np.unique([0.0, end, *(t for t, _ in curve if t < end)])
    hrr = np.interp(knots, [t for t, _ in curve], [q for _, q in curve])
    energy = float(np.trapezoid(hrr, knots))
    found = pieces(curve, end)
    assert sum(width * q for _, width, q in found) == pytest.approx(energy, rel=1e-6, abs=1e-3)
    assert all(start >= 0 and start + width <= end * (1 + 1e-9) for start, width, _ in found)


def test_a_wall_conducts_like_a_half_space_first_and_like_its_resistance_last() -> None:
    k, rho, c = 0.1, 200.0, 1000.0
    early = np.array([5.0, 20.0])
    known = np.sqrt(k * rho * c / (np.pi * early))
    assert conductance([BOARD], early) == pytest.approx(known, rel=0.02)  # 60 cells
    last = conductance([BOARD, BOARD], np.array([1e5]))[0]
    assert last == pytest.approx(1 / (2 * 0.013 / k + 1 / 10.0), rel=1e-6)


def test_a_long_run_takes_a_mean_between_first_and_last() -> None:
    brick = Material(conductivity=0.7, density=1800.0, specific_heat=840.0, thickness=0.2)
    first, last = conductance([brick], np.array([2.0, 600.0]))
    mean = mean_conductance([brick], end=600.0, at=None)
    assert last < mean < first
    assert mean_conductance([brick], end=600.0, at=600.0) == pytest.approx(float(last))


def test_the_source_is_as_high_as_the_flame_never_stops_burning() -> None:
    fire = room_case(hrr=((0.0, 100e3),)).fires[0]
    assert source_height(fire, 60.0) == pytest.approx(0.08 * 100**0.4)
