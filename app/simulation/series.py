"""Quantities over time, as comma-separated tables."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One quantity over `time` (n,) s: `columns` (n,) by the name of the place they belong to."""

    name: str
    unit: str
    time: FloatArray
    columns: Mapping[str, FloatArray]


def write_csv(series: Series, folder: Path) -> Path:
    """`folder`/NAME.csv: time, then one column per place; the heads carry the units."""
    path = folder / f"{series.name}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["time (s)", *(f"{place} ({series.unit})" for place in series.columns)])
        for row in zip(series.time, *series.columns.values(), strict=True):
            writer.writerow([f"{value:.6g}" for value in row])
    return path


def extremes(series: Series) -> dict[str, dict[str, float]]:
    """Per place: least and greatest value, and when, s; places without a finite value left out."""
    found = {}
    for place, values in series.columns.items():
        if not np.isfinite(values).any():
            continue
        low, high = int(np.nanargmin(values)), int(np.nanargmax(values))
        found[place] = {
            "min": float(values[low]),
            "min_at_s": float(series.time[low]),
            "max": float(values[high]),
            "max_at_s": float(series.time[high]),
            "last": float(values[-1]),
        }
    return found
