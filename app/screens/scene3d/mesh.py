"""Simple bodies as arrays: convex faces with a baked tone, and the edges worth drawing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.screens.scene3d.layers import Float32Array, Int32Array
from app.screens.scene3d.palette import Colour

FloatArray = npt.NDArray[np.float64]
UInt8Array = npt.NDArray[np.uint8]
Place = Sequence[float] | FloatArray  # three coordinates

LIGHT = np.array([-0.46, -0.10, 0.88])  # from above and the left: tops light, fronts dark
FACET = 20  # sides of a round body


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """points (v, 3), tone (v,) 0 dark to 1 light, corners (t, 3); edges (e, 2, 3) end points."""

    points: Float32Array
    tone: Float32Array
    corners: Int32Array
    edges: Float32Array


def polyhedron(
    vertices: npt.ArrayLike, faces: Sequence[Sequence[int]], *, edges: bool = True
) -> Mesh:
    """A body of flat convex faces, each listed anticlockwise as seen from outside."""
    spots = np.asarray(vertices, dtype=np.float64)
    points, tone, corners = [], [], []
    first = 0
    for face in faces:
        loop = spots[list(face)]
        points.append(loop)
        tone.append(np.full(len(loop), _tone(_normal(loop))))
        fan = np.arange(1, len(loop) - 1)
        corners.append(np.column_stack([np.zeros_like(fan), fan, fan + 1]) + first)
        first += len(loop)
    return Mesh(
        np.concatenate(points).astype(np.float32),
        np.concatenate(tone).astype(np.float32),
        np.concatenate(corners).astype(np.int32),
        _edges(spots, faces) if edges else np.zeros((0, 2, 3), np.float32),
    )


def box(at: Place, size: Place) -> Mesh:
    """An upright box: corner nearest the origin and extent."""
    return frustum(at, size, top=(0.0, 0.0))


def frustum(at: Place, size: Place, *, top: tuple[float, float]) -> Mesh:
    """A box whose top is drawn in by `top` on each side in x and y: a hood, a plinth."""
    (x, y, z), (dx, dy, dz) = at, size
    tx, ty = top
    low = [(x, y, z), (x + dx, y, z), (x + dx, y + dy, z), (x, y + dy, z)]
    high = [
        (x + tx, y + ty, z + dz),
        (x + dx - tx, y + ty, z + dz),
        (x + dx - tx, y + dy - ty, z + dz),
        (x + tx, y + dy - ty, z + dz),
    ]
    sides = [[0, 1, 5, 4], [1, 2, 6, 5], [2, 3, 7, 6], [3, 0, 4, 7]]
    return polyhedron(low + high, [[3, 2, 1, 0], *sides, [4, 5, 6, 7]])


def cylinder(
    start: Place,
    end: Place,
    radius: float,
    *,
    end_radius: float | None = None,
    sides: int = FACET,
) -> Mesh:
    """A round body between two points; a cone frustum when `end_radius` differs."""
    base, tip = np.asarray(start, np.float64), np.asarray(end, np.float64)
    u, v = _across(tip - base)
    turn = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    arm = np.cos(turn)[:, None] * u + np.sin(turn)[:, None] * v
    far = radius if end_radius is None else end_radius
    vertices = np.concatenate([base + radius * arm, tip + far * arm])
    ring = list(range(sides))
    walls = [[i, (i + 1) % sides, sides + (i + 1) % sides, sides + i] for i in ring]
    caps = [ring[::-1], [sides + i for i in ring]]
    body = polyhedron(vertices, [*walls, *caps], edges=False)
    rims = [_loop(vertices[:sides]), _loop(vertices[sides:])]
    return Mesh(body.points, body.tone, body.corners, np.concatenate(rims).astype(np.float32))


def wire(path: npt.ArrayLike) -> Mesh:
    """Only edges: an open line through the points (n, 3)."""
    spots = np.asarray(path, dtype=np.float32)
    segments = np.stack([spots[:-1], spots[1:]], axis=1)
    return Mesh(
        np.zeros((0, 3), np.float32),
        np.zeros(0, np.float32),
        np.zeros((0, 3), np.int32),
        segments,
    )


def ring(centre: Place, radius: float, *, sides: int = 32) -> Mesh:
    """Only edges: a level circle."""
    turn = np.linspace(0, 2 * np.pi, sides + 1)
    x, y, z = centre
    return wire(
        np.column_stack([x + radius * np.cos(turn), y + radius * np.sin(turn), 0 * turn + z])
    )


def joined(meshes: Iterable[Mesh]) -> Mesh:
    """All bodies as one."""
    parts = list(meshes)
    if not parts:
        return wire(np.zeros((1, 3)))
    firsts = np.cumsum([0, *(len(m.points) for m in parts[:-1])])
    return Mesh(
        np.concatenate([m.points for m in parts]),
        np.concatenate([m.tone for m in parts]),
        np.concatenate([m.corners + first for m, first in zip(parts, firsts, strict=True)]).astype(
            np.int32
        ),
        np.concatenate([m.edges for m in parts]),
    )


def grounded(mesh: Mesh, *, reach: float = 0.5, depth: float = 0.35) -> Mesh:
    """The mesh with tones darkened towards the floor, as corners that see less of the room."""
    share = np.clip(mesh.points[:, 2] / reach, 0, 1)
    tone = mesh.tone * (1 - depth * (1 - share))
    return Mesh(mesh.points, tone.astype(np.float32), mesh.corners, mesh.edges)


def shaded(tone: Float32Array, dark: Colour, light: Colour, *, alpha: int = 255) -> UInt8Array:
    """Tones (v,) as colours (v, 4) between two greys of the theme."""
    low, high = np.array(dark, np.float64), np.array(light, np.float64)
    colours = np.empty((len(tone), 4), np.uint8)
    colours[:, :3] = np.rint(low + (high - low) * np.clip(tone, 0, 1)[:, None])
    colours[:, 3] = alpha
    return colours


def plain(count: int, colour: Colour, *, alpha: int = 255) -> UInt8Array:
    """One colour for all vertices, (count, 4)."""
    return np.tile(np.array([*colour, alpha], np.uint8), (count, 1))


def _normal(loop: FloatArray) -> FloatArray:
    """Newell's normal: right also when the first three corners are in line."""
    after = np.roll(loop, -1, axis=0)
    normal = np.cross(loop, after).sum(axis=0)
    length = float(np.linalg.norm(normal))
    return normal / length if length > 0 else np.array([0.0, 0.0, 1.0])


def _tone(normal: FloatArray) -> float:
    return float(np.clip(0.24 + 0.76 * (normal @ LIGHT) / np.linalg.norm(LIGHT), 0.06, 1.0))


def _across(along: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Two unit vectors square to `along`, turning anticlockwise around it."""
    axis = along / np.linalg.norm(along)
    helper = np.array([1.0, 0.0, 0.0]) if abs(axis[0]) < 0.9 else np.array([0.0, 1.0, 0.0])
    u = np.cross(axis, helper)
    u /= np.linalg.norm(u)
    return u, np.cross(axis, u)


def _edges(spots: FloatArray, faces: Sequence[Sequence[int]]) -> Float32Array:
    pairs = {
        (min(a, b), max(a, b))
        for face in faces
        for a, b in zip(face, [*face[1:], face[0]], strict=True)
    }
    edges: Float32Array = spots[np.array(sorted(pairs))].astype(np.float32)
    return edges


def _loop(vertices: FloatArray) -> FloatArray:
    return np.stack([vertices, np.roll(vertices, -1, axis=0)], axis=1)
