"""Every case ends with numbers of this world; what cannot be is refused."""

import msgspec
import numpy as np
import pytest
from zone_cases import DOOR, case, fire, hood, room

from sim.errors import CaseError, SimError
from sim.fire.case import OUTSIDE, Case, Fan
from sim.fire.case_check import check_case
from sim.fire.random_kitchens import random_kitchen
from sim.fire.zone import ZoneModel, ZoneRun, simulate


def is_of_this_world(run: ZoneRun) -> bool:
    finite = all(np.isfinite(getattr(run, name)).all() for name in run.__dataclass_fields__)
    gas = np.stack([run.upper_temperature, run.lower_temperature])
    oxygen = np.stack([run.upper_o2, run.lower_o2])
    return finite and 150.0 <= gas.min() <= gas.max() <= 3000.0 and oxygen.min() >= 0.0


@pytest.mark.parametrize("block", range(6))
def test_random_kitchens_end(block: int) -> None:
    for seed in range(50 * block, 50 * block + 50):
        one = random_kitchen(seed)
        check_case(one)
        run = simulate(one, every=20.0)
        assert is_of_this_world(run), one.id
        assert run.mass_error[0] < 1e-3, one.id
        assert run.energy_error[0] < 1e-3, one.id
        assert run.imbalance[0] < 1e3, one.id


CABINET = room(size=(1.0, 1.0, 1.0))
IN_CABINET = fire(20e3, at=(0.5, 0.5, 0.1), area=0.05)
SLIT = msgspec.structs.replace(DOOR, height=0.5, width=0.3)
BURST = msgspec.structs.replace(DOOR, open=((0.0, 0.0), (300.0, 0.0), (300.01, 1.0)))
LEAKING = (room(leak_area=0.01),)
EXTREMES = {
    "1 kW": case(1e3),
    "1 W": case(1.0),
    "20 MW": case(20e6),
    "20 MW, closed": case(20e6, openings=()),
    "20 MW, leaking": case(20e6, openings=(), compartments=LEAKING),
    "cabinet": case(compartments=(CABINET,), openings=(SLIT,), fires=(IN_CABINET,)),
    "closed cabinet": case(compartments=(CABINET,), openings=(), fires=(IN_CABINET,)),
    "door bursts open": case(2e6, openings=(BURST,), compartments=LEAKING),
    "fire cut off": case(((0.0, 1e6), (300.0, 1e6), (300.01, 0.0))),
    "hood in a closed room": case(hoods=(hood(3.0),), openings=()),
    "fire under the ceiling": case(fires=(fire(2e5, at=(2.0, 2.0, 2.5)),)),
    "fire over the whole floor": case(fires=(fire(5e6, area=16.0),)),
}


@pytest.mark.parametrize("name", EXTREMES)
def test_extremes_end(name: str) -> None:
    run = simulate(EXTREMES[name], every=5.0)
    assert is_of_this_world(run)
    assert run.mass_error[0] < 1e-3
    assert run.energy_error[0] < 1e-3


def test_a_fire_in_a_closed_room_dies_of_its_air() -> None:
    run = simulate(case(5e5, openings=()), every=5.0)
    assert run.hrr[0, 0, 0] == pytest.approx(5e5, rel=0.01)
    assert run.hrr[0, -1, 0] < 0.05 * 5e5
    air = 40.0 * 1.2 * 0.2315 * 13.1e6  # J that the room's oxygen can set free
    assert run.hrr.sum() * 5.0 < air
    assert run.upper_o2.min() >= 0.0


def test_a_small_door_limits_a_large_fire() -> None:
    run = simulate(case(5e6), every=5.0)
    inflow = run.flow_in[0, -24:, 0].mean()
    assert (run.hrr <= 5e6).all()
    assert run.hrr[0, -24:, 0].mean() <= 1.05 * inflow * 0.2315 * 13.1e6
    assert run.upper_o2[0, -1, 0] < 0.1


def test_a_hood_cannot_empty_a_closed_room() -> None:
    still = simulate(case(hoods=(hood(3.0),), openings=(), fires=()), every=1.0)
    assert still.pressure.min() > -1000.0


def test_cold_air_blown_under_the_ceiling_falls() -> None:
    fan = Fan(id="supply", of=OUTSIDE, to="room", flow=0.5, to_height=2.2)
    run = simulate(case(fires=(), fans=(fan,), ambient=263.15), every=10.0)
    assert (run.lower_temperature - run.upper_temperature)[0, -1, 0] < 5.0
    assert run.layer_height[0, -1, 0] > 1.5


def other_rooms() -> Case:
    return case(compartments=(room(), room("next", at=(4.0, 0.0, 0.0))))


@pytest.mark.parametrize("changes", [{"openings": ()}, {"fires": ()}, {"hoods": (hood(1.0),)}])
def test_members_of_other_buildings_are_refused(changes: dict[str, tuple[()]]) -> None:
    with pytest.raises(CaseError, match="same rooms, openings"):
        ZoneModel([case(), msgspec.structs.replace(case(), **changes)])
    with pytest.raises(CaseError, match="same rooms, openings"):
        ZoneModel([case(), other_rooms()])


def test_a_model_wants_a_case() -> None:
    with pytest.raises(SimError, match="no case given"):
        ZoneModel([])


def test_an_empty_curve_is_refused() -> None:
    with pytest.raises(CaseError, match="curve is empty"):
        ZoneModel([case(())])


def test_time_does_not_run_back() -> None:
    model = ZoneModel([case()])
    model.run(10.0)
    for until in (10.0, 5.0):
        with pytest.raises(SimError, match="cannot run from 10 s"):
            model.run(until)


def test_a_state_of_other_members_is_refused() -> None:
    model = ZoneModel([case(), case()])
    kept = model.state()
    model.select([0])
    with pytest.raises(SimError, match="2 members, the model 1"):
        model.restore(kept)
