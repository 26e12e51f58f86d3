"""The picture without OpenGL: the same layers painted by Qt, far things first.

For machines with no driver at all. Bodies that run through one another may be drawn in the
wrong order; everything stands in its right place.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF, QTransform

from app.screens.scene3d.camera import Camera, FloatArray, Size, project
from app.screens.scene3d.layers import Image, Layer, Lines, Triangles, UInt8Array, Volume
from app.screens.scene3d.palette import Colour

BoolArray = npt.NDArray[np.bool_]


class FlatStage:
    """Stands in for `stage.Stage`. A QImage may be painted in any thread."""

    def __init__(self) -> None:
        self._layers: tuple[Layer, ...] = ()
        self._background: Colour = (0, 0, 0)
        self._line_scale = 1.0

    def show(self, layers: Sequence[Layer], background: Colour, *, line_scale: float) -> None:
        """Make these layers, in this order, what stands here."""
        self._layers, self._background, self._line_scale = tuple(layers), background, line_scale

    def draw(self, camera: Camera, size: Size, *, fine: bool) -> UInt8Array:
        """The picture, (h, w, 4) uint8, first row on top; `fine` smooths edges."""
        picture = QImage(*size, QImage.Format.Format_RGBX8888)
        picture.fill(QColor(*self._background))
        painter = QPainter(picture)
        for layer in self._layers:
            if isinstance(layer, Image):
                _paint_image(painter, layer, camera, size)
            elif isinstance(layer, Volume):
                for sheet in sheets_of(layer):
                    _paint_image(painter, sheet, camera, size)
            elif isinstance(layer, Lines):
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, fine)
                _paint_lines(painter, layer, project(camera, layer.points, size), self._line_scale)
            else:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # else seams show
                _paint_triangles(painter, layer, project(camera, layer.points, size))
        painter.end()
        flat = np.frombuffer(picture.constBits(), np.uint8)
        return flat.reshape(size[1], picture.bytesPerLine() // 4, 4)[:, : size[0]].copy()

    def close(self) -> None:
        """Nothing is held."""
        self._layers = ()


def sheets_of(cloud: Volume) -> list[Image]:
    """A cloud as level pictures from low to high, one for every layer of cells."""
    nz, ny, nx = cloud.density.shape
    (x, y, z), (dx, dy, dz) = cloud.origin, cloud.spacing
    made = []
    for level in range(nz):
        height = z + (level + 0.5) * dz
        corners = [(x, y), (x + nx * dx, y), (x + nx * dx, y + ny * dy), (x, y + ny * dy)]
        quad = np.array([(a, b, height) for a, b in corners], dtype=np.float32)
        pixels = np.empty((ny, nx, 4), np.uint8)
        pixels[..., :3] = cloud.colour
        clear = (1 - cloud.density[level] / 255) ** dz  # over one metre to over one cell
        pixels[..., 3] = np.rint(255 * (1 - clear))
        made.append(Image(f"{cloud.name} {level}", quad, pixels))
    return made


def _paint_triangles(painter: QPainter, layer: Triangles, spots: FloatArray) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    corners = spots[layer.corners]
    wanted: BoolArray = np.all(corners[..., 2] > 0, axis=1)
    if layer.one_sided:
        a, b, c = (corners[:, k, :2] for k in range(3))
        turn = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
        wanted = wanted & (turn < 0)  # the screen's y points down
    order = np.argsort(-corners[..., 2].mean(axis=1), kind="stable")
    tints = layer.colours[layer.corners].mean(axis=1)
    for row in order[wanted[order]].tolist():
        painter.setBrush(QColor(*(round(v) for v in tints[row].tolist())))
        painter.drawConvexPolygon(QPolygonF([QPointF(x, y) for x, y, _ in corners[row].tolist()]))


def _paint_lines(painter: QPainter, layer: Lines, spots: FloatArray, scale: float) -> None:
    ends = spots[layer.ends]
    seen = (ends[..., 2] > 0).all(axis=1)
    tints = layer.colours[layer.ends[:, 0]] if len(layer.ends) else layer.colours[:0]
    for tint in np.unique(tints[seen], axis=0):
        own = ends[seen & (tints == tint).all(axis=1)]
        painter.setPen(QPen(QColor(*tint.tolist()), layer.width * scale))
        painter.drawLines([QLineF(a[0], a[1], b[0], b[1]) for a, b in own.tolist()])


def _paint_image(painter: QPainter, layer: Image, camera: Camera, size: Size) -> None:
    height, width = layer.pixels.shape[:2]
    spots = project(camera, layer.quad, size)
    source = QPolygonF(
        [QPointF(0, 0), QPointF(width, 0), QPointF(width, height), QPointF(0, height)]
    )
    target = QPolygonF([QPointF(x, y) for x, y, _ in spots.tolist()])
    bend = QTransform.quadToQuad(source, target)
    if (spots[:, 2] <= 0).any() or not isinstance(bend, QTransform):
        return
    pixels = np.ascontiguousarray(layer.pixels)
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setTransform(bend)
    painter.drawImage(0, 0, image)
    painter.restore()
