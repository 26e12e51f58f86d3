"""The grid is the building: areas, volumes and walls come out exactly at any cell size."""

import numpy as np
import pytest
from foam_parts import room_case, two_rooms
from msgspec.structs import replace

from sim.cfd.grid import Grid, Kind
from sim.cfd.grid_build import build_grid
from sim.cfd.mesh import Mesh, build_mesh
from sim.cfd.space import FIRST_ROOM, OUTER, edges
from sim.errors import CaseError
from sim.fire.case import OUTSIDE, Case, Fan, Hatch, Hood, Obstacle, Opening


def made(case: Case, cell: float = 0.3, **more: bool) -> tuple[Grid, Mesh]:
    grid = build_grid(case, cell=cell, margin=0.8, **more)
    return grid, build_mesh(grid)


def face_areas(mesh: Mesh) -> np.ndarray:
    """Area vectors (f, 3) by the corners' order."""
    p = mesh.points[mesh.faces]
    return np.cross(p[:, 1] - p[:, 0], p[:, 2] - p[:, 1])


def patch_area(grid: Grid, mesh: Mesh, ref: str) -> float:
    return sum(mesh.patch_area[n] for n, patch in enumerate(grid.patches) if patch.ref == ref)


@pytest.mark.parametrize("cell", [0.1, 0.2, 0.37, 0.5])
def test_a_door_keeps_its_area_at_any_cell_size(cell: float) -> None:
    _, mesh = made(room_case(), cell)
    faces, sign = mesh.gap_faces[0]
    through = face_areas(mesh)[faces]
    assert np.abs(through).sum() == pytest.approx(0.74 * 1.83, rel=1e-9)
    assert (through[:, 1] * sign < 0).all()  # out of the room is towards -y


@pytest.mark.parametrize("cell", [0.2, 0.45])
def test_the_volume_is_that_of_the_room_and_the_air_before_it(cell: float) -> None:
    grid, _ = made(room_case(), cell)
    dx, dy, dz = (np.diff(line) for line in grid.lines)
    volume = dx[:, None, None] * dy[None, :, None] * dz[None, None, :]
    assert volume[grid.region == FIRST_ROOM].sum() == pytest.approx(2.8 * 2.8 * 2.13)
    outside = (0.74 + 1.6) * 0.8 * (1.83 + 0.8)
    assert volume[grid.region == OUTER].sum() == pytest.approx(outside)


@pytest.mark.parametrize("case", [room_case(), two_rooms(), two_rooms(wall=0.2)], ids=str)
def test_every_cell_is_closed_and_faces_are_in_order(case: Case) -> None:
    _, mesh = made(case)
    area, inner = face_areas(mesh), mesh.neighbour.size
    total = np.zeros((int(mesh.number.max()) + 1, 3))
    np.add.at(total, mesh.owner, area)
    np.add.at(total, mesh.neighbour, -area[:inner])
    assert np.abs(total).max() < 1e-9
    assert (mesh.owner[:inner] < mesh.neighbour).all()
    order = mesh.owner[:inner].astype(np.int64) * (total.shape[0] + 1) + mesh.neighbour
    assert (np.diff(order) > 0).all()


@pytest.mark.parametrize("wall", [0.0, 0.2])
def test_two_rooms_meet_in_their_door_only(wall: float) -> None:
    grid, mesh = made(two_rooms(wall=wall))
    faces, _ = mesh.gap_faces[1]
    assert np.abs(face_areas(mesh)[faces]).sum() == pytest.approx(0.74 * 2.0)
    low, high = (
        grid.region[:, :-1, :][grid.is_open[1][:, 1:-1, :]],
        grid.region[:, 1:, :][grid.is_open[1][:, 1:-1, :]],
    )
    pairs = set(zip(low.tolist(), high.tolist(), strict=True))
    direct = (FIRST_ROOM, FIRST_ROOM + 1)
    assert (direct in pairs) == (wall == 0.0)


def test_an_obstacle_is_solid_and_a_shelf_thinner_than_the_cells_is_told() -> None:
    block = Obstacle("block", (0.5, 0.5, 0.0), (0.8, 0.8, 0.9))
    shelf = Obstacle("shelf", (0.5, 2.0, 1.0), (0.8, 0.5, 0.02))
    plain, _ = made(room_case())
    grid, _ = made(replace(room_case(), obstacles=(block, shelf)))
    dx, dy, dz = (np.diff(line) for line in grid.lines)
    volume = dx[:, None, None] * dy[None, :, None] * dz[None, None, :]
    gas = volume[grid.region == FIRST_ROOM].sum()
    assert 2.8 * 2.8 * 2.13 - gas == pytest.approx(0.8 * 0.8 * 0.9, rel=0.35)
    assert not plain.notes
    assert "shelf" in grid.notes[0]


def test_a_hood_draws_through_the_area_of_its_canopy() -> None:
    hood = Hood(id="hood", compartment="room", at=(0.4, 0.4, 1.5), size=(1.0, 1.0, 0.4), flow=0.5)
    grid, mesh = made(replace(room_case(), hoods=(hood,)))
    assert patch_area(grid, mesh, "hood") == pytest.approx(1.0, rel=0.3)
    part = [patch for patch in grid.patches if patch.ref == "hood"]
    assert [patch.kind for patch in part] == [Kind.EXHAUST]


def test_a_fan_between_rooms_has_a_grille_in_each() -> None:
    fan = Fan(id="fan", of="room", to="behind", flow=0.2, of_height=1.9, to_height=0.3, area=0.2)
    grid, mesh = made(replace(two_rooms(), fans=(fan,)))
    kinds = {patch.kind for patch in grid.patches if patch.ref == "fan"}
    assert kinds == {Kind.EXHAUST, Kind.SUPPLY}
    assert patch_area(grid, mesh, "fan") == pytest.approx(0.4, rel=0.6)


def test_a_hatch_in_the_ceiling_leads_out() -> None:
    hatch = Hatch(id="hatch", upper=OUTSIDE, lower="room", area=0.74**2)
    grid, mesh = made(replace(room_case(), hatches=(hatch,)))
    faces, sign = mesh.gap_faces[1]
    through = face_areas(mesh)[faces]
    assert np.abs(through).sum() == pytest.approx(0.74**2)
    assert (through[:, 2] * sign > 0).all()
    assert grid.z[-1] == pytest.approx(2.13 + 0.8)


def test_a_half_open_door_is_half_as_wide() -> None:
    door = replace(room_case().openings[0], open=((0.0, 0.5),))
    _, mesh = made(replace(room_case(), openings=(door,)))
    faces, _ = mesh.gap_faces[0]
    assert np.abs(face_areas(mesh)[faces]).sum() == pytest.approx(0.37 * 1.83)


def test_an_opening_told_from_outside_counts_its_flow_the_other_way() -> None:
    door = replace(room_case().openings[0], of=OUTSIDE, to="room")
    _, mesh = made(replace(room_case(), openings=(door,)))
    _, ours = made(room_case())
    assert (mesh.gap_faces[0][1] == -ours.gap_faces[0][1]).all()


def test_a_room_that_is_shut_off_is_left_out_and_told() -> None:
    case = two_rooms()
    between = replace(case.openings[1], open=((0.0, 0.0),))
    grid, _ = made(replace(case, openings=(case.openings[0], between)))
    assert not (grid.region == FIRST_ROOM + 1).any()
    assert "behind" in grid.notes[0]


def changed_door(**fields: object) -> Case:
    case = room_case()
    return replace(case, openings=(replace(case.openings[0], **fields),))


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (changed_door(at=(2.5, 0.0)), "reaches from"),
        (changed_door(at=(1.0, 1.4)), "nearest wall"),
        (changed_door(height=2.5), "reaches from"),
        (changed_door(open=((0.0, 1.0), (10.0, 0.0))), "changes during the run"),
        (replace(room_case(), openings=()), "no open way"),
        (
            replace(
                two_rooms(),
                compartments=(
                    room_case().compartments[0],
                    replace(two_rooms().compartments[1], at=(1.0, 1.0, 0.0)),
                ),
            ),
            "inside",
        ),
        (two_rooms(wall=36.0), "36.0 m apart"),
        (
            replace(
                two_rooms(),
                compartments=(
                    room_case().compartments[0],
                    replace(two_rooms().compartments[1], at=(9.0, 9.0, 0.0)),
                ),
            ),
            "not behind one wall",
        ),
        (
            replace(
                room_case(),
                compartments=(
                    *room_case().compartments,
                    replace(room_case().compartments[0], id="attic", at=(0.0, 0.0, 9.0)),
                ),
                hatches=(Hatch(id="stair", upper="attic", lower="room", area=1.0),),
            ),
            "6.9 m apart",
        ),
    ],
    ids=[
        "beyond",
        "in the room",
        "too high",
        "moving",
        "sealed",
        "overlapping",
        "far",
        "diagonal",
        "high",
    ],
)
def test_a_building_that_cannot_be_is_named(case: Case, words: str) -> None:
    with pytest.raises(CaseError, match=words):
        made(case)


@pytest.mark.parametrize("cell", [1.2, 50.0])
def test_cells_that_hold_no_two_layers_are_refused(cell: float) -> None:
    with pytest.raises(CaseError, match="larger than half of 'room'") as raised:
        build_grid(room_case(), cell=cell)
    assert "at most 1.06 m" in raised.value.remedy
    build_grid(room_case(), cell=1.06)


def test_an_opening_without_a_place_takes_a_wall_that_leads_out() -> None:
    case = two_rooms()
    free = Opening(id="window", of="behind", bottom=1.0, height=0.8, width=1.0)
    grid, _ = made(replace(case, openings=(*case.openings, free)))
    gap = next(gap for gap in grid.gaps if gap.id == "window")
    assert (gap.axis, gap.direction) != (1, -1)  # the first room is there
    assert gap.to == OUTER


def test_a_door_moved_to_a_near_line_is_told() -> None:
    case = room_case()
    other = Opening(id="wide", of="room", height=1.83, width=0.8, at=(1.0, 2.8))
    grid, _ = made(replace(case, openings=(*case.openings, other)))
    assert [note for note in grid.notes if "wide" in note or "door" in note]


def test_lines_run_through_hard_planes_and_keep_about_the_cell_size() -> None:
    lines = edges([0.0, 3.0, 1.03, 1.77], [1.4], 0.2)
    assert {0.0, 1.03, 1.4, 1.77, 3.0} <= set(np.round(lines, 9).tolist())
    assert (np.diff(lines) > 0.1).all()
    assert (np.diff(lines) < 0.31).all()
