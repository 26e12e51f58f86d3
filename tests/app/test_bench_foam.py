"""The bench of OpenFOAM says why it cannot run, and its figures hold where it can."""

import os
from pathlib import Path

import pytest

from app.bench.foam import DATA, bench_foam
from sim.cfd.errors import FoamMissingError
from sim.cfd.installation import find_openfoam

FOLDER = Path(os.environ.get(DATA, "validation-not-set"))


def test_without_openfoam_it_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "apt-get install" in str(bench_foam()["skipped"])


def test_without_measured_fires_it_says_where_to_name_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _needs_openfoam()
    monkeypatch.delenv(DATA, raising=False)
    assert DATA in str(bench_foam()["skipped"])


def test_a_coarse_steckler_room_is_near_the_measurement() -> None:
    _needs_openfoam()
    if not (FOLDER / "fire" / "steckler.csv").is_file():
        pytest.skip(f"no steckler.csv in the fire folder of {DATA}")
    found = bench_foam(FOLDER, cell=0.3, simulated=60.0)
    assert abs(float(str(found["heat_balance_error_pct"]))) < 3
    assert abs(float(str(found["upper_rise_error_pct"]))) < 30  # a third of the steady time
    assert abs(float(str(found["layer_height_error_m"]))) < 0.3  # one cell


def _needs_openfoam() -> None:
    try:
        find_openfoam()
    except FoamMissingError as missing:
        pytest.skip(f"needs OpenFOAM: {missing}")
