"""What the surrogate says, and the scales on which it was taught."""

import numpy as np
import numpy.typing as npt

from sim.fire.constants import EXTINCTION, VISIBILITY_FACTOR
from sim.surrogate.features import COLUMN, HORIZONS

FloatArray = npt.NDArray[np.float64]

OUTPUTS = ("rise", "layer_height", "o2", "visibility")
"""K and m of the upper layer; its oxygen, mole fraction; how far one sees in it, m."""
RISE, LAYER, O2, VISIBILITY = range(4)
SCALE = 20.0  # K: below it errors count as such, above it as shares
SHORTEST, LONGEST = 0.05, 100.0  # m, of sight
WIDTH = len(OUTPUTS) * len(HORIZONS)


def visibility(soot: FloatArray) -> FloatArray:
    """Sight of reflecting signs in soot of kg/m3, m, at most LONGEST; Jin."""
    seen = VISIBILITY_FACTOR / (EXTINCTION * np.maximum(soot, 1e-12))
    return np.asarray(np.clip(seen, SHORTEST, LONGEST), dtype=np.float64)


def taught(values: FloatArray, rows: FloatArray) -> FloatArray:
    """Values (n, 4, h) on the network's scale: logarithms, shares of the height, changes from
    now."""
    rise, height, layer, oxygen = _now(rows)
    told = np.empty_like(values)
    told[:, RISE] = np.log1p(np.maximum(values[:, RISE], 0.0) / SCALE) - np.log1p(rise / SCALE)
    told[:, LAYER] = (values[:, LAYER] - layer) / height
    told[:, O2] = values[:, O2] - oxygen
    told[:, VISIBILITY] = np.log10(values[:, VISIBILITY])
    return told


def untaught(told: FloatArray, rows: FloatArray) -> FloatArray:
    """The reverse, (..., n, 4, h), kept within what can be."""
    rise, height, layer, oxygen = _now(rows)
    values = np.empty_like(told)
    grown = np.exp(np.minimum(told[..., RISE, :] + np.log1p(rise / SCALE), 10.0))
    values[..., RISE, :] = SCALE * np.maximum(grown - 1.0, 0.0)
    values[..., LAYER, :] = np.clip(told[..., LAYER, :] * height + layer, 0.0, height)
    values[..., O2, :] = np.clip(told[..., O2, :] + oxygen, 0.0, 0.21)
    values[..., VISIBILITY, :] = np.clip(
        10.0 ** np.clip(told[..., VISIBILITY, :], -2.0, 3.0), SHORTEST, LONGEST
    )
    return values


def _now(rows: FloatArray) -> tuple[FloatArray, ...]:
    names = ("rise", "height", "layer_height", "o2")
    rise, *rest = (rows[:, COLUMN[name], None] for name in names)
    return np.maximum(rise, 0.0), *rest
