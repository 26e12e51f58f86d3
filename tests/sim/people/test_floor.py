"""The floor of the packaged kitchens: what is free, where it leads, how far it is."""

import msgspec
import numpy as np
import pytest
import shapely
from air_parts import LIMITS

from app.library import layouts
from sim.errors import SimError
from sim.people.floor import FloorPlan, floor_plan
from twin.site.model import AssetKind, Box, Layout

KITCHENS = ("k-m", "k-m-lpg", "k-s")


def plan(name: str) -> FloorPlan:
    return floor_plan(layouts()[name], LIMITS.egress)


def place_of(layout: Layout, name: str) -> tuple[float, float]:
    zone = next(zone for zone in layout.zones if zone.id == name)
    (x, y, _), (dx, dy, _) = zone.box.at, zone.box.size
    return x + dx / 2, y + dy / 2


@pytest.mark.parametrize("name", KITCHENS)
def test_every_kitchen_has_two_ways_out_and_one_floor(name: str) -> None:
    found = plan(name)
    assert [one.id for one in found.exits] == ["DOOR-01", "DOOR-02"]
    assert [one.beyond for one in found.exits] == ["dining", "corridor"]
    assert found.walkable.is_valid
    assert found.walkable.geom_type == "Polygon"


@pytest.mark.parametrize("name", KITCHENS)
def test_nobody_stands_in_an_appliance(name: str) -> None:
    layout, found = layouts()[name], plan(name)
    for asset in layout.assets:
        if asset.kind in {AssetKind.WOK, AssetKind.FRYER, AssetKind.SINK}:
            (x, y, _), (dx, dy, _) = asset.box.at, asset.box.size
            assert not found.walkable.contains(shapely.Point(x + dx / 2, y + dy / 2))


@pytest.mark.parametrize(("name", "zone"), [("k-m", "store"), ("k-m", "plant"), ("k-s", "store")])
def test_side_rooms_are_reached_through_their_doors(name: str, zone: str) -> None:
    found = plan(name)
    way = found.distances.from_place(*place_of(layouts()[name], zone))
    assert np.isfinite(way).all()


def test_distances_are_not_shorter_than_the_straight_line() -> None:
    found = plan("k-m")
    for row, one in enumerate(found.exits):
        straight = [one.target.distance(shapely.Point(*place)) for place in found.distances.place]
        assert (found.distances.to_exit[row] >= np.array(straight) - 0.2).all()  # one cell
        assert (found.distances.to_exit[row] <= 30).all()


def test_a_gap_too_narrow_for_a_person_is_no_way() -> None:
    layout = layouts()["k-s"]
    wall = next(asset for asset in layout.assets if asset.id == "WALL-STORE")
    whole = msgspec.structs.replace(
        wall, id="BLOCK", kind=AssetKind.SHELF, box=Box((4.5, 0.0, 0.0), (1.3, 1.9, 2.0))
    )
    blocked = msgspec.structs.replace(layout, assets=(*layout.assets, whole))
    found = floor_plan(blocked, LIMITS.egress)
    assert not found.walkable.contains(shapely.Point(5.85, 1.0))  # 0.08 m beside the wall


def test_a_layout_without_a_way_out_is_refused_by_name() -> None:
    with pytest.raises(SimError, match="pump-station"):
        plan("pump-station")


def test_an_unknown_exit_is_refused_with_those_that_exist() -> None:
    with pytest.raises(SimError, match="DOOR-01, DOOR-02"):
        plan("k-m").exit("DOOR-09")
