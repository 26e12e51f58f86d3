import os
from pathlib import Path

import numpy as np
import pytest
from plant_parts import NOON, S, layout, scenarios

from app.library import resource
from sim.plant.errors import PlantError, ReplayError
from sim.plant.nist import NistReplay, load_mapping, load_nist
from sim.plant.pump import PumpStationModel
from sim.plant.skab import SkabReplay, load_skab
from twin.quality import Quality
from twin.samples import SampleBatch, concatenate

PUMP = layout("pump-station")
DATA = Path(os.environ.get("EMBERWALL_DATA", Path(__file__).parents[3] / "shared" / "data"))
SKAB, NIST = DATA / "skab", DATA / "nist_smoke_alarms"
needs_skab = pytest.mark.skipif(not SKAB.is_dir(), reason=f"no recorded data at {SKAB}")
needs_nist = pytest.mark.skipif(not NIST.is_dir(), reason=f"no recorded data at {NIST}")
MAPPING = resource("replays", "nist.yaml")
SKAB_HEAD = "datetime;Current;Pressure;anomaly\n"


def channel(batch: SampleBatch, tag: str) -> np.ndarray:
    row = next(k for k, point in enumerate(PUMP.points) if point.tag == tag)
    return batch.value[batch.point == row]


def pump_with(name: str | None) -> SampleBatch:
    model = PumpStationModel(PUMP, seed=1, start=NOON)
    model.advance(NOON + 30 * S)
    if name:
        model.start(scenarios()[name], NOON + 30 * S)
        assert model.playing == name
    return model.advance(NOON + 150 * S)


def test_a_healthy_pump_stays_in_its_normal_bands() -> None:
    batch = PumpStationModel(PUMP, seed=1, start=NOON).advance(NOON + 1200 * S)
    assert (batch.quality == Quality.GOOD).all()
    for point in PUMP.points:
        assert point.normal is not None
        low, high = point.normal
        assert channel(batch, point.tag).min() >= low, point.tag
        assert channel(batch, point.tag).max() <= high, point.tag


@pytest.mark.parametrize(
    ("name", "tag", "rises"),
    [
        ("M1", "VolumeFlowRateRMS", False),
        ("M1", "Pressure", True),
        ("M2", "Accelerometer1RMS", True),
        ("M3", "Accelerometer2RMS", True),
        ("M4", "VolumeFlowRateRMS", False),
        ("M4", "Pressure", False),
    ],
)
def test_a_fault_shows_in_the_channel_that_it_must(name: str, tag: str, rises: bool) -> None:
    healthy, faulty = channel(pump_with(None), tag), channel(pump_with(name), tag)
    change = faulty[-30:].mean() - healthy[-30:].mean()
    assert abs(change) > 3 * healthy.std()
    assert bool(change > 0) is rises


def test_a_pump_refuses_a_kitchen_fire() -> None:
    with pytest.raises(PlantError):
        PumpStationModel(PUMP, seed=1, start=NOON).start(scenarios()["R1"], NOON)


@needs_skab
def test_skab_is_played_row_for_row() -> None:
    first = load_skab(sorted(p for p in SKAB.rglob("*.csv") if p.parent.name == "other")[0])
    replay = SkabReplay(SKAB, PUMP, start=NOON)
    batch = concatenate([replay.advance(NOON + t * S) for t in range(60)])
    current = channel(batch, "Current")
    assert np.array_equal(current, first.columns["current"][: len(current)])
    assert len(current) > 40
    assert (batch.quality == Quality.GOOD).all()
    with pytest.raises(PlantError):
        replay.start(scenarios()["M1"], NOON)


@needs_skab
def test_skab_begins_again_after_its_last_row() -> None:
    replay = SkabReplay(SKAB, PUMP, start=NOON, speed=20_000)
    counts = [len(replay.advance(NOON + t * S // 10)) for t in range(1, 40)]
    assert min(counts) > 0


@needs_nist
@pytest.mark.parametrize("name", ["SDC02", "SDC05", "SDC33", "SDC38"])
def test_every_nist_test_becomes_a_script(name: str) -> None:
    kitchen = {p.tag: p for p in layout("k-m").points}
    path = NIST / f"NIST_Smoke_Alarms_{name}.csv"
    scenario = load_nist(path, load_mapping(MAPPING), kitchen)
    assert {"HD-01", "TT-HOOD-01", "CO-01"} <= set(scenario.tracks)
    header, first, *_ = path.read_text().splitlines()
    recorded = float(first.split(",")[header.split(",").index("TCB_1")])
    assert scenario.tracks["HD-01"].at[0][1] == recorded


@needs_nist
def test_nist_fires_follow_each_other_with_normal_running_between() -> None:
    replay = NistReplay(NIST, layout("k-m"), mapping=MAPPING, seed=1, start=NOON)
    seen = []
    for t in range(0, 800, 5):
        replay.advance(NOON + t * S)
        if not seen or seen[-1] != replay.playing:
            seen.append(replay.playing)
    assert seen[:4] == [None, "NIST-SDC02", None, "NIST-SDC05"]


def test_a_mapping_may_not_feed_a_detector_with_an_alarms_own_signal(tmp_path: Path) -> None:
    path = tmp_path / "nist.yaml"
    path.write_text("instruments:\n  SD-01: {columns: [Ion3A]}\n")
    with pytest.raises(ReplayError, match="Ion3A"):
        load_mapping(path)


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        (SKAB_HEAD + "2020-03-09 10:14:33;1;x;0\n", ":2", "Pressure is 'x'"),
        (SKAB_HEAD + "2020-03-09 10:14:33;1;2\n", ":2", "number of fields"),
        (SKAB_HEAD + "yesterday;1;2;0\n", ":2", "not a time"),
        (SKAB_HEAD, ":1", "no row"),
        ("a;b\n1;2\n", ":1", "no column datetime"),
    ],
)
def test_a_broken_recording_names_file_and_line(
    tmp_path: Path, text: str, where: str, what: str
) -> None:
    path = tmp_path / "1.csv"
    path.write_text(text)
    with pytest.raises(ReplayError, match=what) as caught:
        load_skab(path)
    assert caught.value.where == f"{path}{where}"


def test_a_missing_column_leaves_its_instrument_alone(tmp_path: Path) -> None:
    path = tmp_path / "NIST_Smoke_Alarms_X.csv"
    path.write_text("TIME,TCB_1\n0,20\n2,40\n")
    kitchen = {p.tag: p for p in layout("k-m").points}
    assert set(load_nist(path, load_mapping(MAPPING), kitchen).tracks) == {"HD-01"}


def test_a_folder_without_recordings_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReplayError, match="holds no file"):
        SkabReplay(tmp_path, PUMP, start=NOON)
