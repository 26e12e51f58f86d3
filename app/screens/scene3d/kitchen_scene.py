"""A site in 3D: floor, glass walls, matte grey equipment, heat on the floor, smoke under the roof.

Built once from the layout; afterwards only the outlines of alarmed equipment, the heat picture
and the smoke change. Sensors and labels are drawn over the picture, see `kitchen_overlay`.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from app.screens.scene3d.floor import floor_lines, floor_quad, floor_shadow
from app.screens.scene3d.form import NOTHING, Form
from app.screens.scene3d.forms import form_of
from app.screens.scene3d.heat import heat_pixels
from app.screens.scene3d.layers import Image, Layer, Lines, Triangles
from app.screens.scene3d.mesh import Mesh, box, grounded, joined, plain, polyhedron, shaded
from app.screens.scene3d.outlook import Outlook, outlook_layers
from app.screens.scene3d.palette import Colour, Palette, mix
from app.screens.scene3d.states import Extent
from twin.site.model import AssetKind, Layout

WALLS = (AssetKind.WALL, AssetKind.WINDOW, AssetKind.DOOR)
HEAT_ABOVE_FLOOR = 0.012
FAINT = 0.5  # how far quiet edges and glass step back while something is alarmed


class KitchenBase:
    """What of a site's picture depends on layout and theme only. Used in the render thread."""

    def __init__(self, layout: Layout, palette: Palette) -> None:
        self.layout = layout
        self.palette = palette

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """The body of every asset, in the layout's order."""
        return tuple(form_of(asset, self.layout.size) for asset in self.layout.assets)

    def still(self, *, faint: bool) -> tuple[Layer, ...]:
        """Floor and solid bodies, opaque, with their edges; `faint` ones step back behind what
        is alarmed."""
        return self._faint_still if faint else self._clear_still

    @cached_property
    def _solid(self) -> tuple[Layer, ...]:
        palette, size = self.palette, self.layout.size
        floor = _slab(size[0], size[1])
        solid = grounded(joined(f.solid for f in self.forms))
        dark, light = solid_greys(palette)
        return (
            _triangles("floor", floor, plain(len(floor.points), floor_grey(palette))),
            _lines("tiles", floor_lines(self.layout), floor_line_grey(palette), alpha=150),
            _triangles("solid", solid, shaded(solid.tone, dark, light)),
        )

    @cached_property
    def _clear_still(self) -> tuple[Layer, ...]:
        return (*self._solid, *self._edges(0.0))

    @cached_property
    def _faint_still(self) -> tuple[Layer, ...]:
        return (*self._solid, *self._edges(FAINT))

    def _edges(self, fade: float) -> tuple[Layer, ...]:
        palette = self.palette
        solid = joined(f.solid for f in self.forms).edges
        dark, light = solid_greys(palette)
        edge = mix(edge_grey(palette), mix(dark, light, 0.5), fade)
        mark = mix(palette.line_strong, floor_grey(palette), fade)
        return (
            _lines("edges", solid, edge),
            _lines("marks", joined(f.mark for f in self.forms).edges, mark),
        )

    @cached_property
    def shadow(self) -> Image:
        """Soft contact shadow of the equipment on the floor."""
        return floor_shadow(self.layout, strength=0.30 if self.palette.is_light else 0.55)

    def glass(self, *, faint: bool) -> tuple[Layer, ...]:
        """Outer and inner walls as glass, and the ghosts: hood, duct, damper."""
        return self._faint_glass if faint else self._clear_glass

    @cached_property
    def _clear_glass(self) -> tuple[Layer, ...]:
        return self._glass(0.0)

    @cached_property
    def _faint_glass(self) -> tuple[Layer, ...]:
        return self._glass(FAINT)

    def _glass(self, fade: float) -> tuple[Layer, ...]:
        palette, size = self.palette, self.layout.size
        shell = _inside_out(size)
        pairs = list(zip(self.layout.assets, self.forms, strict=True))
        hoods = joined(f.ghost for a, f in pairs if a.kind not in WALLS)
        walls = joined(f.ghost for a, f in pairs if a.kind in WALLS)
        tint = mix(palette.line_strong, palette.text2, 0.25)
        wall = mix(palette.line_strong, palette.background, fade)
        hood = mix(mix(edge_grey(palette), palette.text3, 0.45), palette.background, fade)
        veil = 1 - fade
        return (
            _glass("shell", shell, plain(len(shell.points), tint, alpha=round(26 * veil))),
            _lines("shell edges", box((0, 0, 0), size).edges, wall),
            _glass("walls", walls, plain(len(walls.points), tint, alpha=round(30 * veil))),
            _lines("wall edges", walls.edges, wall, alpha=170),
            _glass("hoods", hoods, shaded(hoods.tone, tint, palette.text2, alpha=round(44 * veil))),
            _lines("hood edges", hoods.edges, hood),
        )

    def outlines(self, alarmed: tuple[tuple[int, int], ...]) -> tuple[Layer, ...]:
        """Edges of assets (row, priority) in the colour of their worst alarm."""
        edges, colours = [NOTHING.edges], [plain(0, (0, 0, 0))]
        for row, priority in alarmed:
            own = np.concatenate([self.forms[row].solid.edges, self.forms[row].ghost.edges])
            edges.append(own)
            colours.append(plain(2 * len(own), self.palette.priority(priority)))
        return (_coloured("alarmed", np.concatenate(edges), np.concatenate(colours), width=1.6),)

    def smoke(self, lower: float | None) -> tuple[Layer, ...]:
        """A grey haze from `lower` to the roof; one hazy sheet where the layer ends."""
        dx, dy, dz = self.layout.size
        if lower is None or lower >= dz - 0.02:
            return ()
        body = box((0.01, 0.01, max(lower, 0.05)), (dx - 0.02, dy - 0.02, dz - lower - 0.02))
        grey = self.palette.text3 if self.palette.is_light else self.palette.text2
        rim = body.edges[body.edges[:, :, 2].max(axis=1) <= lower + 0.06]
        return (
            _glass("smoke", body, plain(len(body.points), grey, alpha=58), one_sided=False),
            _lines("smoke rim", rim, self.palette.text2),
        )


@dataclass(frozen=True, slots=True, eq=False)
class KitchenScene:
    """One moment of a site. `alarmed`: (asset row, worst priority), sorted."""

    base: KitchenBase
    alarmed: tuple[tuple[int, int], ...] = ()
    heat: npt.NDArray[np.float32] | None = None
    heat_extent: Extent | None = None
    smoke_layer: float | None = None
    outlook: Outlook | None = None
    heat_zero: float = 0.0

    @property
    def background(self) -> Colour:
        """The theme's background."""
        return self.base.palette.background

    def layers(self) -> tuple[Layer, ...]:
        """Back to front for what is translucent."""
        heat: tuple[Layer, ...] = ()
        if self.heat is not None and self.heat_extent is not None:
            quad = floor_quad(self.heat_extent, HEAT_ABOVE_FLOOR)
            light = self.base.palette.is_light
            pixels = heat_pixels(self.heat, self.heat_zero, is_light=light)
            heat = (Image("heat", quad, pixels),)
        faint = bool(self.alarmed)
        ahead: tuple[Layer, ...] = ()
        if self.outlook is not None:
            ahead = outlook_layers(self.outlook, self.base.palette)
        return (
            *self.base.still(faint=faint),
            self.base.shadow,
            *heat,
            *self.base.glass(faint=faint),
            *self.base.outlines(self.alarmed),  # last of all opaque lines, so that it lies on top
            *self.base.smoke(self.smoke_layer),
            *ahead,
        )


def solid_greys(palette: Palette) -> tuple[Colour, Colour]:
    """Grey of a face in shade and of one in full light."""
    if palette.is_light:
        return mix(palette.line, palette.line_strong, 0.45), mix(palette.surface1, (255,) * 3, 0.6)
    return mix(palette.surface1, palette.background, 0.2), mix(
        palette.line_strong, palette.text3, 0.18
    )


def edge_grey(palette: Palette) -> Colour:
    """Grey of thin edges, a little stronger than the faces."""
    share = 0.05 if palette.is_light else 0.35
    return mix(palette.line_strong, palette.text3, share)


def floor_grey(palette: Palette) -> Colour:
    """The floor lies between background and surface."""
    return palette.surface2 if palette.is_light else palette.surface1


def floor_line_grey(palette: Palette) -> Colour:
    """Grid of one metre, hardly there."""
    return palette.line


def _slab(dx: float, dy: float) -> Mesh:
    return polyhedron([(0, 0, 0), (dx, 0, 0), (dx, dy, 0), (0, dy, 0)], [[0, 1, 2, 3]])


def _inside_out(size: tuple[float, float, float]) -> Mesh:
    """The four outer walls, seen only from inside: the near ones vanish by themselves."""
    dx, dy, dz = size
    low = [(0, 0, 0), (dx, 0, 0), (dx, dy, 0), (0, dy, 0)]
    high = [(x, y, dz) for x, y, _ in low]
    walls = [[4, 5, 1, 0], [5, 6, 2, 1], [6, 7, 3, 2], [7, 4, 0, 3]]
    return polyhedron(low + high, walls)


def _triangles(name: str, mesh: Mesh, colours: npt.NDArray[np.uint8]) -> Triangles:
    return Triangles(name, mesh.points, mesh.corners, colours)


def _glass(
    name: str, mesh: Mesh, colours: npt.NDArray[np.uint8], *, one_sided: bool = True
) -> Triangles:
    return Triangles(name, mesh.points, mesh.corners, colours, True, one_sided)


def _lines(name: str, edges: npt.NDArray[np.float32], colour: Colour, *, alpha: int = 255) -> Lines:
    return _coloured(name, edges, plain(2 * len(edges), colour, alpha=alpha))


def _coloured(
    name: str,
    edges: npt.NDArray[np.float32],
    colours: npt.NDArray[np.uint8],
    *,
    width: float = 1.0,
) -> Lines:
    points = edges.reshape(-1, 3)
    ends = np.arange(len(points), dtype=np.int32).reshape(-1, 2)
    return Lines(name, points, ends, colours, width)
