"""Profiles become layers as the tabulated experiments were reduced."""

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from sim.errors import SimError
from sim.field.layers import flow_of_opening, layer_of_room, reduce_profile, reduce_tree
from sim.field.run import steady_field
from sim.validate.field_probe import SHIFTS
from sim.validate.steckler import steckler_case, steckler_measured, steckler_rows

DATA = os.environ.get("EMBERWALL_VALIDATION")
measured = pytest.mark.skipif(not DATA, reason="EMBERWALL_VALIDATION names no data folder")
pytestmark = pytest.mark.timeout(300)  # compiles the flow solver where it was not yet


def test_two_layers_come_back() -> None:
    height = np.linspace(0.0, 2.4, 241)
    upper, lower, layer = reduce_profile(height, np.where(height > 1.0, 400.0, 300.0), 2.4)
    assert upper == pytest.approx(400.0, abs=1.0)
    assert lower == 300.0
    assert layer == pytest.approx(1.0, abs=0.01)


def test_an_even_room_has_its_layer_at_the_ceiling() -> None:
    assert reduce_profile([0.0, 1.0, 2.0], [300.0] * 3, 2.4) == pytest.approx((300.0, 300.0, 2.4))


def test_heights_that_fall_are_refused() -> None:
    with pytest.raises(SimError, match="rise"):
        reduce_profile([1.0, 0.5], [300.0, 310.0], 2.4)


def lines(path: Path) -> list[dict[str, str]]:
    with path.open() as file:
        return list(csv.DictReader(file))


def measured_trees() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Heights m and temperatures K of the tree of every Steckler test, from the floor up."""
    trees: dict[str, list[tuple[float, float]]] = {}
    for row in lines(Path(str(DATA)) / "fire" / "steckler_profiles.csv"):
        if row["T_room_C"]:
            pair = (float(row["height_m"]), float(row["T_room_C"]) + 273.15)
            trees.setdefault(row["test"], []).append(pair)
    columns = {test: np.array(sorted(pairs)).T for test, pairs in trees.items()}
    return {test: (height, temperature) for test, (height, temperature) in columns.items()}


@measured
def test_the_tabulated_values_of_every_steckler_test_are_reproduced() -> None:
    trees = measured_trees()
    for row in lines(Path(str(DATA)) / "fire" / "steckler.csv"):
        height, temperature = trees[row["test"]]
        upper, lower, layer = reduce_tree(height, temperature, float(row["room_H_m"]))
        assert upper - 273.15 == pytest.approx(float(row["T_upper_layer_C"]), abs=0.1)
        assert lower - 273.15 == pytest.approx(float(row["T_lower_layer_C"]), abs=0.1)
        assert layer == pytest.approx(float(row["layer_height_m"]), abs=0.006)
        _, _, smooth = reduce_profile(height, temperature, float(row["room_H_m"]))
        assert smooth == pytest.approx(float(row["layer_height_m"]), abs=0.02)


@measured
def test_a_tree_moved_within_its_spacing_reads_another_rise_of_the_same_gas() -> None:
    """What the tables' reduction alone puts between a true profile and its measured rise."""
    trees, changes = measured_trees(), []
    for row in lines(Path(str(DATA)) / "fire" / "steckler.csv"):
        height, gas = trees[row["test"]]
        ambient, ceiling = float(row["T_ambient_C"]) + 273.15, float(row["room_H_m"])
        moved = np.clip(height + SHIFTS[:, None], 0.0, ceiling)
        rises = [
            reduce_tree(one, np.interp(one, height, gas), ceiling)[0] - ambient for one in moved
        ]
        changes.append(np.array(rises) / (float(row["T_upper_layer_C"]) + 273.15 - ambient) - 1.0)
    assert 0.04 < np.mean(np.abs(changes)) < 0.06
    assert abs(np.mean(changes)) < 0.01  # no side is favoured


@measured
def test_a_coarse_steckler_room_comes_near() -> None:
    row = next(
        r for r in steckler_rows(Path(str(DATA)) / "fire") if r.text("test") == "Steckler_18"
    )
    case = steckler_case(row)
    run = steady_field(case, cell=0.25, until=90.0, average=40.0)
    upper, _, height = layer_of_room(run, "room")
    truth = steckler_measured(row)
    assert upper - case.ambient == pytest.approx(truth.upper_rise, rel=0.15)
    assert height == pytest.approx(truth.layer_height, abs=0.25)
    assert flow_of_opening(run, "opening")[0] == pytest.approx(truth.flow_out, rel=0.25)
