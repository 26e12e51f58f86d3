"""The packaged layouts say what the domain's point table says."""

from collections import Counter

import pytest

from app.library import layouts
from twin.alarm.table import limits_of
from twin.site.endpoints import scheme_of
from twin.site.model import AssetKind, Layout, Priority
from twin.units import UNITS

KITCHENS = ("k-m", "k-m-lpg", "k-s")
TABLE_1_2 = [
    "GD-01",
    "GD-02",
    "GD-03",
    "CO-01",
    "CO-02",
    "PT-GAS",
    "FT-GAS",
    "XV-GAS",
    "TT-OIL-01",
    "TT-OIL-02",
    "TT-OIL-03",
    "TT-HOOD-01",
    "TT-HOOD-02",
    "TT-HOOD-03",
    "TT-HOOD-04",
    "TT-DUCT-01",
    "TT-DUCT-02",
    "TT-DUCT-03",
    "VT-DUCT",
    "DP-FLT-01",
    "DP-FLT-02",
    "HD-01",
    "HD-02",
    "SD-01",
    "SD-02",
    "SD-03",
    "FD-01",
    "FD-02",
    "CAM-01",
    "CAM-02",
    "CAM-03",
    "CAM-04",
    "SUP-PT",
    "SUP-ST",
    "SUP-PULL",
    "MCP-01",
    "MCP-02",
    "FAN-ST",
    "FAN-A",
    "FAN-VIB",
    "MUA-ST",
    "FDMP-01",
    "FDMP-02",
    "DOOR-01",
    "DOOR-02",
    "RC-01",
    "RC-02",
    "TT-CAB-01",
    "TT-CAB-02",
    "TT-CAB-03",
    "TT-CAB-04",
    "TRH-01",
    "TRH-02",
    "PC-01",
]


@pytest.mark.parametrize(
    ("name", "points"), [("k-m", 54), ("k-m-lpg", 54), ("k-s", 34), ("pump-station", 8)]
)
def test_a_layout_has_its_points(name: str, points: int) -> None:
    assert len(layouts()[name].points) == points


def test_the_medium_kitchen_has_the_tags_of_the_table() -> None:
    assert sorted(_tags(layouts()["k-m"])) == sorted(TABLE_1_2)


def test_the_small_kitchen_has_what_its_scenario_plays() -> None:
    played = {"TT-OIL-02", "TT-HOOD-01", "HD-01", "CO-01", "SD-02", "CAM-01", "FAN-A", "SUP-ST"}
    assert played | {"SUP-PT", "PC-01"} <= _tags(layouts()["k-s"])


def test_three_kitchens_speak_147_points_over_real_protocols() -> None:
    kitchens = [layouts()[name] for name in ("k-m", "k-m", "k-m-lpg")]
    spoken = [p for k in kitchens for p in k.points if scheme_of(p.source) is not None]
    assert len(spoken) >= 147


def test_every_protocol_is_spoken_by_every_kitchen() -> None:
    for name in KITCHENS:
        schemes = Counter(scheme_of(p.source) for p in layouts()[name].points)
        assert min(schemes["opc.tcp"], schemes["modbus+tcp"], schemes["mqtt"]) >= 5


def test_a_modbus_register_belongs_to_one_point() -> None:
    for layout in layouts().values():
        taken = Counter(
            (s.connection, s.unit, s.table, register)  # type: ignore[union-attr]
            for s in (p.source for p in layout.points)
            if scheme_of(s) == "modbus+tcp"
            for register in range(s.register, s.register + _words(s.type))  # type: ignore[union-attr]
        )
        assert max(taken.values()) == 1


def test_units_are_ones_that_screens_know() -> None:
    units = {point.unit for name in KITCHENS for point in layouts()[name].points}
    assert units <= set(UNITS)


def test_names_are_said_in_both_languages() -> None:
    for layout in layouts().values():
        for entry in (layout, *layout.zones, *layout.assets, *layout.points, *layout.rules):
            assert any("\u4e00" <= letter <= "\u9fff" for letter in entry.name.zh), entry.name
            assert not any("\u4e00" <= letter <= "\u9fff" for letter in entry.name.en), entry.name


def test_names_of_points_differ_within_a_layout() -> None:
    for layout in layouts().values():
        assert len({p.name.en for p in layout.points}) == len(layout.points)
        assert len({p.name.zh for p in layout.points}) == len(layout.points)


def test_a_camera_alone_never_says_more_than_p2() -> None:
    for name in KITCHENS:
        layout = layouts()[name]
        cameras = [p for p in layout.points if p.tag.startswith("CAM-")]
        own = [limit.priority for p in cameras for _, limit in limits_of(p.limits)]
        assert own
        assert set(own) <= {Priority.P2, Priority.P3}
        for rule in layout.rules:
            kinds = rule.groups or tuple(str(k) for k in range(len(rule.of)))
            seen = {k for k, part in zip(kinds, rule.of, strict=True) if part.point[:3] == "CAM"}
            assert len(seen) < rule.at_least


def test_a_rate_of_rise_alone_never_says_more_than_p2() -> None:
    for layout in layouts().values():
        rates = [p.limits.rate for p in layout.points if p.limits.rate is not None]
        assert all(rate.priority in (Priority.P2, Priority.P3) for rate in rates)


def test_p0_is_said_by_contacts_and_rules_of_the_domain() -> None:
    layout = layouts()["k-m"]
    contacts = {p.tag for p in layout.points for a in p.alarms if a.priority is Priority.P0}
    rules = {rule.id for rule in layout.rules if rule.priority is Priority.P0}
    assert contacts == {"SUP-ST", "SUP-PULL", "MCP-01", "MCP-02"}
    assert rules == {
        *("FIRE-2FLAME", "FIRE-HEAT-FLAME", "FIRE-2OF4", "FIRE-STORE", "OIL-300", "GAS-50"),
        *("DUCT-150", "DUCT-BURNERS-OFF", "DUCT-RISE"),
    }
    assert any(rule.id == "LPG-RELEASE" for rule in layouts()["k-m-lpg"].rules)


def test_the_line_stands_under_its_hood_and_in_its_room() -> None:
    under = (AssetKind.WOK, AssetKind.FRYER, AssetKind.GRIDDLE)
    for name in KITCHENS:
        layout = layouts()[name]
        hood = next(asset for asset in layout.assets if asset.id == "HOOD-01").box
        for asset in layout.assets:
            low = asset.box.at
            high = tuple(a + s for a, s in zip(low, asset.box.size, strict=True))
            inside = all(a >= -0.01 for a in low) and all(
                h <= s + 0.01 for h, s in zip(high[:2], layout.size[:2], strict=True)
            )
            assert inside, asset.id
            if asset.kind in under:
                assert hood.at[0] <= low[0], asset.id
                assert high[0] <= hood.at[0] + hood.size[0], asset.id
                assert hood.at[2] >= 1.9


def test_no_two_appliances_stand_in_one_another() -> None:
    floor = [
        "wok",
        "fryer",
        "griddle",
        "steamer",
        "oven",
        "table",
        "fridge",
        "sink",
        "shelf",
        "cabinet",
        "tank",
        "pump",
        "motor",
    ]
    for layout in layouts().values():
        standing = [a for a in layout.assets if a.kind in floor]
        for k, one in enumerate(standing):
            for other in standing[k + 1 :]:
                assert not _overlap(one.box.at, one.box.size, other.box.at, other.box.size), (
                    f"{layout.id}: {one.id} {other.id}"
                )


def _overlap(at: tuple, size: tuple, other_at: tuple, other_size: tuple) -> bool:  # type: ignore[type-arg]
    sides = zip(at, size, other_at, other_size, strict=True)
    return all(a < b + t and b < a + s for a, s, b, t in sides)


def _words(kind: str) -> int:
    return 2 if kind.endswith("32") else 1


def _tags(layout: Layout) -> set[str]:
    return {point.tag for point in layout.points}
