"""The field model keeps its books, makes hot layers, and answers to doors, hoods and fans."""

import msgspec
import numpy as np
import pytest
from field_parts import room_case

from sim.field.layers import flow_of_opening, layer_of_room, layers_of_room
from sim.field.plant import Mover
from sim.field.run import FieldRun, simulate_field
from sim.fire.case import Detector, Fan, Hood, Opening

pytestmark = pytest.mark.timeout(300)  # compiles the flow solver where it was not yet


@pytest.fixture(scope="module")
def burning() -> FieldRun:
    """A minute of a fire with an open door at a coarse cell."""
    return simulate_field(
        room_case(), cell=0.3, until=60.0, every=20.0, average=20.0, haste=10.0, threads=1
    )


def test_mass_and_heat_are_conserved(burning: FieldRun) -> None:
    assert burning.mass_error < 1e-5  # float32 columns
    assert burning.energy_error < 5e-3  # what the pressure solution leaves


def test_a_hot_layer_forms_over_a_cool_one(burning: FieldRun) -> None:
    upper, lower, height = layer_of_room(burning, "room")
    assert upper - 293.15 > 40.0
    assert lower - 293.15 < 0.4 * (upper - 293.15)
    assert 0.5 < height < 1.8
    assert layers_of_room(burning, "room").shape == (burning.time.size, 3)


def test_what_leaves_through_the_door_comes_in_again(burning: FieldRun) -> None:
    out, into = flow_of_opening(burning, "door")
    assert out > 0.2
    assert into == pytest.approx(out, rel=0.05)


def test_the_heat_that_is_released_goes_into_walls_and_out_of_the_door(burning: FieldRun) -> None:
    out, _ = flow_of_opening(burning, "door")
    carried = 60e3 - burning.heat_lost[-1]
    upper, _, _ = layer_of_room(burning, "room")
    assert out * 1010.0 * (upper - 293.15) == pytest.approx(carried, rel=0.35)


def test_smoke_and_co_go_with_the_hot_gas(burning: FieldRun) -> None:
    top, bottom = burning.at((0.5, 0.5, 2.3)), burning.at((0.5, 0.5, 0.1))
    assert burning.visibility[-1][top] < 10.0 < burning.visibility[-1][bottom]
    assert burning.co[-1][top] > 10 * burning.co[-1][bottom]
    assert burning.oxygen[-1][top] < burning.oxygen[-1][bottom]


def test_a_symmetric_room_stays_symmetric_while_the_plume_rises() -> None:
    case = room_case(hrr=20e3)
    run = simulate_field(case, cell=0.3, until=10.0, every=10.0, average=0.5, threads=1)
    inside = (run.grid.kind == 0).any((0, 2))
    rise = run.mean_temperature[:, inside] - 293.15
    assert np.abs(rise - rise[:, :, ::-1]).mean() < 0.02 * rise.mean()


def test_a_running_hood_leaves_less_smoke() -> None:
    hood = Hood(id="hood", compartment="room", at=(0.9, 0.9, 1.5), size=(1.2, 1.2, 0.6), flow=0.8)
    idle = msgspec.structs.replace(hood, running=((0.0, 0.0),))
    soot = []
    for one in (hood, idle):
        case = msgspec.structs.replace(room_case(), hoods=(one,))
        run = simulate_field(case, cell=0.3, until=20.0, every=20.0, average=5.0, threads=1)
        soot.append(float((run.soot[-1] * run.grid.volume)[run.grid.kind == 0].sum()))
    assert soot[0] < 0.6 * soot[1]


def test_a_closed_room_gains_pressure_and_a_crack_relieves_it() -> None:
    tight, leaky = (
        simulate_field(
            room_case(door=False, leak=leak), cell=0.4, until=5.0, every=5.0, average=1.0, threads=1
        ).gauge[-1, 0]
        for leak in (0.0, 0.02)
    )
    assert tight > 500.0
    assert 1.0 < leaky < 0.1 * tight


def test_a_fire_in_a_closed_room_dies_of_its_own_smoke() -> None:
    case = room_case(door=False, leak=0.01, hrr=400e3)
    run = simulate_field(case, cell=0.4, until=120.0, every=20.0, average=5.0, threads=1)
    assert run.hrr[1, 0] > 300e3
    assert run.hrr[-1, 0] < 100e3


def test_a_fan_blows_what_it_says() -> None:
    fan = Fan(id="fan", of="OUTSIDE", to="room", flow=0.3, to_height=0.5)
    case = msgspec.structs.replace(room_case(hrr=0.0), fans=(fan,), fires=())
    run = simulate_field(case, cell=0.3, until=20.0, every=20.0, average=10.0, threads=1)
    out, into = flow_of_opening(run, "door")
    assert out - into == pytest.approx(0.3 * 1.204, rel=0.02)


def test_a_fan_counted_in_cool_air_draws_that_much_mass_of_hot_gas() -> None:
    fan = Fan(id="fan", of="room", to="OUTSIDE", flow=0.2, of_height=2.2)
    net = []
    for counted in (None, 293.15):
        own = msgspec.structs.replace(fan, counted_at=counted)
        case = msgspec.structs.replace(room_case(hrr=150e3), fans=(own,))
        run = simulate_field(case, cell=0.3, until=40.0, every=40.0, average=10.0, threads=1)
        out, into = flow_of_opening(run, "door")
        net.append(into - out)
    assert net[1] > 1.2 * net[0]  # the room, still warming, sends some out besides


def test_counted_gas_is_drawn_by_its_mass() -> None:
    nothing = np.zeros(0, np.int64)
    plain = Mover("fan", 0.2, ((0.0, 1.0),), nothing, nothing)
    counted = Mover("fan", 0.2, ((0.0, 1.0),), nothing, nothing, counted=1.204)
    assert plain.volume(0.6) == 0.2
    assert 0.6 * counted.volume(0.6) == pytest.approx(0.2 * 1.204)


def test_a_door_that_opens_lets_smoke_out() -> None:
    door = Opening(
        id="door", of="room", height=1.8, width=0.8, open=((0.0, 0.0), (9.9, 0.0), (10.0, 1.0))
    )
    case = msgspec.structs.replace(room_case(leak=0.01), openings=(door,))
    run = simulate_field(case, cell=0.4, until=20.0, every=10.0, average=5.0, threads=1)
    assert run.flow_out[1, 0] == 0.0
    assert run.flow_out[2, 0] > 0.1


def test_a_link_over_the_fire_opens() -> None:
    link = Detector(id="link", compartment="room", at=(1.5, 1.5, 2.3), activation=341.15, rti=50.0)
    far = msgspec.structs.replace(link, id="far", activation=2000.0)
    case = msgspec.structs.replace(room_case(hrr=150e3), detectors=(link, far))
    run = simulate_field(case, cell=0.3, until=40.0, every=40.0, average=5.0, threads=1)
    assert 3.0 < run.activation[0] < 40.0
    assert np.isnan(run.activation[1])
