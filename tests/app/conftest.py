"""Case files for the tests of `emberwall sim`."""

from pathlib import Path

import pytest

from tests.support.small_case import CASE


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(CASE)
    return path
