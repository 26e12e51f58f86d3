"""A finished run of the same fire corrects a forecast, is named in it, and counts less afar."""

from functools import cache
from pathlib import Path

import msgspec
import numpy as np
import pytest
from msgspec.structs import replace

from sim.cfd.balance import Balance
from sim.cfd.library import CARD, CASE, RESULTS, Card, open_library
from sim.cfd.signature import signature
from sim.fire.case import Case
from sim.fire.zone import simulate
from sim.forecast.field_runs import FARTHEST, FieldRuns, anchored, corrected, field_runs, told
from sim.forecast.forecaster import Forecaster
from sim.forecast.site_case import site_case
from tests.sim.forecast.test_forecaster import ALARM, LAYOUT, SITE, S, rising, samples

HOTTER, LOWER = 1.3, 0.2
BALANCE = Balance(
    released=1e6, carried=8e5, lost=2e5, stored=0.0, heat_error=0.0, mass_error=0.0, draught=0.3
)


@cache
def fire(watts: float = 2e5, *, doors_open: float = 0.5, at_once: float = 0.0) -> Case:
    case = site_case(LAYOUT).case
    hrr = ((0.0, at_once), (60.0, watts), (120.0, watts))
    doors = tuple(
        replace(one, open=((0.0, doors_open),)) if one.open[0][1] < 1.0 else one
        for one in case.openings
    )  # fmt: skip
    fires = (replace(case.fires[0], hrr=hrr), *case.fires[1:])
    return replace(case, id="kept", fires=fires, openings=doors, duration=120.0)


def store(folder: Path, case: Case) -> None:
    """A run as a field model that is hotter and lower than the zone model would have left it."""
    zone = simulate(case, every=5.0)
    rooms = tuple(room.id for room in case.compartments)
    own = tuple(float(v) for v in signature(case))
    place = folder / case.id
    place.mkdir(parents=True)
    (place / CASE).write_bytes(msgspec.json.encode(case))
    card = Card("made", rooms, tuple(o.id for o in case.openings), own, BALANCE)
    (place / CARD).write_bytes(msgspec.json.encode(card))
    np.savez_compressed(
        place / RESULTS, allow_pickle=False, time=zone.time,
        upper=case.inside + HOTTER * (zone.upper_temperature[0] - case.inside),
        lower=zone.lower_temperature[0], interface=zone.layer_height[0] - LOWER,
    )  # fmt: skip


def library(folder: Path, watts: float = 2e5) -> FieldRuns:
    store(folder, fire(watts))
    found = field_runs(folder)
    assert found is not None
    return found


def test_the_same_fire_takes_on_what_the_run_says(tmp_path: Path) -> None:
    near = library(tmp_path).nearest(replace(fire(), id="now"))
    assert near is not None
    assert near.closeness == 1.0
    zone = simulate(fire(), every=5.0)
    better = corrected(zone, near, fire())
    late = zone.time >= 45.0  # a layer of less than 5 K was not compared
    before, after = (one.upper_temperature[0, late, 0] - fire().inside for one in (zone, better))
    assert after == pytest.approx(HOTTER * before, rel=0.02)
    assert better.layer_height[0, late, 0] == pytest.approx(
        np.maximum(zone.layer_height[0, late, 0] - LOWER, 0.0), abs=0.03
    )


def test_a_run_of_another_fire_counts_less_and_a_far_one_not_at_all(tmp_path: Path) -> None:
    own = library(tmp_path)
    other = own.nearest(fire(4e5))
    assert other is not None
    assert 0.0 < other.closeness < 1.0
    assert told(other, simulate(fire(4e5), every=5.0), fire(4e5))[0].weight <= other.closeness
    tiny = replace(
        fire(2e3), openings=tuple(replace(o, width=0.06, height=0.1) for o in fire().openings)
    )
    assert other.distance < FARTHEST
    assert own.nearest(tiny) is None


def test_where_a_head_lives_only_the_change_counts() -> None:
    plain = np.array([[[10.0, 10.0], [20.0, 20.0]]])
    rise = anchored(2 * plain, plain, 1.3 * plain, heard=[0])
    assert rise[0, :, 0] == pytest.approx([20.0, 40.0])
    assert rise[0, :, 1] == pytest.approx([26.0, 52.0])


def test_no_folder_and_broken_runs_correct_nothing(tmp_path: Path) -> None:
    assert field_runs(None) is None
    assert field_runs(tmp_path / "none") is None
    store(tmp_path, fire())
    (tmp_path / "kept" / RESULTS).write_bytes(b"cut off")
    assert field_runs(tmp_path) is None
    store(tmp_path / "odd", fire())
    with np.load(tmp_path / "odd" / "kept" / RESULTS) as file:
        late = {name: file[name] for name in file.files} | {"time": file["time"] + 1e4}
    np.savez_compressed(tmp_path / "odd" / "kept" / RESULTS, allow_pickle=False, **late)
    assert open_library(tmp_path / "odd").entries
    odd = field_runs(tmp_path / "odd")
    assert odd is not None
    assert odd.nearest(fire()) is None  # it ends before the zone model's run begins


def test_a_forecast_names_the_run_that_corrected_it(tmp_path: Path) -> None:
    store(tmp_path, fire(8e5, doors_open=0.02, at_once=5e5))
    found = []
    for runs in (None, tmp_path):
        own = Forecaster(LAYOUT, SITE, members=16, horizon_s=120.0, seed=3, runs=runs)
        own.start(ALARM, "line")
        for tag, rate, normal in (("TT-HOOD-01", 5.0, 60.0), ("TT-DUCT-01", 0.5, 50.0)):
            own.observe(samples(tag, rising(30.0, rate, normal)), ALARM + 30 * S)
        found.append(own.forecast(ALARM + 30 * S))
    plain, better = found
    assert plain.corrected == ()
    assert {one.run for one in better.corrected} == {"kept"}
    one = better.corrected[0]
    assert one.room == better.places[0].id
    assert one.rise == pytest.approx(HOTTER, abs=0.05)
    assert one.height == pytest.approx(-LOWER, abs=0.05)
    assert 0.0 < one.weight < 1.0
    assert better.places[0].upper_c.median[-1] > plain.places[0].upper_c.median[-1]
    assert better.hrr_kw == plain.hrr_kw
