"""Doorway flows are read from temperatures as those of the tables were."""

import csv
import os
from pathlib import Path

import pytest

from sim.errors import SimError
from sim.field.doorway import flow_of_tree, neutral_plane

DATA = os.environ.get("EMBERWALL_VALIDATION")


def lines(name: str) -> list[dict[str, str]]:
    with (Path(str(DATA)) / "fire" / name).open() as file:
        return list(csv.DictReader(file))


@pytest.mark.skipif(not DATA, reason="EMBERWALL_VALIDATION names no data folder")
def test_the_tabulated_flows_of_every_steckler_test_are_reproduced() -> None:
    trees: dict[str, list[tuple[float, float]]] = {}
    for row in lines("steckler_profiles.csv"):
        if row["T_room_C"]:
            pair = (float(row["height_m"]), float(row["T_room_C"]) + 273.15)
            trees.setdefault(row["test"], []).append(pair)
    for row in lines("steckler.csv"):
        height, temperature = zip(*sorted(trees[row["test"]]), strict=True)
        names = ("opening_sill_m", "opening_soffit_m", "opening_width_m")
        bottom, top, width = (float(row[name]) for name in names)
        out, into = flow_of_tree(
            height, temperature,
            outside=float(row["T_outside_measured_C"]) + 273.15,
            neutral=float(row["neutral_plane_m"]),
            opening=(bottom, top, width),
        )  # fmt: skip
        assert out == pytest.approx(float(row["mdot_out_bernoulli_kg_s"]), rel=0.01)
        assert into == pytest.approx(float(row["mdot_in_bernoulli_kg_s"]), rel=0.01)


def test_a_room_as_warm_as_the_outside_has_no_flow() -> None:
    flows = flow_of_tree(
        [0.1, 2.0], [293.0, 293.0], outside=293.0, neutral=1.0, opening=(0.0, 2.0, 1.0)
    )
    assert flows == pytest.approx((0.0, 0.0))


def test_the_neutral_plane_lies_where_the_flow_turns() -> None:
    assert neutral_plane([0.0, 1.0, 2.0], [-1.0, -1.0, 1.0]) == pytest.approx(1.5)


def test_an_opening_that_flows_one_way_has_no_neutral_plane() -> None:
    with pytest.raises(SimError, match="one way"):
        neutral_plane([0.0, 1.0], [1.0, 2.0])
