import math

import numpy as np
import pytest
from plant_parts import NOON, S, layout, scenarios

from sim.plant.kitchen import KitchenModel
from sim.plant.script import Play
from twin.quality import Quality
from twin.site.model import LayoutKind, Point, Priority

ALL = scenarios()
KITCHEN = [name for name, one in ALL.items() if one.kind is LayoutKind.KITCHEN]

# Columns of the domain's tables: scenario, tag, script time, value.
TABLE = [
    ("R1", "TT-OIL-01", -440, 230), ("R1", "TT-OIL-01", 0, 363), ("R1", "TT-OIL-01", 600, 331),
    ("R1", "TT-HOOD-02", 45, 185), ("R1", "TT-DUCT-01", 60, 85), ("R1", "FD-01", 30, 1),
    ("R1", "FD-01", 60, 0), ("R1", "SUP-ST", 44, 0), ("R1", "SUP-ST", 45, 3),
    ("R1", "XV-GAS", 45, 0), ("R1", "CO-01", 120, 80), ("R1", "CAM-01", 30, 0.95),
    ("R2", "TT-OIL-02", -60, 266), ("R2", "HD-01", 60, 66), ("R2", "CO-01", 90, 150),
    ("R2", "SD-02", 120, 0.15), ("R2", "FAN-A", 120, 5), ("R2", "SUP-PT", 0, 0.4),
    ("R3", "TT-DUCT-01", 120, 520), ("R3", "TT-DUCT-03", 600, 700), ("R3", "VT-DUCT", 60, 4),
    ("R3", "FDMP-01", 49, 1), ("R3", "FDMP-01", 50, 0), ("R3", "DP-FLT-01", -60, 310),
    ("R4", "GD-01", 197, 25), ("R4", "GD-03", 400, 19), ("R4", "FT-GAS", 204, 11.4),
    ("R4", "FT-GAS", 205, 0), ("R4", "XV-GAS", 205, 0), ("R4", "GD-01", 1500, 3),
    ("R4b", "GD-01", 800, 100), ("R4b", "XV-GAS", 800, 1),
    ("R5", "GD-LPG-01", 5, 25), ("R5", "GD-LPG-01", 20, 100), ("R5", "GD-01", 90, 4),
    ("R5", "PC-01", 20, 9), ("R5", "CAM-02", 5, 0.7),
    ("R6", "RC-01", -600, 290), ("R6", "TT-CAB-03", -1200, 72), ("R6", "SD-02", 480, 0.5),
    ("R6", "HD-02", 600, 75), ("R6", "CAM-01", 240, 0.7),
    ("R7", "TT-OIL-01", 420, 352), ("R7", "TT-OIL-01", 540, 366), ("R7", "FD-01", 560, 1),
    ("R8", "CO-01", 600, 120), ("R8", "VT-DUCT", 600, 0.3), ("R8", "TRH-01", 1500, 34),
    ("R9", "TT-DUCT-02", 600, 70), ("R9", "TT-DUCT-02", 1500, 140),
    ("R10", "SUP-ST", 0, 1), ("R10", "DP-FLT-01", 0, 320),
]  # fmt: skip


def home_of(name: str) -> tuple[Point, ...]:
    one = ALL[name]
    if one.kind is LayoutKind.PUMP_STATION:
        return layout("pump-station").points
    return layout(one.layouts[0] if one.layouts else "k-m").points


def read(name: str, tag: str, t: float) -> tuple[float, int]:
    points = home_of(name)
    play = Play(ALL[name], points, began=0, speed=1.0)
    row = next(k for k, p in enumerate(points) if p.tag == tag)
    reading = play.reading(row, round((t - ALL[name].begins_s) * S))
    return reading.value, reading.quality


def test_every_script_of_the_domain_is_there() -> None:
    wanted = [f"R{k}" for k in range(1, 11)] + ["R4b"] + [f"F{k}" for k in range(1, 13)]
    assert set(wanted) <= set(ALL)


@pytest.mark.parametrize("name", sorted({row[0] for row in TABLE}))
def test_a_script_hits_its_table(name: str) -> None:
    rows = [row for row in TABLE if row[0] == name]
    missed = [row for row in rows if abs(read(*row[:3])[0] - row[3]) > 1e-9]
    assert missed == []


@pytest.mark.parametrize(
    ("name", "tag", "t", "quality"),
    [
        ("R2", "TT-OIL-02", 90, Quality.BAD_SENSOR_FAILURE),
        ("R2", "CO-01", 180, Quality.UNCERTAIN_SUBNORMAL),
        ("R2", "CAM-01", 180, Quality.BAD_NO_COMMUNICATION),
        ("R6", "RC-01", 60, Quality.BAD_SENSOR_FAILURE),
        ("R9", "FD-01", 10, Quality.BAD_OUT_OF_SERVICE),
        ("R5b", "GD-01", 90, Quality.BAD_SENSOR_FAILURE),
    ],
)
def test_a_destroyed_sensor_says_so(name: str, tag: str, t: float, quality: Quality) -> None:
    assert read(name, tag, t)[1] == quality


def test_scripts_name_instruments_that_exist_and_values_they_can_show() -> None:
    assert [complaint for name in ALL for complaint in complaints_about(name)] == []


def complaints_about(name: str) -> list[str]:
    points = home_of(name)
    play = Play(ALL[name], points, began=0, speed=1.0)
    found = []
    if not play.parts and ALL[name].kind is LayoutKind.KITCHEN:
        found.append(f"{name} moves nothing")
    for row, part in play.parts.items():
        low, high = points[row].range
        numbers = [v for _, v in part.track.at if not isinstance(v, str)]
        if not all(low <= v <= high for v in numbers):
            found.append(f"{name} {points[row].tag} leaves its range")
        if points[row].is_discrete and not set(numbers) <= set(map(float, points[row].codes)):
            found.append(f"{name} {points[row].tag} shows an unknown code")
    return found


def test_every_expected_alarm_is_one_that_the_layout_configures() -> None:
    wrong = [
        (name, wanted.alarm)
        for name in KITCHEN
        for wanted in ALL[name].expect
        if wanted.alarm and configured(name, wanted.alarm) is not wanted.priority
    ]
    assert wrong == []


def configured(name: str, alarm: str) -> Priority | None:
    """The priority that the scenario's layout gives to an alarm."""
    known = layout(ALL[name].layouts[0] if ALL[name].layouts else "k-m")
    tag, _, kind = alarm.partition("/")
    if kind == "RULE":
        return {rule.id: rule.priority for rule in known.rules}.get(tag)
    point = next(p for p in known.points if p.tag == tag)
    if kind.startswith("STATE"):
        codes = {a.code: a.priority for a in point.alarms}
        return codes.get(int(kind.removeprefix("STATE")))
    limit = getattr(point.limits, kind)
    return limit.priority if limit else None


def test_a_demonstration_begins_where_the_file_says() -> None:
    assert ALL["R1"].begins_s == -20
    model = KitchenModel(layout("k-m"), seed=1, start=NOON)
    model.advance(NOON)
    model.start(ALL["R1"], NOON)
    batch = model.advance(NOON + 20 * S)
    row = next(k for k, p in enumerate(layout("k-m").points) if p.tag == "TT-OIL-01")
    seen = batch.value[(batch.point == row) & (batch.source_time == NOON + 20 * S)]
    assert np.allclose(seen, 363.0)
    assert not math.isnan(seen[0])
