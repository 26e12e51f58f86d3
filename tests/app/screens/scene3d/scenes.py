"""Fleets, states and waiting for the scene tests."""

import time
from collections.abc import Callable

import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.screens.scene3d.scene_view import SceneView
from app.screens.scene3d.states import KitchenState, NationState
from twin.quality import Quality
from twin.site.model import (
    Asset,
    AssetKind,
    Box,
    Fleet,
    InternalSource,
    Layout,
    LayoutKind,
    Name,
    Point,
    Site,
    Zone,
)

SIZE = (640, 420)
CITIES = (("BJ-001", 116.4, 39.9), ("SH-014", 121.5, 31.2), ("GZ-002", 113.3, 23.1))


def layout() -> Layout:
    """A room of 6 x 4 x 3 m with a fryer under a hood, and three points."""
    point = {"kind": "x", "zone": "line", "period_s": 1.0, "source": InternalSource(output="x")}
    degrees = {"unit": "degC", "range": (0.0, 400.0)}
    name = Name("物", "thing")
    return Layout(
        id="room",
        name=name,
        kind=LayoutKind.KITCHEN,
        size=(6.0, 4.0, 3.0),
        camera=((3.0, -7.0, 8.0), (3.0, 2.0, 0.8)),
        zones=(Zone("line", Name("炉线", "Line"), Box((0, 0, 0), (6, 4, 3))),),
        assets=(
            Asset("FRY", AssetKind.FRYER, "line", name, Box((1.0, 2.8, 0), (0.6, 0.8, 0.9))),
            Asset("HOOD", AssetKind.HOOD, "line", name, Box((0.8, 2.6, 2.0), (3.0, 1.2, 0.6))),
            Asset("TAB", AssetKind.TABLE, "line", name, Box((3.0, 0.8, 0), (1.8, 0.8, 0.9))),
        ),
        points=(
            Point(tag="TT-OIL", name=name, asset="FRY", at=(1.3, 3.2, 1.0), **degrees, **point),
            Point(tag="TT-HOOD", name=name, asset="HOOD", at=(2.3, 3.2, 2.1), **degrees, **point),
            Point(tag="CO", name=name, at=(5.0, 1.0, 2.8), unit="ppm", range=(0, 500), **point),
        ),
    )


def fleet() -> Fleet:
    """Three sites that share one layout."""
    sites = tuple(
        Site(
            id=i, name=Name(f"店{i}", f"Store {i}"), layout="room", city=Name("", ""), lon=x, lat=y
        )
        for i, x, y in CITIES
    )
    return Fleet(tenants=(), layouts={"room": layout()}, sites=sites)


def nation_state(**alarms: tuple[int, float]) -> NationState:
    """Sites by their first letters, e.g. SH=(0, 0.9): priority and severity; others normal."""
    ids = [site_id[:2] for site_id, _, _ in CITIES]
    priority, severity = np.full(3, -1, np.int8), np.zeros(3)
    for letters, (worst, high) in alarms.items():
        priority[ids.index(letters)], severity[ids.index(letters)] = worst, high
    return NationState(priority, severity, np.zeros(3, np.bool_), np.ones(3, np.bool_))


def kitchen_state(*priorities: int, **more: object) -> KitchenState:
    """Three good values with these priorities."""
    return KitchenState(
        np.array([180.0, 60.0, 2.0]),
        np.full(3, Quality.GOOD, np.uint32),
        np.array(priorities or (-1, -1, -1), np.int8),
        np.zeros(3, np.bool_),
        **more,  # type: ignore[arg-type]
    )


def wait(until: Callable[[], bool], within_s: float = 20.0) -> None:
    """Let Qt work until something is true."""
    deadline = time.monotonic() + within_s
    while not until():
        assert time.monotonic() < deadline, "waited in vain"
        QApplication.processEvents()
        time.sleep(0.002)
    QApplication.processEvents()


def picture(view: SceneView) -> np.ndarray:
    """What the widget shows when it has settled, (h, w, 3) uint8."""
    wait(lambda: view.is_settled)
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def chroma(pixels: np.ndarray) -> np.ndarray:
    """Spread of red, green and blue of every pixel, 0 for grey."""
    wide = pixels.astype(np.int32)
    return wide.max(axis=-1) - wide.min(axis=-1)


def near(pixels: np.ndarray, x: float, y: float, reach: int) -> np.ndarray:
    """The pixels around a spot, (k, 3)."""
    rows, columns = (
        slice(max(0, int(y) - reach), int(y) + reach),
        slice(max(0, int(x) - reach), int(x) + reach),
    )
    return pixels[rows, columns].reshape(-1, 3)


def has(pixels: np.ndarray, colour: tuple[int, int, int], within: int = 6) -> bool:
    """Whether one of the pixels is this colour."""
    return bool((np.abs(pixels.astype(int) - colour).max(axis=-1) <= within).any())
