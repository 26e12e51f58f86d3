"""What each kind of asset looks like: simple, recognisable, built from its box.

A form has a solid part and a ghost part; ghosts (walls, hood, duct) let people see what is
behind and below them.
"""

from collections.abc import Callable

import numpy as np

from app.screens.scene3d import cooking_forms as cooking
from app.screens.scene3d import machine_forms as machines
from app.screens.scene3d.form import Form
from app.screens.scene3d.mesh import box, cylinder, joined, wire
from twin.site.model import Asset, AssetKind, Box

OVERHEAD = 2.0  # what hangs higher is a ghost, so that it hides nothing, m


def form_of(asset: Asset, room: tuple[float, float, float]) -> Form:
    """The form of an asset; `room` is the layout's size, for what turns towards its middle."""
    if asset.kind is AssetKind.DOOR:
        return _door(asset.box, room)
    if asset.kind is AssetKind.CAMERA:
        return _camera(asset.box, room)
    form = FORMS[asset.kind](asset.box)
    if asset.box.at[2] < OVERHEAD:
        return form
    return Form(ghost=joined([form.solid, form.ghost]), mark=form.mark)


def _ghost(body: Box) -> Form:
    return Form(ghost=box(body.at, body.size))


def _door(body: Box, room: tuple[float, float, float]) -> Form:
    """Leaf frame and its swing on the floor, into the room."""
    (x, y, z), (dx, dy, _) = body.at, body.size
    width = max(dx, dy)
    inward = (
        -1.0 if (y + dy / 2 if dx >= dy else x + dx / 2) > room[1 if dx >= dy else 0] / 2 else 1.0
    )
    turn = np.linspace(0, np.pi / 2, 16)
    along, across = width * np.cos(turn), inward * width * np.sin(turn)
    hinge = (x, y + dy / 2) if dx >= dy else (x + dx / 2, y)
    step = (along, across) if dx >= dy else (across, along)
    arc = np.column_stack([hinge[0] + step[0], hinge[1] + step[1], np.full(16, z + 0.012)])
    leaf = np.array([[*hinge, z + 0.012], arc[-1]])
    return Form(ghost=box(body.at, body.size), mark=joined([wire(arc), wire(leaf)]))


def _camera(body: Box, room: tuple[float, float, float]) -> Form:
    """A small housing and the cone that it sees, towards the middle of the floor."""
    middle = np.array(body.at) + np.array(body.size) / 2
    look = np.array([room[0] / 2, room[1] / 2, 0.4 * middle[2]]) - middle
    look /= np.linalg.norm(look)
    side = np.cross(look, [0, 0, 1.0])
    side /= max(float(np.linalg.norm(side)), 1e-6)
    up = np.cross(side, look)
    far = middle + 0.75 * look
    corners = [
        far + 0.32 * a * side + 0.2 * b * up for a, b in ((1, 1), (-1, 1), (-1, -1), (1, -1))
    ]
    cone = [wire([middle, corner]) for corner in corners]
    housing = cylinder(middle - 0.1 * look, middle + 0.08 * look, 0.06, sides=12)
    return Form(solid=housing, mark=joined([*cone, wire([*corners, corners[0]])]))


FORMS: dict[AssetKind, Callable[[Box], Form]] = {
    AssetKind.WALL: _ghost,
    AssetKind.WINDOW: _ghost,
    AssetKind.TABLE: cooking.table_form,
    AssetKind.WOK: cooking.wok_form,
    AssetKind.FRYER: cooking.fryer_form,
    AssetKind.GRIDDLE: cooking.griddle_form,
    AssetKind.STEAMER: cooking.steamer_form,
    AssetKind.OVEN: cooking.cupboard_form(1, 2),
    AssetKind.HOOD: machines.hood_form,
    AssetKind.DUCT: machines.duct_form,
    AssetKind.FAN: machines.fan_form,
    AssetKind.DAMPER: machines.damper_form,
    AssetKind.VALVE: machines.valve_form,
    AssetKind.PIPE: machines.pipe_form,
    AssetKind.CYLINDER: machines.bottle_form,
    AssetKind.SUPPRESSION: machines.suppression_form,
    AssetKind.CABINET: cooking.cupboard_form(1, 1),
    AssetKind.PUMP: machines.pump_form,
    AssetKind.MOTOR: machines.motor_form,
    AssetKind.TANK: machines.tank_form,
    AssetKind.FRIDGE: cooking.cupboard_form(2, 1),
    AssetKind.SINK: cooking.sink_form,
    AssetKind.SHELF: cooking.shelf_form,
}
