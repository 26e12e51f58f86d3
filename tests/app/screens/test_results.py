"""Computed fields: sliced, shown, moved through."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.screens.commander.result_file import standing_below_gas
from app.screens.commander.results_page import ResultsPage
from app.screens.i18n import Language
from app.screens.scene3d.camera import Camera
from app.screens.scene3d.flat import sheets_of
from app.screens.scene3d.layers import Volume
from app.screens.scene3d.palette import NIGHT, palette_of
from app.screens.scene3d.renderer import Frame, FrameRequest, RenderThread
from app.screens.scene3d.result_scene import ResultScene, ResultState
from app.screens.theme import Look, load_theme
from app.screens.view_models.results import (
    Grid3,
    as_people_read,
    range_of,
    shares,
    slice_at,
    smoke_density,
)
from tests.support.small_result import write_result

LOOK = Look(load_theme("night"), Language.EN)


# Numbers


def grid(**fields: np.ndarray) -> Grid3:
    return Grid3(0.0, (0.0, 0.0, 0.0), (1.0, 1.0, 0.5), fields)


def test_a_slice_lies_between_the_middles_of_cells() -> None:
    values = np.stack([np.full((2, 2), v, np.float32) for v in (10.0, 20.0, 30.0)])
    made = grid(t=values)
    assert slice_at(made, "t", 0.5)[0, 0] == pytest.approx(15.0)
    assert slice_at(made, "t", -9.0)[0, 0] == 10.0
    assert slice_at(made, "t", 99.0)[0, 0] == 30.0


def test_a_flame_does_not_make_all_else_look_cold() -> None:
    values = np.full((10, 10, 10), 100.0, np.float32)
    values[:5] = 20.0
    values[5, 5, 5] = 900.0
    assert range_of([grid(t=values)], "t")[1] < 200


def test_what_stands_below_gas_is_solid_and_what_lies_beyond_is_not() -> None:
    gas = np.ones((3, 1, 3), np.bool_)
    gas[0, 0, 0] = False  # a table
    gas[:, 0, 2] = False  # outside
    assert np.argwhere(standing_below_gas(gas)).tolist() == [[0, 0, 0]]


def test_solid_cells_are_unknown_in_a_slice_and_in_the_range() -> None:
    values = np.array([[[1.0, 999.0]]], np.float32)
    solid = np.array([[[False, True]]])
    made = Grid3(0.0, (0, 0, 0), (1, 1, 1), {"t": values}, solid=solid)
    assert np.isnan(slice_at(made, "t", 0.5)[0, 1])
    assert range_of([made], "t")[1] < 10


def test_shares_are_held_at_the_ends_and_keep_what_is_unknown() -> None:
    found = shares(np.array([-5.0, 5.0, 50.0, np.nan], np.float32), (0.0, 10.0))
    assert found[:3].tolist() == [0.0, 0.5, 1.0]
    assert np.isnan(found[3])


def test_smoke_is_darker_where_one_sees_less_and_absent_when_nothing_tells() -> None:
    sight = np.array([[[30.0, 10.0, 2.0]]], np.float32)
    dark = smoke_density(grid(visibility=sight))[0, 0]
    assert dark[0] == 0.0
    assert 0 < dark[1] < dark[2] < 1
    assert smoke_density(grid(temperature=sight)) is None


def test_kelvin_becomes_celsius_and_nothing_else_does() -> None:
    kelvin = np.array([300.0], np.float32)
    assert as_people_read("temperature", kelvin, "K")[1] == "°C"
    assert as_people_read("T", kelvin, "")[0][0] == pytest.approx(26.85, abs=0.01)
    assert as_people_read("pressure", kelvin, "Pa") == (kelvin, "Pa")


def test_gases_are_shown_as_people_read_them() -> None:
    share = np.array([0.0002, 0.21], dtype=np.float32)
    ppm, unit = as_people_read("co", share, "mol/mol")
    assert (unit, round(float(ppm[0]))) == ("ppm", 200)
    percent, unit = as_people_read("oxygen", share, "mol/mol")
    assert (unit, round(float(percent[1]), 3)) == ("%", 21.0)


def test_soot_by_mass_is_as_dark_as_the_gas_is_dense() -> None:
    soot = np.full((2, 2, 2), 1e-4, dtype=np.float32)
    hot = {"SOOT": soot, "temperature": np.full((2, 2, 2), 432.85, dtype=np.float32)}  # 0.5 kg/m3
    where = ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
    by_mass = smoke_density(Grid3(0.0, *where, hot, {"SOOT": "kg/kg", "temperature": "°C"}))
    by_volume = smoke_density(Grid3(0.0, *where, {"soot": soot / 2}, {"soot": "kg/m3"}))
    assert by_mass is not None
    assert by_volume is not None
    np.testing.assert_allclose(by_mass, by_volume, rtol=1e-3)


# Pictures and the page


def drawn(density: np.ndarray | None) -> np.ndarray:
    """A picture of a box of smoke by VTK, or by Qt where there is no OpenGL."""
    state = ResultState((0, 0, 0), (0.5, 0.5, 0.5), (4, 4, 4), density=density)
    camera = Camera((6.0, -6.0, 5.0), (1.0, 1.0, 1.0))
    frames: list[Frame] = []
    thread = RenderThread()
    view = thread.open(frames.append)
    scene = ResultScene(state, palette_of(NIGHT))
    thread.ask(view, FrameRequest(1, (160, 120), 1.0, camera, scene))
    deadline = time.monotonic() + 20
    while not frames and time.monotonic() < deadline:
        time.sleep(0.01)
    thread.close()
    assert frames[0].pixels is not None
    return frames[0].pixels.astype(float)


def test_a_cool_slice_is_seen_by_night() -> None:
    cool = ResultState((0, 0, 0), (1, 1, 1), (2, 4, 4), np.zeros((4, 4), np.float32), 1.0)
    palette = palette_of(NIGHT)
    image = next(layer for layer in ResultScene(cool, palette).layers() if layer.name == "slice")
    *ink, alpha = image.pixels[0, 0].astype(float)
    seen = np.array(palette.background) + alpha / 255 * (np.array(ink) - palette.background)
    assert np.abs(seen - palette.background).max() > 30


@pytest.mark.expects_log("3D scenes are painted flat")  # where there is no OpenGL
def test_smoke_brightens_the_picture_and_clear_air_leaves_it() -> None:
    bare = drawn(None)
    clear, dark = drawn(np.zeros((4, 4, 4))), drawn(np.full((4, 4, 4), 0.8))
    assert np.abs(clear - bare).max() <= 2  # rounding
    assert (dark[..., 0] - bare[..., 0]).max() > 60


def test_without_opengl_a_cloud_is_painted_in_sheets() -> None:
    cloud = Volume("smoke", (0, 0, 0), (1, 1, 0.5), np.full((3, 2, 2), 128, np.uint8), (9, 9, 9))
    sheets = sheets_of(cloud)
    assert [float(sheet.quad[0, 2]) for sheet in sheets] == [0.25, 0.75, 1.25]
    assert 0 < sheets[0].pixels[0, 0, 3] < 128  # half a metre hides less than a whole one


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> Iterator[ResultsPage]:
    thread = RenderThread()
    made = ResultsPage(LOOK, thread)
    made.resize(900, 600)
    made.show()
    yield made
    made.dispose()
    thread.close()
    made.close()
    made.deleteLater()
    qtbot.wait(20)


def test_a_result_opens_in_the_background_and_moves_by_its_controls(
    qtbot: QtBot, page: ResultsPage, tmp_path: Path
) -> None:
    page.open(write_result(tmp_path))
    assert page.grid is None  # the window did not wait
    qtbot.waitUntil(lambda: page.grid is not None, timeout=10_000)
    assert page.quantity == "temperature"
    assert page.grid.time_s == 30.0
    state = page.view._state
    page.level.setValue(100)
    assert page.height_m == pytest.approx(2.5)
    assert page.view._state is not state
    page.moment.setValue(0)
    qtbot.waitUntil(lambda: page.grid.time_s == 0.0, timeout=10_000)
    soot = next(b for b in page.names if b.text().startswith("Soot"))
    qtbot.mouseClick(soot, Qt.MouseButton.LeftButton)
    assert page.quantity == "soot"
    page.slice.click()
    assert page.view._state.share is None
    page.smoke.click()
    assert page.view._state.density is None


def test_a_run_that_ended_early_says_so(qtbot: QtBot, page: ResultsPage, tmp_path: Path) -> None:
    folder = write_result(tmp_path)
    told = {"case": "room", "model": "field", "simulated_s": 30.0, "duration_s": 600.0}
    (folder / "summary.json").write_text(json.dumps(told))
    page.open(folder)
    qtbot.waitUntil(lambda: page.grid is not None, timeout=10_000)
    assert "ended early: 10:00 were asked for" in page._labels["facts"].text()


def test_a_folder_without_a_result_is_told_in_the_page(
    qtbot: QtBot, page: ResultsPage, tmp_path: Path
) -> None:
    page.open(tmp_path)
    qtbot.waitUntil(lambda: "no grid" in page._labels["state"].text(), timeout=10_000)
    assert page.view._absence[1]
