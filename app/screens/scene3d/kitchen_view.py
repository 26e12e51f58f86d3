"""One site inside: equipment, sensors with live values, heat on the floor, smoke under the roof."""

import numpy as np
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from app.screens.i18n import translate
from app.screens.scene3d.camera import (
    Camera,
    FloatArray,
    Margins,
    distance_of,
    fitted,
    orbited,
    project,
    zoomed,
)
from app.screens.scene3d.kitchen_overlay import KitchenOverlay
from app.screens.scene3d.kitchen_scene import KitchenBase, KitchenScene
from app.screens.scene3d.layers import Scene
from app.screens.scene3d.outlook import Outlook
from app.screens.scene3d.pointing_view import PointingView
from app.screens.scene3d.renderer import RenderThread
from app.screens.scene3d.states import Float32Array, KitchenState
from twin.quality import Quality
from twin.site.model import Fleet, Layout, Site

MARGINS = Margins(left=0.07, top=0.07, right=0.07, bottom=0.10)
VIEW_ANGLE = 24.0
SQUARE, QUARTER = 12.0, 30.0  # degrees
REACH_PX = 14.0
UNSEEN = 0.015  # share of the heat scale


class KitchenView(PointingView):
    """A site. Signal pointActivated(row): this point of the fleet's point table was chosen."""

    pointActivated = Signal(int)

    def __init__(self, renderer: RenderThread | None = None, parent: QWidget | None = None) -> None:
        super().__init__(renderer, parent)
        self._layout: Layout | None = None
        self._site: Site | None = None
        self._first = 0
        self._state: KitchenState | None = None
        self._base: KitchenBase | None = None
        self._now: KitchenScene | None = None

    def set_site(self, fleet: Fleet, site_id: str, first_row: int) -> None:
        """Show this site; `first_row` is its first row in the fleet's point table. Raises
        KeyError for an unknown site."""
        site = next((s for s in fleet.sites if s.id == site_id), None)
        if site is None:
            raise KeyError(site_id)
        layout = fleet.layout_of(site)
        same = layout is self._layout
        self._site, self._layout, self._first = site, layout, first_row
        self._state = _nothing_known(len(layout.points))
        self._hovered, self._now = -1, None
        self._frame = self._picture = self._shown = (
            None  # never one site's picture under another's labels
        )
        if not same:
            self._moved, self._camera, self._base = False, None, None
            self._flying.stop()
        self._redraw()

    def set_state(self, state: KitchenState) -> None:
        """Adopt a state; a new picture is made only when equipment, heat or smoke differ."""
        if self._layout is None or len(state.values) != len(self._layout.points):
            return
        self._state = state
        if self._now is None or not self._is_same_moment(self._now, state):
            self._now = None
            self._redraw()
        elif not self._same_air(self._now, state):
            self._redraw_soon()
        self._mind_blinking()
        self.update()

    def fly_to(self, row: int) -> None:
        """Bring one point near, at most 800 ms; any key or click skips the way."""
        home = self._home()
        if (
            self._layout is None
            or home is None
            or not 0 <= row - self._first < len(self._layout.points)
        ):
            return
        spot = self._layout.points[row - self._first].at
        arm = np.subtract(home.position, home.focal) * 0.45
        x, y, z = (float(v) for v in np.add(spot, arm))
        self._moved = True
        self._fly_to(Camera((x, y, z), spot, home.view_angle))

    def screen_position(self, row: int) -> QPointF | None:
        """Where a point stands in the widget now; None while there is no picture."""
        if self._layout is None or self._camera is None:
            return None
        x, y = self._spots(self._camera)[row - self._first, :2]
        return QPointF(float(x), float(y))

    # what SceneView asks

    def _rebuild(self) -> None:
        self._now = self._base = None
        super()._rebuild()

    def _is_same_moment(self, scene: KitchenScene, state: KitchenState) -> bool:
        """False when someone waits for the picture: an alarm, or a hand on the time slider."""
        return self._alarmed(state) == scene.alarmed and _hour(scene.outlook) == _hour(
            state.outlook
        )

    def _same_air(self, scene: KitchenScene, state: KitchenState) -> bool:
        return (
            scene.smoke_layer == state.smoke_layer
            and _shape(scene.outlook) == _shape(state.outlook)
            and (scene.heat_extent, scene.heat_zero) == (state.heat_extent, state.heat_zero)
            and is_same_field(scene.heat, state.heat)
        )

    def _redraw(self) -> None:
        state = self._state
        if self._now is not None and state is not None and not self._same_air(self._now, state):
            self._now = None
        super()._redraw()

    def _scene(self) -> Scene | None:
        if self._layout is None or self._state is None:
            return None
        if self._base is None:
            self._base = KitchenBase(self._layout, self._palette)
        if self._now is None:
            state = self._state
            self._now = KitchenScene(
                self._base,
                self._alarmed(state),
                state.heat,
                state.heat_extent,
                state.smoke_layer,
                state.outlook,
                state.heat_zero,
            )
        return self._now

    def _alarmed(self, state: KitchenState) -> tuple[tuple[int, int], ...]:
        """Assets with an alarmed point: (asset row, worst priority)."""
        assert self._layout is not None  # callers have a site
        rows = {asset.id: k for k, asset in enumerate(self._layout.assets)}
        worst: dict[int, int] = {}
        for k in np.flatnonzero(state.priority >= 0).tolist():
            asset = self._layout.points[k].asset
            if asset is not None and asset in rows:
                row = rows[asset]
                worst[row] = min(int(state.priority[k]), worst.get(row, 3))
        return tuple(sorted(worst.items()))

    def _home(self) -> Camera | None:
        if self._layout is None:
            return None
        position, focal = self._layout.camera
        dx, dy, dz = self._layout.size
        ends = [(x, y, z) for x in (0.0, dx) for y in (0.0, dy) for z in (0.0, dz)]
        for asset in self._layout.assets:  # a fan on the roof belongs to the picture
            (x, y, z), (wide, deep, tall) = asset.box.at, asset.box.size
            if z + tall > dz:
                ends += [(x + a * wide, y + b * deep, z + tall) for a in (0, 1) for b in (0, 1)]
        corners = np.array(ends)
        seen = _three_quarter(Camera(position, focal, VIEW_ANGLE))
        return fitted(seen, corners, (self.width(), self.height()), MARGINS)

    def _zoom(self, factor: float, home: Camera) -> None:
        far = distance_of(home)
        assert self._camera is not None  # wheelEvent has looked
        self._move_to(zoomed(self._camera, factor, 0.15 * far, 2.0 * far))

    def _wants_blink(self) -> bool:
        state = self._state
        return state is not None and bool((state.unacknowledged & (state.priority >= 0)).any())

    def _paint_absence(self, painter: QPainter) -> None:
        self._say(
            painter,
            translate("Scene", "No site chosen"),
            translate("Scene", "Choose an alarm or a site on the map"),
        )

    def _paint_over(self, painter: QPainter, camera: Camera) -> None:
        assert self._layout is not None  # paintEvent has looked
        assert self._state is not None
        overlay = KitchenOverlay(
            layout=self._layout,
            state=self._state,
            palette=self._palette,
            chinese=self._chinese,
            scale=self._scale,
            first_row=self._first,
            hovered=self._hovered,
            blink_on=self._blink_on,
        )
        overlay.paint(painter, camera, self, self._sheet, self._board)

    # hands

    def _spots(self, camera: Camera) -> FloatArray:
        assert self._layout is not None  # callers have a site
        places = np.array([p.at for p in self._layout.points]).reshape(-1, 3)
        return project(camera, places, (self.width(), self.height()))

    def _at(self, spot: QPointF) -> int:
        """The point under the mouse, alarmed ones first; -1 for none."""
        if self._layout is None or self._camera is None or not self._layout.points:
            return -1
        assert self._state is not None  # set with the layout
        gap = np.linalg.norm(self._spots(self._camera)[:, :2] - (spot.x(), spot.y()), axis=1)
        gap = gap - 4.0 * (self._state.priority >= 0)
        best = int(np.argmin(gap))
        return best if gap[best] <= REACH_PX * self._scale else -1

    def _dragged(self, step: QPointF) -> None:
        """A held mouse turns the site."""
        self._orbit(step)

    def _clicked(self, row: int) -> None:
        self.pointActivated.emit(self._first + row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows turn the site, plus and minus come nearer and farther, Home resets."""
        turns = {
            Qt.Key.Key_Left: (-10, 0),
            Qt.Key.Key_Right: (10, 0),
            Qt.Key.Key_Up: (0, 6),
            Qt.Key.Key_Down: (0, -6),
        }
        zooms = {Qt.Key.Key_Plus: 0.87, Qt.Key.Key_Equal: 0.87, Qt.Key.Key_Minus: 1.15}
        key, home = Qt.Key(event.key()), self._home()
        if self._camera is not None and key in turns:
            self._move_to(orbited(self._camera, *turns[key]))
        elif self._camera is not None and home is not None and key in zooms:
            self._zoom(zooms[key], home)
        else:
            super().keyPressEvent(event)


def _shape(outlook: Outlook | None) -> Outlook | None:
    return None if outlook is None else outlook.shape


def _hour(outlook: Outlook | None) -> float | None:
    """Which time of a forecast is shown; None for the present alone."""
    return None if outlook is None else outlook.at_s


def is_same_field(one: Float32Array | None, other: Float32Array | None) -> bool:
    """True when no eye could tell the heat of two states apart."""
    if one is None or other is None or one.shape != other.shape:
        return one is other
    return one is other or bool(np.allclose(one, other, rtol=0, atol=UNSEEN, equal_nan=True))


def _three_quarter(camera: Camera) -> Camera:
    """A camera that looks square at a wall is turned: from a corner, depth can be seen and the
    line is not hidden behind the tables. An oblique one is somebody's choice and stays."""
    x, y = np.subtract(camera.position, camera.focal)[:2]
    heading = float(np.degrees(np.arctan2(y, x)))
    aside = abs((heading + 45) % 90 - 45)
    return orbited(camera, -QUARTER, 0.0) if aside < SQUARE else camera


def _nothing_known(count: int) -> KitchenState:
    return KitchenState(
        np.full(count, np.nan),
        np.full(count, Quality.BAD_WAITING_FOR_INITIAL_DATA, np.uint32),
        np.full(count, -1, np.int8),
        np.zeros(count, np.bool_),
    )
