"""What a what-if changes on the floor: its temperature at head height less the forecast's."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.screens.view_models.forecast_reading import horizon_s
from app.screens.view_models.isolines import HOT, head_map
from sim.forecast.model import Forecast
from twin.clock import seconds

Float32Array = npt.NDArray[np.float32]

ENDS_K = (10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0)  # of the scale, whichever suffices
ZERO = 0.5  # the share that stands for no difference


@dataclass(frozen=True, slots=True, eq=False)
class DifferenceMap:
    """share (ny, nx) float32: 0 is -end_k, 0.5 no difference, 1 +end_k; extent as in `Map`."""

    share: Float32Array
    extent: tuple[float, float, float, float]
    end_k: float


def difference_map(base: Forecast, other: Forecast, at_s: float) -> DifferenceMap | None:
    """What-if less base at a time of the base's clock; None where one has no map then, or another
    floor. The scale is the same for all times."""
    shift = seconds(other.made_at - base.made_at)
    mine, theirs = head_map(base, at_s), head_map(other, at_s - shift)
    if mine is None or theirs is None:
        return None
    if mine.values.shape != theirs.values.shape or mine.extent != theirs.extent:
        return None
    end = _end(base, other, shift)
    change = np.nan_to_num(theirs.values - mine.values)
    share = np.clip(ZERO + ZERO * change / end, 0, 1)
    return DifferenceMap(share.astype(np.float32), mine.extent, end)


def first_map_s(base: Forecast, other: Forecast) -> float | None:
    """From when on the base's clock both have maps; None when one never has."""
    shift = seconds(other.made_at - base.made_at)
    mine, theirs = ([f.at_s for f in one.heat if f.unit == HOT.unit] for one in (base, other))
    if head_map(base, horizon_s(base)) is None or head_map(other, horizon_s(other)) is None:
        return None
    return max(min(mine), min(theirs) + shift) if mine and theirs else None


def _end(base: Forecast, other: Forecast, shift: float) -> float:
    """The end of the scale that holds the differences at all times of the base's maps."""
    most = 0.0
    for at_s in sorted({f.at_s for f in base.heat if f.unit == HOT.unit}):
        mine, theirs = head_map(base, at_s), head_map(other, at_s - shift)
        if mine is None or theirs is None or mine.values.shape != theirs.values.shape:
            continue
        most = max(most, float(np.nanmax(np.abs(theirs.values - mine.values), initial=0.0)))
    return next((end for end in ENDS_K if most <= end), ENDS_K[-1])
