"""What a forecast adds to the picture of a site: smoke by room, contours, the seat of the fire.

Uncertainty is drawn: the median of a line is dashed, the 90 % band dotted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from app.screens.scene3d.layers import Float32Array, Layer, Lines, Triangles
from app.screens.scene3d.mesh import box, joined, plain
from app.screens.scene3d.palette import Palette, mix
from app.screens.view_models.isolines import Isoline

Box = tuple[tuple[float, float, float], tuple[float, float, float]]
DASH, DOT = (0.30, 0.17), (0.05, 0.13)  # drawn and left out, m
LIFT = 0.02  # above the floor, m
SHRUNK = 0.015  # m, so that no face of the smoke lies in a wall
MOST_ALPHA, LEAST_ALPHA = 84, 30
THIN = 0.15  # m of smoke that nobody would see


@dataclass(frozen=True, slots=True)
class RoomAir:
    """Smoke in one room: its lower face in m above the floor (5, 50, 95 % quantile of the
    height), and how dark the layer is, 0 to 1."""

    boxes: tuple[Box, ...]
    low: float
    median: float
    high: float
    darkness: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """A forecast at one time. Everything in it is hashable, so that pictures can be kept.

    words: lines that stand over the picture, the first one larger; lines: on the floor, also those
    that are not reached yet, which the legend tells; seat: most likely place of the fire with its
    spread (standard deviation, m); is_old: drawn in the colour of what cannot be trusted;
    has_legend: False where a scene beside it has one.
    """

    at_s: float
    words: tuple[str, ...] = ()
    rooms: tuple[RoomAir, ...] = ()
    lines: tuple[Isoline, ...] = ()
    seat: tuple[float, float, float] | None = None
    seat_spread: float = 0.0
    seat_name: str = ""
    is_old: bool = False
    has_legend: bool = True

    @property
    def shape(self) -> "Outlook":
        """The same without its words, which no picture of the scene depends on."""
        return replace(self, words=(), seat_name="")


def outlook_layers(outlook: Outlook, palette: Palette) -> tuple[Layer, ...]:
    """The smoke of every room, and where its lower face meets the walls of the darkest one. The
    contours and the seat are painted over the picture: nothing may hide them."""
    rooms = [room for room in outlook.rooms if _top(room) - room.median > THIN]
    rims = _rims_of(max(rooms, key=_weight)) if rooms else np.zeros((0, 2, 3), np.float32)
    ink = palette.quality if outlook.is_old else palette.text2
    return _smoke(rooms, palette), _lines("forecast rims", rims, ink, 1.2)


def _weight(room: RoomAir) -> float:
    """Which room's smoke matters: dark and deep."""
    return room.darkness + (_top(room) - room.median)


def _rims_of(room: RoomAir) -> Float32Array:
    levels = [
        level
        for level in (room.low, room.high)
        if abs(level - room.median) > THIN and level < _top(room) - THIN
    ]
    return _pieces(
        [dashed3(loop, *DASH) for loop in _rims(room, room.median)],
        [dashed3(loop, *DOT) for level in levels for loop in _rims(room, level)],
    )


def dashed3(spots: npt.ArrayLike, dash: float, gap: float) -> Float32Array:
    """Pieces (e, 2, 3) of a polyline (k, 3), each `dash` m long with `gap` m between; corners
    inside a dash are kept."""
    path = np.asarray(spots, dtype=np.float64).reshape(-1, 3)
    steps = np.linalg.norm(np.diff(path, axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    if len(path) < 2 or along[-1] <= 0:
        return np.zeros((0, 2, 3), np.float32)
    starts = np.arange(0.0, along[-1], dash + gap)
    pieces = []
    for start in starts.tolist():
        end = min(start + dash, float(along[-1]))
        inside = along[(along > start) & (along < end)]
        at = np.concatenate([[start], inside, [end]])
        points = np.stack([np.interp(at, along, path[:, k]) for k in range(3)], axis=1)
        pieces.append(np.stack([points[:-1], points[1:]], axis=1))
    return np.concatenate(pieces).astype(np.float32)


def _pieces(*groups: Sequence[Float32Array]) -> Float32Array:
    found = [piece for group in groups for piece in group]
    return np.concatenate([np.zeros((0, 2, 3), np.float32), *found])


def _lines(name: str, edges: Float32Array, colour: tuple[int, int, int], width: float) -> Lines:
    points = edges.reshape(-1, 3)
    ends = np.arange(len(points), dtype=np.int32).reshape(-1, 2)
    return Lines(name, points, ends, plain(len(points), colour), width)


def _top(room: RoomAir) -> float:
    return max((at[2] + size[2] for at, size in room.boxes), default=0.0)


def _smoke(rooms: Sequence[RoomAir], palette: Palette) -> Triangles:
    grey = palette.text3 if palette.is_light else palette.text2
    bodies, alphas = [], []
    for room in rooms:
        alpha = round(LEAST_ALPHA + (MOST_ALPHA - LEAST_ALPHA) * min(max(room.darkness, 0), 1))
        for (x, y, z), (dx, dy, dz) in room.boxes:
            lower = max(z + SHRUNK, min(room.median, z + dz - SHRUNK))
            body = box(
                (x + SHRUNK, y + SHRUNK, lower),
                (dx - 2 * SHRUNK, dy - 2 * SHRUNK, max(z + dz - SHRUNK - lower, 0.0)),
            )
            bodies.append(body)
            alphas.append(np.full(len(body.points), alpha, np.uint8))
    whole = joined(bodies)
    colours = plain(len(whole.points), mix(grey, palette.background, 0.2))
    if alphas:
        colours[:, 3] = np.concatenate(alphas)
    return Triangles("forecast smoke", whole.points, whole.corners, colours, True)


def _rims(room: RoomAir, level: float) -> list[list[tuple[float, float, float]]]:
    """Where a level face meets the walls, one closed loop for every box."""
    loops = []
    for (x, y, z), (dx, dy, dz) in room.boxes:
        height = min(max(level, z + LIFT), z + dz)
        low, far = (x + SHRUNK, y + SHRUNK), (x + dx - SHRUNK, y + dy - SHRUNK)
        loops.append(
            [
                (low[0], low[1], height),
                (far[0], low[1], height),
                (far[0], far[1], height),
                (low[0], far[1], height),
                (low[0], low[1], height),
            ]
        )
    return loops
