"""`emberwall commander --result`: pictures, or one line that says why there are none."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import main
from tests.support.small_result import write_result


def missing(folder: Path) -> Path:
    return folder / "missing"


def a_file(folder: Path) -> Path:
    (folder / "file").write_text("")
    return folder / "file"


def empty(folder: Path) -> Path:
    return folder


def of_the_zone_model(folder: Path) -> Path:
    (folder / "fields").mkdir()
    (folder / "fields" / "layers_000000.vtu").write_text("<VTKFile/>")
    return folder


def with_a_broken_series(folder: Path) -> Path:
    (write_result(folder / "run") / "fields" / "fields.pvd").write_text("<broken")
    return folder / "run"


def with_a_broken_grid(folder: Path) -> Path:
    (write_result(folder / "run") / "fields" / "field_0030.vtr").write_text("<broken")
    return folder / "run"


def without_its_grid(folder: Path) -> Path:
    (write_result(folder / "run") / "fields" / "field_0030.vtr").unlink()
    return folder / "run"


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("make", "said"),
    [
        (missing, "no such folder"),
        (a_file, "no such folder"),
        (empty, "no grid"),
        (of_the_zone_model, "layers of rooms but no 3D grid"),
        (with_a_broken_series, "fields.pvd"),
        (with_a_broken_grid, "field_0030.vtr"),
        (without_its_grid, "field_0030.vtr"),
    ],
)
def test_what_is_no_result_is_one_line_and_no_waiting(
    make: Callable[[Path], Path],
    said: str,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    folder = make(tmp_path)
    asked = ["commander", "--result", str(folder), "--screenshot", str(tmp_path / "shots")]
    assert main(asked) == 1
    told = capfd.readouterr().err.splitlines()
    assert told[-1].startswith(f"emberwall commander: {folder}")
    assert said in told[-1]
    assert not (tmp_path / "shots").exists()


def test_pictures_that_cannot_be_written_are_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    taken = a_file(tmp_path)
    result = write_result(tmp_path / "run")
    assert main(["commander", "--result", str(result), "--screenshot", str(taken)]) == 1
    assert "--screenshot" in capfd.readouterr().err.splitlines()[-1]
