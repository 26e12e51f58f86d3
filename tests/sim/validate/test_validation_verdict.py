"""A model that says what was measured gets no error; what it does not say is counted."""

import os
from pathlib import Path

import msgspec
import numpy as np
import pytest

from sim.fire.case import Case, Position
from sim.validate.compare import Model, judge_all, read_jobs
from sim.validate.markdown import markdown
from sim.validate.metric import FloatArray
from sim.validate.plots import plot_verdict
from sim.validate.report import Verdict, verdict
from sim.validate.tables import find_data
from tests.support.measured_fires import TABLES, write_folder

DATA = os.environ.get("EMBERWALL_VALIDATION")


SENSOR = (3.0, 3.5, 2.3)
"""World coordinates of the only sensor of the made fire: from the corner of its room."""


class Told:
    """A probe that answers with rises and depths told to it, over the whole case."""

    places = (SENSOR,)

    def __init__(self, case: Case, *, rise: float = 80.0, depth: float = 1.2) -> None:
        self.case, self.rise, self.depth = case, rise, depth
        self.time: FloatArray = np.arange(0.0, case.duration + 1)

    def _level(self, value: float) -> FloatArray:
        return np.full(self.time.size, value)

    def upper_temperature(self, compartment: str) -> FloatArray:
        return self._level(self.case.inside + self.rise)

    def lower_temperature(self, compartment: str) -> FloatArray:
        return self._level(self.case.inside + 20)

    def layer_height(self, compartment: str) -> FloatArray:
        return self._level(self.case.compartment(compartment).size[2] - self.depth)

    def pressure(self, compartment: str) -> FloatArray:
        return self._level(-12.0)

    def gas(self, compartment: str, name: str) -> FloatArray:
        return self._level(0.187)

    def fresh_air(self, name: str) -> float:
        return 0.207

    def jet_temperature(self, compartment: str, at: Position) -> FloatArray:
        assert not self.places or at in self.places
        return self._level(self.case.inside + 100)

    plume_temperature = jet_temperature

    def heat_flux(self, compartment: str, at: Position, kind: str) -> None:
        return None

    def flow(self, opening: str) -> tuple[FloatArray, FloatArray]:
        return self._level(0.5), self._level(0.45)

    def activation(self, detector: str) -> float:
        return 60.0


class ToldAnywhere(Told):
    """Answers at every place."""

    places = ()


def judged(folder: Path, model: Model) -> Verdict:
    results = list(judge_all(model, read_jobs(folder), workers=1))
    return verdict("told", results, folder, settings={"a": 1}, wall_s=1.0)


def test_a_model_that_says_what_was_measured_has_no_error(tmp_path: Path) -> None:
    found = judged(write_folder(tmp_path), Told)
    computed = {name: group for name, group in found.quantities.items() if group.n}
    assert sorted(computed) == [
        "O2 drop",
        "T_upper rise, Natural Ventilation",
        "ceiling jet T rise",
        "layer depth, Open Compartments",
        "pressure",
        "sprinkler activation",
    ]
    for name, group in computed.items():
        assert group.mean_abs_pct == pytest.approx(0, abs=1e-6), name
        assert group.bias == pytest.approx(1), name


def test_rules_of_the_baseline(tmp_path: Path) -> None:
    table = TABLES["transient_measured_metrics.csv"]
    table = table.replace("a:T,max,22,", "a:T,max,0,").replace("a:h,min,2.4,", "a:h,min,2.5,")
    found = judged(write_folder(tmp_path, transient_measured_metrics=table), Told)
    told = {point.location: point.predicted for point in found.points}
    assert told["a:T"] == pytest.approx(22 + 80)  # Celsius where the table reduced nothing
    assert told["a:h"] == pytest.approx(1.3)  # the table's ceiling is 0.1 m higher


def test_a_third_of_a_rake_is_read_as_the_mean_over_its_heights(tmp_path: Path) -> None:
    table = TABLES["transient_measured_metrics.csv"].replace("a:T,max", "a:West Bottom TCs,max")
    found = judged(write_folder(tmp_path, transient_measured_metrics=table), Told)
    told = {point.location: point.predicted for point in found.points}
    third = (2.4 + 2.0) / 3  # the made room with the loft above it; the layer reaches down to 1.2 m
    share = (third - 1.2) / third
    assert told["a:West Bottom TCs"] == pytest.approx(share * 80 + (1 - share) * 20)


def test_cfast_is_not_compared_where_it_gives_another_thing(tmp_path: Path) -> None:
    names = ("transient_measured_metrics", "cfast_results")
    renamed = {name: TABLES[f"{name}.csv"].replace("a:T,", "a:West Bottom TCs,") for name in names}
    group = "T_upper rise, Natural Ventilation"
    plain = judged(write_folder(tmp_path / "plain"), Told).quantities[group]
    thirds = judged(write_folder(tmp_path / "thirds", **renamed), Told).quantities[group]
    assert plain.cfast is not None
    assert thirds.n == plain.n
    assert thirds.cfast is None


def test_a_window_that_counts_as_a_duct_is_open_beside_cfast(tmp_path: Path) -> None:
    fan = "made,B,Fan,MECHANICAL,Fire Room,OUTSIDE,,,,,,0.72,1.6,1.6,0.3,,\n"
    window = "made,A,Hole,WALL,Fire Room,OUTSIDE,1.2,0.8,0.9,LEFT,0.5,,,,,,\n"
    rooms = TABLES["transient_compartments.csv"]
    folder = write_folder(
        tmp_path,
        transient_vents=TABLES["transient_vents.csv"] + window + fan,
        transient_compartments=rooms + rooms.splitlines(keepends=True)[1].replace(",A,", ",B,"),
    )

    def warmer_when_open(case: Case) -> Told:
        return Told(case, rise=60.0 if len(case.openings) > 1 else 80.0)

    found = judged(folder, warmer_when_open)
    group = found.quantities["T_upper rise, Natural Ventilation"]
    assert group.bias == group.read.by_rules.bias == pytest.approx(1)
    assert group.read.as_tabled.bias == pytest.approx(60 / 80)
    assert group.beside_cfast
    assert group.beside_cfast.as_tabled.bias == pytest.approx(60 / 80)
    assert "| all | 1 | 1.000 /  | 0.750 /  |  |" in markdown([found])


def test_what_a_model_does_not_give_is_counted_with_its_reason(tmp_path: Path) -> None:
    found = judged(write_folder(tmp_path), Told)
    assert found.quantities["target heat flux"].not_computed == 1
    assert found.not_computed == {
        "plume T rise: the table names no compartment of the case ('')": 1,
        "target heat flux: the model does not offer this": 1,
    }


def test_the_steckler_room_is_scored_as_rise_height_and_flow(tmp_path: Path) -> None:
    found = judged(write_folder(tmp_path), Told).steckler
    assert found.n == 1
    assert found.upper_rise_mean_abs_pct == pytest.approx(20)  # 80 K beside 100 K
    assert found.layer_height_mean_abs_m == pytest.approx(0.07)  # 0.93 m beside 1.0 m
    assert found.opening_flow_mean_abs_pct == pytest.approx(0)
    assert found.opening_flow_in_mean_abs_pct == pytest.approx(10)


def test_cfast_and_fds_stand_beside_on_the_same_points(tmp_path: Path) -> None:
    found = judged(write_folder(tmp_path), Told)
    rival = found.quantities["T_upper rise, Natural Ventilation"].cfast
    assert rival is not None
    assert rival.bias == pytest.approx(1.25)
    room = found.cfast_steckler["k0.1_variant"]
    assert room.upper_rise_mean_abs_pct == pytest.approx(10)
    assert room.layer_height_mean_abs_m == pytest.approx(0.3)
    assert found.fds_steckler["Steckler T_room_max rise"].bias == pytest.approx(0.9)


def test_a_fire_that_fails_is_named_and_its_numbers_are_counted(tmp_path: Path) -> None:
    def fails(case: Case) -> Told:
        if case.id == "A":
            raise RuntimeError("no pressure found")
        return Told(case)

    found = judged(write_folder(tmp_path), fails)
    assert found.failed == {"made/A": "RuntimeError: no pressure found"}
    assert sum(found.not_computed.values()) == 8
    assert found.steckler.n == 1


def dies(case: Case) -> Told:
    os._exit(3)


@pytest.mark.keeps_threads  # multiprocessing keeps its resource tracker until Python ends
def test_a_process_that_dies_fails_its_fires_and_no_more(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    results = list(judge_all(dies, read_jobs(folder), workers=2))
    assert {one.failed for one in results} == {"its process died"}
    assert sum(len(one.points) for one in results) == 14


def test_a_line_that_cannot_be_read_fails_alone(tmp_path: Path) -> None:
    table = TABLES["steckler.csv"].replace(",20,120,", ",cold,120,")
    found = judged(write_folder(tmp_path, steckler=table), Told)
    assert "T_ambient_C" in found.failed["steckler/S1"]
    assert found.quantities["pressure"].n == 1


def test_a_number_that_is_none_is_not_scored(tmp_path: Path) -> None:
    found = judged(write_folder(tmp_path), lambda case: Told(case, rise=float("nan")))
    group = found.quantities["T_upper rise, Natural Ventilation"]
    assert (group.n, group.not_computed) == (0, 1)


def test_tables_and_pictures_come_out(tmp_path: Path) -> None:
    found = judged(write_folder(tmp_path), Told)
    page = markdown([found])
    assert "| told | 1 | 20.0 | 0.070 | 0.0 | 10.0 | 0.800 |" in page
    assert len(plot_verdict(found, tmp_path / "plots")) == 12
    assert msgspec.json.decode(msgspec.json.encode(found))["steckler"]["n"] == 1


@pytest.mark.skipif(not DATA, reason="EMBERWALL_VALIDATION names no folder of measured fires")
def test_cfast_on_the_measured_fires_comes_out_as_tabled() -> None:
    """The errors that the table of CFAST's own values gives; reckoned apart when it was read."""
    folder = find_data(Path(str(DATA)))
    results = list(judge_all(ToldAnywhere, read_jobs(folder), workers=1))
    found = verdict("told", results, folder, settings={}, wall_s=0.0)
    assert not found.failed
    rise = found.cfast_steckler["k0.1_variant"].upper_rise_mean_abs_pct
    height = found.cfast_steckler["upstream_input_k1.0"].layer_height_mean_abs_m
    assert rise is not None
    assert height is not None
    assert 12 < rise < 14
    assert 0.2 < height < 0.3
    for group in found.quantities.values():
        if group.cfast:
            assert group.beside_cfast
            assert group.cfast.n == group.beside_cfast.as_tabled.n
