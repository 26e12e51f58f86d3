"""Drawings as cases: the packaged kitchens, and drawings with something missing."""

import msgspec
import pytest

from app.library import layouts
from sim.errors import CaseError
from sim.fire.case import OUTSIDE
from sim.fire.case_check import check_case
from sim.forecast.floors import rooms_of
from sim.forecast.sensors import Kind
from sim.forecast.site_case import site_case
from twin.site.model import AssetKind, Box

KITCHENS = ("k-m", "k-m-lpg", "k-s")


@pytest.mark.parametrize("name", KITCHENS)
def test_every_kitchen_is_a_case_that_can_burn(name: str) -> None:
    site = site_case(layouts()[name])
    check_case(site.case)
    assert site.case.hoods
    assert {seat.kind for seat in site.seats} & {AssetKind.FRYER, AssetKind.WOK}
    assert all(seat.kind in (AssetKind.DUCT, AssetKind.HOOD) for seat in site.hidden)
    assert {sensor.kind for _, sensor in site.sensors} >= {Kind.HEAD, Kind.HOOD, Kind.SMOKE}


def test_line_and_preparation_are_one_room_behind_the_walls() -> None:
    rooms = {room.id: room for room in rooms_of(layouts()["k-m"])}
    assert set(rooms) == {"line+prep", "store", "plant", "dining", "corridor"}
    assert rooms["line+prep"].area == pytest.approx(9.2 * 7.0)


def test_doors_lead_where_the_drawing_says() -> None:
    openings = {one.id: {one.of, one.to} for one in site_case(layouts()["k-m"]).case.openings}
    assert openings["DOOR-01"] == {"line+prep", "dining"}
    assert openings["DOOR-02"] == {"line+prep", "corridor"}
    assert openings["DOOR-03"] == {"line+prep", "store"}


def test_a_building_goes_on_where_no_wall_is_drawn() -> None:
    drawn = layouts()["k-s"]
    beyond = [one for one in site_case(drawn).case.openings if one.to == OUTSIDE]
    assert {one.of for one in beyond} == {"dining", "corridor"}
    assert all((one.width, one.open) == (1.4, ((0.0, 1.0),)) for one in beyond)
    thick = Box(at=(-2.0, -3.2, 0.0), size=(9.0, 0.2, 2.8))
    around = [
        thick, Box(at=(-2.0, -0.2, 0.0), size=(2.0, 0.2, 2.8)),
        Box(at=(-2.0, 4.0, 0.0), size=(2.0, 0.2, 2.8)),
        Box(at=(-1.6, -3.0, 0.0), size=(0.2, 7.0, 2.8)),
        Box(at=(-0.2, -3.0, 0.0), size=(0.2, 3.0, 2.8)),
        Box(at=(6.0, -3.0, 0.0), size=(0.2, 3.0, 2.8)),
    ]  # fmt: skip
    wall = next(a for a in drawn.assets if a.kind is AssetKind.WALL)
    walls = [msgspec.structs.replace(wall, id=f"W{n}", box=box) for n, box in enumerate(around)]
    closed = msgspec.structs.replace(drawn, assets=(*drawn.assets, *walls))
    assert not [one for one in site_case(closed).case.openings if one.to == OUTSIDE]


def test_a_kitchen_without_a_make_up_unit_has_grilles_that_stay_open() -> None:
    rooms = [site_case(layouts()[name]).case.compartments[0] for name in ("k-s", "k-m")]
    cracks = [3.5e-4 * 2 * sum(one.size[:2]) * one.size[2] for one in rooms]
    holes, none = (one.leak_area - own for one, own in zip(rooms, cracks, strict=True))
    assert holes == pytest.approx(0.85 * 0.305 * 3.6 * 1.1 / 1.9)  # 0.54 m2
    assert none == pytest.approx(0.0)


@pytest.mark.parametrize("gone", ["door", "wall", "hood", "fryer"])
def test_a_drawing_without_some_things_is_a_case_all_the_same(gone: str) -> None:
    whole = layouts()["k-s"]
    kept = tuple(a for a in whole.assets if a.kind != gone)
    site = site_case(msgspec.structs.replace(whole, assets=kept))
    check_case(site.case)
    assert all(room.leak_area > 0 for room in site.case.compartments)


def test_a_drawing_without_hazards_burns_somewhere() -> None:
    site = site_case(msgspec.structs.replace(layouts()["k-s"], assets=()))
    check_case(site.case)
    assert len(site.seats) == 1
    assert all(OUTSIDE not in (one.of, one.to) for one in site.case.openings)


def test_a_drawing_without_a_floor_is_refused() -> None:
    with pytest.raises(CaseError, match="no zone"):
        site_case(msgspec.structs.replace(layouts()["k-s"], zones=()))
