"""A computed field as screens show it: slices, ranges, and how dark its smoke is."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]

SIGHT_OF_SIGNS = 3.0  # visibility = 3 / extinction for light-reflecting signs; Jin 1978
SOOT_EXTINCTION = 8700.0  # m2/kg, Mulholland and Croarkin 2000
KELVIN = 273.15
AIR = 353.0  # kg K/m3, density of air at 101 kPa times its temperature
THINNED = 8.0  # smoke is drawn so many times clearer than it is


@dataclass(frozen=True, slots=True, eq=False)
class Grid3:
    """One moment of a result. origin: lowest corner, m; spacing of the cells, m; fields
    (nz, ny, nx) by name; units by name; `solid`: cells without gas, or None."""

    time_s: float
    origin: tuple[float, float, float]
    spacing: tuple[float, float, float]
    fields: Mapping[str, FloatArray]
    units: Mapping[str, str] = field(default_factory=dict)
    solid: BoolArray | None = None

    @property
    def shape(self) -> tuple[int, int, int]:
        """Cells along z, y, x."""
        first = next(iter(self.fields.values()))
        nz, ny, nx = first.shape
        return nz, ny, nx

    @property
    def top(self) -> float:
        """Height of the highest cell's upper face, m."""
        return self.origin[2] + self.shape[0] * self.spacing[2]


def slice_at(grid: Grid3, name: str, height: float) -> FloatArray:
    """A level slice (ny, nx), linear between the middles of cells; NaN in solid cells."""
    values = grid.fields[name].astype(np.float32)
    if grid.solid is not None:
        values = np.where(grid.solid, np.float32(np.nan), values)
    nz = values.shape[0]
    place = float(np.clip((height - grid.origin[2]) / grid.spacing[2] - 0.5, 0, nz - 1))
    low = min(math.floor(place), nz - 1)
    high = min(low + 1, nz - 1)
    share = np.float32(place - low)
    if share == 0:
        return np.asarray(values[low])
    return np.asarray(values[low] * (1 - share) + values[high] * share, dtype=np.float32)


def range_of(grids: list[Grid3], name: str) -> tuple[float, float]:
    """Where all but the least and the most extreme half percent of the gas lies over some moments,
    rounded outwards to two figures: a flame must not make all else look cold."""
    low, high = math.inf, -math.inf
    for grid in grids:
        values = grid.fields.get(name)
        if values is None:
            continue
        known = values[np.isfinite(values)] if grid.solid is None else _gas(values, grid.solid)
        if known.size:
            least, most = np.percentile(known, (0.5, 99.5))
            low, high = min(low, float(least)), max(high, float(most))
    if not math.isfinite(low):
        return 0.0, 1.0
    if high - low < 1e-12:
        return low, low + 1.0
    step = 10.0 ** math.floor(math.log10(high - low) - 1)
    return math.floor(low / step) * step, math.ceil(high / step) * step


def _gas(values: FloatArray, solid: BoolArray) -> FloatArray:
    found: FloatArray = values[~solid & np.isfinite(values)]
    return found


def shares(values: FloatArray, span: tuple[float, float]) -> FloatArray:
    """Values as shares 0 to 1 of a range; NaN stays."""
    low, high = span
    return np.asarray(np.clip((values - low) / max(high - low, 1e-12), 0, 1), dtype=np.float32)


def smoke_density(grid: Grid3) -> FloatArray | None:
    """Opacity over one metre, 0 to 1, from visibility or from soot, THINNED so that one can look
    into it; None when neither is known."""
    sight = _named(grid, "visibility")
    if sight is not None:
        with np.errstate(divide="ignore"):
            extinction = SIGHT_OF_SIGNS / np.maximum(sight, 1e-3)
        extinction = np.where(sight >= 29.5, 0.0, extinction)
    else:
        soot = _named(grid, "soot")
        if soot is None:
            return None
        extinction = SOOT_EXTINCTION * np.maximum(soot * _density(grid), 0.0)
    opaque = 1 - np.exp(-extinction / THINNED)
    if grid.solid is not None:
        opaque = np.where(grid.solid, 0.0, opaque)
    return np.asarray(np.nan_to_num(opaque), dtype=np.float32)


def has_smoke(grid: Grid3) -> bool:
    """Whether anything tells how dark the smoke is."""
    return any(_named(grid, part) is not None for part in ("visibility", "soot"))


def _density(grid: Grid3) -> FloatArray | np.float32:
    """kg/m3 of the gas where soot is a share by mass, else 1."""
    name = next(name for name in grid.fields if "soot" in name.casefold())
    celsius = _named(grid, "temperature")
    if grid.units.get(name) != "kg/kg" or celsius is None:
        return np.float32(1.0)
    return np.asarray(AIR / (celsius + np.float32(KELVIN)), dtype=np.float32)


def _named(grid: Grid3, part: str) -> FloatArray | None:
    """The first field whose name holds a word."""
    name = next((name for name in grid.fields if part in name.casefold()), None)
    return None if name is None else grid.fields[name]


def as_people_read(name: str, values: FloatArray, unit: str) -> tuple[FloatArray, str]:
    """Kelvin as degC, shares of carbon monoxide as ppm and those of other gases in %; anything else
    as it is. A temperature without a unit is taken for K when it is nowhere below 150."""
    if unit == "mol/mol":
        factor, written = (1e6, "ppm") if name.casefold() == "co" else (100.0, "%")
        return (values * np.float32(factor)).astype(np.float32), written
    is_temperature = name.casefold() in ("t", "temperature")
    bare = not unit and is_temperature and values.size and float(np.nanmin(values)) > 150
    if unit == "K" or bare:
        return (values - np.float32(KELVIN)).astype(np.float32), "°C"
    return values, {"degC": "°C"}.get(unit, unit)
