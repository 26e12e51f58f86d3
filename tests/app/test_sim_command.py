"""What an engineer gets from `emberwall sim run` and `draw`: results, one clear line."""

import csv
import json
import shutil
import signal
from pathlib import Path

import numpy as np
import pytest
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkIOXML import vtkXMLRectilinearGridReader, vtkXMLUnstructuredGridReader

from app.cli import main
from app.commands import sim
from app.library import resource
from app.simulation.field import WallLimit
from app.simulation.vtk_xml import write_grid
from sim.cfd.library import open_library
from sim.fire.case_file import read_case
from tests.support.small_case import CASE


def test_a_run_leaves_tables_pictures_layers_and_a_summary(
    case_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["sim", "run", str(case_file), "--out", str(out), "--json"]) == 0
    said = capsys.readouterr()
    summary = json.loads(said.out)
    assert summary == json.loads((out / "summary.json").read_text())
    assert "30 s simulated" in said.err
    with (out / "tables" / "upper_temperature.csv").open() as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["time (s)", "room (K)"]
    assert [float(row[0]) for row in rows[1:]] == list(range(31)), "from the start on"
    assert float(rows[1][1]) == pytest.approx(293.15, abs=0.1)
    peak = summary["quantities"]["upper_temperature"]["places"]["room"]["max"]
    assert peak > 300
    assert float(rows[-1][1]) == pytest.approx(peak, rel=1e-3)
    assert (out / "plots" / "layer_height.png").stat().st_size > 1000
    sight = summary["quantities"]["upper_visibility"]["places"]["room"]
    assert 0 < sight["min"] < sight["max"] <= 30


def test_the_layers_are_boxes_that_fill_the_room(case_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["sim", "run", str(case_file), "--out", str(out)]) == 0
    reader = vtkXMLUnstructuredGridReader()
    reader.SetFileName(str(max((out / "fields").glob("*.vtu"))))
    reader.Update()
    grid = reader.GetOutput()
    assert grid.GetNumberOfCells() == 2
    assert grid.GetBounds() == pytest.approx((0, 3, 0, 3, 0, 2.4), abs=1e-6)
    lower, upper = vtk_to_numpy(grid.GetCellData().GetArray("temperature"))
    assert upper > lower > 290
    assert "layers_" in (out / "fields" / "layers.pvd").read_text()


def test_a_grid_keeps_its_axes_and_vectors(tmp_path: Path) -> None:
    values = np.arange(24.0).reshape(2, 3, 4)
    velocity = np.stack([values, 2 * values, -values], axis=-1)
    lines = ([1, 1.1, 1.3], [2, 2.2, 2.4, 2.6], [3, 3.3, 3.6, 3.9, 4.2])
    path = tmp_path / "a.vtr"
    write_grid(path, lines=lines, cells={"temperature": values, "velocity": velocity})
    reader = vtkXMLRectilinearGridReader()
    reader.SetFileName(str(path))
    reader.Update()
    grid = reader.GetOutput()
    assert grid.GetBounds() == pytest.approx((1, 1.3, 2, 2.6, 3, 4.2))
    read = vtk_to_numpy(grid.GetCellData().GetArray("temperature"))
    assert read.reshape(4, 3, 2).transpose(2, 1, 0) == pytest.approx(values)
    read = vtk_to_numpy(grid.GetCellData().GetArray("velocity"))
    assert read.reshape(4, 3, 2, 3).transpose(2, 1, 0, 3) == pytest.approx(velocity)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("size: [3, 3, 2.4]", "size: [3, -3, 2.4]"), "compartments[room].size"),
        (("at: [1, 0]", "at: [9, 0]"), "openings[door].at"),
        (("5e4", ".nan"), "number"),
    ],
)
def test_a_bad_case_is_one_line(
    case_file: Path, capsys: pytest.CaptureFixture[str], change: tuple[str, str], said: str
) -> None:
    case_file.write_text(CASE.replace(*change))
    assert main(["sim", "run", str(case_file), "--out", str(case_file.parent / "out")]) == 1
    told = capsys.readouterr().err
    assert f"{case_file}:" in told
    assert said in told
    assert "Traceback" not in told


@pytest.mark.timeout(300)  # compiles the flow solver where it was not yet
@pytest.mark.keeps_threads  # numba keeps its pool of threads
def test_the_field_model_leaves_the_same_folder(
    case_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    arguments = ["sim", "run", str(case_file), "--out", str(out), "--model", "field", "--json"]
    assert main([*arguments, "--cell", "0.3", "--every", "5"]) == 0
    said = capsys.readouterr()
    summary = json.loads(said.out)
    assert "30 of 30 s" in said.err
    assert summary["quantities"]["upper_temperature"]["places"]["room"]["max"] > 295
    reader = vtkXMLRectilinearGridReader()
    reader.SetFileName(str(max((out / "fields").glob("*.vtr"))))
    reader.Update()
    assert np.nanmax(vtk_to_numpy(reader.GetOutput().GetCellData().GetArray("temperature"))) > 300


@pytest.mark.timeout(240)
@pytest.mark.skipif(not shutil.which("buoyantPimpleFoam"), reason="OpenFOAM is not installed")
def test_openfoam_leaves_the_same_folder(
    case_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    arguments = ["sim", "run", str(case_file), "--out", str(out), "--model", "foam", "--json"]
    library = tmp_path / "runs"
    code = main([*arguments, "--cell", "0.3", "--every", "5", "--library", str(library)])
    summary = json.loads(capsys.readouterr().out)
    kept = [entry.id for entry in open_library(library).entries]
    assert kept == (["small"] if summary["problems"] == [] else [])
    assert (code == 0) == (summary["problems"] == []), "coarse cells may not close the balance"
    assert summary["state"] == "finished"
    assert summary["quantities"]["upper_temperature"]["places"]["room"]["max"] > 295
    reader = vtkXMLRectilinearGridReader()
    reader.SetFileName(str(max((out / "fields").glob("*.vtr"))))
    reader.Update()
    data = reader.GetOutput().GetCellData()
    assert np.nanmax(vtk_to_numpy(data.GetArray("temperature"))) > 300
    assert data.GetArray("velocity").GetNumberOfComponents() == 3


def test_a_site_is_drawn_as_a_case_that_runs(tmp_path: Path) -> None:
    path, out = tmp_path / "case.yaml", tmp_path / "out"
    drawing = ["sim", "draw", "BJ-001", "--seat", "FRY-01", "--peak", "300", "--duration", "60"]
    assert main([*drawing, "--growth", "ultra-fast", "--out", str(path)]) == 0
    drawn = read_case(path)
    assert [(one.at[0] > 5.9, round(one.hrr[-1][1])) for one in drawn.fires] == [(True, 300_000)]
    assert main(["sim", "run", str(path), "--out", str(out)]) == 0
    assert (out / "summary.json").exists()


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [("--peak", "1e12", "--peak: 1e+12 kW burn on"), ("--duration", "1e9", "more than a week")],
)
def test_a_fire_that_no_model_runs_is_not_drawn(
    option: str, value: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.yaml"
    drawing = ["sim", "draw", "BJ-001", "--seat", "FRY-01", "--peak", "300", "--out", str(path)]
    assert main([*drawing, option, value]) == 1
    assert said in capsys.readouterr().err
    assert not path.exists()


@pytest.mark.parametrize(
    ("site", "seat", "said"), [("XX-000", "FRY-01", "XX-000"), ("BJ-001", "TAB-01", "FRY-01")]
)
def test_what_a_site_does_not_have_is_named(
    site: str, seat: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.yaml"
    assert main(["sim", "draw", site, "--seat", seat, "--peak", "300", "--out", str(path)]) == 1
    assert said in capsys.readouterr().err
    assert not path.exists()


def test_a_machine_without_openfoam_says_how_to_get_it(
    case_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("WM_PROJECT_DIR", raising=False)
    arguments = ["sim", "run", str(case_file), "--out", str(tmp_path / "out"), "--model", "foam"]
    assert main(arguments) == 1
    assert "apt-get install" in capsys.readouterr().err


def test_rows_longer_apart_than_the_case_are_refused(
    case_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["sim", "run", str(case_file), "--out", str(tmp_path / "out"), "--every", "60"]
    assert main(arguments) == 1
    assert "--every" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["two_rooms", "gas_leak", "duct_fire"])
def test_a_packaged_case_runs(name: str, tmp_path: Path) -> None:
    path = resource("cases", f"{name}.yaml")
    assert main(["sim", "run", str(path), "--out", str(tmp_path / "out"), "--every", "10"]) == 0


def test_the_first_ctrl_c_keeps_what_is_there(
    case_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def tell(text: str) -> None:
        told.append(text)
        if " of " in text and len(told) < 5:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(sim, "_tell", tell)
    before = signal.getsignal(signal.SIGINT)
    out = tmp_path / "out"
    words = ["sim", "run", str(case_file), "--model", "field", "--cell", "0.4", "--out", str(out)]
    assert main(words) == 1
    assert signal.getsignal(signal.SIGINT) is before
    summary = json.loads((out / "summary.json").read_text())
    assert summary["problems"][0].startswith("it ended cancelled")
    assert 0 < summary["simulated_s"] < summary["duration_s"]
    assert any("what is there is kept" in text for text in told)

    told.extend([""] * 5)  # no second Ctrl-C
    assert main(words) == 0
    assert any("went on from" in text for text in told)
    again = json.loads((out / "summary.json").read_text())
    assert again["problems"] == []
    assert again["simulated_s"] == pytest.approx(again["duration_s"])


def test_compiling_does_not_count_against_the_wall_limit() -> None:
    moments = iter([100.0, 105.0, 110.0, 110.1])
    limit = WallLimit(10.0, lambda: False, clock=lambda: next(moments))
    assert [limit() for _ in range(4)] == [False, False, False, True]
    assert limit.is_reached
    assert WallLimit(10.0, lambda: True)(), "a person's wish counts at once"


@pytest.mark.timeout(300)  # compiles the flow solver where it was not yet
@pytest.mark.keeps_threads  # numba keeps its pool of threads
def test_a_field_run_out_of_time_says_so_and_goes_on(case_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ["sim", "run", str(case_file), "--model", "field", "--cell", "0.4", "--out", str(out)]
    assert main([*words, "--wall-limit", "1e-6"]) == 1
    summary = json.loads((out / "summary.json").read_text())
    assert summary["problems"][0].startswith("it ended out of time")
    assert 0 < summary["simulated_s"] < summary["duration_s"]
    assert main(words) == 0
    assert json.loads((out / "summary.json").read_text())["simulated_s"] == pytest.approx(30)


@pytest.mark.parametrize(
    ("extra", "named"),
    [
        (["--library", "runs"], "--library"),
        (["--network", "a.onnx"], "--network"),
        (["--every", "1e-9"], "more than 1000000 rows"),
        (["--cell", "0.3"], "--cell"),
        (["--wall-limit", "9"], "--wall-limit"),
        (["--processes", "2"], "--processes"),
        (["--every", "9", "--model", "surrogate"], "--every"),
    ],
)
def test_an_option_that_would_do_nothing_good_is_refused(
    extra: list[str],
    named: str,
    case_file: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "out"
    assert main(["sim", "run", str(case_file), "--out", str(out), *extra]) == 1
    assert named in capsys.readouterr().err
    assert not out.exists()
