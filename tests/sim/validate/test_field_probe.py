"""The field model's cells are read as layers, sensors and flows."""

import numpy as np
import pytest

from sim.field.layers import reduce_tree
from sim.field.run import simulate_field
from sim.fire.case_file import parse_case
from sim.validate.field_probe import TREE_HEIGHTS, FieldProbe, read_tree

pytestmark = [
    pytest.mark.timeout(300),  # compiles the flow solver where it was not yet
    pytest.mark.keeps_threads,  # numba keeps its pool of threads
]
CASE = """\
id: small
duration: 20
compartments:
  - {id: room, at: [1, 2, 0.5], size: [3, 3, 2.4]}
openings:
  - {id: door, of: room, height: 2.0, width: 0.8, at: [2, 2], along: x}
fires:
  - {id: pan, compartment: room, at: [2.5, 3.5, 1.0], area: 0.1, hrr: [[0, 1e5]]}
"""


@pytest.fixture(scope="module")
def probe() -> FieldProbe:
    case = parse_case(CASE, "small.yaml")
    return FieldProbe(simulate_field(case, cell=0.3, every=5.0, average=5.0), tree=False)


def test_a_hot_layer_lies_over_cool_air(probe: FieldProbe) -> None:
    upper, lower = probe.upper_temperature("room"), probe.lower_temperature("room")
    assert upper[0] == pytest.approx(293.15, abs=0.1)
    assert upper[-1] > lower[-1] + 30
    assert 0.3 < probe.layer_height("room")[-1] < 2.0


def test_sensors_gases_and_flows_are_of_their_place(probe: FieldProbe) -> None:
    jet = probe.jet_temperature("room", (2.5, 3.5, 2.85))
    assert jet[-1] > probe.upper_temperature("room")[-1], "over the fire it is hotter"
    assert probe.fresh_air("o2") == pytest.approx(0.209, abs=0.003)
    oxygen = probe.gas("room", "o2")
    assert oxygen is not None
    assert oxygen[-1] < probe.fresh_air("o2")
    out, into = probe.flow("door")
    assert out[-1] > 0.05
    assert into[-1] > 0.05
    assert len(out) == len(probe.time) == np.size(probe.pressure("room"))


def test_what_it_does_not_keep_is_none(probe: FieldProbe) -> None:
    assert probe.gas("room", "co2") is None
    assert probe.heat_flux("room", (1.0, 2.0, 0.5), "surface") is None


def test_a_layer_that_moves_by_a_centimetre_moves_the_tree_reading_little() -> None:
    tree, ceiling = np.array(TREE_HEIGHTS), 2.13
    heights = np.linspace(0.0, ceiling, 500)
    as_tabled, as_read = [], []
    for layer in np.arange(0.8, 1.1, 0.01):
        gas = 300.0 + 100.0 * np.clip((heights - layer) / 0.2 + 0.5, 0.0, 1.0)
        as_tabled.append(reduce_tree(tree, np.interp(tree, heights, gas), ceiling)[0])
        as_read.append(read_tree(heights, gas, ceiling))
    upper, lower, height = np.array(as_read).T
    assert np.abs(np.diff(upper)).max() < 0.25 * np.abs(np.diff(as_tabled)).max()
    assert upper.mean() == pytest.approx(np.mean(as_tabled), abs=1.0)
    assert lower == pytest.approx(300.0)
    assert np.diff(height) == pytest.approx(0.01, abs=0.005)
