import numpy as np
import pytest
from zone_cases import DOOR, case, room

from sim.fire.case import Case, Hatch, Opening
from sim.fire.constants import WALL_STREAM
from sim.fire.streams import (
    CORE,
    TAKES_UP,
    entrained,
    entrained_around_core,
    turned,
    wall_stream,
)
from sim.fire.zone import simulate

ACROSS = np.linspace(0.0, 1.0, 20_001)  # the thickness of the stream, from the wall
SPEED = ACROSS ** (1 / 7) * (1.0 - ACROSS) ** 4  # Eckert and Jackson's profiles
WARMTH = 1.0 - ACROSS ** (1 / 7)


def test_the_stream_along_a_wall_is_that_of_the_profiles() -> None:
    prandtl = 0.71
    bracket = 1.0 + 0.494 * prandtl ** (2 / 3)
    fastest, thickness = 1.185 * bracket**-0.5, 0.565 * prandtl ** (-8 / 15) * bracket**0.1
    whole = np.trapezoid(SPEED, ACROSS) * fastest * thickness
    assert pytest.approx(whole, rel=0.01) == WALL_STREAM


@pytest.mark.parametrize("apart", [0.0, 0.1, 0.25, 0.4])
def test_what_turns_is_the_part_beyond_the_other_layer(apart: float) -> None:
    part = np.where(apart <= WARMTH, SPEED, 0.0)
    share, near = turned(apart)
    assert share == pytest.approx(part.sum() / SPEED.sum(), abs=0.03)
    assert near == pytest.approx((part * WARMTH).sum() / part.sum(), abs=0.03)


def test_a_wall_of_the_gas_s_own_warmth_moves_nothing() -> None:
    assert wall_stream(300.0, 300.0, 2.0, 1.2) == 0.0
    assert wall_stream(300.0, 330.0, 2.0, 1.2) > wall_stream(300.0, 310.0, 2.0, 1.2) > 0.0


def test_a_stream_entrains_more_the_farther_it_rises() -> None:
    near, far = entrained(0.1, 50.0, 0.5), entrained(0.1, 50.0, 1.0)
    assert 0.0 < near < far
    assert entrained(0.1, 0.0, 1.0) == entrained(0.0, 50.0, 1.0) == entrained(0.1, 50.0, 0.0) == 0.0


@pytest.mark.parametrize("ways", [0.5, 1.0, 2.0])
def test_a_thick_stream_takes_up_a_share_of_itself_for_each_of_its_diameters(ways: float) -> None:
    area, mass = 0.2, 0.3
    distance = ways * np.sqrt(4.0 * area / np.pi)
    around = entrained_around_core(mass, 50.0, distance, area)
    assert around == pytest.approx(0.136 * ways * mass)
    assert around < entrained(mass, 50.0, distance)


def test_a_stream_whose_core_is_used_up_goes_on_as_a_plume() -> None:
    area, mass, warmer = 0.05, 0.1, 60.0
    core = CORE * np.sqrt(4.0 * area / np.pi)
    grown = mass * (1.0 + TAKES_UP * CORE)
    at_end = entrained_around_core(mass, warmer, core, area)
    just_beyond = entrained_around_core(mass, warmer, core + 1e-9, area)
    beyond = entrained_around_core(mass, warmer, core + 1.5, area)
    assert just_beyond == pytest.approx(at_end)
    assert beyond == pytest.approx(at_end + entrained(grown, warmer * mass / grown, 1.5))


def test_nothing_is_taken_up_by_no_stream_or_over_no_way() -> None:
    assert entrained_around_core(0.0, 50.0, 1.0, 0.2) == 0.0
    assert entrained_around_core(0.1, 50.0, 0.0, 0.2) == 0.0
    assert entrained_around_core(0.1, 50.0, 1.0, 0.0) == 0.0


def under_a_loft(*openings: Opening) -> Case:
    """A fire in a room with a door; a hatch leads into a loft above, which may have a window."""
    loft = room("loft", at=(0.0, 0.0, 2.5))
    hatch = Hatch(id="hatch", upper="loft", lower="room", area=0.3)
    return case(50e3, openings=(DOOR, *openings), compartments=(room(), loft), hatches=(hatch,))


def test_smoke_is_thinned_on_its_way_up_through_a_hatch() -> None:
    window = Opening(id="window", of="loft", bottom=0.8, height=1.0, width=0.6)
    run = simulate(under_a_loft(window), every=10.0)
    early = run.time == 40.0
    below, above = run.upper_co2[0, early][0]
    assert 0.0 < above < 0.5 * below


def test_smoke_that_cools_along_walls_thickens_the_layer_below() -> None:
    """Hardly warmer than the air below it, it falls back as fast as the hatch's plume rises."""
    run = simulate(under_a_loft(), every=10.0)
    height = run.layer_height[0, :, 1]
    assert height.min() < 0.5
    assert height[-1] > height.min() + 0.3
