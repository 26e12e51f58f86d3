"""The map: longitude and latitude to kilometres on the ground plane, outlines, spread dots.

Albers equal-area conic, so that a region looks as large as it is. Source: Snyder, Map
Projections: A Working Manual, USGS Professional Paper 1395, 1987, p. 100, sphere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from app.screens.scene3d.fill import signed_area, triangles_in

FloatArray = npt.NDArray[np.float64]

EARTH_KM = 6371.0088  # mean radius, IUGG
SHARP_KM = 2600.0  # beyond, the map may be coarse


@dataclass(frozen=True, slots=True)
class Albers:
    """Standard parallels and origin, degrees; x east and y north of the origin, km."""

    south: float = 25.0
    north: float = 47.0
    centre: float = 105.0
    origin: float = 35.0

    def project(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> FloatArray:
        """Kilometres east and north, (n,) and (n,) to (n, 2)."""
        south, north, origin = np.radians([self.south, self.north, self.origin])
        n = (np.sin(south) + np.sin(north)) / 2
        c = np.cos(south) ** 2 + 2 * n * np.sin(south)
        offset = (np.asarray(lon, np.float64) - self.centre + 180) % 360 - 180
        theta = n * np.radians(offset)
        phi = np.radians(np.asarray(lat, np.float64))
        rho = EARTH_KM * np.sqrt(np.maximum(c - 2 * n * np.sin(phi), 0)) / n
        rho0 = EARTH_KM * np.sqrt(c - 2 * n * np.sin(origin)) / n
        return np.stack([rho * np.sin(theta), rho0 - rho * np.cos(theta)], axis=-1)


CHINA = Albers()


def spread(places: FloatArray, apart: float, *, rounds: int = 40) -> FloatArray:
    """Places (n, 2) moved a little so that near ones stand at least about `apart` apart.

    Sites of one city share a cell of 6 `apart` and push one another away; order decides where
    exact twins go, so the same fleet always gives the same picture.
    """
    moved = places.astype(np.float64, copy=True)
    index = np.arange(len(moved))
    moved += 0.05 * apart * np.column_stack([np.cos(2.4 * index), np.sin(2.4 * index)])
    cells = np.floor(places / (6 * apart)).astype(np.int64)
    _, group = np.unique(cells, axis=0, return_inverse=True)
    group = group.ravel()
    for number in np.flatnonzero(np.bincount(group) > 1) if len(moved) else ():
        members = np.flatnonzero(group == number)
        for _ in range(rounds):
            moved[members] += _push(moved[members], apart)
    return moved


def _push(places: FloatArray, apart: float) -> FloatArray:
    away = places[:, None] - places[None, :]
    gap = np.linalg.norm(away, axis=2)
    np.fill_diagonal(gap, np.inf)
    overlap = np.clip(apart - gap, 0, None)
    step: FloatArray = (away / gap[..., None] * overlap[..., None]).sum(axis=1) * 0.35
    return step


@dataclass(frozen=True, slots=True, eq=False)
class Strokes:
    """Lines on the ground: points (v, 3) float32, ends (e, 2) int32; `firsts` (r+1,) int32 is
    where each line begins."""

    points: npt.NDArray[np.float32]
    ends: npt.NDArray[np.int32]
    firsts: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Filled:
    """Corners (t, 3) of the triangles of land and of enclosed seas, rows of the land's points."""

    land: npt.NDArray[np.int32]
    seas: npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Outlines:
    """What the map shows, km: land as closed rings, borders as open lines."""

    land: Strokes
    borders: Strokes

    @cached_property
    def filled(self) -> Filled:
        """Land and seas; takes some tenths of a second once, so ask in the render thread. Rings
        that turn as the largest one does are land, the others seas."""
        points, firsts = self.land.points[:, :2].astype(np.float64), self.land.firsts.tolist()
        spans = list(pairwise(firsts))
        areas = [signed_area(points[first:end]) for first, end in spans]
        main = max(areas, key=abs, default=1.0)
        parts: dict[bool, list[npt.NDArray[np.int32]]] = {
            True: [np.zeros((0, 3), np.int32)],
            False: [np.zeros((0, 3), np.int32)],
        }
        for (first, end), area in zip(spans, areas, strict=True):
            parts[area * main >= 0].append(triangles_in(points[first:end]) + np.int32(first))
        return Filled(np.concatenate(parts[True]), np.concatenate(parts[False]))


def outlines(
    rings: Sequence[FloatArray],
    borders: Sequence[FloatArray],
    projection: Albers = CHINA,
) -> Outlines:
    """Rings of land and open borders, (n, 2) longitude and latitude, as an `Outlines`."""
    return Outlines(
        _strokes([_thinned(_on_ground(r, projection)) for r in rings], closed=True),
        _strokes([_thinned(_on_ground(b, projection)) for b in borders], closed=False),
    )


def _on_ground(places: FloatArray, projection: Albers) -> FloatArray:
    return projection.project(places[:, 0], places[:, 1])


def _thinned(path: FloatArray) -> FloatArray:
    """Drops vertices nearer than a step, 1.5 km around the origin and longer far from it, which
    no screen can tell from the original."""
    keep, last = [0], path[0]
    step = 1.5 + 0.03 * np.clip(np.linalg.norm(path, axis=1) - SHARP_KM, 0, None)
    for row in range(1, len(path) - 1):
        if abs(path[row, 0] - last[0]) + abs(path[row, 1] - last[1]) > step[row]:
            keep.append(row)
            last = path[row]
    return path[[*keep, len(path) - 1]] if len(path) > 1 else path


def _strokes(paths: Sequence[FloatArray], *, closed: bool) -> Strokes:
    whole = [p for p in paths if len(p) > (3 if closed else 1)]
    points, ends, firsts = [np.zeros((0, 3))], [np.zeros((0, 2), np.int64)], [0]
    for path in whole:
        own = path[:-1] if closed and np.allclose(path[0], path[-1]) else path
        rows = np.arange(len(own)) + firsts[-1]
        pairs = np.column_stack([rows, np.roll(rows, -1)])
        points.append(np.column_stack([own, np.zeros(len(own))]))
        ends.append(pairs if closed else pairs[:-1])
        firsts.append(firsts[-1] + len(own))
    return Strokes(
        np.concatenate(points).astype(np.float32),
        np.concatenate(ends).astype(np.int32),
        np.array(firsts, np.int32),
    )
