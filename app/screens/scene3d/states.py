"""What the scenes show, as frozen values. No Qt and no VTK: a view-model can build them.

Priorities are int8: -1 for normal, 0 to 3 for P0 to P3.
"""

from dataclasses import dataclass, field, fields

import numpy as np
import numpy.typing as npt

from app.screens.scene3d.outlook import Outlook

Int8Array = npt.NDArray[np.int8]
BoolArray = npt.NDArray[np.bool_]
UInt32Array = npt.NDArray[np.uint32]
Float64Array = npt.NDArray[np.float64]
Float32Array = npt.NDArray[np.float32]

NORMAL = -1
Extent = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class NationState:
    """All sites of the fleet, columns over s sites in the fleet's order.

    priority (s,) int8, worst unsuppressed alarm, -1 for normal; severity (s,) float64, 0 to 1,
    height of the column; unacknowledged (s,) bool; connected (s,) bool, False when the edge is
    not heard; selected: a site's id or "".
    """

    priority: Int8Array
    severity: Float64Array
    unacknowledged: BoolArray
    connected: BoolArray
    selected: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class KitchenState:
    """One site, columns over its n points in the layout's order.

    values (n,) float64; quality (n,) uint32 StatusCodes; priority (n,) int8, worst alarm of each
    point, -1 for none; unacknowledged (n,) bool. heat (ny, nx) float32, 0 to 1, on the floor
    plan, with `heat_extent` (x0, x1, y0, y1) in m, row 0 at y0; `heat_range` is what 0 and 1
    stand for, in `heat_unit`; heat_zero: the share that is not drawn, in a two-sided field its
    middle. smoke_layer: height of its lower face above the floor, m; outlook:
    a forecast to draw, which brings its own smoke; heat_legend: False where a scene beside it has
    one.
    selected and labels are rows of the fleet's point table, -1 for none selected; alarmed and
    selected points get a label anyway.
    """

    values: Float64Array
    quality: UInt32Array
    priority: Int8Array
    unacknowledged: BoolArray
    heat: Float32Array | None = None
    heat_extent: Extent | None = None
    heat_range: tuple[float, float] = (0.0, 1.0)
    heat_unit: str = ""
    heat_zero: float = 0.0
    smoke_layer: float | None = None
    outlook: Outlook | None = None
    heat_legend: bool = True
    selected: int = -1
    labels: tuple[int, ...] = field(default=())


def is_same(one: object, other: object) -> bool:
    """True when two states of one class show the same picture; arrays compare by content."""
    if type(one) is not type(other):
        return False
    names = [f.name for f in fields(one)]  # type: ignore[arg-type]  # both are the dataclasses above
    return all(_equal(getattr(one, name), getattr(other, name)) for name in names)


def _equal(a: object, b: object) -> bool:
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        floating = a.dtype.kind == "f" and b.dtype.kind == "f"
        return a is b or bool(np.array_equal(a, b, equal_nan=floating))
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        return False
    return bool(a == b)
