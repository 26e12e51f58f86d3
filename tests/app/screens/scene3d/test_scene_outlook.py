"""A forecast in the scene: dashes, smoke, what is painted over it, and when it is drawn anew."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from scenes import SIZE, fleet, kitchen_state, picture, wait

from app.screens.scene3d.kitchen_view import KitchenView
from app.screens.scene3d.outlook import Outlook, RoomAir, dashed3, outlook_layers
from app.screens.scene3d.palette import NIGHT, palette_of
from app.screens.view_models.isolines import Danger, Isoline

PALETTE = palette_of(NIGHT)
ROOM = RoomAir((((0.0, 0.0, 0.0), (6.0, 4.0, 3.0)),), 1.2, 1.6, 2.0, 0.8)
RING = tuple((3 + np.cos(t), 2 + np.sin(t)) for t in np.linspace(0, 2 * np.pi, 40))
LINE = Isoline(Danger.HOT, 60.0, (RING,))
FAR = Isoline(Danger.BLIND, 10.0)  # not reached: a word in the legend


def test_dashes_cover_their_share_of_a_line() -> None:
    pieces = dashed3([(0, 0, 0), (10, 0, 0)], 0.3, 0.2)
    drawn = np.linalg.norm(pieces[:, 1] - pieces[:, 0], axis=1).sum()
    assert drawn == pytest.approx(6.0, abs=0.01)
    assert dashed3([(1, 1, 1)], 0.3, 0.2).shape == (0, 2, 3)
    assert dashed3([(1, 1, 1), (1, 1, 1)], 0.3, 0.2).shape == (0, 2, 3)


def test_dashes_follow_corners() -> None:
    pieces = dashed3([(0, 0, 0), (1, 0, 0), (1, 1, 0)], 10.0, 1.0)
    assert pieces.reshape(-1, 3)[1].tolist() == [1, 0, 0]


def test_smoke_fills_from_its_median_to_the_ceiling_and_darkens() -> None:
    smoke, rims = outlook_layers(Outlook(0.0, rooms=(ROOM,)), PALETTE)
    assert smoke.points[:, 2].min() == pytest.approx(1.6)
    assert smoke.points[:, 2].max() == pytest.approx(3.0, abs=0.05)
    assert {round(float(z), 2) for z in np.unique(rims.points[:, 2])} == {1.2, 1.6, 2.0}
    light = RoomAir(ROOM.boxes, 1.2, 1.6, 2.0, 0.1)
    paler, _ = outlook_layers(Outlook(0.0, rooms=(light,)), PALETTE)
    assert paler.colours[0, 3] < smoke.colours[0, 3]


def test_a_room_without_smoke_adds_nothing() -> None:
    clear = RoomAir(ROOM.boxes, 3.0, 3.0, 3.0, 0.0)
    smoke, rims = outlook_layers(Outlook(0.0, rooms=(clear,)), PALETTE)
    assert len(smoke.corners) == 0
    assert len(rims.points) == 0


def test_words_are_no_reason_for_a_new_picture_but_a_time_is() -> None:
    one = Outlook(60.0, words=("a",), lines=(LINE,))
    assert one.shape == Outlook(60.0, words=("b",), lines=(LINE,)).shape
    assert one.shape != Outlook(61.0, lines=(LINE,)).shape


@pytest.mark.expects_log("3D scenes are painted flat")  # where there is no OpenGL
def test_contour_legend_and_seat_are_painted(kitchen: KitchenView) -> None:
    state = kitchen_state()
    kitchen.set_state(state)
    before = picture(kitchen)
    outlook = Outlook(
        300.0, ("Forecast +5:00", "if nothing is done"), (ROOM,), (LINE, FAR),
        (1.3, 3.2, 0.9), 0.4, "Fryer",
    )  # fmt: skip
    kitchen.set_state(kitchen_state(outlook=outlook))
    after = picture(kitchen)
    changed = (np.abs(after.astype(int) - before.astype(int)).max(axis=2) > 40).mean()
    assert changed > 0.01
    width, height = SIZE
    legend = after[-height // 4 :, -width // 3 :].astype(int)
    assert (legend.max(axis=2) > 150).sum() > 100  # its words


def test_one_view_takes_the_camera_of_another(qapp: QApplication, kitchen: KitchenView) -> None:
    kitchen.set_state(kitchen_state())
    wait(lambda: kitchen.is_settled)
    other = KitchenView()
    other.resize(*SIZE)
    other.set_site(fleet(), "SH-014", 100)
    other.show()
    kitchen._move_to(kitchen._camera)
    other.look_as(kitchen)
    assert other._camera == kitchen._camera
    other.dispose()
    other.close()
