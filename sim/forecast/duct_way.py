"""The way of a grease duct through a building, as it is drawn: lengths from the hood on, m."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.forecast.floors import Room, room_at
from twin.site.model import Asset, AssetKind, Layout

FloatArray = npt.NDArray[np.float64]
STEP = 0.1  # m


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere on the way; see `DuctPlace`."""

    id: str
    kind: str
    along: float


@dataclass(frozen=True, slots=True)
class DuctWay:
    """length, and its section width and depth, m; places by the way; rows: of the thermometers
    among the layout's points, in the order of their places."""

    length: float
    width: float
    depth: float
    places: tuple[Place, ...]
    rows: tuple[int, ...]
    damper: float


def duct_way(layout: Layout, rooms: Sequence[Room]) -> DuctWay | None:
    """The drawn ducts end to end, the lowest first; None where no duct or thermometer is drawn."""
    parts = sorted((a for a in layout.assets if a.kind is AssetKind.DUCT), key=_low)
    heads = [(n, p) for n, p in enumerate(layout.points) if p.kind == "duct temperature"]
    if not parts or not heads:
        return None
    path = _path(parts)
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    length = float(along[-1])

    def near(at: tuple[float, float, float]) -> float:
        return float(along[int(np.argmin(((path - np.array(at)) ** 2).sum(axis=1)))])

    found = sorted(((near(p.at), n, p.tag) for n, p in heads), key=lambda one: one[0])
    dampers = [near(_middle(a)) for a in layout.assets if a.kind is AssetKind.DAMPER]
    side = sorted(min(parts, key=lambda a: min(a.box.size)).box.size)
    return DuctWay(
        length=length,
        width=side[1],
        depth=max(side[0], 0.1),
        places=(
            *(Place(tag, "thermometer", at) for at, _, tag in found),
            *_crossings(path, along, rooms),
            Place("", "roof", length),
        ),
        rows=tuple(row for _, row, _ in found),
        damper=min(dampers, default=0.0),
    )


def _crossings(path: FloatArray, along: FloatArray, rooms: Sequence[Room]) -> list[Place]:
    """Where it leaves the room below it, and where it first comes over or through another one."""
    first = room_at(rooms, path[0, 0], path[0, 1])
    if first is None:
        return []
    found = []
    above = np.flatnonzero(path[:, 2] >= rooms[first].floor + rooms[first].height - 1e-6)
    if len(above):
        found.append(Place(rooms[first].zones[0].id, "ceiling", float(along[above[0]])))
    for n in range(len(path)):
        other = room_at(rooms, path[n, 0], path[n, 1])
        if other not in (None, first):
            found.append(Place(rooms[other].zones[0].id, "room", float(along[n])))
            break
    return found


def _path(parts: Sequence[Asset]) -> FloatArray:
    """Points each STEP along the middle of the ducts."""
    pieces: list[FloatArray] = []
    for part in parts:
        at, size = np.array(part.box.at), np.array(part.box.size)
        axis = int(np.argmax(size))
        start, end = at + size / 2, at + size / 2
        start[axis], end[axis] = at[axis], at[axis] + size[axis]
        if pieces and ((pieces[-1][-1] - end) ** 2).sum() < ((pieces[-1][-1] - start) ** 2).sum():
            start, end = end, start
        count = max(int(np.ceil(size[axis] / STEP)) + 1, 2)
        pieces.append(start + np.linspace(0.0, 1.0, count)[:, None] * (end - start))
    return np.concatenate(pieces)


def _low(part: Asset) -> float:
    return part.box.at[2]


def _middle(part: Asset) -> tuple[float, float, float]:
    (x, y, z), (width, depth, height) = part.box.at, part.box.size
    return x + width / 2, y + depth / 2, z + height / 2
