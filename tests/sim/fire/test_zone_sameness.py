"""The same building told in another way burns alike, and what does not touch a fire does not change
it. Two rooms with a hood, a fan, a window and two doors, at random."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from zone_cases import BOARD, fire, room

from sim.fire.case import Case, Detector, Fan, Hood, Opening
from sim.fire.zone import ZoneRun, detector_temperature, simulate

FEW = settings(max_examples=8, deadline=None, derandomize=True)
ROUNDING = {
    "upper_temperature": 0.02, "lower_temperature": 0.02, "layer_height": 1e-3, "pressure": 0.05,
    "upper_o2": 1e-5, "upper_co2": 1e-5, "upper_co": 1e-7, "upper_soot": 1e-7,
}  # fmt: skip
"""K, m, Pa, mole fractions, kg/m3: what another order of summing may leave of a pressure that is
solved to 1 W."""
CLOSED = ((0.0, 0.0),)


@st.composite
def buildings(draw: st.DrawFn) -> Case:
    """A fire that grows for a minute, in the first of two rooms; every place is told."""
    numbers = st.floats
    (wide, deep, next_wide) = (draw(numbers(3.5, 8.0)) for _ in range(3))
    high, peak = draw(numbers(2.3, 4.0)), draw(numbers(2e4, 8e5))
    return Case(
        id="building",
        duration=240.0,
        compartments=(
            room(size=(wide, deep, high), leak_area=0.01),
            room("next", at=(wide, 0.0, 0.0), size=(next_wide, deep, high), leak_area=0.02),
        ),
        openings=(
            Opening(
                id="inner", of="room", to="next", height=2.0, width=draw(numbers(0.6, 1.5)),
                at=(wide, 0.5), along="y",
            ),
            Opening(
                id="exit", of="next", height=2.0, width=draw(numbers(0.6, 1.5)),
                at=(wide + 0.5, 0.0), along="x",
            ),
            Opening(
                id="window", of="room", bottom=1.0, height=0.8, width=draw(numbers(0.3, 1.5)),
                at=(0.0, 1.0), along="y",
            ),
        ),
        fans=(
            Fan(
                id="supply", of="OUTSIDE", to="room", flow=draw(numbers(0.0, 0.5)), to_height=2.0
            ),
        ),
        hoods=(
            Hood(
                id="hood", compartment="room", at=(1.0, 1.0, 1.7), size=(1.5, 1.0, 0.4),
                flow=draw(numbers(0.0, 1.0)),
            ),
        ),
        fires=(fire(((0.0, 0.0), (60.0, peak)), at=(1.5, 1.5, 0.5), area=0.3),),
        detectors=(
            Detector(
                id="head", compartment="room", at=(2.5, 1.5, high - 0.05), activation=330.0,
                rti=50.0,
            ),
        ),
    )  # fmt: skip


def slack(run: ZoneRun) -> float:
    """K that other time steps may leave."""
    return 0.5 + 0.01 * float(run.upper_temperature.max() - 293.15)


def activation(case: Case) -> np.ndarray:
    """Seconds per detector, infinite where it stays quiet."""
    return np.nan_to_num(detector_temperature(simulate(case), case)[1], nan=np.inf)


def without_air_moved(case: Case) -> Case:
    return replace(case, fans=(), hoods=())


def placed(case: Case, move: Callable[..., tuple[float, ...]], along: dict[str, str]) -> Case:
    """The case with every place put where `move` says; it is told the extent that lies there."""
    return replace(
        case,
        compartments=tuple(
            replace(one, at=move(one.at, one.size), size=_turned(one.size, along))
            for one in case.compartments
        ),
        openings=tuple(
            replace(
                one,
                at=move(one.at, (one.width, 0.0) if one.along == "x" else (0.0, one.width)),
                along=along[one.along],
            )
            for one in case.openings
        ),
        hoods=tuple(
            replace(one, at=move(one.at, one.size), size=_turned(one.size, along))
            for one in case.hoods
        ),
        fires=tuple(replace(one, at=move(one.at)) for one in case.fires),
        detectors=tuple(replace(one, at=move(one.at)) for one in case.detectors),
    )


def _turned(size: tuple[float, float, float], along: dict[str, str]) -> tuple[float, float, float]:
    return size if along["x"] == "x" else (size[1], size[0], size[2])


def mirrored(case: Case) -> Case:
    def move(at: tuple[float, ...], size: tuple[float, ...] = (0.0,)) -> tuple[float, ...]:
        return (-at[0] - size[0], *at[1:])

    return placed(case, move, {"x": "x", "y": "y"})


def turned(case: Case) -> Case:
    def move(at: tuple[float, ...], _size: tuple[float, ...] = ()) -> tuple[float, ...]:
        return (at[1], at[0], *at[2:])

    return placed(case, move, {"x": "y", "y": "x"})


def moved(case: Case) -> Case:
    def move(at: tuple[float, ...], _size: tuple[float, ...] = ()) -> tuple[float, ...]:
        return tuple(a + by for a, by in zip(at, (31.5, -12.25, 7.0), strict=False))

    return placed(case, move, {"x": "x", "y": "y"})


def told_from_behind(case: Case) -> Case:
    doors = tuple(replace(one, of=one.to, to=one.of) for one in case.openings)
    return replace(case, openings=doors)


def in_another_order(case: Case) -> Case:
    return replace(case, openings=case.openings[::-1], hoods=case.hoods[::-1])


def with_more_knots(case: Case) -> Case:
    (burner,) = case.fires
    peak = burner.hrr[-1][1]
    knots = ((0.0, 0.0), (15.0, peak / 4), (45.0, 0.75 * peak), (60.0, peak), (200.0, peak))
    return replace(case, fires=(replace(burner, hrr=knots),))


def with_a_shut_door(case: Case) -> Case:
    shut = Opening(id="shut", of="room", height=2.0, width=1.0, open=CLOSED)
    return replace(case, openings=(*case.openings, shut))


def with_a_dead_fan(case: Case) -> Case:
    dead = Fan(id="dead", of="room", to="OUTSIDE", flow=1.0, running=CLOSED)
    return replace(case, fans=(*case.fans, dead))


def with_two_fans_for_one(case: Case) -> Case:
    (one,) = case.fans
    half = replace(one, flow=one.flow / 2)
    return replace(case, fans=(half, replace(half, id="other half")))


def with_a_room_far_away(case: Case) -> Case:
    far = room("far", at=(100.0, 0.0, 0.0))
    return replace(case, compartments=(*case.compartments, far))


def with_a_later_end(case: Case) -> Case:
    return replace(case, duration=400.0)


def assert_same(one: ZoneRun, other: ZoneRun) -> None:
    rows, rooms = one.upper_temperature.shape[1:]
    for name, most in ROUNDING.items():
        apart = np.abs(getattr(one, name) - getattr(other, name)[:, :rows, :rooms]).max()
        assert apart < most, name


@pytest.mark.parametrize(
    "told",
    [
        mirrored, turned, moved, told_from_behind, in_another_order, with_more_knots,
        with_a_shut_door, with_a_dead_fan, with_two_fans_for_one, with_a_room_far_away,
        with_a_later_end,
    ],
)  # fmt: skip
@FEW
@given(case=buildings())
def test_a_building_told_in_another_way_burns_alike(
    told: Callable[[Case], Case], case: Case
) -> None:
    assert_same(simulate(case), simulate(told(case)))


@FEW
@given(case=buildings())
def test_the_order_of_rooms_changes_nothing(case: Case) -> None:
    one = simulate(case)
    other = simulate(replace(case, compartments=case.compartments[::-1]))
    for name, most in ROUNDING.items():
        assert np.abs(getattr(one, name) - getattr(other, name)[..., ::-1]).max() < most, name


@FEW
@given(case=buildings(), later=st.integers(5, 60))
def test_a_fire_that_begins_later_is_the_same_fire_later(case: Case, later: int) -> None:
    case = without_air_moved(case)
    (burner,) = case.fires
    put_off = ((0.0, 0.0), *((time + later, hrr) for time, hrr in burner.hrr))
    delayed = replace(case, duration=240.0 + later, fires=(replace(burner, hrr=put_off),))
    one, other = simulate(case), simulate(delayed)
    apart = np.abs(one.upper_temperature - other.upper_temperature[:, later:]).max()
    assert apart < slack(one)


@FEW
@given(case=buildings())
def test_rows_farther_apart_are_the_same_rows(case: Case) -> None:
    often, seldom = simulate(case), simulate(case, every=5.0)
    apart = np.abs(often.upper_temperature[:, 4::5] - seldom.upper_temperature).max()
    assert apart < slack(often)


@FEW
@given(case=buildings(), times=st.floats(1.2, 4.0))
def test_a_dirtier_fuel_makes_as_much_more_of_its_gas_and_no_other_heat(
    case: Case, times: float
) -> None:
    (burner,) = case.fires
    one = simulate(case)
    for name, gas in (("co_yield", "upper_co"), ("soot_yield", "upper_soot")):
        more = simulate(
            replace(case, fires=(replace(burner, **{name: times * getattr(burner, name)}),))
        )
        made = getattr(one, gas)
        assert getattr(more, gas) == pytest.approx(times * made, rel=0.05, abs=1e-3 * made.max())
        if name == "co_yield":  # soot radiates
            assert np.abs(more.upper_temperature - one.upper_temperature).max() < slack(one)


@FEW
@given(case=buildings(), slower=st.floats(1.1, 5.0), hotter=st.floats(1.0, 50.0))
def test_a_slower_or_hotter_detector_never_goes_first(
    case: Case, slower: float, hotter: float
) -> None:
    first, (head,) = activation(case), case.detectors
    for other in (
        replace(head, rti=slower * head.rti), replace(head, activation=head.activation + hotter)
    ):  # fmt: skip
        assert (activation(replace(case, detectors=(other,))) >= first).all()


@FEW
@given(case=buildings(), times=st.floats(1.3, 3.0))
def test_a_larger_fire_sets_a_detector_off_no_later(case: Case, times: float) -> None:
    (burner,) = case.fires
    larger = replace(burner, hrr=tuple((time, times * hrr) for time, hrr in burner.hrr))
    assert (activation(replace(case, fires=(larger,))) <= activation(case)).all()


@FEW
@given(case=buildings())
def test_walls_that_keep_heat_never_cool_the_layer(case: Case) -> None:
    """Without a hood: the warm walls' draught makes the thin layer beside one cooler at first."""
    case = without_air_moved(case)
    felt = (replace(BOARD, conductivity=0.03),)
    rooms = tuple(replace(one, ceiling=felt, walls=felt) for one in case.compartments)
    plain, kept = simulate(case), simulate(replace(case, compartments=rooms))
    assert (kept.upper_temperature - plain.upper_temperature).min() > -slack(plain)


@FEW
@given(case=buildings(), wider=st.floats(1.2, 2.0), which=st.sampled_from([0, 1, 2]))
def test_a_wider_way_out_never_heats_a_small_fires_room(
    case: Case, wider: float, which: int
) -> None:
    small = fire(((0.0, 0.0), (60.0, 8e4)), at=(1.5, 1.5, 0.5), area=0.3)
    case = replace(without_air_moved(case), fires=(small,))
    ways = list(case.openings)
    ways[which] = replace(ways[which], width=wider * ways[which].width)
    narrow, wide = simulate(case), simulate(replace(case, openings=tuple(ways)))
    apart = (wide.upper_temperature - narrow.upper_temperature)[0, 120:, 0]
    assert apart.max() < slack(narrow)


@FEW
@given(case=buildings())
def test_a_room_cools_once_its_fire_is_out(case: Case) -> None:
    (burner,) = case.fires
    out = replace(burner, hrr=(*burner.hrr, (100.0, burner.hrr[-1][1]), (101.0, 0.0)))
    run = simulate(replace(without_air_moved(case), fires=(out,)))
    assert np.diff(run.upper_temperature[0, 110:, 0]).max() < 0.05
    assert (run.hrr[0, 102:] == 0.0).all()


@FEW
@given(case=buildings())
def test_what_is_told_stays_within_the_real_world(case: Case) -> None:
    run = simulate(case)
    high = case.compartments[0].size[2]
    assert ((run.layer_height >= 0.0) & (run.layer_height <= high)).all()
    assert (run.upper_temperature >= run.lower_temperature - slack(run)).all()
    assert run.lower_temperature.min() > 293.15 - 0.1
    gases = run.upper_o2 + run.upper_co2 + run.upper_co
    assert (run.upper_o2 >= 0.0).all()
    assert gases.max() < 0.22
    assert run.hrr.max() <= case.fires[0].hrr[-1][1] * (1.0 + 1e-9)
