"""The widgets, judged by their pictures and by clicks."""

import time
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from pytestqt.qtbot import QtBot
from scenes import chroma, fleet, has, kitchen_state, nation_state, near, picture, wait

from app.screens.scene3d.kitchen_view import KitchenView
from app.screens.scene3d.nation_view import NationView
from app.screens.scene3d.palette import NIGHT, palette_of, parse_colour
from app.screens.scene3d.renderer import RenderThread
from twin.quality import Quality

QUIET = 40  # the most chroma of the theme's greys, whose process tone has a hint of blue
DAY = {
    **NIGHT,
    "background": "#e4e7ea",
    "surface1": "#eef0f2",
    "surface2": "#d8dce0",
    "text1": "#1b2126",
    "text2": "#47525b",
    "line": "#c3c9ce",
    "line_strong": "#8d979f",
}
P0 = parse_colour(NIGHT["p0"])


def test_a_calm_nation_shows_a_map_and_no_saturated_colour(nation: NationView) -> None:
    pixels = picture(nation)[:-60]  # below stands the legend, which explains the colours
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 20
    assert chroma(pixels).max() <= QUIET


def test_an_alarmed_site_stands_as_a_column_of_its_colour(nation: NationView) -> None:
    nation.set_state(nation_state(SH=(0, 0.9)))
    pixels = picture(nation)
    foot = nation.screen_position("SH-014")
    assert foot is not None
    assert has(near(pixels, foot.x(), foot.y() - 20, 5), P0)
    normal = nation.screen_position("BJ-001")
    assert normal is not None
    assert chroma(near(pixels, normal.x(), normal.y(), 8)).max() <= QUIET


def test_a_worse_site_stands_higher(nation: NationView) -> None:
    nation.set_state(nation_state(SH=(0, 0.9), GZ=(0, 0.2)))
    pixels = picture(nation).astype(int)
    high, low = nation.screen_position("SH-014"), nation.screen_position("GZ-002")
    assert high is not None
    assert low is not None

    def height(x: float) -> int:
        strip = pixels[:, int(x) - 3 : int(x) + 3]
        return int((np.abs(strip - P0).max(axis=-1) <= 6).any(axis=1).sum())

    assert height(high.x()) > 1.5 * height(low.x())


def test_a_lost_site_is_violet(nation: NationView) -> None:
    state = nation_state()
    nation.set_state(replace(state, connected=np.array([False, True, True])))
    spot = nation.screen_position("BJ-001") if picture(nation).any() else None
    assert spot is not None
    found = near(picture(nation), spot.x(), spot.y() - 2, 8)
    assert has(found, palette_of(NIGHT).quality, within=30)


def test_a_click_on_a_site_opens_it(nation: NationView, qtbot: QtBot) -> None:
    picture(nation)
    spot = nation.screen_position("GZ-002")
    assert spot is not None
    with qtbot.waitSignal(nation.siteActivated, timeout=2000) as heard:
        qtbot.mouseClick(nation, Qt.MouseButton.LeftButton, pos=spot.toPoint())
    assert heard.args == ["GZ-002"]


def test_arrows_and_enter_reach_every_site(nation: NationView, qtbot: QtBot) -> None:
    nation.set_state(nation_state(SH=(1, 0.6)))
    picture(nation)
    qtbot.keyClick(nation, Qt.Key.Key_Down)  # begins at the worst
    qtbot.keyClick(nation, Qt.Key.Key_Up)
    with qtbot.waitSignal(nation.siteActivated, timeout=2000) as heard:
        qtbot.keyClick(nation, Qt.Key.Key_Return)
    assert heard.args == ["BJ-001"]


def test_the_same_state_again_asks_for_no_picture(nation: NationView) -> None:
    picture(nation)
    nation.set_state(nation_state())
    assert nation.is_settled


def test_another_theme_changes_the_ground(nation: NationView) -> None:
    night = picture(nation)
    nation.set_theme(DAY)
    day = picture(nation)
    assert night.mean() < 60
    assert day.mean() > 200


def test_a_calm_kitchen_has_no_saturated_colour(kitchen: KitchenView) -> None:
    kitchen.set_state(kitchen_state())
    pixels = picture(kitchen)
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 50
    assert chroma(pixels).max() <= QUIET


def test_an_alarmed_point_carries_its_mark(kitchen: KitchenView) -> None:
    kitchen.set_state(kitchen_state(-1, -1, 0))
    pixels = picture(kitchen)
    spot = kitchen.screen_position(102)
    assert spot is not None
    assert has(near(pixels, spot.x(), spot.y(), 6), palette_of(NIGHT).mark0)


def test_a_bad_value_is_violet_and_not_a_number(kitchen: KitchenView) -> None:
    bad = np.array([Quality.GOOD, Quality.BAD_NOT_CONNECTED, Quality.GOOD], np.uint32)
    kitchen.set_state(replace(kitchen_state(), quality=bad))
    pixels = picture(kitchen)
    spot = kitchen.screen_position(101)
    assert spot is not None
    assert has(near(pixels, spot.x(), spot.y(), 7), palette_of(NIGHT).quality, within=30)


def test_heat_lies_where_the_field_is_hot(kitchen: KitchenView) -> None:
    field = np.zeros((16, 24), np.float32)
    field[2:6, 18:22] = 1.0
    kitchen.set_state(kitchen_state())
    cold = picture(kitchen).astype(int)
    kitchen.set_state(kitchen_state(heat=field, heat_extent=(0.0, 6.0, 0.0, 4.0)))
    warm = picture(kitchen).astype(int)
    changed = np.abs(warm - cold).max(axis=-1)[:-80] > 40
    rows, columns = np.nonzero(changed)
    assert len(rows) > 200
    assert columns.mean() > kitchen.width() / 2


def test_smoke_greys_the_upper_room(kitchen: KitchenView) -> None:
    kitchen.set_state(kitchen_state())
    clear = picture(kitchen).astype(int)
    kitchen.set_state(kitchen_state(smoke_layer=1.5))
    smoky = picture(kitchen)
    assert (np.abs(smoky - clear).max(axis=-1) > 8).mean() > 0.1
    assert chroma(smoky).max() <= QUIET


def test_a_click_on_a_point_names_its_row(kitchen: KitchenView, qtbot: QtBot) -> None:
    kitchen.set_state(kitchen_state())
    picture(kitchen)
    spot = kitchen.screen_position(102)
    assert spot is not None
    with qtbot.waitSignal(kitchen.pointActivated, timeout=2000) as heard:
        qtbot.mouseClick(kitchen, Qt.MouseButton.LeftButton, pos=spot.toPoint())
    assert heard.args == [102]


def test_values_alone_need_no_new_picture(kitchen: KitchenView) -> None:
    kitchen.set_state(kitchen_state())
    picture(kitchen)
    kitchen.set_state(replace(kitchen_state(), values=np.array([1.0, 2.0, 3.0])))
    assert kitchen.is_settled


def test_a_drag_turns_the_kitchen_and_home_brings_it_back(
    kitchen: KitchenView, qtbot: QtBot
) -> None:
    kitchen.set_state(kitchen_state())
    before = picture(kitchen)
    qtbot.mousePress(kitchen, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    qtbot.mouseMove(kitchen, QPoint(360, 210))
    qtbot.mouseMove(kitchen, QPoint(420, 220))
    qtbot.mouseRelease(kitchen, Qt.MouseButton.LeftButton, pos=QPoint(420, 220))
    turned = picture(kitchen)
    assert (turned != before).any(axis=-1).mean() > 0.02
    began = time.monotonic()
    qtbot.keyClick(kitchen, Qt.Key.Key_Home)
    back = picture(kitchen)
    assert time.monotonic() - began > 0.3  # it flew
    assert (back != before).any(axis=-1).mean() < 0.002


def test_a_key_skips_a_flight(kitchen: KitchenView, qtbot: QtBot) -> None:
    kitchen.set_state(kitchen_state())
    picture(kitchen)
    kitchen.fly_to(101)
    qtbot.keyClick(kitchen, Qt.Key.Key_Space)
    picture(kitchen)
    spot = kitchen.screen_position(101)
    assert spot is not None
    assert abs(spot.x() - kitchen.width() / 2) < 2


def test_another_site_of_the_same_layout_keeps_the_scene(kitchen: KitchenView) -> None:
    kitchen.set_state(kitchen_state(0, -1, -1))
    picture(kitchen)
    kitchen.set_site(fleet(), "BJ-001", 0)
    kitchen.set_state(kitchen_state())
    assert chroma(picture(kitchen)).max() <= QUIET


def test_an_unknown_site_is_refused(kitchen: KitchenView) -> None:
    with pytest.raises(KeyError):
        kitchen.set_site(fleet(), "XX-999", 0)


@pytest.mark.expects_log("painted flat")
def test_without_opengl_a_flat_picture_says_why(
    qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    renderer = RenderThread(windows=("vtkXOpenGLRenderWindow",))
    view = KitchenView(renderer)
    view.resize(640, 420)
    view.set_site(fleet(), "SH-014", 0)
    view.set_state(kitchen_state(0, -1, -1))
    view.show()
    pixels = picture(view)
    spot = view.screen_position(0)
    assert spot is not None
    assert has(near(pixels, spot.x(), spot.y(), 6), palette_of(NIGHT).mark0)
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 50
    view.dispose()
    renderer.close()
    view.close()


def test_two_views_share_one_thread_that_ends(qapp: object) -> None:
    renderer = RenderThread()
    views = [KitchenView(renderer), KitchenView(renderer)]
    for view in views:
        view.resize(320, 240)
        view.set_site(fleet(), "SH-014", 0)
        view.set_state(kitchen_state())
        view.show()
    wait(lambda: all(view.is_settled for view in views))
    for view in views:
        view.dispose()
        view.close()
    assert renderer.is_running
    renderer.close()
    assert not renderer.is_running


def test_a_view_that_is_deleted_ends_its_thread(qapp: object) -> None:
    view = KitchenView()
    view.set_site(fleet(), "SH-014", 0)
    view.resize(320, 240)
    view.show()
    picture(view)
    renderer = view._renderer
    view.close()
    view.deleteLater()
    QCoreApplication.sendPostedEvents(view, QEvent.Type.DeferredDelete)
    wait(lambda: not renderer.is_running)
