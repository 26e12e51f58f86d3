"""From view-models to what the 3D scenes show."""

from collections.abc import Sequence

import numpy as np

from app.feed.snapshot import Snapshot
from app.screens.scene3d.outlook import Outlook
from app.screens.scene3d.states import KitchenState, NationState
from app.screens.view_models.heat import HeatField
from app.screens.view_models.nation import NationRows
from app.screens.view_models.site_values import PointLine


def nation_state(rows: NationRows, selected: str) -> NationState:
    """The map."""
    return NationState(
        priority=rows.priority,
        severity=rows.severity,
        unacknowledged=rows.unacknowledged,
        connected=rows.connected,
        selected=selected,
    )


def kitchen_state(
    snapshot: Snapshot,
    lines: Sequence[PointLine],
    heat: HeatField | None,
    *,
    selected: int,
    labels: tuple[int, ...],
    outlook: Outlook | None = None,
    heat_range: tuple[float, float] = (0.0, 1.0),
    heat_unit: str = "",
    heat_zero: float = 0.0,
    heat_legend: bool = True,
) -> KitchenState:
    """One site; `lines` are its points in the layout's order. heat_range, heat_unit: what 0 and 1
    of the field stand for; heat_zero: the share of a two-sided field that is not drawn."""
    first, last = lines[0].row, lines[-1].row + 1
    return KitchenState(
        values=snapshot.value[first:last],
        quality=snapshot.quality[first:last],
        priority=np.array([line.priority for line in lines], dtype=np.int8),
        unacknowledged=np.array([line.unacknowledged for line in lines], dtype=np.bool_),
        heat=None if heat is None else heat.field,
        heat_extent=None if heat is None else heat.extent,
        heat_range=heat_range,
        heat_unit=heat_unit,
        heat_zero=heat_zero,
        heat_legend=heat_legend,
        selected=selected,
        labels=labels,
        outlook=outlook,
    )
