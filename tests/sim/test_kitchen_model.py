import time

import numpy as np
import pytest
from plant_parts import NOON, S, layout, scenarios

from sim.plant.errors import PlantError
from sim.plant.kitchen import KitchenFleetModel, KitchenModel
from sim.plant.scenario import parse_scenario
from twin.quality import Quality
from twin.samples import SampleBatch, concatenate
from twin.site.model import Layout

HEAD = (
    "id: T\nname: {zh: 试, en: Try}\nabout: x\ntruth: fire\npriority: P0\nstarts_s: 0\nends_s: 60\n"
)


def run(model: KitchenModel, start: int, seconds: int, *, step: int = S) -> SampleBatch:
    return concatenate([model.advance(t) for t in range(start, start + seconds * S + 1, step)])


def row(kitchen: Layout, tag: str) -> int:
    return next(k for k, point in enumerate(kitchen.points) if point.tag == tag)


def test_a_hundred_kitchens_are_calm_for_ten_minutes_of_the_evening_rush() -> None:
    kinds = [layout("k-m")] * 74 + [layout("k-s")] * 16 + [layout("k-m-lpg")] * 10
    start = NOON + 7 * 3600 * S
    fleet = KitchenFleetModel({f"S-{k}": one for k, one in enumerate(kinds)}, seed=3, start=start)
    points = [point for one in kinds for point in one.points]
    low = np.array([p.limits.L.at if p.limits.L else -np.inf for p in points])
    high = np.array([p.limits.H.at if p.limits.H else np.inf for p in points])
    codes = [
        np.array([k for k, p in enumerate(points) if c in {a.code for a in p.alarms}])
        for c in range(4)
    ]
    for t in range(start, start + 600 * S, 5 * S):
        batch = fleet.advance(t)
        assert (batch.quality == Quality.GOOD).all()
        outside = (batch.value <= low[batch.point]) | (batch.value >= high[batch.point])
        assert [points[k].tag for k in batch.point[outside].tolist()] == []
        for code, rows in enumerate(codes):
            assert not (np.isin(batch.point, rows) & (batch.value == code)).any()


def test_someone_is_always_there_in_normal_running() -> None:
    model = KitchenModel(layout("k-m"), seed=5, start=NOON)
    batch = run(model, NOON, 600, step=5 * S)
    assert batch.value[batch.point == row(layout("k-m"), "PC-01")].min() >= 1


def test_the_same_seed_gives_the_same_kitchen_however_often_it_is_asked() -> None:
    one = run(KitchenModel(layout("k-m"), seed=7, start=NOON), NOON, 60)
    two = run(KitchenModel(layout("k-m"), seed=7, start=NOON), NOON, 60, step=S // 10)
    other = run(KitchenModel(layout("k-m"), seed=8, start=NOON), NOON, 60)

    def ordered(batch: SampleBatch) -> SampleBatch:
        return batch.select(np.lexsort((batch.source_time, batch.point)))

    one, two, other = ordered(one), ordered(two), ordered(other)
    assert np.array_equal(one.point, two.point)
    assert np.array_equal(one.value, two.value)
    assert np.array_equal(one.source_time, two.source_time)
    assert not np.array_equal(one.value, other.value)


def test_every_point_speaks_at_its_own_period() -> None:
    kitchen = layout("k-m")
    batch = run(KitchenModel(kitchen, seed=1, start=NOON), NOON, 120)
    for tag in ("FD-01", "GD-01", "CO-01", "HD-01"):
        times = batch.source_time[batch.point == row(kitchen, tag)][1:]
        period = kitchen.points[row(kitchen, tag)].period_s
        assert np.allclose(np.diff(times) / S, period)


def test_a_code_changes_at_once_though_its_period_is_long() -> None:
    kitchen = layout("k-m")
    model = KitchenModel(kitchen, seed=1, start=NOON)
    run(model, NOON, 10)
    scenario = parse_scenario(HEAD + "tracks:\n  DOOR-01: [[0, 0], [7, 1]]\n", source="t")
    model.start(scenario, NOON + 10 * S)
    batch = run(model, NOON + 10 * S, 10, step=S // 10)
    opened = batch.source_time[(batch.point == row(kitchen, "DOOR-01")) & (batch.value == 1)]
    assert opened[0] - (NOON + 17 * S) <= S // 10


def test_values_return_to_normal_after_the_script() -> None:
    kitchen = layout("k-m")
    model = KitchenModel(kitchen, seed=1, start=NOON)
    run(model, NOON, 5)
    scenario = parse_scenario(HEAD + "relax_s: 20\ntracks:\n  TT-OIL-01: [[0, 363]]\n", source="t")
    model.start(scenario, NOON + 5 * S)
    run(model, NOON + 5 * S, 60)
    assert model.playing is None
    batch = run(model, NOON + 66 * S, 120)
    oil = batch.value[batch.point == row(kitchen, "TT-OIL-01")]
    assert oil[0] > 300
    assert oil[-1] < 200
    assert (np.diff(oil[:20]) < 0).all()


def test_a_stopped_scenario_gives_codes_back_at_once() -> None:
    kitchen = layout("k-m")
    model = KitchenModel(kitchen, seed=1, start=NOON)
    model.start(scenarios()["R10"], NOON)
    run(model, NOON, 5)
    assert model.playing == "R10"
    model.stop(NOON + 6 * S)
    assert model.playing is None
    batch = model.advance(NOON + 6 * S)
    assert batch.value[batch.point == row(kitchen, "SUP-ST")][-1] == 0


def test_late_samples_come_in_one_burst_with_their_own_times() -> None:
    kitchen = layout("k-m")
    model = KitchenModel(kitchen, seed=1, start=NOON)
    run(model, NOON, 30)
    script = parse_scenario(HEAD + "tracks:\n  HD-01: [[0, late], [40, normal]]\n", source="t")
    model.start(script, NOON + 31 * S)
    hd = row(kitchen, "HD-01")
    quiet = run(model, NOON + 31 * S, 38)
    assert hd not in quiet.point
    assert model.is_silent(hd, NOON + 60 * S)
    burst = model.advance(NOON + 72 * S)
    times = burst.source_time[burst.point == hd]
    assert len(times) >= 4
    assert times[0] < NOON + 42 * S


def test_a_stale_instrument_says_nothing() -> None:
    kitchen = layout("k-m")
    model = KitchenModel(kitchen, seed=1, start=NOON)
    run(model, NOON, 5)
    model.start(scenarios()["F11"], NOON + 5 * S)
    batch = run(model, NOON + 6 * S, 60)
    assert row(kitchen, "GD-01") not in batch.point
    frozen = batch.value[batch.point == row(kitchen, "TT-HOOD-01")]
    assert len(set(frozen.tolist())) == 1


def test_a_scenario_of_other_instruments_is_refused() -> None:
    model = KitchenModel(layout("pump-station"), seed=1, start=NOON)
    with pytest.raises(PlantError, match="moves no instrument"):
        model.start(scenarios()["R1"], NOON)


def test_a_fleet_splits_its_batch_by_site() -> None:
    fleet = KitchenFleetModel({"A": layout("k-s"), "B": layout("k-m")}, seed=1, start=NOON)
    parts = fleet.split(fleet.advance(NOON))
    assert {site: len(part) for site, part in parts.items()} == {"A": 34, "B": 54}
    assert parts["B"].point.max() == 53


def test_ninety_seven_kitchens_take_little_of_a_core() -> None:
    fleet = KitchenFleetModel({f"S-{k}": layout("k-m") for k in range(97)}, seed=1, start=NOON)
    fleet.advance(NOON)
    begun = time.process_time()
    for tick in range(1, 51):
        fleet.advance(NOON + tick * S // 10)
    assert (time.process_time() - begun) / 5.0 < 0.05
