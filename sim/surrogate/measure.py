"""Where the surrogate holds and how wrong it is there, measured on cases it was not taught."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.surrogate.card import Figures
from sim.surrogate.features import COLUMN, scaled
from sim.surrogate.kitchens import Samples
from sim.surrogate.outputs import LAYER, O2, OUTPUTS, RISE, SCALE, VISIBILITY
from sim.surrogate.surrogate import Prediction

FloatArray = npt.NDArray[np.float64]

INSIDE_BAND = 0.9
TAUGHT = 0.995  # share of the training rows that count as near enough to what was taught
AGREED = 0.97  # share of the calibration rows on which the networks agree enough


@dataclass(frozen=True, slots=True, eq=False)
class Cloud:
    """Where the training rows lie: centre (F,) and precision (F, F) of the scaled features."""

    centre: FloatArray
    precision: FloatArray
    farthest: float


def cloud(rows: FloatArray) -> Cloud:
    """The cloud of some rows (n, F); a feature that never varies is left to its range."""
    told = scaled(rows)
    centre = told.mean(axis=0)
    spread = np.maximum(told.std(axis=0), 1e-9)
    shape = np.cov((told - centre) / spread, rowvar=False) + 1e-3 * np.eye(len(centre))
    precision = np.linalg.inv(shape) / np.outer(spread, spread)
    away = told - centre
    far = np.sqrt(np.einsum("nf,fg,ng->n", away, precision, away))
    return Cloud(centre, precision, float(np.quantile(far, TAUGHT)))


def band(told: FloatArray, spread: FloatArray, taught: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Floor and factor (4, h): INSIDE_BAND of |told - taught| is below factor (floor + spread).

    All (n, 4, h), of cases not taught. Split conformal; Lei et al. 2018.
    """
    floor = np.maximum(np.median(spread, axis=0), 1e-6)
    score = np.abs(told - taught) / (floor + spread)
    rank = min(np.ceil((len(score) + 1) * INSIDE_BAND) / len(score), 1.0)
    return floor, np.asarray(np.quantile(score, rank, axis=0), dtype=np.float64)


def figures(prediction: Prediction, samples: Samples) -> Figures:
    """Errors of the forecasts that were answered, against what the zone model said."""
    valid = prediction.valid
    said, was, rows = prediction.values[valid], samples.values[valid], samples.rows[valid]
    low, high = prediction.low[valid], prediction.high[valid]
    off = np.abs(said - was)
    warm = was[:, RISE] >= SCALE
    share = np.where(warm, off[:, RISE] / np.maximum(was[:, RISE], SCALE), np.nan)
    stays = (np.abs(rows[:, COLUMN[name], None] - was[:, output]).mean(axis=0)
             for name, output in (("rise", RISE), ("layer_height", LAYER)))  # fmt: skip
    persistence_k, persistence_m = (_told(one) for one in stays)
    inside = (was >= low - 1e-9) & (was <= high + 1e-9)
    return Figures(
        cases=len(np.unique(samples.case)),
        forecasts=len(samples.rows),
        valid=float(valid.mean()),
        rise_k=_told(off[:, RISE].mean(axis=0)),
        rise_pct=_told(100.0 * np.nanmean(share, axis=0)),
        layer_m=_told(off[:, LAYER].mean(axis=0)),
        o2=_told(off[:, O2].mean(axis=0)),
        sight_pct=_told(100.0 * (off[:, VISIBILITY] / was[:, VISIBILITY]).mean(axis=0)),
        persistence_k=persistence_k,
        persistence_m=persistence_m,
        covered={name: float(inside[:, n].mean()) for n, name in enumerate(OUTPUTS)},
    )


def _told(values: FloatArray) -> tuple[float, ...]:
    return tuple(float(one) for one in values)
