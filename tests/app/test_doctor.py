"""What the doctor says of things that are good to have."""

from pathlib import Path

import pytest

from app.doctor import Finding, examine
from sim.cfd.errors import FoamMissingError
from sim.cfd.installation import find_openfoam


def openfoam() -> Finding:
    return next(finding for finding in examine(None) if finding.name == "OpenFOAM")


def test_absent_openfoam_is_a_note_with_the_way_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = openfoam()
    assert (found.ok, found.needed) == (False, False)
    assert "not installed" in found.what
    assert "apt-get install" in found.remedy


def test_present_openfoam_is_told_with_its_version() -> None:
    try:
        installation = find_openfoam()
    except FoamMissingError as missing:
        pytest.skip(f"needs OpenFOAM: {missing}")
    assert installation.version in openfoam().what
