"""Tables of `emberwall sim run` beyond the rooms' layers: vents, gas that leaks, ducts."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from app.cli import main
from app.library import resource
from app.simulation.hidden import hidden
from sim.fire.case_file import read_case
from tests.support.small_case import CASE

HOUSE = """\
id: house
duration: 60
compartments:
  - {id: low, size: [4, 4, 2.4], leak_area: 0.01}
  - {id: high, at: [0, 0, 2.4], size: [4, 4, 2.4]}
openings:
  - {id: door, of: low, height: 2.0, width: 0.8}
  - {id: window, of: high, bottom: 1.0, height: 1.0, width: 1.0}
hatches:
  - {id: stair, upper: high, lower: low, area: 1.0}
fans:
  - {id: bath, of: high, to: OUTSIDE, flow: 0.05, of_height: 2.2,
     running: [[0, 0], [30, 0], [31, 1]]}
hoods:
  - {id: hood, compartment: low, at: [1, 1, 1.8], size: [1, 1, 0.4], flow: 0.2}
fires:
  - {id: pan, compartment: low, at: [1.5, 1.5, 0.5], area: 0.1, hrr: [[0, 1e5]]}
"""


def table(out: Path, name: str) -> dict[float, list[float]]:
    """Values by their moment, s."""
    with (out / "tables" / f"{name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    return {float(row[0]): [float(one) for one in row[1:]] for row in rows}


def run(text: str, folder: Path, *more: str) -> Path:
    path, out = folder / "case.yaml", folder / "out"
    path.write_text(text, encoding="utf-8")
    assert main(["sim", "run", str(path), "--out", str(out), *more]) == 0
    return out


def test_hatches_fans_hoods_and_cracks_have_tables(tmp_path: Path) -> None:
    out = run(HOUSE, tmp_path)
    up, down = table(out, "hatch_flow_up"), table(out, "hatch_flow_down")
    assert list(up) == list(range(61))
    assert up[60.0][0] > 0.1, "hot gas rises through the stair"
    assert all(one[0] >= 0 for one in (*up.values(), *down.values()))
    fan = table(out, "fan_flow")
    assert fan[30.0] == [0.0]
    assert fan[60.0] == pytest.approx([0.05], rel=0.02), "the fan runs almost as in free air"
    assert table(out, "hood_flow")[60.0] == pytest.approx([0.2], rel=0.02)
    head = (out / "tables" / "flow_in.csv").read_text().splitlines()[0]
    assert head == "time (s),door (kg/s),window (kg/s),low cracks (kg/s)"


def test_a_leak_of_gas_is_told_by_layer(tmp_path: Path) -> None:
    text = resource("cases", "gas_leak.yaml").read_text(encoding="utf-8")
    out = run(text, tmp_path, "--every", "5")
    facts = json.loads((out / "summary.json").read_text())["leaks"]["kitchen"]
    # the domain's own figure for this hose and kitchen: 25 %LEL after 197 s
    assert facts["at_25_pct_lel_s"] == pytest.approx(197, rel=0.05)
    assert facts["at_50_pct_lel_s"] is None
    lel = table(out, "gas_lel")
    assert list(lel) == list(range(0, 901, 5))
    assert lel[0.0] == [0.0, 0.0, 0.0]
    floor, middle, ceiling = lel[300.0]
    assert floor < middle < ceiling
    assert lel[900.0][2] < 0.5 * ceiling, "the draught airs it"
    leaked = table(out, "gas_leaked")
    assert leaked[300.0] == pytest.approx([0.951], rel=0.01)
    assert leaked[900.0] == pytest.approx(leaked[310.0]), "the valve is shut"
    assert (out / "plots" / "gas_lel.png").stat().st_size > 1000


def test_dense_gas_lies_on_the_floor_and_two_gases_add_up(tmp_path: Path) -> None:
    room = "id: a\nduration: 120\ncompartments:\n  - {id: room, size: [4, 4, 3]}\nleaks:\n"
    lpg = "  - {id: lpg, compartment: room, gas: LPG, flow: [[0, 1e-3]]}\n"
    gas = "  - {id: ng, compartment: room, gas: natural gas, flow: [[0, 1e-3]]}\n"
    found = {}
    for name, text in (("lpg", lpg), ("gas", gas), ("both", lpg + gas)):
        (tmp_path / name).mkdir()
        found[name] = table(run(room + text, tmp_path / name), "gas_lel")[120.0]
    assert found["lpg"][0] > found["lpg"][1] > found["lpg"][2]
    total = [a + b for a, b in zip(found["lpg"], found["gas"], strict=True)]
    assert found["both"] == pytest.approx(total, rel=0.01)


def test_a_duct_that_burns_is_told_by_place(tmp_path: Path) -> None:
    out = run(resource("cases", "duct_fire.yaml").read_text(encoding="utf-8"), tmp_path)
    facts = json.loads((out / "summary.json").read_text())["duct_fires"]["DUCT-01"]
    assert 60 < facts["damper_shut_s"] < 300
    assert 500 < facts["highest_wall_k"] < 1400
    assert abs(facts["energy_error"]) < 1e-3
    head = (out / "tables" / "duct_wall_temperature.csv").read_text().splitlines()[0]
    assert head == "time (s),DUCT-01 1 m (K),DUCT-01 5 m (K),DUCT-01 10 m (K),DUCT-01 20 m (K)"
    gas = table(out, "duct_gas_temperature")
    assert gas[0.0] == pytest.approx([333.15] * 4)
    assert max(max(row) for row in gas.values()) > 900
    front = [row[0] for row in table(out, "duct_front").values()]
    assert front[0] == 0.0
    assert 1.0 < max(front) <= 20.0
    assert (out / "plots" / "duct_gas_temperature.png").stat().st_size > 1000


@pytest.mark.parametrize("name", ["gas_leak", "duct_fire"])
def test_rows_far_apart_tell_the_same_leak_and_duct(name: str) -> None:
    case = read_case(resource("cases", f"{name}.yaml"))
    fine, coarse = (hidden(case, np.arange(0.0, 901.0, every)).series for every in (1.0, 60.0))
    for one, other in zip(fine, coarse, strict=True):
        for place, values in other.columns.items():
            assert one.columns[place][::60] == pytest.approx(values, rel=1e-3, abs=1e-6)


@pytest.mark.timeout(300)  # compiles the flow solver where it was not yet
@pytest.mark.keeps_threads  # numba keeps its pool of threads
def test_a_model_without_leaks_and_ducts_says_that_it_leaves_them_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    leaks = "leaks:\n  - {id: hose, compartment: room, gas: LPG, flow: [[0, 1e-3]]}\n"
    short = CASE.replace("duration: 30", "duration: 2") + leaks
    out = run(short, tmp_path, "--model", "field", "--cell", "0.4")
    summary = json.loads((out / "summary.json").read_text())
    assert summary["left_out"] == ["leak hose"]
    assert "only --model zone tells of it: leak hose" in capsys.readouterr().err
    assert not (out / "tables" / "gas_lel.csv").exists()
