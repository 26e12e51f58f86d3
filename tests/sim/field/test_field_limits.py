"""A field run always ends: by time, by wish, or with an error that names what is wrong."""

import math

import msgspec
import pytest
from field_parts import room_case

from sim.errors import CaseError, SimError
from sim.field.budget import LADDER, cell_for_budget, steps_of
from sim.field.grid import build_grid
from sim.field.layers import flow_of_opening, layer_of_room
from sim.field.model import FieldModel
from sim.field.run import simulate_field
from sim.field.state import U
from sim.fire.case import Case, Compartment, Obstacle, Opening

pytestmark = pytest.mark.timeout(300)  # compiles the flow solver where it was not yet


def test_a_cancelled_run_gives_what_it_has() -> None:
    asked = iter([False, False, True])
    run = simulate_field(
        room_case(), cell=0.4, until=60.0, every=1.0, threads=1, cancelled=lambda: next(asked)
    )
    assert run.ended == "cancelled"
    assert run.time[-1] == pytest.approx(1.5)


def test_a_run_ends_when_its_wall_time_is_up() -> None:
    run = simulate_field(room_case(), cell=0.4, until=60.0, limit_s=0.0, threads=1)
    assert run.ended == "out of time"


def test_progress_rises_to_one() -> None:
    told: list[float] = []
    simulate_field(room_case(), cell=0.4, until=3.0, threads=1, on_progress=told.append)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)


def test_a_larger_budget_buys_a_finer_cell() -> None:
    cells = [cell_for_budget(room_case(), 60.0, budget) for budget in (0.001, 1e6)]
    assert cells == [LADDER[-1], LADDER[0]]


@pytest.mark.parametrize("cell", [0.3, 0.4])
def test_the_steps_of_a_run_are_foreseen(cell: float) -> None:
    run = simulate_field(room_case(), cell=cell, until=20.0, every=20.0, threads=1)
    assert 0.5 < run.steps / steps_of(room_case(), cell, 20.0) < 1.2


@pytest.mark.parametrize(
    ("numbers", "named"),
    [
        ({"cell": 0.0}, "cell"),
        ({"cell": 9.0}, "cell"),
        ({"until": -1.0}, "until"),
        ({"every": 0.0}, "every"),
        ({"haste": math.nan}, "haste"),
    ],
)
def test_a_number_that_cannot_be_is_named(numbers: dict[str, float], named: str) -> None:
    with pytest.raises(SimError, match=named):
        simulate_field(room_case(), **numbers)  # type: ignore[arg-type]


def test_a_nan_fire_is_named() -> None:
    case = room_case(hrr=math.nan)
    with pytest.raises(CaseError, match="hrr"):
        simulate_field(case, until=1.0)


def test_a_flow_that_breaks_down_says_so() -> None:
    model = FieldModel(room_case(), build_grid(room_case(), 0.4))
    model.table[U] = math.nan
    with pytest.raises(SimError, match="NaN"):
        model.step()


def test_a_fire_without_gas_above_it_is_named() -> None:
    block = Obstacle("block", (0.0, 0.0, 0.0), (3.0, 3.0, 2.4))
    case = msgspec.structs.replace(room_case(), obstacles=(block,))
    with pytest.raises(SimError, match=r"fire|door"):
        simulate_field(case, cell=0.4, until=1.0)


def test_an_unknown_room_or_opening_is_named() -> None:
    run = simulate_field(room_case(), cell=0.4, until=1.0, threads=1)
    with pytest.raises(SimError, match="attic"):
        layer_of_room(run, "attic")
    with pytest.raises(SimError, match="gate"):
        flow_of_opening(run, "gate")


def test_rooms_that_do_not_touch_cannot_share_a_door() -> None:
    rooms = (
        Compartment(id="a", size=(3.0, 3.0, 2.4)),
        Compartment(id="b", at=(9.0, 0.0, 0.0), size=(3.0, 3.0, 2.4)),
    )
    door = Opening(id="door", of="a", to="b", height=2.0, width=0.8, along="y")
    with pytest.raises(SimError, match="door"):
        build_grid(Case(id="two", compartments=rooms, openings=(door,)), 0.3)


def test_grid_edges_follow_walls_and_doors() -> None:
    grid = build_grid(room_case(), 0.25)
    for value in (0.0, 3.0, 1.1, 1.9):
        assert abs(grid.edges[0] - value).min() < 1e-9
    assert grid.holes[0].share == pytest.approx(1.0)
    assert grid.holes[0].area.sum() == pytest.approx(1.44)
