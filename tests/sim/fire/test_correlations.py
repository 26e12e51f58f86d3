import os
from pathlib import Path

import numpy as np
import pytest

from sim.errors import CaseError
from sim.fire import alpert, ceiling_jet, flashover, growth, plume
from sim.fire.correlations import FILE, check_correlations

FOLDER = Path(os.environ.get("EMBERWALL_VALIDATION", "validation-not-set")) / "fire"
needs_table = pytest.mark.skipif(
    not (FOLDER / FILE).is_file(), reason=f"no {FILE} in EMBERWALL_VALIDATION's fire folder"
)


@needs_table
def test_every_row_of_the_published_table_is_met_within_1_percent() -> None:
    found = check_correlations(FOLDER)
    assert sum(one.n for one in found) == 257
    assert {one.correlation: one.worst for one in found if one.worst > 0.01} == {}


def test_a_wrong_row_shows(tmp_path: Path) -> None:
    head, row = "correlation,Q_kW,H_m,r_m,dT_K,u_m_s", "Alpert_ceiling_jet,100,2.4,0.2,80.00,3.328"
    (tmp_path / FILE).write_text(f"{head}\n{row}\n")
    (found,) = check_correlations(tmp_path)
    assert found.worst == pytest.approx(0.0578, abs=1e-3)


def test_an_unknown_correlation_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("correlation,Q_kW\nUnheard_of,1\n")
    with pytest.raises(CaseError, match=r"correlations\.csv:2.*Unheard_of"):
        check_correlations(tmp_path)
    with pytest.raises(CaseError, match="no table"):
        check_correlations(tmp_path / "nowhere")


# Worked by hand from the papers' formulas.
@pytest.mark.parametrize(
    ("ours", "known"),
    [
        (ceiling_jet.rise(30e3, height=1.1, radius=0), 139.2),
        (ceiling_jet.rise(400e3, height=2.1, radius=0), 266.4),
        (ceiling_jet.rise(1e6, height=3.0, radius=1.0), 179.3),
        (ceiling_jet.velocity(1e6, height=3.0, radius=1.0), 3.377),
        (plume.flame_height(1e6, 1.0), 2.704),
        (plume.mass_flow(1e6, 4.0, 1.0), 6.935),
        (plume.mass_flow(1e6, 1.0, 1.0), 1.450),
        (plume.centreline_rise(500e3, 4.0, 0.6), 145.1),
        (plume.mccaffrey_rise(500e3, 3.0), 225.3),
        (plume.mccaffrey_velocity(50e3, 0.5), 4.155),
        (flashover.thomas(3.6 * np.sqrt(2.0), surface=176.4), 3.300e6),
        (flashover.babrauskas(flashover.vent_factor(0.74, 1.83)), 1.374e6),
        (flashover.surface_conductance(0.1, 200, 1000, thickness=0.013, time=60), 18.26),
        (flashover.surface_conductance(0.1, 200, 1000, thickness=0.013, time=600), 7.69),
        (growth.t_squared(60.0, growth.COEFFICIENT["ultra-fast"]), 675.2e3),
    ],
)
def test_a_formula_gives_its_known_value(ours: float, known: float) -> None:
    assert float(ours) == pytest.approx(known, rel=1e-3)  # the digits of the known value


def test_numbers_and_arrays_broadcast() -> None:
    hrr, radius = np.linspace(0.0, 1e6, 5), np.linspace(0.1, 4.0, 3)[:, None]
    rise = ceiling_jet.rise(hrr, height=3.0, radius=radius)
    assert rise.shape == (3, 5)
    assert rise[1, 3] == ceiling_jet.rise(hrr[3], height=3.0, radius=radius[1, 0])


@pytest.mark.parametrize("diameter", [0.3, 0.6, 1.0, 2.0])
def test_more_heat_and_more_height_entrain_more(diameter: float) -> None:
    hrr, z = np.geomspace(1e3, 5e6, 200), np.linspace(0.05, 8.0, 160)
    flow = plume.mass_flow(hrr[:, None], z, diameter)
    assert (np.diff(flow, axis=1) > 0).all()
    assert np.isfinite(flow).all()


def test_a_plume_cools_and_its_heat_stays() -> None:
    z = np.linspace(0.1, 6.0, 100)
    rise = plume.centreline_rise(300e3, z, 0.6)
    assert (np.diff(rise) <= 0).all()
    assert rise[0] == pytest.approx(853.0, abs=1.0)  # McCaffrey's flame
    mean = 0.7 * 300e3 / (plume.mass_flow(300e3, z, 0.6) * 1004.7)
    tip = float(plume.flame_height(300e3, 0.6))
    assert (mean[z > tip] < rise[z > tip]).all()  # the mean of a plume is below its axis


def test_no_fire_moves_nothing() -> None:
    assert plume.mass_flow(0.0, 2.0, 0.5) == 0
    assert plume.centreline_rise(0.0, 2.0, 0.5) == 0
    assert ceiling_jet.rise(0.0, height=3.0, radius=1.0) == 0
    assert growth.t_squared(-5.0, 11.7) == 0


@pytest.mark.parametrize("bad", [-1.0, float("nan")])
def test_bad_input_is_named(bad: float) -> None:
    with pytest.raises(ValueError, match="hrr"):
        ceiling_jet.rise(bad, height=3.0, radius=1.0)
    with pytest.raises(ValueError, match="height"):
        ceiling_jet.rise(1e5, height=bad, radius=1.0)
    with pytest.raises(ValueError, match="diameter"):
        plume.mass_flow(1e5, 1.0, bad)


def test_a_curve_follows_the_square_and_stops_at_its_peak() -> None:
    curve = growth.curve(46.9, until=300.0, peak=500e3, ignition=20.0)
    times, hrr = np.array(curve).T
    assert times[0] == 20.0
    assert np.allclose(hrr, 46.9 * (times - 20.0) ** 2)
    assert hrr[-1] == pytest.approx(500e3)


def test_the_plain_ceiling_jet_is_the_compiled_one() -> None:
    hrr = np.array([0.0, 1.0, 3e4, 5e6])[:, None]
    radius = np.array([0.0, 0.3, 0.378, 0.379, 6.0])
    plain, compiled = (one.rise(hrr, height=2.1, radius=radius) for one in (alpert, ceiling_jet))
    assert plain == pytest.approx(compiled, rel=1e-12)
    with pytest.raises(ValueError, match="height"):
        alpert.rise(1e5, height=0.0, radius=1.0)
