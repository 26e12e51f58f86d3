"""Computed fields: read from a run's folder, sliced, shown; runs with progress and an end."""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.screens.commander.result_file import (
    ResultError,
    find_result,
    read_frame,
    read_grid,
    standing_below_gas,
)
from app.screens.commander.results_page import ResultsPage
from app.screens.commander.run_dialog import RunDialog, share_done
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
    has_smoke,
    range_of,
    shares,
    slice_at,
    smoke_density,
)
from app.simulation.vtk_xml import write_collection, write_grid

LOOK = Look(load_theme("night"), Language.EN)
SHAPE = (6, 4, 5)  # nx, ny, nz


def write_result(folder: Path, *, times: tuple[float, ...] = (0.0, 30.0)) -> Path:
    """A run as `emberwall sim run` leaves it: temperature rises with height and time."""
    fields = folder / "fields"
    fields.mkdir(parents=True)
    nz = SHAPE[2]
    lines = tuple(np.linspace(0, n * 0.5, n + 1) for n in SHAPE)
    z = np.broadcast_to((np.arange(nz) + 0.5) * 0.5, SHAPE)
    region = np.ones(SHAPE)
    region[:2, :2, :1] = 0.0
    files = {}
    for time_s in times:
        cells = {
            "temperature": 293.15 + time_s * z,
            "soot": 1e-5 * z,
            "velocity": np.ones((*SHAPE, 3)),
            "region": region,
        }
        name = f"field_{round(time_s):04d}.vtr"
        write_grid(fields / name, lines=lines, cells=cells)
        files[time_s] = name
    write_collection(fields / "fields.pvd", files)
    (folder / "summary.json").write_text(json.dumps({"case": "room", "model": "field"}))
    return folder


# Files


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


# Pictures


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


# The page


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


# Runs


@pytest.mark.parametrize(
    ("line", "share"),
    [
        ("zone 3/10 done", 0.3),
        ("running: 40 of 600 s, hottest 500 K", 40 / 600),
        ("12.5 % of the field", 0.125),
        ("field on 9000 cells", None),
        ("0/0", None),
    ],
)
def test_progress_is_read_from_what_a_run_says(line: str, share: float | None) -> None:
    assert share_done(line) == (None if share is None else pytest.approx(share))


def runner(tmp_path: Path, body: str) -> tuple[str, str]:
    """A program that stands for `emberwall`, which would compute for minutes."""
    script = tmp_path / "run.py"
    script.write_text(f"import sys, time\n{body}\n")
    return sys.executable, str(script)


def dialog_of(qtbot: QtBot, tmp_path: Path, body: str) -> RunDialog:
    made = RunDialog(LOOK, program=runner(tmp_path, body))
    qtbot.addWidget(made)
    made.open()
    made.case.setText(str(tmp_path / "case.yaml"))
    return made


def test_a_run_shows_progress_and_tells_its_folder(qtbot: QtBot, tmp_path: Path) -> None:
    body = "print('1/4', file=sys.stderr, flush=True); time.sleep(0.3); assert 'run' in sys.argv"
    dialog = dialog_of(qtbot, tmp_path, body)
    assert dialog.out.text().endswith("case-field")
    with qtbot.waitSignal(dialog.done_in, timeout=10_000) as told:
        qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: dialog.bar.value() == 250, timeout=8000)
    assert told.args == [tmp_path / "case-field"]


def test_a_run_can_be_stopped_and_nothing_lives_on(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = dialog_of(qtbot, tmp_path, "print('1 %', file=sys.stderr, flush=True); time.sleep(60)")
    qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.bar.value() == 10, timeout=8000)
    qtbot.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.is_running, timeout=8000)
    assert dialog.isVisible()
    assert dialog.start.isEnabled()


def test_a_stopped_run_shows_what_it_kept(qtbot: QtBot, tmp_path: Path) -> None:
    body = (
        "import signal, pathlib\n"
        "def stop(*_):\n"
        "    (pathlib.Path(sys.argv[-1]) / 'summary.json').write_text('{}')\n"
        "    sys.exit(1)  # as a run that did not come to its end\n"
        "signal.signal(signal.SIGINT, stop)\n"
        "print('1 %', file=sys.stderr, flush=True); time.sleep(60)"
    )
    (tmp_path / "case-field").mkdir()
    dialog = dialog_of(qtbot, tmp_path, body)
    qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.bar.value() == 10, timeout=8000)
    with qtbot.waitSignal(dialog.done_in, timeout=8000) as told:
        qtbot.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    assert told.args == [tmp_path / "case-field"]


def test_tab_goes_as_people_read_and_enter_starts(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = dialog_of(qtbot, tmp_path, "")
    dialog.model.setCurrentText("zone")
    assert dialog.out.text().endswith("case-zone")
    order = [dialog.case, dialog.browse, dialog.model, dialog.out, dialog.cancel, dialog.start]
    after = [part.nextInFocusChain() for part in order[:-1]]
    assert after == order[1:]
    with qtbot.waitSignal(dialog.done_in, timeout=10_000):
        qtbot.keyClick(dialog.out, Qt.Key.Key_Return)


def test_a_run_that_fails_says_why(qtbot: QtBot, tmp_path: Path) -> None:
    body = "print('sim: room is negative', file=sys.stderr); sys.exit(1)"
    dialog = dialog_of(qtbot, tmp_path, body)
    qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "room is negative" in dialog.said.text(), timeout=8000)
    assert dialog.isVisible()


def test_a_program_that_is_not_there_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = RunDialog(LOOK, program=(str(tmp_path / "nothing"), "x"))
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.case.setText("case.yaml")
    dialog.run()
    qtbot.waitUntil(lambda: "cannot be started" in dialog.said.text(), timeout=8000)
    assert dialog.start.isEnabled()


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
