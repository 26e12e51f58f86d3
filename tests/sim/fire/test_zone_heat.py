"""Where heat goes besides the layer: slabs, boxes in rooms, floors without loss, white-hot gas."""

import numpy as np
import pytest
from zone_cases import BOARD, case, fire, room

from sim.fire.burning import ceiling_jet
from sim.fire.case import Case, Opening
from sim.fire.random_kitchens import random_kitchen
from sim.fire.state import warming_share
from sim.fire.zone import ZoneModel, simulate

CEILING, FLOOR = 0, 3
HOTTEST_SEEDS = (60, 250, 1202, 7073)


def test_heat_conducts_through_the_slab_between_two_storeys() -> None:
    """No opening joins the rooms: the upper one warms from its floor, and only where it has one."""
    heated = []
    for floor in ((BOARD,), ()):
        above = room("above", at=(0.0, 0.0, 2.5), floor=floor, leak_area=0.02)
        run = simulate(case(200e3, compartments=(room(), above)), every=10.0)
        heated.append(run.surface[0, -1, 1, FLOOR] - 293.15)
    assert heated[0] > 20.0
    assert heated[1] == pytest.approx(0.0, abs=1.0)


def _cabinet(at: tuple[float, float, float]) -> Case:
    box = room("box", at=at, size=(1.0, 1.0, 2.0), leak_area=0.01)
    burner = fire(10e3, compartment="box", at=(at[0] + 0.5, at[1] + 0.5, 0.1))
    return case(compartments=(room(), box), fires=(burner,))


def test_a_box_that_stands_in_a_room_warms_it_and_loses_no_heat() -> None:
    inside, beside = (simulate(_cabinet((x, 1.0, 0.0)), every=10.0) for x in (1.0, 10.0))
    assert inside.upper_temperature[0, -1, 0] > beside.upper_temperature[0, -1, 0] + 2.0
    assert inside.energy_error[0] < 1e-3


def test_a_floor_without_loss_leaves_the_lower_air_cool() -> None:
    """It sends radiation back to what can take it, not into the air above it."""
    door = Opening(id="door", of="room", height=2.0, width=0.8)
    runs = [
        simulate(case(compartments=(room(floor=floor),), openings=(door,)), every=10.0)
        for floor in ((), (BOARD,))
    ]
    bare, board = (run.lower_temperature[0, -1, 0] for run in runs)
    assert bare < board + 15.0


def test_a_ceiling_jet_brings_more_the_stronger_and_nearer_it_is() -> None:
    jets = [ceiling_jet(100e3, above, 2.0, 16.0, 350.0) for above in (0.0, 50e3, 100e3)]
    assert jets[0][1] == 0.0
    assert jets[2][1] == pytest.approx(jets[1][1] * 2 ** (2 / 3))
    near, wide = (ceiling_jet(100e3, 50e3, *size, 350.0) for size in ((1.5, 16.0), (2.0, 32.0)))
    assert near[1] > jets[1][1] > wide[1]
    assert jets[1][0] > wide[0]


@pytest.mark.parametrize(("temperature", "share"), [(300.0, 1.0), (1000.0, 0.97), (2250.0, 0.69)])
def test_hot_products_warm_less_per_joule(temperature: float, share: float) -> None:
    assert warming_share(temperature) == pytest.approx(share, abs=0.005)


@pytest.mark.parametrize("seed", HOTTEST_SEEDS)
def test_the_hottest_random_kitchens_are_as_hot_as_real_ones(seed: int) -> None:
    """Below what compartments reach after flashover, some 1,500 K; layers of 3,000 K once came of
    a loss that was cut by the length of the step while the fire was not."""
    run = simulate(random_kitchen(seed), every=1.0)
    assert 600.0 < run.upper_temperature.max() < 1500.0
    assert run.energy_error[0] < 1e-3


def test_a_long_step_gives_what_short_ones_give_after_flashover() -> None:
    means = []
    for longest in (1.0, 0.1):
        run = ZoneModel([random_kitchen(1202)], longest_step=longest).run(400.0, 1.0)
        means.append(np.mean(run.upper_temperature[0, 200:, 0]))
    assert means[0] == pytest.approx(means[1], rel=0.15)  # 11 % was measured
