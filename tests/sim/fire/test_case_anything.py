"""Any one value of a good case changed to anything: a run that ends, or a refusal by name."""

import contextlib
import copy
from collections.abc import Iterator

import msgspec
import numpy as np
import pytest
import yaml
from case_texts import EVERYTHING
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.cfd.grid_build import build_grid as foam_grid
from sim.errors import CaseError, SimError
from sim.field.grid import build_grid as field_grid
from sim.fire.case import Case
from sim.fire.case_ducts import duct_courses
from sim.fire.case_file import parse_case
from sim.fire.case_leaks import gas_in_rooms
from sim.fire.zone import simulate
from sim.gas.fuel import LPG

Place = tuple[str | int, ...]
STRANGE = (
    float("nan"), float("inf"), -1.0, 0.0, 1e-300, 1e-3, 68.0, 3600.0, 1e300, "hall", None, [],
)  # fmt: skip
STILL = EVERYTHING.replace("[[0, 0.5], [9, 1]]", "[[0, 1]]")  # OpenFOAM moves no door
GOOD, NO_DOOR_MOVES = yaml.safe_load(EVERYTHING), yaml.safe_load(STILL)
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def leaves(data: object, place: Place = ()) -> Iterator[Place]:
    """Where a case holds a value, and every list and mapping on the way."""
    if place:
        yield place
    if isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(value, (*place, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from leaves(value, (*place, number))


PLACES = sorted(leaves(GOOD), key=str)


def written(plain: object) -> str:
    """As YAML."""
    return str(yaml.dump(plain, Dumper=DUMPER, allow_unicode=True))


def changed(place: Place, value: object, data: object = GOOD) -> str:
    """A case with one value changed, as YAML."""
    plain = copy.deepcopy(data)
    here = plain
    for step in place[:-1]:
        here = here[step]
    here[place[-1]] = value
    return written(plain)


def runs_or_is_refused(text: str) -> None:
    try:
        case = parse_case(text, "any.yaml")
    except CaseError as refused:
        error = refused
    else:
        has_an_answer(case)
        return
    assert error.where.startswith("any.yaml:")
    assert error.remedy


def has_an_answer(case: Case) -> None:
    short = msgspec.structs.replace(case, duration=min(case.duration, 20.0))
    run = simulate(short, every=short.duration / 2)
    for name in run.__dataclass_fields__:
        assert np.isfinite(getattr(run, name)).all(), name
    assert run.upper_temperature.min() >= 150.0
    assert run.upper_temperature.max() <= 3000.0
    time = np.linspace(0.0, short.duration, 21)
    for gas in gas_in_rooms(short, time):
        assert (gas.pct_lel >= 0.0).all()
        assert gas.pct_lel.max() <= 100.0 / LPG.lower
    for duct in duct_courses(short, time):
        assert np.isfinite(duct.run.gas).all()
        assert duct.run.wall.min() >= 150.0
        assert max(duct.run.wall.max(), duct.run.gas.max()) <= 3000.0


def test_the_case_is_good_and_says_something_in_every_list() -> None:
    case = parse_case(EVERYTHING, "any.yaml")
    assert all(getattr(case, name) for name in case.__struct_fields__)
    runs_or_is_refused(EVERYTHING)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: ".".join(map(str, place)))
def test_a_strange_value_is_refused_by_name_or_has_an_answer(place: Place) -> None:
    for value in STRANGE:
        runs_or_is_refused(changed(place, value))


@pytest.mark.parametrize("value", [0.3, 30.0])
def test_the_grids_of_field_and_openfoam_refuse_by_name_or_are_built(value: float) -> None:
    for place in sorted(leaves(NO_DOOR_MOVES), key=str):
        try:
            case = parse_case(changed(place, value, NO_DOOR_MOVES), "any.yaml")
        except CaseError:
            continue
        for build in (field_grid, foam_grid):
            with contextlib.suppress(SimError):
                build(case, cell=0.4)


@given(st.sampled_from(PLACES), st.floats() | st.integers() | st.text(max_size=8))
@settings(max_examples=200, deadline=None)
def test_any_value_is_refused_by_name_or_has_an_answer(place: Place, value: object) -> None:
    runs_or_is_refused(changed(place, value))


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_several_strange_values_are_no_worse_than_one(data: st.DataObject) -> None:
    plain = copy.deepcopy(GOOD)
    for place in data.draw(st.lists(st.sampled_from(PLACES), min_size=2, max_size=4)):
        here = plain
        try:
            for step in place[:-1]:
                here = here[step]
            here[place[-1]] *= data.draw(st.floats(1e-3, 1e3))
        except (KeyError, IndexError, TypeError):
            continue
    runs_or_is_refused(written(plain))


def test_a_field_left_out_is_named_or_has_a_usual_value() -> None:
    for place in PLACES:
        plain = copy.deepcopy(GOOD)
        here = plain
        for step in place[:-1]:
            here = here[step]
        del here[place[-1]]
        runs_or_is_refused(written(plain))
