"""From view-models to what the 3D scenes show."""

from collections.abc import Sequence

import numpy as np

from app.feed.snapshot import Snapshot
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
    heat: HeatField,
    *,
    selected: int,
    labels: tuple[int, ...],
) -> KitchenState:
    """One site; `lines` are its points in the layout's order."""
    first, last = lines[0].row, lines[-1].row + 1
    return KitchenState(
        values=snapshot.value[first:last],
        quality=snapshot.quality[first:last],
        priority=np.array([line.priority for line in lines], dtype=np.int8),
        unacknowledged=np.array([line.unacknowledged for line in lines], dtype=np.bool_),
        heat=heat.field,
        heat_extent=heat.extent,
        selected=selected,
        labels=labels,
    )
