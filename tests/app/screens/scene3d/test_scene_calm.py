"""What runs and blinks costs the window's thread nearly nothing, and labels keep still."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as altered
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QApplication
from scenes import fleet, kitchen_state, nation_state, picture

from app.screens.scene3d.camera import Camera, axes
from app.screens.scene3d.kitchen_view import KitchenView
from app.screens.scene3d.labels import Wish, _hits, place
from app.screens.scene3d.nation_view import NationView
from app.screens.scene3d.pace import Pace
from app.screens.scene3d.renderer import Frame, FrameRequest
from app.screens.scene3d.states import NationState
from app.screens.scene3d.tags import Tag, TagBoard

BOUNDS = (0.0, 0.0, 800.0, 500.0)
CAMERA = Camera((0.0, -5.0, 3.0), (0.0, 0.0, 0.0))
coordinate = st.floats(-50, 50)


def test_a_new_value_or_a_blink_places_and_paints_nothing_anew(kitchen: KitchenView) -> None:
    state = replace(kitchen_state(0, 1, 2), unacknowledged=np.ones(3, np.bool_))
    kitchen.set_state(state)
    picture(kitchen)
    before = (kitchen._board.placements, kitchen._sheet.paintings)
    for value in (181.0, 182.0, 99.0):
        kitchen.set_state(replace(state, values=np.array([value, 61.0, 3.0])))
        kitchen._blink()
        picture(kitchen)
    assert (kitchen._board.placements, kitchen._sheet.paintings) == before


def test_a_new_alarm_is_marked_and_named_at_once(kitchen: KitchenView) -> None:
    kitchen.set_state(kitchen_state())
    picture(kitchen)
    before = (kitchen._board.placements, kitchen._sheet.paintings)
    kitchen.set_state(kitchen_state(-1, -1, 0))
    kitchen.grab()
    assert kitchen._board.placements > before[0]
    assert kitchen._sheet.paintings > before[1]


def test_a_severity_that_creeps_asks_for_no_picture(nation: NationView) -> None:
    nation.set_state(nation_state(SH=(0, 0.90)))
    picture(nation)
    placements = nation._board.placements
    nation.set_state(nation_state(SH=(0, 0.905)))
    assert nation.is_settled
    nation.grab()
    assert nation._board.placements == placements


def test_a_severity_that_grows_gets_its_picture(nation: NationView) -> None:
    nation.set_state(nation_state(SH=(0, 0.5)))
    picture(nation)
    nation.set_state(nation_state(SH=(0, 0.9)))
    assert not nation.is_settled
    picture(nation)
    assert nation._now is not None
    assert nation._now.severity.max() == pytest.approx(0.9)


def test_labels_keep_their_sides_when_anchors_move_a_little() -> None:
    rng = np.random.default_rng(3)
    anchors = rng.uniform((150, 100), (650, 400), (12, 2))
    wishes = [Wish((x, y), (110.0, 22.0)) for x, y in anchors]
    first = place(wishes, BOUNDS)
    for _ in range(10):
        anchors += rng.uniform(-1.5, 1.5, anchors.shape)
        before = [-1 if p is None else p.choice for p in first]
        wishes = [Wish((x, y), (110.0, 22.0), b) for (x, y), b in zip(anchors, before, strict=True)]
        second = place(wishes, BOUNDS)
        stayed = sum(p is not None and p.choice == b for p, b in zip(second, before, strict=True))
        assert stayed >= 11
        first = second


def test_a_shorter_figure_leaves_its_label_as_wide_as_it_was(qapp: QApplication) -> None:
    board, metrics = TagBoard(), QFontMetricsF(QFont())
    bounds = QRectF(0, 0, 800, 500)

    def width(body: str) -> float:
        tag = Tag(row=1, anchor=(400.0, 250.0), head="TT-01", body=body)
        around, none = "", np.zeros((0, 4))
        ((_, spot),) = board.place([tag], metrics, bounds, around=around, obstacles=lambda: none)
        return spot.width

    wide = width("1000.0")
    assert width("999.9") == wide
    assert width("9") == wide
    assert width("1000000000.0") > wide
    assert board.placements == 2


@given(st.tuples(*[coordinate] * 4), st.tuples(*[coordinate] * 4))
def test_a_line_hits_a_rectangle_that_holds_one_of_its_points(
    line: tuple[float, ...], box: tuple[float, ...]
) -> None:
    x0, x1 = sorted((box[0], box[2]))
    y0, y1 = sorted((box[1], box[3]))
    share = np.linspace(0.07, 0.93, 200)
    x, y = line[0] + share * (line[2] - line[0]), line[1] + share * (line[3] - line[1])
    edge = 1e-6  # rounding
    inside = (x > x0 + edge) & (x < x1 - edge) & (y > y0 + edge) & (y < y1 - edge)
    hit = _hits(np.array([line]), np.array([(x0, y0, x1, y1)]))[0, 0]
    assert hit or not inside.any()


def test_a_line_passes_beside_a_rectangle_in_its_bounding_box() -> None:
    assert not _hits(np.array([[0.0, 0, 10, 10]]), np.array([[6.0, 0, 10, 3]])).any()


def test_axes_are_kept_and_cannot_be_changed() -> None:
    assert axes(CAMERA) is axes(Camera(CAMERA.position, CAMERA.focal))
    with pytest.raises(ValueError, match="read-only"):
        axes(CAMERA)[0][0] = 1.0


@pytest.mark.parametrize(("took_s", "rest_ms"), [(0.01, 300), (0.2, 1000), (0.5, 1500)])
def test_heat_alone_is_drawn_rarely_where_drawing_is_dear(
    kitchen: KitchenView, took_s: float, rest_ms: int
) -> None:
    scene = kitchen._scene()
    assert scene is not None
    pace = Pace()
    pace.learn(Frame(FrameRequest(1, (640, 420), 1.0, CAMERA, scene), None, None, took_s))
    assert pace.rest_ms == rest_ms


def test_in_a_flood_the_worst_sites_still_have_their_names(nation: NationView) -> None:
    few, rng = fleet(), np.random.default_rng(5)
    lon, lat = rng.uniform(100, 120, 300), rng.uniform(25, 40, 300)
    places = zip(lon.tolist(), lat.tolist(), strict=True)
    sites = [altered(few.sites[0], id=f"S{k}", lon=x, lat=y) for k, (x, y) in enumerate(places)]
    nation.set_fleet(altered(few, sites=tuple(sites)))
    yes = np.ones(300, np.bool_)
    worst = np.arange(300, dtype=np.int64) % 4
    nation.set_state(NationState(worst.astype(np.int8), np.full(300, 0.5), yes, yes))
    picture(nation)
    assert len(nation._board._choices) >= 6
