"""Computed fields, read from a run's folder."""

from pathlib import Path

import numpy as np
import pytest

from app.screens.commander.result_file import ResultError, find_result, read_frame, read_grid
from app.screens.view_models.results import has_smoke
from app.simulation.vtk_xml import write_grid
from tests.support.small_result import write_result


def test_a_run_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    result = find_result(write_result(tmp_path))
    assert (result.name, result.model, result.times_s) == ("room", "field", (0.0, 30.0))
    grid = read_frame(result, 1)
    assert grid.shape == (5, 4, 6)
    assert grid.spacing == pytest.approx((0.5, 0.5, 0.5))
    assert grid.units["temperature"] == "°C"
    middle = grid.fields["temperature"][:, 0, 0]
    assert middle == pytest.approx(20 + 30 * (np.arange(5) + 0.5) * 0.5, abs=0.01)
    assert grid.solid is not None
    assert grid.solid.sum() == 4
    assert grid.fields["velocity"][0, 0, 0] == pytest.approx(np.sqrt(3))


def test_cells_of_unequal_size_are_read_onto_equal_ones(tmp_path: Path) -> None:
    lines = (np.array([0.0, 0.1, 0.2, 1.2]), np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    values = np.array([1.0, 2.0, 3.0]).reshape(3, 1, 1)
    write_grid(tmp_path / "f_1.vtr", lines=lines, cells={"soot": values})
    grid = read_frame(find_result(tmp_path), 0)
    assert grid.spacing[0] == pytest.approx(0.1)
    assert grid.fields["soot"][0, 0, [0, 1, 2, 11]].tolist() == [1.0, 2.0, 3.0, 3.0]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda p: p / "missing", "no such folder"),
        (lambda p: p, "no grid"),
    ],
)
def test_a_folder_without_a_result_says_what_is_missing(tmp_path: Path, make, said: str) -> None:
    with pytest.raises(ResultError, match=said):
        find_result(make(tmp_path))


def test_layers_of_a_zone_model_are_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "layers_0.vtu").write_text("<VTKFile/>")
    with pytest.raises(ResultError, match="layers of rooms but no 3D grid"):
        find_result(tmp_path)


@pytest.mark.parametrize("name", ["summary.json", "fields/fields.pvd"])
def test_a_broken_file_is_named(tmp_path: Path, name: str) -> None:
    write_result(tmp_path)
    (tmp_path / name).write_text("{ <broken")
    with pytest.raises(ResultError, match=name.rsplit("/", maxsplit=1)[-1]):
        find_result(tmp_path)


def test_a_grid_that_has_gone_is_named(tmp_path: Path) -> None:
    result = find_result(write_result(tmp_path))
    result.files[0].unlink()
    with pytest.raises(ResultError, match=r"field_0000\.vtr"):
        read_frame(result, 0)


def test_walls_and_ceilings_do_not_hide_the_room(tmp_path: Path) -> None:
    """A run of OpenFOAM tells of every solid cell; only appliances are drawn."""
    region = np.ones((5, 5, 4))
    region[:, :, 3] = 0.0  # ceiling
    region[0, :, :] = 0.0  # wall
    region[2, 2, 0] = 0.0  # table
    lines = tuple(np.linspace(0.0, n, n + 1) for n in region.shape)
    cells = {"temperature": np.full(region.shape, 300.0), "region": region}
    write_grid(tmp_path / "one.vtr", lines=lines, cells=cells)
    made = read_grid(tmp_path / "one.vtr", 0.0)
    assert made.solid is not None
    assert np.argwhere(made.solid).tolist() == [[0, 2, 2]]
    assert not has_smoke(made)
