"""The nation in 3D: a quiet map, small dim posts for normal sites, columns where it matters."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app.screens.scene3d.errors import SceneError
from app.screens.scene3d.layers import Layer, Lines, Triangles
from app.screens.scene3d.map import Outlines
from app.screens.scene3d.map_file import read_outlines
from app.screens.scene3d.mesh import Mesh, cylinder, plain, shaded
from app.screens.scene3d.palette import Colour, Palette, mix

log = logging.getLogger(__name__)

FloatArray = npt.NDArray[np.float64]

# Sizes as shares of the reach, the length that the fleet spans; tuned by eye at 1400x760.
POST_RADIUS, POST_HEIGHT = 0.0026, 0.0065
COLUMN_RADIUS = 0.0066
COLUMN_LEAST, COLUMN_MOST = 0.035, 0.16  # the northernmost one stays in the picture
GROUND_RADIUS = 0.0165
SHORTEST_REACH_KM = 300.0
LIT_TONE, TOP_TONE = 0.45, 0.8  # tones of the side towards the light, and of level faces


def reach_of(places: FloatArray) -> float:
    """The length that all other sizes follow, km: the fleet's diagonal."""
    if len(places) < 2:
        return SHORTEST_REACH_KM
    return max(float(np.linalg.norm(np.ptp(places, axis=0))), SHORTEST_REACH_KM)


def heights(priority: npt.NDArray[np.int8], severity: FloatArray, reach: float) -> FloatArray:
    """Height of every site's body, km, (s,): a post when normal, a column by severity else."""
    column = COLUMN_LEAST + (COLUMN_MOST - COLUMN_LEAST) * np.clip(severity, 0, 1)
    return np.where(priority >= 0, column, POST_HEIGHT) * reach


class NationBase:
    """Map and posts of a fleet in one theme. Used in the render thread."""

    def __init__(self, map_file: Path, places: FloatArray, palette: Palette) -> None:
        self.map_file, self.places, self.palette = map_file, places, palette
        self.reach = reach_of(places)

    @cached_property
    def ground(self) -> tuple[Layer, ...]:
        """Land a little lighter than the sea, coasts and borders as thin lines."""
        try:
            outlines = read_outlines(self.map_file)  # here, since it takes a while
        except SceneError as error:
            log.warning("Sites are shown without a map: %s", error)
            return ()
        coast, borders = outlines.land, outlines.borders
        night = not self.palette.is_light
        land = mix(self.palette.surface1, self.palette.surface2, 0.35 if night else 0.0)
        shore = mix(self.palette.line, self.palette.line_strong, 0.55)
        return (
            *_land(outlines, land, self.palette.background),
            Lines(
                "borders",
                borders.points,
                borders.ends,
                plain(len(borders.points), self.palette.line),
            ),
            Lines("coast", coast.points, coast.ends, plain(len(coast.points), shore)),
        )


@dataclass(frozen=True, slots=True, eq=False)
class NationScene:
    """One moment of the fleet; columns over s sites, see NationState."""

    base: NationBase
    priority: npt.NDArray[np.int8]
    severity: FloatArray
    connected: npt.NDArray[np.bool_]

    @property
    def background(self) -> Colour:
        """The theme's background: the sea."""
        return self.base.palette.background

    def layers(self) -> tuple[Layer, ...]:
        """Map, posts, columns, and the light discs that columns stand on."""
        return (*self.base.ground, *self._rings(), self._posts(), self._columns())

    def _posts(self) -> Triangles:
        base, palette = self.base, self.base.palette
        rows = np.flatnonzero(self.priority < 0)
        post = cylinder((0, 0, 0), (0, 0, 1), 1.0, sides=6)
        tall = np.full(len(rows), POST_HEIGHT * base.reach)
        points, corners, tone = _stood(post, base.places[rows], POST_RADIUS * base.reach, tall)
        dark = mix(palette.background, palette.process, 0.38)
        light = mix(palette.background, palette.process, 0.80)
        colours = shaded(tone, dark, light)
        lost = np.repeat(~self.connected[rows], len(post.points))
        grey = (
            mix(palette.background, palette.quality, 0.30),
            mix(palette.background, palette.quality, 0.62),
        )
        colours[lost] = shaded(tone[lost], *grey)
        return Triangles("posts", points, corners, colours)

    def _columns(self) -> Triangles:
        base, palette = self.base, self.base.palette
        rows = np.flatnonzero(self.priority >= 0)
        column = cylinder((0, 0, 0), (0, 0, 1), 1.0, sides=6)
        tall = heights(self.priority, self.severity, base.reach)[rows]
        points, corners, tone = _stood(column, base.places[rows], COLUMN_RADIUS * base.reach, tall)
        each = [palette.priority(int(p)) for p in self.priority[rows]]
        span = len(column.points)
        parts = [
            _lit(tone[i * span : (i + 1) * span], colour, 0.28 if palette.is_light else 0.5)
            for i, colour in enumerate(each)
        ]
        return Triangles("columns", points, corners, np.concatenate([plain(0, (0, 0, 0)), *parts]))

    def _rings(self) -> tuple[Layer, Layer]:
        base = self.base
        rows = np.flatnonzero(self.priority >= 0)
        tints = [base.palette.priority(int(p)) for p in self.priority[rows]]
        radius = GROUND_RADIUS * base.reach
        disc, rim = _discs(base.places[rows], radius, tints, z=0.0008 * base.reach)
        return disc, rim


def _land(outlines: Outlines, land: Colour, sea: Colour) -> tuple[Triangles, Triangles]:
    """Land, and on it the seas that it encloses: rings that turn the other way."""
    filled = outlines.filled
    points = outlines.land.points
    return (
        Triangles("land", points, filled.land, plain(len(points), land)),
        Triangles("inner seas", points, filled.seas, plain(len(points), sea)),
    )


def _lit(tone: npt.NDArray[np.float32], colour: Colour, shade: float) -> npt.NDArray[np.uint8]:
    """A column's colours: its lit sides are exactly the theme's colour, its top a little paler."""
    lit = (tone / LIT_TONE).astype(np.float32)
    colours = shaded(lit, mix(colour, (0, 0, 0), shade), colour)
    colours[tone >= TOP_TONE, :3] = mix(colour, (255, 255, 255), 0.30)
    return colours


def _stood(
    body: Mesh, places: FloatArray, radius: float, tall: FloatArray
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int32], npt.NDArray[np.float32]]:
    """A unit body repeated at every place: points, corners and tones."""
    count, span = len(places), len(body.points)
    points = np.empty((count, span, 3), np.float32)
    points[..., :2] = places[:, None, :] + body.points[None, :, :2] * radius
    points[..., 2] = body.points[None, :, 2] * tall[:, None]
    corners = body.corners[None] + (np.arange(count, dtype=np.int32) * span)[:, None, None]
    return points.reshape(-1, 3), corners.reshape(-1, 3), np.tile(body.tone, count)


def _discs(
    places: FloatArray, radius: float, tints: Sequence[Colour], *, z: float
) -> tuple[Triangles, Lines]:
    sides = 40
    turn = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    circle = np.column_stack([np.cos(turn), np.sin(turn)]) * radius
    count = len(places)
    points = np.zeros((count, sides, 3), np.float32)
    points[..., :2] = places[:, None, :] + circle
    points[..., 2] = z
    step = (np.arange(count, dtype=np.int32) * sides)[:, None, None]
    fan = np.arange(1, sides - 1, dtype=np.int32)
    corners = np.column_stack([np.zeros_like(fan), fan, fan + 1])[None] + step
    ends = np.column_stack([np.arange(sides), np.roll(np.arange(sides), -1)]).astype(np.int32)
    filled = np.concatenate([plain(0, (0, 0, 0)), *(plain(sides, t, alpha=46) for t in tints)])
    rims = np.concatenate([plain(0, (0, 0, 0)), *(plain(sides, t, alpha=150) for t in tints)])
    flat = points.reshape(-1, 3)
    return (
        Triangles("discs", flat, corners.reshape(-1, 3), filled, translucent=True),
        Lines("rings", flat, (ends[None] + step).reshape(-1, 2), rims),
    )
