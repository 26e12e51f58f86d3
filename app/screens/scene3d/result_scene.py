"""A computed field in 3D: the box of the grid, solid cells, a level slice, smoke as a cloud."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.screens.scene3d.floor import floor_quad
from app.screens.scene3d.heat import inferno
from app.screens.scene3d.layers import Image, Layer, Lines, Triangles, Volume
from app.screens.scene3d.mesh import box, joined, plain, shaded
from app.screens.scene3d.palette import Colour, Palette, mix

Float32Array = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]
SLICE_ALPHA = (150, 235)  # at the ends of the scale: what is calm lets one see through
SLICE_BEGINS = 0.22  # on the scale of heat: its black end is not seen by night
MOST_BOXES = 4000


@dataclass(frozen=True, slots=True, eq=False)
class ResultState:
    """One moment of a result. origin: lowest corner of the grid; spacing: of its cells, m.

    share (ny, nx): the slice as shares 0 to 1 of its scale, NaN where nothing is known; height of
    the slice, m. density (nz, ny, nx): smoke, 0 to 1 opaque over a metre, or None. solid
    (nz, ny, nx): cells without gas.
    """

    origin: tuple[float, float, float]
    spacing: tuple[float, float, float]
    shape: tuple[int, int, int]
    share: Float32Array | None = None
    height: float = 0.0
    density: Float32Array | None = None
    solid: BoolArray | None = None

    @property
    def size(self) -> tuple[float, float, float]:
        """Extent of the grid along x, y, z, m."""
        nz, ny, nx = self.shape
        dx, dy, dz = self.spacing
        return nx * dx, ny * dy, nz * dz


@dataclass(frozen=True, slots=True, eq=False)
class ResultScene:
    """Used in the render thread."""

    state: ResultState
    palette: Palette

    @property
    def background(self) -> Colour:
        """The theme's background."""
        return self.palette.background

    def layers(self) -> tuple[Layer, ...]:
        """Solid bodies, the frame, the slice, the cloud."""
        state, palette = self.state, self.palette
        made: list[Layer] = [_solid(state, palette), _frame(state, palette)]
        if state.share is not None:
            made += [_slice(state, state.share), _rim(state, palette)]
        if state.density is not None:
            made.append(_cloud(state, state.density, palette))
        return tuple(made)


def _frame(state: ResultState, palette: Palette) -> Lines:
    edges = box(state.origin, state.size).edges.reshape(-1, 3)
    ends = np.arange(len(edges), dtype=np.int32).reshape(-1, 2)
    return Lines("frame", edges, ends, plain(len(edges), palette.line_strong))


def _solid(state: ResultState, palette: Palette) -> Triangles:
    """Runs of solid cells along x as boxes; with more than MOST_BOXES of them none are drawn."""
    runs = [] if state.solid is None else _runs(state.solid)
    (ox, oy, oz), (dx, dy, dz) = state.origin, state.spacing
    bodies = [
        box((ox + a * dx, oy + j * dy, oz + k * dz), ((b - a) * dx, dy, dz))
        for k, j, a, b in (runs if len(runs) <= MOST_BOXES else [])
    ]
    whole = joined(bodies)
    light = mix(palette.line_strong, palette.text3, 0.2)
    return Triangles(
        "solid", whole.points, whole.corners, shaded(whole.tone, palette.surface2, light)
    )


def _runs(solid: BoolArray) -> list[tuple[int, int, int, int]]:
    """Layer, row, first and last+1 column of every run of solid cells."""
    padded = np.pad(solid, [(0, 0), (0, 0), (1, 1)]).astype(np.int8)
    steps = np.diff(padded, axis=2)
    first, last = np.argwhere(steps == 1), np.argwhere(steps == -1)
    return [
        (int(k), int(j), int(a), int(b))
        for (k, j, a), (_, _, b) in zip(first.tolist(), last.tolist(), strict=True)
    ]


def _slice(state: ResultState, share: Float32Array) -> Image:
    (x, y, _), (wide, deep, _) = state.origin, state.size
    pixels = np.empty((*share.shape, 4), np.uint8)
    pixels[..., :3] = np.rint(inferno(np.nan_to_num(share), SLICE_BEGINS))
    low, high = SLICE_ALPHA
    alpha = low + (high - low) * np.clip(np.nan_to_num(share), 0, 1)
    pixels[..., 3] = np.where(np.isfinite(share), np.rint(alpha), 0)
    return Image("slice", floor_quad((x, x + wide, y, y + deep), state.height), pixels)


def _rim(state: ResultState, palette: Palette) -> Lines:
    """Where the slice is, however cool it is."""
    (x, y, _), (wide, deep, _) = state.origin, state.size
    corners = floor_quad((x, x + wide, y, y + deep), state.height)
    ends = np.array([(0, 1), (1, 2), (2, 3), (3, 0)], dtype=np.int32)
    return Lines("rim", corners, ends, plain(len(corners), palette.text3))


def _cloud(state: ResultState, density: Float32Array, palette: Palette) -> Volume:
    grey = palette.text3 if palette.is_light else palette.text2
    dense = np.rint(255 * np.clip(np.nan_to_num(density), 0, 1)).astype(np.uint8)
    return Volume("cloud", state.origin, state.spacing, dense, grey)
