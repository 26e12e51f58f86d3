"""Projection, camera, labels, meshes and colours: no window needed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenes import kitchen_state

from app.library import map_path
from app.screens.scene3d.camera import (
    Camera,
    Margins,
    between,
    distance_of,
    fitted,
    orbited,
    panned,
    project,
    zoomed,
)
from app.screens.scene3d.errors import SceneError
from app.screens.scene3d.fill import signed_area, triangles_in
from app.screens.scene3d.forms import FORMS, form_of
from app.screens.scene3d.heat import heat_pixels, inferno, opacity
from app.screens.scene3d.labels import Wish, place
from app.screens.scene3d.map import CHINA, Albers, spread
from app.screens.scene3d.map_file import read_outlines
from app.screens.scene3d.mesh import box, cylinder
from app.screens.scene3d.palette import NIGHT, palette_of, parse_colour
from app.screens.scene3d.states import is_same
from twin.site.model import Asset, AssetKind, Box, Name

CAMERA = Camera((3.0, -7.0, 8.0), (3.0, 2.0, 0.8), 24.0)


def test_albers_gives_snyders_numeric_example() -> None:
    # Snyder 1987, p. 291: R = 1, parallels 29.5 and 45.5 N, origin 23 N 96 W; 35 N 75 W.
    usa = Albers(south=29.5, north=45.5, centre=-96.0, origin=23.0)
    x, y = usa.project([-75.0], [35.0])[0] / 6371.0088
    assert x == pytest.approx(0.2952720, abs=1e-7)  # the digits that are printed
    assert y == pytest.approx(0.2416774, abs=1e-7)


def test_albers_keeps_areas_equal() -> None:
    def area(lon: float, lat: float) -> float:
        ring = np.array([(lon, lat), (lon + 0.1, lat), (lon + 0.1, lat + 0.1), (lon, lat + 0.1)])
        return signed_area(CHINA.project(ring[:, 0], ring[:, 1])) / np.cos(np.radians(lat + 0.05))

    areas = [area(lon, lat) for lon, lat in ((75, 40), (105, 20), (130, 50), (121, 31))]
    assert np.ptp(areas) / np.mean(areas) < 1e-3  # a cell of 0.1 degrees is not quite flat


def test_spread_parts_twins_and_leaves_lonely_ones() -> None:
    places = np.array([(0.0, 0.0), (0.0, 0.0), (0.0, 0.0), (900.0, 0.0)])
    moved = spread(places, 20.0)
    gaps = [np.linalg.norm(moved[i] - moved[j]) for i in range(3) for j in range(i)]
    assert min(gaps) > 15
    assert np.linalg.norm(moved[3] - places[3]) < 2


def test_the_focal_point_is_the_middle_of_the_picture() -> None:
    x, y, depth = project(CAMERA, [CAMERA.focal], (800, 600))[0]
    assert (x, y) == pytest.approx((400, 300))
    assert depth == pytest.approx(distance_of(CAMERA))


def test_what_is_right_and_high_is_drawn_right_and_high() -> None:
    x, y, z = CAMERA.focal
    right, high = project(CAMERA, [(x + 1, y, z), (x, y, z + 1)], (800, 600))
    assert right[0] > 400
    assert high[1] < 300


def test_what_is_behind_the_camera_has_no_depth() -> None:
    behind = np.array(CAMERA.position) * 2 - CAMERA.focal
    assert project(CAMERA, [behind], (800, 600))[0, 2] < 0


@pytest.mark.parametrize("size", [(1366, 768), (500, 900), (3840, 2160), (900, 300)])
def test_a_fitted_camera_fills_the_free_rectangle(size: tuple[int, int]) -> None:
    corners = np.array([(x, y, z) for x in (0, 12) for y in (0, 7) for z in (0, 3)], np.float64)
    spots = project(fitted(CAMERA, corners, size, Margins()), corners, size)[:, :2] / size
    assert spots.min() > 0.055
    assert spots.max() < 0.945
    assert np.ptp(spots, axis=0).max() == pytest.approx(0.88, abs=0.01)


@given(st.floats(-720, 720), st.floats(-180, 180))
def test_turning_keeps_distance_and_never_tips_over(azimuth: float, elevation: float) -> None:
    turned = orbited(CAMERA, azimuth, elevation)
    assert distance_of(turned) == pytest.approx(distance_of(CAMERA))
    assert turned.position[2] > turned.focal[2]


def test_zoom_stays_between_its_ends() -> None:
    assert distance_of(zoomed(CAMERA, 0.01, 4.0, 20.0)) == pytest.approx(4.0)
    assert distance_of(zoomed(CAMERA, 100.0, 4.0, 20.0)) == pytest.approx(20.0)


def test_a_drag_moves_the_ground_with_the_hand() -> None:
    ground = (3.0, 2.0, 0.8)
    moved = panned(CAMERA, 40.0, 0.0, (800, 600))
    assert project(moved, [ground], (800, 600))[0, 0] == pytest.approx(440, abs=0.5)


def test_a_flight_begins_and_ends_where_it_should() -> None:
    end = orbited(zoomed(CAMERA, 0.5, 1, 50), 170, 20)
    assert between(CAMERA, end, 0.0).position == pytest.approx(CAMERA.position)
    assert between(CAMERA, end, 1.0) == end
    early, late = (between(CAMERA, end, s).position for s in (0.1, 0.9))
    first = np.linalg.norm(np.subtract(early, CAMERA.position))
    last = np.linalg.norm(np.subtract(end.position, late))
    assert first > last  # it slows down


wishes = st.lists(
    st.builds(
        Wish,
        st.tuples(st.floats(0, 800), st.floats(0, 500)),
        st.tuples(st.floats(20, 220), st.floats(12, 40)),
    ),
    max_size=24,
)


@given(wishes, wishes)
@settings(max_examples=60, deadline=None)
def test_labels_never_overlap_nor_leave_the_picture(some: list[Wish], marks: list[Wish]) -> None:
    blocked = np.array([(*m.anchor, m.anchor[0] + 9, m.anchor[1] + 9) for m in marks]).reshape(
        -1, 4
    )
    placed = place(some, (0, 0, 800, 500), obstacles=blocked)
    boxes = [(p.x, p.y, p.x + p.width, p.y + p.height) for p in placed if p is not None]
    for k, (x0, y0, x1, y1) in enumerate(boxes):
        assert x0 >= 0
        assert y0 >= 0
        assert x1 <= 800
        assert y1 <= 500
        for a0, b0, a1, b1 in [*boxes[:k], *blocked]:
            assert x1 <= a0 or a1 <= x0 or y1 <= b0 or b1 <= y0


def test_a_lonely_label_stands_beside_its_anchor() -> None:
    (spot,) = place([Wish((400, 250), (100, 20))], (0, 0, 800, 500))
    assert spot is not None
    assert np.hypot(spot.leader[0] - 400, spot.leader[1] - 250) < 20


def test_labels_keep_off_what_people_look_at_when_they_can() -> None:
    sight = np.array([(380.0, 150.0, 600.0, 300.0)])
    (spot,) = place([Wish((390, 250), (100, 20))], (0, 0, 800, 500), sights=sight)
    assert spot is not None
    assert spot.x + spot.width <= 380 or spot.y >= 300 or spot.y + spot.height <= 150


@given(st.lists(st.floats(0.2, 1.0), min_size=3, max_size=60))
def test_triangles_fill_a_ring_exactly(radii: list[float]) -> None:
    turn = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
    ring = np.column_stack([np.cos(turn), np.sin(turn)]) * np.array(radii)[:, None]
    corners = ring[triangles_in(ring)]
    total = sum(abs(signed_area(c)) for c in corners)
    assert total == pytest.approx(abs(signed_area(ring)), rel=1e-9)


def test_the_packaged_map_is_filled_once_and_whole() -> None:
    outlines = read_outlines(map_path())
    points = outlines.land.points[:, :2].astype(np.float64)
    filled = sum(abs(signed_area(points[c])) for c in outlines.filled.land)
    rings = zip(outlines.land.firsts[:-1], outlines.land.firsts[1:], strict=True)
    land = sum(abs(signed_area(points[a:b])) for a, b in rings)
    assert filled == pytest.approx(land, rel=0.01)  # enclosed seas are counted in `land`


def test_a_broken_map_is_refused_with_a_remedy(tmp_path: object) -> None:
    path = map_path().with_name("nowhere.json")
    with pytest.raises(SceneError, match="cannot be read"):
        read_outlines(path)


def test_a_box_is_closed_and_turns_outwards() -> None:
    mesh = box((0, 0, 0), (2, 3, 4))
    a, b, c = (mesh.points[mesh.corners[:, k]] for k in range(3))
    volume = np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6
    assert volume == pytest.approx(24)
    assert len(mesh.edges) == 12


def test_a_cylinder_has_nearly_its_volume() -> None:
    mesh = cylinder((0, 0, 0), (0, 0, 2), 0.5, sides=64)
    a, b, c = (mesh.points[mesh.corners[:, k]] for k in range(3))
    volume = np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6
    assert volume == pytest.approx(np.pi * 0.25 * 2, rel=0.01)  # 64 sides for a circle


@pytest.mark.parametrize("kind", list(AssetKind))
@pytest.mark.parametrize("size", [(1.2, 0.8, 0.9), (0.05, 2.0, 0.05), (0.3, 0.3, 2.4)])
def test_every_kind_has_a_form_near_its_box(
    kind: AssetKind, size: tuple[float, float, float]
) -> None:
    at = (1.0, 1.0, 0.2)
    form = form_of(Asset("A", kind, "z", Name("", ""), Box(at, size)), (6, 4, 3))
    points = np.concatenate([form.solid.points, form.ghost.points, form.solid.edges.reshape(-1, 3)])
    assert np.isfinite(points).all()
    assert len(points) > 0
    assert (points >= np.array(at) - 0.4).all()
    assert (points <= np.array(at) + size + 0.6).all()


def test_all_kinds_are_known() -> None:
    assert set(FORMS) | {AssetKind.DOOR, AssetKind.CAMERA} == set(AssetKind)


def test_no_heat_is_clear_and_full_heat_is_bright() -> None:
    pixels = heat_pixels(np.array([[0.0, 0.0], [1.0, np.nan]], np.float32))
    assert pixels[0, 0, 3] == 0
    assert pixels[-1, 0, 3] > 200
    assert pixels[-1, -1, 3] == 0


def test_inferno_grows_lighter_all_the_way() -> None:
    light = inferno(np.linspace(0, 1, 100)) @ [0.2126, 0.7152, 0.0722]
    assert (np.diff(light) > 0).all()
    assert (np.diff(opacity(np.linspace(0, 1, 100))) >= 0).all()


def test_a_theme_with_missing_tokens_keeps_nights() -> None:
    palette = palette_of({"p0": "#010203", "unknown": "red"})
    assert palette.p0 == (1, 2, 3)
    assert palette.p1 == parse_colour(NIGHT["p1"])


@pytest.mark.parametrize("text", ["red", "#12", "#12345g", "1234567"])
def test_a_colour_in_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"colour|invalid literal"):
        parse_colour(text)


def test_states_compare_by_what_they_show() -> None:
    assert is_same(kitchen_state(), kitchen_state())
    assert not is_same(kitchen_state(), kitchen_state(0, -1, -1))
    heat = np.ones((2, 2), np.float32)
    assert not is_same(kitchen_state(), kitchen_state(heat=heat))
