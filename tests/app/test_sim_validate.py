"""What an engineer gets from `emberwall sim validate`: one JSON, a folder, one clear line."""

import json
from pathlib import Path

import pytest

from app.cli import main
from tests.support.measured_fires import write_folder


def test_the_verdict_is_one_json_and_a_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_folder(tmp_path)
    (folder / "correlations.csv").write_text(
        "correlation,Q_kW,H_m,r_m,dT_K,u_m_s\nAlpert_ceiling_jet,100,2.4,0.2,84.63,3.328\n"
    )
    out = tmp_path / "out"
    arguments = ["sim", "validate", "--data", str(tmp_path), "--workers", "1", "--json"]
    assert main([*arguments, "--out", str(out)]) == 0
    said = capsys.readouterr()
    found = json.loads(said.out)
    assert "2/2 made/A" in said.err
    assert set(found["steckler"]) >= {
        "upper_rise_mean_abs_pct",
        "layer_height_mean_abs_m",
        "opening_flow_mean_abs_pct",
    }
    assert found["quantities"]["T_upper rise, Natural Ventilation"]["n"] == 1
    assert found["zone"]["steckler"] == found["steckler"]
    assert found["settings"]["constants"]["FLOW_COEFFICIENT"] > 0, "what it ran with is printed"
    assert json.loads((out / "validation.json").read_text()) == found
    assert "Steckler room" in (out / "validation.md").read_text()
    assert list((out / "plots").glob("zone_*.png"))
    assert found["correlations"]["Alpert_ceiling_jet"]["worst_pct"] < 1


@pytest.mark.keeps_threads  # multiprocessing keeps its resource tracker until Python ends
def test_two_processes_judge_as_one_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_folder(tmp_path)
    told = []
    for workers in ("1", "2"):
        arguments = ["sim", "validate", "--data", str(tmp_path), "--workers", workers, "--json"]
        assert main(arguments) == 0
        told.append(json.loads(capsys.readouterr().out)["zone"]["points"])
    assert told[0] == told[1]


def test_a_folder_without_fires_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sim", "validate", "--data", str(tmp_path)]) == 1
    assert "steckler.csv" in capsys.readouterr().err


def test_no_fire_of_that_name_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_folder(tmp_path)
    assert main(["sim", "validate", "--data", str(tmp_path), "--only", "moon"]) == 1
    assert "moon" in capsys.readouterr().err
